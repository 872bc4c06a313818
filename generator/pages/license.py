"""The list of licenses, and a page per license."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.derive import facets
from generator.pages.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from generator.catalogue import Catalogue


def make_index(catalogue: Catalogue, today: date) -> Iterator[Page]:  # noqa: ARG001  a page type's signature
    """Yield the list of licenses."""
    groups = facets.group_licenses(catalogue)
    order = sorted(catalogue.licenses, key=lambda id_: (-len(groups.get(id_, ())), id_))
    yield Page(
        path="licenses",
        title="Licenses",
        description="What the licenses of openly published models permit, forbid and ask, clause by clause.",
        context={
            "order": order,
            "variants": groups,
            "others": sorted(groups.keys() - catalogue.licenses.keys()),
        },
    )


def make(catalogue: Catalogue, today: date) -> Iterator[Page]:  # noqa: ARG001  a page type's signature
    """Yield a page per license."""
    groups = facets.group_licenses(catalogue)
    for id_, license_ in catalogue.licenses.items():
        yield Page(
            path=f"licenses/{id_}",
            title=license_.title,
            description=license_.summary,
            context={"id": id_, "license": license_, "variants": groups.get(id_, ())},
        )
