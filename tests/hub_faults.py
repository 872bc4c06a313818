"""Every way in which the Hub on this machine can break an answer, by name."""

import contextlib
import functools
import gzip
import json
import socket
import struct
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import parse_qs, urlsplit

WARNING = "::add-mask::a\x1b]0;pwn\x07\x1b[31m"
WRONG_TOKEN = "Invalid credentials in Authorization header"  # noqa: S105  the Hub's words


def _status(status, headers=dict):
    return lambda handler, _: handler.fail(status, None, "broken by script", headers())


def _body(content, status=200, kind="application/json"):
    def send(handler, target):
        text = content(handler, target) if callable(content) else content
        handler.send(status, text, {"Content-Type": kind})

    return send


def _model_with(**values):
    """Answer with the model in which some values are others; those of a card are added to it."""

    def make(handler, target):
        model = handler.hub.models[target.rpartition(":")[2]]
        merged = {
            key: {**model[key], **value} if isinstance(value, dict) and isinstance(model.get(key), dict) else value
            for key, value in values.items()
        }
        return json.dumps({**model, **merged}).encode()

    return _body(make)


def _hang_up(handler, *, reset):
    handler.close_connection = True
    if reset:
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with contextlib.suppress(OSError):
        socket.socket.shutdown(handler.connection, socket.SHUT_RDWR) if not reset else None
    handler.connection.close()


def _truncate(handler, target):
    content = json.dumps(handler.hub.models.get(target, {})).encode()
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(content) + 10_000))
    handler.end_headers()
    handler.wfile.write(content[:80])
    handler.wfile.flush()
    _hang_up(handler, reset=False)


def _trickle(handler, _):
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    _drip(handler, b" ")


def _trickle_headers(handler, _):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    _drip(handler, b"a")


def _drip(handler, byte):
    handler.close_connection = True
    with contextlib.suppress(OSError):
        for _ in range(600):
            handler.wfile.write(byte)
            handler.wfile.flush()
            time.sleep(0.1)


def _silent(handler, _):
    handler.close_connection = True
    handler.connection.settimeout(60)
    with contextlib.suppress(OSError):
        handler.connection.recv(1)


def _flood(handler, _):
    """200 MB that claim to be JSON."""
    handler.close_connection = True
    handler.send_response(200)
    handler.send_header("Content-Length", str(200 * 1024 * 1024))
    handler.end_headers()
    with contextlib.suppress(OSError):
        for _ in range(200):
            handler.wfile.write(b" " * 1024 * 1024)


@functools.cache
def _make_bomb():
    return gzip.compress(b" " * 200 * 1024 * 1024, 1)


def _bomb(handler, _):
    """200 MB in less than one of gzip."""
    handler.send(200, _make_bomb(), {"Content-Encoding": "gzip"})


def _tail(handler, _):
    """An answer, and after the end of its gzip what no reader asked for."""
    handler.send(200, gzip.compress(b"{}") + bytes(100_000), {"Content-Encoding": "gzip"})


def _hollow(handler, _):
    """20 MB of gzip that hold nothing."""
    handler.send(200, gzip.compress(b"")[:10] + b"\0\0\0\xff\xff" * 4_000_000, {"Content-Encoding": "gzip"})


def _redirect(place):
    return lambda handler, _: handler.send(307, b"", {"Location": place(handler)})


def _answer_with(name, value):
    """Answer as asked, with one more header."""

    def send(handler, target):
        handler.extra = {**handler.extra, name: value}
        handler.answer(target, parse_qs(urlsplit(handler.path).query))

    return send


def _list_linked(place):
    def send(handler, target):
        organization = target.partition(":")[2]
        models = [m for repo, m in handler.hub.models.items() if repo.partition("/")[0] == organization]
        handler.send_json(models[:1], {"Link": f'<{place(handler)}>; rel="next"'})

    return send


def _list_endless(size):
    def send(handler, target):
        page = len(handler.hub.requests)
        address = f"{handler.hub.endpoint}/api/models?author={target.partition(':')[2]}&cursor={page}"
        item = {"id": f"org/more-{page}", "tags": ["x" * size]}
        handler.send_json([item], {"Link": f'<{address}>; rel="next"'})

    return send


def _later(handler):
    del handler
    return format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)


CHARSETS = ("punycode", "zlib", "rot13", "undefined", "hex", "idna")
"""Codecs of Python that an error may name, and that take hours over a text or make none of it."""


def _error_in(status, charset):
    """A text that is long and small on the wire."""

    def send(handler, _):
        content = gzip.compress(b"a-" + b"a" * 600_000)
        handler.send(status, content, {"Content-Type": f"text/plain; charset={charset}", "Content-Encoding": "gzip"})

    return send


ODD_BODIES = {
    "list": b"[]",
    "null": b"null",
    "text": b'"no"',
    "errors": b'{"errors": 5}',
    "error-list": b'{"errors": [5]}',
    "long-number": b'{"error": ' + b"9" * 5000 + b"}",
    "deep": b"[" * 100_000,
}
"""Bodies of errors that a client may trip over."""

