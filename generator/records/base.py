"""What all records share: strict, frozen models and the text types that are safe to pass on."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import date
from functools import cache
from itertools import islice
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from babel import Locale
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import PydanticCustomError

from generator.address import LABEL, is_disguised
from generator.visible import find_tower, is_invisible

T = TypeVar("T")
K = TypeVar("K")


def complain(message: str, fix: str) -> PydanticCustomError:
    """Return an error that reaches the reader as ``message; fix``."""
    return PydanticCustomError("catalogue", "{message}", {"message": message, "fix": fix})


Many = Annotated[tuple[T, ...], Field(strict=False, fail_fast=True)]
"""A YAML list that machines write, kept as a tuple whose items stay strict.

It fails at the first wrong item: a file of the size that these may have holds millions of them.
"""

MAX_AT_ONCE = 1000


def _check_in_parts(entries: object, check: ValidatorFunctionWrapHandler) -> Any:
    """Check so many entries at a time, and fail with the first that hold wrong ones, as for a list of machines."""
    if not isinstance(entries, dict) or len(entries) <= MAX_AT_ONCE:
        return check(entries)
    pairs = iter(entries.items())
    checked: dict[Any, Any] = {}
    while part := dict(islice(pairs, MAX_AT_ONCE)):
        checked |= check(part)
    return checked


Table = Annotated[dict[K, T], WrapValidator(_check_in_parts)]
"""What machines write of many repositories or addresses, by their names."""

Few = Annotated[tuple[T, ...], Field(strict=False, max_length=1000, fail_fast=True)]
"""A list of what one source states of one repository: no honest one is longer, and its file has to stay readable."""

MAX_SHORT = 100


def _check_short(items: object) -> object:
    """Refuse a list before its items are looked at: each of too many wrong ones would be told."""
    if isinstance(items, list | tuple) and len(items) > MAX_SHORT:
        raise complain(f"more than {MAX_SHORT} items", "leave out the least of them")
    return items


SHORT = BeforeValidator(_check_short)
Short = Annotated[tuple[T, ...], Field(strict=False, max_length=MAX_SHORT), SHORT]
"""A list that people write and one page shows whole; the longest there is has 17 items."""


def _check_some(items: tuple[T, ...]) -> tuple[T, ...]:
    if not items:
        raise complain("an empty list", "name at least one")
    return items


Some = Annotated[tuple[T, ...], Field(strict=False), AfterValidator(_check_some)]
"""A YAML list with at least one item."""


def _check_distinct(items: tuple[T, ...]) -> tuple[T, ...]:
    if len(set(items)) < len(items):
        twice = next(item for item, count in Counter(items).items() if count > 1)
        raise complain(f"{twice} stands twice", "keep one of them")
    return items


Distinct = Annotated[tuple[T, ...], Field(strict=False, fail_fast=True), AfterValidator(_check_distinct)]
"""A YAML list in which nothing stands twice."""

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


def _check_day(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise complain(f"{day} is not between {FIRST_DAY} and {LAST_DAY}", "correct the year")
    return day


Day = Annotated[date, AfterValidator(_check_day)]
"""A day that something of a model can have happened on."""

_SHOWN = re.compile(r"\x20*[\x21-\x7e][\x20-\x7e]*")
_DEVICES = frozenset({"con", "prn", "aux", "nul", "com", "lpt"})
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_REPO = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*", re.ASCII)
MAX_REPO = 96
_HUB_WORDS = (
    "api autotrain blog brand buckets changelog chat cli code-of-conduct collections content-guidelines"
    " course datasets docs enterprise exbert front hardware inference inference-endpoints jobs join"
    " kernels landing languages learn login logout mcp metrics models new new-bucket new-collection"
    " new-dataset new-space notifications oauth organizations papers playground posts pricing privacy pro"
    " search settings signup spaces storage subscribe support tasks terms-of-service transformers welcome"
)
_HUB_PAGES = frozenset(_HUB_WORDS.split())
"""First parts of the Hub's own addresses, from what huggingface_hub and the Hub's pages link: none is an account."""
_HUB_LISTS = frozenset({"activity", "buckets", "collections", "datasets", "models", "papers", "spaces"})
"""What follows an organization in the addresses of the Hub's own lists of what it has."""


