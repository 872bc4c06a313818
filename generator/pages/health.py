"""What the catalogue does not know, and what nobody has looked at for long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.derive import facets, health, links
from generator.pages.page import Page
from generator.pages.rows import LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from generator.catalogue import Catalogue


def make(catalogue: Catalogue, today: date) -> Iterator[Page]:
    """Yield the page on the catalogue's health."""
    yield Page(
        path="methodology/health",
        title="Health",
        description="How much of each field is known, where sources contradict, and what nobody has checked for long.",
        context={
            "totals": facets.count_all(catalogue),
            "coverage": health.measure_coverage(catalogue, tuple(LABELS)),
            "names": LABELS,
            "missing": health.list_missing(catalogue),
            "failed": sorted(catalogue.failed.items()),
            "refreshed": catalogue.refreshed,
            "stale": health.list_stale(catalogue, today),
            "days": health.STALE.days,
            "asked": catalogue.asked,
            "replies": links.count_replies(catalogue),
            "dead": links.list_dead(catalogue),
        },
    )
