"""What you may do with a variant: a verdict for each question, its reason, its clause and its source.

A verdict follows from the license record alone, and for gating from the Hub. It is never laxer than the
record: what a text does not say, or nobody has read, is unknown. This is a reading aid, not legal advice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

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
    "excluded",
    "not-excluded",
    "hub-blocks",
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

_ANSWERS: dict[str, Answer] = {
    "allowed": "yes",
    "conditional": "conditional",
    "forbidden": "no",
    "unspecified": "unknown",
}
_STRICTNESS: dict[Answer, int] = {"yes": 0, "conditional": 1, "no": 2}

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
        detail: What the reason's sentence needs: the condition, or a figure.
        clause: Clause of the license text; None when no clause decides.
        url: Where the deciding text is; None when there is none.
    """

    answer: Answer
    reason: Reason
    detail: str = ""
    clause: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Licenses that do not go together.

    Args:
        kind: ``base``: the base model's license is stricter in some question. ``build``: a build declares another
            license. ``source``: a source states another license. ``changed``: it was under another license before.
        repo: The repository of the other license.
        license: The other license, as an id of the catalogue where it has one.
        questions: For ``base``, the questions its license answers more strictly.
        source: For ``source``, who states it.
        day: For ``changed``, the day a refresh saw the change.
    """

    kind: Literal["base", "build", "source", "changed"]
    repo: str
    license: str
    questions: tuple[Question, ...] = ()
    source: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Rights:
    """All verdicts on one variant, with the license they follow from and what speaks against it."""

    license_id: str | None
    license: LicenseRecord | None
    commercial_use: Verdict
    modify: Verdict
    redistribute: Verdict
    train_on_outputs: Verdict
    no_cap: Verdict
    in_eu: Verdict
    ungated: Verdict
    conflicts: tuple[Conflict, ...] = field(default=())


def judge(variant: Variant, catalogue: Catalogue) -> Rights:
    """Return the verdicts on a variant.

    Args:
        variant: The variant.
        catalogue: Where its license and base model are looked up.
    """
    license_id = variant.facts.license.value
    record = catalogue.licenses.get(license_id) if license_id else None
    missing: Reason = "undeclared" if license_id is None else "unrecorded"
    return Rights(
        license_id=license_id,
        license=record,
        commercial_use=judge_permission(record, "commercial_use", missing),
        modify=judge_permission(record, "modify", missing),
        redistribute=judge_permission(record, "redistribute", missing),
        train_on_outputs=judge_permission(record, "train_on_outputs", missing),
        no_cap=_judge_cap(record, missing),
        in_eu=_judge_eu(variant, record, missing),
        ungated=_judge_gate(variant),
        conflicts=tuple(_find_conflicts(variant, license_id, record, catalogue)),
    )


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
    limits = record.limits
    if cap := limits.monthly_active_users:
        return Verdict("conditional", "user-cap", f"{cap.value:,}", cap.clause, record.url)
    if cap := limits.annual_revenue_usd:
        return Verdict("conditional", "revenue-cap", f"{cap.value:,}", cap.clause, record.url)
    return (
        Verdict("yes", "uncapped", url=record.url) if record.checked else Verdict("unknown", "unread", url=record.url)
    )


def _judge_eu(variant: Variant, record: LicenseRecord | None, missing: Reason) -> Verdict:
    """Return whether the license gives rights in the European Union and the Hub lets its users download."""
    if variant.facts.eu_disallowed.value:
        return Verdict("no", "hub-blocks", url=variant.facts.eu_disallowed.facts[0].source.url)
    if record is None:
        return Verdict("unknown", missing)
    regions = record.limits.excluded_regions
    if regions is not None and variant.purpose in TEXT_ONLY and regions.multimodal_only:
        regions = None
    if regions is not None and ("EU" in regions.value or not EUROPEAN_UNION.isdisjoint(regions.value)):
        return Verdict("no", "excluded", ", ".join(regions.value), regions.clause, record.url)
    if not record.checked:
        return Verdict("unknown", "unread", url=record.url)
    return Verdict("yes", "not-excluded", url=record.url)


def _judge_gate(variant: Variant) -> Verdict:
    """Return whether the weights can be had without asking."""
    best = variant.facts.gated.best
    if best is None:
        return Verdict("unknown", "gating-unknown")
    return Verdict("conditional" if best.value else "yes", "gated" if best.value else "open", url=best.source.url)


def _find_conflicts(
    variant: Variant, license_id: str | None, record: LicenseRecord | None, catalogue: Catalogue
) -> Iterator[Conflict]:
    for base_repo in variant.facts.base_models.value or ():
        base = catalogue.variant_of.get(base_repo)
        base_id = base.facts.license.value if base else None
        if base is None or base is variant or base_id is None or base_id == license_id:
            continue
        if questions := _list_laxer(record, catalogue.licenses.get(base_id)):
            yield Conflict("base", base.repo, base_id, questions)
    for build in variant.builds:
        declared = build.facts.license.value
        if declared is not None and license_id is not None and declared not in (license_id, "other"):
            yield Conflict("build", build.repo, declared)
    for fact in variant.facts.license.contradicting:
        yield Conflict("source", fact.repo, fact.value, source=fact.source.title)
    for change in variant.changes:
        if change.kind == "license-changed" and change.before is not None:
            yield Conflict("changed", change.repo, str(change.before), day=change.day)


def _list_laxer(own: LicenseRecord | None, base: LicenseRecord | None) -> tuple[Question, ...]:
    """Return the questions the variant's license answers more laxly than its base's; unknown answers are neither."""
    if own is None or base is None:
        return ()
    pairs = {q: (judge_permission(own, q, "unread"), judge_permission(base, q, "unread")) for q in QUESTIONS}
    return tuple(
        question
        for question, (mine, theirs) in pairs.items()
        if "unknown" not in (mine.answer, theirs.answer) and _STRICTNESS[mine.answer] < _STRICTNESS[theirs.answer]
    )
