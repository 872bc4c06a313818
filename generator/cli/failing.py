"""What every failure of a command ends in: a message and an exit code, never a traceback."""

from __future__ import annotations

import errno
import os
import traceback
from pathlib import PurePath

import click

from generator.cli.console import report_problems
from generator.errors import CatalogueError
from generator.visible import spell_lines, spell_out

FAILED, MISTAKEN = 1, 3
_NO_ROOM, _NO_LOCKS = (errno.ENOSPC, errno.EDQUOT), (errno.ENOLCK, errno.EOPNOTSUPP)
_FIXES = {
    **dict.fromkeys(_NO_ROOM, "make room on the disk that it writes to; temporary files are in TMPDIR"),
    **dict.fromkeys(_NO_LOCKS, "work on a disk that has locks"),
    errno.ENAMETOOLONG: "shorten it",
    errno.ENOENT: "put it back, or name another",
    errno.EFBIG: "allow the process larger files",
    errno.EROFS: "allow writing there, or work in a copy",
    errno.EBUSY: "name another place, such as a folder in it",
    errno.EPERM: "allow yourself to change it",
    errno.EACCES: "allow yourself to read and write there",
    errno.EEXIST: "remove it, or name another place",
    errno.EISDIR: "remove the folder, or move it away",
    errno.EMFILE: "allow the process more open files",
    errno.ENFILE: "close other programs, or allow the system more open files",
    errno.ENOMEM: "give the process more memory",
    errno.E2BIG: "unset what is long in the environment",
    errno.ELOOP: "remove the link",
    errno.ENOTDIR: "remove what stands in the place of a folder",
}
_NO_THREAD = "can't start new thread"
"""What Python says when the system refuses a thread; it has no error of its own for it."""


def report_failure(error: Exception) -> int:
    """Print what went wrong, and what to do about it.

    Args:
        error: What a command raised.

    Returns:
        The exit code.
    """
    if isinstance(error, click.ClickException):  # raised outside of a command, while words are completed
        click.echo(f"Error: {spell_lines(error.format_message())}", err=True)
        return error.exit_code
    if isinstance(error, CatalogueError):
        report_problems(error)
    elif not isinstance(error, BrokenPipeError):  # else nobody reads it
        click.echo(_explain(error), err=True)
    return FAILED if _is_outside(error) else MISTAKEN


def _is_outside(error: Exception) -> bool:
    """Whether a failure is one of the data or of the machine, and no mistake of the program itself."""
    known = (CatalogueError, OSError, MemoryError, RecursionError)
    return isinstance(error, known) or str(error) == _NO_THREAD


def _explain_nowhere(error: FileNotFoundError) -> str:
    """Say what is missing without a name: the folder one stands in, or any for temporary files."""
    try:
        os.getcwd()  # noqa: PTH109  asked for its error
    except FileNotFoundError:
        return "the working folder is gone; change to one that is there"
    return spell_lines(f"{error.strerror}; make room in one, or name another in TMPDIR")


def _explain(error: Exception) -> str:
    if isinstance(error, FileNotFoundError) and not error.filename:
        return f"catalogue: {_explain_nowhere(error)}"
    if isinstance(error, OSError):
        fix = _FIXES.get(error.errno or 0, "look at the disk and what the system says of it, and try again")
        return spell_lines(f"{error.filename or 'catalogue'}: {error.strerror or error}; {fix}")
    if isinstance(error, MemoryError):
        return "catalogue: out of memory; give the process more"
    if isinstance(error, RecursionError):
        return "catalogue: something is nested too deep; look for folders in folders in what it reads"
    if str(error) == _NO_THREAD:
        return f"catalogue: {error}; allow the process more threads, or more memory"
    last = traceback.extract_tb(error.__traceback__)[-1]
    said = spell_out(" ".join(str(error).split())[:200])
    place = f"{PurePath(last.filename).name}:{last.lineno}"
    mistake = f"mistake in the generator: {type(error).__name__}: {said} ({place})"
    return f"catalogue: {mistake}; please report it with the command and what it read"
