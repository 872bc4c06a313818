"""Makes a ``data/reported/`` record from a facts file.

A facts file is JSON with ``sources`` (a data set each, with repository, commit and date) and
``variants`` (a repository each, with its values and, in ``field_sources``, who states each of them).
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from generator.errors import CatalogueError, Problem
from generator.records import RepoId, ReportedRecord, Row
from generator.records.languages import normalize_languages
from generator.store.reading import read_named
from generator.strict_json import read_json

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from generator.reported.datasets import DataSet

MAX_FACTS_BYTES = 64 * 1024 * 1024
MAX_FACTS = 20_000_000
HUB_FLOOR = date(2022, 3, 2)
"""The Hub has no earlier creation day: repositories older than that carry it."""

_REPO = TypeAdapter[str](RepoId)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_facts(path: Path, data_set: DataSet) -> ReportedRecord:
    """Return what one data set says, out of a facts file.

    Args:
        path: The facts file.
        data_set: Which of its data sets.

    Raises:
        CatalogueError: When the file is not JSON or not of that shape.
    """
    text, problem = read_named(path, MAX_FACTS_BYTES)
    if problem:
        raise CatalogueError([problem])
    try:
        return _read_record(read_json(text, max_values=MAX_FACTS), data_set)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"not a facts file: {type(error).__name__} {' '.join(str(error).split())[:300]}"
        problem = Problem(path=path, message=message, fix="give a JSON file with 'sources' and 'variants'")
        raise CatalogueError([problem]) from None


def _read_record(document: Any, data_set: DataSet) -> ReportedRecord:
    source = document["sources"][data_set.key] if data_set.key else {}
    rows = {row["repo_id"]: read_row(row, data_set) for row in document["variants"] if _concerns(row, data_set)}
    return ReportedRecord(
        title=data_set.title,
        url=data_set.url,
        version=_read_version(source),
        as_of=_read_day(source),
        license=data_set.license,
        attribution=data_set.attribution,
        rank=data_set.rank,
        repos=dict(sorted(rows.items())),
    )


def _read_version(source: dict[str, Any]) -> str | None:
    package = source.get("pypi", "").partition("==")[2]
    return package or source.get("commit")


def _read_day(source: dict[str, Any]) -> date | None:
    for key in ("as_of", "generated_at", "files_dated", "commit_date"):
        if key in source:
            return date.fromisoformat(source[key][:10])
    return None


def _matches(label: str, data_set: DataSet) -> bool:
    return any(label == name or label.startswith((f"{name}@", f"{name} ")) for name in data_set.labels)


def _concerns(row: dict[str, Any], data_set: DataSet) -> bool:
    labels = (*row["seen_in"], *row["field_sources"].values())
    return any(_matches(label, data_set) for label in labels)


def read_row(row: dict[str, Any], data_set: DataSet) -> Row:
    """Return what a data set states of one repository of a facts file."""
    labels = row["field_sources"]
    stated: dict[str, Any] = {}
    for field, (name, read) in _FIELDS.items():
        if field in row and _matches(labels.get(field, ""), data_set):
            value = read(row[field], row["repo_id"])
            if value not in (None, (), ""):
                stated[name] = value
    if "parameters_total" in stated:
        stated["parameters_kind"] = row["params_total_kind"]
    days = [day for label in labels.values() if _matches(label, data_set) for day in _DAY.findall(label)]
    if days and data_set.key:
        stated["as_of"] = date.fromisoformat(max(days))
    return Row(**stated)


def _keep(value: Any, _: str) -> Any:
    return value


def _read_date(value: str, _: str) -> date | None:
    day = date.fromisoformat(value[:10])
    return None if day == HUB_FLOOR else day


def _read_repos(values: list[str], own: str) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value != own and _is_repo(value)}))


def _is_repo(value: str) -> bool:
    try:
        _REPO.validate_python(value)
    except ValidationError:
        return False
    return True


def _read_words(values: list[str], _: str) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


def _read_papers(values: list[str], _: str) -> tuple[str, ...]:
    return tuple(f"arXiv:{value}" for value in values)


def _read_languages(values: list[str], _: str) -> tuple[str, ...]:
    return normalize_languages(values)


def _read_license(value: str, _: str) -> str:
    return value.lower()


_FIELDS: dict[str, tuple[str, Callable[[Any, str], Any]]] = {
    "license": ("license", _read_license),
    "license_link": ("license_link", _keep),
    "params_total": ("parameters_total", _keep),
    "params_active": ("parameters_active", _keep),
    "context_length": ("context_tokens", _keep),
    "languages": ("languages", _read_languages),
    "release_date": ("released", _read_date),
    "hub_created_at": ("hub_created", _read_date),
    "pipeline_tag": ("pipeline_tag", _keep),
    "library_name": ("library_name", _keep),
    "gated": ("gated", _keep),
    "base_model": ("base_models", _read_repos),
    "base_model_relation": ("base_model_relation", _keep),
    "arxiv": ("papers", _read_papers),
    "modalities_in": ("modalities_in", _read_words),
    "modalities_out": ("modalities_out", _read_words),
    "abilities": ("abilities", _read_words),
    "kind": ("kind", _keep),
    "weight_format": ("weight_format", _keep),
    "downloads": ("downloads", _keep),
    "likes": ("likes", _keep),
    "organisation": ("organization", _keep),
    "organisation_country": ("organization_country", _keep),
}
"""Fields of a facts file: the fact each becomes and how its value is read."""
