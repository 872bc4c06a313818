"""What is known of a repository that nobody has written down yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from generator.records import Facts

if TYPE_CHECKING:
    from generator.records import Data


class Known(NamedTuple):
    """What sources say of a repository, and who they are; no source knows it where ``source`` is empty."""

    facts: Facts
    source: str

    @property
    def words(self) -> str:
        """The source and the facts that help to write an entry, on one line."""
        if not self.source:
            return "No source here knows it."
        said = [label.format(value) for label, value in _describe(self.facts).items() if value is not None]
        return f"{self.source}: {', '.join(said) or 'known, without facts'}."


NOTHING = Known(Facts(), "")


def _describe(facts: Facts) -> dict[str, Any]:
    return {
        "license {}": facts.license,
        "named {}": facts.license_name,
        "{:,} parameters": facts.parameters_total,
        "{:,} tokens of context": facts.context_tokens,
        "task {}": facts.pipeline_tag,
        "made on the Hub {}": facts.hub_created,
        "from {}": ", ".join(facts.base_models) if facts.base_models else None,
    }


def recall(repo: str, data: Data) -> Known:
    """Return what the files in ``data/hub`` and ``data/reported`` say of a repository.

    Args:
        repo: Its id.
        data: All records; of two that state a fact, the Hub and then the lower rank is followed.
    """
    sets = sorted(data.reported.items(), key=lambda item: item[1].rank)
    said = {id_: record.repos[repo] for id_, record in sets if repo in record.repos}
    sources: dict[str, Facts] = {"the Hub": data.hub[repo], **said} if repo in data.hub else {**said}
    if not sources:
        return NOTHING
    stated: dict[str, Any] = {}
    for facts in reversed(sources.values()):
        stated |= facts.stated
    return Known(Facts(**stated), ", ".join(sources))
