"""The guard of the link check: by whatever name, nothing of this machine or of a private network is reached."""

import asyncio

import pytest
from conftest import call_apart
from loopback_sites import serve_sites

from generator.links import guard
from generator.links.guard import Guard, is_public, read_head

UNHEARD = {"[::1]", "a..b"}
"""The sites listen at 127.0.0.1 only, and the last is no name."""

HOSTS = ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "a..b"]


@pytest.fixture
def sites(tmp_path):
    with serve_sites(tmp_path) as found:
        yield found


@pytest.mark.parametrize(
    "number",
    [
        *("127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254"),
        *("100.64.0.1", "0.1.2.3", "224.0.0.1", "255.255.255.255"),
        *("::1", "::", "fe80::1", "fe80::1%2", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "2002:7f00:1::"),
        *("64:ff9b::a9fe:a9fe", "fec0::1", "::127.0.0.1", "::ffff:0:127.0.0.1"),
        *("168.63.129.16", "192.0.0.192", "::ffff:192.0.0.192", "3fff::1"),
    ],
)
def test_an_address_that_is_not_public_is_none(number):
    assert not is_public(number)


@pytest.mark.parametrize("number", ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9"])
def test_a_public_address_is_one(number):
    assert is_public(number)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("CONNECT a.org:443 HTTP/1.1", ("a.org", 443, b"")),
        ("CONNECT [::1]:8443 HTTP/1.1", ("::1", 8443, b"")),
        ("GET http://a.org HTTP/1.1", ("a.org", 80, b"GET / HTTP/1.1\r\nHost: a.org\r\nConnection: close\r\n\r\n")),
        (
            "GET http://a.org:81/b?c=d HTTP/1.1",
            ("a.org", 81, b"GET /b?c=d HTTP/1.1\r\nHost: a.org\r\nConnection: close\r\n\r\n"),
        ),
    ],
)
def test_the_guard_reads_what_is_asked_of_it(line, expected):
    head = f"{line}\r\nHost: a.org\r\nProxy-Connection: keep-alive\r\nConnection: keep-alive\r\n\r\n"
    assert read_head(head.encode()) == expected


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("", "not enough values"),
        ("GET", "not enough values"),
        ("GET http://a.org/ HTTP/1.1 x", "too many values"),
        ("CONNECT a.org HTTP/1.1", "invalid literal"),
        ("CONNECT a.org:x HTTP/1.1", "invalid literal"),
        ("GET http://a.org:x/ HTTP/1.1", "could not be cast"),
        ("GET http://[a/ HTTP/1.1", "Invalid IPv6"),
        ("POST http://a.org/ HTTP/1.1", "POST is not asked with"),
        ("GET /etc/passwd HTTP/1.1", "/etc/passwd is no address over http"),
        ("GET ftp://a.org/ HTTP/1.1", "ftp://a.org/ is no address over http"),
        ("GET http:///x HTTP/1.1", "http:///x is no address over http"),
    ],
)
def test_the_guard_takes_nothing_else(line, problem):
    with pytest.raises(ValueError, match=problem):
        read_head(f"{line}\r\n\r\n".encode())


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("private", [False, True])
def test_the_guard_goes_by_the_number_behind_a_name(host, private, sites):
    """So a redirect, or a name that somebody points at this machine, leads nowhere either."""
    port, passed = sites.plain.rpartition(":")[2], private and host not in UNHEARD
    tunnel = _ask(f"CONNECT {host}:{port} HTTP/1.1\r\n\r\nGET /200 HTTP/1.0\r\n\r\n", private=private)
    assert tunnel.startswith(b"HTTP/1.1 200 OK\r\n\r\nHTTP/1.0 200 OK\r\n") == passed
    page = _ask(f"GET http://{host}:{port}/200 HTTP/1.0\r\n\r\n", private=private)
    assert page.startswith(b"HTTP/1.0 200 OK\r\n") == passed
    assert bool(tunnel) == bool(page) == passed
    assert sites.asked == ["/200", "/200"] * passed


def test_of_too_many_connections_those_end_that_were_silent_longest(sites, monkeypatch):
    monkeypatch.setattr(guard, "MAX_CONNECTIONS", 4)
    port = sites.plain.rpartition(":")[2]

    async def open_many():
        async with Guard(5, private=True).listen() as way:
            tunnels = []
            for number in range(7):
                reader, writer = await _connect(way)
                writer.write(f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\n".encode())
                assert await reader.readuntil(b"\r\n\r\n")
                tunnels.append((reader, writer))
                if number:  # the first goes on speaking
                    tunnels[0][1].write(b"GET /" if number == 1 else b"x")
                    await asyncio.sleep(0.05)
            closed = [reader.at_eof() for reader, _ in tunnels]
            for _, writer in tunnels:
                writer.close()
            return closed

    assert call_apart(asyncio.run, open_many()) == [False, True, True, True, False, False, False]


@pytest.mark.parametrize("count", [1, 9])
def test_a_connection_that_ends_before_it_begins_is_closed(count, monkeypatch):
    monkeypatch.setattr(guard, "MAX_CONNECTIONS", 0)

    async def open_some():
        async with Guard(5, private=True).listen() as way:
            opened = [await _connect(way) for _ in range(count)]
            return [await reader.read() for reader, writer in opened if not writer.close()]

    assert call_apart(asyncio.run, open_some()) == [b""] * count


async def _connect(way):
    host, _, port = way.removeprefix("http://").partition(":")
    return await asyncio.open_connection(host, int(port))


def test_this_machine_is_not_asked_by_its_own_public_address_either(sites, monkeypatch):
    monkeypatch.setattr(guard, "is_public", lambda _: True)
    port = sites.plain.rpartition(":")[2]
    assert _ask(f"GET http://127.0.0.1:{port}/200 HTTP/1.0\r\n\r\n", private=False) == b""
    assert sites.asked == []


def _ask(request, *, private):
    """Return all that the guard answers to a request."""

    async def ask():
        async with Guard(2, private=private).listen() as way:
            reader, writer = await _connect(way)
            writer.write(request.encode())
            said = await reader.read()
            writer.close()
            return said

    return call_apart(asyncio.run, ask())
