"""The list of purposes, and a page per purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.derive import facets
from generator.pages.labels import PURPOSES
from generator.pages.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from generator.catalogue import Catalogue


def make_index(catalogue: Catalogue, today: date) -> Iterator[Page]:  # noqa: ARG001  a page type's signature
    """Yield the list of purposes."""
    yield Page(
        path="purposes",
        title="Purposes",
        description="Openly published models by what they are for.",
        context={"purposes": facets.count_purposes(catalogue)},
    )


def make(catalogue: Catalogue, today: date) -> Iterator[Page]:  # noqa: ARG001  a page type's signature
    """Yield a page per purpose that has a series."""
    for purpose, series in facets.group_purposes(catalogue).items():
        label = PURPOSES[purpose]
        yield Page(
            path=f"purposes/{purpose}",
            title=label.title,
            description=f"Openly published models for {label.title.lower()}: {label.does}",
            context={"purpose": purpose, "series": series},
        )
