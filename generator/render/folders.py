"""Clears and writes the folders of ``docs/`` that rendering owns, and no others."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from generator.errors import Problem, raise_all
from generator.finished import is_marked
from generator.pages import FOLDERS
from generator.store.beneath import remove_beneath, write_beneath
from generator.workspace import MARK, OWNED_FILES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from generator.workspace import Workspace


def write_docs(workspace: Workspace, files: Mapping[str, str | bytes]) -> int:
    """Make the owned folders hold exactly the given files.

    Args:
        workspace: Where ``docs/`` lies.
        files: Text or bytes by path below ``docs/``.

    Returns:
        How many files changed, counting those removed.

    Raises:
        CatalogueError: When something there was not written by rendering; nothing is touched then.
    """
    contents = {
        name: content.encode("utf-8") if isinstance(content, str) else content for name, content in files.items()
    }
    _refuse_foreign(workspace, contents)
    changed = 0
    for folder in FOLDERS:
        write_beneath(workspace.docs, f"{folder}/{MARK}", b"")
    for name, content in contents.items():
        changed += _write(workspace, name, content)
    return changed + _remove_others(workspace, files)


def _refuse_foreign(workspace: Workspace, contents: Mapping[str, bytes]) -> None:
    problems = []
    if workspace.docs.is_symlink() or not workspace.docs.is_dir():
        fix = "restore it from git: it holds pages that people write, and the theme"
        problems.append(Problem(path=workspace.shorten(workspace.docs), message="is not a plain folder", fix=fix))
    for name in FOLDERS:
        folder = workspace.docs / name
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            problems.append(_foreign(workspace, folder, "is not a plain folder"))
        elif folder.is_dir() and not (folder / MARK).exists() and any(folder.iterdir()):
            problems.append(_foreign(workspace, folder, f"has files but no {MARK} mark: rendering did not write them"))
        else:
            problems.extend(_foreign(workspace, *found) for found in _find_odd(folder))
    for name in OWNED_FILES:
        file = workspace.docs / name
        if file.is_symlink() or (file.exists() and not _is_ours(file, contents.get(name, b""))):
            problems.append(_foreign(workspace, file, "was not written by rendering"))
    raise_all(problems)


MAX_FRONT = 64 * 1024
"""Bytes in which the mark of a rendered page stands, behind its front matter."""


def _find_odd(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield what was never rendered: to write through a link would change what is elsewhere, and a pipe would wait."""
    for path in folder.rglob("*"):
        if path.is_symlink():
            yield path, "is a link, and no link was rendered"
        elif not path.is_file() and not path.is_dir():
            yield path, "is not a plain file"


def _is_ours(file: Path, content: bytes) -> bool:
    """Whether a file was rendered, whole or cut off: then it is the start of what is to be written."""
    if not file.is_file():
        return False
    with file.open("rb") as opened:
        found = opened.read(max(len(content), MAX_FRONT) + 1)
    return content.startswith(found) or is_marked(found[:MAX_FRONT].decode("utf-8", errors="replace"))


def _foreign(workspace: Workspace, path: Path, message: str) -> Problem:
    return Problem(path=workspace.shorten(path), message=message, fix="move it elsewhere, then render again")


def _write(workspace: Workspace, name: str, content: bytes) -> bool:
    path = workspace.docs / name
    try:
        if path.stat().st_size == len(content) and path.read_bytes() == content:
            return False
    except OSError:
        pass  # a new one, or what stands in its place is told when it is written
    if name in OWNED_FILES:
        # Put in place whole: half of it would not be known as ours. What a kill leaves is removed as stale.
        fresh = f"{FOLDERS[0]}/.{name}"
        write_beneath(workspace.docs, fresh, content)
        (workspace.docs / fresh).replace(path)
    else:
        write_beneath(workspace.docs, name, content)
    return True


def _remove_others(workspace: Workspace, files: Mapping[str, str | bytes]) -> int:
    """Remove what an earlier rendering left; a folder that is empty then goes too."""

    def goes(folder: str, name: str) -> bool:
        return f"{folder}/{name}" not in files and name != MARK

    return sum(remove_beneath(workspace.docs / folder, partial(goes, folder)) for folder in FOLDERS)
