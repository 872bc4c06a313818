"""``new``: the arguments of the commands that draft data files."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, BinaryIO, get_args

import click

from generator import draft
from generator.catalogue.slugs import make_slug
from generator.cli import drafting
from generator.cli.drafting import Source
from generator.cli.options import find_root, with_day_of_asking, with_endpoint, with_root
from generator.cli.prompting import InputFile, check, need, need_some
from generator.draft import FamilyWords, LicenseWords, PublisherWords, SeriesWords, kinds
from generator.records.vocabulary import PublisherKind, Purpose

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from generator.workspace import Workspace

MAX_TEXT_BYTES = 16 * 1024 * 1024
"""A license's text is shorter; a device has no end."""

_OFFLINE = click.option("--offline", is_flag=True, help="Do not ask the Hub; draft from data/reported/.")
_REPOS = click.option(
    "--repo",
    "repos",
    multiple=True,
    callback=check(kinds.REPO),
    metavar="ORG/NAME",
    help="Repository on the Hub; may be repeated.",
)
_PURPOSE = click.option(
    "--purpose",
    type=click.Choice(get_args(Purpose)),
    show_choices=False,
    metavar="PURPOSE",
    help="What its series is for.",
)
_ABOUT = click.option("--series-summary", callback=check(kinds.PROSE), help="One sentence on its series.")


