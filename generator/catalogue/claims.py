"""Gathers what overrides and data sets state of a repository, and finds where they contradict."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from generator.catalogue.doubts import find_doubts
from generator.catalogue.licenses import OTHER, UNKNOWN, fold_spelling, index_licenses
from generator.catalogue.model import Claims, Fact, Origin, RepoFacts, Source
from generator.records import FACT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from generator.errors import Problem
    from generator.records import BuildRecord, Data, Facts, Override
    from generator.records.history import Change
    from generator.records.usage import UsageRow

VARYING = frozenset(
    {
        "abilities",
        "architecture",
        "derivatives",
        "downloads",
        "downloads_all_time",
        "likes",
        "parameters_by_dtype",
        "parameters_kind",
        "weights",
    }
)
"""Fields whose values may differ between sources without a contradiction: they count other days or ways."""

EXACT_TOLERANCE = 0.01
ROUNDED_TOLERANCE = 0.10
"""Two parameter counts agree within these shares of the larger: both exact, or one of them rounded."""

SHARED = frozenset({"architecture", "context_tokens", "languages"})
COUNTED = SHARED | {"parameters_total"}
"""Fields that a packaging of the weights shares with them: the count, too, where each element holds one weight."""

PACKED = frozenset({"awq", "gptq", "bnb", "mlx", "fp4", "int4", "compressed-tensors"})
"""Formats whose files hold several weights in one element: a count read from them is too low."""

HUB = "https://huggingface.co/"


class Gatherer:
    """Finds the claims of one repository after another.

    Args:
        data: All records.
        sources: The data sets by id.
    """

    def __init__(self, data: Data, sources: Mapping[str, Source]) -> None:
        """Order the data sets by rank and index the license spellings."""
        order = sorted(sources.values(), key=lambda source: (source.rank, source.id))
        self._reported = [(source, data.reported[source.id].repos) for source in order]
        self.doubts: list[Problem] = []
        self._hub = data.hub
        self._changes: defaultdict[str, list[Change]] = defaultdict(list)
        for change in data.changes:
            self._changes[change.repo].append(change)
        self._usage = data.usage
        self._license_ids = index_licenses(data.licenses)
        self._listed = frozenset(id_ for id_, record in data.licenses.items() if record.spdx)
        self._present = {
            repo.lower(): present
            for family in data.families.values()
            for series in family.series
            for variant in series.variants
            for present, ids in (
                (variant.repo, (variant.repo, *variant.formerly)),
                *((build.repo, (build.repo,)) for build in variant.builds),
            )
            for repo in ids
        }

    def gather(
        self, repos: Sequence[str], overrides: Iterable[Override] = (), builds: Iterable[BuildRecord] = ()
    ) -> RepoFacts:
        """Return everything stated of a repository.

        Args:
            repos: Its id, then the ids it had before.
            overrides: What people state of it, the most particular first.
            builds: Packagings of the same weights; what does not depend on the packing is taken from them last.
        """
        facts: defaultdict[str, list[Fact[Any]]] = defaultdict(list)
        for override in overrides:
            source = Source(id="", title=override.reason, url=override.source)
            value = self._known(override.field, override.value)
            facts[override.field].append(Fact(value, "override", source, override.checked, repos[0]))
        for repo in repos:
            self._add_rows(facts, repo)
        for build in builds:
            self._add_rows(facts, build.repo, SHARED if build.format in PACKED else COUNTED)
        if "license" in facts:
            facts["license"] = self._order_licenses(facts["license"])
        claims = _UNSTATED | {name: _compare(name, found) for name, found in facts.items()}
        for field, doubt in find_doubts(claims):
            self.doubts.append(doubt)
            claims[field] = Claims()
        return RepoFacts(**claims)

    def _add_rows(
        self, facts: defaultdict[str, list[Fact[Any]]], repo: str, fields: frozenset[str] | None = None
    ) -> None:
        """Add what is stated of a repository: all of it, or some fields."""
        for source, row, as_of in self._find_rows(repo):
            origin: Origin = "reported" if source.rank else "hub"
            for name, given in row.stated.items():
                if (fields is None or name in fields) and not (name == "license" and given == UNKNOWN):
                    value, note = self._read(name, row, given)
                    facts[name].append(Fact(value, origin, source, as_of, repo, note))

    def _find_rows(self, repo: str) -> Iterator[tuple[Source, Facts, date | None]]:
        """Yield the Hub's record of a repository, its last counts, then each data set's row, with source and day."""
        if (record := self._hub.get(repo)) is not None:
            source = Source(id="hub", title=repo, url=f"{HUB}{repo}", version=record.revision)
            yield source, record, record.last_modified
        if counts := self._usage.get(repo):
            yield Source(id="hub", title=repo, url=f"{HUB}{repo}"), counts[-1].facts, counts[-1].day
        for source, rows in self._reported:
            if (row := rows.get(repo)) is not None:
                yield source, row, row.as_of or source.as_of

    def list_sources(self, repos: Iterable[str]) -> tuple[Source, ...]:
        """Return the data sets that name any of the ids."""
        ids = tuple(repos)
        return tuple(source for source, rows in self._reported if any(repo in rows for repo in ids))

    def list_changes(self, repos: Iterable[str]) -> tuple[Change, ...]:
        """Return what refreshes saw change of a repository, under any of its ids."""
        return tuple(change for repo in repos for change in self._changes.get(repo, ()))

    def list_usage(self, repo: str) -> tuple[UsageRow, ...]:
        """Return what refreshes counted each week for a repository."""
        return self._usage.get(repo, ())

    def find_missing(self, repo: str) -> date | None:
        """Return the day a refresh first found a repository gone; None while it is there."""
        record = self._hub.get(repo)
        return record.missing_since if record else None

    def _read(self, field: str, row: Facts, value: Any) -> tuple[Any, str]:
        """Return a stated value in the catalogue's own words, and what has to be noted of it.

        A license that is none of the Hub's list is the one that its name says, where that name is known.
        """
        if field == "parameters_total":
            return value, row.parameters_kind or ""
        if field == "license" and value == OTHER and row.license_name:
            named = self._license_ids.get(fold_spelling(row.license_name))
            return (named, "") if named else (OTHER, row.license_name)
        return self._known(field, value), ""

    def _order_licenses(self, facts: list[Fact[Any]]) -> list[Fact[Any]]:
        """Return what is stated of a license, the statement to follow first.

        That a license is none of the Hub's list says little, and from a data set it yields to any other. From the Hub
        it speaks against every license of that list, so it yields only to one that is not, and only without a name:
        an older data set must not make the license of today a laxer one.
        """
        own = [fact for fact in facts if fact.value == OTHER and fact.origin == "hub"]
        vague = [fact for fact in facts if fact.value == OTHER and fact.origin == "reported"]
        clear = [fact for fact in facts if fact.value != OTHER or fact.origin == "override"]
        stated = [fact for fact in clear if fact.origin != "reported"]
        reported = [fact for fact in clear if fact.origin == "reported"]
        if not own or any(fact.note for fact in own):
            return [*stated, *own, *reported, *vague]
        particular = [fact for fact in reported if fact.value not in self._listed]
        return [*stated, *particular, *own, *(fact for fact in reported if fact.value in self._listed), *vague]

    def _known(self, field: str, value: Any) -> Any:
        """Return a value in the catalogue's own words: its license ids, and the present ids of its repositories."""
        if field == "license":
            return self._license_ids.get(fold_spelling(value), value)
        if field == "base_models":
            return tuple(dict.fromkeys(self._present.get(repo.lower(), repo) for repo in value))
        if field == "new_version":
            return self._present.get(value.lower(), value)
        return value


_UNSTATED: dict[str, Claims[Any]] = dict.fromkeys(FACT_FIELDS, Claims())
"""Most fields of most repositories are stated by nobody: one object stands for all of them."""


def _compare(field: str, facts: list[Fact[Any]]) -> Claims[Any]:
    best = facts[0]
    if len(facts) == 1 or field in VARYING:
        return Claims(tuple(facts))
    return Claims(tuple(facts), tuple(fact for fact in facts[1:] if not _agree(field, best, fact)))


def _agree(field: str, best: Fact[Any], fact: Fact[Any]) -> bool:
    if isinstance(best.value, tuple):
        return set(best.value) == set(fact.value)
    if field == "parameters_total":
        tolerance = EXACT_TOLERANCE if best.note == fact.note == "exact" else ROUNDED_TOLERANCE
        return bool(abs(best.value - fact.value) <= tolerance * max(best.value, fact.value))
    if field == "gated":
        return bool(best.value) == bool(fact.value)
    if field == "license" and fact.value == OTHER:
        # A name that no license of the catalogue has speaks against a person's word: nobody knows what it says.
        return best.value == OTHER or not (fact.note and best.origin == "override")
    return bool(best.value == fact.value)
