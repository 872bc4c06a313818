"""Which pages stand in the navigation, read from ``mkdocs.yml`` without evaluating anything in it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import PurePath, PurePosixPath
from typing import TYPE_CHECKING, Any

from generator.errors import CatalogueError, Location, Problem, raise_all
from generator.pages import PAGE_TYPES
from generator.site.agreement import parse_alike
from generator.site.handwritten import find_raw
from generator.store.reading import read_text
from generator.store.strict_yaml import locate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MAX_BYTES = 64 * 1024
MAX_TITLE, MAX_TITLES = 60, 100
"""It writes all of them into each page."""

MAX_PATH = 200

_PAGE = re.compile(r"([\w-]+/)*[\w-]+\.md", re.ASCII)
_PROBE = re.compile(r"probe-", re.IGNORECASE)
"""How what stands for a page's own title or address begins (:mod:`generator.site.probe`), where a frame is cut."""

_NAMED = PurePath("mkdocs.yml")
_SET = re.compile(r"^site_url: !ENV (?=\[)", re.MULTILINE)
"""The one tag that is allowed: CI knows the address of the site."""


def list_navigation(config: Path) -> list[str]:
    """Return the pages of the navigation, below ``docs/``; whether they are there, MkDocs says.

    Args:
        config: MkDocs' configuration.

    Raises:
        CatalogueError: When it is no strict YAML with keys, takes from another file, or has something else than titles
            and pages in its navigation: MkDocs writes any title as HTML, and any address as a link.
    """
    text, problem = read_text(config, MAX_BYTES)
    if problem:
        raise CatalogueError([replace(problem, path=_NAMED)])
    text = _SET.sub("site_url: ", text, count=1)
    keys = _read_keys(text)
    found = tuple(_list_pages(keys["nav"], ("nav",))) if "nav" in keys else ()
    problems = [problem for problem in found if isinstance(problem, Problem)]
    places = locate(text, {problem.at for problem in problems}) if problems else {}
    raise_all(replace(problem, line=places[problem.at][0]) for problem in problems)
    if len(found) > MAX_TITLES:
        raise _refuse_all(f"nav has more than {MAX_TITLES} titles, which take MkDocs too long", "remove some")
    pages = [name for name in found if isinstance(name, str) and name]
    _refuse_twins(pages)
    return pages


def _read_keys(text: str) -> dict[str, Any]:
    value, mistakes = parse_alike(text)
    raise_all(Problem(path=_NAMED, message=m.message, fix=m.fix, line=m.line, column=m.column) for m in mistakes)
    if not isinstance(value, dict):
        raise _refuse_all("holds no keys with values", "write out what it needs, or restore it")
    if "INHERIT" in value:
        raise _refuse_all("INHERIT names another file", "write out what it needs, or restore it")
    return value


def _list_pages(nav: Any, at: Location) -> Iterator[str | Problem]:
    """Yield each page of a list, nothing for the title of some, and what is neither."""
    if not isinstance(nav, list) or not nav:
        yield _refuse(at, "is no list of pages", "list each as - Title: folder/page.md")
        return
    for number, item in enumerate(nav):
        if not isinstance(item, dict) or len(item) != 1:
            yield _refuse((*at, number), "is no title with a page or pages", "write - Title: folder/page.md")
            continue
        title, below = next(iter(item.items()))
        place = (*at, number, title)
        if not title.strip() or len(title) > MAX_TITLE:
            yield _refuse(place, f"a title has up to {MAX_TITLE} letters, for it stands in each page", "name it so")
        elif odd := find_raw(title):
            yield _refuse(place, f"holds {odd!r}, which MkDocs writes as it is", "say it with other characters")
        elif found := _PROBE.search(f"{title} {below if isinstance(below, str) else ''}"):
            yield _refuse(place, f"holds {found[0]!r}, which stands for other pages' titles", "call it otherwise")
        if isinstance(below, list):
            yield ""
            yield from _list_pages(below, place)
        elif isinstance(below, str) and len(below) <= MAX_PATH and _PAGE.fullmatch(below):
            yield below
        else:
            yield _refuse(place, f"{below!r:.80} is no page of docs/", "name one")


def _refuse_twins(pages: Iterable[str]) -> None:
    """Refuse pages that stand twice, and those of which there are many: their heads would not be alike."""
    for name, count in Counter(pages).items():
        if count > 1:
            raise _refuse_all(f"nav holds {name} twice", "remove one")
        parent = PurePosixPath(name).parent
        depth = len(parent.parts)
        if any(kind.leaf and depth == kind.path.count("/") + 1 and parent.match(kind.path) for kind in PAGE_TYPES):
            raise _refuse_all(f"nav holds {name}, which is one page of many", "name the page that lists them")


def _refuse(at: Location, message: str, fix: str) -> Problem:
    return Problem(path=_NAMED, at=at, message=message, fix=fix)


def _refuse_all(message: str, fix: str) -> CatalogueError:
    return CatalogueError([Problem(path=_NAMED, message=message, fix=fix)])
