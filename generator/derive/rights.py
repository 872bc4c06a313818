"""What you may do with a variant: a verdict for each question, its reason, its clause and its source.

A verdict follows from the license record alone, and for gating from the Hub. It is never laxer than the
record: what a text does not say, or nobody has read, is unknown. This is a reading aid, not legal advice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from generator.catalogue import Catalogue, Variant
    from generator.records import LicenseRecord, PermissionRecord, Purpose

Answer = Literal["yes", "conditional", "no", "unknown"]
Reason = Literal[
    "permitted",
    "condition",
    "forbidden",
    "silent",
    "unread",
    "undeclared",
    "unrecorded",
    "uncapped",
    "user-cap",
    "revenue-cap",
    "both-caps",
    "excluded",
    "not-excluded",
    "kind-not-excluded",
    "others-excluded",
    "hub-blocks",
    "gone",
    "open",
    "gated",
    "gating-unknown",
]
"""Why a verdict is what it is; pages hold the sentence of each."""

Question = Literal["commercial_use", "modify", "redistribute", "train_on_outputs", "no_cap", "in_eu", "ungated"]

QUESTIONS: dict[Question, str] = {
    "commercial_use": "commercial_use",
    "modify": "modify",
    "redistribute": "redistribute",
    "train_on_outputs": "use_outputs_to_train",
}
"""The questions a license record's permissions answer, and the permission of each."""

TEXT_ONLY: frozenset[Purpose] = frozenset(
    {"general", "reasoning", "code", "math", "agent", "translation", "safety", "summarization", "classification"}
)
"""Purposes of models that take and give text alone: exclusions of multimodal models do not hold for them."""

TEXT_TASKS = frozenset(
    {
        *("text-generation", "text2text-generation", "fill-mask", "text-classification", "token-classification"),
        *("zero-shot-classification", "question-answering", "table-question-answering", "translation"),
        *("summarization", "sentence-similarity", "feature-extraction", "text-ranking"),
    }
)
"""Tasks of the Hub that take and give text alone (https://huggingface.co/tasks)."""

BEYOND_TEXT = frozenset({"image", "audio", "video"})
"""What data sets call the rest that a model takes or gives; ``file`` says how a text reaches it."""

_ANSWERS: dict[str, Answer] = {
    "allowed": "yes",
    "conditional": "conditional",
    "forbidden": "no",
    "unspecified": "unknown",
}

EUROPEAN_UNION = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    }
)
"""ISO 3166-1 codes of the member states."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one question.

    Args:
        answer: Yes, yes under a condition, no, or unknown.
        reason: Why.
        detail: What the reason's sentence needs: the condition, a figure, or regions.
        clause: Clause of the license text; None when no clause decides.
        url: Where the deciding text is; None when there is none.
        further: A second figure, where the sentence needs two.
    """

    answer: Answer
    reason: Reason
    detail: str = ""
    clause: str | None = None
    url: str | None = None
    further: str = ""


@dataclass(frozen=True, slots=True)
class Rights:
    """All verdicts on one variant, with the license they follow from."""

    license_id: str | None
    license: LicenseRecord | None
    commercial_use: Verdict
    modify: Verdict
    redistribute: Verdict
    train_on_outputs: Verdict
    no_cap: Verdict
    in_eu: Verdict
    ungated: Verdict


def judge(variant: Variant, catalogue: Catalogue) -> Rights:
    """Return the verdicts on a variant.

    Args:
        variant: The variant.
        catalogue: Where its license is looked up.
    """
    license_id = variant.facts.license.value
    record = catalogue.licenses.get(license_id) if license_id else None
    missing: Reason = "undeclared" if license_id is None else "unrecorded"
    answers = judge_license(record, missing, multimodal=is_multimodal(variant))
    if variant.facts.eu_disallowed.value:
        answers["in_eu"] = Verdict("no", "hub-blocks", url=variant.facts.eu_disallowed.facts[0].source.url)
    return Rights(
        license_id=license_id,
        license=record,
        commercial_use=answers["commercial_use"],
        modify=answers["modify"],
        redistribute=answers["redistribute"],
        train_on_outputs=answers["train_on_outputs"],
        no_cap=answers["no_cap"],
        in_eu=answers["in_eu"],
        ungated=_judge_gate(variant),
    )


