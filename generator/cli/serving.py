"""Serves a built site on this machine, and watches what it is made from."""

from __future__ import annotations

import contextlib
import functools
import stat
import time
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterable

INTERVAL_SECONDS = 0.5

_HERE = frozenset({"127.0.0.1", "localhost"})
"""Names under which a browser of this machine asks; a page elsewhere may have its own name lead here."""

Stamp = dict[str, int]
"""When each file was last changed, in nanoseconds."""


class SiteServer(ThreadingHTTPServer):
    """Answers with the files of a folder, which a build may replace meanwhile.

    Args:
        site: The folder.
        port: Port of the loopback address.

    Raises:
        OSError: When the port is taken.
    """

    def __init__(self, site: Path, port: int) -> None:
        """Take the port; until :meth:`start` browsers wait."""
        self.site = site
        super().__init__(("127.0.0.1", port), functools.partial(_Handler, directory=str(site)))

    def start(self) -> None:
        """Answer from now on, until the program ends."""
        Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a browser that went away is no mistake."""


class _Handler(SimpleHTTPRequestHandler):
    """As a host of static files answers: no list of a folder, and the site's own page for what is missing."""

    def send_head(self) -> io.BytesIO | Any:
        if self.headers.get("Host", "").partition(":")[0] not in _HERE:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
            return None
        if any(odd in self.path for odd in ("%00", "\0", "\\")):  # a browser takes a backslash for a slash
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def list_directory(self, path: Any) -> None:  # noqa: ARG002  no folder is listed
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory, "404.html")
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")  # the next build may follow in a minute
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the library's name
        """Print nothing: the terminal shows what was built."""


def watch(list_files: Callable[[], Iterable[Path]], seen: Stamp | None, renew: Callable[[], None]) -> None:
    """Call ``renew`` after each change of a file, until a person stops it.

    Args:
        list_files: Returns what to watch.
        seen: What :func:`stamp` returned before the last build.
        renew: What to do after a change.
    """
    with contextlib.suppress(KeyboardInterrupt):
        while True:
            now = stamp(list_files)
            if now is not None and now != seen:
                seen = now
                renew()
            time.sleep(INTERVAL_SECONDS)


def stamp(list_files: Callable[[], Iterable[Path]]) -> Stamp | None:
    """Return when each file was last changed, or None when the folders cannot be looked through, as while one goes.

    A file that vanishes meanwhile, as editors' own do, is none.
    """
    times: Stamp = {}
    try:
        for path in list_files():
            with contextlib.suppress(OSError):
                if not path.name.startswith(".") and stat.S_ISREG((status := path.stat()).st_mode):
                    times[str(path)] = status.st_mtime_ns
    except (OSError, RecursionError):
        return None
    return times
