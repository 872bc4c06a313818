"""What a change of ``data/`` means for a reader: verdicts, sizes and pages that differ, as Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from generator.derive import rights, sizing
from generator.markdown import write_code, write_section
from generator.pages import PAGE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from generator.catalogue import Catalogue, Variant
    from generator.errors import Problem

MAX_PROBLEM = 200
"""Characters of a path or message that the list of broken pages shows."""

QUESTIONS: tuple[rights.Question, ...] = (
    "commercial_use",
    "modify",
    "redistribute",
    "train_on_outputs",
    "no_cap",
    "in_eu",
    "ungated",
)


class Row(NamedTuple):
    """One value of one variant that differs; None where it is not known."""

    repo: str
    what: str
    before: str | int | None
    after: str | int | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two catalogues; ``moved`` are pairs of addresses, the earlier first."""

    verdicts: tuple[Row, ...]
    sizes: tuple[Row, ...]
    added: tuple[str, ...]
    moved: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]


def compare(old: Catalogue, new: Catalogue, today: date) -> Difference:
    """Return what differs for a reader.

    Args:
        old: The catalogue before.
        new: The catalogue after.
        today: The day both are shown on.
    """
    pairs = list(_pair(old, new))
    before, after = _list_addresses(old, today), _list_addresses(new, today)
    moved = tuple((first.path, second.path) for first, second in pairs if first.path != second.path)
    return Difference(
        verdicts=tuple(row for first, second in pairs for row in _compare_rights(first, old, second, new)),
        sizes=tuple(row for first, second in pairs for row in _compare_sizes(first, old, second, new)),
        added=tuple(sorted(after - before - {path for _, path in moved})),
        moved=moved,
        gone=tuple(sorted(before - after - {path for path, _ in moved})),
    )


def _pair(old: Catalogue, new: Catalogue) -> Iterator[tuple[Variant, Variant]]:
    """Yield each variant that both hold, under its own id or one it had before."""
    for variant in new:
        for repo in (variant.repo, *variant.formerly):
            found = old.variant_of.get(repo)
            if found is not None and repo in (found.repo, *found.formerly):
                yield found, variant
                break


def _list_addresses(catalogue: Catalogue, today: date) -> set[str]:
    return {page.path for kind in PAGE_TYPES for page in kind.make(catalogue, today)}


def _compare_rights(first: Variant, old: Catalogue, second: Variant, new: Catalogue) -> Iterator[Row]:
    before, after = rights.judge(first, old), rights.judge(second, new)
    if before.license_id != after.license_id:
        yield Row(second.repo, "license", before.license_id, after.license_id)
    for question in QUESTIONS:
        was, is_ = getattr(before, question).answer, getattr(after, question).answer
        if was != is_:
            yield Row(second.repo, question, was, is_)


def _compare_sizes(first: Variant, old: Catalogue, second: Variant, new: Catalogue) -> Iterator[Row]:
    before, after = sizing.estimate(first, old), sizing.estimate(second, new)
    if before.parameters != after.parameters:
        yield Row(second.repo, "parameters", before.parameters, after.parameters)
    if before.max_tokens != after.max_tokens:
        yield Row(second.repo, "context in tokens", before.max_tokens, after.max_tokens)
    was, is_ = (s.weights[0] if s.weights else None for s in (before, after))
    shown = is_ or was
    if shown is not None and was != is_:
        what = f"bytes at {shown.precision.title}"
        yield Row(second.repo, what, was.bytes if was else None, is_.bytes if is_ else None)


def write_difference(difference: Difference, broken: Sequence[Problem] = ()) -> str:
    """Return a difference as Markdown: a table of counts, then what each of them stands for.

    Args:
        difference: What differs; it says so when nothing does.
        broken: What keeps the site from being built.
    """
    head = ("| variant | what | before | after |", "|---|---|---|---|")
    moved = [f"- {_address(first)} → {_address(second)}" for first, second in difference.moved]
    sections = {
        "Pages broken": ([_name(problem) for problem in broken], ()),
        "Verdicts that change": (_rows(difference.verdicts), head),
        "Sizes that change": (_rows(difference.sizes), head),
        "Pages added": (_items(difference.added), ()),
        "Pages moved": (moved, ()),
        "Pages gone": (_items(difference.gone), ()),
    }
    title = "## What changes for a reader"
    if not any(lines for lines, _ in sections.values()):
        return f"{title}\n\nNothing: no verdict, size or page.\n"
    counts = [f"| {name} | {len(lines):,} |" for name, (lines, _) in sections.items()]
    whole = [line for name, (lines, top) in sections.items() for line in write_section(name, lines, head=top)]
    return "\n".join([title, "", "| what | number |", "|---|---|", *counts, *whole]) + "\n"


def _name(problem: Problem) -> str:
    return f"- {write_code(problem.path, MAX_PROBLEM)}: {write_code(problem.message, MAX_PROBLEM)}"


def _rows(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(
        f"| {write_code(row.repo)} | {row.what} | {write_code(row.before)} | {write_code(row.after)} |" for row in rows
    )


def _items(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"- {_address(path)}" for path in paths)


def _address(path: str) -> str:
    return write_code(f"/{path}/")
