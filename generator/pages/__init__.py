"""The types of pages: per type an address, a template and a function from the catalogue to its pages."""

from __future__ import annotations

from generator.pages import (
    cards,
    compare,
    explore,
    family,
    health,
    home,
    landscape,
    license,  # noqa: A004  the name of the page type
    methodology,
    publisher,
    purpose,
    search,
    variant,
)
from generator.pages.page import DataFile, DataType, Page, PageType

__all__ = ["DATA_TYPES", "FOLDERS", "PAGE_TYPES", "DataFile", "DataType", "Page", "PageType"]

PAGE_TYPES = (
    PageType("home", "", home.make),
    PageType("explore", "explore", explore.make),
    PageType("compare", "compare", compare.make),
    PageType("families", "families", family.make_index),
    PageType("family", "families/*", family.make),
    PageType("variant", "families/*/*", variant.make),
    PageType("purposes", "purposes", purpose.make_index),
    PageType("purpose", "purposes/*", purpose.make),
    PageType("licenses", "licenses", license.make_index),
    PageType("license", "licenses/*", license.make),
    PageType("publishers", "publishers", publisher.make_index),
    PageType("publisher", "publishers/*", publisher.make),
    PageType("landscape", "landscape", landscape.make),
    PageType("methodology", "methodology", methodology.make),
    PageType("health", "methodology/health", health.make),
)
"""All page types, in the order in which they are rendered."""

DATA_TYPES = (
    DataType("models", "api", explore.make_data),
    DataType("license-terms", "api", compare.make_data),
    DataType("search", "api", search.make),
    DataType("cards", "cards", cards.make),
)
"""All kinds of files beside the pages."""

FOLDERS = tuple(sorted({kind.folder for kind in (*PAGE_TYPES, *DATA_TYPES)} - {""}))
"""The folders of ``docs/`` that hold nothing else."""
