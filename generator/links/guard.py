"""A proxy on this machine that connects to public addresses only.

A link checker follows redirects and asks the system for the address of a name, so a page anywhere can send it into
the network it runs in. Everything it asks goes through here, where the address is known by number.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from contextlib import asynccontextmanager, closing, suppress
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine

END = b"\r\n\r\n"
CHUNK_BYTES = 65_536
MAX_CONNECTIONS = 12
"""At a time, each of two open files: a lychee asks two pages at once, and keeps what is done for more than a minute."""

_HOP = ("connection:", "proxy-")
"""Headers that are for this proxy."""

_TROUBLE = (OSError, ValueError, OverflowError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)


_UNICAST = ipaddress.IPv6Network("2000::/3")
"""What is global unicast of IPv6. Outside of it lie ways into private networks, as those of NAT64 (RFC 6052)."""


_NOT_PUBLIC = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "3fff::/20", "168.63.129.16/32")))
"""What Python takes for public, and is not: protocol assignments (RFC 6890) up to 3.11.9, and documentation (RFC 9637).

The last answers machines of Azure about themselves, as other clouds do from addresses of no public network.
"""


class Request(NamedTuple):
    """Where a request is to go, and what is to be sent there first; a tunnel opens with nothing."""

    host: str
    port: int
    head: bytes = b""


class Guard:
    """Passes on what one program on this machine asks of public addresses.

    Args:
        seconds: Longest wait for a connection.
        private: Whether addresses of private networks and of this machine are asked, too.
    """

    def __init__(self, seconds: float, *, private: bool = False) -> None:
        """Keep what it goes by."""
        self._seconds = seconds
        self._private = private
        self._running: dict[asyncio.Task[None], None] = {}  # those first that were silent longest

    @asynccontextmanager
    async def listen(self) -> AsyncIterator[str]:
        """Listen on a free port of this machine.

        Yields:
            The address of the proxy.

        Raises:
            OSError: When there can be none. asyncio would pass over a socket that cannot be made.
        """
        server = await asyncio.start_server(self._accept, sock=socket.create_server(("127.0.0.1", 0)))
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection; what may not or cannot be reached is answered by closing it.

        Where there are too many, the one ends that was silent longest.
        """
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._running[task] = None
        task.add_done_callback(lambda task: self._running.pop(task, None))
        task.add_done_callback(lambda _: writer.close())  # even of one that ends before it begins
        if len(self._running) > MAX_CONNECTIONS:
            oldest = next(iter(self._running))
            del self._running[oldest]
            oldest.cancel()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(*_TROUBLE):
            async with asyncio.timeout(self._seconds):
                request = read_head(await reader.readuntil(END))
                there, out = await self._connect(request.host, request.port)
            task = asyncio.current_task()
            with closing(out):
                if request.head:
                    out.write(request.head)
                    # A second request on the same connection might be for another host.
                    await _until_one_ends(self._pump(task, there, writer), reader.read(1))
                else:
                    writer.write(b"HTTP/1.1 200 OK" + END)
                    await _until_one_ends(self._pump(task, there, writer), self._pump(task, reader, out))

    async def _pump(
        self, task: asyncio.Task[None] | None, source: asyncio.StreamReader, target: asyncio.StreamWriter
    ) -> None:
        """Pass on what comes; the connection's task is silent no longer."""
        while data := await source.read(CHUNK_BYTES):
            if task in self._running:
                self._running[task] = self._running.pop(task)
            target.write(data)
            await target.drain()

    async def _connect(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect to the first of a name's addresses that may be asked and answers.

        Raises:
            OSError: When there is none.
        """
        for *_, place in await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM):
            number = str(place[0])
            if self._private or is_public(number):
                with suppress(OSError):
                    there, out = await asyncio.open_connection(number, port)
                    if self._private or not _is_own(out):
                        return there, out
                    out.close()
        raise OSError


def _is_own(out: asyncio.StreamWriter) -> bool:
    """Whether a connection leads to this machine by its own address, which may be one of the public network."""
    here, there = map(out.get_extra_info, ("sockname", "peername"))
    return bool(here and there and here[0] == there[0])


def is_public(number: str) -> bool:
    """Whether an IP address is one of the public network."""
    address = ipaddress.ip_address(number)
    if isinstance(address, ipaddress.IPv6Address):
        within = address.ipv4_mapped or address.sixtofour
        if within is not None:
            return is_public(str(within))
        if address not in _UNICAST:
            return False
    return address.is_global and not address.is_multicast and not any(address in network for network in _NOT_PUBLIC)


def read_head(head: bytes) -> Request:
    """Return what the head of a request to a proxy asks for.

    Raises:
        ValueError: When it is neither a tunnel nor a page over http.
    """
    line, *headers = head.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
    method, target, version = line.split(" ")
    if method == "CONNECT":
        host, _, port = target.rpartition(":")
        return Request(host.strip("[]"), int(port))
    parts = urlsplit(target)
    if method not in ("GET", "HEAD"):
        raise ValueError(f"{method} is not asked with")
    if parts.scheme != "http" or not parts.hostname:
        raise ValueError(f"{target} is no address over http")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    kept = [header for header in headers if not header.lower().startswith(_HOP)]
    lines = (f"{method} {path} {version}", *kept, "Connection: close")
    return Request(parts.hostname, parts.port or 80, "\r\n".join(lines).encode("latin-1") + END)


async def _until_one_ends(*works: Coroutine[None, None, object]) -> None:
    """Run works side by side until one of them ends, by whatever cause."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
