"""Connections whose every read ends with the deadline of the request it belongs to.

A timeout per read lets a server hold a request for ever by sending a byte now and then, in the headers
as well as in the body. Here the time left of the whole request bounds each read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import httpcore2

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterable

    from generator.hub.limits import Current


class BoundedBackend(httpcore2.NetworkBackend):
    """Opens connections of that kind.

    Args:
        current: Knows the deadline of the running thread.
    """

    def __init__(self, current: Current) -> None:
        """Keep it; connections are plain ones of httpcore2."""
        self._current = current
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Open a connection; arguments as httpcore2 gives them."""
        seconds = _bound(self._current, timeout, httpcore2.ConnectTimeout)
        stream = self._plain.connect_tcp(host, port, seconds, local_address, socket_options)
        return _BoundedStream(stream, self._current)


class _BoundedStream(httpcore2.NetworkStream):
    def __init__(self, stream: httpcore2.NetworkStream, current: Current) -> None:
        self._stream = stream
        self._current = current

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _bound(self._current, timeout, httpcore2.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _bound(self._current, timeout, httpcore2.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        seconds = _bound(self._current, timeout, httpcore2.ConnectTimeout)
        return _BoundedStream(self._stream.start_tls(ssl_context, server_hostname, seconds), self._current)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _bound(current: Current, timeout: float | None, late: type[Exception]) -> float | None:
    if current.deadline is None:
        return timeout
    remaining = current.deadline.remaining
    if not remaining:
        raise late("the request took too long")
    return remaining if timeout is None else min(timeout, remaining)
