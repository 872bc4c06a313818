"""Pages that people write: what of them MkDocs would read without end is refused before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.errors import Problem
from generator.finished import is_marked
from generator.site.agreement import parse_alike
from generator.visible import find_tower, is_invisible

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAX_BYTES, MAX_LINES = 24 * 1024, 1000
"""Python-Markdown reads some texts in a time that grows with the square of their length, or of their headings."""

MAX_BRACKETS = 100
"""Opening brackets, each of which it follows to the end of a text: 500 in the longest take a minute."""

MAX_TAGS = 200
"""What could open a tag: it looks for the end of each."""

MAX_WORD = 500
"""Letters without a space: in the address of a reference it looks for a title behind each."""

MAX_COLUMNS = 30
"""Bars in a line: it fills up each row of a table to the length of its head."""

MAX_TICKS = 1000
"""Each may begin a piece of code, and it looks for the end of each."""

_BOUNDS = (
    ("[", MAX_BRACKETS, "opening brackets"),
    ("<", MAX_TAGS, "signs <"),
    ("`", MAX_TICKS, "backticks"),
    ("\n", MAX_LINES, "lines"),
)

KEYS = frozenset({"title", "description", "hide"})
_RAW = frozenset('<>&"')
_SIDES = ("navigation", "toc")
_FRONT = re.compile(r"-{3}[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*\n", re.DOTALL)
"""What MkDocs takes for front matter, https://www.mkdocs.org/user-guide/writing-your-docs/#yaml-style-meta-data."""

_REFERENCE = re.compile(r"&[#\\A-Za-z]")
"""How HTML names a character, also behind Markdown's mark of one that is meant as it is: a reader of the file, and what
looks at the text here, would see something else than a reader of the page."""

_FENCE = re.compile(r"```|~~~")
_PLAIN_FENCE = re.compile(r"[ \t>]*(?:[-*+][ \t]+|\d+\.[ \t]+)?(?:```+|~~~+)[ \t]*[\w+-]*[ \t]*", re.ASCII)
"""A fence with a language at most: what else may stand there is read in a time that doubles with every few letters."""

_PLAIN_FRONT = re.compile(r" {0,3}[A-Za-z0-9_-]+:")
"""What it takes for front matter without any marks, as MultiMarkdown does."""


def check_page(path: Path) -> Iterator[Problem]:
    """Yield what is wrong with a hand-written page: MkDocs follows aliases in its front matter, and has no bounds.

    Args:
        path: The page, a plain file.
    """
    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        message = f"has more than the {MAX_BYTES:,} bytes of a page that people write"
        yield Problem(path=path, message=message, fix="make two pages of it")
        return
    # As MkDocs does: a mark at its beginning is no text, and any line end is one.
    text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    for mark, most, said in _BOUNDS:
        if text.count(mark) > most:
            message = f"has more than {most:,} {said}, which take MkDocs too long"
            yield Problem(path=path, message=message, fix="make two pages of it")
    for number, line in enumerate(text.split("\n"), 1):
        yield from _check_line(path, number, line)
    if is_marked(text):
        message = "is marked as finished HTML, which only rendering writes"
        yield Problem(path=path, message=message, fix="remove the mark, and write Markdown")
    if front := _FRONT.match(text):
        yield from _check_front(path, front[1])
    elif _PLAIN_FRONT.match(text):
        fix = "put it between lines of three hyphens, or begin with a heading"
        yield Problem(path=path, line=1, message="MkDocs reads this line as front matter", fix=fix)


def find_raw(said: str) -> str:
    """Return a character of a title that MkDocs would write into the page as it is, and HTML or nobody reads."""
    raw = (character for character in said if character in _RAW or is_invisible(character))
    return next(raw, "") or find_tower(said)


def _check_line(path: Path, number: int, line: str) -> Iterator[Problem]:
    """Yield what could read otherwise than it is: a character that nobody sees, or one that another stands for."""
    found = next((place for place, character in enumerate(line) if character != "\t" and is_invisible(character)), None)
    if found is not None:
        message = f"invisible character U+{ord(line[found]):04X}"
        yield Problem(path=path, line=number, column=found + 1, message=message, fix="remove it")
    if find_tower(line):
        message = "more than two combining marks on one letter"
        yield Problem(path=path, line=number, message=message, fix="remove them")
    if _FENCE.search(line) and not _PLAIN_FENCE.fullmatch(line):
        fix = "let a fence stand alone, with the name of a language at most"
        yield Problem(path=path, line=number, message="a fence beside other text", fix=fix)
    if any(len(word) > MAX_WORD for word in line.split()):
        message = f"a word of more than {MAX_WORD} letters, which takes MkDocs too long"
        yield Problem(path=path, line=number, message=message, fix="shorten it")
    if line.count("|") > MAX_COLUMNS:
        message = f"more than {MAX_COLUMNS} bars, which make a table that takes MkDocs too long"
        yield Problem(path=path, line=number, message=message, fix="make a list of it")
    if reference := _REFERENCE.search(line):
        fix = "write the character itself, or a space behind the &"
        yield Problem(
            path=path, line=number, column=reference.start() + 1, message="a reference to a character", fix=fix
        )


def _check_front(path: Path, text: str) -> Iterator[Problem]:
    value, mistakes = parse_alike(text)
    for mistake in mistakes:
        # The line of the mark that opens it comes first.
        yield Problem(path=path, message=mistake.message, fix=mistake.fix, line=mistake.line + 1, column=mistake.column)
    if mistakes:
        return
    known = ", ".join(sorted(KEYS))
    if value is not None and not isinstance(value, dict):
        yield Problem(path=path, line=2, message="the front matter holds no keys", fix=f"it may have: {known}")
        return
    for key, said in (value or {}).items():
        if key not in KEYS:
            yield Problem(path=path, line=2, message=f"{key!r} in the front matter", fix=f"it may have: {known}")
        elif key == "hide":
            if not (isinstance(said, list) and all(word in _SIDES for word in said)):
                fix = "write: hide: [navigation, toc]"
                yield Problem(path=path, line=2, message="hide is no list of sides", fix=fix)
        elif not isinstance(said, str):
            yield Problem(path=path, line=2, message=f"{key} is no text", fix="put it between quotes")
        elif odd := find_raw(said):
            message = f"{key} holds {odd!r}, which MkDocs writes as it is"
            yield Problem(path=path, line=2, message=message, fix="say it with other characters")
