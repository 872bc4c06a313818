"""One publisher: who stands behind a family."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

from generator.records.base import SHORT, Country, Day, Record, Short, Some, Title, Url, complain, is_hub_page
from generator.records.vocabulary import PublisherKind


def _check_organization(name: str) -> str:
    if is_hub_page(name):
        raise complain(f"{name} is a page of the Hub itself", "write the organization's name, as in its models' ids")
    return name


HubOrganization = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$", max_length=96),
    AfterValidator(_check_organization),
]


class Evidence(Record):
    """A page that shows a fact; ``checked`` is the day somebody opened it, or null."""

    url: Url
    shows: Literal["country", "kind", "hub"]
    checked: Day | None


class PublisherRecord(Record):
    """Who releases the weights. ``country`` is the registered seat, null when not known."""

    title: Title
    country: Country | None
    kind: PublisherKind
    hub: Annotated[Some[HubOrganization], SHORT]
    homepage: Url | None
    evidence: Short[Evidence]