class Record(BaseModel):
    """What one file, or one entry of a file, says."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


TO_WRITE = "TO WRITE"
"""What a draft leaves to a person; no record passes with it, so no draft is published."""


def _check_visible(text: str) -> str:
    if TO_WRITE in text:
        raise complain("still a draft", f"replace {TO_WRITE!r} and what follows with your own words")
    if _SHOWN.fullmatch(text):
        return text
    if odd := next(filter(is_invisible, text), ""):
        raise complain(f"invisible character U+{ord(odd):04X}", "remove it")
    if find_tower(text):
        raise complain("more than two combining marks on one letter", "remove them")
    if text and all(unicodedata.category(character)[0] in "ZM" for character in text):
        raise complain("nothing that can be seen", "write a text, or leave the key out")
    return text


def is_reserved(name: str) -> bool:
    """Whether Windows keeps a name for a device, so that no file can have it there."""
    return name[:3].lower() in _DEVICES and bool(_RESERVED.fullmatch(name))


def is_hub_page(name: str) -> bool:
    """Whether the Hub has pages of its own below a name, so that no organization can be called so."""
    return name.lower() in _HUB_PAGES


def is_repo_id(repo: str) -> bool:
    """Whether a text follows the Hub's rules for ``org/name``."""
    owner, _, name = repo.partition("/")
    return not (
        len(repo) > MAX_REPO
        or not _REPO.fullmatch(repo)
        or ".." in repo
        or "--" in repo
        or repo.endswith((".git", ".", "-"))
        or owner.endswith((".", "-"))
        or is_reserved(owner)
        or is_hub_page(owner)
        or name in _HUB_LISTS
        or is_reserved(name)
    )


def _check_repo(repo: str) -> str:
    if not is_repo_id(repo):
        raise complain("no repository id of the Hub", "write it as org/name, as in the address of its page")
    return repo


Line = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_check_visible)]
"""One short line of text without invisible characters."""


def _check_title(text: str) -> str:
    if not any(map(str.isalnum, text)):
        raise complain("no letter and no digit", "write a name")
    return text


Title = Annotated[Line, AfterValidator(_check_title)]
"""A name that can be read."""

Prose = Annotated[str, StringConstraints(min_length=1, max_length=1200), AfterValidator(_check_visible)]
"""A few sentences without invisible characters."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=96)]
"""Lower-case ASCII letters and digits with single hyphens."""

LicenseId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([.+-]+[a-z0-9]+)*[+]*$", max_length=96)]
"""A license id: like the Hub's, lower case."""

RepoId = Annotated[str, AfterValidator(_check_repo)]
"""``org/name`` of a model repository on the Hub, by the Hub's own rules."""

_PORT = "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])"
URL_FORM = rf"^https://{LABEL}(\.{LABEL})*(:{_PORT})?([/?#][!#-;=?-\[\]_a-z~]*)?$"


def _check_host(url: str) -> str:
    host = urlsplit(url).hostname or ""
    if is_disguised(host):
        raise complain(f"{host} is read as another number by browsers", "write the name of the host")
    return url


Url = Annotated[str, StringConstraints(pattern=URL_FORM, max_length=500), AfterValidator(_check_host)]
"""An https address without credentials, spaces, quotes or backslashes."""

ArxivId = Annotated[str, StringConstraints(pattern=r"^arXiv:[0-9]{4}\.[0-9]{4,5}$")]

_NO_COUNTRIES = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"})
"""Codes that Babel names and ISO 3166-1 does not assign."""


@cache
def _list_countries() -> frozenset[str]:
    return frozenset(Locale("en").territories) - _NO_COUNTRIES


def check_country(code: str) -> str:
    """Return a code that ISO 3166-1 gives to a country; an error that names it otherwise."""
    if code not in _list_countries():
        raise complain(f"{code} is no country", "write its two letters of ISO 3166-1, or null where no source says it")
    return code


Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$"), AfterValidator(check_country)]
"""ISO 3166-1 alpha-2 code of a country."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
