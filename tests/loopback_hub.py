"""A Hub on this machine that speaks the real one's shapes over TLS, and breaks them by script.

Shapes of answers, headers and errors are those of recorded answers: an expanded model, a listing with
``Link``, ``RateLimit``, ``X-Error-Code``, 401 for a repository that is not there.
"""

import contextlib
import functools
import gzip
import json
import socket
import ssl
import struct
import threading
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import trustme

SHA = "0123456789abcdef0123456789abcdef01234567"
GOOD_TOKEN = "hf_loopback"  # noqa: S105  of this server only
ALWAYS = ("id", "_id", "modelId")
WRONG_TOKEN = "Invalid credentials in Authorization header"  # noqa: S105  the Hub's words


def make_model(repo, **values):
    """Return a model as the Hub answers it, by default an openly licensed one of eight billion parameters."""
    return {
        "_id": "66bfbb1a43a701a837a745ac",
        "id": repo,
        "modelId": repo,
        "sha": SHA,
        "createdAt": "2025-04-27T03:40:08.000Z",
        "lastModified": "2025-07-26T03:49:13.000Z",
        "private": False,
        "gated": False,
        "downloads": 4_123_456,
        "downloadsAllTime": 40_123_456,
        "likes": 1108,
        "tags": ["transformers", "safetensors", "qwen3", "arxiv:2505.09388", "license:apache-2.0", "region:us"],
        "pipeline_tag": "text-generation",
        "library_name": "transformers",
        "cardData": {"license": "apache-2.0", "language": ["en", "zh"], "library_name": "transformers"},
        "config": {"architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3"},
        "safetensors": {"parameters": {"BF16": 8_190_735_360}, "total": 8_190_735_360},
        "siblings": [{"rfilename": name} for name in ("README.md", "config.json", "model.safetensors")],
        "childrenModelCount": {"adapter": 716, "merge": 19, "quantized": 190, "finetune": 328},
        **values,
    }


CONFIG = {
    "architectures": ["Qwen3ForCausalLM"],
    "model_type": "qwen3",
    "num_hidden_layers": 36,
    "hidden_size": 4096,
    "num_attention_heads": 32,
    "num_key_value_heads": 8,
    "head_dim": 128,
    "sliding_window": None,
    "use_sliding_window": False,
    "max_position_embeddings": 40960,
}


