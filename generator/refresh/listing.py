"""Finds by listing an organization which of its repositories have not changed, and spares them a request each.

A listing gives a thousand repositories in one request, but neither what they were made from nor what was made
of them. So it only settles those whose record is of the same revision and whose counts of this week are there.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from generator.hub import RepoError
from generator.records import find_week
from generator.refresh.result import Result

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from generator.hub import Hub
    from generator.hub.document import Document
    from generator.records import Data, HubRecord
    from generator.refresh.plan import Place

WORTH = 2
"""From so many repositories of an organization on, one listing costs less than asking for each."""


def find_settled(hub: Hub, places: Iterable[Place], data: Data, day: date) -> dict[str, Result]:
    """Return the repositories that need not be asked for, with their result.

    Args:
        hub: Where.
        places: The repositories of the run.
        data: What is known.
        day: The day of the run.

    Raises:
        HubError: When nothing else can be read either.
    """
    settled = {}
    for organization, candidates in _group(places, data, find_week(day)).items():
        wanted = {place.repo: place for place in candidates}
        pages = hub.list_repos(organization, ("gated", "sha"))
        try:
            for page in islice(pages, len(wanted) - 1):
                for repo in wanted.keys() & page.items.keys():
                    place, record = wanted.pop(repo), data.hub[repo]
                    if _is_same(record, page.items[repo]):
                        settled[repo] = Result(place, "unchanged", record, record)
                if not wanted:
                    break
        except RepoError:
            continue  # those that are left are asked for one by one
    return settled


def _group(places: Iterable[Place], data: Data, week: str) -> dict[str, list[Place]]:
    """Return the repositories whose counts of the week are known, by organization, where there are enough."""
    groups: defaultdict[str, list[Place]] = defaultdict(list)
    for place in places:
        record, rows = data.hub.get(place.repo), data.usage.get(place.repo)
        if record and record.revision and not record.missing_since and rows and rows[-1].week >= week:
            groups[place.repo.partition("/")[0]].append(place)
    return {name: group for name, group in groups.items() if len(group) >= WORTH}


def _is_same(record: HubRecord, item: Document) -> bool:
    return bool(item.get("sha") == record.revision and item.get("gated") == record.gated)
