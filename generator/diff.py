"""What a change of ``data/`` means for a reader: verdicts, sizes, repositories, addresses and pages that differ."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from generator.derive import rights, sizing
from generator.markdown import write_code, write_section
from generator.pages import PAGE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from generator.catalogue import Catalogue, Variant
    from generator.errors import Problem

MAX_SHOWN = 200
"""Characters of a value that are shown: more than an id can have, for a swap must not hide behind its cut."""

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
    """What differs between two catalogues.

    ``repos`` are those that readers are sent to, ``linked`` and ``unlinked`` pairs of an address that people wrote down
    and its file, ``moved`` pairs of pages' addresses, the earlier first.
    """

    verdicts: tuple[Row, ...]
    sizes: tuple[Row, ...]
    repos: tuple[Row, ...]
    linked: tuple[tuple[str, str], ...]
    unlinked: tuple[tuple[str, str], ...]
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
    links, linked = _list_links(old), _list_links(new)
    return Difference(
        verdicts=tuple(row for first, second in pairs for row in _compare_rights(first, old, second, new)),
        sizes=tuple(row for first, second in pairs for row in _compare_sizes(first, old, second, new)),
        repos=tuple(row for first, second in pairs for row in _compare_repos(first, second)),
        linked=tuple(sorted(linked - links)),
        unlinked=tuple(sorted(links - linked)),
        added=tuple(sorted(after - before - {path for _, path in moved})),
        moved=moved,
        gone=tuple(sorted(before - after - {path for path, _ in moved})),
    )


def _pair(old: Catalogue, new: Catalogue) -> Iterator[tuple[Variant, Variant]]:
    """Yield each variant that both hold: under an id of its own, now or before, else at the same address.

    Ids are one in any capitals, as on the Hub. An address holds no organization: another one's weights can take it.
    """
    known = {id_: variant for variant in old for id_ in _list_ids(variant)}
    found = {variant.path: known[id_] for variant in new for id_ in _list_ids(variant)[::-1] if id_ in known}
    taken = {variant.path for variant in found.values()}
    left = {variant.path: variant for variant in old if variant.path not in taken}
    for variant in new:
        if first := found.get(variant.path) or left.get(variant.path):
            yield first, variant


def _list_ids(variant: Variant) -> tuple[str, ...]:
    return tuple(repo.casefold() for repo in (variant.repo, *variant.formerly))


def _list_links(catalogue: Catalogue) -> set[tuple[str, str]]:
    return {(url, file) for url, address in catalogue.addresses.items() for file in address.files}


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


def _compare_repos(first: Variant, second: Variant) -> Iterator[Row]:
    if first.repo != second.repo:
        yield Row(second.repo, "repository", first.repo, second.repo)
    was, is_ = ({f"{b.repo} ({b.format}, bits: {b.bits})" for b in variant.builds} for variant in (first, second))
    for before, after in zip_longest(sorted(was - is_), sorted(is_ - was)):
        yield Row(second.repo, "build", before, after)


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
        "Repositories that change": (_rows(difference.repos), head),
        "Addresses added": (_links(difference.linked), ()),
        "Addresses gone": (_links(difference.unlinked), ()),
        "Pages added": (_items(difference.added), ()),
        "Pages moved": (moved, ()),
        "Pages gone": (_items(difference.gone), ()),
    }
    title = "## What changes for a reader"
    if not any(lines for lines, _ in sections.values()):
        return f"{title}\n\nNothing: no verdict, size, repository, address or page.\n"
    counts = [f"| {name} | {len(lines):,} |" for name, (lines, _) in sections.items()]
    whole = [line for name, (lines, top) in sections.items() for line in write_section(name, lines, head=top)]
    return "\n".join([title, "", "| what | number |", "|---|---|", *counts, *whole]) + "\n"


def _name(problem: Problem) -> str:
    return f"- {_show(str(problem.path))}: {_show(problem.message)}"


def _rows(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(f"| {_show(row.repo)} | {row.what} | {_show(row.before)} | {_show(row.after)} |" for row in rows)


def _links(links: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(f"- {_show(url)} in {_show(file)}" for url, file in links)


def _items(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"- {_address(path)}" for path in paths)


def _address(path: str) -> str:
    return write_code(f"/{path}/", MAX_SHOWN)


def _show(value: str | int | None) -> str:
    return write_code(value, MAX_SHOWN)
