"""When the addresses that people wrote down last answered a machine."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints, model_validator

from generator.records.base import Day, Many, Record, Table, Url, complain

Answer = Annotated[str, StringConstraints(pattern=r"^([1-9][0-9]{2}|timeout|no-connection)$")]
"""What came instead of a page: the status, nothing in time, or no secure connection at all."""

_RESTORE = "restore the file from git, or remove it and run 'catalogue links'"


class Failing(Record):
    """An address that does not answer; ``since`` is the day of the first check in a row that found it so."""

    since: Day
    answer: Answer


class LinksRecord(Record):
    """The file ``links.yaml``: how the check on ``as_of`` found the addresses, and nothing about what they say.

    An address in neither list was not asked yet, or keeps machines out: of it nothing is known. A check that finds
    nothing new changes only the day.
    """

    as_of: Day
    answered: Many[Url]
    failing: Table[Url, Failing]

    @model_validator(mode="after")
    def _check_lists(self) -> LinksRecord:
        answered = set(self.answered)
        if len(answered) < len(self.answered) or answered & self.failing.keys():
            raise complain("an address stands twice", _RESTORE)
        if any(failing.since > self.as_of for failing in self.failing.values()):
            raise complain("an address fails since a day after the check", _RESTORE)
        return self
