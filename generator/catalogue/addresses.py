"""The addresses that people wrote into data files: which files name each, and how it was last found."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from generator.records import Data, Failing, FamilyRecord, Override, PublisherRecord

SCHEME = "https://"
"""What a value of an override begins with when it is an address itself; no other scheme passes the records."""


@dataclass(frozen=True, slots=True)
class Address:
    """An address that people wrote down, and how the last check of addresses found it.

    Args:
        files: The data files that name it, below the root.
        answered: The day of that check, when it answered.
        failing: Since when it has not answered, and what came instead; without either, nothing is known.
    """

    files: tuple[str, ...]
    answered: date | None = None
    failing: Failing | None = None


def list_addresses(data: Data) -> Mapping[str, tuple[str, ...]]:
    """Return every address that people wrote down, in order, with its files below the root.

    What machines wrote is not among them, nor what only a text mentions.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for file, url in _find(data):
        if url is not None:
            found[url].add(file)
    return {url: tuple(sorted(found[url])) for url in sorted(found)}


def join_addresses(data: Data) -> Mapping[str, Address]:
    """Return every address that people wrote down with what the last check found of it."""
    links = data.links
    answered = frozenset(links.answered) if links else frozenset()
    return {
        url: Address(
            files,
            answered=links.as_of if links and url in answered else None,
            failing=links.failing.get(url) if links else None,
        )
        for url, files in list_addresses(data).items()
    }


def _find(data: Data) -> Iterator[tuple[str, str | None]]:
    for id_, family in data.families.items():
        yield from ((f"data/families/{id_}.yaml", url) for url in _list_of_family(family))
    for id_, publisher in data.publishers.items():
        yield from ((f"data/publishers/{id_}.yaml", url) for url in _list_of_publisher(publisher))
    for id_, license_ in data.licenses.items():
        yield f"data/licenses/{id_}.yaml", license_.url


def _list_of_family(family: FamilyRecord) -> Iterator[str | None]:
    yield from (family.homepage, family.repository)
    for series in family.series:
        yield from _list_of_overrides(series.overrides)
        for variant in series.variants:
            yield from _list_of_overrides(variant.overrides)


def _list_of_overrides(overrides: Iterable[Override]) -> Iterator[str]:
    for override in overrides:
        yield override.source
        if isinstance(override.value, str) and override.value.startswith(SCHEME):
            yield override.value


def _list_of_publisher(publisher: PublisherRecord) -> Iterator[str | None]:
    yield publisher.homepage
    yield from (evidence.url for evidence in publisher.evidence)
