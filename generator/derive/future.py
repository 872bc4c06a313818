"""Days that cannot be true yet: no record knows what day it is, the command that checks them does."""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from generator.catalogue import Catalogue
    from generator.errors import Location

_DATA = PurePosixPath("data")
_AHEAD = timedelta(days=1)
"""Where a person checks a source it may be tomorrow already."""


def find_future(catalogue: Catalogue, today: date) -> Iterator[Problem]:
    """Yield every day, after today, on which something is said to have been seen or a source to have been opened.

    Args:
        catalogue: All records.
        today: The day, UTC.
    """
    for path, at, day in _list_checks(catalogue):
        if day is not None and day > today + _AHEAD:
            message = f"{day} is yet to come"
            yield Problem(path=path, at=at, message=message, fix="write the day on which it was seen")


def _list_checks(catalogue: Catalogue) -> Iterator[tuple[PurePosixPath, Location, date | None]]:
    for id_, record in catalogue.licenses.items():
        yield _DATA / "licenses" / f"{id_}.yaml", ("checked",), record.checked
    for source in catalogue.sources:
        yield _DATA / "reported" / f"{source.id}.yaml", ("as_of",), source.as_of
    for id_, publisher in catalogue.publishers.items():
        for number, evidence in enumerate(publisher.evidence):
            yield _DATA / "publishers" / f"{id_}.yaml", ("evidence", number, "checked"), evidence.checked
    for family in catalogue.families.values():
        path = _DATA / "families" / f"{family.id}.yaml"
        for variant in family.variants:
            for fact in variant.facts.list_facts():
                if fact.origin == "override":
                    yield path, (variant.repo, "overrides", "checked"), fact.as_of
            yield _DATA / "hub" / f"{variant.repo}.yaml", ("missing_since",), variant.missing_since
            for change in variant.changes:
                yield _DATA / "changes", (change.repo, change.kind), change.day
    yield _DATA / "refresh.yaml", ("day",), catalogue.refreshed
    yield _DATA / "links.yaml", ("as_of",), catalogue.asked
