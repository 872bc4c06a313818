"""Finds what is worth logging between two records of a repository."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator.catalogue.licenses import OTHER
from generator.records import Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from generator.records import ChangeKind, HubRecord


def find_changes(repo: str, before: HubRecord | None, after: HubRecord, day: date) -> tuple[Change, ...]:
    """Return what changed between two records of a repository, the earlier None when it is new."""

    def log(kind: ChangeKind, old: Any = None, new: Any = None) -> Change:
        return _log(day, repo, kind, before=old, after=new, revision=after.revision)

    def compare() -> Iterator[Change]:
        if before is None:
            yield log("added")
            return
        if before.missing_since:
            yield log("restored", before.missing_since.isoformat())
        if (licenses := _compare_licenses(before, after)) is not None:
            yield log("license-changed", *licenses)
        if before.gated is not None and after.gated is not None and bool(before.gated) != bool(after.gated):
            yield log("gated" if after.gated else "ungated", before.gated, after.gated)
        if before.parameters_total and before.parameters_total != after.parameters_total:
            yield log("parameters-changed", before.parameters_total, after.parameters_total)

    return tuple(compare())


def _compare_licenses(before: HubRecord, after: HubRecord) -> tuple[str | None, str | None] | None:
    """Return the earlier and the later license where they differ: by its name where that says more than ``other``."""
    told = before.model_fields_set
    if "license" not in told or (before.license == after.license and "license_name" not in told):
        return None
    old, new = (one.license_name or OTHER if one.license == OTHER else one.license for one in (before, after))
    return (old, new) if old != new else None


def find_missing(repo: str, before: HubRecord | None, day: date) -> tuple[Change, ...]:
    """Return the change of a repository that is gone; none when that was known."""
    if before is not None and before.missing_since:
        return ()
    return (_log(day, repo, "missing", revision=before.revision if before else None),)


def find_renamed(repo: str, new: str, before: HubRecord | None, day: date) -> tuple[Change, ...]:
    """Return the change of a repository that answers under another id."""
    revision = before.revision if before else None
    return (_log(day, repo, "renamed", before=repo, after=new, revision=revision),)


def _log(day: date, repo: str, kind: ChangeKind, **values: Any) -> Change:
    stated = {name: value for name, value in values.items() if value is not None}
    return Change(day=day, repo=repo, kind=kind, **stated)


def drop_logged(changes: Sequence[Change], logged: Sequence[Change]) -> tuple[Change, ...]:
    """Return the changes of one repository that are not logged yet.

    A run that was killed between its files, and a repository that stays renamed, would log theirs again.

    Args:
        changes: What a run saw of one repository.
        logged: All that is logged of it, the oldest first.
    """
    if changes and [change.key for change in logged[-len(changes) :]] == [change.key for change in changes]:
        return ()
    return tuple(changes)
