"""Writes data files: stable YAML, put in place whole, and only when the bytes change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from generator.errors import Problem, raise_all
from generator.store.beneath import replace_beneath
from generator.store.reading import MAX_BYTES, MAX_MACHINE_BYTES
from generator.store.strict_yaml import is_plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from generator.records import Record
    from generator.workspace import Workspace

MACHINE_HEADER = (
    "# Written by `{command}`; changes made here are lost.\n# To correct a value, add an override in data/families/.\n"
)


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  PyYAML's signature
        return True


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    """Quote what our loader does not read as text: it knows more than the YAML 1.1 that PyYAML quotes by."""
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if is_plain(text) else "'")


_Dumper.add_representer(str, _represent_text)


def dump(record: Record, *, header: str = "") -> str:
    """Return a record as YAML text.

    Args:
        record: What to write; keys keep the order of the model, what is not set is left out.
        header: Comment lines that come first.
    """
    return header + dump_value(record.model_dump(exclude_unset=True, mode="python"))


def dump_value(value: Any) -> str:
    """Return plain values as YAML text without aliases or folded lines."""
    return yaml.dump(_plain(value), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10**6)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def find_limit(workspace: Workspace, path: Path) -> int:
    """Return how many bytes a data file may have."""
    small = path.is_relative_to(workspace.hub) or path.parent in workspace.written
    return MAX_BYTES if small else MAX_MACHINE_BYTES


def find_obstacle(root: Path, path: Path) -> Problem | None:
    """Return why nothing may be written at a place; None where it is free or a plain file in plain folders.

    A branch of a repository can carry links: what is written through one lands outside of the catalogue.

    Args:
        root: The folder of the catalogue; what lies above it is not looked at.
        path: A file under it.
    """
    place = root
    for name in path.relative_to(root).parts:
        place /= name
        fits = place.is_file() if place == path else place.is_dir()
        if place.is_symlink() or (place.exists() and not fits):
            message = "a link" if place.is_symlink() else f"no plain {'file' if place == path else 'folder'}"
            fix = "nothing was written; remove it, or put back what belongs in its place"
            return Problem(path=place.relative_to(root), message=message, fix=fix)
    return None


def write(workspace: Workspace, path: Path, text: str) -> bool:
    """Put ``text`` in place of a file, whole or not at all.

    Args:
        workspace: Under whose root it lies.
        path: The file; its folder is made.
        text: The new content, written as UTF-8.

    Returns:
        Whether the bytes differ from before; if not, the file is not touched.

    Raises:
        CatalogueError: When a link stands in the way, or no reader would take so large a file.
    """
    return bool(write_all(workspace, {path: text}))


def write_all(workspace: Workspace, files: Mapping[Path, str]) -> int:
    """Write several files in their order, as :func:`write` does; none when one of them may not be written.

    Returns:
        How many changed.
    """
    contents = {path: text.encode("utf-8") for path, text in files.items()}
    raise_all(problem for path, content in contents.items() for problem in _judge(workspace, path, content))
    return sum(_replace(workspace, path, content) for path, content in contents.items())


def _judge(workspace: Workspace, path: Path, content: bytes) -> Iterator[Problem]:
    """Yield what would go wrong: whatever is written has to be readable again."""
    if obstacle := find_obstacle(workspace.root, path):
        yield obstacle
    limit = find_limit(workspace, path)
    if len(content) > limit:
        message = f"would have {len(content):,} bytes, more than the {limit:,} a data file may have"
        yield Problem(path=workspace.shorten(path), message=message, fix="nothing was written; make it smaller first")


def _replace(workspace: Workspace, path: Path, content: bytes) -> bool:
    if path.is_file() and path.read_bytes() == content:
        return False
    replace_beneath(workspace.root, path.relative_to(workspace.root).as_posix(), content)
    return True
