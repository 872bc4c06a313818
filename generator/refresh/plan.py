"""Chooses which repositories a run asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.errors import CatalogueError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import PurePath

    from generator.records import Data, FamilyRecord


class Place(NamedTuple):
    """A repository and the family it belongs to."""

    repo: str
    family: str


class Shard(NamedTuple):
    """One of several runs that share the work: ``number`` of ``total``, from 1."""

    number: int
    total: int

    @property
    def suffix(self) -> str:
        """What sets apart the files that no other shard may touch; empty when there is only one."""
        return f"-{self.number}-of-{self.total}" if self.total > 1 else ""


WHOLE = Shard(1, 1)


def plan(
    data: Data, families: Sequence[str] = (), shard: Shard = WHOLE, limit: int | None = None, *, folder: PurePath
) -> tuple[Place, ...]:
    """Return the repositories to ask for.

    Args:
        data: All records.
        families: Only these; all when empty.
        shard: The part of the work; a family is never shared, so that no file is written by two shards.
        limit: At most so many, those with the oldest facts first.
        folder: Where family files lie, for messages.

    Raises:
        CatalogueError: When a family is named that is none.
    """
    unknown = [name for name in families if name not in data.families]
    if unknown:
        fix = "name files of data/families/ without .yaml"
        raise CatalogueError(Problem(path=folder / f"{n}.yaml", message="no such family", fix=fix) for n in unknown)
    chosen = {id_: data.families[id_] for id_ in families or data.families}
    places = [Place(repo, id_) for id_ in _share(chosen, shard) for repo in list_repos(chosen[id_])]
    if limit is not None:
        rows = data.usage
        places.sort(key=lambda place: (rows[place.repo][-1].week if rows.get(place.repo) else "", place.repo))
    return tuple(places[:limit])


def list_repos(family: FamilyRecord) -> Iterator[str]:
    """Yield the repositories of a family: its variants and their builds, not former ids."""
    for series in family.series:
        for variant in series.variants:
            yield variant.repo
            for build in variant.builds:
                yield build.repo


def _share(families: dict[str, FamilyRecord], shard: Shard) -> list[str]:
    """Return the families of one shard: each goes, the largest first, to the shard with least to do."""
    sizes = {id_: sum(1 for _ in list_repos(family)) for id_, family in families.items()}
    loads = [0] * shard.total
    mine = []
    for id_ in sorted(sizes, key=lambda name: (-sizes[name], name)):
        least = loads.index(min(loads))
        loads[least] += sizes[id_]
        if least == shard.number - 1:
            mine.append(id_)
    return sorted(mine)
