"""``new``, ``report`` and ``schema``: the commands that write into ``data/``."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click
from pydantic import TypeAdapter, ValidationError

from generator import store
from generator.cli.console import progress, say
from generator.cli.options import with_root
from generator.draft import draft_family
from generator.errors import CatalogueError, Problem
from generator.records import RepoId
from generator.records.base import Slug
from generator.reported import DATA_SETS, find_data_set, read
from generator.schema import SCHEMAS, write_schema
from generator.store import MACHINE_HEADER, dump, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from generator.workspace import Workspace


@click.group()
def new() -> None:
    """Draft a new data file; existing ones are never overwritten."""


def _valid(kind: Any, hint: str) -> Callable[[click.Context, click.Parameter, Any], Any]:
    adapter = TypeAdapter(kind)

    def check(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
        for item in value if isinstance(value, tuple) else (value,):
            try:
                adapter.validate_python(item)
            except ValidationError:
                raise click.BadParameter(f"{item!r} is not {hint}", ctx, param) from None
        return value

    return check


_SLUG = _valid(Slug, "an id of lower-case letters, digits and single hyphens")


@new.command("family")
@with_root
@click.argument("family_id", metavar="ID", callback=_SLUG)
@click.option("--publisher", required=True, callback=_SLUG, help="Id of a file in data/publishers/.")
@click.option(
    "--repo",
    "repos",
    required=True,
    multiple=True,
    callback=_valid(RepoId, "a Hub id like org/name"),
    help="ORG/NAME.",
)
def new_family(workspace: Workspace, family_id: str, publisher: str, repos: tuple[str, ...]) -> None:
    """Draft data/families/ID.yaml with one series that holds the named repositories."""
    path = workspace.families / f"{family_id}.yaml"
    if path.exists():
        message, fix = "exists already", "edit it, or choose another id"
        raise CatalogueError([Problem(path=workspace.shorten(path), message=message, fix=fix)])
    write(path, draft_family(family_id, publisher, repos, store.load(workspace)))
    say(f"Wrote {workspace.shorten(path)}.\nNext: replace every TO WRITE in it, then run: catalogue check")


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
    changed = write(path, dump(record, header=MACHINE_HEADER.format(command=f"catalogue report {source}")))
    say(f"{workspace.shorten(path)}: {len(record.repos):,} repositories, {'written' if changed else 'unchanged'}.")


@click.command()
@with_root
def schema(workspace: Workspace) -> None:
    """Rewrite data/schema/ from the records: JSON Schemas by which editors complete and mark mistakes."""
    changed = sum(write(workspace.schema / f"{name}.json", write_schema(name)) for name in SCHEMAS)
    say(f"{len(SCHEMAS):,} schemas, {changed:,} changed.")
