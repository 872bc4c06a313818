"""The ``catalogue`` command: arguments, progress, printing and exit codes."""

from __future__ import annotations

import os
import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from generator.cli import proposing
from generator.cli.comparing import diff
from generator.cli.console import accept_any_text
from generator.cli.failing import report_failure
from generator.cli.fetching import discover, fetch
from generator.cli.linking import links
from generator.cli.new import new
from generator.cli.publishing import build, check, render, serve
from generator.cli.writing import report, schema
from generator.visible import spell_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMPLETE = "_CATALOGUE_COMPLETE"
_PLACE, _WORD = re.compile(r"[0-9]{1,4}"), re.compile(r"|.*\S.*", re.DOTALL)
"""How a shell says which word is to be completed; fish gives the word itself."""


class _Catalogue(click.Group):
    """The group of commands; what it says of an argument shows what nobody sees in it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what stands before the name of a command."""
        with _spelling():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        with _spelling():
            return super().invoke(ctx)


@contextmanager
def _spelling() -> Iterator[None]:
    try:
        yield
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        raise click.UsageError(spell_lines(error.format_message()), error.ctx) from None


@click.group(cls=_Catalogue, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="open-model-catalogue")
def catalogue() -> None:
    """Make the open-model catalogue: data files in, a static site out.

    Exit codes: 0 fine, 1 problems in the data or the build, 2 wrong usage, 3 a mistake in the generator itself.
    """


for command in (check, render, build, serve, new, report, schema, fetch, discover, links, diff):
    catalogue.add_command(command)
for command in (proposing.apply, proposing.make, proposing.join):
    catalogue.add_command(command)


def _check_completion() -> None:
    """End where a shell's words are to be completed, and it does not say which: set by hand, the variable does that."""
    if os.environ.get(_COMPLETE, "").endswith("_complete"):
        words, place = (os.environ.get(name) for name in ("COMP_WORDS", "COMP_CWORD"))
        form = _WORD if os.environ[_COMPLETE].startswith("fish") else _PLACE
        if words is None or place is None or not form.fullmatch(place):
            click.echo(f"catalogue: {_COMPLETE} is set, and no words to complete; unset it", err=True)
            sys.exit(2)


def main() -> None:
    """Run the command; every failure ends in a message, none in a traceback."""
    accept_any_text()
    _check_completion()
    try:
        catalogue(prog_name="catalogue", complete_var=_COMPLETE)
    except Exception as error:  # noqa: BLE001  the last one who can say it
        sys.exit(report_failure(error))
