"""Public data sets: one small module per way of reading them, rows in, a record out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import PurePath
from typing import TYPE_CHECKING

from generator.errors import CatalogueError, Problem
from generator.reported import mteb
from generator.reported.configs import read_configs
from generator.reported.datasets import DATA_SETS, DataSet, find_data_set
from generator.reported.facts_file import read_facts

if TYPE_CHECKING:
    from pathlib import Path

    from generator.records import ReportedRecord

__all__ = ["DATA_SETS", "LIVE", "DataSet", "find_data_set", "read"]

LIVE = {"mteb": mteb.PACKAGE}
"""Data sets that are read from a published package: id and package name."""

_REASON = re.compile(r"^(?!ERROR: Exception:)[A-Za-z.]*(?:ERROR|Error): \S.*", re.MULTILINE)


def read(data_set: DataSet, file: Path | None, folder: Path) -> ReportedRecord:
    """Return what a data set says.

    Args:
        data_set: Which one.
        file: A facts file or the package; without it the newest package is downloaded.
        folder: Where a download may be kept meanwhile.

    Raises:
        CatalogueError: When there is nothing to read, or it cannot be read.
    """
    if file is None:
        file = _download(data_set, folder)
    if data_set.id == "hub-configs":
        return read_configs(file, data_set)
    if data_set.id in LIVE and file.suffix == ".whl" and os.path.isfile(file):  # noqa: PTH113  never raises
        return mteb.read_wheel(file, data_set)
    return read_facts(file, data_set)


def _download(data_set: DataSet, folder: Path) -> Path:
    package = LIVE.get(data_set.id)
    if package is None:
        message = f"{data_set.title} has no package to read"
        raise CatalogueError([Problem(path=folder, message=message, fix="name a facts file with --file")])
    command = [
        sys.executable,
        "-P",
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--only-binary=:all:",
        "--dest",
        str(folder),
        package,
    ]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)  # noqa: S603  fixed words
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or not wheels:
        message = f"could not be downloaded: {_find_reason(done.stderr)}"
        fix = "download its wheel and name it with --file"
        raise CatalogueError([Problem(path=PurePath(package), message=message, fix=fix)])
    return wheels[0]


def _find_reason(said: str) -> str:
    """Return the last error that pip names; where it fails itself, its traceback stands around that."""
    return ([found[0] for found in _REASON.finditer(said)] or ["pip named no reason"])[-1][:300]
