"""What the Hub says of one repository at one revision."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints, model_validator

from generator.records.base import Day, complain
from generator.records.facts import Facts

Revision = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{40}$")]


NEVER_TOLD = frozenset(
    {
        *("parameters_active", "context_tokens", "embedding_dimensions", "released", "modalities_in", "modalities_out"),
        *("abilities", "kind", "weight_format", "open_weights", "training_code", "training_data", "organization"),
        *("organization_country", "downloads", "downloads_all_time", "derivatives", "likes"),
    }
)
"""Facts that no fetch writes into a record: the Hub does not tell them, or ``usage/`` holds them."""


class HubRecord(Facts):
    """The facts of one repository as fetched from the Hub.

    No time stands here but the Hub's own, and no count that changes by itself, so an unchanged repository gives
    an unchanged file. A field that is null was asked for, and the Hub states nothing; one that is not there was
    never told; ``false`` and an empty list are what the Hub states. Counts are in ``usage/``.
    ``missing_since`` is the day a refresh first found the repository gone.
    """

    revision: Revision | None = None
    last_modified: Day | None = None
    missing_since: Day | None = None

    @model_validator(mode="after")
    def _check_told(self) -> HubRecord:
        for name in sorted(NEVER_TOLD & self.model_fields_set):
            raise complain(
                f"{name} is nothing that a fetch writes here", "delete it; a person states it in an override"
            )
        return self
