"""What ``new`` does: learns about repositories, asks a person for the rest, and writes the draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from generator import draft, store
from generator.catalogue.slugs import make_slug, make_title
from generator.cli.console import say
from generator.cli.options import importing_client
from generator.cli.prompting import is_terminal, need, want
from generator.discover import find_homes
from generator.draft import FamilyWords, LicenseWords, PublisherWords, SeriesWords, kinds
from generator.errors import CatalogueError, Problem, raise_all
from generator.records.base import TO_WRITE, is_reserved
from generator.store import InsertionError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from generator.draft import Known, SeriesDraft
    from generator.records import Data
    from generator.workspace import Workspace


_STRANGER = "add its organization to hub of the publisher's file with evidence, or name another publisher"


@dataclass(frozen=True, slots=True)
class Source:
    """Where drafts go, and who is asked about repositories.

    Args:
        workspace: The catalogue's folder.
        today: The day of the run.
        endpoint: Address of the Hub; None for the usual one.
        offline: Whether only the data sets are asked.
    """

    workspace: Workspace
    today: date
    endpoint: str | None
    offline: bool

    def ask(self, repos: Sequence[str], data: Data, path: Path) -> Mapping[str, Known]:
        """Return what is known of each repository.

        Args:
            repos: Their ids.
            data: All records.
            path: The file that is drafted, for messages.

        Raises:
            CatalogueError: When the Hub says that there is no such repository.
        """
        if self.offline:
            return {repo: draft.recall(repo, data) for repo in repos}
        with importing_client():
            from generator.cli.learning import learn  # noqa: PLC0415  the Hub's client takes half a second
        return learn(repos, data, self.workspace.shorten(path), self.endpoint, self.today)

    def ask_new(self, repos: Sequence[str], data: Data, path: Path) -> Mapping[str, Known]:
        """As :meth:`ask`, of repositories that no file may have yet; raises CatalogueError when one has."""
        homes = find_homes(data)
        taken = [f"data/{homes[repo.lower()]} has {repo}" for repo in repos if repo.lower() in homes]
        slugs: dict[str, str] = {}
        taken += [
            f"{repo} and {first} would share an address"
            for repo in repos
            if (first := slugs.setdefault(make_slug(repo), repo)) != repo
        ]
        taken += [f"{repo}: Windows keeps {slug} for a device" for slug, repo in slugs.items() if is_reserved(slug)]
        refuse(self, path, taken, "leave it out here, or correct that file")
        return self.ask(repos, data, path)


def refuse(source: Source, path: Path, clashes: Iterable[str], fix: str = "choose another, or edit that file") -> None:
    """Raise CatalogueError when there is something that ``check`` would refuse once the file is written."""
    shown = source.workspace.shorten(path)
    raise_all(Problem(path=shown, message=message, fix=fix) for message in clashes)


def refuse_existing(source: Source, path: Path) -> None:
    """Raise CatalogueError when a file is there already, or none can have its name."""
    if not store.is_id(path.stem):
        message, fix = "no file can have this name on every system", "choose another id"
        raise CatalogueError([Problem(path=source.workspace.shorten(path), message=message, fix=fix)])
    if path.exists() or path.is_symlink():
        message, fix = "exists already", "edit it, or choose another id"
        raise CatalogueError([Problem(path=source.workspace.shorten(path), message=message, fix=fix)])


def settle(source: Source, path: Path, text: str, *, more: str = "") -> None:
    """Write a draft and say what comes next."""
    store.write(source.workspace, path, text)
    say(f"Wrote {source.workspace.shorten(path)}.")
    _say_next(text, more)


def _say_next(text: str, more: str = "") -> None:
    todo = f"replace every {TO_WRITE} in it" if f": {TO_WRITE}" in text else "read it"
    say(f"Next: {todo}, then run: catalogue check{more}")


def draft_family(source: Source, family_id: str, words: FamilyWords, repos: Sequence[str], about: SeriesWords) -> None:
    """Draft a family's file."""
    path = source.workspace.families / f"{family_id}.yaml"
    refuse_existing(source, path)
    data = store.load_sound(source.workspace)
    known = source.ask_new(repos, data, path)
    publisher = words.publisher or draft.find_publisher(repos[0], data)
    title = want(words.title, "Title", kinds.LINE, make_title(family_id).title())
    refuse(source, path, draft.find_title(title, data.families))
    words = FamilyWords(
        title,
        need(words.publisher, "--publisher", "Publisher, the id of a file in data/publishers/", kinds.ID, publisher),
        want(words.summary, "Summary, one to three plain sentences", kinds.PROSE),
        want(words.homepage, "Homepage", kinds.URL),
    )
    refuse(source, path, draft.find_strangers(repos, words.publisher, data), _STRANGER)
    series = [_describe(one, about) for one in draft.arrange(known)]
    text = draft.draft_family(family_id, words, series, known)
    settle(source, path, text, more=_name_publisher(words.publisher, repos, data))


