"""Views across the catalogue: counts, groups and the newest variants."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from generator.records import PURPOSES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from generator.catalogue import Catalogue, Family, Series, Variant
    from generator.records import Purpose

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Counted(Generic[T]):
    """A thing and how many variants belong to it."""

    item: T
    count: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The size of the catalogue."""

    families: int
    variants: int
    builds: int
    publishers: int
    countries: int
    licenses: int


def count_all(catalogue: Catalogue) -> Totals:
    """Return the size of the catalogue; publishers and countries are those with a family."""
    publishers = {family.publisher_id for family in catalogue.families.values()}
    countries = {catalogue.publishers[id_].country for id_ in publishers} - {None}
    return Totals(
        families=len(catalogue.families),
        variants=sum(1 for _ in catalogue),
        builds=sum(len(variant.builds) for variant in catalogue),
        publishers=len(publishers),
        countries=len(countries),
        licenses=len(catalogue.licenses),
    )


def count_purposes(catalogue: Catalogue) -> tuple[Counted[Purpose], ...]:
    """Return each purpose that has a variant, in the order of the vocabulary."""
    counts = Counter(variant.purpose for variant in catalogue)
    return tuple(Counted(purpose, counts[purpose]) for purpose in PURPOSES if counts[purpose])


def find_release(variant: Variant, series: Series | None = None) -> date | None:
    """Return the day a variant came out: its own release date, its series', or its first day on the Hub."""
    facts = variant.facts
    return facts.released.value or (series.released if series else None) or facts.hub_created.value


def list_newest(catalogue: Catalogue, today: date, limit: int) -> tuple[Variant, ...]:
    """Return the variants released last, the newest first; those without a date, or with one to come, are not in it."""
    dated = [
        (day, variant)
        for family in catalogue.families.values()
        for series in family.series
        for variant in series.variants
        if (day := find_release(variant, series)) and day <= today
    ]
    dated.sort(key=lambda pair: (-pair[0].toordinal(), pair[1].path))
    return tuple(variant for _, variant in dated[:limit])


def group_families(catalogue: Catalogue) -> dict[str, tuple[Family, ...]]:
    """Return the families of each publisher."""
    groups: defaultdict[str, list[Family]] = defaultdict(list)
    for family in catalogue.families.values():
        groups[family.publisher_id].append(family)
    return {id_: tuple(families) for id_, families in groups.items()}


def group_countries(catalogue: Catalogue) -> tuple[tuple[str | None, tuple[str, ...]], ...]:
    """Return the publishers of each country, the country with the most first; None is for those not known."""
    groups: defaultdict[str | None, list[str]] = defaultdict(list)
    for id_, publisher in catalogue.publishers.items():
        groups[publisher.country].append(id_)
    order = sorted(groups, key=lambda country: (country is None, -len(groups[country]), country or ""))
    return tuple((country, tuple(groups[country])) for country in order)


def group_families_by_country(catalogue: Catalogue) -> tuple[tuple[str | None, tuple[Family, ...]], ...]:
    """Return the families by their publisher's country, most variants first in both; None is last."""
    groups: defaultdict[str | None, list[Family]] = defaultdict(list)
    for family in sorted(catalogue.families.values(), key=lambda family: (-len(family.variants), family.id)):
        groups[catalogue.publishers[family.publisher_id].country].append(family)
    order = sorted(groups, key=lambda code: (code is None, -sum(len(f.variants) for f in groups[code]), code or ""))
    return tuple((code, tuple(groups[code])) for code in order)


def group_licenses(catalogue: Catalogue) -> dict[str, tuple[Variant, ...]]:
    """Return the variants under each license, by license id or the spelling that was declared."""
    groups: defaultdict[str, list[Variant]] = defaultdict(list)
    for variant in catalogue:
        if declared := variant.facts.license.value:
            groups[declared].append(variant)
    return {id_: tuple(variants) for id_, variants in groups.items()}


def group_purposes(catalogue: Catalogue) -> dict[Purpose, tuple[tuple[Family, Series], ...]]:
    """Return the series of each purpose, with their families."""
    groups: defaultdict[Purpose, list[tuple[Family, Series]]] = defaultdict(list)
    for family in catalogue.families.values():
        for series in family.series:
            groups[series.purpose].append((family, series))
    return {purpose: tuple(groups[purpose]) for purpose in PURPOSES if groups[purpose]}


def count_licenses(variants: Iterable[Variant]) -> tuple[Counted[str | None], ...]:
    """Return the declared licenses of some variants, the most frequent first; None counts the unknown."""
    counts = Counter(variant.facts.license.value for variant in variants)
    return tuple(Counted(id_, count) for id_, count in sorted(counts.items(), key=lambda c: (-c[1], c[0] or "~")))
