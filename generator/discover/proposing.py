"""Finds the place of each repository that a publisher has on the Hub and no family holds. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.catalogue.slugs import make_slug
from generator.discover.naming import find_line, read_packing
from generator.records.base import is_reserved

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.errors import Location
    from generator.hub.document import Document
    from generator.records import Data

MAX_DOWNLOADS = 10**13


@dataclass(frozen=True, slots=True)
class Place:
    """Where a repository belongs.

    Args:
        family: The family's id.
        at: Where its list is inside the family's file; empty when only the family is known.
        entry: What is added there.
        label: How a person calls the place.
    """

    family: str
    at: Location
    entry: Mapping[str, str | int]
    label: str


@dataclass(frozen=True, slots=True)
class Found:
    """A repository that no family holds, and its place; None when nothing tells where it belongs."""

    repo: str
    downloads: int
    place: Place | None

    @property
    def is_placed(self) -> bool:
        """Whether its list is known, and not only its family."""
        return self.place is not None and bool(self.place.at)


class Places:
    """The places of one publisher: its variants and series.

    Args:
        data: All records.
        publisher: Its id.
    """

    def __init__(self, data: Data, publisher: str) -> None:
        """Index variants by repository and by name, and series by line of models."""
        self._variants: dict[str, tuple[str, Location, str]] = {}
        self._lines: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
        self._slugs: set[tuple[str, str]] = set()
        self._series_ids: dict[tuple[str, int], str] = {}
        self._families = [id_ for id_, family in data.families.items() if family.publisher == publisher]
        for id_ in self._families:
            for number, series in enumerate(data.families[id_].series):
                self._series_ids[id_, number] = series.id
                for index, variant in enumerate(series.variants):
                    name = variant.repo.partition("/")[2]
                    at: Location = ("series", number, "variants", index)
                    for key in (variant.repo.lower(), name.lower()):
                        self._variants.setdefault(key, (id_, at, variant.repo))
                    self._lines[find_line(name)].add((id_, number))
                    self._slugs.add((id_, make_slug(variant.repo)))

    def find(self, repo: str, tags: Iterable[str]) -> Place | None:
        """Return the place of a repository: as a build, as a variant of a series, or at least in a family."""
        name = repo.partition("/")[2]
        packing = read_packing(name)
        if packing is not None:
            quantized = (tag.removeprefix("base_model:quantized:") for tag in tags)
            known = (self._variants.get(key.lower()) for key in (packing.stem, *quantized))
            if variant := next(filter(None, known), None):
                family, at, of = variant
                entry: dict[str, str | int] = {"repo": repo, "format": packing.format}
                if packing.bits:
                    entry["bits"] = packing.bits
                return Place(family, (*at, "builds"), entry, f"{packing.format} build of {of}")
        series = self._lines.get(find_line(name), set())
        if len(series) == 1 and packing is None:
            [(family, number)] = series
            slug = make_slug(repo)
            if (family, slug) not in self._slugs and not is_reserved(slug):
                at = ("series", number, "variants")
                return Place(family, at, {"repo": repo}, f"variant of series {self._series_ids[family, number]}")
        return self._guess_family(name)

    def take(self, repo: str, place: Place | None) -> None:
        """Note that a repository gets a place, so that no other gets the same address."""
        if place is not None and place.at[-1:] == ("variants",):
            self._slugs.add((place.family, make_slug(repo)))

    def _guess_family(self, name: str) -> Place | None:
        """Return the family whose lines begin like the name, or the only one there is."""
        first = find_line(name).partition("-")[0].rstrip("0123456789.")
        alike = {
            family
            for line, places in self._lines.items()
            if line.partition("-")[0].rstrip("0123456789.") == first
            for family, _ in places
        }
        families = alike or set(self._families)
        return Place(next(iter(families)), (), {}, "") if len(families) == 1 else None


def propose(data: Data, publisher: str, listed: Mapping[str, Document]) -> tuple[Found, ...]:
    """Return the listed repositories that no family holds, those with most downloads first.

    Args:
        data: All records.
        publisher: Whose they are.
        listed: What the Hub lists of each.
    """
    places = Places(data, publisher)
    known = set(find_homes(data))
    found = []
    for repo, item in sorted(listed.items(), key=lambda pair: (-_count(pair[1].get("downloads")), pair[0])):
        if repo.lower() not in known:
            known.add(repo.lower())  # the Hub tells no ids apart by capital letters
            place = places.find(repo, _read_tags(item))
            places.take(repo, place)
            found.append(Found(repo, _count(item.get("downloads")), place))
    return tuple(found)


def find_homes(data: Data) -> dict[str, str]:
    """Return the file that names each known repository, as a variant, a former id or a build, or as left out.

    Args:
        data: All records.

    Returns:
        Paths below ``data/`` by the repository in lower case.
    """
    homes = {repo.lower(): "left-out.yaml" for repo in data.left_out.repos}
    for id_, family in data.families.items():
        for series in family.series:
            for variant in series.variants:
                builds = (build.repo for build in variant.builds)
                homes |= {repo.lower(): f"families/{id_}.yaml" for repo in (variant.repo, *variant.formerly, *builds)}
    return homes


def _count(value: object) -> int:
    return value if type(value) is int and 0 <= value <= MAX_DOWNLOADS else 0


def _read_tags(item: Document) -> tuple[str, ...]:
    tags = item.get("tags")
    return tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()
