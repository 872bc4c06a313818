"""What the data files say of variants, families, publishers, licenses and data sets, beside verdicts and sizes."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from generator.derive import conflicts, rights
from generator.diff.row import Row, compare_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.catalogue import Catalogue, Family, RepoFacts, Variant

TEXTS = frozenset({"title", "summary", "reason", "note", "attribution"})
"""Last words of the names of values that are mere text; all others say where something comes from, or what holds."""

_FIRST = frozenset({"repo", "builds", "publisher"})
_COUNTED = frozenset({"downloads", "downloads_all_time", "likes", "derivatives"})
"""Facts that change from day to day by themselves."""

_JUDGED = frozenset({"license", "parameters_total", "context_tokens"})
"""Facts whose change verdicts and sizes tell."""


def is_text(row: Row) -> bool:
    """Whether a row is of mere text."""
    return row.what.rpartition(".")[2] in TEXTS


def compare_written(
    old: Catalogue,
    new: Catalogue,
    variants: Iterable[tuple[Variant, Variant]],
    families: Iterable[tuple[Family, Family]],
) -> tuple[Row, ...]:
    """Return what differs in what data files say: where weights come from first, so that no list is cut before it.

    Args:
        old: The catalogue before.
        new: The catalogue after.
        variants: Those that both hold, the earlier first.
        families: Likewise.
    """
    rows: list[Row] = []
    for first, second in variants:
        rows += compare_values(second.repo, _describe_variant(first), _describe_variant(second))
    for before, after in families:
        rows += compare_values(_name("families", after.id), _describe_family(before), _describe_family(after))
    for folder in ("publishers", "licenses"):
        earlier, later = getattr(old, folder), getattr(new, folder)
        for id_ in sorted(later.keys() & earlier.keys()):
            values = (dict(_flatten(records[id_].model_dump())) for records in (earlier, later))
            rows += compare_values(_name(folder, id_), *values)
    rows += _compare_sources(old, new)
    rows += compare_values("data/left-out.yaml", *(dict(_list_left_out(catalogue)) for catalogue in (old, new)))
    return tuple(sorted(rows, key=lambda row: row.what not in _FIRST))


def compare_facts(first: Variant, old: Catalogue, second: Variant, new: Catalogue) -> Iterator[Row]:
    """Yield the facts that differ and neither verdict nor size tells, and the warnings beside the verdicts."""
    yield from compare_values(second.repo, _list_facts(first, old), _list_facts(second, new))


def _name(folder: str, id_: str) -> str:
    return f"data/{folder}/{id_}.yaml"


def _describe_variant(variant: Variant) -> dict[str, Any]:
    builds = (f"{build.repo}, {build.format}{f', {build.bits} bits' if build.bits else ''}" for build in variant.builds)
    named = {name: getattr(variant, name) for name in ("repo", "formerly", "title", "purpose", "series_id")}
    return named | {"builds": tuple(builds)} | dict(_list_overrides(variant.facts))


def _list_overrides(facts: RepoFacts) -> Iterator[tuple[str, Any]]:
    """Yield where people took each value from, why, and when somebody last looked."""
    for name in facts.__slots__:
        best = getattr(facts, name).best
        if best is not None and best.origin == "override":
            yield f"{name}.source", best.source.url
            yield f"{name}.reason", best.source.title
            yield f"{name}.checked", best.as_of


def _describe_family(family: Family) -> dict[str, Any]:
    own = {field.name: getattr(family, field.name) for field in fields(family) if field.name not in ("id", "series")}
    own["publisher"] = own.pop("publisher_id")
    for series in family.series:
        for field in fields(series):
            if field.name not in ("id", "variants"):
                own[f"{series.id}.{field.name}"] = getattr(series, field.name)
    return own


def _compare_sources(old: Catalogue, new: Catalogue) -> Iterator[Row]:
    earlier, later = ({source.id: asdict(source) | {"repos": None} for source in c.sources} for c in (old, new))
    for id_ in sorted(earlier.keys() | later.keys()):
        yield from compare_values(_name("reported", id_), earlier.get(id_, {}), later.get(id_, {}))


def _list_left_out(catalogue: Catalogue) -> Iterator[tuple[str, Any]]:
    for repo, entry in catalogue.left_out.items():
        yield f"{repo}.reason", entry.reason
        yield f"{repo}.note", entry.note


def _list_facts(variant: Variant, catalogue: Catalogue) -> dict[str, Any]:
    found = conflicts.find_conflicts(variant, rights.judge(variant, catalogue), catalogue)
    warnings = (f"{c.kind}: {c.repo}, {c.license}" for c in found)
    known = {name: value for name, value in _read_facts(variant.facts) if name not in _JUDGED}
    for build in variant.builds:
        known |= {f"{build.repo}.{name}": value for name, value in _read_facts(build.facts)}
    return known | {"missing_since": variant.missing_since, "warnings": tuple(warnings)}


def _read_facts(facts: RepoFacts) -> Iterator[tuple[str, Any]]:
    return ((name, _join(getattr(facts, name).value)) for name in facts.__slots__ if name not in _COUNTED)


def _flatten(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each value of a record under its full name, as in ``permissions.modify.clause``."""
    for name, value in values.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{above}{name}.")
        elif isinstance(value, tuple):
            yield f"{above}{name}", tuple(_join(item) for item in value)
        else:
            yield f"{above}{name}", value


def _join(value: Any) -> Any:
    """Return a list or a table as one text, anything else as it is."""
    if isinstance(value, dict):
        return ", ".join(f"{name}: {item}" for name, item in value.items() if item is not None)
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value