def _with_source(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that make a :class:`Source`, which the command gets first."""

    @with_root
    @with_day_of_asking
    @with_endpoint
    @_OFFLINE
    @functools.wraps(command)
    def call(workspace: Workspace, today: date, endpoint: str | None, *, offline: bool, **words: Any) -> None:
        command(Source(workspace, today, endpoint, offline), **words)

    return call


@click.group(invoke_without_command=True)
@click.option("--from-issue", type=InputFile("rb"), metavar="FILE", help="Draft what an issue form says; - is stdin.")
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), default=".", help="As for each command.")
@with_day_of_asking
@_OFFLINE
@click.pass_context
def new(ctx: click.Context, from_issue: BinaryIO | None, root: Path, today: date, *, offline: bool) -> None:
    """Draft a data file, or add to a family; what is there is never overwritten.

    On a terminal it asks for what the flags do not say. Texts that are left open are marked TO WRITE.
    """
    if ctx.invoked_subcommand:
        if from_issue:
            raise click.UsageError("--from-issue names the kind of draft itself: leave the command out")
        return
    if not from_issue:
        click.echo(ctx.get_help())
        ctx.exit(2)
    source = Source(find_root(ctx, None, root), today, None, offline)
    form = draft.read_form(from_issue.read(draft.MAX_FORM_BYTES + 1), PurePath(from_issue.name))
    {"add-family": _take_family, "license-question": _take_license}[form.name](source, form.answers)


def _take_family(source: Source, said: Any) -> None:
    words = FamilyWords(said["title"], said["publisher"], said["summary"], said["homepage"])
    drafting.draft_family(source, said["id"], words, said["repositories"], SeriesWords())


def _take_license(source: Source, said: Any) -> None:
    drafting.draft_license(source, make_slug(said["license"]), LicenseWords(said["license"], url=said["text"]))


def _argument(name: str, kind: kinds.Kind, shown: str = "[ID]") -> Callable[..., Any]:
    return click.argument(name, metavar=shown, required=False, callback=check(kind))


@new.command("family")
@_argument("family_id", kinds.ID)
@click.option("--title", callback=check(kinds.LINE), help="Its name.")
@click.option("--publisher", callback=check(kinds.ID), help="Id of a file in data/publishers/.")
@_REPOS
@click.option("--summary", callback=check(kinds.PROSE), help="One to three plain sentences.")
@click.option("--homepage", callback=check(kinds.URL), help="Address of its own page.")
@_PURPOSE
@_ABOUT
@_with_source
def new_family(source: Source, family_id: str | None, repos: tuple[str, ...], **said: Any) -> None:
    """Draft data/families/ID.yaml: the named repositories, sorted into series, variants and builds."""
    family_id = need(family_id, "ID", "Id of the family, as in the address of its page", kinds.ID)
    repos = need_some(repos, "--repo", "Repository on the Hub, as org/name", kinds.REPO)
    words = FamilyWords(said["title"], said["publisher"], said["summary"], said["homepage"])
    drafting.draft_family(source, family_id, words, repos, SeriesWords(said["purpose"], said["series_summary"]))


@new.command("variant")
@_argument("family", kinds.ID, "[FAMILY]")
@click.option("--repo", callback=check(kinds.REPO), metavar="ORG/NAME", help="Repository on the Hub.")
@click.option("--series", callback=check(kinds.SERIES_ID), help="Id of its series, or of a new one.")
@_PURPOSE
@_ABOUT
@_with_source
def new_variant(source: Source, family: str | None, repo: str | None, series: str | None, **said: Any) -> None:
    """Add a repository to data/families/FAMILY.yaml, as a variant or, where its name says so, as a build of one."""
    family = need(family, "FAMILY", "Family, a file in data/families/", kinds.ID)
    repo = need(repo, "--repo", "Repository on the Hub, as org/name", kinds.REPO)
    drafting.add_variant(source, family, repo, series, SeriesWords(said["purpose"], said["series_summary"]))


@new.command("publisher")
@_argument("publisher_id", kinds.ID)
@click.option("--title", callback=check(kinds.LINE), help="Its name.")
@click.option(
    "--hub",
    multiple=True,
    callback=check(kinds.ORGANIZATION),
    metavar="ORG",
    help="Its organization on the Hub; repeat it.",
)
@_REPOS
@click.option("--country", callback=check(kinds.COUNTRY), help="Its registered seat, as two letters.")
@click.option("--kind", type=click.Choice(get_args(PublisherKind)), help="What it is.")
@click.option("--homepage", callback=check(kinds.URL), help="Its own website.")
@click.option("--evidence", callback=check(kinds.URL), help="A page that shows the country.")
@_with_source
def new_publisher(
    source: Source, publisher_id: str | None, hub: tuple[str, ...], repos: tuple[str, ...], **said: Any
) -> None:
    """Draft data/publishers/ID.yaml."""
    publisher_id = need(publisher_id, "ID", "Id of the publisher", kinds.ID)
    named = (*hub, *(repo.partition("/")[0] for repo in repos))
    organizations = need_some(named, "--hub", "Organization on the Hub", kinds.ORGANIZATION)
    drafting.draft_publisher(source, publisher_id, PublisherWords(hub=organizations, **said))


@new.command("license")
@_argument("license_id", kinds.LICENSE_ID)
@click.option("--title", callback=check(kinds.LINE), help="Its name.")
@click.option("--spdx", callback=check(kinds.LINE), help="Its id in the SPDX list.")
@click.option(
    "--hub", multiple=True, callback=check(kinds.LINE), metavar="NAME", help="How the Hub calls it; repeat it."
)
@click.option("--url", callback=check(kinds.URL), help="Address of its text.")
@click.option("--text", type=InputFile("rb"), metavar="FILE", help="A copy of its text, to note the hash of.")
@click.option("--repo", callback=check(kinds.REPO), metavar="ORG/NAME", help="A repository under it.")
@_with_source
def new_license(source: Source, license_id: str | None, text: BinaryIO | None, repo: str | None, **said: Any) -> None:
    """Draft data/licenses/ID.yaml, with every permission unspecified until you have read the text."""
    license_id = need(license_id, "ID", "Id of the license", kinds.LICENSE_ID)
    drafting.draft_license(source, license_id, LicenseWords(text_sha256=_hash(text), **said), repo)


def _hash(text: BinaryIO | None) -> str | None:
    """Return the SHA-256 of a license's text; raises BadParameter when it is longer than any."""
    if text is None:
        return None
    content = text.read(MAX_TEXT_BYTES + 1)
    if len(content) > MAX_TEXT_BYTES:
        message = f"{text.name} has more than {MAX_TEXT_BYTES:,} bytes, and no license has: name its text alone"
        raise click.BadParameter(message, param_hint="--text")
    return hashlib.sha256(content).hexdigest()
