"""Shared pieces: a small catalogue to build and to break, the real one, and a browser."""

import contextlib
import functools
import http.server
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import fetching
import loopback_hub
import pytest
from playwright.sync_api import sync_playwright

from generator import store
from generator.catalogue import join
from generator.workspace import Workspace

PROJECT = Path(__file__).parent.parent
SMALL = Path(__file__).parent / "small"
TODAY = date(2026, 11, 24)
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
READY = """(() => {
  const [sort, status] = ["sort", "status"].map((id) => document.getElementById(id));
  return (!sort || !sort.disabled) && (!status || status.textContent);
})()"""
UNPRIVILEGED = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")
"""Root may read everything; without these two capabilities it is as anybody else."""
WATCH_SHIFTS = """window.shifted = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifted += shift.value;
}).observe({ type: "layout-shift", buffered: true });"""


# A shell that runs the tests in the background has interrupts ignored, and every process below it inherits that.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser):
    parser.addoption("--update-golden", action="store_true", help="write tests/golden/ anew")


def lay_out(root: Path, data: Path) -> Path:
    """Make a root folder with the project's own pages and theme, and the given data."""
    shutil.copytree(data, root / "data")
    shutil.copy(PROJECT / "mkdocs.yml", root)
    for folder in ("assets", "contribute", "theme"):
        shutil.copytree(PROJECT / "docs" / folder, root / "docs" / folder, ignore=lambda *_: {"leaf"})
    return root


def free_port():
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(*words: str, root: Path, code: int = 0, env: dict[str, str] | None = None) -> subprocess.CompletedProcess:
    """Run ``catalogue`` as a user would, and expect an exit code and no traceback."""
    if words == ("serve",):
        words = ("serve", "--port", str(free_port()))  # tests run beside each other
    command = [sys.executable, "-m", "generator", *words, "--root", str(root)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        cwd=root,
        env={**os.environ, **(env or {})},
    )
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    assert done.returncode == code, done.stdout + done.stderr
    return done


def call_apart(work, *given):
    """Call what runs an event loop: in a thread of its own, for Playwright keeps one running in that of the tests."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work, *given).result()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A root with the small catalogue, to change at will."""
    return lay_out(tmp_path / "root", SMALL / "data")


@pytest.fixture(scope="session")
def small_catalogue():
    return join(store.load(Workspace(SMALL)))


@pytest.fixture(scope="session")
def real_catalogue():
    return join(store.load(Workspace(PROJECT)))


@pytest.fixture(scope="session")
def small_site(tmp_path_factory) -> Path:
    """The small catalogue, built once."""
    root = lay_out(tmp_path_factory.mktemp("small") / "root", SMALL / "data")
    run("build", "--today", TODAY.isoformat(), root=root)
    return root / "site"


@pytest.fixture(scope="session")
def real_site(tmp_path_factory) -> Path:
    """The real catalogue, built once."""
    root = lay_out(tmp_path_factory.mktemp("real") / "root", PROJECT / "data")
    run("build", "--today", TODAY.isoformat(), root=root)
    return root / "site"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@contextlib.contextmanager
def serve(site: Path):
    """Serve a folder on this machine and give its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def small_address(small_site):
    """Address of a server for the small site."""
    with serve(small_site) as address:
        yield address


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """A Hub with twelve repositories."""
    with fetching.serve_hub(monkeypatch, tmp_path) as server:
        for repo in fetching.REPOS:
            server.add(repo)
        yield server


@pytest.fixture
def stranger():
    """Another host, which must never be asked."""
    server = loopback_hub.LoopbackHub().start()
    yield server
    server.stop()


@pytest.fixture
def unfetched(tmp_path):
    """A root that holds the twelve repositories of the Hub in one family, and knows nothing of them."""
    return fetching.lay_out_families(tmp_path / "root", {"model": fetching.REPOS})


@pytest.fixture
def fetched(unfetched, hub):
    """The same, fetched a week ago; since then each repository has a new revision and a new task."""
    fetching.fetch(unfetched, hub)
    for model in hub.models.values():
        model.update(sha=fetching.NEW_SHA, pipeline_tag="any-to-any", lastModified="2026-11-30T10:00:00.000Z")
    return unfetched


@pytest.fixture(scope="session")
def real_address(real_site):
    """Address of a server for the real site."""
    with serve(real_site) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    """Chromium, as the machine has it."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert path, "no Chromium found: 'make test' installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def wait(page, expression, seconds=20):
    """Wait until an expression holds; Playwright's own way needs an eval that the site's policy forbids."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(20)


@pytest.fixture
def visit(browser):
    """Opens an address as a visitor; the page remembers foreign requests, errors of the console and layout shifts."""
    contexts = []

    def visit_(address, width=1280, scheme="light", **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **options)
        contexts.append(context)
        context.add_init_script(WATCH_SHIFTS)
        page = context.new_page()
        root = "/".join(address.split("/")[:3]) + "/"
        page.foreign, page.errors = [], []
        page.on("request", lambda r: None if r.url.startswith((root, "data:")) else page.foreign.append(r.url))
        page.on("console", lambda m: page.errors.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.goto(address)
        if options.get("java_script_enabled", True):
            wait(page, READY)
        return page

    yield visit_
    for context in contexts:
        context.close()
