"""Adds an entry to a file that people write: new lines only, every line that was there stays as it was."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import yaml

from generator.store.reading import MAX_BYTES, read_text
from generator.store.strict_yaml import is_plain, parse

if TYPE_CHECKING:
    from pathlib import Path

    from generator.errors import Location

Entry = dict[str, str | int]


class InsertionError(Exception):
    """The file is written in a way that leaves no safe place for new lines; a person has to add them."""


def read_lines(path: Path) -> str:
    """Return the text of a file with its own line ends.

    Raises:
        InsertionError: When it cannot be read; it was when the data was, but people save files meanwhile.
    """
    text, problem = read_text(path, MAX_BYTES)
    if problem:
        raise InsertionError(f"the file was changed meanwhile: {problem.message}")
    return text


def insert(text: str, at: Location, entry: Entry) -> str:
    """Return a document with an entry of one line added at the end of a list; see :func:`insert_block`."""
    return insert_block(text, at, f"- {_write(entry)}\n")


def insert_block(text: str, at: Location, block: str) -> str:
    """Return a document with an item added at the end of a list.

    Args:
        text: The document.
        at: Where the list is. Its last key may be missing: then the list is made, before ``overrides`` where there
            are any, else at the end.
        block: The new item as lines of YAML, from its dash on, comments included.

    Raises:
        InsertionError: When the document is not sound, there is no safe place, or the result does not read as the
            document plus the item.
    """
    value, mistakes = parse(text)
    if mistakes:
        raise InsertionError(f"the file has a mistake in line {mistakes[0].line}: {mistakes[0].message}")
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    parent, key = _find(root, at[:-1]), at[-1]
    lines = text.splitlines(keepends=True)
    found = _get(parent, key)
    if found is not None:
        _require_block(found, yaml.SequenceNode)
        _put(lines, _end(found, lines), _indent(block, found.start_mark.column))
    else:
        _require_block(parent, yaml.MappingNode)
        indent = parent.start_mark.column
        place = _find_key_line(parent, "overrides")
        fresh = [f"{' ' * indent}{key}:\n", *_indent(block, indent)]
        _put(lines, _end(parent, lines) if place is None else place, fresh)
    changed = "".join(lines)
    if parse(changed) != (_add(value, at, parse(block)[0]), []):
        raise InsertionError("the file would not read as before with the entry added")
    return changed


def _indent(block: str, width: int) -> list[str]:
    return [f"{' ' * width}{line}" for line in block.splitlines(keepends=True)]


def _write(entry: Entry) -> str:
    values = {key: value if isinstance(value, int) else _quote(value) for key, value in entry.items()}
    if list(values) == ["repo"]:
        return f"repo: {values['repo']}"
    return "{" + ", ".join(f"{key}: {value}" for key, value in values.items()) + "}"


def _quote(text: str) -> str:
    return text if is_plain(text) else f'"{text}"'


def _find(node: Any, at: Location) -> Any:
    for part in at:
        node = _get(node, part)
        if node is None:
            raise InsertionError(f"there is no {part} in the file")
    return node


def _get(node: Any, part: str | int) -> Any:
    if isinstance(part, int):
        return node.value[part] if isinstance(node, yaml.SequenceNode) and part < len(node.value) else None
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((value for key, value in pairs if key.value == part), None)


def _require_block(node: Any, kind: type[yaml.CollectionNode]) -> None:
    if not isinstance(node, kind) or node.flow_style:
        raise InsertionError("a list in brackets, or none at all")


def _find_key_line(node: Any, name: str) -> int | None:
    return next((key.start_mark.line for key, _ in node.value if key.value == name), None)


def _end(node: Any, lines: list[str]) -> int:
    """Return the number of lines up to the last one of a node; comments and empty lines after it are not its own."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end = node.end_mark.line + 1
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        end = node.end_mark.line + (1 if node.end_mark.column else 0)
        while end > node.start_mark.line + 1 and _is_comment(lines[end - 1]):
            end -= 1
    return int(end)


def _is_comment(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _put(lines: list[str], place: int, fresh: list[str]) -> None:
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    if place == len(lines) and lines and not lines[-1].endswith("\n"):
        lines[-1] += end
    lines[place:place] = [line.replace("\n", end) for line in fresh]


def _add(value: Any, at: Location, items: Any) -> Any:
    """Return the value of a document with items added at the end of a list."""
    whole = copy.deepcopy(value)
    parent = whole
    for part in at[:-1]:
        parent = parent[part]
    parent.setdefault(at[-1], []).extend(items)
    return whole
