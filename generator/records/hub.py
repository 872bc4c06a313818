"""What the Hub says of one repository at one revision."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from generator.records.base import Day
from generator.records.facts import Facts

Revision = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{40}$")]


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
