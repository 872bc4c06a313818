"""Which characters of a text a reader sees, and how the others are written down."""

from __future__ import annotations

import re
import unicodedata

MAX_MARKS = 2
"""On one letter."""

_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"})
_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\ufffc\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""What Unicode calls default ignorable (DerivedCoreProperties.txt), and three characters that draw nothing."""

_COMMAND = re.compile(r"^([^\S\n]*)::", re.MULTILINE)


def is_invisible(character: str) -> bool:
    """Whether a character draws nothing: controls, marks of direction, fillers, and what Unicode has not assigned."""
    return unicodedata.category(character) in _INVISIBLE or bool(_IGNORABLE.match(character))


def find_tower(text: str) -> str:
    """Return a mark of those that are more on one letter than writing needs: they are drawn over the lines above."""
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks > MAX_MARKS:
            return character
    return ""


def spell_out(text: str) -> str:
    r"""Return text without what could steer a terminal or a log.

    Characters that nobody sees, or takes for a space, are written as in ``\x1b``, and so is what begins a command.
    """
    text = break_commands(text)
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if _is_plain(c) else c.encode("unicode_escape").decode() for c in text)


def break_commands(text: str) -> str:
    """Return text in which no log of a workflow sees a command: at the beginning of a line, or of the older form."""
    return _COMMAND.sub(r"\1\\x3a:", text.replace("##[", "##\\x5b"))


def spell_lines(text: str) -> str:
    """Return text that is safe to print after a word of ours: each line spelled out, all but the first behind a mark.

    A log takes a line that begins like a command for one.
    """
    return "\n  | ".join(map(spell_out, text.split("\n")))


def _is_plain(character: str) -> bool:
    return character.isprintable() and not is_invisible(character)
