"""Asks for all repositories of a plan, a few at a time."""

from __future__ import annotations

from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

from generator.hub import HubError, QuotaError
from generator.refresh.asking import ask
from generator.refresh.changes import drop_logged
from generator.refresh.listing import find_settled
from generator.refresh.result import Outcome, Result

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from concurrent.futures import Future
    from datetime import date

    from generator.hub import Hub
    from generator.records import Change, Data
    from generator.refresh.plan import Place

WORKERS = 4
"""Requests at the same time: the Hub's quota, not their speed, bounds a run."""


def refresh(
    hub: Hub, places: Sequence[Place], data: Data, day: date, *, step: Callable[[str], None] = lambda _: None
) -> Outcome:
    """Ask for all repositories of a plan. Nothing is written.

    Args:
        hub: Where.
        places: The plan.
        data: What is known.
        day: The day of the run.
        step: Called with each repository that is done.

    Returns:
        What came of it; when the quota was used up, of those that were asked for by then.

    Raises:
        HubError: When the run can keep nothing: no connection, or a token that is refused.
    """
    stopped: QuotaError | None = None
    settled: dict[str, Result] = {}
    try:
        settled = find_settled(hub, places, data, day)
    except QuotaError as error:
        stopped = error
    for repo in settled:
        step(repo)
    found = dict(settled)
    if stopped is None:
        asked, stopped = _ask_all(hub, [place for place in places if place.repo not in settled], data, day, step)
        found |= asked
    logged = _index(data.changes)
    results = tuple(_finish(found[place.repo], data, logged) for place in places if place.repo in found)
    return Outcome(day, results, len(places), hub.transport.quota.used, stopped)


def _ask_all(
    hub: Hub, places: Sequence[Place], data: Data, day: date, step: Callable[[str], None]
) -> tuple[dict[str, Result], QuotaError | None]:
    over = Event()

    def end() -> None:
        over.set()
        hub.transport.quota.stop()

    def work(place: Place) -> Result | None:
        if over.is_set():
            return None
        try:
            result = ask(hub, place, data.hub.get(place.repo), day)
        except HubError:
            if over.is_set():
                return None
            end()
            raise
        step(place.repo)
        return result

    pool, wait = ThreadPoolExecutor(WORKERS), True
    try:
        futures: list[Future[Result | None]] = [pool.submit(work, place) for place in places]
        return _collect(futures)
    except KeyboardInterrupt:
        wait = False  # a worker may wait for a silent Hub for a minute; it only reads
        raise
    finally:
        end()
        pool.shutdown(wait=wait, cancel_futures=True)


def _collect(futures: Sequence[Future[Result | None]]) -> tuple[dict[str, Result], QuotaError | None]:
    """Return all results and, if the quota ended the run, why; any other end is raised."""
    results, stopped = {}, None
    for future in futures:
        try:
            result = future.result()
        except QuotaError as error:
            stopped = stopped or error
        else:
            if result is not None:
                results[result.repo] = result
    return results, stopped


def _finish(result: Result, data: Data, logged: Mapping[str, Sequence[Change]]) -> Result:
    """Return a result without what is there already: counts of this week, and changes that are logged."""
    rows = data.usage.get(result.repo, ())
    row = result.row if result.row and all(row.week != result.row.week for row in rows) else None
    return replace(result, row=row, changes=drop_logged(result.changes, logged.get(result.repo, ())))


def _index(changes: Sequence[Change]) -> Mapping[str, Sequence[Change]]:
    """Return the logged changes by repository, each the oldest first."""
    logged: defaultdict[str, list[Change]] = defaultdict(list)
    for change in changes:
        logged[change.repo].append(change)
    return logged
