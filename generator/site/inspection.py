"""The gate a built site has to pass: whole, linked, and nothing in it that a build without data has not."""

from __future__ import annotations

import posixpath
import sys
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import quote

from generator.address import find_target
from generator.catalogue.slugs import STYLED_ANCHORS
from generator.errors import CatalogueError, Problem
from generator.pages.page import name_place
from generator.site.census import take_census, write_shape
from generator.site.kinds import FIX, only_shows
from generator.site.measure import NOT_FOUND, name_page
from generator.site.wording import find_misleading

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from generator.site.census import Census
    from generator.site.measure import Measure

_KINDS = frozenset({"families", "licenses", "publishers"})


def inspect_site(site: Path, sources: Iterable[str], measure: Measure) -> int:
    """Check a built site.

    Args:
        site: Its folder.
        sources: Files below ``docs/`` that must be in the site: ``families/index.md`` as a page, others as they are.
        measure: What a build without data holds.

    Returns:
        How many pages there are.

    Raises:
        CatalogueError: With every missing or broken page, every dead link, and all that a page holds too much.
    """
    paths = {name_page(site, path): path for path in sorted(site.rglob("*.html")) if path.is_file()}
    sources = frozenset(sources)
    problems = [*_find_missing(site, paths, sources, measure), *_find_running(site, sources, measure)]
    ids: dict[str, frozenset[str]] = {}
    addresses: dict[str, tuple[str, ...]] = {}
    for name, path in paths.items():
        text = path.read_text(encoding="utf-8")
        census = take_census(text, quote(f"{name}/"))
        origin = _find_origin(name, sources)
        problems.extend(_inspect_page(path, origin, text, census))
        problems.extend(_compare(path, name, origin, census, measure))
        # Only these are kept, each text once: the pages of a large catalogue do not fit into memory.
        ids[name] = frozenset(map(sys.intern, census.ids))
        addresses[name] = tuple(map(sys.intern, census.addresses))
    for name, path in paths.items():
        problems.extend(_follow_all(site, path, addresses[name], ids, measure.base))
    if not any(addresses.values()):
        problems.append(Problem(path=site, message="no link was found to check", fix="look at MkDocs' output"))
    if problems:
        raise CatalogueError(problems)
    return sum(1 for path in paths.values() if path.name == "index.html")


def _find_running(site: Path, sources: Collection[str], measure: Measure) -> Iterator[Problem]:
    """Yield each file beside the pages that a browser might run, and that is neither rendered nor the theme's."""
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        known = (
            (path.suffix == ".html" and path.is_file()) or name in measure.files or name in sources or only_shows(name)
        )
        if not known and not path.is_dir():
            yield Problem(path=path, message="is of a kind that a browser may run", fix=FIX)


def _find_missing(site: Path, found: Collection[str], sources: Collection[str], measure: Measure) -> Iterator[Problem]:
    pages = {name for name in sources if name.endswith(".md")}
    for page in sorted({posixpath.dirname(page) for page in pages} - set(found)):
        yield Problem(path=site / page, message="page is missing from the site", fix="look at MkDocs' output")
    for name in sorted(measure.files | (set(sources) - pages)):
        if not (site / name).is_file():
            yield Problem(path=site / name, message="file is missing from the site", fix="look at MkDocs' output")


def _inspect_page(path: Path, origin: str, text: str, census: Census) -> Iterator[Problem]:
    if not census.headings or "<!-- finished" in text or not text.rstrip().endswith("</html>"):
        yield Problem(path=path, message="page is not whole", fix="look at its template")
    if origin.startswith("docs/") and (styled := STYLED_ANCHORS.intersection(census.ids)):
        message = f"the id {min(styled)} is drawn in a way of its own by the style sheet"
        yield Problem(path=path, message=message, fix=f"name the heading or the block otherwise, in {origin}")
    if origin.startswith("docs/"):
        for message in dict.fromkeys(find_misleading(text)):
            fix = f"let a link's text be its address, or words, and write what can be seen, in {origin}"
            yield Problem(path=path, message=message, fix=fix)
    if len(census.ids) != len(set(census.ids)):
        twice = sorted(id_ for id_, count in Counter(census.ids).items() if count > 1)
        message = f"the same id stands twice: {_shorten(', '.join(twice))}"
        yield Problem(path=path, message=message, fix=f"rename one, here or in {origin}")


def _compare(path: Path, name: str, origin: str, census: Census, measure: Measure) -> Iterator[Problem]:
    """Yield what a page holds more than its twin without data; its head has to hold the same."""
    place = name if name == NOT_FOUND else name_place(name)
    if place not in measure.heads:
        fix = "give generator/example a page of its kind"
        yield Problem(path=path, message="no page without data to compare it with", fix=fix)
        return
    head, body = measure.heads.get(f"/{name}", measure.heads[place]), measure.bodies[place]
    fix = f"look for it in {origin}"
    if not origin.startswith("docs/"):
        fix += ", then in what the Hub and data sets say; or in the template"
    for more in (*(census.head - head), *(census.body - body)):
        yield Problem(path=path, message=f"holds what no page without data holds: {_shorten(more)}", fix=fix)
    for shape in sorted(census.shapes - measure.shapes):
        yield Problem(path=path, message=f"holds what no page without data holds: {write_shape(shape)}", fix=fix)
    missing = [entry for entry in body - census.body if entry.startswith("<script")]
    for less in (*(head - census.head), *missing):
        yield Problem(path=path, message=f"lacks what every page holds: {_shorten(less)}", fix=fix)


def _find_origin(name: str, sources: Collection[str]) -> str:
    """Return what a page is made from: a data file, all of them, or a page that people write."""
    folder, _, rest = name.partition("/")
    if folder in _KINDS and rest:
        return f"data/{folder}/{rest.partition('/')[0]}.yaml"
    return "data/" if name == NOT_FOUND or f"{name}/index.md".lstrip("/") in sources else f"docs/{name}"


def _shorten(text: str, width: int = 160) -> str:
    line = " ".join(text.split())
    return line if len(line) <= width else f"{line[:width]}…"


def _follow_all(
    site: Path, path: Path, addresses: Iterable[str], ids: Mapping[str, Collection[str]], base: str
) -> Iterator[Problem]:
    for address in sorted(addresses):
        problem = _follow(site, path, address, ids, base)
        if problem:
            yield Problem(path=path, message=f"dead link {address}: {problem}", fix="correct the link in its template")


def _follow(site: Path, path: Path, address: str, ids: Mapping[str, Collection[str]], base: str) -> str:
    """Return what is wrong with an address inside the site; empty when it is fine."""
    here = path.parent.relative_to(site).as_posix()
    target = find_target(address, here, base)
    if target is None:
        return "it leaves the site"
    if target.path in ids:
        return "" if not target.fragment or target.fragment in ids[target.path] else "no such place on that page"
    return "" if (site / target.path).is_file() else "no such page or file"
