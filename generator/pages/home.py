"""The home page: the question, ready answers, how much is known, and the ways in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.derive import columns, facets, history
from generator.derive.fitting import MEMORY_GB
from generator.pages.labels import N_
from generator.pages.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from generator.catalogue import Catalogue

NEWEST = 12
SHOWN = 12
"""Families named for each country."""


class Ready(NamedTuple):
    """A question many people have, in words and as the explorer's address."""

    words: str
    query: str


READY_ANSWERS = (
    Ready(N_("A coding model I may sell with, on a 24 GB card"), "purpose=code&commercial=terms&memory=24"),
    Ready(N_("Speaks Spanish, may be sold with, on 16 GB"), "language=es&commercial=terms&memory=16"),
    Ready(N_("Open source AI, with the training code"), "openness=open-source&openness=open-source-open-data"),
    Ready(N_("Runs on a phone: 4 billion parameters at most"), "purpose=general&max=4"),
    Ready(N_("Reads documents, under an open license"), "purpose=ocr&openness=open-weights&openness=open-source"),
    Ready(N_("Embeddings that may be sold with"), "purpose=embedding&commercial=yes"),
    Ready(N_("From publishers in France and Germany"), "country=FR&country=DE"),
    Ready(N_("License not known: where help is wanted"), "license=unknown"),
)
"""The home page's links into the explorer."""


def make(catalogue: Catalogue, today: date) -> Iterator[Page]:
    """Yield the home page."""
    yield Page(
        path="",
        title="Open Model Catalogue",
        description="Which openly published AI models you may use, adapt and run yourself, and how we know.",
        context={
            "totals": facets.count_all(catalogue),
            "purposes": facets.count_purposes(catalogue),
            "languages": columns.list_choices(code for v in catalogue for code in v.facts.languages.value or ()),
            "memory": MEMORY_GB,
            "answers": READY_ANSWERS,
            "changes": history.list_changes(catalogue, NEWEST),
            "newest": facets.list_newest(catalogue, today, NEWEST),
            "countries": facets.group_families_by_country(catalogue),
            "shown": SHOWN,
        },
    )
