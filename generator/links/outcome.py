"""What a check found, held against the one before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.records import Failing, LinksRecord

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from generator.links.checker import Finding

DOUBTFUL_SHARE = 0.5
"""When more than this share of the addresses is newly lost, the way to them is doubted, not they."""

HEADER = (
    "# Written by `catalogue links`; changes made here are lost.\n"
    "# An address is corrected in the file that names it, which people write.\n"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a check.

    Args:
        day: Its day.
        files: Every address that was to be asked, with the files that name it.
        findings: How each was found that was asked.
        before: What the check before found; None when there was none.
    """

    day: date
    files: Mapping[str, tuple[str, ...]]
    findings: Mapping[str, Finding]
    before: LinksRecord | None

    @property
    def answered(self) -> tuple[str, ...]:
        """Those that answered."""
        return self._list("answered")

    @property
    def kept_out(self) -> tuple[str, ...]:
        """Those that turned the machine away."""
        return self._list("kept-out")

    @property
    def unasked(self) -> tuple[str, ...]:
        """Those of which nothing came: names kept for examples, and those of a site that took too long."""
        return tuple(url for url in self.files if url not in self.findings)

    @property
    def failing(self) -> Mapping[str, Failing]:
        """Those that did not answer, each since the first check in a row that found it so."""
        known = self.before.failing if self.before else {}
        return {
            # A clock that was ahead can have written a day to come.
            url: Failing(
                since=min(known[url].since, self.day) if url in known else self.day, answer=self.findings[url].answer
            )
            for url in self._list("failing")
        }

    @property
    def newly_failing(self) -> tuple[str, ...]:
        """Those that did not answer, and that no check before found so."""
        known = self.before.failing if self.before else {}
        return tuple(url for url in self._list("failing") if url not in known)

    @property
    def recovered(self) -> tuple[str, ...]:
        """Those that answered, and did not in the check before."""
        known = self.before.failing if self.before else {}
        return tuple(url for url in self.answered if url in known)

    @property
    def losses(self) -> tuple[str, ...]:
        """Those that newly fail, and those that answered before and of which nothing is known now."""
        found = {*self.answered, *self.failing}
        return (*self.newly_failing, *(url for url in self._known if url not in found))

    @property
    def is_doubtful(self) -> bool:
        """Whether so many are lost at once that the way to them is more likely at fault."""
        return len(self.losses) > DOUBTFUL_SHARE * self.expected

    @property
    def expected(self) -> int:
        """Of how many something was found, or might have been as it was before."""
        return len(self.findings.keys() | self._known)

    @property
    def _known(self) -> tuple[str, ...]:
        return tuple(url for url in (self.before.answered if self.before else ()) if url in self.files)

    def _list(self, state: str) -> tuple[str, ...]:
        return tuple(url for url in sorted(self.findings) if self.findings[url].state == state)


def make_record(outcome: Outcome) -> LinksRecord:
    """Return what a check found as a record, in an order that does not depend on that of the answers."""
    return LinksRecord(as_of=outcome.day, answered=outcome.answered, failing=dict(outcome.failing))
