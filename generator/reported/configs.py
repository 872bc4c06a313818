"""Makes a ``data/reported/`` record from a folder of ``config.json`` files, each named ``ORG--NAME_config.json``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.errors import CatalogueError, Problem
from generator.model_config import read_architecture
from generator.records import ReportedRecord, Row
from generator.records.base import is_repo_id
from generator.store import MAX_MACHINE_BYTES
from generator.store.reading import read_named
from generator.strict_json import read_json

if TYPE_CHECKING:
    from pathlib import Path

    from generator.reported.datasets import DataSet

_SUFFIX = "_config.json"
_EXAMPLE = f"Qwen--Qwen3-8B{_SUFFIX}"


def read_configs(folder: Path, data_set: DataSet) -> ReportedRecord:
    """Return the architecture of each repository whose configuration lies in a folder.

    Args:
        folder: Where the files are.
        data_set: How the data set is described.

    Raises:
        CatalogueError: When there are none, or one cannot be read.
    """
    rows, problems = {}, []
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        repo = path.name.removesuffix(_SUFFIX).replace("--", "/", 1)
        config, problem = _read(path, repo)
        if problem is not None:
            problems.append(problem)
        elif isinstance(config, dict) and (architecture := read_architecture(config)):
            rows[repo] = Row(architecture=architecture)
    if not rows and not problems:
        fix = f"name a folder of files like {_EXAMPLE}"
        problems.append(Problem(path=folder, message="no configurations", fix=fix))
    if problems:
        raise CatalogueError(problems)
    return ReportedRecord(
        title=data_set.title,
        url=data_set.url,
        version=None,
        as_of=None,
        license=data_set.license,
        attribution=data_set.attribution,
        rank=data_set.rank,
        repos=rows,
    )


def _read(path: Path, repo: str) -> tuple[Any, Problem | None]:
    """Return the value of a configuration, or the problem that there is none."""
    if not is_repo_id(repo):
        return None, Problem(path=path, message="the name is no repository id", fix=f"name it like {_EXAMPLE}")
    text, problem = read_named(path, MAX_MACHINE_BYTES)
    if problem:
        return None, problem
    try:
        return read_json(text), None
    except ValueError as error:
        return None, Problem(path=path, message=f"not JSON: {error}", fix="copy the file again")
