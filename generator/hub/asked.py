"""What is asked of the Hub: the fields of an answer, by the Hub's own names."""

from __future__ import annotations

from generator.hub.fields import READERS

COUNTED = ("childrenModelCount", "downloads", "downloadsAllTime", "likes")
"""What the weekly counts are read from."""

EXPAND = tuple(sorted({*COUNTED, *(name for reader in READERS.values() for name in reader.asks)}))
"""What is asked of one repository."""

ALWAYS_GIVEN = frozenset({"gated", "sha", "tags"})
"""What each answer holds: one without it says nothing of what is not in it."""

LISTED = ("downloads", "gated", "lastModified", "pipeline_tag", "sha", "tags")
"""What is asked of each repository of an organization."""
