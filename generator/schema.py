"""JSON Schemas of the data files, made from the records, so that editors complete and mark mistakes.

They say less than ``catalogue check`` does: what depends on several fields or files stands in no schema.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator.records import (
    ChangesRecord,
    FamilyRecord,
    HubRecord,
    LeftOutRecord,
    LicenseRecord,
    LinksRecord,
    PublisherRecord,
    RefreshRecord,
    ReportedRecord,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.records import Record

SCHEMAS: Mapping[str, type[Record]] = {
    "family": FamilyRecord,
    "publisher": PublisherRecord,
    "license": LicenseRecord,
    "left-out": LeftOutRecord,
    "hub": HubRecord,
    "reported": ReportedRecord,
    "changes": ChangesRecord,
    "refresh": RefreshRecord,
    "links": LinksRecord,
}
"""The record of each schema in ``data/schema/``."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def write_schema(name: str) -> str:
    """Return the JSON Schema of one kind of file."""
    schema = {"$schema": DIALECT, **SCHEMAS[name].model_json_schema()}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def name_schema(name: str) -> str:
    """Return the comment that names a schema to editors, in a file of a folder of ``data/``."""
    return f"# yaml-language-server: $schema=../schema/{name}.json\n"
