"""Runs git: as a process, with words of our own and without a shell."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from generator.errors import CatalogueError, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping


class GitError(Exception):
    """Git refused; the text is the last line of what it said."""


def run_git(root: Path, *words: str, environment: Mapping[str, str] | None = None, given: bytes = b"") -> bytes:
    """Return what a git command prints.

    Args:
        root: Folder it works in.
        words: The command and its arguments.
        environment: Variables to add.
        given: What it reads on standard input.

    Raises:
        GitError: When it fails.
    """
    variables = {**os.environ, "LC_ALL": "C", **(environment or {})}
    done = subprocess.run(  # noqa: S603  our own words; what users name comes after --end-of-options or --
        ["git", *words],  # noqa: S607  found on PATH, as a user's own git is
        cwd=root,
        env=variables,
        capture_output=True,
        check=False,
        input=given,
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise GitError(said[-1] if said else f"git {words[0]} failed")
    return done.stdout


def export_data(root: Path, revision: str, folder: Path) -> None:
    """Write ``data/`` as it was at a revision into a folder.

    Args:
        root: A folder of the repository that holds ``data/``.
        revision: Any name git has for a commit.
        folder: Where it goes; it exists.

    Raises:
        CatalogueError: When git knows no such revision, or it holds no ``data/``.
    """
    try:
        found = run_git(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
        index = {"GIT_INDEX_FILE": str(folder / "index")}
        run_git(root, "read-tree", "--prefix=data/", f"{found}:./data", environment=index)
        top = Path(os.fsdecode(run_git(root, "rev-parse", "--show-toplevel").removesuffix(b"\n")))
        run_git(top, "checkout-index", "--all", f"--prefix={folder}/", environment=index)
    except GitError as error:
        fix = "name a commit, branch or tag that holds data/, or a folder that does"
        message = f"no revision with data/ ({error})"
        raise CatalogueError([Problem(path=PurePosixPath(revision), message=message, fix=fix)]) from None
