"""One license: what its text permits, limits and asks."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from generator.records.base import (
    SHORT,
    Day,
    Line,
    Prose,
    Record,
    Sha256,
    Short,
    Some,
    Title,
    Url,
    check_country,
    complain,
)
from generator.records.vocabulary import Duty, Permission


def _check_region(code: str) -> str:
    return code if code == "EU" else check_country(code)


Region = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), AfterValidator(_check_region)]
"""A country, or the European Union, which ISO 3166-1 reserves ``EU`` for."""


class PermissionRecord(Record):
    """One permission with the clause that gives or takes it."""

    value: Permission
    clause: Line | None
    condition: Prose | None = None
    note: Prose | None = None

    @model_validator(mode="after")
    def _check_shape(self) -> PermissionRecord:
        if (self.clause is None) != (self.value == "unspecified"):
            raise complain("a clause belongs to every permission that is specified, and to no other", "add or drop it")
        if (self.condition is None) == (self.value == "conditional"):
            raise complain("a condition belongs to a conditional permission, and to no other", "add or drop it")
        return self


class Permissions(Record):
    """What may be done with the weights and their outputs."""

    commercial_use: PermissionRecord
    modify: PermissionRecord
    redistribute: PermissionRecord
    use_outputs_to_train: PermissionRecord

    @property
    def all(self) -> tuple[PermissionRecord, ...]:
        """All four."""
        return (self.commercial_use, self.modify, self.redistribute, self.use_outputs_to_train)


class Cap(Record):
    """An upper bound, as a whole number of persons or US dollars."""

    value: Annotated[int, Field(gt=0)]
    clause: Line


class Flag(Record):
    """A limit that is there or not."""

    value: bool
    clause: Line


class Regions(Record):
    """Countries in which the license gives no rights; ``multimodal_only`` where it says so of multimodal models."""

    value: Annotated[Some[Region], SHORT]
    clause: Line
    multimodal_only: bool = False


class Limits(Record):
    """Limits the text states; a limit left out is not in the text that was read."""

    monthly_active_users: Cap | None = None
    annual_revenue_usd: Cap | None = None
    field_of_use: Flag | None = None
    excluded_regions: Regions | None = None
    research_only: Flag | None = None


class Obligation(Record):
    """One duty with its clause."""

    duty: Duty
    clause: Line


class LicenseRecord(Record):
    """A license, as read from the text whose hash is kept.

    ``hub`` lists the Hub's ids and ``license_name`` spellings it covers. ``checked`` is the day the text
    was read, null when no text could be opened: then nothing is said of what it permits, limits or asks.
    """

    title: Title
    spdx: Line | None
    hub: Short[Line]
    url: Url | None
    text_source: Prose | None
    text_sha256: Sha256 | None
    checked: Day | None
    osi_approved: bool | None
    permissions: Permissions
    limits: Limits
    obligations: Short[Obligation]
    summary: Prose

    @model_validator(mode="after")
    def _check_read(self) -> LicenseRecord:
        if len({value is None for value in (self.text_source, self.text_sha256, self.checked)}) > 1:
            raise complain("text_source, text_sha256 and checked are known together or not at all", "fill in the rest")
        stated = {permission.value for permission in self.permissions.all} - {"unspecified"}
        if self.checked is None and (stated or self.limits.model_fields_set or self.obligations):
            message = "permissions, limits or obligations of a text that nobody has read"
            raise complain(message, "fill in text_source, text_sha256 and checked, or leave them unspecified")
        return self

    @model_validator(mode="after")
    def _check_contradictions(self) -> LicenseRecord:
        permissions, limits = self.permissions, self.limits
        if permissions.commercial_use.value == "allowed" and limits.research_only and limits.research_only.value:
            raise complain("commercial use is allowed, and the text is for research only", "correct one of the two")
        free = (permissions.commercial_use, permissions.modify, permissions.redistribute)
        if self.osi_approved and (any(one.value == "forbidden" for one in free) or limits.model_fields_set):
            # https://opensource.org/osd, criteria 1, 3, 5 and 6
            message = "approved by the Open Source Initiative, and yet it forbids or limits use, change or sharing"
            raise complain(message, "correct one of the two")
        return self
