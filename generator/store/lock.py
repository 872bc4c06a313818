"""Keeps two runs of a kind from working in the same folder at once."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from generator.errors import CatalogueError, Problem
from generator.store.beneath import naming

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from generator.workspace import Workspace


@contextmanager
def hold(workspace: Workspace, path: Path, run: str, *, flags: int = os.O_RDONLY, wait: bool = False) -> Iterator[None]:
    """Hold the lock of a file or folder; the system frees that of a killed process.

    Args:
        workspace: The catalogue in which it lies.
        path: The file or folder.
        run: What is being done there, for the message.
        flags: How to open it.
        wait: Whether to wait for another process that holds it.

    Raises:
        CatalogueError: When another process holds it.
    """
    handle = os.open(path, flags | os.O_NONBLOCK | os.O_NOFOLLOW, 0o644)  # else a pipe in its place is waited for
    try:
        try:
            with naming(path):
                fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            message = f"another {run} of this folder is running"
            problem = Problem(path=workspace.shorten(path), message=message, fix="wait until it has ended")
            raise CatalogueError([problem]) from None
        yield
    finally:
        os.close(handle)
