"""The list of families, and a page per family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.derive import charts, facets, fitting, history, lineage
from generator.pages.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from generator.catalogue import Catalogue

COUNTED: tuple[history.Counted, ...] = ("downloads", "derivatives")
"""What a family's page draws by week."""


def make_index(catalogue: Catalogue, today: date) -> Iterator[Page]:  # noqa: ARG001  a page type's signature
    """Yield the list of families."""
    yield Page(
        path="families",
        title="Families",
        description="All families of openly published models, with publisher, country and number of variants.",
        context={"families": tuple(catalogue.families.values())},
    )


def make(catalogue: Catalogue, today: date) -> Iterator[Page]:
    """Yield a page per family."""
    for family in catalogue.families.values():
        yield Page(
            path=family.path,
            title=family.title,
            description=family.summary,
            context={
                "family": family,
                "publisher": catalogue.publishers[family.publisher_id],
                "licenses": facets.count_licenses(family.variants),
                "fits": fitting.list_fits(family, catalogue),
                "trees": tuple(tree for tree in lineage.grow_trees(family, catalogue) if tree.children),
                "downloads": lineage.sum_downloads(family.variants),
                "derivatives": lineage.sum_derivatives(family.variants),
                "timeline": charts.make_timeline((family,), today),
                "histories": {counted: history.make_history(family, counted) for counted in COUNTED},
                "sizes": charts.make_sizes((family,), catalogue, today),
            },
            image=f"cards/families/{family.id}.png",
        )
