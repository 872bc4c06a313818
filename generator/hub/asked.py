"""What is asked of the Hub: the fields of an answer, by the Hub's own names."""

from __future__ import annotations

EXPAND = (
    "baseModels",
    "cardData",
    "childrenModelCount",
    "config",
    "createdAt",
    "downloads",
    "downloadsAllTime",
    "gated",
    "gguf",
    "lastModified",
    "library_name",
    "likes",
    "pipeline_tag",
    "safetensors",
    "sha",
    "siblings",
    "tags",
)
"""What is asked of one repository."""

ALWAYS_GIVEN = frozenset({"gated", "sha", "tags"})
"""What each answer holds: one without it says nothing of what is not in it."""

LISTED = ("downloads", "gated", "lastModified", "pipeline_tag", "sha", "tags")
"""What is asked of each repository of an organization."""
