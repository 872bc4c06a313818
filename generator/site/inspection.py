"""Checks that a built site is alive: every page is there, whole, and nothing points nowhere."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from generator.errors import CatalogueError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ADDRESS = re.compile(r'(?:href|src)="([^"]*)"')
_ID = re.compile(r'\sid="?([^"\s>]+)')


def inspect_site(site: Path, pages: Iterable[str]) -> int:
    """Check a built site.

    Args:
        site: Its folder.
        pages: Sources below ``docs/`` that must have become pages, such as ``families/index.md``.

    Returns:
        How many pages there are.

    Raises:
        CatalogueError: With every missing or broken page and every dead link.
    """
    expected = {posixpath.dirname(page) for page in pages}
    html = {path.parent.relative_to(site).as_posix(): path for path in site.rglob("index.html")}
    problems = [
        Problem(path=site / page, message="page is missing from the site", fix="look at MkDocs' output")
        for page in sorted(expected - {"" if name == "." else name for name in html})
    ]
    if not html:
        problems.append(Problem(path=site, message="no page at all was built", fix="look at MkDocs' output"))
    texts = {name: path.read_text(encoding="utf-8") for name, path in html.items()}
    ids = {name: set(_ID.findall(text)) for name, text in texts.items()}
    for name, text in texts.items():
        problems.extend(_inspect_page(site, html[name], text, ids))
    if problems:
        raise CatalogueError(problems)
    return len(html)


def _inspect_page(site: Path, path: Path, text: str, ids: dict[str, set[str]]) -> Iterator[Problem]:
    if "<h1" not in text or "<!-- finished" in text or not text.rstrip().endswith("</html>"):
        yield Problem(path=path, message="page is not whole", fix="look at its template")
    for address in sorted(set(_ADDRESS.findall(text))):
        problem = _follow(site, path, address, ids)
        if problem:
            yield Problem(path=path, message=f"dead link {address}: {problem}", fix="correct the link in its template")


def _follow(site: Path, path: Path, address: str, ids: dict[str, set[str]]) -> str:
    """Return what is wrong with an internal address; empty when it is fine or leads outside."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return ""
    here = PurePosixPath(path.parent.relative_to(site).as_posix())
    target = posixpath.normpath(here / unquote(parts.path)) if not parts.path.startswith("/") else parts.path[1:]
    if target.startswith(".."):
        return "it leaves the site"
    name = "." if target in ("", ".") else target.rstrip("/")
    if name in ids:
        return "" if not parts.fragment or parts.fragment in ids[name] else "no such place on that page"
    return "" if (site / target).is_file() else "no such page or file"
