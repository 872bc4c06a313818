"""The comparison: a page that fills itself, and the terms of each license in short."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from generator.derive.columns import RIGHTS
from generator.derive.rights import QUESTIONS, judge_license
from generator.derive.sizing import PRECISIONS
from generator.pages import labels, verdicts
from generator.pages.page import DataFile, Page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from generator.catalogue import Catalogue
    from generator.records import LicenseRecord


def make(catalogue: Catalogue, today: date) -> Iterator[Page]:  # noqa: ARG001  a page type's signature
    """Yield the comparison."""
    yield Page(
        path="compare",
        title="Compare",
        description="Up to four openly published models side by side: rights, memory, context, languages and more.",
        context={
            "openness": verdicts.OPENNESS,
            "duties": labels.DUTIES,
            "purposes": {purpose: label.title for purpose, label in labels.PURPOSES.items()},
            "precisions": {precision.id: precision.title for precision in PRECISIONS},
        },
    )


def make_data(catalogue: Catalogue, today: date) -> Iterator[DataFile]:  # noqa: ARG001  a page type's signature
    """Yield conditions and duties of each license."""
    terms = {id_: _shorten(record) for id_, record in catalogue.licenses.items()}
    yield DataFile("api/license-terms.json", json.dumps(terms, ensure_ascii=False, separators=(",", ":")))


def _shorten(record: LicenseRecord) -> dict[str, Any]:
    """Return the conditions by right, in the words of addresses, and the duties."""
    conditions = {
        right: getattr(record.permissions, QUESTIONS[question]).condition
        for right, question in RIGHTS.items()
        if question in QUESTIONS
    }
    cap = judge_license(record, "unrecorded", multimodal=True)["no_cap"]
    if cap.answer == "conditional":
        conditions["nocap"] = verdicts.REASONS[cap.reason] % {"detail": cap.detail, "further": cap.further}
    return {
        "if": {right: text for right, text in conditions.items() if text},
        "asks": [obligation.duty for obligation in record.obligations],
    }
