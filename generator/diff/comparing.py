"""Finds what differs for a reader between two catalogues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.derive import rights, sizing
from generator.diff.pairing import pair_families, pair_variants
from generator.diff.row import Row
from generator.diff.written import compare_facts, compare_written
from generator.pages import PAGE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from generator.catalogue import Catalogue, Variant

QUESTIONS: tuple[rights.Question, ...] = (
    "commercial_use",
    "modify",
    "redistribute",
    "train_on_outputs",
    "no_cap",
    "in_eu",
    "ungated",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two catalogues.

    ``written`` is what data files say beside verdicts and sizes, ``facts`` what else is known of variants, but for what
    is counted each day. ``moved`` are pairs of addresses, the earlier first.
    """

    verdicts: tuple[Row, ...]
    sizes: tuple[Row, ...]
    written: tuple[Row, ...]
    facts: tuple[Row, ...]
    added: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]


def compare(old: Catalogue, new: Catalogue, today: date) -> Difference:
    """Return what differs for a reader.

    Args:
        old: The catalogue before.
        new: The catalogue after.
        today: The day both are shown on.
    """
    pairs = pair_variants(old, new)
    before, after = _list_addresses(old, today), _list_addresses(new, today)
    moved = tuple((first.path, second.path) for first, second in pairs if first.path != second.path)
    return Difference(
        verdicts=tuple(row for first, second in pairs for row in _compare_rights(first, old, second, new)),
        sizes=tuple(row for first, second in pairs for row in _compare_sizes(first, old, second, new)),
        written=compare_written(old, new, pairs, pair_families(old, new, pairs)),
        facts=tuple(row for first, second in pairs for row in compare_facts(first, old, second, new)),
        added=tuple(sorted(after - before - {path for _, path in moved})),
        moved=moved,
        gone=tuple(sorted(before - after - {path for path, _ in moved})),
    )


def _list_addresses(catalogue: Catalogue, today: date) -> set[str]:
    return {page.path for kind in PAGE_TYPES for page in kind.make(catalogue, today)}


def _compare_rights(first: Variant, old: Catalogue, second: Variant, new: Catalogue) -> Iterator[Row]:
    before, after = rights.judge(first, old), rights.judge(second, new)
    if before.license_id != after.license_id:
        yield Row(second.repo, "license", before.license_id, after.license_id)
    for question in QUESTIONS:
        was, is_ = getattr(before, question).answer, getattr(after, question).answer
        if was != is_:
            yield Row(second.repo, question, was, is_)


def _compare_sizes(first: Variant, old: Catalogue, second: Variant, new: Catalogue) -> Iterator[Row]:
    before, after = sizing.estimate(first, old), sizing.estimate(second, new)
    if before.parameters != after.parameters:
        yield Row(second.repo, "parameters", before.parameters, after.parameters)
    if before.max_tokens != after.max_tokens:
        yield Row(second.repo, "context in tokens", before.max_tokens, after.max_tokens)
    earlier, later = ({weights.precision.title: weights for weights in s.weights} for s in (before, after))
    for place, title in enumerate({**later, **earlier}):
        was, is_ = earlier.get(title), later.get(title)
        # What follows from the parameters is told once, what was measured each time.
        if was != is_ and (place == 0 or (was and was.measured) or (is_ and is_.measured)):
            yield Row(second.repo, f"bytes at {title}", was.bytes if was else None, is_.bytes if is_ else None)
