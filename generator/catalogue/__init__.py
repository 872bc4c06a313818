"""Joins records to one catalogue in which every value knows its origin."""

from generator.catalogue.join import join
from generator.catalogue.model import (
    Build,
    Catalogue,
    Claims,
    Fact,
    Family,
    RepoFacts,
    Series,
    Source,
    Variant,
)

__all__ = [
    "Build",
    "Catalogue",
    "Claims",
    "Fact",
    "Family",
    "RepoFacts",
    "Series",
    "Source",
    "Variant",
    "join",
]
