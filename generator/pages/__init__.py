"""The types of pages: per type a template and a function from the catalogue to its pages."""

from __future__ import annotations

from generator.pages import (
    cards,
    compare,
    explore,
    family,
    health,
    home,
    landscape,
    license,  # noqa: A004
    methodology,
    publisher,
    purpose,
    search,
    variant,
)
from generator.pages.page import DataFile, DataType, Page, PageType

__all__ = ["DATA_TYPES", "PAGE_TYPES", "DataFile", "DataType", "Page", "PageType"]

PAGE_TYPES = (
    PageType("home", "home.html.jinja", home.make),
    PageType("explore", "explore.html.jinja", explore.make),
    PageType("compare", "compare.html.jinja", compare.make),
    PageType("families", "families.html.jinja", family.make_index),
    PageType("family", "family.html.jinja", family.make),
    PageType("variant", "variant.html.jinja", variant.make),
    PageType("purposes", "purposes.html.jinja", purpose.make_index),
    PageType("purpose", "purpose.html.jinja", purpose.make),
    PageType("licenses", "licenses.html.jinja", license.make_index),
    PageType("license", "license.html.jinja", license.make),
    PageType("publishers", "publishers.html.jinja", publisher.make_index),
    PageType("publisher", "publisher.html.jinja", publisher.make),
    PageType("landscape", "landscape.html.jinja", landscape.make),
    PageType("methodology", "methodology.html.jinja", methodology.make),
    PageType("health", "health.html.jinja", health.make),
)
"""All page types, in the order in which they are rendered."""

DATA_TYPES = (
    DataType("models", explore.make_data),
    DataType("license-terms", compare.make_data),
    DataType("search", search.make),
    DataType("cards", cards.make),
)
"""All kinds of files beside the pages."""