def _describe(series: SeriesDraft, about: SeriesWords) -> SeriesDraft:
    """Return a series with what a person says of it."""
    if is_terminal():
        say(f"Series {series.title}: {', '.join(series.variants)}")
    purpose = want(about.purpose, "  Purpose", kinds.PURPOSE, series.purpose)
    return series._replace(words=SeriesWords(purpose, want(about.summary, "  Summary, one sentence", kinds.PROSE)))


def _name_publisher(publisher: str | None, repos: Sequence[str], data: Data) -> str:
    if publisher in data.publishers:
        return ""
    organization = repos[0].partition("/")[0]
    return f"\nIts publisher has no file yet, draft it: catalogue new publisher {publisher} --hub {organization}"


def add_variant(source: Source, family_id: str, repo: str, series_id: str | None, about: SeriesWords) -> None:
    """Add a repository to a family's file."""
    path = source.workspace.families / f"{family_id}.yaml"
    shown = source.workspace.shorten(path)
    data = store.load_sound(source.workspace)
    _require_family(source, family_id, data, path)
    refuse(source, path, draft.find_strangers([repo], data.families[family_id].publisher, data), _STRANGER)
    known = source.ask_new([repo], data, path)[repo]
    addition = None if series_id else draft.propose_place(repo, family_id, data, known)
    if addition is None:
        ids = [series.id for series in data.families[family_id].series]
        if series_id is None:
            click.echo(f"Nothing tells the series of {repo}. {family_id} has: {', '.join(ids)}.", err=True)
        series_id = need(series_id, "--series", "Series, one of these or a new id", kinds.SERIES_ID)
        refuse(source, path, draft.find_address(repo, data.families[family_id]))
        about = _ask_about(series_id, ids, about)
        addition = draft.name_place(repo, data.families[family_id], series_id, known, about)
    try:
        text = draft.add(store.read_lines(path), addition)
    except InsertionError as error:
        say(addition.block.rstrip())
        fix = "add by hand what is printed here"
        raise CatalogueError([Problem(path=shown, message=str(error), fix=fix)]) from None
    store.write(source.workspace, path, text)
    say(f"{shown}: added {repo}, {addition.label}.")
    _say_next(addition.block)


def _require_family(source: Source, family_id: str, data: Data, path: Path) -> None:
    if family_id in data.families:
        return
    message, fix = "no such family", "name a file of data/families/ without .yaml, or draft one: catalogue new family"
    if path.exists():
        message, fix = "cannot be read as it is", "run catalogue check, and correct it first"
    raise CatalogueError([Problem(path=source.workspace.shorten(path), message=message, fix=fix)])


def _ask_about(series_id: str, ids: Sequence[str], about: SeriesWords) -> SeriesWords:
    """Return what a person says of a series that is not there yet."""
    if series_id in ids:
        return about
    purpose = want(about.purpose, "Purpose of the new series", kinds.PURPOSE)
    return SeriesWords(purpose, want(about.summary, "Summary, one sentence", kinds.PROSE))


def draft_publisher(source: Source, publisher_id: str, words: PublisherWords) -> None:
    """Draft a publisher's file."""
    path = source.workspace.publishers / f"{publisher_id}.yaml"
    refuse_existing(source, path)
    data = store.load_sound(source.workspace)
    refuse(source, path, draft.find_organizations(words.hub, data))
    reported, _ = draft.recall_publisher(words.hub, data)
    words = PublisherWords(
        want(words.title, "Title", kinds.LINE, reported.title),
        words.hub,
        want(words.country, "Country of its registered seat, two letters", kinds.COUNTRY, reported.country),
        want(words.kind, "Kind: company, nonprofit, university, government or community", kinds.PUBLISHER_KIND),
        want(words.homepage, "Homepage", kinds.URL),
        want(words.evidence, "Page that shows the country", kinds.URL, reported.evidence),
    )
    refuse(source, path, draft.find_title(words.title or reported.title, data.publishers))
    settle(source, path, draft.draft_publisher(publisher_id, words, data))


def draft_license(source: Source, license_id: str, words: LicenseWords, repo: str | None = None) -> None:
    """Draft a license's file.

    Args:
        source: Where it goes, and who is asked.
        license_id: Its id.
        words: What a person said of it.
        repo: A repository under this license; what is known of it fills in what the person left open.
    """
    path = source.workspace.licenses / f"{license_id}.yaml"
    refuse_existing(source, path)
    data = store.load_sound(source.workspace)
    if repo:
        words = draft.fill_license(words, source.ask([repo], data, path)[repo])
    refuse(source, path, draft.find_spellings(license_id, words.hub, data))
    words = words._replace(
        title=want(words.title, "Title", kinds.LINE, make_title(license_id).title()),
        spdx=want(words.spdx, "Id in the SPDX list", kinds.LINE),
        url=want(words.url, "Address of its text", kinds.URL),
    )
    refuse(source, path, draft.find_title(words.title, data.licenses))
    settle(source, path, draft.draft_license(license_id, words))
