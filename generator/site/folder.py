"""Where a site may go: nothing but an older site is ever replaced by it, and nothing is written through a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.errors import Problem, raise_all

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from generator.workspace import Workspace

_OF_A_SITE = ("404.html", "sitemap.xml", "assets")
"""What every site has that MkDocs built."""


def refuse_foreign(workspace: Workspace, site: Path) -> None:
    """Refuse to build where something would be lost.

    Args:
        workspace: The catalogue.
        site: Where its site is to go.

    Raises:
        CatalogueError: When the place holds something else than a site, or the theme is a link to elsewhere.
    """
    raise_all(_find_foreign(workspace, site))


def _find_foreign(workspace: Workspace, site: Path) -> Iterator[Problem]:
    fix = "name another folder with --site"
    if workspace.root.is_relative_to(site):
        yield Problem(path=site, message="the catalogue itself lies in it", fix=fix)
    elif site.is_symlink() or (site.exists() and not site.is_dir()):
        yield Problem(path=site, message="is not a plain folder", fix=fix)
    elif site.is_dir() and any(site.iterdir()) and not all((site / name).exists() for name in _OF_A_SITE):
        yield Problem(path=site, message="holds something else than a site, which would be lost", fix=fix)
    for folder in (workspace.docs, workspace.theme, workspace.leaves):
        links = [folder] if folder.is_symlink() else []
        if folder == workspace.leaves and folder.is_dir():
            links += [path for path in folder.iterdir() if path.is_symlink()]
        for path in links:
            message = "is a link: what is written there would stand elsewhere"
            yield Problem(path=workspace.shorten(path), message=message, fix="put the folder or file itself there")
