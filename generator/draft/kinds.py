"""The kinds of text a person can give a draft: by a flag, on a terminal or in an issue form."""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, StringConstraints, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from generator.catalogue.slugs import LONGER, TAKEN, is_taken_anchor
from generator.records import RepoId
from generator.records.base import Country, LicenseId, Line, Prose, Slug, Url
from generator.records.publisher import HubOrganization
from generator.records.vocabulary import PublisherKind, Purpose

MAX_QUOTED = 60
_TAKEN = "taken_anchor"


class Kind(NamedTuple):
    """A type of a record's field, and what it asks for in words that fit behind “is not”."""

    type: Any
    hint: str

    def read(self, text: str) -> str:
        """Return the text if it is of this kind.

        Raises:
            ValueError: When it is not; the message quotes the text and says what is asked for.
        """
        try:
            return str(TypeAdapter(self.type).validate_python(text))
        except ValidationError as error:
            quoted = text if len(text) <= MAX_QUOTED else f"{text[:MAX_QUOTED]}…"
            detail = error.errors(include_url=False)[0]
            wrong = detail["msg"] if detail["type"] == _TAKEN else f"is not {self.hint}"
            raise ValueError(f"{quoted!r} {wrong}") from None


def _refuse_taken(series_id: str) -> str:
    if is_taken_anchor(series_id):
        raise PydanticCustomError(_TAKEN, f"{TAKEN}; {LONGER}")
    return series_id


ID = Kind(Slug, "an id of lower-case letters, digits and single hyphens")
SERIES_ID = Kind(Annotated[Slug, AfterValidator(_refuse_taken)], ID.hint)
LICENSE_ID = Kind(LicenseId, "an id of lower-case letters and digits with single dots or hyphens")
REPO = Kind(RepoId, "a Hub id like org/name")
ORGANIZATION = Kind(HubOrganization, "the name of an organization on the Hub")
LINE = Kind(Line, "one line of at most 200 visible characters")
PROSE = Kind(Prose, "a text of at most 1,200 visible characters on one line")
URL = Kind(Url, "an address that begins with https:// and has no spaces")
COUNTRY = Kind(Country, "a country as two capital letters, like FR")
PURPOSE = Kind(Purpose, "one of the purposes in docs/contribute/index.md")
PUBLISHER_KIND = Kind(PublisherKind, "company, nonprofit, university, government or community")
TEXT = Kind(Annotated[str, StringConstraints(min_length=1, max_length=65_536)], "a text of at most 65,536 characters")
