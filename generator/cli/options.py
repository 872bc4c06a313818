"""Arguments that several commands share."""

from __future__ import annotations

import logging
import os
import re
import sys
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.ending import undisturbed
from generator.records.base import FIRST_DAY, LAST_DAY
from generator.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


EPOCH = "SOURCE_DATE_EPOCH"
START = date(1970, 1, 1)
MAX_SECONDS = (LAST_DAY - START).days * 86_400
"""More than 32 bits of seconds cannot be written into a compressed file."""
MAX_URL = 500
_SITE_URL = re.compile(r"https?://[\w-]+(\.[\w-]+)*(:\d{1,5})?(/(?!\.\.?(/|$))[\w.~-]+)*/?", re.ASCII)
_SECONDS = re.compile(r"[0-9]{1,11}")
_PASSWORD = re.compile(r".*@", re.DOTALL)
"""What stands before a host may be one, and is repeated to nobody."""


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD.

    Args:
        first: The earliest there may be; the last is the last that records may hold.
    """

    name = "date"

    def __init__(self, first: date) -> None:
        """Keep it."""
        self.first = first

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day, or fail with a message."""
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day as YYYY-MM-DD", param, ctx)
        if not self.first <= day <= LAST_DAY:
            self.fail(f"{value} is not between {self.first} and {LAST_DAY}", param, ctx)
        return day


def find_root(ctx: click.Context, param: click.Parameter | None, value: Path) -> Workspace:
    """Return the workspace of a folder that ``--root`` names; raises BadParameter when it is none."""
    if not (value / "mkdocs.yml").is_file():
        message = f"{value} holds no mkdocs.yml: name the catalogue's folder with --root"
        raise click.BadParameter(message, ctx, param)
    return Workspace(value.resolve())


def with_root(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--root``; the command gets a :class:`Workspace`."""
    return click.option(
        "--root",
        "workspace",
        type=click.Path(path_type=Path, file_okay=False),
        default=".",
        show_default="the working directory",
        callback=find_root,
        help="Folder that holds mkdocs.yml, data/ and docs/.",
    )(command)


def _find_today() -> str:
    """Return the day of ``SOURCE_DATE_EPOCH`` where that is set, else the current one, UTC.

    See https://reproducible-builds.org/specs/source-date-epoch/.
    """
    seconds = _read_epoch()
    now = datetime.now(UTC) if seconds is None else datetime.fromtimestamp(seconds, UTC)
    return now.date().isoformat()


def _read_epoch() -> int | None:
    """Return the seconds of ``SOURCE_DATE_EPOCH``; None when it is not set. Raises UsageError when it is no number."""
    seconds = os.environ.get(EPOCH)
    if not seconds:
        return None
    if not _SECONDS.fullmatch(seconds) or int(seconds) > MAX_SECONDS:
        message = f"{EPOCH} is {seconds[:40]!r}, not a number of seconds since 1970, up to {MAX_SECONDS}: correct it"
        raise click.UsageError(message)
    return int(seconds)


def fix_environment(today: date) -> dict[str, str]:
    """Return the environment for MkDocs: the time it writes into files is that of the day of rendering.

    Raises:
        UsageError: When ``SOURCE_DATE_EPOCH`` or ``SITE_URL``, which stands in every page, is none.
    """
    seconds = _read_epoch()
    site = os.environ.get("SITE_URL", "")
    if site and not (len(site) <= MAX_URL and _SITE_URL.fullmatch(site)):
        raise click.UsageError("SITE_URL is no address of a site: write it as https://example.org/models/")
    return {**os.environ, EPOCH: str((today - START).days * 86_400 if seconds is None else seconds)}


@contextmanager
def importing_client() -> Iterator[None]:
    """Give a place to import the Hub's client in: half a second that most commands save.

    Raises:
        UsageError: When the environment holds what the client refuses; it reads it at once.
    """
    root, quiet = logging.getLogger(), logging.NullHandler()
    root.addHandler(quiet)  # what the client says of a variable that it cannot read, it says as that came
    try:
        yield
    except ValueError as error:
        names = ", ".join(sorted(name for name in os.environ if name.startswith("HF_")))
        said = _PASSWORD.sub("...", str(error))
        raise click.UsageError(f"the Hub's client cannot be loaded: {said}; correct one of {names}") from None
    finally:
        root.removeHandler(quiet)


@contextmanager
def ending_when_told() -> Iterator[None]:
    """Let Ctrl-C end the process with code 130, without waiting for what other threads still ask the Hub."""
    try:
        yield
    except (KeyboardInterrupt, OSError) as error:
        # A terminal that was closed lets no bar be taken off it: that error stands before the interruption then.
        if not any(isinstance(found, KeyboardInterrupt) for found in (error, error.__context__)):
            raise
        with undisturbed():
            with suppress(OSError):  # the terminal may be what was closed
                click.echo("Interrupted: every file is whole, old or new; run it again for the rest.", err=True)
                sys.stdout.flush()
            os._exit(130)


def with_endpoint(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--endpoint``."""
    help_ = "Address of the Hub.  [default: HF_ENDPOINT, or the public Hub]"
    return click.option("--endpoint", metavar="URL", help=help_)(command)


def with_today(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--today`` to a command that only reads data."""
    return _add_today(command, START, "Day of rendering, as YYYY-MM-DD.")


def with_day_of_asking(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--today`` to a command that notes the day on which it asked: it has to be one that records may hold."""
    return _add_today(command, FIRST_DAY, "Day on which it is asked, as YYYY-MM-DD.")


def _add_today(command: Callable[..., Any], first: date, help_: str) -> Callable[..., Any]:
    return click.option(
        "--today",
        type=Day(first),
        default=_find_today,
        show_default="the day of SOURCE_DATE_EPOCH, else the current one, UTC",
        help=help_,
    )(command)
