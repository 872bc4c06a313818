"""``fetch`` and ``discover``: the arguments of the commands that ask the Hub."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from generator.cli.options import ending_when_told, importing_client, with_day_of_asking, with_endpoint, with_root

if TYPE_CHECKING:
    from datetime import date

    from generator.workspace import Workspace

_SHARD = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})")


class _Shard(click.ParamType[tuple[int, int]]):
    name = "shard"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        match = _SHARD.fullmatch(value)
        if not match or int(match[1]) > int(match[2]):
            self.fail(f"{value!r} is not I/N with I from 1 to N", param, ctx)
        return int(match[1]), int(match[2])


@click.command()
@with_root
@with_day_of_asking
@with_endpoint
@click.argument("families", nargs=-1, metavar="[FAMILY]...")
@click.option("--shard", type=_Shard(), default="1/1", metavar="I/N", help="Do part I of N of the work.")
@click.option("--limit", type=click.IntRange(min=1), help="Ask for at most so many, the oldest facts first.")
@click.option("--dry-run", is_flag=True, help="Ask and report, but write nothing.")
@click.option("--force", is_flag=True, help="Write even when more than 10 % are missing or failed.")
def fetch(workspace: Workspace, today: date, endpoint: str | None, **options: Any) -> None:
    """Refresh what the Hub says of all repositories, or of those of some families.

    Standard output gets a report in Markdown, for the body of a pull request.
    """
    with importing_client():
        from generator.cli import asking  # noqa: PLC0415  the Hub's client takes half a second
    with ending_when_told():
        asking.fetch(workspace, today, endpoint, asking.Options(**options))


@click.command()
@with_root
@with_endpoint
@click.argument("publishers", nargs=-1, metavar="[PUBLISHER]...")
@click.option("--write", is_flag=True, help="Add builds, and variants of known series, to the family files.")
def discover(workspace: Workspace, endpoint: str | None, publishers: tuple[str, ...], *, write: bool) -> None:
    """List the publishers' repositories on the Hub that no family holds yet, each with its place."""
    with importing_client():
        from generator.cli import discovering  # noqa: PLC0415  the Hub's client takes half a second
    with ending_when_told():
        discovering.discover_all(workspace, endpoint, publishers, write=write)
