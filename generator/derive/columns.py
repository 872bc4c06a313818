"""The catalogue as columns: what the explorer and the comparison load, small enough for a phone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from generator.catalogue.slugs import make_title
from generator.derive.facets import find_release
from generator.derive.openness import classify
from generator.derive.rights import judge
from generator.derive.sizing import HEADROOM, PRECISIONS, cache_bytes, estimate

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from generator.catalogue import Catalogue, Series, Variant
    from generator.derive.rights import Rights
    from generator.derive.sizing import Sizing

T = TypeVar("T", bound="Hashable")

RIGHTS = {
    "commercial": "commercial_use",
    "modify": "modify",
    "redistribute": "redistribute",
    "outputs": "train_on_outputs",
    "nocap": "no_cap",
    "eu": "in_eu",
    "ungated": "ungated",
}
"""The word of each right in addresses, and the question it stands for; digits of a row's rights in this order."""

ANSWERS = ("unknown", "yes", "conditional", "no")
OPENNESS = ("unknown", "weights-available", "open-weights", "open-source", "open-source-open-data")
"""Labels from the least to the most open."""

EPOCH = date(2000, 1, 1)
"""Days are counted from here."""


class _Numbering(dict[T, int]):
    """Gives each new item the next number."""

    def __missing__(self, item: T) -> int:
        return self.setdefault(item, len(self))


def make_columns(catalogue: Catalogue) -> dict[str, Any]:
    """Return lists of what rows name by number, and one list per column.

    Args:
        catalogue: Every variant of it becomes a row.

    Returns:
        A document for JSON. Numbers are whole: bytes, tokens, parameters, days from :data:`EPOCH`. -1 and null
        stand for what is not known.
    """
    maker = _RowMaker(catalogue)
    rows = [
        maker.make(variant, series, number)
        for number, family in enumerate(catalogue.families.values())
        for series in family.series
        for variant in series.variants
    ]
    publishers = _Numbering[str]()
    return {
        "headroom": HEADROOM,
        "precisions": [[precision.id, precision.bits] for precision in PRECISIONS],
        "epoch": EPOCH.isoformat(),
        "rights": list(RIGHTS),
        "openness": list(OPENNESS),
        "families": [[id_, f.title, publishers[f.publisher_id]] for id_, f in catalogue.families.items()],
        "publishers": [[id_, catalogue.publishers[id_].title, catalogue.publishers[id_].country] for id_ in publishers],
        "licenses": [[id_, _title_license(catalogue, id_)] for id_ in maker.licenses],
        "orgs": list(maker.orgs),
        "languages": list(maker.languages),
        "formats": list(maker.formats),
        "caches": list(maker.caches),
        "columns": {name: [row[name] for row in rows] for name in rows[0]} if rows else {},
    }


def _title_license(catalogue: Catalogue, id_: str) -> str | None:
    record = catalogue.licenses.get(id_)
    return record.title if record else None


class _RowMaker:
    """Makes rows, and numbers what many rows share."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.orgs = _Numbering[str]()
        self.licenses = _Numbering[str]()
        self.languages = _Numbering[tuple[str, ...]]()
        self.formats = _Numbering[tuple[str, ...]]()
        self.caches = _Numbering[tuple[int, int, int]]()

    def make(self, variant: Variant, series: Series, family: int) -> dict[str, Any]:
        facts, sizing = variant.facts, estimate(variant, self._catalogue)
        day = find_release(variant, series)
        license_, cache = facts.license.value, find_cache(sizing)
        org, _, name = variant.repo.partition("/")
        return {
            "org": self.orgs[org],
            "name": name,
            "title": 0 if variant.title == make_title(variant.repo) else variant.title,
            "family": family,
            "purpose": series.purpose,
            "license": -1 if license_ is None else self.licenses[license_],
            "openness": OPENNESS.index(classify(variant, self._catalogue).label),
            "rights": encode_rights(judge(variant, self._catalogue)),
            "parameters": facts.parameters_total.value,
            "active": facts.parameters_active.value,
            "context": sizing.max_tokens,
            "weights": _list_weights(sizing),
            "cache": -1 if cache is None else self.caches[cache],
            "languages": self.languages[tuple(facts.languages.value or ())],
            "formats": self.formats[list_formats(variant)],
            "released": (day - EPOCH).days if day else None,
            "downloads": facts.downloads.value,
            "derivatives": _count_derivatives(variant),
        }


def encode_rights(rights: Rights) -> int:
    """Return the answers as digits of a number in base four, the first right in the lowest digit."""
    answers = [ANSWERS.index(getattr(rights, question).answer) for question in RIGHTS.values()]
    return sum(answer * 4**place for place, answer in enumerate(answers))


def list_formats(variant: Variant) -> tuple[str, ...]:
    """Return the formats of its weights: of its own files and of the publisher's builds; empty when not known."""
    own = {files.format for files in variant.facts.weights.value or () if files.format != "other"}
    return tuple(sorted(own | {build.format for build in variant.builds}))


def _list_weights(sizing: Sizing) -> int | list[Any]:
    """Return 0 where parameters and bits give the weights, else the known bytes by precision."""
    by_id = {weights.precision.id: weights for weights in sizing.weights}
    if sizing.parameters is not None and not any(weights.measured for weights in sizing.weights):
        return 0
    return [by_id[p.id].bytes if p.id in by_id else None for p in PRECISIONS]


def find_cache(sizing: Sizing) -> tuple[int, int, int] | None:
    """Return what a cache depends on: bytes a token adds, bytes a token adds within the window, and the window.

    With it :func:`generator.derive.sizing.cache_bytes` is ``added * tokens + windowed * min(window, tokens)``.
    """
    architecture = sizing.architecture
    if architecture is None or cache_bytes(architecture, 1) is None:
        return None
    window = architecture.sliding_window or 0
    windowed = cache_bytes(architecture, window + 1) or 0
    added = (cache_bytes(architecture, window + 2) or 0) - windowed
    return added, (windowed - added * (window + 1)) // window if window else 0, window


def _count_derivatives(variant: Variant) -> int | None:
    found = variant.facts.derivatives.value
    return None if found is None else found.finetune + found.adapter + found.merge + found.quantized


def list_choices(values: Iterable[str | None], order: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the values that occur, in a given order or else the most frequent first; None is left out."""
    counts: dict[str, int] = {}
    for value in values:
        if value is not None:
            counts[value] = counts.get(value, 0) + 1
    return tuple(v for v in order if v in counts) or tuple(sorted(counts, key=lambda v: (-counts[v], v)))
