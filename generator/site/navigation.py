"""Which pages stand in the navigation, read from ``mkdocs.yml`` without evaluating anything in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from generator.errors import CatalogueError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PAGE = re.compile(r"([\w-]+/)*[\w-]+\.md")


class _AnyTagLoader(yaml.SafeLoader):
    """Reads mkdocs.yml without evaluating its tags."""


_AnyTagLoader.add_multi_constructor("", lambda *_: None)


def list_navigation(config: Path) -> list[str]:
    """Return the pages of the navigation, below ``docs/``; what else stands there, MkDocs judges.

    Args:
        config: MkDocs' configuration.

    Raises:
        CatalogueError: When it is no YAML with keys, or takes from another file.
    """
    try:
        document = yaml.load(config.read_text(encoding="utf-8"), Loader=_AnyTagLoader)  # noqa: S506  a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        said = " ".join(str(error).split())[:300]
        problem = Problem(path=config, message=f"not YAML: {said}", fix="correct it, or restore it from git")
        raise CatalogueError([problem]) from None
    if not isinstance(document, dict) or "INHERIT" in document:
        message = "INHERIT names another file" if isinstance(document, dict) else "holds no keys with values"
        raise CatalogueError([Problem(path=config, message=message, fix="write out what it needs, or restore it")])
    return [name for name in _list_files(document.get("nav")) if _PAGE.fullmatch(name)]


def _list_files(nav: Any) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict | list):
        for item in nav.values() if isinstance(nav, dict) else nav:
            yield from _list_files(item)
