"""What the Hub's tasks mean for the purpose of a series."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from generator.records import Purpose

_PURPOSES: Mapping[str, Purpose] = {
    "text-generation": "general",
    "image-text-to-text": "vision-language",
    "any-to-any": "omni",
    "feature-extraction": "embedding",
    "sentence-similarity": "embedding",
    "text-ranking": "reranking",
    "translation": "translation",
    "text-classification": "classification",
    "summarization": "summarization",
    "text-to-image": "image-generation",
    "image-to-image": "image-editing",
    "text-to-video": "video-generation",
    "image-to-video": "video-generation",
    "text-to-3d": "3d-generation",
    "image-to-3d": "3d-generation",
    "automatic-speech-recognition": "speech-recognition",
    "text-to-speech": "speech-synthesis",
    "audio-text-to-text": "audio-understanding",
    "text-to-audio": "audio-generation",
    "image-classification": "image-understanding",
    "image-segmentation": "image-understanding",
    "object-detection": "image-understanding",
    "depth-estimation": "image-understanding",
    "zero-shot-image-classification": "image-understanding",
}
"""Ids of https://huggingface.co/tasks. A task that fits several purposes has its most common one: a person looks."""


def find_purpose(tasks: Collection[str | None]) -> Purpose | None:
    """Return the purpose that the tasks of some repositories agree on; None when they do not, or say nothing."""
    found = {_PURPOSES.get(task) for task in tasks if task}
    return found.pop() if len(found) == 1 else None
