"""How open a variant is, in the G7's words, and which components of the Model Openness Framework are known.

The headline is that of the G7 "Vision on AI Openness Opportunities and Shared Language" (Paris, 29 May 2026):
open source AI with open data, open source AI, open weights AI, or weights available AI. It needs a license
whose text was read; what no source states is unknown and never counts as closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from generator.catalogue import Catalogue, Fact, Variant
    from generator.records import LicenseRecord

Label = Literal["open-source-open-data", "open-source", "open-weights", "weights-available", "unknown"]
MofClass = Literal["III", "II", "I"]


@dataclass(frozen=True, slots=True)
class Component:
    """One required component of the Model Openness Framework 1.0 (arXiv:2403.13784).

    Args:
        name: Its name there.
        mof_class: The lowest class that requires it.
        fact: Who states that it is published; None when no source does.
    """

    name: str
    mof_class: MofClass
    fact: Fact[str] | Fact[tuple[str, ...]] | None = None


_COMPONENTS: tuple[tuple[str, MofClass, str], ...] = (
    ("Model architecture", "III", ""),
    ("Model parameters (final)", "III", "weights"),
    ("Model card", "III", ""),
    ("Data card", "III", ""),
    ("Technical report", "III", "papers"),
    ("Evaluation results", "III", ""),
    ("Training code", "II", "training_code"),
    ("Inference code", "II", ""),
    ("Evaluation code", "II", ""),
    ("Evaluation data", "II", ""),
    ("Datasets", "I", "training_data"),
    ("Data preprocessing code", "I", ""),
    ("Model parameters (intermediate)", "I", ""),
    ("Research paper", "I", "papers"),
)
"""Required components by class; the last entry is the fact that shows a component, where we carry one."""


@dataclass(frozen=True, slots=True)
class Openness:
    """How open a variant is.

    Args:
        label: The headline.
        open_license: Whether its license is open: approved by the OSI, or free of condition and limit; None when
            the license or its text is not known.
        training_code: Who states where the training code is; None when no source does.
        training_data: Who states where the training data is; None when no source does.
        components: The framework's required components.
        missing: Names of the components of the next class that no source states.
    """

    label: Label
    open_license: bool | None
    training_code: Fact[str] | None
    training_data: Fact[str] | None
    components: tuple[Component, ...]
    missing: tuple[str, ...]


def classify(variant: Variant, catalogue: Catalogue) -> Openness:
    """Return how open a variant is.

    Args:
        variant: The variant.
        catalogue: Where its license is looked up.
    """
    license_id = variant.facts.license.value
    is_open = is_open_license(catalogue.licenses.get(license_id) if license_id else None)
    code, data = variant.facts.training_code.best, variant.facts.training_data.best
    components = tuple(
        Component(name, mof_class, getattr(variant.facts, field).best if field else None)
        for name, mof_class, field in _COMPONENTS
    )
    return Openness(
        label=_label(is_open, has_code=code is not None, has_data=data is not None),
        open_license=is_open,
        training_code=code,
        training_data=data,
        components=components,
        missing=_list_missing(components),
    )


def is_open_license(record: LicenseRecord | None) -> bool | None:
    """Return whether a license is open.

    Args:
        record: The license; None when it is not known.

    Returns:
        True when the OSI approved it, or its text permits use, change and sharing without condition or limit; None
        when there is no record or nobody read the text.
    """
    if record is None or (record.checked is None and not record.osi_approved):
        return None
    permissions = record.permissions
    free = all(p.value == "allowed" for p in (permissions.commercial_use, permissions.modify, permissions.redistribute))
    return bool(record.osi_approved) or (free and not record.limits.model_fields_set)


def _label(is_open: bool | None, *, has_code: bool, has_data: bool) -> Label:  # noqa: FBT001  three states
    if is_open is None:
        return "unknown"
    if not is_open:
        return "weights-available"
    if has_code and has_data:
        return "open-source-open-data"
    return "open-source" if has_code else "open-weights"


def _list_missing(components: tuple[Component, ...]) -> tuple[str, ...]:
    """Return what no source states of the lowest class that is not complete."""
    for mof_class in ("III", "II", "I"):
        missing = tuple(c.name for c in components if c.mof_class == mof_class and c.fact is None)
        if missing:
            return missing
    return ()
