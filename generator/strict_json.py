"""Reads JSON that others wrote, so that whatever walks the value can take it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_DEPTH = 100
"""Lists and objects inside each other. Python itself takes a thousand or more, and then some that ``str`` does not."""
MAX_VALUES = 1_000_000
"""Of one text, keys not counted: a text of 16 MB can hold eight times as many, and take a minute to look through."""


class ExcessError(ValueError):
    """The value is nested deeper than any honest one, or holds more."""


def read_json(text: str, parse_constant: Callable[[str], Any] | None = None, max_values: int = MAX_VALUES) -> Any:
    """Return the value of a JSON text.

    Args:
        text: The text.
        parse_constant: What ``NaN`` and the like become; numbers when not given.
        max_values: How many values it may hold.

    Raises:
        ValueError: When it is no JSON.
        ExcessError: When it holds too much, or is nested too deep.
    """
    try:
        value = json.loads(text, parse_constant=parse_constant)
    except RecursionError:
        raise ExcessError("nested without end") from None
    level, count = [value], 0
    for _ in range(MAX_DEPTH):
        count += len(level)
        if count > max_values:
            raise ExcessError(f"of more than {max_values:,} values")
        level = [item for inner in level if isinstance(inner, list | dict) for item in _list_items(inner)]
        if not level:
            return value
    raise ExcessError("nested without end")


def _list_items(value: list[Any] | dict[str, Any]) -> Any:
    return value if isinstance(value, list) else value.values()
