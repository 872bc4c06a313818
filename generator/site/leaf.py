"""Makes the leaf templates: Material's own page around a body, rendered once for each place and cut.

MkDocs spends most of a page's time in Material's template, although only title, description, address
and body differ between pages of one folder. So a probe page is built for each such folder, and its
HTML, cut where those four stand, becomes the template of all pages there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

from generator.finished import mark
from generator.site.mkdocs import run_mkdocs

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from generator.workspace import Workspace

PLACES = {
    "families-2": "families/probe-family",
    "families-3": "families/probe-family/probe-variant",
    "licenses-2": "licenses/probe-license",
    "publishers-2": "publishers/probe-publisher",
    "purposes-2": "purposes/probe-purpose",
}
"""Probe page of each leaf template: links to the navigation depend on folder and depth alone."""

TITLE, DESCRIPTION, BODY = "PROBE-TITLE", "PROBE-DESCRIPTION", "<h1>PROBE-BODY</h1>"


def make_leaves(workspace: Workspace, folder: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """Build the probes and return the leaf templates.

    Args:
        workspace: The catalogue whose theme and navigation they take.
        folder: An empty folder to build in.
        environment: Variables for MkDocs.

    Returns:
        Text of each template by name.

    Raises:
        CatalogueError: When MkDocs cannot build the probes.
    """
    docs, site = folder / "docs", folder / "site"
    for name in _list_navigation(workspace.config):
        _write(docs / name, mark("<h1>-</h1>"))
    front = f"---\ntitle: {TITLE}\ndescription: {DESCRIPTION}\nhide: [navigation, toc]\n---\n"
    for place in PLACES.values():
        _write(docs / place / "index.md", front + mark(BODY))
    config = {
        "INHERIT": str(workspace.config),
        "docs_dir": str(docs),
        "site_dir": str(site),
        "theme": {"custom_dir": str(workspace.theme)},
    }
    _write(folder / "mkdocs.yml", yaml.safe_dump(config))
    run_mkdocs(folder / "mkdocs.yml", site, environment)
    return {
        name: cut((site / place / "index.html").read_text(encoding="utf-8"), f"{place}/")
        for name, place in PLACES.items()
    }


def cut(html: str, address: str) -> str:
    """Return a probe's HTML as a template.

    Args:
        html: The page of a probe.
        address: The probe's address below the site's root.
    """
    names = {
        TITLE: "page.meta.title",
        DESCRIPTION: "page.meta.description",
        BODY: "page.content",
        address: "page.url",
    }
    pieces = re.split("(" + "|".join(map(re.escape, names)) + ")", html)
    return "".join(
        f"{{{{ {names[piece]} }}}}" if piece in names else f"{{% raw %}}{piece}{{% endraw %}}" for piece in pieces
    )


def write_leaves(workspace: Workspace, leaves: Mapping[str, str]) -> None:
    """Lay the leaf templates down as overrides of the theme."""
    for name, text in leaves.items():
        _write(workspace.leaves / f"{name}.html", text)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


class _AnyTagLoader(yaml.SafeLoader):
    """Reads mkdocs.yml without evaluating its tags."""


_AnyTagLoader.add_multi_constructor("", lambda *_: None)


def _list_navigation(config: Path) -> list[str]:
    document = yaml.load(config.read_text(encoding="utf-8"), Loader=_AnyTagLoader)  # noqa: S506  a SafeLoader
    return list(_list_files(document.get("nav") or []))


def _list_files(nav: Any) -> Any:
    if isinstance(nav, str):
        yield nav
    else:
        for item in nav.values() if isinstance(nav, dict) else nav:
            yield from _list_files(item)
