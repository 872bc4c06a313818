"""``report`` and ``schema``: the commands that write into ``data/``."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.console import progress, say
from generator.cli.options import with_root
from generator.reported import DATA_SETS, find_data_set, read
from generator.schema import SCHEMAS, write_schema
from generator.store import MACHINE_HEADER, dump, write, write_all

if TYPE_CHECKING:
    from generator.workspace import Workspace


@click.command()
@with_root
@click.argument("source", type=click.Choice([data_set.id for data_set in DATA_SETS]))
@click.option(
    "--file", type=click.Path(path_type=Path, exists=True), help="Facts file, package, or folder of configurations."
)
def report(workspace: Workspace, source: str, file: Path | None) -> None:
    """Rewrite data/reported/SOURCE.yaml from that public data set."""
    data_set = find_data_set(source)
    with progress(f"Reading {data_set.title}"), tempfile.TemporaryDirectory() as folder:
        record = read(data_set, file, Path(folder))
    path = workspace.reported / f"{source}.yaml"
    changed = write(workspace, path, dump(record, header=MACHINE_HEADER.format(command=f"catalogue report {source}")))
    say(f"{workspace.shorten(path)}: {len(record.repos):,} repositories, {'written' if changed else 'unchanged'}.")


@click.command()
@with_root
def schema(workspace: Workspace) -> None:
    """Rewrite data/schema/ from the records: JSON Schemas by which editors complete and mark mistakes."""
    changed = write_all(workspace, {workspace.schema / f"{name}.json": write_schema(name) for name in SCHEMAS})
    say(f"{len(SCHEMAS):,} schemas, {changed:,} changed.")