def is_multimodal(variant: Variant) -> bool:
    """Whether a variant takes or gives anything but text, by its purpose, its task on the Hub, or any data set."""
    facts = variant.facts
    stated = (
        word for claims in (facts.modalities_in, facts.modalities_out) for one in claims.facts for word in one.value
    )
    task = facts.pipeline_tag.value
    return (
        variant.purpose not in TEXT_ONLY
        or (task is not None and task not in TEXT_TASKS)
        or any(word in BEYOND_TEXT for word in stated)
    )


def judge_license(record: LicenseRecord | None, missing: Reason, *, multimodal: bool) -> dict[Question, Verdict]:
    """Return what a license's text answers to every question but that of the download.

    Args:
        record: The license; None when it is not known.
        missing: Why there is no record.
        multimodal: Whether the model takes or gives anything but text: some exclusions hold for such models alone.
    """
    answers = {question: judge_permission(record, question, missing) for question in QUESTIONS}
    return answers | {"no_cap": _judge_cap(record, missing), "in_eu": _judge_eu(record, missing, multimodal=multimodal)}


def judge_permission(record: LicenseRecord | None, question: Question, missing: Reason) -> Verdict:
    """Return what a license's text answers to one of :data:`QUESTIONS`.

    Args:
        record: The license; None when it is not known.
        question: The question.
        missing: Why there is no record.
    """
    if record is None:
        return Verdict("unknown", missing)
    permission: PermissionRecord = getattr(record.permissions, QUESTIONS[question])
    answer = _ANSWERS[permission.value]
    if answer == "unknown":
        return Verdict("unknown", "silent" if record.checked else "unread", url=record.url)
    reasons: dict[Answer, Reason] = {"yes": "permitted", "conditional": "condition", "no": "forbidden"}
    return Verdict(answer, reasons[answer], permission.condition or "", permission.clause, record.url)


def _judge_cap(record: LicenseRecord | None, missing: Reason) -> Verdict:
    """Return whether the license sets no cap on users or revenue."""
    if record is None:
        return Verdict("unknown", missing)
    users, revenue = record.limits.monthly_active_users, record.limits.annual_revenue_usd
    caps = [cap for cap in (users, revenue) if cap is not None]
    if not caps:
        read = record.checked is not None
        return Verdict("yes" if read else "unknown", "uncapped" if read else "unread", url=record.url)
    reason: Reason = "both-caps" if len(caps) > 1 else "user-cap" if users else "revenue-cap"
    clause = ", ".join(dict.fromkeys(cap.clause for cap in caps))
    figures = [f"{cap.value:,}" for cap in caps]
    return Verdict("conditional", reason, figures[0], clause, record.url, further=figures[-1])


def _judge_eu(record: LicenseRecord | None, missing: Reason, *, multimodal: bool) -> Verdict:
    """Return whether the license gives rights in the European Union; what it excludes elsewhere is told with a yes."""
    if record is None:
        return Verdict("unknown", missing)
    regions = record.limits.excluded_regions
    if regions is None:
        read = record.checked is not None
        return Verdict("yes" if read else "unknown", "not-excluded" if read else "unread", url=record.url)
    listed = ", ".join(regions.value)
    if regions.multimodal_only and not multimodal:
        return Verdict("yes", "kind-not-excluded", listed, regions.clause, record.url)
    if "EU" in regions.value or not EUROPEAN_UNION.isdisjoint(regions.value):
        return Verdict("no", "excluded", listed, regions.clause, record.url)
    return Verdict("yes", "others-excluded", listed, regions.clause, record.url)


def _judge_gate(variant: Variant) -> Verdict:
    """Return whether the weights can be had without asking."""
    if variant.missing_since is not None:
        return Verdict("no", "gone")
    best = variant.facts.gated.best
    if best is None:
        return Verdict("unknown", "gating-unknown")
    return Verdict("conditional" if best.value else "yes", "gated" if best.value else "open", url=best.source.url)
