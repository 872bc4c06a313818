"""What came of asking for one repository, and of a whole run."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from generator.records import HubRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from generator.hub import HubError
    from generator.records import Change, UsageRow
    from generator.refresh.plan import Place

State = Literal["added", "changed", "unchanged", "missing", "renamed", "failed"]

DOUBTFUL_SHARE = 0.10
"""When more than this share of the repositories is newly missing or failed, the Hub is doubted, not they."""

VOLATILE = frozenset({"last_modified", "revision"})
"""Fields whose change alone is no news to a reader."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of asking for one repository.

    Args:
        place: The repository and its family.
        state: What came of it.
        before: The record so far; None when there was none.
        record: The record to keep; None when there is nothing to keep.
        row: Its counts of this week; None when they are there already or were not stated.
        changes: What is logged of it.
        odd: What is wrong with each field that could not be read.
        reason: Why it failed, or what id it answers under.
    """

    place: Place
    state: State
    before: HubRecord | None = None
    record: HubRecord | None = None
    row: UsageRow | None = None
    changes: tuple[Change, ...] = ()
    odd: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""

    @property
    def repo(self) -> str:
        """The repository's id."""
        return self.place.repo

    @property
    def changed_fields(self) -> tuple[str, ...]:
        """The facts that changed against the record before."""
        if self.before is None or self.record is None:
            return ()
        names = (name for name in HubRecord.model_fields if name not in VOLATILE)
        return tuple(name for name in names if getattr(self.before, name) != getattr(self.record, name))

    @property
    def is_loss(self) -> bool:
        """Whether something that was there, or was expected, could not be had this time."""
        known_missing = self.before is not None and self.before.missing_since is not None
        return self.state == "failed" or (self.state == "missing" and not known_missing)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run.

    Args:
        day: Its day.
        results: One per repository that was asked for, in the order of the plan.
        planned: How many were to be asked for.
        requests: How many requests it took.
        stopped: Why the run ended before all were asked for; None when it did not.
    """

    day: date
    results: tuple[Result, ...]
    planned: int
    requests: int
    stopped: HubError | None = None

    @property
    def counts(self) -> Counter[str]:
        """How many repositories came to each state."""
        return Counter(result.state for result in self.results)

    @property
    def losses(self) -> tuple[Result, ...]:
        """Those that are newly missing or failed."""
        return tuple(result for result in self.results if result.is_loss)

    @property
    def is_doubtful(self) -> bool:
        """Whether so many are missing or failed that the Hub, or the way to it, is more likely at fault."""
        return len(self.losses) > DOUBTFUL_SHARE * len(self.results)

    def of(self, *states: State) -> Iterable[Result]:
        """Return the results of some states."""
        return (result for result in self.results if result.state in states)
