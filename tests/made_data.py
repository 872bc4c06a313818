"""Small records for tests: one family with one variant, and licenses and sources as a test needs them."""

from datetime import date
from hashlib import sha256

from generator.records import (
    Data,
    FamilyRecord,
    HubRecord,
    LeftOutRecord,
    LicenseRecord,
    PublisherRecord,
    ReportedRecord,
)
from generator.records.history import Change
from generator.records.usage import UsageRow


def make_override(field, value):
    """Return an override."""
    return {"field": field, "value": value, "reason": "Why.", "source": "https://example.org/", "checked": None}


def make_license(*, read=True, sha256="0" * 64, osi_approved=False, limits=None, spdx=None, hub=(), **permissions):
    """Return a license that permits everything, but for the permissions that are given by their value."""
    names = ("commercial_use", "modify", "redistribute", "use_outputs_to_train")
    values = {name: permissions.get(name, "allowed" if read else "unspecified") for name in names}
    return LicenseRecord.model_validate(
        {
            "title": "A license",
            "spdx": spdx,
            "hub": list(hub),
            "url": "https://example.org/LICENSE",
            "text_source": "Somewhere." if read else None,
            "text_sha256": sha256 if read else None,
            "checked": date(2026, 11, 24) if read else None,
            "osi_approved": osi_approved,
            "permissions": {
                name: {
                    "value": value,
                    "clause": None if value == "unspecified" else "2",
                    "condition": "you ask" if value == "conditional" else None,
                }
                for name, value in values.items()
            },
            "limits": limits or {},
            "obligations": [],
            "summary": "A summary.",
        }
    )


def make_source(rank, repos):
    """Return a data set that states something of repositories."""
    return ReportedRecord(
        title=f"Set {rank}",
        url="https://example.org/",
        version=None,
        as_of=None,
        license=None,
        attribution="Somebody.",
        rank=rank,
        repos=repos,
    )


def make_data(variant=None, reported=None, series=None, hub=None, licenses=None, others=(), changes=(), usage=()):
    """Return the records of one family with one variant, some/tiny, and what is given beside it."""
    family = {
        "title": "Tiny",
        "publisher": "somebody",
        "summary": "Small models.",
        "series": [
            {
                "id": "tiny",
                "title": "Tiny",
                "purpose": "general",
                "summary": "Small.",
                "variants": [
                    {"repo": "some/tiny", **(variant or {})},
                    *(other if isinstance(other, dict) else {"repo": other} for other in others),
                ],
                **(series or {}),
            }
        ],
    }
    publisher = {
        "title": "Somebody",
        "country": None,
        "kind": "company",
        "hub": ["some"],
        "homepage": None,
        "evidence": [],
    }
    return Data(
        families={"tiny": FamilyRecord.model_validate(family)},
        publishers={"somebody": PublisherRecord.model_validate(publisher)},
        licenses={
            id_: make_license(**given, sha256=sha256(id_.encode()).hexdigest()).model_copy(
                update={"title": f"License {id_}"}
            )
            for id_, given in (licenses or {}).items()
        },
        hub={repo: HubRecord.model_validate(row) for repo, row in (hub or {}).items()},
        reported={f"set-{rank}": make_source(rank, repos) for rank, repos in (reported or {}).items()},
        left_out=LeftOutRecord(repos={}),
        usage={"some/tiny": tuple(UsageRow.model_validate(row) for row in usage)},
        changes=tuple(Change.model_validate(change) for change in changes),
    )
