"""Finds hidden files in ``data/`` that git acts upon: nobody sees them, and they decide what it takes and shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.workspace import Workspace


def find_hidden(workspace: Workspace) -> Iterator[Problem]:
    """Yield a problem for each ``.gitignore``, ``.gitattributes`` and the like, at any depth.

    Args:
        workspace: Whose ``data/`` is looked at.
    """
    for path in sorted(workspace.data.rglob(".*")):
        if path.name.casefold().startswith((".git", ".mailmap")):
            message = "a hidden file that changes what git takes and shows"
            yield Problem(path=workspace.shorten(path), message=message, fix="remove it; no command writes one")
