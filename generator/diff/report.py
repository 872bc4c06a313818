"""Writes down what differs between two catalogues, for the summary of a job or the body of a pull request."""

from __future__ import annotations

from itertools import filterfalse, takewhile
from typing import TYPE_CHECKING, Any

from generator.diff.written import is_text
from generator.markdown import MAX_VALUE, write_code, write_section

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.diff.comparing import Difference
    from generator.diff.row import Row
    from generator.errors import Problem

MAX_PROBLEM = 200
"""Characters of a path or message that the list of broken pages shows."""

MAX_NAME = 120
"""Characters of a repository or an address, which is whole then: a reader has to see which one it is."""

KEPT = 20
"""Characters that are shown of what two long values begin with alike."""


def write_difference(difference: Difference, broken: Sequence[Problem] = ()) -> str:
    """Return a difference as Markdown: a table of counts, then what each of them stands for.

    Args:
        difference: What differs; it says so when nothing does.
        broken: What keeps the site from being built.
    """
    head, files = (
        (f"| {first} | what | before | after |", "|---|---|---|---|") for first in ("variant", "variant or file")
    )
    moved = [f"- {_address(first)} → {_address(second)}" for first, second in difference.moved]
    sources = tuple(filterfalse(is_text, difference.written))
    sections = {
        "Pages broken": ([_name(problem) for problem in broken], ()),
        "Verdicts that change": (_rows(difference.verdicts), head),
        "Sizes that change": (_rows(difference.sizes), head),
        "Sources that change": (_rows(sources), files),
        "Pages added": (_items(difference.added), ()),
        "Pages moved": (moved, ()),
        "Pages gone": (_items(difference.gone), ()),
        "Texts that change": (_rows(filter(is_text, difference.written)), files),
        "Other facts that change": (_rows(difference.facts), head),
    }
    title = "## What changes for a reader"
    if not any(lines for lines, _ in sections.values()):
        return f"{title}\n\nNothing: no verdict, size, source, page, text or other fact.\n"
    counts = [f"| {name} | {len(lines):,} |" for name, (lines, _) in sections.items()]
    whole = [line for name, (lines, top) in sections.items() for line in write_section(name, lines, head=top)]
    return "\n".join([title, "", "| what | number |", "|---|---|", *counts, *whole]) + "\n"


def _name(problem: Problem) -> str:
    return f"- {write_code(problem.path, MAX_PROBLEM)}: {write_code(problem.message, MAX_PROBLEM)}"


def _rows(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(map(_row, rows))


def _row(row: Row) -> str:
    width = MAX_NAME if row.what in ("repo", "builds") else MAX_VALUE
    values = " | ".join(write_code(value, width) for value in _shorten(row.before, row.after, width))
    return f"| {write_code(row.of, MAX_NAME)} | {write_code(row.what, MAX_NAME)} | {values} |"


def _shorten(before: Any, after: Any, width: int) -> tuple[Any, Any]:
    """Return two values without most of what they begin with alike, if a cut could hide where they differ."""
    if not (isinstance(before, str) and isinstance(after, str)) or max(len(before), len(after)) <= width:
        return before, after
    alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    if alike <= KEPT:
        return before, after
    return f"…{before[alike - KEPT :]}", f"…{after[alike - KEPT :]}"


def _items(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"- {_address(path)}" for path in paths)


def _address(path: str) -> str:
    return write_code(f"/{path}/", MAX_NAME)
