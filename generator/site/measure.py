"""What a build without data holds: no page of a real build may hold more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from generator.errors import CatalogueError, Problem
from generator.pages.page import name_place
from generator.site.census import take_census
from generator.site.policy import make_policy
from generator.site.probe import POLICY

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping
    from pathlib import Path

    from generator.site.census import Shape

NOT_FOUND = "404.html"
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)">')


@dataclass(frozen=True, slots=True)
class Measure:
    """What every page is compared with.

    Args:
        policy: The ``<meta>`` element of the Content-Security-Policy.
        heads: What the head of a page holds, by its name behind a slash, or else by its place.
        bodies: The most that the body of a page may hold, by its place.
        shapes: Every kind of element, attribute and class that a page may hold.
        files: Every file beside the pages.
        base: Path of the site's address, with slashes at both ends: the page for missing ones links from there.
    """

    policy: str
    heads: Mapping[str, Counter[str]]
    bodies: Mapping[str, Counter[str]]
    shapes: frozenset[Shape]
    files: frozenset[str]
    base: str = "/"


def take_measure(probe: Path) -> Measure:
    """Count what the pages of a site without data hold.

    Args:
        probe: Its folder.

    Raises:
        CatalogueError: When there is no script to count: then Material has changed, and the policy would be wrong.
    """
    pages = {name_page(probe, path): path.read_text(encoding="utf-8") for path in probe.rglob("*.html")}
    policy = make_policy(script for text in pages.values() for script in take_census(text).scripts)
    bare = sorted(name for name, text in pages.items() if POLICY not in text)
    if "'sha256-" not in policy or bare:
        message = f"Material's pages have changed: no script in them, or no place for the policy ({', '.join(bare)})"
        fix = "put back what it has to hold, or look at what Material changed"
        raise CatalogueError([Problem(path=PurePosixPath("docs/theme/main.html"), message=message, fix=fix)])
    heads: dict[str, Counter[str]] = {}
    bodies: dict[str, Counter[str]] = {}
    shapes: set[Shape] = set()
    for name, text in pages.items():
        census = take_census(text.replace(POLICY, policy), quote(f"{name}/"))
        place = name if name == NOT_FOUND else name_place(name)
        heads[place] = heads[f"/{name}"] = census.head  # what is before and behind a page differs in one folder
        bodies[place] = bodies[place] | census.body if place in bodies else census.body
        shapes |= census.shapes
    found, base = _list_files(probe), _find_base(pages)
    return Measure(policy=policy, heads=heads, bodies=bodies, shapes=frozenset(shapes), files=found, base=base)


def _find_base(pages: Mapping[str, str]) -> str:
    """Return the path of the site's address, read from a canonical link; a site without an address has none."""
    for name, text in pages.items():
        if name and (found := _CANONICAL.search(text)):
            return urlsplit(found[1]).path.removesuffix(f"{name}/")
    return "/"


def name_page(site: Path, path: Path) -> str:
    """Return the address of a page below the site's root, without slashes at the ends; empty for the home page."""
    relative = path.relative_to(site)
    if relative.name != "index.html":
        return relative.as_posix()
    name = relative.parent.as_posix()
    return "" if name == "." else name


def _list_files(site: Path) -> frozenset[str]:
    return frozenset(
        path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file() and path.suffix != ".html"
    )
