"""Joins the records of all files into one catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalogue.addresses import join_addresses
from generator.catalogue.checks import find_problems
from generator.catalogue.claims import Gatherer
from generator.catalogue.model import Build, Catalogue, Family, Series, Source, Variant
from generator.catalogue.slugs import make_slug, make_title
from generator.errors import raise_all

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.records import Data, FamilyRecord, ReportedRecord, SeriesRecord, VariantRecord


def join(data: Data) -> Catalogue:
    """Join all records.

    Args:
        data: What the files say.

    Returns:
        The catalogue, families in the order of their titles.

    Raises:
        CatalogueError: When files contradict each other.
    """
    raise_all(find_problems(data))
    sources = {id_: _make_source(id_, record) for id_, record in data.reported.items()}
    gatherer = Gatherer(data, sources)
    families = [_join_family(id_, record, gatherer) for id_, record in data.families.items()]
    families.sort(key=lambda family: (family.title.casefold(), family.id))
    return Catalogue(
        families={family.id: family for family in families},
        publishers=data.publishers,
        licenses=data.licenses,
        sources=tuple(sorted(sources.values(), key=lambda source: (source.rank, source.id))),
        left_out=data.left_out.repos,
        variant_of=_index_repos(families),
        doubts=tuple(gatherer.doubts),
        refreshed=data.refreshed,
        failed=data.failed,
        addresses=join_addresses(data),
        asked=data.links.as_of if data.links else None,
    )


def _make_source(id_: str, record: ReportedRecord) -> Source:
    return Source(
        id=id_,
        title=record.title,
        url=record.url,
        version=record.version,
        as_of=record.as_of,
        license=record.license,
        attribution=record.attribution,
        rank=record.rank,
        repos=len(record.repos),
    )


def _join_family(id_: str, record: FamilyRecord, gatherer: Gatherer) -> Family:
    return Family(
        id=id_,
        title=record.title,
        publisher_id=record.publisher,
        summary=record.summary,
        homepage=record.homepage,
        repository=record.repository,
        papers=record.papers,
        series=tuple(_join_series(id_, series, gatherer) for series in record.series),
    )


def _join_series(family_id: str, record: SeriesRecord, gatherer: Gatherer) -> Series:
    return Series(
        id=record.id,
        title=record.title,
        purpose=record.purpose,
        summary=record.summary,
        released=record.released,
        variants=tuple(_join_variant(family_id, record, variant, gatherer) for variant in record.variants),
    )


def _join_variant(family_id: str, series: SeriesRecord, record: VariantRecord, gatherer: Gatherer) -> Variant:
    ids = (record.repo, *record.formerly)
    return Variant(
        repo=record.repo,
        slug=make_slug(record.repo),
        title=record.title or make_title(record.repo),
        family_id=family_id,
        series_id=series.id,
        purpose=series.purpose,
        formerly=record.formerly,
        builds=tuple(
            Build(repo=build.repo, format=build.format, bits=build.bits, facts=gatherer.gather((build.repo,)))
            for build in record.builds
        ),
        facts=gatherer.gather(ids, (*record.overrides, *series.overrides), record.builds),
        listed_in=gatherer.list_sources(ids),
        missing_since=gatherer.find_missing(record.repo),
        changes=gatherer.list_changes(ids),
        usage=gatherer.list_usage(record.repo),
    )


def _index_repos(families: list[Family]) -> Mapping[str, Variant]:
    """Return the variant of each repository id: its own, former ones, and those of its builds."""
    return {
        repo: variant
        for family in families
        for variant in family.variants
        for repo in (variant.repo, *variant.formerly, *(build.repo for build in variant.builds))
    }
