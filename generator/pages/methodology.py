"""Where each fact comes from, and what the words mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.derive import facets
from generator.derive.sizing import PRECISIONS
from generator.pages.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from generator.catalogue import Catalogue


def make(catalogue: Catalogue, today: date) -> Iterator[Page]:  # noqa: ARG001  a page type's signature
    """Yield the methodology page."""
    yield Page(
        path="methodology",
        title="Methodology",
        description="Where each fact comes from, which source goes first, and what unknown means.",
        context={
            "sources": catalogue.sources,
            "left_out": sorted(catalogue.left_out.items()),
            "totals": facets.count_all(catalogue),
            "precisions": PRECISIONS,
        },
        contents=True,
    )
