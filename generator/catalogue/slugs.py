"""Addresses and default titles from repository ids."""

from __future__ import annotations

import re
import unicodedata

_OUTSIDE = re.compile(r"[^a-z0-9]+")
_JOINTS = re.compile(r"[-_]+")
_BREAKS = re.compile(r"[\s_\-\u2010-\u2015\u2212]+")
_CAPITALS = str.maketrans(
    "АВЕКМНОРСТУХЅІЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜᎪᏴᏟᎠᎬᏀᎻᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᏃ",  # noqa: RUF001  these look alike
    "ABEKMHOPCTYXSIJABEZHIKMNOPTYXABCDEFGHIJKLMNOPRSTUVWXYZABCDEGHJKLMPRSTVWZ",
)
_SMALL = str.maketrans("абеорсухѕіјһӏԁԛԝαικνορτυχɡɑıοօոսհ10|", "a6eopcyxsljhldqwalkvoptuxgaloonuhlol")  # noqa: RUF001  these look alike
"""Letters and digits that most fonts draw like a Latin letter; i, l, 1 and a capital I are one."""

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
    bare = title
    if not title.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", title) if not unicodedata.combining(c))
    folded = bare.translate(_CAPITALS).casefold().translate(_SMALL).replace("i", "l")
    return " ".join(_BREAKS.sub(" ", folded).split())


def make_title(repo: str) -> str:
    """Return the readable name of a repository: its name with hyphens and underscores as spaces."""
    return _JOINTS.sub(" ", repo.rpartition("/")[2]).strip()
