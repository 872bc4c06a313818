"""The ``catalogue`` command: arguments, progress, printing and exit codes."""

from __future__ import annotations

import sys
import traceback
from pathlib import PurePath

import click

from generator.cli import proposing
from generator.cli.comparing import diff
from generator.cli.console import accept_any_text, report_problems
from generator.cli.fetching import discover, fetch
from generator.cli.linking import links
from generator.cli.new import new
from generator.cli.publishing import build, check, render, serve
from generator.cli.writing import report, schema
from generator.errors import CatalogueError, Problem

_NO_THREAD = "can't start new thread"
"""What Python says when the system refuses a thread; it has no error of its own for it."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="open-model-catalogue")
def catalogue() -> None:
    """Make the open-model catalogue: data files in, a static site out.

    Exit codes: 0 fine, 1 problems in the data or the build, 2 wrong usage, 3 a mistake in the generator itself.
    """


for command in (check, render, build, serve, new, report, schema, fetch, discover, links, diff):
    catalogue.add_command(command)
for command in (proposing.apply, proposing.make, proposing.join):
    catalogue.add_command(command)


def main() -> None:
    """Run the command; every failure ends in a message, none in a traceback."""
    accept_any_text()
    try:
        catalogue()
    except CatalogueError as error:
        report_problems(error)
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(1)
    except OSError as error:
        click.echo(f"{error.filename or 'catalogue'}: {error.strerror or error}", err=True)
        sys.exit(1)
    except MemoryError:
        click.echo("catalogue: out of memory; give the process more", err=True)
        sys.exit(1)
    except RecursionError:
        click.echo("catalogue: something is nested too deep; look for folders in folders in what it reads", err=True)
        sys.exit(1)
    except Exception as error:  # noqa: BLE001  the last one who can say it
        if str(error) == _NO_THREAD:
            click.echo(f"catalogue: {error}; allow the process more threads, or more memory", err=True)
            sys.exit(1)
        click.echo(f"catalogue: {_describe(error)}; please report it with the command and what it read", err=True)
        sys.exit(3)


def _describe(error: Exception) -> str:
    """Return what went wrong in the program itself, and where."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    said = " ".join(str(error).split())[:200]
    problem = Problem(path=PurePath("mistake in the generator"), message=f"{type(error).__name__}: {said}", fix="")
    return f"{str(problem).removesuffix('; ')} ({PurePath(last.filename).name}:{last.lineno})"
