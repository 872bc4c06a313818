"""Language names as data sets spell them, to ISO 639 codes."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Annotated

from babel import Locale
from pydantic import AfterValidator, StringConstraints

from generator.records.base import complain

if TYPE_CHECKING:
    from collections.abc import Iterable

_CODE = re.compile(r"[a-z]{2,3}")

ALPHA3 = {
    "ara": "ar", "ben": "bn", "bul": "bg", "cat": "ca", "ces": "cs", "dan": "da", "deu": "de", "ell": "el",
    "eng": "en", "est": "et", "fas": "fa", "fin": "fi", "fra": "fr", "heb": "he", "hin": "hi", "hrv": "hr",
    "hun": "hu", "ind": "id", "ita": "it", "jpn": "ja", "kor": "ko", "lav": "lv", "lit": "lt", "mar": "mr",
    "msa": "ms", "nld": "nl", "nob": "nb", "nor": "no", "pol": "pl", "por": "pt", "ron": "ro", "rus": "ru",
    "slk": "sk", "slv": "sl", "spa": "es", "srp": "sr", "swa": "sw", "swe": "sv", "tam": "ta", "tel": "te",
    "tha": "th", "tur": "tr", "ukr": "uk", "urd": "ur", "vie": "vi", "zho": "zh",
}  # fmt: skip
"""ISO 639-3 codes that have a two-letter ISO 639-1 code, for the languages data sets name most."""


def normalize_languages(names: Iterable[str]) -> tuple[str, ...]:
    """Return ISO 639 codes, sorted, each once.

    Args:
        names: Codes (``en``, ``eng-Latn``) or English names (``german``); what is neither, such as
            ``multilingual``, says nothing of a single language and is left out.
    """
    by_name, known = _index_names(), _list_codes()
    codes = (by_name.get(name.strip().lower()) or _shorten(name) for name in names)
    return tuple(sorted({code for code in codes if code in known}))


@cache
def _index_names() -> dict[str, str]:
    """Return the ISO 639 code of each language by its English name."""
    return {name.lower(): code for code, name in Locale("en").languages.items() if _CODE.fullmatch(code)}


@cache
def _list_codes() -> frozenset[str]:
    return frozenset(_index_names().values())


def check_language(code: str) -> str:
    """Return a code that a language has; an error that names it otherwise."""
    if code not in _list_codes():
        raise complain(f"{code} is no language", "write its code of ISO 639, of two letters where it has one")
    return code


Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$"), AfterValidator(check_language)]
"""ISO 639 code of a language that has an English name in Unicode's data."""


def _shorten(name: str) -> str:
    base = name.strip().lower().partition("-")[0]
    return ALPHA3.get(base, base)
