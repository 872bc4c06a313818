"""The types of pages: per type a template and a function from the catalogue to its pages."""

from __future__ import annotations

from generator.pages import family, home, license, methodology, publisher, purpose, variant  # noqa: A004
from generator.pages.page import Page, PageType

__all__ = ["PAGE_TYPES", "Page", "PageType"]

PAGE_TYPES = (
    PageType("home", "home.html.jinja", home.make),
    PageType("families", "families.html.jinja", family.make_index),
    PageType("family", "family.html.jinja", family.make),
    PageType("variant", "variant.html.jinja", variant.make),
    PageType("purposes", "purposes.html.jinja", purpose.make_index),
    PageType("purpose", "purpose.html.jinja", purpose.make),
    PageType("licenses", "licenses.html.jinja", license.make_index),
    PageType("license", "license.html.jinja", license.make),
    PageType("publishers", "publishers.html.jinja", publisher.make_index),
    PageType("publisher", "publisher.html.jinja", publisher.make),
    PageType("methodology", "methodology.html.jinja", methodology.make),
)
"""All page types, in the order in which they are rendered."""
