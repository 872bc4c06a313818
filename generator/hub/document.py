"""Reads JSON that may be anything, and finds values in it."""

from __future__ import annotations

from typing import Any

from generator.hub.trouble import UnansweredError
from generator.strict_json import ExcessError, read_json

Document = dict[str, Any]
MAX_VALUES = 400_000
"""Of one answer: the sizes of 50,000 files have so many."""


def parse(content: bytes) -> Any:
    """Return the value of a JSON text.

    Raises:
        UnansweredError: When it is none, or one that no honest server sends.
    """
    try:
        return read_json(content.decode("utf-8"), _refuse, MAX_VALUES)
    except ExcessError as error:
        raise UnansweredError(f"answered with JSON {error}") from None
    except ValueError:
        raise UnansweredError("answered with something that is not JSON") from None


def parse_object(content: bytes) -> Document:
    """Return the value of a JSON text that has to be an object.

    Raises:
        UnansweredError: When it is anything else.
    """
    value = parse(content)
    if not isinstance(value, dict):
        raise UnansweredError("answered with JSON of another shape")
    return value


def _refuse(name: str) -> None:
    raise ValueError(name)


def get_object(value: Document, key: str) -> Document:
    """Return an object inside another; empty when it is not there or null.

    Raises:
        ValueError: When something else stands in its place.
    """
    found = value.get(key)
    if found is not None and not isinstance(found, dict):
        raise ValueError(f"has an odd {key}")
    return found or {}


def get_words(value: Any) -> tuple[str, ...]:
    """Return a text, or the texts of a list; cards have both for one thing."""
    if isinstance(value, str):
        return (value,)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()
