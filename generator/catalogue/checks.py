"""What no single file can show: names that point nowhere and places taken twice."""

from __future__ import annotations

import difflib
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from generator.catalogue.licenses import RESERVED, fold_spelling, index_licenses
from generator.catalogue.slugs import LONGER, TAKEN, fold_title, is_taken_anchor, make_slug
from generator.errors import Location, Problem
from generator.records.base import is_reserved

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.records import Data, FamilyRecord, Override, PublisherRecord, SeriesRecord, VariantRecord

_NO_LICENSE = "{!r} is no license: it says that none is known"
MAX_SUGGESTED = 20
"""Unknown names of one run for which a known one is looked for."""

MAX_LOOKED_AT = 1000
"""Known names that are compared with one: each comparison takes up to a millisecond."""

_LEFT_OUT = PurePosixPath("data/left-out.yaml")


def find_problems(data: Data) -> Iterator[Problem]:
    """Return every contradiction between files.

    Args:
        data: All records, each valid by itself.
    """
    yield from _check_places(data)
    yield from _check_licenses(data)
    yield from _check_texts(data)
    yield from _check_hub_organizations(data)
    for folder, records in (("families", data.families), ("publishers", data.publishers), ("licenses", data.licenses)):
        yield from _check_titles(folder, {id_: record.title for id_, record in records.items()})
    licenses = index_licenses(data.licenses)
    unknown_licenses: list[str] = []
    unknown_publishers: list[str] = []
    for id_, family in data.families.items():
        path = _path("families", id_)
        if family.publisher not in data.publishers:
            unknown_publishers.append(family.publisher)
            looked_at = data.publishers if len(unknown_publishers) <= MAX_SUGGESTED else ()
            fix = _suggest(family.publisher, looked_at, "add data/publishers/{}.yaml")
            yield Problem(path=path, at=("publisher",), message=f"unknown publisher {family.publisher!r}", fix=fix)
        yield from _check_organizations(path, family, data)
        yield from _check_slugs(path, family)
        yield from _check_overrides(path, family, licenses, unknown_licenses)


def _path(folder: str, id_: str) -> PurePosixPath:
    return PurePosixPath("data") / folder / f"{id_}.yaml"


def _check_titles(folder: str, titles: Mapping[str, str]) -> Iterator[Problem]:
    """Yield each title that a reader could take for that of another record."""
    first: dict[str, str] = {}
    for id_, title in titles.items():
        other = first.setdefault(fold_title(title), id_)
        if other != id_:
            message = f"reads like the title of {other}, {titles[other]!r}"
            yield Problem(path=_path(folder, id_), at=("title",), message=message, fix="tell them apart")


def _suggest(word: str, known: Iterable[str], otherwise: str) -> str:
    close = difflib.get_close_matches(word, list(islice(known, MAX_LOOKED_AT)), n=1)
    fix = otherwise.format(word)
    return f"did you mean {close[0]!r}? Else {fix}" if close else fix


def _variants(family: FamilyRecord) -> Iterator[tuple[Location, SeriesRecord, VariantRecord]]:
    for number, series in enumerate(family.series):
        for index, variant in enumerate(series.variants):
            yield ("series", number, "variants", index), series, variant


def _placements(data: Data) -> Iterator[tuple[str, PurePosixPath, Location]]:
    """Yield every repository id with the file and place that claims it."""
    for id_, family in data.families.items():
        path = _path("families", id_)
        for at, _, variant in _variants(family):
            yield variant.repo, path, (*at, "repo")
            for index, old in enumerate(variant.formerly):
                if old == variant.repo or old.lower() != variant.repo.lower():  # else its capital letters changed
                    yield old, path, (*at, "formerly", index)
            for index, build in enumerate(variant.builds):
                yield build.repo, path, (*at, "builds", index, "repo")
    for repo in data.left_out.repos:
        yield repo, _LEFT_OUT, ("repos", repo)


def _check_places(data: Data) -> Iterator[Problem]:
    taken: dict[str, PurePosixPath] = {}
    for repo, path, at in _placements(data):
        if repo.lower() in taken:
            message = f"repository {repo} is placed a second time, first in {taken[repo.lower()]}"
            yield Problem(path=path, at=at, message=message, fix="keep one of the two places")
        taken.setdefault(repo.lower(), path)


def is_of(repo: str, publisher: PublisherRecord) -> bool:
    """Whether a repository lies in an organization of the Hub that is a publisher's."""
    return repo.partition("/")[0].lower() in {name.lower() for name in publisher.hub}


