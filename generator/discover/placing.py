"""Writes found repositories into family files, by adding lines and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.records import FamilyRecord
from generator.store import InsertionError, insert, read_lines, read_record, write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.discover.proposing import Found
    from generator.workspace import Workspace


MAX_ADDED = 200
"""Repositories that one run adds: each addition reads the family's file anew."""


def place(workspace: Workspace, found: Iterable[Found]) -> dict[str, str]:
    """Add each repository whose list is known to its family's file.

    Args:
        workspace: Where the files are.
        found: The repositories.

    Returns:
        Those that could not be added, and why.
    """
    left: dict[str, str] = {}
    for number, one in enumerate(one for one in found if one.is_placed):
        if one.place is None:
            continue
        if number >= MAX_ADDED:
            left[one.repo] = f"more than {MAX_ADDED} at once: run it again"
            continue
        path = workspace.families / f"{one.place.family}.yaml"
        try:
            text = read_lines(path)
            changed = insert(text, one.place.at, dict(one.place.entry))
        except InsertionError as error:
            left[one.repo] = str(error)
            continue
        write(workspace, path, changed)
        _, problems = read_record(path, FamilyRecord)
        if problems:
            write(workspace, path, text)
            left[one.repo] = problems[0].message
    return left
