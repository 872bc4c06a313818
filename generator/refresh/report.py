"""Says what a run found: a Markdown report for the body of a pull request, and a short table.

Nothing of the Hub's words stands in it but ids, checked values and counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.markdown import write_code, write_section
from generator.refresh.result import DOUBTFUL_SHARE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.records import Change
    from generator.refresh.result import Outcome, Result

_KINDS = {
    "license-changed": "License changed",
    "gated": "Now gated",
    "ungated": "No longer gated",
    "parameters-changed": "Parameters changed",
    "restored": "Back on the Hub",
}
"""Kinds of change in the order in which a maintainer wants to see them."""


class Count(NamedTuple):
    """One line of the table."""

    label: str
    repos: int


def count(outcome: Outcome) -> tuple[Count, ...]:
    """Return the table of a run."""
    counts = outcome.counts
    labels = ("added", "changed", "missing", "renamed", "failed", "unchanged")
    return (
        *(Count(label, counts[label]) for label in labels),
        Count("fields not read", sum(len(result.odd) for result in outcome.results)),
        Count("not asked", outcome.planned - len(outcome.results)),
    )


def write_report(outcome: Outcome) -> str:
    """Return the report of a run as Markdown."""
    lines = [f"## Refresh from the Hub, {outcome.day.isoformat()}", "", _sum_up(outcome)]
    if outcome.stopped:
        lines += ["", f"**Stopped early**: {outcome.stopped.message}; {outcome.stopped.fix}."]
    if outcome.is_doubtful:
        lines += ["", f"**Doubtful**: {explain_doubt(outcome)}."]
    for title, items in _sections(outcome):
        lines += write_section(title, tuple(items))
    return "\n".join(lines) + "\n"


def explain_doubt(outcome: Outcome) -> str:
    """Return why a run's losses are doubted."""
    losses = outcome.losses
    return (
        f"{len(losses):,} of {len(outcome.results):,} repositories are newly missing or failed, "
        f"more than {DOUBTFUL_SHARE:.0%}"
    )


def _sum_up(outcome: Outcome) -> str:
    parts = [f"{count.repos:,} {count.label}" for count in count(outcome) if count.repos]
    asked = len(outcome.results)
    repositories = "repository" if asked == 1 else "repositories"
    requests = "request" if outcome.requests == 1 else "requests"
    done = ", ".join(parts) or "nothing to do"
    return f"{asked:,} {repositories} asked in {outcome.requests:,} {requests}: {done}."


def _sections(outcome: Outcome) -> Iterator[tuple[str, Iterable[str]]]:
    for kind, title in _KINDS.items():
        changes = (change for result in outcome.results for change in result.changes)
        yield title, (_describe(change) for change in changes if change.kind == kind)
    yield (
        "Gone from the Hub",
        (f"- {_link(result)}: {result.reason}" for result in outcome.of("missing") if result.is_loss),
    )
    yield (
        "Renamed: enter the new id and keep the old one under `formerly`",
        (f"- {write_code(result.repo)} answers as {write_code(result.reason)}" for result in outcome.of("renamed")),
    )
    yield "Failed: the older record stays", (f"- {_link(r)}: {r.reason}" for r in outcome.of("failed"))
    yield (
        "Fields not read: the older value stays",
        (f"- {_link(r)}: {write_code(name)} {wrong}" for r in outcome.results for name, wrong in r.odd.items()),
    )
    yield "Added", (f"- {_link(result)}{_introduce(result)}" for result in outcome.of("added"))
    yield "Other changes", (f"- {_link(r)}: {', '.join(r.changed_fields) or 'revision'}" for r in outcome.of("changed"))
    yield "Missing since earlier", (f"- {write_code(r.repo)}" for r in outcome.of("missing") if not r.is_loss)


def _describe(change: Change) -> str:
    values = f": {write_code(change.before)} → {write_code(change.after)}" if change.kind.endswith("-changed") else ""
    return f"- [{change.repo}](https://huggingface.co/{change.repo}){values}"


def _introduce(result: Result) -> str:
    record = result.record
    if record is None:
        return ""
    size = f"{record.parameters_total:,} parameters" if record.parameters_total else "parameters not stated"
    license_ = f"license {write_code(record.license)}" if record.license else "no license stated"
    return f": {license_}, {size}{', gated' if record.gated else ''}"


def _link(result: Result) -> str:
    return f"[{result.repo}](https://huggingface.co/{result.repo})"
