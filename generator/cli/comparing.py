"""``diff``: what a change of the data means for a reader."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from generator import store
from generator.catalogue import join
from generator.cli.console import read_problems, say
from generator.cli.options import with_root, with_today
from generator.diff import compare, write_difference
from generator.errors import CatalogueError, Problem
from generator.git import GitError, export_data, find_commit
from generator.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from generator.catalogue import Catalogue


@click.command()
@with_root
@with_today
@click.argument("old")
@click.argument("new")
@click.option(
    "--built", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="What build --json printed of NEW."
)
def diff(workspace: Workspace, today: date, old: str, new: str, built: Path | None) -> None:
    """Say in Markdown what differs for a reader between OLD and NEW.

    Each is a folder that holds data/, or a git revision.
    """
    broken = read_problems(built) if built else ()
    with _open(workspace, old) as before, _open(workspace, new) as after:
        say(write_difference(compare(before, after, today), broken).rstrip())


def _is_revision(workspace: Workspace, name: str) -> bool:
    try:
        find_commit(workspace.root, name)
    except (GitError, OSError):
        return False
    return True


@contextmanager
def _open(workspace: Workspace, name: str) -> Iterator[Catalogue]:
    """Give the catalogue of a folder or a revision.

    Raises:
        CatalogueError: When it cannot be read; paths open with its name, as git writes them.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(name)
        if not (root / "data").is_dir():
            root = Path(folder)
            export_data(workspace.root, name, root)
        elif not name.startswith((".", "/")) and _is_revision(workspace, name):
            message, fix = "both a folder and a revision", f"name the folder as ./{name}, or the commit by its hash"
            raise CatalogueError([Problem(path=PurePosixPath(name), message=message, fix=fix)])
        try:
            catalogue = join(store.load(Workspace(root)))
        except CatalogueError as error:
            placed = store.place(error, Workspace(root)).problems
            named = (replace(problem, path=PurePosixPath(f"{name}:{problem.path}")) for problem in placed)
            raise CatalogueError(named) from None
        yield catalogue
