"""The index of the search in the header."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.catalogue.slugs import make_title
from generator.derive import facets
from generator.pages.labels import PURPOSES
from generator.pages.page import DataFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from generator.catalogue import Catalogue, Variant

Entry = tuple[str, str, str, str]
"""Kind, address below the site's root, title, and more words that find it."""


def make(catalogue: Catalogue, today: date) -> Iterator[DataFile]:  # noqa: ARG001  a page type's signature
    """Yield the index: pages one by one, variants by family so that addresses need no words of their own."""
    index = {
        "pages": list(_list_pages(catalogue)),
        "variants": [
            [family.id, [[variant.repo, *_list_other_names(variant)] for variant in family.variants]]
            for family in catalogue.families.values()
        ],
    }
    yield DataFile("api/search.json", json.dumps(index, ensure_ascii=False, separators=(",", ":")))


def _list_pages(catalogue: Catalogue) -> Iterator[Entry]:
    for family in catalogue.families.values():
        yield "Family", family.path, family.title, catalogue.publishers[family.publisher_id].title
    for count in facets.count_purposes(catalogue):
        yield "Purpose", f"purposes/{count.item}", PURPOSES[count.item].title, count.item
    for id_, license_ in catalogue.licenses.items():
        yield "License", f"licenses/{id_}", license_.title, " ".join((id_, license_.spdx or "", *license_.hub))
    for id_, publisher in catalogue.publishers.items():
        yield "Publisher", f"publishers/{id_}", publisher.title, " ".join((id_, *publisher.hub))


def _list_other_names(variant: Variant) -> tuple[str, ...]:
    """Return what else finds a variant: its title if it is not the repository's name, former ids, and its builds."""
    name = variant.repo.rpartition("/")[2]
    title = variant.title if variant.title != make_title(variant.repo) else ""
    builds = (build.repo.rpartition("/")[2].removeprefix(name) for build in variant.builds)
    more = " ".join((*variant.formerly, *builds))
    return (title, more) if more else (title,) if title else ()
