"""The facts a source can state of one repository."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationError, model_validator

from generator.records.architecture import Architecture
from generator.records.base import (
    ArxivId,
    Country,
    Day,
    Distinct,
    Few,
    LicenseId,
    Line,
    Prose,
    Record,
    RepoId,
    Table,
    Title,
    Url,
    complain,
)
from generator.records.languages import Language
from generator.records.vocabulary import Gated, ParametersKind, Relation

Parameters = Annotated[int, Field(gt=0, le=10**14)]
Tokens = Annotated[int, Field(gt=0, le=10**9)]
Count = Annotated[int, Field(ge=0, le=10**13)]
DType = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9_]+$", max_length=20)]
DatasetId = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*(/[A-Za-z0-9][A-Za-z0-9_.-]*)?$", max_length=200)
]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$", max_length=60)]


class WeightFiles(Record):
    """The files of one packing of the weights in a repository.

    ``format`` is the kind of file, ``quantization`` the GGUF type in its name (``Q4_K_M``), if any.
    """

    format: Literal["safetensors", "gguf", "bin", "onnx", "mlx", "other"]
    quantization: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9_]+$", max_length=20)] | None = None
    bytes: Annotated[int, Field(gt=0, le=10**15)]


class Quantization(Record):
    """The ``quantization_config`` of a repository: its method and, where stated, bits per weight."""

    method: Word
    bits: Annotated[int, Field(gt=0, le=32)] | None = None


class Derivatives(Record):
    """How many repositories of others the Hub counts as made from this one, directly."""

    finetune: Count = 0
    adapter: Count = 0
    merge: Count = 0
    quantized: Count = 0


class Facts(Record):
    """What one source states of one repository; a field left out is not stated.

    Names follow the Hub's where it has one. ``parameters_total`` counts all experts of a mixture,
    ``parameters_active`` those used for one token. ``hub_created`` is the day the repository was made;
    the Hub knows none before 2022-03-02.
    """

    license: LicenseId | None = None
    license_name: Line | None = None
    license_link: Url | None = None
    parameters_total: Parameters | None = None
    parameters_kind: ParametersKind | None = None
    parameters_active: Parameters | None = None
    context_tokens: Tokens | None = None
    parameters_by_dtype: Annotated[dict[DType, Parameters], Field(max_length=100)] | None = None
    quantization: Quantization | None = None
    weights: Few[WeightFiles] | None = None
    architecture: Architecture | None = None
    embedding_dimensions: Annotated[int, Field(gt=0, le=10**6)] | None = None
    languages: Annotated[Distinct[Language], Field(max_length=1000)] | None = None
    released: Day | None = None
    hub_created: Day | None = None
    pipeline_tag: Word | None = None
    library_name: Line | None = None
    gated: Gated | None = None
    eu_disallowed: bool | None = None
    custom_code: bool | None = None
    base_models: Few[RepoId] | None = None
    base_model_relation: Relation | None = None
    new_version: RepoId | None = None
    papers: Few[ArxivId] | None = None
    datasets: Few[DatasetId] | None = None
    modalities_in: Few[Word] | None = None
    modalities_out: Few[Word] | None = None
    abilities: Few[Word] | None = None
    kind: Word | None = None
    weight_format: Word | None = None
    open_weights: bool | None = None
    training_code: Url | None = None
    training_data: Url | None = None
    downloads: Count | None = None
    downloads_all_time: Count | None = None
    derivatives: Derivatives | None = None
    likes: Count | None = None
    organization: Line | None = None
    organization_country: Country | None = None

    @property
    def stated(self) -> dict[str, Any]:
        """The facts that are stated, by field; a configuration also states the longest context."""
        found = {name: value for name, value in vars(self).items() if value is not None and name in _FACT_FIELDS}
        if self.architecture is not None and self.architecture.max_positions is not None:
            found.setdefault("context_tokens", self.architecture.max_positions)
        return found


FACT_FIELDS = tuple(Facts.model_fields)
"""Names of all facts, in the order they are stored."""

_FACT_FIELDS = frozenset(FACT_FIELDS)


class Row(Facts):
    """One repository in a public data set; ``as_of`` where it differs from the data set's day."""

    as_of: Day | None = None


class ReportedRecord(Record):
    """One public data set and what it says of each repository.

    ``rank`` orders the data sets: of two that state a fact, the lower rank is shown first.
    """

    title: Title
    url: Url
    version: Line | None
    as_of: Day | None
    license: Line | None
    attribution: Prose
    rank: Annotated[int, Field(gt=0, le=1000)]
    repos: Table[RepoId, Row]


OverrideField = Literal[
    "license",
    "license_link",
    "parameters_total",
    "parameters_kind",
    "parameters_active",
    "context_tokens",
    "languages",
    "released",
    "pipeline_tag",
    "library_name",
    "gated",
    "base_models",
    "base_model_relation",
    "training_code",
    "training_data",
]


class Override(Record):
    """A value that a person states against, or in place of, the Hub and the data sets."""

    field: OverrideField
    value: Any
    reason: Prose
    source: Url
    checked: Day | None

    @model_validator(mode="after")
    def _check_value(self) -> Override:
        try:
            facts = Facts.model_validate({self.field: self.value})
        except ValidationError as error:
            detail = error.errors(include_url=False)[0]["msg"]
            raise complain(f"value does not fit {self.field}: {detail}", "correct the value") from None
        object.__setattr__(self, "value", getattr(facts, self.field))
        if self.value is None:
            raise complain("an override without a value", "give the value, or delete the override")
        return self
