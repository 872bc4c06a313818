"""The list of publishers, and a page per publisher."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.derive import facets
from generator.pages.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from generator.catalogue import Catalogue


def make_index(catalogue: Catalogue, today: date) -> Iterator[Page]:  # noqa: ARG001  a page type's signature
    """Yield the list of publishers."""
    yield Page(
        path="publishers",
        title="Publishers",
        description="Who stands behind openly published models: publishers by country, with their families.",
        context={"families": facets.group_families(catalogue), "countries": facets.group_countries(catalogue)},
    )


def make(catalogue: Catalogue, today: date) -> Iterator[Page]:  # noqa: ARG001  a page type's signature
    """Yield a page per publisher."""
    groups = facets.group_families(catalogue)
    for id_, publisher in catalogue.publishers.items():
        yield Page(
            path=f"publishers/{id_}",
            title=publisher.title,
            description=f"{publisher.title}: where it is seated and which model families it publishes.",
            context={"id": id_, "publisher": publisher, "families": groups.get(id_, ())},
        )
