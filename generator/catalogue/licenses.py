"""How a license is found by what the Hub, a data set or a person calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.records import LicenseRecord

OTHER = "other"
"""The Hub's license id for "none of our list"; ``license_name`` may say which."""

UNKNOWN = "unknown"
"""The Hub's license id for a license that its publisher does not know either: it states none."""

RESERVED = frozenset({OTHER, UNKNOWN})
"""What no record may be called or cover: it would judge everything whose license is not known."""


def fold_spelling(spelling: str) -> str:
    """Return what all spellings of one name share: case and spaces around it say nothing."""
    return spelling.strip().casefold()


def index_licenses(licenses: Mapping[str, LicenseRecord]) -> dict[str, str]:
    """Return the id of each license by its own id and by every spelling it covers, all folded."""
    spellings = {fold_spelling(spelling): id_ for id_, record in licenses.items() for spelling in record.hub}
    return spellings | {id_: id_ for id_ in licenses}
