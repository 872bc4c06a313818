"""Ids are the same whatever their capital letters: what machines noted in another spelling is found by that of ours."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from generator.records import Data, ReportedRecord, UsageRow, VariantRecord

T = TypeVar("T")


def respell(data: Data) -> Data:
    """Return the records with what machines noted under the ids that families spell now.

    The files keep the spelling they were written with: a history is only ever added to.
    """
    variants = [v for family in data.families.values() for series in family.series for v in series.variants]
    before = {repo.lower(): repo for variant in variants for repo in variant.formerly}
    spelled = before | {repo.lower(): repo for repo in _list_repos(variants)}

    def name(repo: str) -> str:
        return spelled.get(repo.lower(), repo)

    reported = {id_: _respell_rows(record, name) for id_, record in data.reported.items()}
    if all(name(repo) == repo for repo in {*data.hub, *data.usage, *data.failed, *(c.repo for c in data.changes)}):
        return replace(data, reported=reported)
    return replace(
        data,
        reported=reported,
        hub=_rename(data.hub, name),
        usage=_join_usage((name(repo), rows) for repo, rows in data.usage.items()),
        changes=tuple(change.model_copy(update={"repo": name(change.repo)}) for change in data.changes),
        failed=_rename(data.failed, name),
    )


def _rename(found: Mapping[str, T], name: Callable[[str], str]) -> dict[str, T]:
    """Return what was found under the ids that families spell; of two spellings of one id, theirs goes before."""
    others = {name(repo): value for repo, value in found.items() if name(repo) != repo}
    return others | {repo: value for repo, value in found.items() if name(repo) == repo}


def _respell_rows(record: ReportedRecord, name: Callable[[str], str]) -> ReportedRecord:
    if all(name(repo) == repo for repo in record.repos):
        return record
    return record.model_copy(update={"repos": _rename(record.repos, name)})


def _list_repos(variants: Iterable[VariantRecord]) -> Iterable[str]:
    for variant in variants:
        yield from (variant.repo, *(build.repo for build in variant.builds))


def _join_usage(named: Iterable[tuple[str, tuple[UsageRow, ...]]]) -> Mapping[str, tuple[UsageRow, ...]]:
    """Return the rows by repository; of two rows of a week one is kept."""
    joined: dict[str, dict[str, UsageRow]] = {}
    for repo, rows in named:
        joined.setdefault(repo, {}).update({row.week: row for row in rows})
    return {repo: tuple(weeks[week] for week in sorted(weeks)) for repo, weeks in joined.items()}
