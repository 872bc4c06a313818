"""The only reader and writer of ``data/``."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from generator.errors import CatalogueError, Problem, raise_all
from generator.records import (
    Data,
    FamilyRecord,
    HubRecord,
    LeftOutRecord,
    LicenseRecord,
    LinksRecord,
    PublisherRecord,
    Record,
    ReportedRecord,
)
from generator.records.base import is_repo_id, is_reserved
from generator.store.hidden import find_hidden
from generator.store.histories import (
    dump_usage,
    read_changes,
    read_changes_folder,
    read_refreshed,
    read_usage,
    read_usage_folder,
)
from generator.store.insertion import InsertionError, insert, insert_block, read_lines
from generator.store.reading import MAX_BYTES, MAX_MACHINE_BYTES, list_files, list_folder, read_record, read_text
from generator.store.spelling import respell
from generator.store.strict_yaml import locate
from generator.store.writer import MACHINE_HEADER, dump, dump_value, find_limit, find_obstacle, write, write_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from generator.workspace import Workspace

R = TypeVar("R", bound=Record)

_ID = re.compile(r"(?=.{1,96}$)[a-z0-9]+([.+-]+[a-z0-9]+)*")
_TAKEN = (".md", ".html")
"""A folder named so would stand where a page's own file has to."""

__all__ = [
    "MACHINE_HEADER",
    "MAX_MACHINE_BYTES",
    "InsertionError",
    "dump",
    "dump_usage",
    "dump_value",
    "find_hidden",
    "find_limit",
    "find_obstacle",
    "insert",
    "insert_block",
    "is_id",
    "load",
    "load_sound",
    "place",
    "read_changes",
    "read_lines",
    "read_record",
    "read_usage",
    "write",
    "write_all",
]


def load(workspace: Workspace, *, step: Callable[[str], None] = lambda _: None) -> Data:
    """Read all of ``data/``.

    Args:
        workspace: Where it lies.
        step: Called with each file's name, for progress.

    Returns:
        The records, each kind by id.

    Raises:
        CatalogueError: With every problem of every file.
    """
    _require_folder(workspace)
    problems: list[Problem] = []
    data = _read_all(workspace, problems, step)
    if not data.families and not problems:
        problems.append(_miss_families(workspace))
    raise_all(replace(problem, path=workspace.shorten(problem.path)) for problem in problems)  # type: ignore[arg-type]
    return data


def load_sound(workspace: Workspace) -> Data:
    """Read the files of ``data/`` that are sound, and leave out the others: unfinished drafts, say.

    Args:
        workspace: Where it lies.

    Raises:
        CatalogueError: When something else lies in the place of ``data/``.
    """
    _require_folder(workspace)
    return _read_all(workspace, [], lambda _: None)


def _require_folder(workspace: Workspace) -> None:
    """Raise CatalogueError when ``data/`` is a link, before anything is read where it leads, and told."""
    problems: list[Problem] = []
    list_folder(workspace.data, problems)
    raise_all(replace(problem, path=workspace.shorten(workspace.data)) for problem in problems)


def _read_all(workspace: Workspace, problems: list[Problem], step: Callable[[str], None]) -> Data:
    def read_folder(folder: Path, model: type[R], max_bytes: int = MAX_BYTES) -> dict[str, R]:
        return _read_folder(folder, model, max_bytes, problems, step)

    refreshed, failed = read_refreshed(workspace.data, problems)
    data = Data(
        families=read_folder(workspace.families, FamilyRecord),
        publishers=read_folder(workspace.publishers, PublisherRecord),
        licenses=read_folder(workspace.licenses, LicenseRecord),
        hub=_read_hub(workspace, problems),
        reported=read_folder(workspace.reported, ReportedRecord, MAX_MACHINE_BYTES),
        left_out=_read_file(workspace.left_out, LeftOutRecord, problems) or LeftOutRecord(repos={}),
        usage=read_usage_folder(workspace.usage, problems),
        changes=read_changes_folder(workspace.changes, problems),
        refreshed=refreshed,
        failed=failed,
        links=_read_file(workspace.links, LinksRecord, problems, MAX_MACHINE_BYTES),
    )
    return respell(data)


def _read_folder(
    folder: Path, model: type[R], max_bytes: int, problems: list[Problem], step: Callable[[str], None]
) -> dict[str, R]:
    """Return the records of a folder by id."""
    found: dict[str, R] = {}
    for path in _list_records(folder, problems):
        step(path.name)
        record, wrong = read_record(path, model, max_bytes=max_bytes)
        problems.extend(wrong)
        if record is not None:
            found[path.stem] = record
    return found


def _miss_families(workspace: Workspace) -> Problem:
    fix = "add a family with 'catalogue new family', or name the right --root"
    return Problem(path=workspace.families, message="no family files", fix=fix)


def _read_hub(workspace: Workspace, problems: list[Problem]) -> dict[str, HubRecord]:
    """Return the Hub's records by repository: the folder is the organization, the file the name."""
    found: dict[str, HubRecord] = {}
    seen: set[str] = set()
    organizations = list_folder(workspace.hub, problems)
    for path in (path for organization in organizations for path in list_folder(organization, problems)):
        repo = f"{path.parent.name}/{path.name.removesuffix('.yaml')}"
        if path.suffix != ".yaml" or not is_repo_id(repo):
            fix = "name it <organization>/<name>.yaml as the Hub does, or remove it"
            problems.append(Problem(path=path, message="the name is no repository id", fix=fix))
        elif repo.lower() in seen:
            message = "another file has this name but for capital letters"
            problems.append(Problem(path=path, message=message, fix="keep the one that the Hub spells so"))
        else:
            seen.add(repo.lower())
            record, wrong = read_record(path, HubRecord)
            problems.extend(wrong)
            if record is not None:
                found[repo] = record
    return found


def _read_file(path: Path, model: type[R], problems: list[Problem], max_bytes: int = MAX_BYTES) -> R | None:
    """Return the record of a file that may be missing."""
    if not path.exists() and not path.is_symlink():
        return None
    record, wrong = read_record(path, model, max_bytes=max_bytes)
    problems.extend(wrong)
    return record


def _list_records(folder: Path, problems: list[Problem]) -> list[Path]:
    """Return the data files of a folder; a name that is no id is a problem."""
    files = []
    for path in list_files(folder, ".yaml", problems):
        if not is_id(path.stem):
            fix = "use lower-case letters, digits and hyphens"
            problems.append(Problem(path=path, message="the name is no id", fix=fix))
        else:
            files.append(path)
    return files


def is_id(name: str) -> bool:
    """Whether a record can have this id: it is the name of its file on any system, and a part of its page's address."""
    return bool(_ID.fullmatch(name)) and not name.endswith(_TAKEN) and not is_reserved(name)


def place(error: CatalogueError, workspace: Workspace) -> CatalogueError:
    """Return the error with line and column filled in where a problem names a place inside a file."""
    return CatalogueError(_place_all(error.problems, workspace))


def _place_all(problems: Iterable[Problem], workspace: Workspace) -> Iterable[Problem]:
    known: dict[Path, dict[tuple[str | int, ...], tuple[int, int]]] = {}
    for problem in problems:
        if problem.line is not None or not problem.at:
            yield problem
            continue
        path = workspace.root / problem.path
        if path not in known:
            text, unreadable = read_text(path, MAX_MACHINE_BYTES)
            known[path] = {} if unreadable else locate(text)
        line, column = known[path].get(problem.at, (1, 1))
        yield replace(problem, line=line, column=column)
