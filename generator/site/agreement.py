"""YAML that MkDocs reads, too: by PyYAML's own parser, which takes some texts otherwise than libyaml."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import yaml

from generator.store.strict_yaml import Mistake, Value, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

_FACTS = ("value", "tag", "anchor", "implicit")
"""Of an event: what a loader goes by. The last says whether a text may be a number, a day or a word of YAML."""


def parse_alike(text: str) -> tuple[Value, list[Mistake]]:
    """Read one strict YAML document, of which both parsers say the same: what was looked at is what MkDocs takes.

    Args:
        text: The document.

    Returns:
        As :func:`generator.store.strict_yaml.parse`; a mistake names the first place where they differ.
    """
    value, mistakes = parse(text)
    return value, mistakes or list(_find_difference(text))


def _find_difference(text: str) -> Iterator[Mistake]:
    theirs = _list_events(text, yaml.BaseLoader)
    for our, their in zip_longest(_list_events(text, yaml.CBaseLoader), theirs):
        if isinstance(their, yaml.YAMLError) or _describe(our) != _describe(their):
            mark = getattr(their, "problem_mark", None) or (our or their).start_mark
            fix = "use spaces instead of tabs, and put text in quotes"
            yield Mistake("MkDocs would read something else here", fix, mark.line + 1, mark.column + 1)
            return


def _list_events(text: str, loader: type) -> Iterator[Any]:
    """Yield what a parser reads, and the error that it ends with, if any."""
    try:
        yield from yaml.parse(text, Loader=loader)
    except yaml.YAMLError as error:
        yield error


def _describe(event: Any) -> tuple[object, ...]:
    return (type(event), *(getattr(event, fact, None) for fact in _FACTS))
