"""The joined catalogue: Catalogue > Family > Series > Variant > Build, every value with its origin."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from generator.catalogue.addresses import Address
    from generator.errors import Problem
    from generator.records import Architecture, LeftOut, LicenseRecord, PublisherRecord, Purpose, WeightFiles
    from generator.records.facts import Derivatives, Quantization
    from generator.records.history import Change
    from generator.records.usage import UsageRow
    from generator.records.vocabulary import Format, Gated, ParametersKind, Relation

T = TypeVar("T")
Origin = Literal["override", "hub", "reported"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts come from: one public data set, or the person behind an override.

    Args:
        id: File name of the data set, empty for an override.
        title: What it is called.
        url: Where it is.
        version: Release or commit.
        as_of: Day it speaks of; None when not known.
        license: License of the data; None when none is stated.
        attribution: How it asks to be named.
        rank: Order among data sets, lowest first.
        repos: How many repositories it names.
    """

    id: str
    title: str
    url: str
    version: str | None = None
    as_of: date | None = None
    license: str | None = None
    attribution: str = ""
    rank: int = 0
    repos: int = 0


@dataclass(frozen=True, slots=True)
class Fact(Generic[T]):
    """One value with its origin and day.

    Args:
        value: What is stated.
        origin: Which kind of source states it.
        source: Which source.
        as_of: Day it speaks of; None when not known.
        repo: The repository it was stated of: a former id or a build may speak for its variant.
        note: For a parameter count, its kind; for a license that is none of the Hub's list, the name it has there.
    """

    value: T
    origin: Origin
    source: Source
    as_of: date | None
    repo: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Claims(Generic[T]):
    """All that is stated of one field, best first, and those that contradict the best."""

    facts: tuple[Fact[T], ...] = ()
    contradicting: tuple[Fact[T], ...] = ()

    @property
    def best(self) -> Fact[T] | None:
        """The fact that is shown; None when nothing is stated."""
        return self.facts[0] if self.facts else None

    @property
    def value(self) -> T | None:
        """The value that is shown; None when it is unknown."""
        return self.facts[0].value if self.facts else None


@dataclass(frozen=True, slots=True)
class RepoFacts:
    """Everything stated of one repository. Fields as in :class:`generator.records.Facts`."""

    license: Claims[str]
    license_name: Claims[str]
    license_link: Claims[str]
    parameters_total: Claims[int]
    parameters_kind: Claims[ParametersKind]
    parameters_active: Claims[int]
    parameters_by_dtype: Claims[dict[str, int]]
    quantization: Claims[Quantization]
    weights: Claims[tuple[WeightFiles, ...]]
    architecture: Claims[Architecture]
    context_tokens: Claims[int]
    embedding_dimensions: Claims[int]
    languages: Claims[tuple[str, ...]]
    released: Claims[date]
    hub_created: Claims[date]
    pipeline_tag: Claims[str]
    library_name: Claims[str]
    gated: Claims[Gated]
    eu_disallowed: Claims[bool]
    custom_code: Claims[bool]
    base_models: Claims[tuple[str, ...]]
    base_model_relation: Claims[Relation]
    new_version: Claims[str]
    papers: Claims[tuple[str, ...]]
    datasets: Claims[tuple[str, ...]]
    modalities_in: Claims[tuple[str, ...]]
    modalities_out: Claims[tuple[str, ...]]
    abilities: Claims[tuple[str, ...]]
    kind: Claims[str]
    weight_format: Claims[str]
    open_weights: Claims[bool]
    training_code: Claims[str]
    training_data: Claims[str]
    downloads: Claims[int]
    downloads_all_time: Claims[int]
    derivatives: Claims[Derivatives]
    likes: Claims[int]
    organization: Claims[str]
    organization_country: Claims[str]

    def list_facts(self) -> Iterator[Fact[Any]]:
        """Yield every fact of every field."""
        for name in self.__slots__:
            yield from getattr(self, name).facts


@dataclass(frozen=True, slots=True)
class Build:
    """The weights of a variant, packaged again by the publisher."""

    repo: str
    format: Format
    bits: int | None
    facts: RepoFacts


@dataclass(frozen=True, slots=True)
class Variant:
    """One set of trained weights; ``listed_in`` are the data sets that name its repository.

    ``missing_since`` is the day a refresh first found it gone from the Hub; None while it is there. ``changes``
    is what refreshes saw change and ``usage`` what they counted each week, the oldest first.
    """

    repo: str
    slug: str
    title: str
    family_id: str
    series_id: str
    purpose: Purpose
    formerly: tuple[str, ...]
    builds: tuple[Build, ...]
    facts: RepoFacts
    listed_in: tuple[Source, ...]
    missing_since: date | None = None
    changes: tuple[Change, ...] = ()
    usage: tuple[UsageRow, ...] = ()

    @property
    def path(self) -> str:
        """Address of its page below the site's root, without slashes at the ends."""
        return f"families/{self.family_id}/{self.slug}"


@dataclass(frozen=True, slots=True)
class Series:
    """A group inside a family with one purpose and generation."""

    id: str
    title: str
    purpose: Purpose
    summary: str
    released: date | None
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """A named line of models of one publisher."""

    id: str
    title: str
    publisher_id: str
    summary: str
    homepage: str | None
    repository: str | None
    papers: tuple[str, ...]
    series: tuple[Series, ...]

    @property
    def path(self) -> str:
        """Address of its page below the site's root, without slashes at the ends."""
        return f"families/{self.id}"

    @property
    def variants(self) -> tuple[Variant, ...]:
        """All variants, in the order of the series."""
        return tuple(variant for series in self.series for variant in series.variants)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that is published.

    ``doubts`` are numbers that cannot both be true; pages show them as unknown, ``check`` names them. ``refreshed`` is
    the day of the last refresh, and ``failed`` the repositories that could not be read then, with the reason.
    ``addresses`` are those that people wrote down; ``asked`` is the day on which they were last checked.
    """

    families: Mapping[str, Family]
    publishers: Mapping[str, PublisherRecord]
    licenses: Mapping[str, LicenseRecord]
    sources: tuple[Source, ...]
    left_out: Mapping[str, LeftOut]
    variant_of: Mapping[str, Variant]
    doubts: tuple[Problem, ...] = ()
    refreshed: date | None = None
    failed: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, Address] = field(default_factory=dict)
    asked: date | None = None

    def __iter__(self) -> Iterator[Variant]:
        """Go through all variants, family by family."""
        for family in self.families.values():
            yield from family.variants

    @property
    def as_of(self) -> date | None:
        """The youngest day any data set speaks of; None when none is known."""
        return max((source.as_of for source in self.sources if source.as_of), default=None)