def _check_organizations(path: PurePosixPath, family: FamilyRecord, data: Data) -> Iterator[Problem]:
    """Yield each repository of a family that is not its publisher's: a page would say that it is."""
    publisher = data.publishers.get(family.publisher)
    for at, _, variant in _variants(family):
        builds = ((build.repo, (*at, "builds", index, "repo")) for index, build in enumerate(variant.builds))
        for repo, here in ((variant.repo, (*at, "repo")), *builds):
            if publisher and not is_of(repo, publisher):
                message = f"{repo} lies in no Hub organization of {family.publisher}"
                file = _path("publishers", family.publisher)
                fix = f"add it to hub of {file} with evidence, or correct the publisher"
                yield Problem(path=path, at=here, message=message, fix=fix)


def _check_slugs(path: PurePosixPath, family: FamilyRecord) -> Iterator[Problem]:
    pages: dict[str, str] = {}
    for at, _, variant in _variants(family):
        slug = make_slug(variant.repo)
        if is_reserved(slug):
            message = f"{variant.repo} would have the address {slug}/, which Windows keeps for a device"
            yield Problem(path=path, at=(*at, "repo"), message=message, fix="leave it out in data/left-out.yaml")
        first = pages.setdefault(slug, variant.repo)
        if first != variant.repo:
            message = f"{variant.repo} and {first} would share the address {slug}/"
            fix = "make one of them a build or a former id of the other"
            yield Problem(path=path, at=(*at, "repo"), message=message, fix=fix)
    seen: set[str] = set()
    for number, series in enumerate(family.series):
        if series.id in seen:
            message = f"series {series.id!r} stands twice"
            yield Problem(path=path, at=("series", number, "id"), message=message, fix="rename one, or join the two")
        if is_taken_anchor(series.id):
            message = f"{series.id!r} {TAKEN}"
            yield Problem(path=path, at=("series", number, "id"), message=message, fix=LONGER)
        seen.add(series.id)


def _check_overrides(
    path: PurePosixPath, family: FamilyRecord, known: Mapping[str, str], unknown: list[str]
) -> Iterator[Problem]:
    """Yield what is wrong with a family's overrides; unknown licenses are added to those of the families before."""

    def check(at: Location, overrides: tuple[Override, ...]) -> Iterator[Problem]:
        fields: set[str] = set()
        for index, override in enumerate(overrides):
            here = (*at, "overrides", index)
            if override.field in fields:
                message = f"{override.field} is overridden twice"
                yield Problem(path=path, at=(*here, "field"), message=message, fix="keep one of the two")
            fields.add(override.field)
            if override.field == "license" and fold_spelling(override.value) not in known:
                unknown.append(override.value)
                looked_at = known if len(unknown) <= MAX_SUGGESTED else ()
                fix = _suggest(override.value, looked_at, "add data/licenses/{}.yaml")
                message = f"unknown license {override.value!r}"
                yield Problem(path=path, at=(*here, "value"), message=message, fix=fix)

    for number, series in enumerate(family.series):
        yield from check(("series", number), series.overrides)
    for at, _, variant in _variants(family):
        yield from check(at, variant.overrides)


def _check_texts(data: Data) -> Iterator[Problem]:
    """Yield each license that is another by its SPDX id or its text: two records of one text may judge it unlike."""
    first: dict[tuple[str, str], str] = {}
    for id_, record in data.licenses.items():
        for field in ("spdx", "text_sha256"):
            value = getattr(record, field)
            other = first.setdefault((field, value.lower()), id_) if value else id_
            if other != id_:
                message, fix = f"that of {other} already", "keep one record of each text"
                yield Problem(path=_path("licenses", id_), at=(field,), message=message, fix=fix)


def _check_licenses(data: Data) -> Iterator[Problem]:
    owner: dict[str, str] = {}
    for id_, record in data.licenses.items():
        path = _path("licenses", id_)
        if id_ in RESERVED:
            yield Problem(path=path, message=_NO_LICENSE.format(id_), fix="rename the file")
        for index, spelling in enumerate(record.hub):
            at = ("hub", index)
            folded = fold_spelling(spelling)
            first = folded if folded in data.licenses else owner.setdefault(folded, id_)
            if folded in RESERVED:
                yield Problem(path=path, at=at, message=_NO_LICENSE.format(spelling), fix="remove it")
            elif first != id_:
                message = f"{spelling!r} is covered by {first} already"
                yield Problem(path=path, at=at, message=message, fix="keep it in one record")
            if spelling != spelling.strip():
                yield Problem(path=path, at=at, message="spaces around a spelling", fix="remove them")


def _check_hub_organizations(data: Data) -> Iterator[Problem]:
    owner: dict[str, str] = {}
    for id_, publisher in data.publishers.items():
        for index, name in enumerate(publisher.hub):
            taken = name.lower() in owner
            first = owner.setdefault(name.lower(), id_)
            if taken:
                message = f"Hub organization {name} belongs to publisher {first} already"
                at = ("hub", index)
                yield Problem(path=_path("publishers", id_), at=at, message=message, fix="keep it in one record")
