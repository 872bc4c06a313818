"""How sound the catalogue is: what is known, contradicted, gone from the Hub, and long not looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from generator.catalogue import Catalogue, Family, Variant

STALE = timedelta(days=365)
"""After so long without a check a family is listed."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one field: how many variants have a value, how many have none, and for how many sources contradict."""

    field: str
    known: int
    unknown: int
    contradicted: int


@dataclass(frozen=True, slots=True)
class Stale:
    """A family and the day somebody last opened a source for it or its publisher; None for never."""

    family: Family
    checked: date | None


def measure_coverage(catalogue: Catalogue, fields: Sequence[str]) -> tuple[Coverage, ...]:
    """Return the coverage of each field, in the order given."""
    variants = tuple(catalogue)
    return tuple(_measure(field, variants) for field in fields)


def _measure(field: str, variants: Sequence[Variant]) -> Coverage:
    claims = [getattr(variant.facts, field) for variant in variants]
    known = sum(1 for claim in claims if claim.facts)
    contradicted = sum(1 for claim in claims if claim.contradicting)
    return Coverage(field, known, len(variants) - known, contradicted)


def list_missing(catalogue: Catalogue) -> tuple[Variant, ...]:
    """Return the variants whose repository is gone from the Hub, the longest gone first."""
    gone = [(variant.missing_since, variant) for variant in catalogue if variant.missing_since]
    return tuple(variant for _, variant in sorted(gone, key=lambda pair: (pair[0], pair[1].repo)))


def list_stale(catalogue: Catalogue, today: date) -> tuple[Stale, ...]:
    """Return the families without a check in :data:`STALE`, the longest unchecked first.

    A check is a day on which somebody opened the source of an override, or the evidence on the publisher.
    """
    families = catalogue.families.values()
    found = [Stale(family, max(_list_checks(family, catalogue), default=None)) for family in families]
    stale = [one for one in found if one.checked is None or today - one.checked > STALE]
    return tuple(sorted(stale, key=lambda one: (one.checked or date.min, one.family.id)))


def _list_checks(family: Family, catalogue: Catalogue) -> Iterator[date]:
    for evidence in catalogue.publishers[family.publisher_id].evidence:
        if evidence.checked:
            yield evidence.checked
    for variant in family.variants:
        for fact in variant.facts.list_facts():
            if fact.origin == "override" and fact.as_of:
                yield fact.as_of
