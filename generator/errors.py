"""What can be wrong with the catalogue, said so that a person can mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.visible import spell_lines, spell_out

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePath

Location = tuple[str | int, ...]
"""Keys and list indices that lead to a value inside a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong at one place.

    Args:
        path: The file, relative to the root where possible.
        message: What is wrong.
        fix: What to do about it.
        at: Where inside the document; empty when the file as a whole is meant.
        line: Line in the file, from 1; None when not known.
        column: Column in the line, from 1.
    """

    path: PurePath
    message: str
    fix: str
    at: Location = ()
    line: int | None = None
    column: int | None = None

    @property
    def field(self) -> str:
        """The place inside the document as people write it: ``series[0].purpose``."""
        parts = (f"[{part}]" if isinstance(part, int) else f".{_cut(part)}" for part in self.at)
        return "".join(parts).removeprefix(".")

    @property
    def order(self) -> tuple[str, int, int, str]:
        """Sort key: by file, then by place in it."""
        return (str(self.path), self.line or 0, self.column or 0, self.field)

    def __str__(self) -> str:
        """Return ``path:line:column: field: message; fix``, safe to print: what a program said keeps its lines."""
        path = spell_out(str(self.path))
        place = ":".join(str(part) for part in (path, self.line, self.column) if part is not None)
        said = spell_lines(f"{self.message}; {self.fix}")
        return ": ".join(part for part in (place, self.field, said) if part)


def _cut(text: str, width: int = 100) -> str:
    return spell_out(f"{text[:width]}…" if len(text) > width else text)


class CatalogueError(Exception):
    """All problems of one run, raised once.

    Args:
        problems: What is wrong; kept sorted by place.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order of their places."""
        self.problems = tuple(sorted(problems, key=lambda problem: problem.order))
        super().__init__("\n".join(map(str, self.problems)))


def raise_all(problems: Iterable[Problem]) -> None:
    """Raise :class:`CatalogueError` if there is any problem."""
    found = tuple(problems)
    if found:
        raise CatalogueError(found)
