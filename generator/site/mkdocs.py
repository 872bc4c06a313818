"""Runs MkDocs as a process."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import PurePath
from typing import TYPE_CHECKING

from generator.errors import CatalogueError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_OF_PAGE = re.compile(r"^WARNING -  Doc file '([^'\n]+)' (.+)$", re.MULTILINE)
"""How a warning of MkDocs begins that is of one page."""

MAX_SECONDS = 1200
"""Longest time of a build: 10,000 variants take one of them in twenty."""


def run_mkdocs(config: Path, site: Path, environment: Mapping[str, str]) -> None:
    """Run ``mkdocs build --strict``.

    Args:
        config: Its configuration.
        site: Where the site goes.
        environment: Variables it sees.

    Raises:
        CatalogueError: When it fails or warns, with what it said.
    """
    # Not quiet: MkDocs counts no warning then. Nothing is imported from the folder one stands in.
    command = [sys.executable, "-P", "-m", "mkdocs", "build", "--strict"]
    command += ["--config-file", str(config), "--site-dir", str(site)]
    variables = {**environment, "NO_MKDOCS_2_WARNING": "1", "PYTHONIOENCODING": "utf-8:backslashreplace"}
    try:
        done = subprocess.run(  # noqa: S603  our own words and paths
            command,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            env=variables,
            timeout=MAX_SECONDS,
        )
    except subprocess.TimeoutExpired:
        message = f"MkDocs has not ended in {MAX_SECONDS // 60} minutes"
        fix = "look for a page in docs/ that it cannot read, such as one of thousands of brackets"
        raise CatalogueError([Problem(path=PurePath(config.name), message=message, fix=fix)]) from None
    if done.returncode:
        raise CatalogueError(_read_problems(config, _shorten(done.stderr or done.stdout)))


def _read_problems(config: Path, said: str) -> Iterator[Problem]:
    """Yield what MkDocs said of pages of ``docs/``, or all of it where it named none."""
    # A warning repeats addresses as they stand in a page: one may hold a line that looks like a warning.
    docs = config.parent / "docs"
    pages = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}
    found = [match for match in _OF_PAGE.finditer(said) if match[1] in pages]
    for match in found:
        yield Problem(path=PurePath("docs", match[1]), message=match[2], fix="mend it there")
    if not found:
        yield Problem(path=PurePath(config.name), message=f"MkDocs refused to build:\n{said}", fix="mend what it names")


def _shorten(said: str) -> str:
    """Return what MkDocs said; of a traceback the last line, which says what was wrong."""
    before, mark, trace = said.strip().partition("Traceback (most recent call last):\n")
    lines = [line for line in before.splitlines() if not line.startswith("INFO ")]
    if mark and trace:
        lines.append(trace.splitlines()[-1])
    return "\n".join(lines)[-4000:]
