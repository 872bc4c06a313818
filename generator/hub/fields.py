"""Reads each fact out of an answer: JSON in, a value out.

Each function returns a value, or None when the Hub was asked and states nothing. It raises
:class:`UntoldError` when the Hub did not say, and ValueError with a few words when what it said is odd.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from generator.hub.answer import CONFIG, UntoldError, find_need, require
from generator.hub.document import get_object, get_words
from generator.hub.weights import (
    find_kinds,
    list_files,
    make_weights,
    read_dtypes,
    read_quantization,
    sum_bytes,
    sum_files,
    sum_parameters,
)
from generator.model_config import read_architecture
from generator.records import Architecture, Facts, RepoId
from generator.records.facts import DatasetId
from generator.records.languages import normalize_languages

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.hub.answer import Answer

HUB_FLOOR = date(2022, 3, 2)
"""The Hub has no earlier creation day: repositories older than that carry it."""

_ARXIV = re.compile(r"arxiv:(\d{4}\.\d{4,5})", re.IGNORECASE)
_FILE = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)*", re.ASCII)
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})T[\d:.]+(Z|[+-]\d{2}:\d{2})", re.ASCII)
_REPO = TypeAdapter[str](RepoId)
_DATASET = TypeAdapter[str](DatasetId)
_UNKNOWN = "unknown"
"""A license id of the Hub's list that states no license."""

RELATIONS = ("adapter", "merge", "quantized", "finetune")


def _read_license(answer: Answer) -> str | None:
    """Where the card cannot be read, the Hub's own tag still says what it read there."""
    try:
        stated = answer.card.get("license")
    except ValueError:
        stated = None
    words = get_words(stated) if stated else answer.find_tags("license:")
    if stated and len(words) != (len(stated) if isinstance(stated, list) else 1):
        raise ValueError("is no text")
    if len(set(words)) > 1:
        raise ValueError("names several licenses")
    said = words[0].strip().lower() if words else None
    return None if said == _UNKNOWN else said


def _read_license_link(answer: Answer) -> str | None:
    link = answer.card.get("license_link")
    if isinstance(link, str) and _FILE.fullmatch(link):
        return f"https://huggingface.co/{answer.repo}/blob/main/{link}"
    return link


def _read_gated(answer: Answer) -> bool | str:
    return require(answer.info, "gated", (bool, str))  # type: ignore[no-any-return]


def _read_eu(answer: Answer) -> bool | None:
    if not answer.card:
        raise UntoldError
    return answer.card.get("extra_gated_eu_disallowed")


def _read_languages(answer: Answer) -> tuple[str, ...] | None:
    stated = answer.card.get("language")
    if stated is None:
        return None
    if not isinstance(stated, str | list):
        raise ValueError("is no list")  # noqa: TRY004  read as one kind of oddity
    return normalize_languages(get_words(stated))


def _read_datasets(answer: Answer) -> tuple[str, ...] | None:
    stated = answer.card.get("datasets")
    return None if stated is None else tuple(dict.fromkeys(d for d in get_words(stated) if _fits(_DATASET, d)))


def _read_papers(answer: Answer) -> tuple[str, ...] | None:
    found = {f"arXiv:{match[1]}" for tag in answer.tags if isinstance(tag, str) and (match := _ARXIV.fullmatch(tag))}
    return tuple(sorted(found)) or None


def _read_bases(answer: Answer) -> tuple[str, ...] | None:
    models = get_object(answer.info, "baseModels").get("models")
    named = [model.get("id") for model in models if isinstance(model, dict)] if isinstance(models, list) else []
    words = get_words(named) or get_words(answer.card.get("base_model"))
    words = words or tuple(tag.rpartition(":")[2] for tag in answer.find_tags("base_model:"))
    found = dict.fromkeys(word for word in words if word != answer.repo and _fits(_REPO, word))
    return tuple(found) if found or answer.card.get("base_model") == [] else None


def _read_relation(answer: Answer) -> str | None:
    if not _read_bases(answer):
        return None
    stated = get_object(answer.info, "baseModels").get("relation") or answer.card.get("base_model_relation")
    tagged = (name for name in RELATIONS if answer.find_tags(f"base_model:{name}:"))
    return stated or next(tagged, None)


def _fits(kind: TypeAdapter[str], value: object) -> bool:
    try:
        kind.validate_python(value)
    except ValidationError:
        return False
    return True


