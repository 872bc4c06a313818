"""Renders the catalogue's pages into ``docs/``."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import yaml

from generator.errors import CatalogueError, Problem
from generator.finished import mark
from generator.pages import DATA_TYPES, PAGE_TYPES, Page
from generator.pages.page import name_place
from generator.render.environment import TEMPLATES, DeadLinkError, make_environment
from generator.render.folders import write_docs

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from gettext import NullTranslations

    from generator.catalogue import Catalogue

__all__ = ["TEMPLATES", "render_pages", "write_docs"]

HAND_WRITTEN = ("contribute",)
"""Pages of ``docs/`` that people write and templates link to."""

_UNSAFE_IN_TITLE = re.compile(r"[<>&\"'`{}\[\]\\\x00-\x1f\x7f]+")
_HEADING = re.compile(r'<h2 id="([a-z0-9-]+)">([^<]*)</h2>')


def render_pages(
    catalogue: Catalogue,
    today: date,
    *,
    step: Callable[[str], None] = lambda _: None,
    translations: NullTranslations | None = None,
) -> dict[str, str | bytes]:
    """Return the source of every generated page, and every other generated file.

    Args:
        catalogue: What the pages show.
        today: The day of rendering.
        step: Called with each page's path, for progress.
        translations: The words of the interface; without them they stay English.

    Returns:
        Text, or the bytes of an image, by path below ``docs/``.

    Raises:
        CatalogueError: When a template links to a page that does not exist, or two records make the same file.
    """
    made = [(kind, page) for kind in PAGE_TYPES for page in kind.make(catalogue, today)]
    paths = {page.path for _, page in made} | set(HAND_WRITTEN)
    environment = make_environment(catalogue, paths, translations)
    templates = {kind.name: environment.get_template(kind.template) for kind in PAGE_TYPES}
    files: dict[str, str | bytes] = {}
    for kind, page in made:
        step(page.path)
        try:
            body = templates[kind.name].render(page=page, today=today, **page.context)
        except DeadLinkError as error:
            problem = Problem(path=workspace_path(page), message=f"links to {error}, which is no page", fix="add it")
            raise CatalogueError([problem]) from None
        _add(files, str(workspace_path(page)), write_source(page, body, leaf=kind.leaf))
    for data in (data for kind in DATA_TYPES for data in kind.make(catalogue, today)):
        step(data.path)
        _add(files, data.path, data.content)
    return files


def _add(files: dict[str, str | bytes], path: str, content: str | bytes) -> None:
    """Add a file; were one there already, a record could take the place of another's page, or of the site's own."""
    if path in files:
        fix = "rename one of the records that make it"
        raise CatalogueError([Problem(path=PurePosixPath("docs", path), message="would be made twice", fix=fix)])
    files[path] = content


def workspace_path(page: Page) -> PurePosixPath:
    """Return where a page's source lies below ``docs/``."""
    return PurePosixPath(page.path) / "index.md"


def write_source(page: Page, body: str, *, leaf: bool = True) -> str:
    """Return a page's source: front matter of our own keys, the leaf template if it has one, the marker, the body."""
    meta: dict[str, object] = {"title": _clean(page.title), "description": _clean(page.description)}
    meta["hide"] = ["navigation"] if page.contents else ["navigation", "toc"]
    if leaf:
        meta["template"] = f"leaf/{name_place(page.path)}.html"
    meta["image"] = page.image
    front = yaml.dump(meta, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=10**6)
    headings = [(2, anchor, title) for anchor, title in _HEADING.findall(body)] if page.contents else []
    return f"---\n{front}---\n{mark(body, headings)}"


def _clean(text: str) -> str:
    """Return text that stays harmless where Material writes it raw or un-escapes it."""
    return " ".join(_UNSAFE_IN_TITLE.sub(" ", text).split())
