"""What was made from what: trees of variants, and counts over a family."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from generator.catalogue import Catalogue, Fact, Family, Variant


@dataclass(frozen=True, slots=True)
class Node:
    """A repository and what was made from it.

    Args:
        repo: Its id.
        variant: The variant it is; None for a base model outside the catalogue.
        relation: How it was made from its parent (finetune, adapter, merge, quantized); empty when not stated.
        also_from: Further base models: it stands under the first.
        children: What was made from it, in the order of the catalogue.
    """

    repo: str
    variant: Variant | None
    relation: str
    also_from: tuple[str, ...]
    children: tuple[Node, ...]

    def __len__(self) -> int:
        """How many variants the tree holds."""
        return (self.variant is not None) + sum(map(len, self.children))


@dataclass(frozen=True, slots=True)
class Sum:
    """A count added up over variants.

    Args:
        total: The sum.
        known: How many variants state it.
        of: How many variants there are.
        first: The oldest day a part of it speaks of; None when no part is dated.
        last: The youngest.
    """

    total: int
    known: int
    of: int
    first: date | None
    last: date | None


def grow_trees(family: Family, catalogue: Catalogue) -> tuple[Node, ...]:
    """Return the trees of a family: each variant under its first base model, roots in the catalogue's order.

    A base model outside the family is a root of its own. A variant that names itself is a root; in a circle the
    variant that comes first in the catalogue is.

    Args:
        family: The family.
        catalogue: Where base models are looked up.
    """
    parents = {variant.repo: _find_parents(variant, catalogue) for variant in family.variants}
    children: defaultdict[str, list[Variant]] = defaultdict(list)
    roots: dict[str, Variant | None] = {}
    for variant in family.variants:
        parent = parents[variant.repo][0] if parents[variant.repo] else None
        if parent is None or _closes_circle(variant.repo, parents, family):
            roots[variant.repo] = variant
        else:
            children[parent].append(variant)
            if parent not in parents:
                roots.setdefault(parent, catalogue.variant_of.get(parent))
    return tuple(_grow(repo, variant, parents, children) for repo, variant in roots.items())


def _find_parents(variant: Variant, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the base models by the ids of their variants, without the variant itself."""
    found = []
    for repo in variant.facts.base_models.value or ():
        base = catalogue.variant_of.get(repo)
        name = base.repo if base else repo
        if name != variant.repo and name not in found:
            found.append(name)
    return tuple(found)


def _closes_circle(start: str, parents: dict[str, tuple[str, ...]], family: Family) -> bool:
    """Whether following first base models from a variant leads back to it, and it is the first of that circle."""
    trail = [start]
    while (here := parents.get(trail[-1])) and here[0] not in trail:
        trail.append(here[0])
    back = parents.get(trail[-1])
    if not back or back[0] != start:
        return False
    return next(variant.repo for variant in family.variants if variant.repo in trail) == start


def _grow(
    repo: str, variant: Variant | None, parents: dict[str, tuple[str, ...]], children: dict[str, list[Variant]]
) -> Node:
    relation = (variant.facts.base_model_relation.value or "") if variant and parents.get(repo) else ""
    return Node(
        repo=repo,
        variant=variant,
        relation=relation,
        also_from=parents.get(repo, ())[1:],
        children=tuple(_grow(child.repo, child, parents, children) for child in children.get(repo, ())),
    )


def index_children(catalogue: Catalogue) -> dict[str, tuple[Variant, ...]]:
    """Return the variants that were made from each repository, directly."""
    children: defaultdict[str, list[Variant]] = defaultdict(list)
    for variant in catalogue:
        for parent in _find_parents(variant, catalogue):
            children[parent].append(variant)
    return {repo: tuple(variants) for repo, variants in children.items()}


def sum_downloads(variants: Iterable[Variant]) -> Sum:
    """Return the downloads of 30 days, added up; a variant's builds are not in it."""
    return _add_up([variant.facts.downloads.best for variant in variants])


def sum_derivatives(variants: Iterable[Variant]) -> Sum:
    """Return the repositories the Hub counts as made from the variants, all kinds added up.

    One that names two of the variants as its bases is counted twice.
    """
    found = [variant.facts.derivatives.best for variant in variants]
    return _add_up([fact and replace(fact, value=sum(fact.value.model_dump().values())) for fact in found])


def _add_up(facts: Sequence[Fact[Any] | None]) -> Sum:
    known = [fact for fact in facts if fact is not None]
    days = sorted(fact.as_of for fact in known if fact.as_of)
    return Sum(
        sum(f.value for f in known), len(known), len(facts), days[0] if days else None, days[-1] if days else None
    )
