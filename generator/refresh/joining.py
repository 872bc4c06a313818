"""Joins what several shards wrote side by side into the files of a whole run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pydantic import ValidationError

from generator.errors import CatalogueError, Problem, raise_all
from generator.records import ChangesRecord, RefreshRecord
from generator.refresh.saving import HEADER, HISTORY_HEADER
from generator.store import MAX_MACHINE_BYTES, dump, read_changes, read_record, write_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from generator.records import Change
    from generator.workspace import Workspace

_SHARD = re.compile(r"(refresh|\d{4})-\d+-of-\d+\.yaml", re.ASCII)


def join_shards(workspace: Workspace) -> int:
    """Join the files of all shards that came, and remove them.

    Args:
        workspace: Where they lie.

    Returns:
        How many shards there were.

    Raises:
        CatalogueError: When one cannot be read; nothing has changed then.
    """
    joined = workspace.data / "refresh-0-of-0.yaml"
    parts = [path for path in _list_parts(workspace.data, "refresh-*") if path != joined]
    logs = _list_parts(workspace.changes, "[0-9]*")
    files = _join_changes(workspace, logs)
    if joined.is_symlink() or joined.exists():  # of a joining that was killed, or something else in its place
        raise_all(read_record(joined, RefreshRecord, max_bytes=MAX_MACHINE_BYTES)[1])
    elif parts:
        files[joined] = dump(_join_records(parts), header=HEADER)
    write_all(workspace, files)
    for path in (*parts, *logs):
        path.unlink()
    if joined.exists():  # it stands beside the parts until all are gone: if killed meanwhile, none is counted twice
        joined.replace(workspace.data / "refresh.yaml")
    return len(parts)


def _list_parts(folder: Path, names: str) -> list[Path]:
    return sorted(path for path in folder.glob(names) if _SHARD.fullmatch(path.name))


def _join_records(paths: Sequence[Path]) -> RefreshRecord:
    found = [read_record(path, RefreshRecord, max_bytes=MAX_MACHINE_BYTES) for path in paths]
    raise_all(problem for _, problems in found for problem in problems)
    records = [record for record, _ in found if record is not None]
    try:
        return _sum_up(records)
    except ValidationError:
        message, fix = "together with the other shards it counts more than a refresh may hold", "remove the wrong one"
        raise CatalogueError([Problem(path=paths[0], message=message, fix=fix)]) from None


def _sum_up(records: Sequence[RefreshRecord]) -> RefreshRecord:
    return RefreshRecord(
        day=max(record.day for record in records),
        asked=sum(record.asked for record in records),
        present=sum(record.present for record in records),
        gated=sum(record.gated for record in records),
        missing=tuple(sorted(repo for record in records for repo in record.missing)),
        renamed=dict(sorted(pair for record in records for pair in record.renamed.items())),
        failed=dict(sorted(pair for record in records for pair in record.failed.items())),
    )


def _join_changes(workspace: Workspace, logs: Sequence[Path]) -> dict[Path, str]:
    years: dict[Path, list[Change]] = {}
    for log in logs:
        path = workspace.changes / f"{log.stem.partition('-')[0]}.yaml"
        if path not in years:
            years[path] = _read(path) if path.exists() else []
        years[path] += _read(log)
    # A run that was killed after the first write left some in both files.
    records = {path: ChangesRecord(changes=tuple(dict.fromkeys(found))) for path, found in years.items()}
    return {path: dump(record, header=HISTORY_HEADER) for path, record in records.items()}


def _read(path: Path) -> list[Change]:
    changes, problems = read_changes(path)
    raise_all(problems)
    return list(changes)
