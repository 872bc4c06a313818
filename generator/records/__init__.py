"""What one data file says: strict pydantic models, one module per kind of file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.records.architecture import Architecture
from generator.records.base import Record, RepoId
from generator.records.facts import FACT_FIELDS, Facts, Override, ReportedRecord, Row, WeightFiles
from generator.records.family import BuildRecord, FamilyRecord, SeriesRecord, VariantRecord
from generator.records.history import Change, ChangeKind, ChangesRecord, RefreshRecord
from generator.records.hub import HubRecord
from generator.records.left_out import LeftOut, LeftOutRecord
from generator.records.license import LicenseRecord, PermissionRecord
from generator.records.links import Failing, LinksRecord
from generator.records.publisher import Evidence, PublisherRecord
from generator.records.usage import UsageRow, find_week
from generator.records.vocabulary import PURPOSES, Purpose

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

__all__ = [
    "FACT_FIELDS",
    "PURPOSES",
    "Architecture",
    "BuildRecord",
    "Change",
    "ChangeKind",
    "ChangesRecord",
    "Data",
    "Evidence",
    "Facts",
    "Failing",
    "FamilyRecord",
    "HubRecord",
    "LeftOut",
    "LeftOutRecord",
    "LicenseRecord",
    "LinksRecord",
    "Override",
    "PermissionRecord",
    "PublisherRecord",
    "Purpose",
    "Record",
    "RefreshRecord",
    "RepoId",
    "ReportedRecord",
    "Row",
    "SeriesRecord",
    "UsageRow",
    "VariantRecord",
    "WeightFiles",
    "find_week",
]


@dataclass(frozen=True, slots=True)
class Data:
    """All records of one ``data/`` folder, by id; those of the Hub and the weekly rows by repository.

    Weekly rows and changes have the oldest first. ``refreshed`` is the day of the last refresh; None before any.
    ``failed`` says of each repository that could not be read then why. ``links`` is None before any check of addresses.
    """

    families: Mapping[str, FamilyRecord]
    publishers: Mapping[str, PublisherRecord]
    licenses: Mapping[str, LicenseRecord]
    hub: Mapping[str, HubRecord]
    reported: Mapping[str, ReportedRecord]
    left_out: LeftOutRecord
    usage: Mapping[str, tuple[UsageRow, ...]] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    refreshed: date | None = None
    failed: Mapping[str, str] = field(default_factory=dict)
    links: LinksRecord | None = None
