"""A Hub on this machine that speaks the real one's shapes over TLS, and breaks them by script.

Shapes of answers, headers and errors are those of recorded answers: an expanded model, a listing with
``Link``, ``RateLimit``, ``X-Error-Code``, 401 for a repository that is not there.
"""

import gzip
import json
import ssl
import threading
import time
from collections import Counter, defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import trustme
from hub_faults import FAULTS, WRONG_TOKEN

SHA = "0123456789abcdef0123456789abcdef01234567"
GOOD_TOKEN = "hf_loopback"  # noqa: S105  of this server only
ALWAYS = ("id", "_id", "modelId")


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
        self.rates = {}
        self.requests = []
        self.cookies = []
        self.posted = []
        self.seen = Counter()
        self.refused = 0
        self._lock = threading.Lock()
        self.authority = trustme.CA()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
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
            self.cookies += handler.headers.get_all("cookie", [])

    def limit(self, quota, window):
        """Allow so many requests per window of so many seconds, apart for the API and for files."""
        self.rates = {name: [quota, window, quota, time.monotonic() + window] for name in ("api", "resolvers")}

    def count_rate(self, name):
        """Count a request; return the headers that say what is left, and whether it is refused."""
        if name not in self.rates:
            return {}, False
        with self._lock:
            quota, window, left, end = self.rates[name]
            if time.monotonic() >= end:
                left, end = quota, time.monotonic() + window
            self.rates[name] = [quota, window, left - 1, end]
            self.refused += left <= 0
        said = f'"{name}";r={max(0, left - 1)};t={max(1, round(end - time.monotonic()))}'
        policy = f'"fixed window";"{name}";q={quota};w={window}'
        return {"RateLimit": said, "RateLimit-Policy": policy}, left <= 0


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
        self.extra, refused = self.hub.count_rate("resolvers" if target.startswith("config:") else "api")
        if refused:
            self.fail(429, "RateLimited", "Too many requests")
            return
        if self.headers.get("authorization") not in (None, f"Bearer {GOOD_TOKEN}"):
            self.fail(401, None, WRONG_TOKEN)
        elif fault is not None:
            FAULTS[fault](self, target)
        else:
            self.answer(target, query)

    def do_POST(self):
        self.hub.posted.append(self.path)
        self.send(404, b"{}")

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
