"""Strict YAML on libyaml: one meaning for each document, and a position for each mistake.

YAML 1.1 turns ``no`` into false, ``010`` into 8, ``12:30`` into 750 and keeps the last of two equal
keys. Here each of these is a mistake with line and column. Documents are built from parser events,
which is three times faster than composing nodes and never follows an alias.
"""

from __future__ import annotations

import re
import sys
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # the stubs do not export it

if TYPE_CHECKING:
    from collections.abc import Container

    from generator.errors import Location

Value = str | int | float | bool | date | list["Value"] | dict[str, "Value"] | None
MAX_DEPTH = 20
MAX_DIGITS = 18
MAX_MISTAKES = 1000
"""Mistakes of one file that are told: a hostile one can have hundreds of thousands."""

_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "": None}
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_AMBIGUOUS = re.compile(
    r"(?i:yes|no|on|off|y|n|true|false|null|~|=|<<)"
    r"|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"
    r"|[-+]?0[0-9_]+|[-+]?0[xob][0-9a-fA-F_]+"
    r"|[-+]?(\.[0-9][0-9_]*|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?i:inf|nan)"
    r"|\d{4}-\d{1,2}-\d{1,2}([Tt \t].*)?"
)
_REFUSED = (
    # libyaml reads many directives in quadratic time, and no record needs one.
    (re.compile(r"^%", re.MULTILINE), "a line that begins with %", "leave directives out; quote text"),
    # libyaml skips one before any line, which is a comment then to it and something else to others.
    (re.compile("(?!\\A)\ufeff"), "a mark of byte order (U+FEFF) within the text", "remove it"),
    # Line ends to YAML and not to most editors, which would show other lines than a message names.
    (re.compile("\r(?!\n)|[\x85\u2028\u2029]"), "a line end of neither Unix nor Windows", "save it with those of Unix"),
)

_QUOTED = frozenset("'\"|>")
_SUSPECT = frozenset("0123456789-+.yYnNoOtTfF~=<")
"""What a number, a day, a word of YAML or something ambiguous begins with; any other text is only text."""


def is_plain(text: str) -> bool:
    """Whether a text that stands without quotes is read as that text, and not as a number, a day or a mistake."""
    if text and text[0] not in _SUSPECT:
        return True
    return not (text in _WORDS or _NUMBER.fullmatch(text) or _DATE.fullmatch(text) or _AMBIGUOUS.fullmatch(text))


class Mistake(NamedTuple):
    """A mistake of YAML itself: what, the remedy, and the line and column from 1."""

    message: str
    fix: str
    line: int
    column: int


