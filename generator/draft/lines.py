"""The lines of a draft: a key with its value or with what is still to write, under the words that explain it."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from generator.records.base import TO_WRITE
from generator.store import dump_value

if TYPE_CHECKING:
    from typing import Any

WIDTH = 110


def write_pair(key: str, value: object, need: str = "") -> str:
    """Return ``key: value`` as one line of YAML, whatever the value holds.

    Args:
        key: The key.
        value: Its value; with None the line says what is to write.
        need: What a person has to write where there is no value.
    """
    return dump_value({key: f"{TO_WRITE} {need}" if value is None else value})


def write_or_null(key: str, value: str | None) -> str:
    """Return a pair whose value may be null: not known."""
    return f"{key}: null\n" if value is None else write_pair(key, value)


def explain(words: str) -> str:
    """Return words as comment lines."""
    lines, line = [], "#"
    for word in words.split():
        if len(line) + len(word) >= WIDTH:
            lines.append(line)
            line = "#"
        line += f" {word}"
    return "".join(f"{line}\n" for line in (*lines, line))


def offer(key: str, value: object, example: str) -> str:
    """Return an optional pair: the value where there is one, else a commented example."""
    return f"# {key}: {example}\n" if value is None else write_pair(key, value)


def list_words(literal: Any) -> str:
    """Return the words of a closed list, for an explanation."""
    return ", ".join(get_args(literal))


def indent(text: str, width: int) -> str:
    """Return lines moved to the right."""
    return "".join(f"{' ' * width}{line}" for line in text.splitlines(keepends=True))
