"""Asks the Hub for one repository and says what came of it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from generator.hub import (
    Answer,
    ElsewhereError,
    GatedError,
    GoneError,
    RenamedError,
    RepoError,
    find_need,
    read_answer,
    read_counts,
)
from generator.records import HubRecord, UsageRow, find_week
from generator.refresh.changes import find_changes, find_missing, find_renamed
from generator.refresh.result import Result

if TYPE_CHECKING:
    from datetime import date

    from generator.hub import Hub
    from generator.hub.document import Document
    from generator.refresh.plan import Place
    from generator.refresh.result import State

_REVISION = re.compile(r"[0-9a-f]{40}")


def ask(hub: Hub, place: Place, known: HubRecord | None, day: date) -> Result:
    """Ask for one repository, in two requests at most.

    Args:
        hub: Where.
        place: The repository.
        known: Its record so far.
        day: The day of the run.

    Raises:
        HubError: When no other can be read either.
    """
    repo = place.repo
    try:
        answer, odd = _fetch(hub, place, known)
    except RenamedError as error:
        changes = find_renamed(repo, error.repo, known, day)
        return Result(place, "renamed", before=known, changes=changes, reason=error.repo)
    except GoneError as error:
        record = (known or HubRecord()).model_copy(update={"missing_since": (known and known.missing_since) or day})
        changes = find_missing(repo, known, day)
        return Result(place, "missing", before=known, record=record, changes=changes, reason=error.reason)
    except GatedError:
        return _settle(place, known, _note_gate(known), day)
    except RepoError as error:
        return Result(place, "failed", before=known, reason=error.reason)
    record, unreadable = read_answer(answer, known)
    counts, wrong = read_counts(answer.info)
    row = UsageRow(week=find_week(day), day=day, repo=repo, **counts) if counts else None
    return replace(_settle(place, known, record, day), row=row, odd=odd | unreadable | wrong)


def _fetch(hub: Hub, place: Place, known: HubRecord | None) -> tuple[Answer, dict[str, str]]:
    """Return what the Hub says, and what it kept back.

    The second request is left out when it could bring nothing new.
    """
    info = hub.read_repo(place.repo)
    need = find_need(info)
    same = known is not None and known.revision is not None and known.revision == info.get("sha")
    if need.files and not (same and known and known.weights is not None):
        return Answer(place.repo, info, files=hub.read_files(place.repo)), {}
    config_known = bool(same and known and known.architecture is not None)
    if not need.config or config_known:
        return Answer(place.repo, info, config_known=need.config and config_known), {}
    try:
        config = hub.read_config(place.repo, _find_revision(info))
    except (GatedError, GoneError):
        return Answer(place.repo, info), {}
    except ElsewhereError as error:
        return Answer(place.repo, info), {"architecture": error.reason}
    return Answer(place.repo, info, config=config or {}), {}


def _find_revision(info: Document) -> str:
    """Return the revision that was told of, where it is one; a branch else."""
    sha = info.get("sha")
    return sha if isinstance(sha, str) and _REVISION.fullmatch(sha) else "main"


def _restate(record: HubRecord | None) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.model_fields_set} if record else {}


def _note_gate(known: HubRecord | None) -> HubRecord:
    """Return the record of a repository that is there and shown to few: no longer missing, the rest as it was."""
    kept = _restate(known)
    kept.pop("missing_since", None)
    return HubRecord(**{**kept, "gated": kept.get("gated") or True})


def _settle(place: Place, known: HubRecord | None, record: HubRecord, day: date) -> Result:
    """Return the result of a repository that is there."""
    state: State = "added" if known is None else "unchanged" if _restate(known) == _restate(record) else "changed"
    return Result(place, state, known, record, changes=find_changes(place.repo, known, record, day))