class _Builder:
    def __init__(
        self,
        text: str,
        max_entries: int = sys.maxsize,
        *,
        record: bool = False,
        wanted: Container[Location] | None = None,
    ) -> None:
        self.left = self.max_entries = max_entries
        self.parser: Any = CParser(text)  # the stubs of its events are incomplete
        self.mistakes: list[Mistake] = []
        self.places: dict[Location, tuple[int, int]] | None = {} if record else None
        self.wanted = wanted

    def complain(self, event: Any, message: str, fix: str) -> None:
        mark = event.start_mark
        if len(self.mistakes) == MAX_MISTAKES:
            self.stop(event, f"more than {MAX_MISTAKES:,} mistakes", "correct those before first")
        self.mistakes.append(Mistake(message, fix, mark.line + 1, mark.column + 1))

    def stop(self, event: Any, message: str, fix: str) -> NoReturn:
        raise _StopError(Mistake(message, fix, event.start_mark.line + 1, event.start_mark.column + 1))

    def record(self, place: Location, event: Any) -> None:
        if self.places is not None and (self.wanted is None or place in self.wanted):
            self.places[place] = (event.start_mark.line + 1, event.start_mark.column + 1)

    def document(self) -> Value:
        self.parser.get_event()
        if isinstance(self.parser.get_event(), yaml.StreamEndEvent):
            return None
        value = self.node(self.parser.get_event(), (), 1)
        self.parser.get_event()
        event = self.parser.get_event()
        if not isinstance(event, yaml.StreamEndEvent):
            self.complain(event, "a second document in one file", "keep one record per file, without '---'")
        return value

    def node(self, event: Any, at: Location, depth: int) -> Value:
        # Exact types, the commonest first: this runs a million times for 10,000 variants.
        self.left -= 1
        if self.left < 0:
            self.stop(event, f"more than {self.max_entries:,} entries", "split it, or remove what does not belong")
        if type(event) is yaml.ScalarEvent:
            if event.anchor is not None or event.tag is not None:
                self.forbid_marks(event)
            text: str = event.value
            if (text and text[0] not in _SUSPECT) or event.style in _QUOTED:
                return text
            return self.plain(event, text)
        if type(event) is yaml.AliasEvent:
            self.complain(event, f"alias *{_shorten(str(event.anchor))}", "write the value out in full")
            return None
        if event.anchor is not None or event.tag is not None:
            self.forbid_marks(event)
        if depth > MAX_DEPTH:
            self.stop(event, f"nested deeper than {MAX_DEPTH} levels", "make it flatter")
        if type(event) is yaml.SequenceStartEvent:
            return self.sequence(at, depth + 1)
        return self.mapping(at, depth + 1)

    def forbid_marks(self, event: Any) -> None:
        if event.anchor is not None:
            self.complain(event, f"anchor &{_shorten(event.anchor)}", "write the value out in full where it is needed")
        if getattr(event, "tag", None) is not None:
            self.complain(event, f"tag {_shorten(event.tag)}", "leave the tag out")

    def sequence(self, at: Location, depth: int) -> list[Value]:
        items: list[Value] = []
        place: Location = ()
        while type(event := self.parser.get_event()) is not yaml.SequenceEndEvent:
            if self.places is not None:
                place = (*at, len(items))
                self.record(place, event)
            items.append(self.node(event, place, depth))
        return items

    def mapping(self, at: Location, depth: int) -> dict[str, Value]:
        pairs: dict[str, Value] = {}
        first: dict[str, Any] = {}
        get_event = self.parser.get_event
        while type(event := get_event()) is not yaml.MappingEndEvent:
            key = self.node(event, at, depth)
            place: Location = ()
            if not isinstance(key, str):
                self.complain(event, "a key that is not text", "put the key in quotes")
                key = repr(key)
                first.setdefault(key, event)
            elif key in pairs:
                message = f"key {_shorten(key)!r} stands twice (first in line {first[key].start_mark.line + 1})"
                self.complain(event, message, "keep one of them")
            else:
                first[key] = event
                if self.places is not None:
                    place = (*at, key)
                    self.record(place, event)
            pairs[key] = self.node(get_event(), place, depth)
        return pairs

    def plain(self, event: Any, text: str) -> Value:
        if text in _WORDS:
            return _WORDS[text]
        if (number := _NUMBER.fullmatch(text)) and len(text) <= MAX_DIGITS:
            return float(text) if number[2] else int(text)
        if _DATE.fullmatch(text):
            return self.day(event)
        if number or _AMBIGUOUS.fullmatch(text):
            self.complain(event, f"{_shorten(text)} can be read in two ways", f'put it in quotes: "{_shorten(text)}"')
        return text

    def day(self, event: Any) -> Value:
        try:
            return date.fromisoformat(event.value)
        except ValueError:
            self.complain(event, f"{event.value} is no day of the calendar", "correct it, or put text in quotes")
            return None


class _StopError(Exception):
    """Reading ends here, with this mistake as the last."""

    def __init__(self, mistake: Mistake) -> None:
        super().__init__()
        self.mistake = mistake


def _shorten(text: str, width: int = 40) -> str:
    """Return the start of a text, on one line."""
    return " ".join(text.split()) if len(text) <= width else f"{' '.join(text[:width].split())}…"


def _find_refused(text: str) -> Mistake | None:
    """Return what makes a text unfit to be read at all, if anything."""
    if "%" not in text and "\r" not in text and text.isascii():
        return None  # nearly every file: a tenth of the time that the patterns take
    for pattern, message, fix in _REFUSED:
        if found := pattern.search(text):
            start = text.rfind("\n", 0, found.start()) + 1
            return Mistake(message, fix, text.count("\n", 0, start) + 1, found.start() - start + 1)
    return None


def _run(text: str, builder: _Builder) -> Value:
    if mistake := _find_refused(text):
        builder.mistakes.append(mistake)
        return None
    try:
        return builder.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = " ".join(part for part in (error.problem, error.context) if part)
        builder.mistakes.append(Mistake(f"not YAML: {message}", "correct the line or the one before", line, column))
    except yaml.YAMLError as error:
        message = str(error).splitlines()[0]
        builder.mistakes.append(Mistake(f"not YAML: {message}", "remove the character", 1, 1))
    except _StopError as error:
        builder.mistakes.append(error.mistake)
    return None


def parse(text: str, max_entries: int = sys.maxsize) -> tuple[Value, list[Mistake]]:
    """Read one strict YAML document.

    Args:
        text: The document.
        max_entries: Keys, items and values that it may have; a mistake says where it has more.

    Returns:
        Its value (None for an empty one) and every mistake found; with a mistake the value is not to be used.
    """
    builder = _Builder(text, max_entries)
    return _run(text, builder), builder.mistakes


def locate(text: str, wanted: Container[Location] | None = None) -> dict[Location, tuple[int, int]]:
    """Return line and column (from 1) of keys and list items of a document that parses: those wanted, else all."""
    builder = _Builder(text, record=True, wanted=wanted)
    _run(text, builder)
    return builder.places or {}
