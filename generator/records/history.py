"""What refreshes saw change, and how the last one went."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from generator.records.base import Day, Line, Many, Record, RepoId, Table
from generator.records.hub import Revision

ChangeKind = Literal[
    "added",
    "license-changed",
    "gated",
    "ungated",
    "missing",
    "restored",
    "renamed",
    "parameters-changed",
]
"""Kinds of change that are logged."""

Total = Annotated[int, Field(ge=0)]
"""How many repositories."""


class Change(Record):
    """One change of one repository, as a refresh saw it on ``day``.

    ``before`` and ``after`` are the values of the field that changed, null where there was none.
    """

    day: Day
    repo: RepoId
    kind: ChangeKind
    before: Line | int | bool | None = None
    after: Line | int | bool | None = None
    revision: Revision | None = None

    @property
    def key(self) -> tuple[Any, ...]:
        """What two records of the same change share."""
        return (self.repo, self.kind, self.before, self.after, self.revision)


class ChangesRecord(Record):
    """One file of ``changes/``: the oldest change first."""

    changes: Many[Change]


class RefreshRecord(Record):
    """How the repositories stood after the last refresh on ``day``.

    It holds no counts of what that run did, so that a run that finds nothing new changes only the day.
    """

    day: Day
    asked: Total
    present: Total
    gated: Total
    missing: Many[RepoId]
    renamed: Table[RepoId, RepoId]
    failed: Table[RepoId, Line]
