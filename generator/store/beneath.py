"""Writes and removes below a folder, and through no link, even one that comes while it is being done."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_FRESH = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_FILE = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let an error of the system name a path: it has a part of it, or none where a disk is full.

    Args:
        path: What is being written, removed or locked.

    Raises:
        OSError: The same.
    """
    try:
        yield
    except OSError as error:
        if not Path(str(error.filename)).is_absolute():  # none, a number, or the last part of one
            error.filename = str(path)
        raise


def write_beneath(folder: Path, name: str, content: bytes) -> None:
    """Write a file, and make the folders it lies in.

    Args:
        folder: A folder.
        name: The file below it, with slashes.
        content: What it is to hold.

    Raises:
        OSError: When a link, or something else than a folder or a file, stands in the way.
    """
    path = PurePosixPath(name)
    with naming(folder / name), _opened(folder, path.parts[:-1]) as parent:
        handle = os.open(path.name, _FILE, 0o666, dir_fd=parent)
        if os.fstat(handle).st_nlink > 1:  # a copy of the folder may share it
            os.close(handle)
            os.unlink(path.name, dir_fd=parent)
            handle = os.open(path.name, _FRESH, 0o666, dir_fd=parent)
        with os.fdopen(handle, "wb") as file:
            file.truncate()
            file.write(content)


def replace_beneath(folder: Path, name: str, content: bytes) -> None:
    """Put a content in the place of a file, whole or not at all, and make the folders it lies in.

    Args:
        folder: A folder.
        name: The file below it, with slashes.
        content: What it is to hold.

    Raises:
        OSError: When a link, or something else than a folder, stands in the way.
    """
    path = PurePosixPath(name)
    with naming(folder / name), _opened(folder, path.parts[:-1]) as parent:
        fresh = f".{path.name}.{secrets.token_hex(4)}"
        try:
            with os.fdopen(os.open(fresh, _FRESH, dir_fd=parent), "wb") as file:
                file.write(content)
                file.flush()
                os.fchmod(file.fileno(), 0o644)
                os.fsync(file.fileno())
            os.replace(fresh, path.name, src_dir_fd=parent, dst_dir_fd=parent)
        except BaseException:
            with suppress(FileNotFoundError):  # a signal may come as soon as it has its name
                os.unlink(fresh, dir_fd=parent)
            raise


def remove_beneath(folder: Path, goes: Callable[[str], bool]) -> int:
    """Remove files, and then the folders that are empty.

    Args:
        folder: A folder; it stays.
        goes: Whether a file is to be removed, by its name below the folder, with slashes.

    Returns:
        How many files were removed.
    """
    with naming(folder):
        return _remove_some(folder, goes)


def _remove_some(folder: Path, goes: Callable[[str], bool]) -> int:
    removed = 0
    for place, folders, files, parent in os.fwalk(folder, topdown=False):
        above = os.path.relpath(place, folder)
        for name in files:
            if goes(os.path.normpath(f"{above}/{name}")):
                with naming(Path(place, name)):
                    os.unlink(name, dir_fd=parent)
                removed += 1
        for name in folders:
            with suppress(OSError):  # it holds something, or is a link
                os.rmdir(name, dir_fd=parent)
    return removed


def remove_folder(folder: Path) -> None:
    """Remove a folder with all it holds, as far as the system allows it.

    Args:
        folder: A folder of ours; where it may not be written, it is made so.
    """
    for *_, handle in os.fwalk(folder):
        with suppress(OSError):
            os.fchmod(handle, stat.S_IRWXU)
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _opened(folder: Path, parts: tuple[str, ...]) -> Iterator[int]:
    handle = os.open(folder, _FOLDER)
    try:
        for part in parts:
            with suppress(FileExistsError):
                os.mkdir(part, dir_fd=handle)
            inner = os.open(part, _FOLDER, dir_fd=handle)
            os.close(handle)
            handle = inner
        yield handle
    finally:
        os.close(handle)
