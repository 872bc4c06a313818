"""``apply-patch``, ``make-patch`` and ``join-shards``: what the workflow that proposes a refresh runs."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.console import say
from generator.cli.options import importing_client, with_root
from generator.errors import CatalogueError
from generator.patch import apply_patch, make_patch
from generator.store import find_obstacle
from generator.store.beneath import write_beneath
from generator.visible import spell_out

if TYPE_CHECKING:
    from generator.workspace import Workspace


@click.command("apply-patch")
@with_root
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def apply(workspace: Workspace, files: tuple[Path, ...]) -> None:
    """Apply patches, if they touch only what machines own.

    Anything but plain files in data/hub, usage, changes and reported, data/refresh.yaml and links.yaml, is refused.
    """
    for file in files:
        paths = apply_patch(workspace.root, file.absolute())
        say(f"{spell_out(str(file))}: {len(paths):,} {'file' if len(paths) == 1 else 'files'} changed.")


def _refuse_obstacle(workspace: Workspace, file: Path) -> None:
    """Raise CatalogueError when a file would be written through a link, or into something that is no file."""
    path = file.absolute()
    root = _find_root(workspace, path)
    obstacle = find_obstacle(root or path.parent, path)
    if obstacle and not root:
        obstacle = replace(obstacle, path=file, fix="nothing was written; name a plain file, or a new one")
    if obstacle:
        raise CatalogueError([obstacle])


def _find_root(workspace: Workspace, path: Path) -> Path | None:
    """Return the first folder above a path that lies in the catalogue, by whatever name, such as that of a link."""
    inner = (
        folder for folder in reversed(path.parents) if Path(os.path.realpath(folder)).is_relative_to(workspace.root)
    )
    return next(inner, None)


@click.command("make-patch")
@with_root
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--since", default="HEAD", show_default=True, help="The commit the patch is to be applied to.")
def make(workspace: Workspace, file: Path, since: str) -> None:
    """Write what machines changed since the last commit as a patch.

    It is empty when nothing changed but the day of the last refresh.
    """
    file = Path(os.path.normpath(file))  # what is judged is what is written, whatever link a .. stands behind
    _refuse_obstacle(workspace, file)
    content = make_patch(workspace.root, since)
    write_beneath(Path(os.path.realpath(file.parent)), file.name, content)
    say(f"{spell_out(str(file))}: {len(content):,} bytes{'' if content else ', nothing changed'}.")


@click.command("join-shards")
@with_root
def join(workspace: Workspace) -> None:
    """Join what the shards of a fetch wrote side by side, and remove their files."""
    with importing_client():
        from generator import refresh  # noqa: PLC0415  the Hub's client takes half a second
    with refresh.hold_lock(workspace):
        count = refresh.join_shards(workspace)
    say(f"{count:,} {'shard' if count == 1 else 'shards'} joined.")
