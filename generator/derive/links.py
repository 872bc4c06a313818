"""Whether the addresses that people wrote down still answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from generator.catalogue import Catalogue

State = Literal["answers", "fails", "unknown"]


class Reply(NamedTuple):
    """How an address was last found: since ``day`` it fails, or on ``day`` it answered; None when it is not known."""

    state: State
    day: date | None


class Dead(NamedTuple):
    """An address that does not answer since a day, what came instead, and the files that name it."""

    url: str
    since: date
    answer: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many addresses answered, fail, and of how many neither is known."""

    answered: int
    failing: int
    unknown: int


def judge(url: str, catalogue: Catalogue) -> Reply:
    """Return how an address was last found."""
    address = catalogue.addresses.get(url)
    if address is not None and address.failing is not None:
        return Reply("fails", address.failing.since)
    if address is not None and address.answered is not None:
        return Reply("answers", address.answered)
    return Reply("unknown", None)


def list_dead(catalogue: Catalogue) -> tuple[Dead, ...]:
    """Return the addresses that do not answer, the longest dead first."""
    found = (
        Dead(url, address.failing.since, address.failing.answer, address.files)
        for url, address in catalogue.addresses.items()
        if address.failing is not None
    )
    return tuple(sorted(found, key=lambda dead: (dead.since, dead.url)))


def count_replies(catalogue: Catalogue) -> Tally:
    """Return how many addresses answered, fail, and are not known."""
    states = [judge(url, catalogue).state for url in catalogue.addresses]
    return Tally(states.count("answers"), states.count("fails"), states.count("unknown"))
