"""The explorer: a form over all variants, and the data it filters."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.derive import columns, facets
from generator.derive.fitting import MEMORY_GB, USUAL_PRECISION, USUAL_TOKENS
from generator.derive.sizing import CONTEXT_TOKENS, PRECISIONS
from generator.pages.labels import FORMATS
from generator.pages.page import DataFile, Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from generator.catalogue import Catalogue

DATA = "api/models.json"
"""Where the columns lie below the site's root."""


def make(catalogue: Catalogue, today: date) -> Iterator[Page]:  # noqa: ARG001  a page type's signature
    """Yield the explorer."""
    yield Page(
        path="explore",
        title="Explore",
        description="Filter all openly published models by what you may do with them, memory, language and more.",
        context={
            "totals": facets.count_all(catalogue),
            "purposes": facets.count_purposes(catalogue),
            "choices": list_choices(catalogue),
            "rights": columns.RIGHTS,
            "openness": tuple(reversed(columns.OPENNESS[1:])),
            "precisions": PRECISIONS,
            "usual": (USUAL_PRECISION, USUAL_TOKENS),
            "tokens": CONTEXT_TOKENS,
            "memory": MEMORY_GB,
        },
    )


def make_data(catalogue: Catalogue, today: date) -> Iterator[DataFile]:  # noqa: ARG001  a page type's signature
    """Yield the columns."""
    yield DataFile(DATA, json.dumps(columns.make_columns(catalogue), ensure_ascii=False, separators=(",", ":")))


def list_choices(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Return what can be chosen in each list whose entries come from the data, the most frequent first."""
    variants = tuple(catalogue)
    publishers = [catalogue.families[variant.family_id].publisher_id for variant in variants]
    return {
        "license": columns.list_choices(variant.facts.license.value for variant in variants),
        "language": columns.list_choices(code for v in variants for code in v.facts.languages.value or ()),
        "publisher": columns.list_choices(publishers),
        "country": columns.list_choices(catalogue.publishers[id_].country for id_ in publishers),
        "format": columns.list_choices(
            (format_ for v in variants for format_ in columns.list_formats(v)), ("safetensors", "bin", *FORMATS)
        ),
    }
