"""Finds what two catalogues both hold, under whatever name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from generator.catalogue import Catalogue, Family, Variant


def pair_variants(old: Catalogue, new: Catalogue) -> tuple[tuple[Variant, Variant], ...]:
    """Return each variant of the new catalogue that has an earlier one, the earlier first.

    That is the one of its id, else of an id that one of them had before, else the one whose page had its address, even
    where that one has moved: a reader finds the other there. Capitals of ids make no difference.
    """
    own = {variant.repo.lower(): variant for variant in old}
    former = {repo.lower(): variant for variant in old for repo in variant.formerly}
    at = {variant.path: variant for variant in old}
    pairs = []
    for variant in new:
        ids = [repo.lower() for repo in (variant.repo, *variant.formerly)]
        found = next((known[id_] for known in (own, former) for id_ in ids if id_ in known), at.get(variant.path))
        if found is not None:
            pairs.append((found, variant))
    return tuple(pairs)


def pair_families(
    old: Catalogue, new: Catalogue, variants: Iterable[tuple[Variant, Variant]]
) -> Iterator[tuple[Family, Family]]:
    """Yield each family that both hold, the earlier first: the one of its id, else that of its first paired variant."""
    moved: dict[str, str] = {}
    for first, second in variants:
        moved.setdefault(second.family_id, first.family_id)
    for id_, family in new.families.items():
        earlier = old.families.get(id_) or old.families.get(moved.get(id_, ""))
        if earlier is not None:
            yield earlier, family
