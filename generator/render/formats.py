"""How values are written for readers: numbers, days and names by Babel."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

if TYPE_CHECKING:
    from datetime import date

_SCALES = ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "K"))


class Formats:
    """Formats of one language.

    Args:
        language: Its code, such as ``en``.
    """

    def __init__(self, language: str) -> None:
        """Load the language's names and patterns."""
        self._locale = Locale(language)

    @cache  # noqa: B019  one instance a run
    def count(self, value: int) -> str:
        """Return a whole number with the language's grouping."""
        return str(format_decimal(value, locale=self._locale))

    @cache  # noqa: B019  likewise
    def parameters(self, value: int) -> str:
        """Return a parameter count with three digits and K, M, B or T."""
        for scale, letter in _SCALES:
            if value >= scale:
                return f"{format_decimal(float(f'{value / scale:.3g}'), locale=self._locale)}{letter}"
        return self.count(value)

    def gigabytes(self, value: int) -> str:
        """Return bytes in GB (10^9 bytes) with three digits, or all digits above the point."""
        size = value / 10**9
        rounded = round(size) if size >= 100 else float(f"{size:.3g}")  # noqa: PLR2004  three digits
        return f"{format_decimal(rounded, locale=self._locale)} GB"

    @cache  # noqa: B019  likewise
    def day(self, value: date) -> str:
        """Return a day with the month as a short word."""
        return format_date(value, format="d MMM y", locale=self._locale)

    def country(self, code: str) -> str:
        """Return a country's name; the code itself when the language has none."""
        return str(self._locale.territories.get(code, code))

    def language(self, code: str) -> str:
        """Return a language's name; the code itself when the language has none."""
        return str(self._locale.languages.get(code, code))
