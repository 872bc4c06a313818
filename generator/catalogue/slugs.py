"""Addresses and default titles from repository ids."""

from __future__ import annotations

import re
import unicodedata

_OUTSIDE = re.compile(r"[^a-z0-9]+")
_JOINTS = re.compile(r"[-_]+")
_LOOK_ALIKES = str.maketrans("абеорсухѕіјһӏԁԛԝαικνορτυχ", "a6eopcyxsijhldqwaikvoptux")
_CAPITAL_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХЅІЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTYXSIJABEZHIKMNOPTYX")  # noqa: RUF001  on purpose
"""Cyrillic and Greek letters that look like Latin ones: those that most fonts draw alike."""


TAKEN_ANCHORS = frozenset({"find", "found", "found-status", "lineage", "memory", "more", "series"})
"""Anchors of a family page's own sections, and of the search above it; a series is an anchor of the same page."""

STYLED_ANCHORS = frozenset({"comparison", "count", "explorer", "narrow", "status"})
"""Anchors that the site's own style sheet draws in a way of their own, or hides."""

TAKEN = "is the anchor of a section that pages have"
"""What is wrong with a series' id that is one of them."""
LONGER = "choose a longer id"


def is_taken_anchor(series_id: str) -> bool:
    """Whether every family page has an anchor of this name, its charts' among them, or the style sheet means it."""
    return series_id in TAKEN_ANCHORS | STYLED_ANCHORS or series_id.startswith("chart-")


def make_slug(repo: str) -> str:
    """Return the lower-case ASCII slug of a repository: its name, every run of other characters a hyphen."""
    return _OUTSIDE.sub("-", repo.rpartition("/")[2].lower()).strip("-")


def fold_title(title: str) -> str:
    """Return what two titles share that a reader could take for each other."""
    folded = unicodedata.normalize("NFKC", title).translate(_CAPITAL_LOOK_ALIKES).casefold().translate(_LOOK_ALIKES)
    return " ".join(folded.split())


def make_title(repo: str) -> str:
    """Return the readable name of a repository: its name with hyphens and underscores as spaces."""
    return _JOINTS.sub(" ", repo.rpartition("/")[2]).strip()
