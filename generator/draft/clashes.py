"""What of a draft another file has already: told before it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalogue.checks import is_of
from generator.catalogue.licenses import RESERVED, fold_spelling, index_licenses
from generator.catalogue.slugs import fold_title, make_slug
from generator.records.base import is_reserved

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from generator.records import Data, FamilyRecord, LicenseRecord, PublisherRecord


def find_address(repo: str, family: FamilyRecord) -> Iterator[str]:
    """Yield why the page of a new variant cannot have its address: another has it, or none can."""
    slug = make_slug(repo)
    if is_reserved(slug):
        yield f"{repo} would have the address {slug}/, which Windows keeps for a device"
    for series in family.series:
        for variant in series.variants:
            if make_slug(variant.repo) == slug:
                yield f"{repo} and {variant.repo} would share an address"


def find_strangers(repos: Sequence[str], publisher_id: str | None, data: Data) -> Iterator[str]:
    """Yield the repositories that lie in no organization of a publisher whose file is there."""
    publisher = data.publishers.get(publisher_id or "")
    for repo in repos:
        if publisher and not is_of(repo, publisher):
            yield f"{repo} lies in no Hub organization of {publisher_id}"


def find_title(
    title: str | None, records: Mapping[str, FamilyRecord] | Mapping[str, PublisherRecord] | Mapping[str, LicenseRecord]
) -> Iterator[str]:
    """Yield the record whose title reads like a new one."""
    for id_, record in records.items():
        if title and fold_title(title) == fold_title(record.title):
            yield f"the title {title!r} reads like that of {id_}"


def find_organizations(hub: Sequence[str], data: Data) -> Iterator[str]:
    """Yield the organizations of the Hub that are named twice, or are another publisher's."""
    owners = {name.lower(): id_ for id_, record in data.publishers.items() for name in record.hub}
    seen: set[str] = set()
    for name in hub:
        if name.lower() in owners:
            yield f"Hub organization {name} belongs to publisher {owners[name.lower()]} already"
        elif name.lower() in seen:
            yield f"Hub organization {name} is named twice, in other capitals"
        seen.add(name.lower())


def find_spellings(license_id: str, hub: Sequence[str], data: Data) -> Iterator[str]:
    """Yield the license ids and names of the Hub that another license covers."""
    owners = index_licenses(data.licenses)
    for name in (license_id, *hub):
        folded = fold_spelling(name)
        if folded in RESERVED:
            yield f"{name!r} is no license: it says that none is known"
        elif folded in owners:
            yield f"{name!r} is covered by {owners[folded]} already"
