"""``links``: asks the addresses that people wrote down whether they still answer."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import store
from generator.catalogue import list_addresses
from generator.cli.console import progress, say
from generator.cli.options import with_day_of_asking, with_root
from generator.errors import CatalogueError, Problem

if TYPE_CHECKING:
    from datetime import date

    from generator.workspace import Workspace


@click.command()
@with_root
@with_day_of_asking
@click.option("--timeout", type=click.IntRange(1, 300), default=20, show_default=True, help="Seconds for one address.")
@click.option("--private", is_flag=True, help="Ask addresses of private networks and of this machine, too.")
@click.option("--force", is_flag=True, help="Write even when more than 50 % are newly lost.")
def links(workspace: Workspace, today: date, timeout: int, *, private: bool, force: bool) -> None:
    """Ask the addresses that people wrote down whether they still answer, and write data/links.yaml.

    Standard output gets a report in Markdown, for the body of a pull request. An address that does not answer is a
    line in it, and no error.
    """
    from generator import links as checking  # noqa: PLC0415  it takes a while, and no other command uses it

    beside = str(Path(sys.executable).parent)
    program = checking.find_program(os.pathsep.join((beside, os.environ.get("PATH", os.defpath))))
    with progress("Reading data") as step:
        data = store.load(workspace, step=step)
    files = list_addresses(data)
    with progress(f"Asking {len(files):,} addresses"):
        limits = checking.Limits(seconds=timeout, private=private)
        findings = checking.ask(tuple(files), program, limits, os.environ)
    outcome = checking.Outcome(today, files, findings, data.links)
    path, doubtful = workspace.shorten(workspace.links), outcome.is_doubtful and not force
    record = store.dump(checking.make_record(outcome), header=checking.HEADER)
    # Whoever reads the report may be gone.
    changed = not doubtful and store.write(workspace, workspace.links, record)
    say(checking.write_report(outcome).rstrip())
    if doubtful:
        fix = "nothing was written; look at the report, and write all the same with --force"
        raise CatalogueError([Problem(path=path, message=checking.explain_doubt(outcome), fix=fix)])
    click.echo(f"{checking.sum_up(outcome)}. {path}: {'written' if changed else 'unchanged'}.", err=True)