FAULTS = {
    "500": _status(500),
    "502": _status(502),
    "503": _status(503),
    "504": _status(504),
    "408": _status(408),
    "reset": lambda handler, _: _hang_up(handler, reset=True),
    "closed": lambda handler, _: _hang_up(handler, reset=False),
    "truncated-body": _truncate,
    "429-ratelimit": _status(429, lambda: {"RateLimit": '"api";r=0;t=1'}),
    "429-seconds": _status(429, lambda: {"Retry-After": "1"}),
    "429-date": _status(429, lambda: {"Retry-After": _later(None)}),
    "429-bare": _status(429),
    "429-long": _status(429, lambda: {"Retry-After": "86400"}),
    "429-long-ratelimit": _status(429, lambda: {"RateLimit": '"api";r=0;t=290'}),
    "trickle": _trickle,
    "trickle-headers": _trickle_headers,
    "silent": _silent,
    "truncated-json": _body(b'{"id": "org/a", "downl'),
    "html": _body(b"<!doctype html><title>Hub</title>", kind="text/html"),
    "empty": _body(b""),
    "list": _body(b"[]"),
    "null": _body(b"null"),
    "nan": _body(
        lambda handler, target: json.dumps({**handler.hub.models[target], "downloads": float("nan")}).encode()
    ),
    "no-id": _body(b"{}"),
    "id-only": _body(lambda _, target: json.dumps({"id": target.rpartition(":")[2]}).encode()),
    "not-utf8": _body(b'{"id": "\xff"}'),
    "long-number": _body(b'{"id": "org/a", "downloads": ' + b"9" * 5000 + b"}"),
    "deep": _body(b"[" * 100_000),
    "deep-99": _model_with(tags=[json.loads("[" * 99 + "]" * 99)]),
    "many": _model_with(tags=["a"] * 500_000),
    "flood": _flood,
    "bomb": _bomb,
    "gzip-tail": _tail,
    "gzip-hollow": _hollow,
    "odd-fields": _model_with(
        gated="maybe",
        downloads=-5,
        tags="a string",
        createdAt="yesterday",
        safetensors="big",
        likes=1.5,
        pipeline_tag=["a"],
        cardData={"license": {"a": 1}, "license_link": "javascript:alert(1)", "self": 1},
    ),
    "odd-parts": _model_with(
        cardData="---", config=[], gguf=7, baseModels="x", childrenModelCount=[1], siblings={}, safetensors=[1]
    ),
    "surrogate": _model_with(library_name="\ud800", pipeline_tag="<script>"),
    "404": lambda handler, _: handler.fail(404, None, "Not found"),
    "404-code": lambda handler, _: handler.fail(404, "RepoNotFound", "Repository not found"),
    "401": lambda handler, _: handler.fail(401, None, "Invalid username or password."),
    "401-token": lambda handler, _: handler.fail(401, None, WRONG_TOKEN),
    "403-gated": lambda handler, _: handler.fail(403, "GatedRepo", "Access to this model is restricted."),
    "403-disabled": lambda handler, _: handler.fail(403, None, "Access to this resource is disabled."),
    **{f"404-{name}": _body(body, 404) for name, body in ODD_BODIES.items()},
    "403-latin-1": _body("<p>Für Sie verweigert".encode("latin-1"), 403, "text/html; charset=latin-1"),
    **{f"{status}-{charset}": _error_in(status, charset) for status in (404, 401) for charset in CHARSETS},
    "401-long-words": lambda handler, _: handler.fail(401, None, "token " * 8000),
    "404-odd-headers": lambda handler, _: handler.fail(404, "GatedRepo\xff", "caf\xe9"),
    "redirect-odd": _redirect(lambda _: "/caf\xe9"),
    "odd-header": lambda handler, target: handler.send_json(handler.hub.models[target], {"X-Odd": "caf\xe9"}),
    "300": _body(lambda handler, target: json.dumps(handler.hub.models[target]).encode(), 300),
    "cookie": _answer_with("Set-Cookie", "a=b; Path=/"),
    "cookie-odd": _answer_with("Set-Cookie", "a=\xe9\xff; Path=/"),
    "warning": _answer_with("X-HF-Warning", f"t; {WARNING}"),
    "other-host": _redirect(lambda handler: handler.hub.foreign + handler.path),
    "plain-http": _redirect(lambda handler: handler.hub.endpoint.replace("https", "http") + handler.path),
    "loop": _redirect(lambda handler: handler.path),
    "redirect-nowhere": _redirect(lambda _: "https://[oops/"),
    "list-endless": _list_endless(1),
    "list-endless-large": _list_endless(15 * 1024 * 1024),
    "link-other-host": _list_linked(lambda handler: handler.hub.foreign + handler.path),
    "link-itself": _list_linked(lambda handler: handler.hub.endpoint + handler.path),
}
"""Every way in which an answer can be broken, by name."""
