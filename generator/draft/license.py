"""Drafts of licenses: every permission unspecified until a person has read the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.catalogue.slugs import make_title
from generator.draft.lines import explain, list_words, write_or_null, write_pair
from generator.records.base import TO_WRITE
from generator.records.license import Limits, Permissions
from generator.records.vocabulary import Duty
from generator.schema import name_schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.draft.known import Known


class LicenseWords(NamedTuple):
    """What a person said of a license; ``text_sha256`` is the hash of its text, where the text was given."""

    title: str | None = None
    spdx: str | None = None
    hub: Sequence[str] = ()
    url: str | None = None
    text_sha256: str | None = None


def fill(words: LicenseWords, known: Known) -> LicenseWords:
    """Return what a person said of a license, completed by what is known of a repository under it."""
    facts = known.facts
    named = facts.license_name or facts.license
    return words._replace(hub=words.hub or ((named,) if named else ()), url=words.url or facts.license_link)


_PERMISSIONS = (
    "Each is allowed, conditional, forbidden or unspecified. All but unspecified name the clause of the text, and"
    " conditional says its condition:"
)
_LIMITS = f"Limits that the text states, each with its clause, of: {', '.join(Limits.model_fields)}."
_EXAMPLE = '#   modify: {value: conditional, clause: "2", condition: "you state your changes"}\n'
_TEXT = (
    "Where the text was read, the hash of what was read (sha256sum FILE), and the day you read it:"
    " all three, or null for all three."
)


def draft_license(license_id: str, words: LicenseWords) -> str:
    """Return the text of a new license file.

    Args:
        license_id: Its id.
        words: What a person said of it.
    """
    return (
        f"{name_schema('license')}"
        f"{explain(f'License {license_id}. Replace every “{TO_WRITE}”, then run: catalogue check')}\n"
        f"{write_pair('title', words.title or make_title(license_id).title())}"
        f"{explain('Its id in the SPDX list, or null.')}"
        f"{write_or_null('spdx', words.spdx)}"
        f"{explain('Ids and license_name spellings on the Hub that mean this text.')}"
        f"{write_pair('hub', list(words.hub))}"
        f"{explain('Address of the text, or null.')}"
        f"{write_or_null('url', words.url)}"
        f"{explain(_TEXT)}"
        f"{_write_text(words.text_sha256)}"
        f"{explain('Whether the Open Source Initiative approved it: true, false, or null when not known.')}"
        "osi_approved: null\n"
        f"{explain(_PERMISSIONS)}{_EXAMPLE}"
        "permissions:\n"
        + "".join(f"  {name}: {{value: unspecified, clause: null}}\n" for name in Permissions.model_fields)
        + f"{explain(_LIMITS)}"
        '# monthly_active_users: {value: 700000000, clause: "2"}\n'
        "limits: {}\n"
        f"{explain(f'What it asks of those who use it: {list_words(Duty)}.')}"
        '# - {duty: include-license, clause: "4"}\n'
        "obligations: []\n"
        f"{explain('What a reader has to know, in two plain sentences of your own.')}"
        f"{write_pair('summary', None, 'two plain sentences')}"
    )


def _write_text(text_sha256: str | None) -> str:
    if text_sha256 is None:
        return "text_source: null\ntext_sha256: null\nchecked: null\n"
    return (
        write_pair("text_source", None, "where you got the text from")
        + write_pair("text_sha256", text_sha256)
        + write_pair("checked", None, "the day you read it, as YYYY-MM-DD")
    )