class LoopbackHub:
    """The server and its script.

    ``faults`` maps a target (a repository, ``config:REPO``, ``files:REPO`` or ``list:ORGANIZATION``) to the names
    of faults, taken one per request; a list that ends in ``*`` repeats the one before for ever.
    """

    def __init__(self, *, latency=0.0, page_size=1000):
        self.models = {}
        self.configs = defaultdict(lambda: dict(CONFIG))
        self.sizes = {}
        self.renamed = {}
        self.unlisted = {}
        self.faults = {}
        self.latency = latency
        self.page_size = page_size
        self.rate = None
        self.token_needed_for = set()
        self.requests = []
        self.seen = Counter()
        self._lock = threading.Lock()
        authority = trustme.CA()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
        self.authority = authority
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self._server.hub = self

    @property
    def endpoint(self):
        return f"https://127.0.0.1:{self._server.server_port}"

    def add(self, repo, **values):
        self.models[repo] = make_model(repo, **values)

    def start(self):
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def stop(self):
        self._server.shutdown()
        self._server.server_close()

    def next_fault(self, target):
        with self._lock:
            script = self.faults.get(target)
            if not script:
                return None
            if len(script) > 1 and script[1] == "*":
                return script[0]
            return script.pop(0)

    def note(self, target, handler):
        with self._lock:
            self.seen[target] += 1
            self.requests.append((target, handler.path, handler.headers.get("authorization")))

    def count_rate(self):
        """Return what is left of the window, and its seconds; None when there is no limit."""
        if self.rate is None:
            return None
        with self._lock:
            now = time.monotonic()
            if now >= self.rate["end"]:
                self.rate.update(end=now + self.rate["window"], left=self.rate["quota"])
            self.rate["left"] -= 1
            return self.rate["left"], max(1, round(self.rate["end"] - now))

    def limit(self, quota, window):
        self.rate = {"quota": quota, "window": window, "left": quota, "end": time.monotonic() + window}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_):
        pass  # clients of these tests hang up in every way


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 120

    def log_message(self, *_):
        pass

    @property
    def hub(self):
        return self.server.hub

    def do_GET(self):
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        target = self.find_target(parts.path, query)
        self.hub.note(target, self)
        if self.hub.latency:
            time.sleep(self.hub.latency)
        fault = self.hub.next_fault(target)
        rate = self.hub.count_rate()
        self.extra = {}
        if rate is not None:
            left, seconds = rate
            self.extra["RateLimit"] = f'"api";r={max(0, left)};t={seconds}'
            self.extra["RateLimit-Policy"] = (
                f'"fixed window";"api";q={self.hub.rate["quota"]};w={self.hub.rate["window"]}'
            )
            if left < 0:
                self.fail(429, "RateLimited", "Too many requests")
                return
        if self.headers.get("authorization") not in (None, f"Bearer {GOOD_TOKEN}"):
            self.fail(401, None, WRONG_TOKEN)
        elif fault is not None:
            FAULTS[fault](self, target)
        else:
            self.answer(target, query)

    def find_target(self, path, query):
        if path == "/api/models":
            return f"list:{query['author'][0]}"
        if path.startswith("/api/models/"):
            repo = path.removeprefix("/api/models/")
            return f"files:{repo}" if "blobs" in query else repo
        return f"config:{path[1:].partition('/resolve/')[0]}"

    def answer(self, target, query):
        kind, _, name = target.rpartition(":")
        if kind == "list":
            self.answer_list(name, query)
        elif name in self.hub.renamed:
            place = self.path.replace(name, self.hub.renamed[name])
            self.send(307, b"", {"Location": place})
        elif name not in self.hub.models:
            self.fail(401, "RepoNotFound", "Invalid username or password.")
        elif kind == "config":
            self.answer_config(name)
        elif kind == "files":
            sizes = self.hub.sizes.get(name, {})
            siblings = [{**s, "size": sizes.get(s["rfilename"], 1000)} for s in self.hub.models[name]["siblings"]]
            self.send_json({**self.hub.models[name], "siblings": siblings})
        else:
            self.send_json(expand(self.hub.models[name], query))

    def answer_config(self, repo):
        if self.hub.models[repo]["gated"] and self.headers.get("authorization") is None:
            self.fail(401, "GatedRepo", f"Access to model {repo} is restricted.")
        elif self.hub.configs[repo] is None:
            self.fail(404, "EntryNotFound", "Entry not found")
        else:
            self.send_json(self.hub.configs[repo])

    def answer_list(self, organization, query):
        models = [m for repo, m in self.hub.models.items() if repo.partition("/")[0] == organization]
        models.sort(key=lambda model: str(model.get("downloads")))
        items = [expand(model, query) for model in models] + self.hub.unlisted.get(organization, [])
        size = min(self.hub.page_size, int(query.get("limit", ["1000"])[0]))
        start = int(query.get("cursor", ["0"])[0])
        headers = {}
        if start + size < len(items):
            address = f"{self.hub.endpoint}{self.path.partition('&cursor')[0]}&cursor={start + size}"
            headers["Link"] = f'<{address}>; rel="next"'
        self.send_json(items[start : start + size], headers)

    def send_json(self, value, headers=()):
        content = json.dumps(value).encode()
        extra = dict(headers)
        if "gzip" in self.headers.get("accept-encoding", "") and len(content) > 5000:
            content = gzip.compress(content, 1)
            extra["Content-Encoding"] = "gzip"
        self.send(200, content, {"Content-Type": "application/json; charset=utf-8", **extra})

    def fail(self, status, code, message, headers=()):
        extra = {"X-Error-Message": message, **({"X-Error-Code": code} if code else {}), **dict(headers)}
        self.send(status, json.dumps({"error": message}).encode(), extra)

    def send(self, status, content, headers=()):
        self.send_response(status)
        for name, value in {**self.extra, **dict(headers), "X-Request-Id": "Root=1-loopback"}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def expand(model, query):
    """Return of a model what was asked to be expanded; all but the rarely needed when nothing was."""
    names = query.get("expand")
    if not names:
        return {key: value for key, value in model.items() if key not in ("childrenModelCount", "downloadsAllTime")}
    return {key: value for key, value in model.items() if key in (*ALWAYS, *names)}


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


def _redirect(place):
    return lambda handler, _: handler.send(307, b"", {"Location": place(handler)})


def _list_linked(place):
    def send(handler, target):
        organization = target.partition(":")[2]
        models = [m for repo, m in handler.hub.models.items() if repo.partition("/")[0] == organization]
        handler.send_json(models[:1], {"Link": f'<{place(handler)}>; rel="next"'})

    return send


def _later(handler):
    del handler
    return format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)


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
    "flood": _flood,
    "bomb": _bomb,
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
    "other-host": _redirect(lambda handler: handler.hub.foreign + handler.path),
    "plain-http": _redirect(lambda handler: handler.hub.endpoint.replace("https", "http") + handler.path),
    "loop": _redirect(lambda handler: handler.path),
    "redirect-nowhere": _redirect(lambda _: "https://[oops/"),
    "link-other-host": _list_linked(lambda handler: handler.hub.foreign + handler.path),
    "link-itself": _list_linked(lambda handler: handler.hub.endpoint + handler.path),
}
"""Every way in which an answer can be broken, by name."""
