"""What the commands print: progress, problems and results, on a terminal or in a log."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from contextlib import contextmanager, suppress
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from generator.errors import CatalogueError, Problem
from generator.strict_json import read_json
from generator.visible import break_commands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


MAX_SHOWN = 1000
"""Problems that are printed as lines: one hostile file can have 200,000."""

_SIZES = frozenset({"COLUMNS", "LINES", "JUPYTER_COLUMNS", "JUPYTER_LINES"})
_SIZE = re.compile(r"[1-9][0-9]{0,3}")

MAX_REPORT_BYTES = 64 * 1024 * 1024
"""Size of a file with problems that is read."""


def accept_any_text() -> None:
    """Let no text end the program: what the encoding of a terminal or a file does not have is spelled out.

    What is typed in another encoding is kept as Python keeps such arguments: whoever asked refuses it.
    """
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # none, or one that is no file
            os.set_blocking(stream.fileno(), True)  # some who start programs leave a pipe that does not wait


def say(text: str) -> None:
    """Print a line on standard output."""
    click.echo(break_commands(text))


def report_problems(error: CatalogueError, *, as_json: bool = False) -> None:
    """Print every problem: as lines on standard error, or as JSON on standard output."""
    shown, count = error.problems[:MAX_SHOWN], len(error.problems)
    if as_json:
        if count > MAX_SHOWN:
            message = f"{count - MAX_SHOWN:,} more problems"
            shown = (*shown, Problem(path=shown[-1].path, message=message, fix="correct the others first"))
        said = json.dumps([_as_dict(problem) for problem in shown], indent=2)
        click.echo(said.replace("##[", "#\\u0023["))  # the same to a reader of JSON, and no command to a log
        return
    for problem in shown:
        click.echo(str(problem), err=True)
    more = f"; only the first {MAX_SHOWN:,} are shown" if count > MAX_SHOWN else ""
    click.echo(f"{count:,} problem{'s' if count != 1 else ''}{more}.", err=True)


def read_problems(path: Path) -> tuple[Problem, ...]:
    """Return the problems that a command printed as JSON into a file.

    Raises:
        CatalogueError: When the file holds something else.
    """
    try:
        fits = path.is_file() and path.stat().st_size <= MAX_REPORT_BYTES
        said = read_json(path.read_text(encoding="utf-8") if fits else "", max_values=MAX_REPORT_BYTES)
        return tuple(map(_read_problem, said if isinstance(said, list) else [said]))
    except (ValueError, TypeError, KeyError):
        fix = "name a file that holds what build --json printed"
        raise CatalogueError([Problem(path=path, message="no list of problems", fix=fix)]) from None


def _read_problem(said: Any) -> Problem:
    """Return what :func:`_as_dict` wrote; TypeError or KeyError when it is something else."""
    path, message, fix = (said[name] for name in ("path", "message", "fix"))
    if not (isinstance(message, str) and isinstance(fix, str)):
        raise TypeError
    return Problem(path=PurePath(path), message=message, fix=fix)


def _as_dict(problem: Problem) -> dict[str, object]:
    return {
        "path": str(problem.path),
        "line": problem.line,
        "column": problem.column,
        "field": problem.field,
        "message": problem.message,
        "fix": problem.fix,
    }


def _read_environment() -> dict[str, str]:
    """Return the environment without what rich takes for the size of a terminal, and cannot read as a number."""
    return {name: value for name, value in os.environ.items() if name not in _SIZES or _SIZE.fullmatch(value)}


@contextmanager
def progress(title: str, total: int | None = None, note: Callable[[], str] = str) -> Iterator[Callable[[str], None]]:
    """Show how a long step gets on: a bar on a terminal, one line elsewhere.

    Args:
        title: What is being done.
        total: How many steps there are, where that is known.
        note: Called after each step for what else to show.

    Yields:
        A function to call with the name of each step.
    """
    console = Console(stderr=True, _environ=_read_environment())
    if not console.is_terminal:
        click.echo(f"{title} ...", err=True)
        yield lambda _: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=total, note="")
        yield lambda _: bar.update(task, advance=1, note=note())
