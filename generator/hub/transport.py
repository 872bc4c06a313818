"""The transport under huggingface_hub's client: every request is bounded, retried and kept to one host.

The client itself gives ``model_info`` neither retries nor a timeout, sleeps as long as a server asks, and
follows a ``Link`` to another host with the token. Only a transport can change that for all of its calls.
"""

from __future__ import annotations

import os
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import httpcore2
import httpx2

from generator.hub.limits import Current, Deadline
from generator.hub.named import check_file
from generator.hub.quota import Quota, read_wait
from generator.hub.sockets import BoundedBackend
from generator.hub.trouble import ElsewhereError, QuotaError, UnansweredError, UnreachableError

if TYPE_CHECKING:
    import ssl

    from generator.hub.limits import Limits
    from generator.hub.trouble import HubError, RepoError

RETRIED = frozenset({408, 500, 502, 503, 504})
TOO_MANY = 429
_BROKEN = (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError)
_KEPT = frozenset({b"link", b"location", b"ratelimit", b"retry-after", b"x-error-code", b"x-error-message"})
"""Headers of an answer that somebody reads; a cookie would be sent with what is asked next, a warning be printed.

Not the type of the content: it may name any codec of Python to read an error with, and some take hours, or
make no text at all. Without it the text is read as UTF-8.
"""
MAX_CERTIFICATES_BYTES = 16 * 1024 * 1024
"""Of the authorities to trust; those that browsers trust have a quarter of a million."""
MAX_HEADER_BYTES = 4096
"""Of one value; a longer one is no honest one, and is left out."""
_GZIP = 16 + zlib.MAX_WBITS


class Transport(httpx2.BaseTransport):
    """Sends requests to one host.

    Args:
        endpoint: Address of the Hub; requests to any other host are refused.
        limits: Bounds of the run.

    Raises:
        UnreachableError: When the certificates to trust cannot be read.
    """

    def __init__(self, endpoint: str, limits: Limits) -> None:
        """Prepare connections; none is opened yet."""
        self._origin = _origin(httpx2.URL(endpoint))
        self._limits = limits
        self._current = Current()
        self._answered = False
        self.quota = Quota(limits)
        self._pool = httpcore2.ConnectionPool(
            ssl_context=_load_certificates(),
            max_connections=16,
            keepalive_expiry=30,
            network_backend=BoundedBackend(self._current),
        )

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request and return its whole answer.

        Raises:
            ElsewhereError: When it is for another host.
            UnreachableError: When not even a connection can be made.
            QuotaError: When the Hub asks for a longer wait than a run may take.
        """
        if _origin(request.url) != self._origin:
            raise ElsewhereError("was sent on to another host, which is refused")
        deadline = Deadline(self._limits.total_seconds)
        failures = waits = 0
        while True:
            try:
                answer = self._send(request, deadline)
            except _BROKEN as error:
                failure = self._explain(error)
            else:
                if answer.status_code == TOO_MANY and waits < self._limits.retries:
                    waits += 1
                    deadline.extend(self._wait_as_asked(request, answer, waits))
                    continue
                if answer.status_code != TOO_MANY and answer.status_code not in RETRIED:
                    return answer
                failure = UnansweredError(f"answered {answer.status_code}")
            failures += 1
            if failures > self._retries(failure) or not deadline.remaining:
                raise failure
            time.sleep(min(self._limits.pause(failures), deadline.remaining))

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    def _send(self, request: httpx2.Request, deadline: Deadline) -> httpx2.Response:
        waited = time.monotonic()
        self.quota.take(_kind(request))
        deadline.extend(time.monotonic() - waited)
        self._current.deadline = deadline
        seconds = self._limits.read_seconds
        request.headers["Accept-Encoding"] = "gzip"
        sent = httpcore2.Request(
            method=request.method,
            url=httpcore2.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            extensions={"timeout": dict.fromkeys(("connect", "read", "write", "pool"), seconds)},
        )
        answer = self._pool.handle_request(sent)
        try:
            body = self._read(answer)
        finally:
            answer.close()
        self._answered = True
        kept = httpx2.Headers([pair for pair in answer.headers if _is_kept(*pair)])
        if answer.status != TOO_MANY:  # what that asks for is waited, or ends the run, where it is handled
            self.quota.note(kept)
        return httpx2.Response(status_code=answer.status, headers=kept, content=body)

    def _read(self, answer: httpcore2.Response) -> bytes:
        """Return the whole body, unpacked; it is given up as soon as it is larger than any honest one."""
        packed = httpx2.Headers(answer.headers).get("content-encoding") == "gzip"
        unpack = zlib.decompressobj(_GZIP) if packed else None
        body, came, most = bytearray(), 0, self._limits.body_bytes
        for chunk in answer.iter_stream():
            came += len(chunk)  # gzip can be long and hold nothing
            try:
                body += unpack.decompress(chunk, most + 1) if unpack else chunk
            except zlib.error:
                raise UnansweredError("answered with a damaged body") from None
            if max(came, len(body)) > most:
                raise UnansweredError(f"answered with more than {most:,} bytes")
            if unpack and unpack.unused_data:
                raise UnansweredError("answered with a damaged body")
        return bytes(body)

    def _retries(self, failure: RepoError | HubError) -> int:
        """Return how often to try again: once where not a single connection was made yet, for it will not be."""
        return min(1, self._limits.retries) if isinstance(failure, UnreachableError) else self._limits.retries

    def _explain(self, error: Exception) -> RepoError | HubError:
        connecting = isinstance(error, httpcore2.ConnectError | httpcore2.ConnectTimeout)
        if connecting and not self._answered:
            message = f"no connection to {self._origin[1]}: {error}"
            return UnreachableError(message, "check the network, HF_ENDPOINT and the certificates")
        if isinstance(error, httpcore2.TimeoutException):
            return UnansweredError("took too long to answer")
        return UnansweredError("could not be connected to" if connecting else "broke off its answer")

    def _wait_as_asked(self, request: httpx2.Request, answer: httpx2.Response, attempt: int) -> float:
        """Make all workers wait as long as a 429 asks; return the seconds."""
        seconds = read_wait(answer.headers)
        if seconds is None:
            seconds = self._limits.pause(attempt)
        elif seconds > self._limits.asked_wait_seconds:
            message = f"the Hub's quota is used up; it asks to come back in {seconds:,.0f} seconds"
            raise QuotaError(message, "run it again then, or with HF_TOKEN for a larger quota")
        self.quota.hold(_kind(request), seconds)
        return seconds


def _load_certificates() -> ssl.SSLContext:
    try:
        if file := os.environ.get("SSL_CERT_FILE"):
            check_file(Path(file), MAX_CERTIFICATES_BYTES)
        return httpcore2.default_ssl_context()
    except OSError as error:  # it names no file
        named = os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR") or "this system"
        message = f"no certificates can be read from {named}: {error.strerror or error}"
        raise UnreachableError(message, "name a file of certificates in SSL_CERT_FILE, or unset it") from None


def _is_kept(name: bytes, value: bytes) -> bool:
    """Whether a header is passed on; both are bytes, for any may be odd."""
    return name.lower() in _KEPT and len(value) <= MAX_HEADER_BYTES


def _origin(url: httpx2.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _kind(request: httpx2.Request) -> str:
    """Return the quota a request counts against: the Hub has one for its API and one for files."""
    return "api" if request.url.path.startswith("/api/") else "resolvers"
