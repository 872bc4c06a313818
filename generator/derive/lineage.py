"""What was made from what: trees of variants, and counts over a family."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from generator.catalogue import Catalogue, Fact, Family, Variant


MAX_DEPTH = 12
"""How deep a tree is shown; what was made from the last ones of it is counted."""
MAX_FURTHER = 8
"""How many further base models of one are named."""


@dataclass(frozen=True, slots=True)
class Node:
    """A repository and what was made from it.

    Args:
        repo: Its id.
        variant: The variant it is; None for a base model outside the catalogue.
        relation: How it was made from its parent (finetune, adapter, merge, quantized); empty when not stated.
        also_from: Further base models, at most :data:`MAX_FURTHER`: it stands under the first.
        children: What was made from it, in the order of the catalogue; empty where the tree ends.
        size: How many variants the tree holds, with those below its end.
    """

    repo: str
    variant: Variant | None
    relation: str
    also_from: tuple[str, ...]
    children: tuple[Node, ...]
    size: int

    @property
    def cut_off(self) -> int:
        """How many variants were made from it that the tree, which ends here, does not show."""
        return 0 if self.children else self.size - (self.variant is not None)


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
    cut = _cut_circles({repo: found[0] for repo, found in parents.items() if found})
    children: defaultdict[str, list[Variant]] = defaultdict(list)
    roots: dict[str, Variant | None] = {}
    for variant in family.variants:
        parent = parents[variant.repo][0] if parents[variant.repo] else None
        if parent is None or variant.repo in cut:
            roots[variant.repo] = variant
        else:
            children[parent].append(variant)
            if parent not in parents:
                roots.setdefault(parent, catalogue.variant_of.get(parent))
    return tuple(_grow(repo, variant, parents, children) for repo, variant in roots.items())


def _find_parents(variant: Variant, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the base models by the ids of their variants, without the variant itself."""
    bases = ((repo, catalogue.variant_of.get(repo)) for repo in variant.facts.base_models.value or ())
    found = dict.fromkeys(base.repo if base else repo for repo, base in bases)
    found.pop(variant.repo, None)
    return tuple(found)


def _cut_circles(first: Mapping[str, str]) -> frozenset[str]:
    """Return of each circle of first base models the one that comes first in the catalogue. Each is visited once."""
    places = {repo: place for place, repo in enumerate(first)}
    visited: set[str] = set()
    cut = []
    for start in first:
        trail: dict[str, int] = {}
        here = start
        while here in first and here not in visited:
            visited.add(here)
            trail[here] = len(trail)
            here = first[here]
        if here in trail:
            cut.append(min(list(trail)[trail[here] :], key=places.__getitem__))
    return frozenset(cut)


def _grow(
    root: str,
    variant: Variant | None,
    parents: Mapping[str, tuple[str, ...]],
    children: Mapping[str, Sequence[Variant]],
) -> Node:
    """Return a tree, made from its leaves up: a chain of variants may be longer than Python's stack."""
    order: list[tuple[str, Variant | None, int]] = [(root, variant, 1)]
    for repo, _, depth in order:
        order.extend((child.repo, child, depth + 1) for child in children.get(repo, ()))
    grown: dict[str, Node] = {}
    for repo, here, depth in reversed(order):
        below = tuple(grown.pop(child.repo) for child in children.get(repo, ()))
        grown[repo] = Node(
            repo=repo,
            variant=here,
            relation=(here.facts.base_model_relation.value or "") if here and parents.get(repo) else "",
            also_from=parents.get(repo, ())[1 : MAX_FURTHER + 1],
            children=below if depth < MAX_DEPTH else (),
            size=(here is not None) + sum(child.size for child in below),
        )
    return grown[root]


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
