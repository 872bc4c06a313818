"""A page per variant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.derive import conflicts, fitting, lineage, openness, rights, sizing
from generator.pages.page import Page
from generator.pages.rows import list_rows
from generator.pages.snippets import list_snippets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import Any

    from generator.catalogue import Catalogue, Family, Series, Variant

MOST_LISTED = 200
"""How many others a page lists: with all of them, the pages of a large series grow with its square."""


def make(catalogue: Catalogue, today: date) -> Iterator[Page]:  # noqa: ARG001  a page type's signature
    """Yield a page per variant."""
    children = lineage.index_children(catalogue)
    for family in catalogue.families.values():
        for series in family.series:
            for variant in series.variants:
                context = _gather(catalogue, family, series, variant)
                yield Page(
                    path=variant.path,
                    title=variant.title,
                    description=f"{variant.title} by {context['publisher'].title}: may you sell with it, change it, "
                    "run it? License, memory and sources.",
                    context=context | {"children": children.get(variant.repo, ())},
                    image=f"cards/families/{family.id}.png",
                )


def _gather(catalogue: Catalogue, family: Family, series: Series, variant: Variant) -> dict[str, Any]:
    size = sizing.estimate(variant, catalogue)
    grid = fitting.make_grid(size)
    verdicts = rights.judge(variant, catalogue)
    return {
        "family": family,
        "series": series,
        "variant": variant,
        "publisher": catalogue.publishers[family.publisher_id],
        "rights": verdicts,
        "conflicts": conflicts.find_conflicts(variant, verdicts, catalogue),
        "openness": openness.classify(variant, catalogue),
        "sizing": size,
        "grid": grid,
        "headline": fitting.find_usual(grid),
        "rows": tuple(list_rows(variant.facts)),
        "most_listed": MOST_LISTED,
        "snippets": tuple(list_snippets(variant)),
    }
