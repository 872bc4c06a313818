"""One value that differs, and how two sets of values are told apart."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Row(NamedTuple):
    """One value that differs; None where it is not known or not there.

    Args:
        of: A variant's repository, or the data file.
        what: Which value.
        before: The value in the old catalogue.
        after: The value in the new one.
    """

    of: str
    what: str
    before: Any
    after: Any


def compare_values(of: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Row]:
    """Yield what differs between values by name; of lists, which tuples stand for, each item that does.

    Args:
        of: What they are values of.
        before: The old values; one that is not there is None.
        after: The new values.
    """
    for what in dict.fromkeys((*before, *after)):
        was, is_ = before.get(what), after.get(what)
        if was == is_:
            continue
        if isinstance(was, tuple) or isinstance(is_, tuple):
            yield from _compare_lists(of, what, was or (), is_ or ())
        else:
            yield Row(of, what, was, is_)


def _compare_lists(of: str, what: str, before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Row]:
    earlier, later = frozenset(before), frozenset(after)
    lost = [item for item in before if item not in later]
    fresh = [item for item in after if item not in earlier]
    if lost or fresh:
        yield from (Row(of, what, was, is_) for was, is_ in zip_longest(lost, fresh))
    else:
        yield Row(of, f"{what}, in order", ", ".join(before), ", ".join(after))
