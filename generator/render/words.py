"""Translates the fixed words of a template once, when it is compiled.

``{{ _("License") }}`` is the same on each of thousands of pages. Looking it up for each costs more than all
the rest of a page, so it becomes plain text before Jinja compiles the template. Words with variables stay calls.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jinja2.ext import Extension
from markupsafe import escape

if TYPE_CHECKING:
    from gettext import NullTranslations

_FIXED = re.compile(r'\{\{ _\("((?:[^"\\]|\\.)*)"\) \}\}')


class FixedWords(Extension):
    """Replaces fixed words by their translation; ``environment.translations`` holds the catalogue of words."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002  Jinja's
        """Return the template with its fixed words translated and escaped."""
        translations: NullTranslations = self.environment.translations  # type: ignore[attr-defined]

        def translate(match: re.Match[str]) -> str:
            text = str(escape(translations.gettext(match[1].replace('\\"', '"'))))
            return "{% raw %}" + text + "{% endraw %}" if "{" in text else text

        return _FIXED.sub(translate, source)
