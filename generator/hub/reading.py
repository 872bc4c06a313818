"""Turns what the Hub answered of one repository into its record. Pure: JSON in, a record out.

Three things stay apart. The Hub states a value, which may be none at all (``false``, an empty list). It
was asked and states nothing: the record holds ``null``. Or it did not say, or said something that cannot be
read: the field keeps what was known. Not so the license, which a reader relies on: one that cannot be read is
``other``, the Hub's word for a license that is none of its list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from generator.hub.answer import UntoldError
from generator.hub.fields import READERS
from generator.records import HubRecord

if TYPE_CHECKING:
    from generator.hub.answer import Answer
    from generator.hub.document import Document

OTHER = "other"
MAX_COUNT = 10**13
"""Largest count a record takes."""


def read_answer(answer: Answer, known: HubRecord | None) -> tuple[HubRecord, dict[str, str]]:
    """Return the record of a repository.

    Args:
        answer: What the Hub said.
        known: The record so far; what the answer does not say stays as it is there.

    Returns:
        The record, and what is wrong with each field that could not be read.
    """
    kept = {name: getattr(known, name) for name in known.model_fields_set} if known else {}
    values, odd = {}, {}
    for field, reader in READERS.items():
        try:
            value = reader.read(answer)
            values[field] = getattr(HubRecord.model_validate({field: value}), field)
        except UntoldError:
            pass
        except ValidationError as error:
            odd[field] = _describe(error)
        except (ValueError, TypeError, AttributeError, LookupError, OverflowError) as error:
            odd[field] = str(error)[:80] if type(error) is ValueError else "has another shape"
    if "revision" not in values:  # what is read now is not of the revision before
        values["revision"] = None
        odd["revision"] = f"{odd.get('revision', 'is not told')}, so it is null"
    if "license" in odd:  # neither the license of an older day nor that of an older data set speaks for this one
        values |= {"license": OTHER} | dict.fromkeys({"license_name", "license_link"} & odd.keys())
        odd["license"] += f", so it is {OTHER}"
    values = {**kept, **values}
    values.pop("missing_since", None)
    return HubRecord(**{name: values[name] for name in HubRecord.model_fields if name in values}), odd


def _describe(error: ValidationError) -> str:
    detail = error.errors(include_url=False, include_input=False)[0]
    if detail["type"] == "too_long":
        return f"has more than {detail['ctx']['max_length']:,} items"
    place = ".".join(str(part) for part in detail["loc"][1:] if isinstance(part, int))
    message = detail["ctx"]["message"] if detail["type"] == "catalogue" else "has the wrong form"
    return f"item {place} {message}" if place else message


def read_counts(info: Document) -> tuple[dict[str, int], dict[str, str]]:
    """Return the counts of one repository for its weekly row, and what is wrong with those left out.

    Args:
        info: The expanded answer.
    """
    children = info.get("childrenModelCount")
    children = children if isinstance(children, dict) else {}
    stated = {
        "downloads": info.get("downloads"),
        "downloads_all_time": info.get("downloadsAllTime"),
        "likes": info.get("likes"),
        **{name: children.get(name) for name in ("finetune", "adapter", "merge", "quantized")},
    }
    counts = {name: value for name, value in stated.items() if type(value) is int and 0 <= value <= MAX_COUNT}
    return counts, {name: "is no count" for name, value in stated.items() if value is not None and name not in counts}
