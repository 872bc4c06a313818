"""One family: what people decide about its series, variants and builds."""

from __future__ import annotations

from typing import Annotated, Literal

from generator.records.base import SHORT, ArxivId, Day, Line, Prose, Record, RepoId, Short, Slug, Some, Url
from generator.records.facts import Override
from generator.records.vocabulary import Format, Purpose


class BuildRecord(Record):
    """The same weights, packaged again by the publisher."""

    repo: RepoId
    format: Format
    bits: Literal[1, 2, 3, 4, 5, 6, 8, 16, 32] | None = None


class VariantRecord(Record):
    """One set of trained weights; ``formerly`` lists ids the repository had before, in other capitals too."""

    repo: RepoId
    title: Line | None = None
    formerly: Short[RepoId] = ()
    builds: Short[BuildRecord] = ()
    overrides: Short[Override] = ()


class SeriesRecord(Record):
    """A group inside a family; its overrides hold for each of its variants."""

    id: Slug
    title: Line
    purpose: Purpose
    summary: Prose
    released: Day | None = None
    variants: Some[VariantRecord]
    overrides: Short[Override] = ()


class FamilyRecord(Record):
    """A named line of models of one publisher."""

    title: Line
    publisher: Slug
    summary: Prose
    homepage: Url | None = None
    repository: Url | None = None
    papers: Short[ArxivId] = ()
    series: Annotated[Some[SeriesRecord], SHORT]
