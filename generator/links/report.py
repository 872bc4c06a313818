"""Says what a check found, as Markdown for the body of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.links.outcome import DOUBTFUL_SHARE
from generator.markdown import write_section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.links.outcome import Outcome


def write_report(outcome: Outcome) -> str:
    """Return the report of a check as Markdown."""
    lines = [f"## Links, {outcome.day.isoformat()}", "", f"{sum_up(outcome)}."]
    if outcome.is_doubtful:
        lines += ["", f"**Doubtful**: {explain_doubt(outcome)}."]
    for title, items in _sections(outcome):
        lines += write_section(title, tuple(items))
    return "\n".join(lines) + "\n"


def sum_up(outcome: Outcome) -> str:
    """Return the counts of a check in one sentence."""
    asked = len(outcome.findings)
    return (
        f"{asked:,} {'address' if asked == 1 else 'addresses'} asked: {len(outcome.answered):,} answered, "
        f"{len(outcome.failing):,} did not, {len(outcome.kept_out):,} kept machines out; "
        f"{len(outcome.unasked):,} not asked"
    )


def explain_doubt(outcome: Outcome) -> str:
    """Return why a check is doubted."""
    return f"{len(outcome.losses):,} of {outcome.expected:,} addresses are newly lost, more than {DOUBTFUL_SHARE:.0%}"


def _sections(outcome: Outcome) -> Iterator[tuple[str, Iterable[str]]]:
    fresh = frozenset(outcome.newly_failing)
    failing = sorted(outcome.failing.items(), key=lambda pair: (pair[1].since, pair[0]))
    yield "Newly failing", (_write(outcome, url, f"`{one.answer}`") for url, one in failing if url in fresh)
    yield (
        "Failing since earlier",
        (_write(outcome, url, f"`{one.answer}` since {one.since}") for url, one in failing if url not in fresh),
    )
    yield "Answer again", (_write(outcome, url) for url in outcome.recovered)
    yield "Keep machines out", (_write(outcome, url) for url in outcome.kept_out)
    yield "Not asked", (_write(outcome, url) for url in outcome.unasked)


def _write(outcome: Outcome, url: str, said: str = "") -> str:
    """Return one line; an address of ours holds nothing that could end the brackets around it."""
    files = ", ".join(f"`{file}`" for file in outcome.files[url])
    return f"- <{url}>{f': {said}' if said else ''}, in {files}"
