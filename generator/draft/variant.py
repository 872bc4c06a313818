"""Adds a repository to a family that is there: as a build, as a variant, or in a series of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.catalogue.slugs import make_title
from generator.discover import Places
from generator.discover.naming import read_packing
from generator.draft.family import SeriesDraft, SeriesWords, draft_series, draft_variant, write_build
from generator.draft.tasks import find_purpose
from generator.store import insert_block

if TYPE_CHECKING:
    from generator.draft.known import Known
    from generator.errors import Location
    from generator.records import Data, FamilyRecord


class Addition(NamedTuple):
    """Where a repository goes: a list in the family's file, the new item of it, and how a person calls the place."""

    at: Location
    block: str
    label: str


def propose_place(repo: str, family_id: str, data: Data, known: Known) -> Addition | None:
    """Return the place that the name of a repository and its base model tell; None when they tell none.

    Args:
        repo: The repository.
        family_id: Its family.
        data: All records.
        known: What is known of it.
    """
    facts = known.facts
    bases = facts.base_models if facts.base_models and facts.base_model_relation == "quantized" else ()
    tags = [f"base_model:quantized:{base}" for base in bases]
    place = Places(data, data.families[family_id].publisher).find(repo, tags)
    if place is None or place.family != family_id or not place.at:
        return None
    packing = read_packing(repo.partition("/")[2])
    if place.at[-1] == "builds" and packing:
        return Addition(place.at, f"- {write_build(repo, packing)}\n", place.label)
    return Addition(place.at, draft_variant(repo, (), {repo: known}), place.label)


def name_place(repo: str, family: FamilyRecord, series_id: str, known: Known, words: SeriesWords) -> Addition:
    """Return the place in a series that a person named; a new one is drafted.

    Args:
        repo: The repository, as a variant.
        family: Its family.
        series_id: Id of a series there, or a new one.
        known: What is known of the repository.
        words: What a person said of a new series.
    """
    for number, series in enumerate(family.series):
        if series.id == series_id:
            at: Location = ("series", number, "variants")
            return Addition(at, draft_variant(repo, (), {repo: known}), f"variant of series {series_id}")
    purpose = find_purpose([known.facts.pipeline_tag])
    draft = SeriesDraft(series_id, make_title(series_id).title(), {repo: ()}, purpose, words)
    return Addition(("series",), draft_series(draft, {repo: known}), f"first variant of the new series {series_id}")


def add(text: str, addition: Addition) -> str:
    """Return a family's file with the addition; raises :class:`generator.store.InsertionError`."""
    return insert_block(text, addition.at, addition.block)
