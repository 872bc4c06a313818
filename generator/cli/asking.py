"""What ``fetch`` and ``discover`` do: lock, read, ask, report, write."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import click

from generator import hub, refresh, store
from generator.cli.console import progress, say
from generator.errors import CatalogueError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from generator.refresh import Outcome
    from generator.workspace import Workspace


class Options(NamedTuple):
    """Which repositories are asked for, and whether the result is written.

    Of ``families`` (all when empty) the part ``shard`` of the work, and at most ``limit`` repositories.
    """

    families: tuple[str, ...]
    shard: tuple[int, int]
    limit: int | None
    dry_run: bool
    force: bool


def fetch(workspace: Workspace, today: date, endpoint: str | None, options: Options) -> None:
    """Refresh what the Hub says, and report it.

    Raises:
        CatalogueError: When the data, the Hub or the result do not allow to go on.
        SystemExit: With 1, when some could not be fetched.
    """
    shard = refresh.Shard(*options.shard)
    with refresh.hold_lock(workspace), open_hub(workspace, endpoint) as access:
        with progress("Reading data") as step:
            data = store.load(workspace, step=step)
        folder = workspace.shorten(workspace.families)
        places = refresh.plan(data, options.families, shard, options.limit, folder=folder)
        left = access.transport.quota.left
        with progress("Asking the Hub", len(places), note=lambda: _say_left(left())) as step:
            outcome = refresh.refresh(access, places, data, today, step=step)
        doubtful = outcome.is_doubtful and not options.force
        changed = 0 if options.dry_run or doubtful else refresh.save(workspace, outcome, shard)
    # What was learnt is kept before it is told: whoever reads the report may be gone.
    say(refresh.write_report(outcome))
    if doubtful:
        fix = "nothing was written; look at the report, and write all the same with --force"
        problem = Problem(path=workspace.shorten(workspace.hub), message=refresh.explain_doubt(outcome), fix=fix)
        raise CatalogueError([problem])
    _sum_up(outcome, changed)


@contextmanager
def open_hub(workspace: Workspace, endpoint: str | None) -> Iterator[hub.Hub]:
    """Give access to the Hub; what ends a run is said as a problem.

    Raises:
        CatalogueError: When the Hub cannot be asked.
    """
    try:
        with hub.Hub(hub.find_endpoint(endpoint), hub.find_token()) as access:
            yield access
    except hub.HubError as error:
        problem = Problem(path=workspace.shorten(workspace.hub), message=error.message, fix=error.fix)
        raise CatalogueError([problem]) from None


def _say_left(requests: int | None) -> str:
    return "" if requests is None else f"{requests:,} requests left in this window"


def _sum_up(outcome: Outcome, changed: int) -> None:
    for label, repos in refresh.count(outcome):
        click.echo(f"{label:>16}: {repos:>7,}", err=True)
    click.echo(f"{changed:,} {'file' if changed == 1 else 'files'} changed.", err=True)
    if outcome.stopped:
        click.echo(f"{outcome.stopped.message}; {outcome.stopped.fix}", err=True)
    if outcome.stopped or outcome.counts["failed"]:
        raise SystemExit(1)
