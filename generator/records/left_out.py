"""Known repository ids that have no place in the catalogue, each with its reason."""

from __future__ import annotations

from generator.records.base import Prose, Record, RepoId, Table
from generator.records.vocabulary import LeftOutReason


class LeftOut(Record):
    """Why one repository has no place."""

    reason: LeftOutReason
    note: Prose


class LeftOutRecord(Record):
    """The file ``left-out.yaml``."""

    repos: Table[RepoId, LeftOut]
