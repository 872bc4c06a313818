"""Reads and writes the histories: weekly series as CSV, and the changes that refreshes saw."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from typing import TYPE_CHECKING

from generator.errors import Problem
from generator.records import Change, ChangesRecord, RefreshRecord, UsageRow, find_week
from generator.store.reading import MAX_MACHINE_BYTES, list_files, list_folder, read_record, read_text
from generator.store.strict_yaml import MAX_MISTAKES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date
    from pathlib import Path

COLUMNS = tuple(UsageRow.model_fields)
_RESTORE = "restore the file from git; the next refresh adds to it"


def read_usage_folder(folder: Path, problems: list[Problem]) -> dict[str, tuple[UsageRow, ...]]:
    """Return the weekly rows of each repository, the oldest first; what is wrong is added to ``problems``."""
    rows: defaultdict[str, list[UsageRow]] = defaultdict(list)
    for path in list_files(folder, ".csv", problems):
        found, wrong = _read_lines(path)
        problems.extend(wrong)
        # A repository that moved to another family has its older rows in another file: no week may be in both.
        weeks = {repo: {row.week for row in rows[repo]} for repo in {row.repo for row in found.values()} & rows.keys()}
        second = 0
        for line, row in found.items():
            if row.week not in weeks.get(row.repo, ()):
                rows[row.repo].append(row)
            elif (second := second + 1) <= MAX_MISTAKES:
                message = f"{_name_second(row)}, the first stands in another file"
                problems.append(Problem(path=path, line=line, message=message, fix=_RESTORE))
    return {repo: tuple(sorted(of_repo, key=lambda row: row.week)) for repo, of_repo in rows.items()}


def read_usage(path: Path) -> tuple[tuple[UsageRow, ...], list[Problem]]:
    """Return the rows of one file, and what is wrong with it."""
    rows, problems = _read_lines(path)
    return tuple(rows.values()), problems


def _read_lines(path: Path) -> tuple[dict[int, UsageRow], list[Problem]]:
    """Return the rows of one file by line, and what is wrong with it."""
    text, problem = read_text(path, MAX_MACHINE_BYTES)
    if problem:
        return {}, [problem]
    lines = csv.reader(io.StringIO(text), strict=True)
    rows: dict[int, UsageRow] = {}
    seen: set[tuple[str, str]] = set()
    problems: list[Problem] = []
    try:
        if tuple(next(lines, ())) != COLUMNS:
            message = f"the first line is not {','.join(COLUMNS)}"
            return {}, [Problem(path=path, line=1, message=message, fix=_RESTORE)]
        for cells in lines:
            if len(problems) == MAX_MISTAKES:
                message = f"more than {MAX_MISTAKES:,} wrong rows"
                return {}, [*problems, Problem(path=path, line=lines.line_num, message=message, fix=_RESTORE)]
            row = _read_row(cells)
            if row is None or (message := _find_wrong(row, seen)):
                message = "a row that cannot be read" if row is None else message
                problems.append(Problem(path=path, line=lines.line_num, message=message, fix=_RESTORE))
            else:
                rows[lines.line_num] = row
                seen.add((row.week, row.repo))
    except csv.Error as error:
        problems.append(Problem(path=path, line=lines.line_num, message=f"not CSV: {error}", fix=_RESTORE))
    return rows, problems


def _find_wrong(row: UsageRow, seen: Collection[tuple[str, str]]) -> str:
    """Return what is wrong with a row that can be read; empty when it is sound."""
    if row.week != find_week(row.day):
        return f"{row.day} is not in week {row.week}"
    return _name_second(row) if (row.week, row.repo) in seen else ""


def _name_second(row: UsageRow) -> str:
    return f"a second row of {row.repo} in {row.week}"


def _read_row(cells: list[str]) -> UsageRow | None:
    try:
        stated = {name: cell for name, cell in zip(COLUMNS, cells, strict=True) if cell}
        row = UsageRow.model_validate_strings(stated)
    except ValueError:  # pydantic's error is one, too
        return None
    # pydantic takes +5, 5_000 and seconds for a day, too; a spreadsheet reads them in its own way.
    return row if cells == _list_cells(row) else None


def _list_cells(row: UsageRow) -> list[str]:
    return ["" if (value := getattr(row, name)) is None else str(value) for name in COLUMNS]


def dump_usage(rows: Iterable[UsageRow]) -> str:
    """Return weekly rows as CSV, the oldest week first."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in sorted(rows, key=lambda row: (row.week, row.repo)):
        writer.writerow(_list_cells(row))
    return out.getvalue()


def read_changes_folder(folder: Path, problems: list[Problem]) -> tuple[Change, ...]:
    """Return all logged changes, the oldest first; what is wrong is added to ``problems``."""
    changes: list[Change] = []
    for path in list_files(folder, ".yaml", problems):
        found, wrong = read_changes(path)
        problems.extend(wrong)
        changes.extend(found)
    return tuple(sorted(changes, key=lambda change: change.day))


def read_changes(path: Path) -> tuple[tuple[Change, ...], list[Problem]]:
    """Return the changes of one file, and what is wrong with it."""
    record, problems = read_record(path, ChangesRecord, max_bytes=MAX_MACHINE_BYTES)
    return record.changes if record else (), problems


def read_refreshed(folder: Path, problems: list[Problem]) -> tuple[date | None, dict[str, str]]:
    """Return the day of the last refresh, of all shards, and what could not be read and why.

    What is wrong with the files is added to ``problems``.
    """
    days: list[date] = []
    failed: dict[str, str] = {}
    for path in (path for path in list_folder(folder, problems) if path.match("refresh*.yaml")):
        record, wrong = read_record(path, RefreshRecord, max_bytes=MAX_MACHINE_BYTES)
        problems.extend(wrong)
        if record is not None:
            days.append(record.day)
            failed |= record.failed
    return max(days, default=None), failed
