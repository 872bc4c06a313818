"""Joins records to one catalogue in which every value knows its origin."""

from generator.catalogue.addresses import Address, list_addresses
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
    "Address",
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
    "list_addresses",
]
