"""Markdown extension for pages that are finished HTML already.

Rendering writes such a page as front matter, one marker line, and the body. Markdown must not touch
the body: it is data that was escaped for HTML, not for Markdown. The extension hands it through whole
and gives MkDocs the table of contents that the marker carries.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from markdown.extensions import Extension

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown import Markdown

_OPEN, _CLOSE = "<!-- finished ", " -->\n"

Heading = tuple[int, str, str]
"""Level, id and title."""


def mark(body: str, headings: Sequence[Heading] = ()) -> str:
    """Return a finished body behind its marker.

    Args:
        body: HTML.
        headings: What the table of contents lists.
    """
    contents = json.dumps(list(headings)).replace("-", "\\u002d").replace("<", "\\u003c").replace(">", "\\u003e")
    return f"{_OPEN}{contents}{_CLOSE}{body}"


def is_marked(text: str) -> bool:
    """Whether a page, with or without front matter, is marked as finished."""
    return f"\n{_OPEN}" in f"\n{text}"


class FinishedExtension(Extension):
    """Lets marked pages pass and leaves all others to Markdown, in which HTML is text like any other."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  Markdown's name
        """Put the way past Markdown in front of it; pages of people hold Markdown only."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        convert = md.convert

        def convert_or_pass(source: str) -> str:
            if not source.startswith(_OPEN):
                return convert(source)
            contents, _, body = source.removeprefix(_OPEN).partition(_CLOSE)
            md.toc_tokens = _nest(json.loads(contents))  # type: ignore[attr-defined]  # the toc extension's
            return body

        md.convert = convert_or_pass  # type: ignore[method-assign]  # no hook comes before Markdown's own parsing


def _nest(headings: list[Heading]) -> list[dict[str, Any]]:
    """Return headings in the shape of Markdown's ``toc`` extension."""
    roots: list[dict[str, Any]] = []
    trail: list[dict[str, Any]] = []
    for level, anchor, title in headings:
        token = {
            "level": level,
            "id": anchor,
            "name": title,
            "html": title,
            "data-toc-label": "",
            "children": [],
        }
        while trail and trail[-1]["level"] >= level:
            trail.pop()
        (trail[-1]["children"] if trail else roots).append(token)
        trail.append(token)
    return roots


def makeExtension(**settings: Any) -> FinishedExtension:  # noqa: N802  Markdown's name and signature
    """Return the extension; Markdown calls this by name."""
    return FinishedExtension(**settings)
