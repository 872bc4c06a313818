"""How much one repository is used, and by how many others it was built upon, in one week."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import StringConstraints

from generator.records.base import Day, Record, RepoId
from generator.records.facts import Count, Derivatives, Facts

Week = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-W[0-9]{2}$")]


class UsageRow(Record):
    """What the Hub counted for one repository.

    ``week`` is the ISO week and ``day`` the day in it on which the Hub was asked. ``downloads`` are those of the
    30 days before; a count left out was not stated.
    """

    week: Week
    day: Day
    repo: RepoId
    downloads: Count | None = None
    downloads_all_time: Count | None = None
    likes: Count | None = None
    finetune: Count | None = None
    adapter: Count | None = None
    merge: Count | None = None
    quantized: Count | None = None

    @property
    def facts(self) -> Facts:
        """The counts as facts of the repository."""
        kinds = {name: getattr(self, name) for name in Derivatives.model_fields}
        known = any(value is not None for value in kinds.values())
        return Facts(
            downloads=self.downloads,
            downloads_all_time=self.downloads_all_time,
            likes=self.likes,
            derivatives=Derivatives(**{name: value or 0 for name, value in kinds.items()}) if known else None,
        )


def find_week(day: date) -> str:
    """Return the ISO 8601 week of a day, as ``2026-W48``."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"