def _read_day(value: str) -> date:
    match = _DAY.fullmatch(value)
    if not match:
        raise ValueError("is no time")
    try:
        return date.fromisoformat(match[1])
    except ValueError:
        raise ValueError("is no time") from None


def _read_created(answer: Answer) -> date | None:
    day = _read_day(require(answer.info, "createdAt", str))
    return None if day == HUB_FLOOR else day


def _read_modified(answer: Answer) -> date:
    return _read_day(require(answer.info, "lastModified", str))


def _read_dtypes(answer: Answer) -> dict[str, int] | None:
    return read_dtypes(get_object(answer.info, "safetensors"))


def _read_total(answer: Answer) -> int | None:
    if dtypes := _read_dtypes(answer):
        return sum_parameters(dtypes)
    total = get_object(answer.info, "gguf").get("total")
    return Facts.model_validate({"parameters_total": total}).parameters_total


def _read_total_kind(answer: Answer) -> str | None:
    return "exact" if _read_total(answer) else None


def _read_weights(answer: Answer) -> Any:
    mlx = answer.info.get("library_name") == "mlx"
    if answer.files is not None:
        files = list_files(require(answer.files, "siblings", list))
        if not (found := sum_files(files, mlx=mlx)) and find_kinds(files):
            raise ValueError("has no sizes")
        return found
    if find_need(answer.info).files:
        raise UntoldError
    dtypes = _read_dtypes(answer)
    if dtypes and (size := sum_bytes(dtypes)):
        return (make_weights("mlx" if mlx else "safetensors", None, size),)
    if "siblings" in answer.info and not find_kinds(list_files(require(answer.info, "siblings", list))):
        return ()
    raise UntoldError


def _read_architecture(answer: Answer) -> Architecture | None:
    """Where a configuration could be, but was not read, the Hub did not say; where there is none, it states none."""
    if answer.config_known:
        raise UntoldError
    if answer.config is not None and (found := read_architecture(answer.config)):
        return found
    gguf = get_object(answer.info, "gguf")
    stated = {"model_type": gguf.get("architecture"), "max_positions": gguf.get("context_length")}
    if not stated["model_type"]:
        files = list_files(require(answer.info, "siblings", list))
        if answer.config is None and any(file.name == CONFIG for file in files):
            raise UntoldError
        return None
    return Architecture(**{name: value for name, value in stated.items() if value is not None})


class Reader(NamedTuple):
    """How a fact is read.

    Args:
        asks: The fields of an answer that it looks at, by the Hub's names; each is asked for.
        read: From the answer to the value.
    """

    asks: tuple[str, ...]
    read: Callable[[Answer], Any]


READERS = {
    "revision": Reader(("sha",), lambda answer: require(answer.info, "sha", str)),
    "last_modified": Reader(("lastModified",), _read_modified),
    "hub_created": Reader(("createdAt",), _read_created),
    "license": Reader(("cardData", "tags"), _read_license),
    "license_name": Reader(("cardData",), lambda answer: answer.card.get("license_name")),
    "license_link": Reader(("cardData",), _read_license_link),
    "gated": Reader(("gated",), _read_gated),
    "eu_disallowed": Reader(("cardData",), _read_eu),
    "pipeline_tag": Reader(("pipeline_tag",), lambda answer: answer.info.get("pipeline_tag")),
    "library_name": Reader(("library_name",), lambda answer: answer.info.get("library_name")),
    "languages": Reader(("cardData",), _read_languages),
    "datasets": Reader(("cardData",), _read_datasets),
    "papers": Reader(("tags",), _read_papers),
    "base_models": Reader(("baseModels", "cardData", "tags"), _read_bases),
    "base_model_relation": Reader(("baseModels", "cardData", "tags"), _read_relation),
    "new_version": Reader(("cardData",), lambda answer: answer.card.get("new_version")),
    "parameters_total": Reader(("safetensors", "gguf"), _read_total),
    "parameters_kind": Reader(("safetensors", "gguf"), _read_total_kind),
    "parameters_by_dtype": Reader(("safetensors",), _read_dtypes),
    "quantization": Reader(("config",), lambda answer: read_quantization(get_object(answer.info, "config"))),
    "weights": Reader(("library_name", "safetensors", "siblings"), _read_weights),
    "architecture": Reader(("gguf", "siblings"), _read_architecture),
    "custom_code": Reader(("tags",), lambda answer: "custom_code" in answer.tags),
}
"""The facts and how each is read; one that is not a :class:`HubRecord` value is not taken."""
