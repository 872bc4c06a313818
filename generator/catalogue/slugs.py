"""Addresses and default titles from repository ids."""

from __future__ import annotations

import re

_OUTSIDE = re.compile(r"[^a-z0-9]+")
_JOINTS = re.compile(r"[-_]+")


TAKEN_ANCHORS = frozenset({"find", "found", "found-status", "lineage", "memory", "more", "series"})
"""Anchors of a family page's own sections, and of the search above it; a series is an anchor of the same page."""


def make_slug(repo: str) -> str:
    """Return the lower-case ASCII slug of a repository: its name, every run of other characters a hyphen."""
    return _OUTSIDE.sub("-", repo.rpartition("/")[2].lower()).strip("-")


def make_title(repo: str) -> str:
    """Return the readable name of a repository: its name with hyphens and underscores as spaces."""
    return _JOINTS.sub(" ", repo.rpartition("/")[2]).strip()
