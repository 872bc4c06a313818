"""Asks a person on a terminal for what the flags do not say; elsewhere the flags have to."""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.draft.kinds import Kind


def is_terminal() -> bool:
    """Whether somebody is there to answer."""
    streams = (sys.stdin, sys.stdout)
    return all(stream is not None and stream.isatty() for stream in streams)  # None: it is closed


class InputFile(click.File):
    """A file to read; ``-`` is standard input, which a daemon can have closed."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> IO[Any]:
        """Return the open file, or fail with a message."""
        try:
            return super().convert(value, param, ctx)
        except RuntimeError:
            self.fail("standard input is closed: name a file", param, ctx)


def check(kind: Kind) -> Callable[[click.Context, click.Parameter, Any], Any]:
    """Return a callback that lets only texts of a kind pass, for an option or argument."""

    def callback(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
        for text in value if isinstance(value, tuple) else (value,):
            try:
                if text is not None:
                    kind.read(text)
            except ValueError as error:
                raise click.BadParameter(str(error), ctx, param) from None
        return value

    return callback


def need(value: str | None, flag: str, question: str, kind: Kind, default: str | None = None) -> str:
    """Return a value that has to be there.

    Args:
        value: What the flag said.
        flag: The flag's name.
        question: What a person is asked.
        kind: What the answer has to be.
        default: The answer when nobody gives one.

    Raises:
        UsageError: When nobody gives one, there is no default, and nobody can be asked.
    """
    if value is not None:
        return value
    if is_terminal():
        return str(click.prompt(question, default=default, value_proc=_reader(kind)))
    if default is None:
        raise click.UsageError(f"give {flag}: {kind.hint}")
    return default


def want(value: str | None, question: str, kind: Kind, default: str | None = None) -> str | None:
    """Return a value that may be left open, as :func:`need`; None when nobody gives one."""
    if value is not None or not is_terminal():
        return value
    read = _reader(kind)
    shown = f"{question} (empty: later)" if default is None else question
    answer = click.prompt(
        shown,
        default=default or "",
        show_default=default is not None,
        value_proc=lambda text: text.strip() and read(text),
    )
    return answer or None


def need_some(values: tuple[str, ...], flag: str, question: str, kind: Kind) -> tuple[str, ...]:
    """Return values of which at least one has to be there, as :func:`need`; an empty answer ends the list."""
    if values:
        return tuple(dict.fromkeys(values))
    found = [need(None, flag, question, kind)]
    while is_terminal() and (more := want(None, "Another one", kind)):
        found.append(more)
    return tuple(dict.fromkeys(found))


def _reader(kind: Kind) -> Callable[[str], str]:
    def read(text: str) -> str:
        try:
            return kind.read(text.strip())
        except ValueError as error:
            raise click.UsageError(str(error)) from None

    return read
