"""The home page: what this is, how much it knows, and the ways in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.derive import facets
from generator.pages.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from generator.catalogue import Catalogue

NEWEST = 12


def make(catalogue: Catalogue, today: date) -> Iterator[Page]:
    """Yield the home page."""
    yield Page(
        path="",
        title="Open Model Catalogue",
        description="Which openly published AI models you may use, adapt and run yourself, and how we know.",
        context={
            "totals": facets.count_all(catalogue),
            "purposes": facets.count_purposes(catalogue),
            "newest": facets.list_newest(catalogue, today, NEWEST),
            "largest": sorted(catalogue.families.values(), key=lambda f: (-len(f.variants), f.title))[:NEWEST],
        },
        leaf=False,
        searchable=True,
    )
