"""What is known of repositories that a draft is made for: the Hub is asked, or the data sets when it cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator import hub, refresh
from generator.cli.console import progress
from generator.draft import Known, recall
from generator.errors import CatalogueError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import PurePath

    from generator.records import Data
    from generator.refresh import Result


def learn(repos: Sequence[str], data: Data, path: PurePath, endpoint: str | None, today: date) -> dict[str, Known]:
    """Return what is known of each repository.

    Args:
        repos: Their ids.
        data: All records.
        path: The file that is drafted, for messages.
        endpoint: Address of the Hub; None for the usual one.
        today: The day of the run.

    Raises:
        CatalogueError: When the Hub says that there is no such repository.
    """
    try:
        access = hub.Hub(hub.find_endpoint(endpoint), hub.find_token())
        with access, progress("Asking the Hub", len(repos)) as step:
            results = [_ask(access, repo, today, step) for repo in repos]
    except hub.HubError as error:
        click.echo(f"{error.message}; drafting from data/reported/ instead.", err=True)
        return {repo: recall(repo, data) for repo in repos}
    problems = [_complain(result, path) for result in results if result.state in ("missing", "renamed")]
    if problems:
        raise CatalogueError(problems)
    return {result.repo: _understand(result, data, today) for result in results}


def _ask(access: hub.Hub, repo: str, today: date, step: Callable[[str], None]) -> Result:
    result = refresh.ask(access, refresh.Place(repo, ""), None, today)
    step(repo)
    return result


def _complain(result: Result, path: PurePath) -> Problem:
    repo = result.repo
    if result.state == "renamed":
        return Problem(path=path, message=f"{repo} is {result.reason} now", fix="name it so")
    fix = "correct the id, or draft it all the same with --offline"
    return Problem(path=path, message=f"{repo} {result.reason}", fix=fix)


def _understand(result: Result, data: Data, today: date) -> Known:
    if result.record is None:
        click.echo(f"{result.repo} {result.reason}; drafting from data/reported/ instead.", err=True)
        return recall(result.repo, data)
    return Known(result.record, f"the Hub on {today}")
