"""What a page is before it is rendered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from generator.catalogue import Catalogue


def name_place(path: str) -> str:
    """Return the place of a page: its first folder and its depth, as in ``families-3``.

    Args:
        path: Its address below the site's root, without slashes at the ends.
    """
    return f"{path.partition('/')[0]}-{path.count('/') + 1}" if path else "-0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page to render.

    Args:
        path: Its address below the site's root, without slashes at the ends; empty for the home page.
        title: For the browser's tab and search results.
        description: One sentence for search results.
        context: What its template gets.
        contents: Whether a table of contents stands beside it.
        image: Its picture for links shared elsewhere, below the site's root.
    """

    path: str
    title: str
    description: str
    context: Mapping[str, Any]
    contents: bool = False
    image: str = "cards/site.png"

    @property
    def depth(self) -> int:
        """How many folders lie between it and the site's root."""
        return self.path.count("/") + 1 if self.path else 0


@dataclass(frozen=True, slots=True)
class PageType:
    """All pages of one kind.

    Args:
        name: The kind; ``<name>.html.jinja`` in ``generator/templates/`` renders the body.
        path: Address of its pages below the site's root, with a ``*`` for each part that differs from page to page.
        make: From the catalogue and today's date to the pages.
    """

    name: str
    path: str
    make: Callable[[Catalogue, date], Iterable[Page]]

    @property
    def template(self) -> str:
        """File in ``generator/templates/`` that renders the body."""
        return f"{self.name}.html.jinja"

    @property
    def leaf(self) -> bool:
        """Whether its pages are many, and so use the leaf template; pages of the navigation do not."""
        return "*" in self.path

    @property
    def folder(self) -> str:
        """The folder of ``docs/`` its pages lie in; empty for the home page."""
        return self.path.partition("/")[0]


@dataclass(frozen=True, slots=True)
class DataFile:
    """One file of the site that is no page: data or an image.

    Args:
        path: Where it lies below the site's root, with its ending.
        content: Text, or bytes of an image.
    """

    path: str
    content: str | bytes


@dataclass(frozen=True, slots=True)
class DataType:
    """All files of one kind that are no pages; no template has a part in them.

    Args:
        name: The kind.
        folder: The folder of ``docs/`` they lie in.
        make: From the catalogue and today's date to the files.
    """

    name: str
    folder: str
    make: Callable[[Catalogue, date], Iterable[DataFile]]
