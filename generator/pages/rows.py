"""The facts of a variant in the order and with the names in which a page shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from generator.pages.labels import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.catalogue import Claims, RepoFacts

Kind = Literal[
    "license",
    "count",
    "parameters",
    "tokens",
    "languages",
    "day",
    "text",
    "repos",
    "papers",
    "words",
    "gated",
    "link",
]


class FactRow(NamedTuple):
    """One field: its name for readers, how its value is written, and its claims."""

    label: str
    kind: Kind
    claims: Claims[Any]


_ROWS: tuple[tuple[str, str, Kind], ...] = (
    ("license", N_("License"), "license"),
    ("license_link", N_("License text"), "link"),
    ("gated", N_("Gated on the Hub"), "gated"),
    ("parameters_total", N_("Parameters"), "parameters"),
    ("parameters_active", N_("Active parameters per token"), "parameters"),
    ("context_tokens", N_("Context"), "tokens"),
    ("embedding_dimensions", N_("Embedding dimensions"), "count"),
    ("languages", N_("Declared languages"), "languages"),
    ("modalities_in", N_("Takes"), "words"),
    ("modalities_out", N_("Gives"), "words"),
    ("abilities", N_("Abilities"), "words"),
    ("released", N_("Released"), "day"),
    ("hub_created", N_("On the Hub since"), "day"),
    ("pipeline_tag", N_("Task on the Hub"), "text"),
    ("library_name", N_("Library"), "text"),
    ("base_models", N_("Base model"), "repos"),
    ("base_model_relation", N_("Made from it by"), "text"),
    ("papers", N_("Papers"), "papers"),
    ("training_code", N_("Training code"), "link"),
    ("training_data", N_("Training data"), "link"),
    ("downloads", N_("Downloads in 30 days"), "count"),
    ("likes", N_("Likes"), "count"),
    ("organization", N_("Organization, as reported"), "text"),
)

LABELS = {field: label for field, label, _ in _ROWS}
"""The name of each of these fields for readers."""

ALWAYS = frozenset({"license", "gated", "parameters_total", "context_tokens", "languages", "released", "base_models"})
"""Fields a page shows also when nothing is known of them: their absence is news."""


MOST_VALUES = 200
"""How many languages, bases, papers or words of one fact a page shows; the longest honest list has half as many."""


def list_rows(facts: RepoFacts) -> Iterable[FactRow]:
    """Yield the fields a page shows: all that are known, and those whose absence matters."""
    for field, label, kind in _ROWS:
        claims = getattr(facts, field)
        if claims.facts or field in ALWAYS:
            yield FactRow(label, kind, claims)
