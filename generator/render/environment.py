"""The Jinja environment: everything is escaped, nothing undefined passes, every link has a target."""

from __future__ import annotations

from functools import partial
from gettext import NullTranslations
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context

from generator.derive import links
from generator.pages import labels, verdicts
from generator.pages.rows import MOST_VALUES
from generator.render.formats import Formats
from generator.render.words import FixedWords

if TYPE_CHECKING:
    from collections.abc import Collection

    from jinja2.runtime import Context

    from generator.catalogue import Catalogue

TEMPLATES = Path(__file__).parent.parent / "templates"
"""The templates of page bodies."""

HUB = "https://huggingface.co/"


class DeadLinkError(Exception):
    """A template links to a page that is not rendered."""


def make_environment(
    catalogue: Catalogue,
    paths: Collection[str],
    translations: NullTranslations | None = None,
    language: str = "en",
) -> Environment:
    """Return the environment that renders page bodies.

    Args:
        catalogue: What templates may look things up in.
        paths: Every page a template may link to.
        translations: The words of the interface; without them they stay English.
        language: Of numbers, days and names.
    """
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", FixedWords],
    )
    words = translations or NullTranslations()
    environment.extend(translations=words)
    environment.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    formats = Formats(language)
    for name in ("count", "gigabytes", "parameters", "day", "country", "language"):
        environment.filters[name] = getattr(formats, name)
    environment.filters["host"] = lambda url: urlsplit(url).netloc
    environment.globals.update(
        catalogue=catalogue,
        labels=labels,
        verdicts=verdicts,
        most_values=MOST_VALUES,
        hub=HUB,
        reply=partial(links.judge, catalogue=catalogue),
        to=_make_link(frozenset(paths)),
    )
    return environment


def _make_link(paths: frozenset[str]) -> Any:
    @pass_context
    def to(context: Context, path: str, anchor: str = "") -> str:
        """Return the relative address of another page."""
        if path not in paths:
            raise DeadLinkError(path)
        base = "../" * context["page"].depth or "./"
        return f"{base}{path}/{anchor}" if path else f"{base}{anchor}"

    return to
