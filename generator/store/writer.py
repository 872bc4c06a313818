"""Writes data files: stable YAML, put in place whole, and only when the bytes change."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING, Any

import yaml

from generator.store.strict_yaml import is_plain

if TYPE_CHECKING:
    from pathlib import Path

    from generator.records import Record

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


def write(path: Path, text: str) -> bool:
    """Put ``text`` in place of a file, whole or not at all.

    Args:
        path: The file; its folder is made.
        text: The new content, written as UTF-8.

    Returns:
        Whether the bytes differ from before; if not, the file is not touched.
    """
    content = text.encode("utf-8")
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)  # noqa: PTH101  mkstemp makes it private
        os.replace(name, path)  # noqa: PTH105  the name is text here
    except BaseException:
        os.unlink(name)  # noqa: PTH108  likewise
        raise
    return True
