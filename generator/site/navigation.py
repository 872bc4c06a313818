"""Which pages stand in the navigation, read from ``mkdocs.yml`` without evaluating anything in it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import PurePath, PurePosixPath
from typing import TYPE_CHECKING, Any

import yaml

from generator.errors import CatalogueError, Problem, raise_all
from generator.pages import PAGE_TYPES
from generator.site.handwritten import find_raw
from generator.store.reading import MAX_BYTES, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_TITLE, MAX_TITLES = 60, 100
"""It writes all of them into each page."""

_PAGE = re.compile(r"([\w-][\w.-]*/)*[\w-][\w.-]*\.md", re.ASCII)
_UNNAMED = ("", "~", "null")
_NAMED = PurePath("mkdocs.yml")
_ENV = "!ENV"
_TAGS = {
    yaml.ScalarNode: "tag:yaml.org,2002:str",
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}


class _PlainLoader(yaml.BaseLoader):
    """Reads texts, lists and keys; what MkDocs would run, or take from elsewhere in the file, is a mistake."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        """Return the next node."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="an alias", problem_mark=self.get_mark())
        node = super().compose_node(parent, index)
        is_set = (
            isinstance(index, yaml.ScalarNode) and index.value == "site_url" and node is not None and node.tag == _ENV
        )
        if node is not None and (node.value == "<<" or not (is_set or node.tag == _TAGS[type(node)])):
            problem = "<<" if node.value == "<<" else f"the tag {node.tag}"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)
        return node


def list_navigation(config: Path) -> list[str]:
    """Return the pages of the navigation, below ``docs/``; whether they are there, MkDocs says.

    Args:
        config: MkDocs' configuration.

    Raises:
        CatalogueError: When it is no plain YAML with keys, takes from another file, or has something else than titles
            and pages in its navigation: MkDocs writes any title as HTML, and any address as a link.
    """
    keys = _read_keys(config)
    if "INHERIT" in keys:
        raise _refuse_all("INHERIT names another file", "write out what it needs, or restore it")
    found = tuple(_list_pages(keys["nav"])) if "nav" in keys else ()
    raise_all(problem for problem in found if isinstance(problem, Problem))
    if len(found) > MAX_TITLES:
        raise _refuse_all(f"nav has more than {MAX_TITLES} titles, which take MkDocs too long", "remove some")
    pages = [name for name in found if isinstance(name, str) and name]
    for name, count in Counter(pages).items():
        if count > 1:
            raise _refuse_all(f"nav holds {name} twice", "remove one")
        parent = PurePosixPath(name).parent
        depth = len(parent.parts)
        if any(kind.leaf and depth == kind.path.count("/") + 1 and parent.match(kind.path) for kind in PAGE_TYPES):
            raise _refuse_all(f"nav holds {name}, which is one page of many", "name the page that lists them")
    return pages


def _read_keys(config: Path) -> dict[str, yaml.Node]:
    """Return the values of the document's keys, as nodes, which know their line."""
    text, problem = read_text(config, MAX_BYTES)
    if problem:
        raise CatalogueError([replace(problem, path=_NAMED)])
    try:
        document = yaml.compose(text, Loader=_PlainLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or "a character that it may not hold, or lists in lists"
        line = mark.line + 1 if mark else None
        raise _refuse_all(f"not plain YAML: {said}", "correct it, or restore it from git", line) from None
    if not isinstance(document, yaml.MappingNode):
        raise _refuse_all("holds no keys with values", "write out what it needs, or restore it")
    keys = [key.value for key, _ in document.value if isinstance(key, yaml.ScalarNode)]
    if len(set(keys)) < len(document.value):
        raise _refuse_all("holds a key twice, or one that is no word", "write each once")
    return dict(zip(keys, (value for _, value in document.value), strict=True))


def _list_pages(nav: yaml.Node) -> Iterator[str | Problem]:
    """Yield each page of a list, nothing for the title of some, and what is neither."""
    for item in nav.value if isinstance(nav, yaml.SequenceNode) else (nav,):
        pairs = item.value if isinstance(item, yaml.MappingNode) else []
        if len(pairs) != 1 or not isinstance(pairs[0][0], yaml.ScalarNode):
            yield _refuse(item, "is no title with a page or pages", "write - Title: folder/page.md")
            continue
        title, below = pairs[0]
        if title.value.strip().lower() in _UNNAMED:
            yield _refuse(title, "is no title", "write - Title: folder/page.md")
        elif len(title.value) > MAX_TITLE:
            yield _refuse(title, f"has more than {MAX_TITLE} letters, and stands in each page", "shorten it")
        elif odd := find_raw(title.value):
            yield _refuse(title, f"holds {odd!r}, which MkDocs writes as it is", "say it with other characters")
        if isinstance(below, yaml.SequenceNode) and below.value:
            yield ""
            yield from _list_pages(below)
        elif isinstance(below, yaml.ScalarNode) and _PAGE.fullmatch(below.value):
            yield below.value
        else:
            yield _refuse(below, "is no page of docs/", "name one")


def _refuse(node: yaml.Node, message: str, fix: str) -> Problem:
    shown = repr(node.value)[:80] if isinstance(node, yaml.ScalarNode) else "an item"
    return Problem(path=_NAMED, line=node.start_mark.line + 1, at=("nav",), message=f"{shown} {message}", fix=fix)


def _refuse_all(message: str, fix: str, line: int | None = None) -> CatalogueError:
    return CatalogueError([Problem(path=_NAMED, line=line, message=message, fix=fix)])
