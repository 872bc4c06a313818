"""What speaks against the license of a variant: bases under stricter ones, builds, sources and its own past."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from generator.catalogue.licenses import OTHER
from generator.derive.rights import is_multimodal, judge_license

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from generator.catalogue import Catalogue, Fact, Variant
    from generator.derive.rights import Answer, Question, Rights
    from generator.records import LicenseRecord

MAX_BASES = 1000
"""How many base models are looked at, those of bases included, the nearest first."""

MOST_TOLD = 10
"""How many conflicts of one kind are told one by one."""

ConflictKind = Literal["base", "origin", "unfollowed", "build", "source", "changed"]

_STRICTNESS: dict[Answer, int] = {"yes": 0, "conditional": 1, "no": 2}


@dataclass(frozen=True, slots=True)
class Conflict:
    """Licenses that do not go together.

    Args:
        kind: ``base``: the base model's license is stricter in some question; ``origin``: that of a base of it is.
            ``unfollowed``: there are more bases than are looked at. ``build``: a build declares another license.
            ``source``: a source states another license. ``changed``: it was under another license before.
        repo: The repository of the other license.
        license: The other license, as an id of the catalogue where it has one.
        questions: For ``base`` and ``origin``, the questions its license answers more strictly.
        source: For ``source``, who states it.
        day: For ``changed``, the day a refresh saw the change.
        more: How many more of this kind are not told one by one: those under the same license first of all.
    """

    kind: ConflictKind
    repo: str
    license: str = ""
    questions: tuple[Question, ...] = ()
    source: str = ""
    day: date | None = None
    more: int = 0


def find_conflicts(variant: Variant, rights: Rights, catalogue: Catalogue) -> tuple[Conflict, ...]:
    """Return what speaks against the license of a variant: of each kind, one for each other license.

    Args:
        variant: The variant.
        rights: What its own license gives.
        catalogue: Where base models and their licenses are looked up.
    """
    kinds = (
        _find_bases(variant, rights, catalogue),
        _find_builds(variant),
        _find_sources(variant),
        _find_past(variant),
    )
    return tuple(conflict for found in kinds for conflict in _sum_up(found))


def _sum_up(found: Iterable[Conflict]) -> Iterator[Conflict]:
    """Yield the first conflict with each license, with the number of the rest: a page has to stay readable."""
    first: dict[str, Conflict] = {}
    counts: Counter[str] = Counter()
    for conflict in found:
        told = conflict.license in first or len(first) < MOST_TOLD
        key = conflict.license if told else next(reversed(first))
        first.setdefault(key, conflict)
        counts[key] += 1
    return (replace(conflict, more=counts[key] - 1) for key, conflict in first.items())


def _find_bases(variant: Variant, rights: Rights, catalogue: Catalogue) -> Iterator[Conflict]:
    """Yield the bases under a stricter license, and the bases of bases: their licenses go on binding."""
    stricter: dict[str, tuple[Question, ...]] = {}
    nearest = frozenset(variant.facts.base_models.value or ())
    for repo, base in _list_bases(variant, catalogue):
        if base is None:
            yield Conflict("unfollowed", repo)
            continue
        license_id = base.facts.license.value
        if license_id is None or license_id == rights.license_id:
            continue
        if license_id not in stricter:
            stricter[license_id] = _list_laxer(variant, rights, catalogue.licenses.get(license_id))
        if stricter[license_id]:
            yield Conflict("base" if repo in nearest else "origin", base.repo, license_id, stricter[license_id])


def _list_bases(variant: Variant, catalogue: Catalogue) -> Iterator[tuple[str, Variant | None]]:
    """Yield the base models of the catalogue with the ids they are named by, the nearest first, each once.

    After :data:`MAX_BASES` ids follows the next one without a variant: what it leads to is not looked at.
    """
    seen, order, looked_at = {variant.repo}, [variant], 0
    for here in order:
        for repo in here.facts.base_models.value or ():
            looked_at += 1
            if looked_at > MAX_BASES:
                yield repo, None
                return
            base = catalogue.variant_of.get(repo)
            if base is not None and base.repo not in seen:
                seen.add(base.repo)
                order.append(base)
                yield repo, base


def _list_laxer(variant: Variant, own: Rights, base: LicenseRecord | None) -> tuple[Question, ...]:
    """Return the questions the variant's license answers more laxly than another; unknown answers are neither."""
    theirs = judge_license(base, "unrecorded", multimodal=is_multimodal(variant))
    pairs = {question: (getattr(own, question).answer, verdict.answer) for question, verdict in theirs.items()}
    return tuple(
        question
        for question, (mine, other) in pairs.items()
        if "unknown" not in (mine, other) and _STRICTNESS[mine] < _STRICTNESS[other]
    )


def _find_builds(variant: Variant) -> Iterator[Conflict]:
    own = variant.facts.license.best
    for build in variant.builds:
        declared = build.facts.license.best
        if own is None or declared is None or (declared.value == OTHER and not declared.note):
            continue
        if _name(declared) != _name(own):
            yield Conflict("build", build.repo, _name(declared))


def _find_sources(variant: Variant) -> Iterator[Conflict]:
    for fact in variant.facts.license.contradicting:
        yield Conflict("source", fact.repo, _name(fact), source=fact.source.title)


def _find_past(variant: Variant) -> Iterator[Conflict]:
    for change in reversed(variant.changes):
        if change.kind == "license-changed" and change.before is not None:
            yield Conflict("changed", change.repo, str(change.before), day=change.day)


def _name(fact: Fact[str]) -> str:
    """Return a license by its id, or by its own name where it is none of the Hub's list."""
    return fact.note if fact.value == OTHER and fact.note else fact.value
