"""Pictures of every page type, for a person to look at: ``make screenshots`` writes them to screenshots/."""

import functools
import http.server
import itertools
import shutil
import sys
import threading
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

from generator.pages import PAGE_TYPES
from tests.conftest import BROWSERS

WIDTHS = (390, 768, 1280)
SHOTS = {
    "home": "",
    "explore-question": "explore/?purpose=code&commercial=terms&memory=24&pick=Qwen/Qwen3-Coder-30B-A3B-Instruct",
    "explore-nothing": "explore/?purpose=ocr&country=FR&memory=8",
    "compare": "compare/?m=Qwen/Qwen3-Coder-30B-A3B-Instruct&m=openai/gpt-oss-20b&m=google/gemma-3-27b-it",
    "compare-empty": "compare/",
    "family": "families/qwen/",
    "variant": "families/qwen/qwen3-coder-30b-a3b-instruct/",
    "purpose": "purposes/code/",
    "license": "licenses/llama3.1/",
    "publisher": "publishers/mistral/",
    "contribute": "contribute/",
}
SHOTS = {kind.name: f"{kind.path}/" for kind in PAGE_TYPES if not kind.leaf} | SHOTS


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


def main(site: Path, folder: Path, only: set[str]) -> None:
    """Take the pictures at three widths in light and in dark, at most 2,400 pixels of each page."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    folder.mkdir(exist_ok=True)
    path = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for width, scheme in itertools.product(WIDTHS, ("light", "dark")):
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
            page = context.new_page()
            for name in only or SHOTS:
                page.goto(f"http://127.0.0.1:{server.server_port}/{SHOTS[name]}", wait_until="networkidle")
                height = min(page.evaluate("document.documentElement.scrollHeight"), 2400)
                clip = {"x": 0, "y": 0, "width": width, "height": height}
                page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", clip=clip, full_page=True)
            context.close()
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    try:
        main(Path("site"), Path("screenshots"), set(sys.argv[1:]))
    except OSError as error:
        sys.exit(f"make screenshots: {error.filename}: {error.strerror}; make room, or remove what stands there")
    except Error as error:
        sys.exit(f"make screenshots: the browser failed: {error.message.splitlines()[0]}; run it again")
    except KeyboardInterrupt:
        sys.exit(130)
