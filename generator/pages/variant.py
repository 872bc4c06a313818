"""A page per variant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.pages.page import Page
from generator.pages.rows import list_rows
from generator.pages.snippets import list_snippets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from generator.catalogue import Catalogue


def make(catalogue: Catalogue, today: date) -> Iterator[Page]:  # noqa: ARG001  a page type's signature
    """Yield a page per variant."""
    for family in catalogue.families.values():
        for series in family.series:
            for variant in series.variants:
                yield Page(
                    path=variant.path,
                    title=variant.title,
                    description=f"{variant.title} by {catalogue.publishers[family.publisher_id].title}: "
                    "license, size, context and sources.",
                    context={
                        "family": family,
                        "series": series,
                        "variant": variant,
                        "publisher": catalogue.publishers[family.publisher_id],
                        "rows": tuple(list_rows(variant.facts)),
                        "snippets": tuple(list_snippets(variant)),
                    },
                )
