"""Drafts of publishers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.catalogue.slugs import make_title
from generator.draft.lines import explain, list_words, write_or_null, write_pair
from generator.records.base import TO_WRITE
from generator.records.vocabulary import PublisherKind
from generator.schema import name_schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from generator.records import Data


class PublisherWords(NamedTuple):
    """What a person said of a publisher; None is left to write or not known."""

    title: str | None = None
    hub: Sequence[str] = ()
    country: str | None = None
    kind: str | None = None
    homepage: str | None = None
    evidence: str | None = None


def find_publisher(repo: str, data: Data) -> str | None:
    """Return the publisher that names the organization of a repository as its own; None when there is not one."""
    organization = repo.partition("/")[0].lower()
    found = [id_ for id_, one in data.publishers.items() if organization in map(str.lower, one.hub)]
    return found[0] if len(found) == 1 else None


def recall_publisher(hub: Sequence[str], data: Data) -> tuple[PublisherWords, str]:
    """Return what data sets say of the publisher behind some organizations of the Hub, and which of them.

    The data set with the lowest rank that names the organization is followed.
    """
    wanted = {organization.lower() for organization in hub}
    for id_, record in sorted(data.reported.items(), key=lambda item: item[1].rank):
        for repo, row in record.repos.items():
            if row.organization and repo.partition("/")[0].lower() in wanted:
                evidence = record.url if row.organization_country else None
                return PublisherWords(row.organization, hub, row.organization_country, evidence=evidence), id_
    return PublisherWords(hub=hub), ""


def draft_publisher(publisher_id: str, words: PublisherWords, data: Data) -> str:
    """Return the text of a new publisher file.

    Args:
        publisher_id: Its id.
        words: What a person said of it; data sets fill in its name and country where they are missing.
        data: All records.
    """
    reported, source = recall_publisher(words.hub, data)
    title, country = words.title or reported.title, words.country or reported.country
    evidence = words.evidence or (reported.evidence if country == reported.country else None)
    return (
        f"{name_schema('publisher')}"
        f"{explain(f'Publisher {publisher_id}. Replace every “{TO_WRITE}”, then run: catalogue check')}"
        f"{explain(f'{source} knows it: see data/reported/{source}.yaml.') if source else ''}\n"
        f"{explain('Its name, as it writes it.')}"
        f"{write_pair('title', title or make_title(publisher_id).title())}"
        f"{explain('Country of its registered seat as two letters (ISO 3166-1), or null when no source says so.')}"
        f"{write_or_null('country', country)}"
        f"{explain(f'One of: {list_words(PublisherKind)}.')}"
        f"{write_pair('kind', words.kind, 'what it is')}"
        f"{explain('Its organizations on the Hugging Face Hub, spelled as there.')}"
        f"{write_pair('hub', list(words.hub))}"
        f"{explain('Its own website, or null.')}"
        f"{write_or_null('homepage', words.homepage)}"
        f"{explain('Pages that show the country. checked is the day you opened the page, or null; never a guess.')}"
        f"{_write_evidence(evidence)}"
    )


def _write_evidence(url: str | None) -> str:
    if url is None:
        return 'evidence: []\n# - {url: "https://...", shows: country, checked: null}\n'
    return f"evidence:\n- {write_pair('url', url)}  shows: country\n  checked: null\n"
