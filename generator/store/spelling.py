"""Ids are the same whatever their capital letters: what machines noted in an earlier spelling is found by the new."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.records import Data, UsageRow

T = TypeVar("T")


def respell(data: Data) -> Data:
    """Return the records with what machines noted under the ids that families spell now.

    The files keep the spelling they were written with: a history is only ever added to.
    """
    spelled = {repo.lower(): repo for repo in _list_repos(data)}

    def name(repo: str) -> str:
        return spelled.get(repo.lower(), repo)

    if all(name(repo) == repo for repo in {*data.hub, *data.usage, *data.failed, *(c.repo for c in data.changes)}):
        return data
    return replace(
        data,
        hub={name(repo): record for repo, record in data.hub.items()},
        usage=_join_usage((name(repo), rows) for repo, rows in data.usage.items()),
        changes=tuple(change.model_copy(update={"repo": name(change.repo)}) for change in data.changes),
        failed={name(repo): reason for repo, reason in data.failed.items()},
    )


def _list_repos(data: Data) -> Iterable[str]:
    for family in data.families.values():
        for series in family.series:
            for variant in series.variants:
                yield from (variant.repo, *(build.repo for build in variant.builds))


def _join_usage(named: Iterable[tuple[str, tuple[UsageRow, ...]]]) -> Mapping[str, tuple[UsageRow, ...]]:
    """Return the rows by repository; of two rows of a week one is kept."""
    joined: dict[str, dict[str, UsageRow]] = {}
    for repo, rows in named:
        joined.setdefault(repo, {}).update({row.week: row for row in rows})
    return {repo: tuple(weeks[week] for week in sorted(weeks)) for repo, weeks in joined.items()}
