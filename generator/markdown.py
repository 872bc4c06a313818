"""Markdown that a machine writes: values in it are shown, never read as Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from generator.visible import spell_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_LINES = 200
"""Lines of one section; a pull request's body may have 65,536 characters in all."""

MAX_VALUE = 60
_NO_CODE = re.compile(r"[`|]")


def write_code(value: Any, width: int = MAX_VALUE) -> str:
    """Return a value between back-ticks, so that nothing in it is read as Markdown or as a mention.

    Args:
        value: What is shown; characters that nobody sees are spelled out.
        width: The most characters of it, and a mark where there are more.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    text = "none" if value is None else str(value)
    shown = spell_out(_NO_CODE.sub("", text)[: width + 1])
    return f"`{shown[:width]}{'…' if len(shown) > width else ''}`" if shown else "` `"


def write_section(title: str, lines: Sequence[str], *, head: Sequence[str] = ()) -> Iterator[str]:
    """Yield the lines of a section: a title with their number, at most :data:`MAX_LINES` of them, nothing for none.

    Args:
        title: What they are.
        lines: List items, or rows of a table.
        head: The first two lines of a table.
    """
    if not lines:
        return
    yield from ("", f"### {title} ({len(lines):,})", "", *head, *lines[:MAX_LINES])
    if len(lines) > MAX_LINES:
        yield from ("", f"And {len(lines) - MAX_LINES:,} more.")
