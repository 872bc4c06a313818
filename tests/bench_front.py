"""Measures what a visitor waits for: ``make bench`` at 300, 3,000 and 10,000 variants, in a real browser.

Bytes are gzipped as a host would send them. Times are of Chromium on this machine, once at full speed and once
with the processor slowed down four times, as Lighthouse does for a phone; beside the time on the clock stands the
processor's, which other work on the machine does not lengthen. Lighthouse itself is run where its command is
found: it is no package of ours.
"""

from __future__ import annotations

import gzip
import http.server
import json
import os
import shutil
import statistics
import subprocess
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.bench import FOLDER, TODAY, make_synthetic
from tests.conftest import BROWSERS, run

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession

SIZES = (300, 3_000, 10_000)
CHANGES = 40
CHANGE = """async ([selector, n]) => {
  const boxes = [...document.querySelectorAll(selector)], start = performance.now();
  boxes[n % boxes.length].click();
  document.body.offsetHeight;
  return performance.now() - start;
}"""
BOXES = "input[name=purpose], input[name=language], input[name=license], input[name=openness]"
PAGES = ("", "explore/", "families/family-0/", "families/family-0/model-0-0b-instruct/")


class _Compressed(http.server.SimpleHTTPRequestHandler):
    """Serves files gzipped, as GitHub Pages does."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer with the file, compressed."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        for name, value in {
            "Content-Type": self.guess_type(str(path)),
            "Content-Encoding": "gzip",
            "Content-Length": str(len(body)),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def main() -> None:
    """Print one line per size and speed, then what Lighthouse says."""
    print(f"{'variants':>9} {'models kB':>9} {'search kB':>9} {'page kB':>8} {'CPU':>4} {'first ms':>9} "
          f"{'median ms':>9} {'p95 ms':>7} {'CPU median':>10} {'CPU p95':>8}")  # fmt: skip
    for count in SIZES:
        root = make_synthetic(count)
        run("build", "--today", TODAY, root=root)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Compressed, directory=root / "site"))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        for slower in (1, 4):
            show(count, root / "site", slower, measure(address, slower))
        if count == SIZES[0]:
            scores = {page: run_lighthouse(address + page) for page in PAGES}
        server.shutdown()
    for page, found in scores.items():
        print(f"Lighthouse, mobile, /{page}: {found}")


def show(count: int, site: Path, slower: int, figures: tuple[float, list[float], list[float]]) -> None:
    """Print a line: bytes, milliseconds to the first answer, and of filter changes."""
    models, search, page = (
        len(gzip.compress((site / name).read_bytes(), 6)) / 1e3
        for name in ("api/models.json", "api/search.json", "explore/index.html")
    )
    first, clock, processor = figures
    shares = [part for times in (clock, processor) for part in (statistics.median(times), find_p95(times))]
    print(f"{count:>9,} {models:>9.1f} {search:>9.1f} {page:>8.1f} {slower:>3}x {first:>9.0f} "
          f"{shares[0]:>9.1f} {shares[1]:>7.1f} {shares[2]:>10.1f} {shares[3]:>8.1f}", flush=True)  # fmt: skip


def find_p95(times: list[float]) -> float:
    """Return the time that 95 of 100 do not exceed."""
    return sorted(times)[int(0.95 * len(times))]


def measure(address: str, slower: int) -> tuple[float, list[float], list[float]]:
    """Return the milliseconds to the first answer, and of each filter change by the clock and by the processor.

    A change lasts until the page is laid out again; the processor's time is that of the page's main thread.
    """
    path = next(filter(None, map(shutil.which, BROWSERS)))
    clock, processor = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        page.goto(f"{address}explore/?commercial=terms&memory=24")
        page.locator("#sort:enabled").wait_for()
        first = page.evaluate("performance.now()")
        for number in range(CHANGES):
            before = read_task_seconds(session)
            clock.append(page.evaluate(CHANGE, [BOXES, number]))
            processor.append(1000 * (read_task_seconds(session) - before))
        browser.close()
    return first, clock, processor


def read_task_seconds(session: CDPSession) -> float:
    """Return how long the main thread has worked."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration")


def run_lighthouse(address: str) -> str:
    """Return Lighthouse's four scores of a page; say so where it is not installed."""
    command = shutil.which("lighthouse")
    chromium = next(filter(None, map(shutil.which, BROWSERS)))
    if command is None:
        return "not installed here"
    words = [command, address, "--quiet", "--output=json", "--chrome-flags=--headless --no-sandbox"]
    environment = {**os.environ, "CHROME_PATH": chromium or ""}
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        return done.stderr.strip().splitlines()[-1]
    found = json.loads(done.stdout)["categories"]
    return ", ".join(f"{name} {round(100 * (part['score'] or 0))}" for name, part in found.items())


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    main()
