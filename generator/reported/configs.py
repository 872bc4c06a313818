"""Makes a ``data/reported/`` record from a folder of ``config.json`` files, each named ``ORG--NAME_config.json``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.errors import CatalogueError, Problem
from generator.model_config import read_architecture
from generator.records import ReportedRecord, Row

if TYPE_CHECKING:
    from pathlib import Path

    from generator.reported.datasets import DataSet

_SUFFIX = "_config.json"


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
        try:
            config = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            problems.append(Problem(path=path, message=f"not JSON: {error}", fix="copy the file again"))
            continue
        architecture = read_architecture(config) if isinstance(config, dict) else None
        if architecture is not None:
            repo = path.name.removesuffix(_SUFFIX).replace("--", "/", 1)
            rows[repo] = Row(architecture=architecture)
    if not rows and not problems:
        fix = f"name a folder of files like Qwen--Qwen3-8B{_SUFFIX}"
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
