"""The whole catalogue in pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.derive import charts, columns, facets
from generator.derive.openness import classify
from generator.pages.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from generator.catalogue import Catalogue

SHOWN = 12
"""Bars of a chart; the page names the rest."""


def make(catalogue: Catalogue, today: date) -> Iterator[Page]:
    """Yield the landscape."""
    families = tuple(catalogue.families.values())
    variants = tuple(catalogue)
    publishers = [catalogue.families[variant.family_id].publisher_id for variant in variants]
    yield Page(
        path="landscape",
        title="Landscape",
        description="Openly published models in pictures: sizes, releases, licenses, openness, countries and purposes.",
        context={
            "totals": facets.count_all(catalogue),
            "sizes": charts.make_sizes(families, catalogue, today),
            "timeline": charts.make_timeline(families, today),
            "licenses": charts.make_bars((v.facts.license.value for v in variants), SHOWN),
            "openness": charts.make_bars((classify(v, catalogue).label for v in variants), len(columns.OPENNESS)),
            "countries": charts.make_bars((catalogue.publishers[id_].country for id_ in publishers), SHOWN),
            "publishers": charts.make_bars(publishers, SHOWN),
            "purposes": charts.make_bars((v.purpose for v in variants), SHOWN),
        },
    )
