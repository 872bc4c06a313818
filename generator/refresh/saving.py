"""Writes what a run found, so that a run that is killed at any moment loses nothing that was known."""

from __future__ import annotations

import os
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from generator.errors import CatalogueError, Problem, raise_all
from generator.records import ChangesRecord, RefreshRecord
from generator.refresh.plan import WHOLE, Shard
from generator.store import MACHINE_HEADER, dump, dump_usage, find_obstacle, read_changes, read_usage, write_all
from generator.store.lock import hold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from generator.records import UsageRow
    from generator.refresh.result import Outcome
    from generator.workspace import Workspace

T = TypeVar("T")

HEADER = MACHINE_HEADER.format(command="catalogue fetch")
HISTORY_HEADER = "# Written by `catalogue fetch`, which only ever adds to the end.\n"


@contextmanager
def hold_lock(workspace: Workspace) -> Iterator[None]:
    """Let no second refresh of the same folder run meanwhile; the system frees the lock of a killed one.

    Raises:
        CatalogueError: When another refresh is running, or something else stands in place of the lock.
    """
    if obstacle := find_obstacle(workspace.root, workspace.lock):
        raise CatalogueError([obstacle])
    with hold(workspace, workspace.lock, "refresh", flags=os.O_RDWR | os.O_CREAT):
        yield


def save(workspace: Workspace, outcome: Outcome, shard: Shard = WHOLE) -> int:
    """Write what a run found.

    The log of changes comes first: if the run is killed after it, the next one finds the same changes and
    sees that they are logged. The other way round they would be lost.

    Args:
        workspace: Where.
        outcome: What the run found.
        shard: Which part of the work it was.

    Returns:
        How many files changed.

    Raises:
        CatalogueError: When a history can no longer be read, or a file not be written; nothing is written then.
        OSError: When a file cannot be written; it is then as it was.
    """
    files = {
        **_add_changes(workspace, outcome, shard),
        **_add_usage(workspace, outcome),
        **_make_records(workspace, outcome),
        workspace.data / f"refresh{shard.suffix}.yaml": dump(_sum_up(outcome), header=HEADER),
    }
    return write_all(workspace, files)


def _make_records(workspace: Workspace, outcome: Outcome) -> dict[Path, str]:
    """Return the records with their files; one whose capital letters changed stays in the file that it has."""
    files = {f"{path.parent.name}/{path.stem}".lower(): path for path in workspace.hub.glob("*/*.yaml")}
    return {
        files.get(result.repo.lower(), workspace.hub / f"{result.repo}.yaml"): dump(result.record, header=HEADER)
        for result in outcome.results
        if result.record is not None and result.state != "unchanged"
    }


def _add_usage(workspace: Workspace, outcome: Outcome) -> dict[Path, str]:
    fresh: defaultdict[str, list[UsageRow]] = defaultdict(list)
    for result in outcome.results:
        if result.row is not None:
            fresh[result.place.family].append(result.row)
    paths = {workspace.usage / f"{family}.csv": rows for family, rows in fresh.items()}
    return {path: dump_usage((*_read(path, read_usage), *rows)) for path, rows in paths.items()}


def _add_changes(workspace: Workspace, outcome: Outcome, shard: Shard) -> dict[Path, str]:
    fresh = [change for result in outcome.results for change in result.changes]
    if not fresh:
        return {}
    path = workspace.changes / f"{outcome.day.year:04}{shard.suffix}.yaml"
    return {path: dump(ChangesRecord(changes=(*_read(path, read_changes), *fresh)), header=HISTORY_HEADER)}


def _read(path: Path, read: Callable[[Path], tuple[tuple[T, ...], list[Problem]]]) -> tuple[T, ...]:
    """Return the history that a file holds so far; one that cannot be read is never written over."""
    if not path.exists():
        return ()
    items, problems = read(path)
    raise_all(problems)
    return items


def _sum_up(outcome: Outcome) -> RefreshRecord:
    """Return how the repositories stand, in an order that does not depend on that of the answers."""

    def name(results: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(results))

    present = [result for result in outcome.results if result.record and result.record.missing_since is None]
    return RefreshRecord(
        day=outcome.day,
        asked=len(outcome.results),
        present=len(present),
        gated=sum(1 for result in present if result.record and result.record.gated),
        missing=name(result.repo for result in outcome.of("missing")),
        renamed={result.repo: result.reason for result in sorted(outcome.of("renamed"), key=lambda r: r.repo)},
        failed={result.repo: result.reason for result in sorted(outcome.of("failed"), key=lambda r: r.repo)},
    )
