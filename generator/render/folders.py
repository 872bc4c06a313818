"""Clears and writes the folders of ``docs/`` that rendering owns, and no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.errors import Problem, raise_all
from generator.finished import is_marked
from generator.pages import FOLDERS
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
        (workspace.docs / folder).mkdir(parents=True, exist_ok=True)
        (workspace.docs / folder / MARK).touch()
    for name, content in contents.items():
        changed += _write(workspace, name, content)
    return changed + _remove_others(workspace, files)


def _refuse_foreign(workspace: Workspace, contents: Mapping[str, bytes]) -> None:
    problems = []
    if workspace.docs.is_symlink():
        problems.append(_foreign(workspace, workspace.docs, "is not a plain folder"))
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
        path.parent.mkdir(parents=True, exist_ok=True)
    if name in OWNED_FILES:
        # Put in place whole: half of it would not be known as ours. What a kill leaves is removed as stale.
        fresh = workspace.docs / FOLDERS[0] / f".{name}"
        fresh.write_bytes(content)
        fresh.replace(path)
    else:
        path.write_bytes(content)
    return True


def _remove_others(workspace: Workspace, files: Mapping[str, str | bytes]) -> int:
    """Remove what an earlier rendering left; a folder that is empty then goes too."""
    removed = 0
    for folder in FOLDERS:
        root = workspace.docs / folder
        for path in sorted(root.rglob("*"), reverse=True):
            name = path.relative_to(workspace.docs).as_posix()
            if path.is_dir() and not path.is_symlink():
                if not any(path.iterdir()):
                    path.rmdir()
            elif name not in files and path != root / MARK:
                path.unlink()
                removed += 1
    return removed
