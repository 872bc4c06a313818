"""What the Hub answered of one repository, and what it leaves open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.hub.document import get_object, get_words
from generator.hub.weights import find_kinds, list_files, read_dtypes, sum_bytes

if TYPE_CHECKING:
    from generator.hub.document import Document


CONFIG = "config.json"
"""The file that describes a model's architecture."""


class UntoldError(Exception):
    """The Hub did not say; what was known stays."""


@dataclass(frozen=True, slots=True)
class Answer:
    """All that the Hub said of one repository.

    Args:
        repo: Its id.
        info: The expanded answer.
        files: The answer with file sizes, where it was asked for.
        config: ``config.json``, where it was asked for; empty when there is none.
        config_known: Whether it was not asked for because what it says is known.
    """

    repo: str
    info: Document
    files: Document | None = None
    config: Document | None = None
    config_known: bool = False

    @property
    def card(self) -> Document:
        """The metadata of the model card; empty when there is none, ValueError when it cannot be read."""
        return get_object(self.info, "cardData")

    @property
    def tags(self) -> tuple[str, ...]:
        """The Hub's tags."""
        return tuple(require(self.info, "tags", list))

    def find_tags(self, prefix: str) -> tuple[str, ...]:
        """Return what follows a prefix in the tags that have it."""
        return tuple(tag.removeprefix(prefix) for tag in get_words(list(self.tags)) if tag.startswith(prefix))


def require(info: Document, key: str, kind: type | tuple[type, ...]) -> Any:
    """Return a value the Hub always gives; one of another kind is odd, one that is not there untold."""
    if key not in info:
        raise UntoldError
    if not isinstance(info[key], kind):
        raise ValueError(f"is no {'list' if kind is list else 'text'}")  # noqa: TRY004  read as one kind of oddity
    return info[key]


class Need(NamedTuple):
    """What a second request has to bring: the sizes of the files, or ``config.json``; never both."""

    files: bool
    config: bool


def find_need(info: Document) -> Need:
    """Return what an expanded answer leaves open.

    A safetensors header gives the bytes of its tensors, so that the one further request can bring the
    configuration; other weight files have to be measured.

    Args:
        info: The expanded answer.
    """
    files = list_files(info.get("siblings"))
    kinds = find_kinds(files)
    try:
        known = bool((dtypes := read_dtypes(get_object(info, "safetensors"))) and sum_bytes(dtypes))
    except ValueError:
        known = False
    measure = "gguf" in kinds or bool(kinds and not known)
    return Need(measure, not measure and any(file.name == CONFIG for file in files))
