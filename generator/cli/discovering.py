"""What ``discover`` does: list, propose, and add to family files when asked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from generator import discover, refresh, store
from generator.cli.asking import open_hub
from generator.cli.console import progress, say
from generator.errors import CatalogueError, Problem
from generator.hub import RepoError

if TYPE_CHECKING:
    from generator.hub import Hub
    from generator.hub.document import Document
    from generator.records import Data, PublisherRecord
    from generator.workspace import Workspace


def discover_all(workspace: Workspace, endpoint: str | None, names: tuple[str, ...], *, write: bool) -> None:
    """List what publishers have on the Hub that no family holds yet.

    Raises:
        CatalogueError: When the data or the Hub do not allow to go on.
        SystemExit: With 1, when some organization could not be listed.
    """
    failed = []
    with refresh.hold_lock(workspace), open_hub(workspace, endpoint) as access:
        data = store.load(workspace)
        publishers = _choose(data, names, workspace)
        with progress("Asking the Hub", len(publishers)) as step:
            listed = {}
            for id_, publisher in publishers.items():
                listed[id_], reasons = _list(access, publisher)
                failed += reasons
                step(id_)
        for id_, publisher in publishers.items():
            found = discover.propose(data, id_, listed[id_])
            left = discover.place(workspace, found) if write else {}
            if found:
                say(_describe(publisher.title, found, left, write=write))
    if failed:
        for reason in failed:
            click.echo(reason, err=True)
        raise SystemExit(1)


def _choose(data: Data, names: tuple[str, ...], workspace: Workspace) -> dict[str, PublisherRecord]:
    folder = workspace.shorten(workspace.publishers)
    unknown = [name for name in names if name not in data.publishers]
    if unknown:
        fix = "name files of data/publishers/ without .yaml"
        raise CatalogueError(Problem(path=folder / f"{n}.yaml", message="no such publisher", fix=fix) for n in unknown)
    return {id_: data.publishers[id_] for id_ in names or data.publishers}


def _list(access: Hub, publisher: PublisherRecord) -> tuple[dict[str, Document], list[str]]:
    """Return what the Hub lists of a publisher's organizations, and which could not be listed to the end."""
    listed: dict[str, Document] = {}
    failed = []
    for organization in publisher.hub:
        try:
            for page in access.list_repos(organization):
                own = {repo: item for repo, item in page.items.items() if _is_of(repo, organization)}
                listed |= own
        except RepoError as error:
            failed.append(f"{organization}: {error.reason}; run discover again for it")
    return listed, failed


def _is_of(repo: str, organization: str) -> bool:
    return repo.partition("/")[0].lower() == organization.lower()


def _describe(title: str, found: tuple[discover.Found, ...], left: dict[str, str], *, write: bool) -> str:
    placed = [one for one in found if one.is_placed and one.repo not in left]
    repositories = "repository" if len(found) == 1 else "repositories"
    done = "placed" if write else "can be placed"
    rest = len(found) - len(placed)
    need = f"{rest:,} {'needs' if rest == 1 else 'need'} a series"
    lines = [f"{len(found):,} new {repositories} of {title}: {len(placed):,} {done}, {need}"]
    lines += [f"  {one.downloads:>13,}  {one.repo}: {_say_place(one, left)}" for one in found]
    return "\n".join(lines)


def _say_place(one: discover.Found, left: dict[str, str]) -> str:
    if one.place is None:
        return "no family is known for it"
    where = f"{one.place.family}: {one.place.label}" if one.is_placed else f"{one.place.family}: needs a series"
    return f"{where} (not added: {left[one.repo]})" if one.repo in left else where
