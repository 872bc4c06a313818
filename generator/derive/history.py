"""What refreshes counted and saw over time: weeks of a family, and the latest changes of the catalogue."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from generator.derive.charts import BOTTOM, LEFT, RIGHT, TOP, Tick, list_steps

if TYPE_CHECKING:
    from generator.catalogue import Catalogue, Family, Variant
    from generator.records.history import Change
    from generator.records.usage import UsageRow

Counted = Literal["downloads", "derivatives"]
FEWEST_COLUMNS = 8
"""A column is never wider than with so many weeks."""


@dataclass(frozen=True, slots=True)
class Week:
    """One column of a history.

    Args:
        week: The ISO week.
        count: The sum over the repositories that were counted in it.
        repos: How many these were: a rise of both is no growth.
        x: Left edge, in the view box of :mod:`generator.derive.charts`.
        y: Upper edge.
        width: Width.
        height: Height.
    """

    week: str
    count: int
    repos: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class History:
    """A count of a family's variants by week."""

    weeks: tuple[Week, ...]
    counts: tuple[Tick, ...]


def make_history(family: Family, counted: Counted) -> History | None:
    """Return a count by week, added up over the variants of a family; None when fewer than two weeks have it."""
    sums: defaultdict[str, list[int]] = defaultdict(list)
    for variant in family.variants:
        for row in variant.usage:
            if (count := _count(row, counted)) is not None:
                sums[row.week].append(count)
    if len(sums) < 2:  # noqa: PLR2004  one week is no history
        return None
    steps = list_steps(max(1, *map(sum, sums.values())))
    step = (RIGHT - LEFT) / max(len(sums), FEWEST_COLUMNS)
    weeks = []
    for place, week in enumerate(sorted(sums)):
        count = sum(sums[week])
        height = round((BOTTOM - TOP) * count / steps[-1], 1)
        x, y = round(LEFT + place * step, 1), round(BOTTOM - height, 1)
        weeks.append(Week(week, count, len(sums[week]), x, y, round(step * 0.8, 1), height))
    ticks = (Tick(round(BOTTOM - (BOTTOM - TOP) * value / steps[-1], 1), value) for value in steps)
    return History(tuple(weeks), tuple(ticks))


def _count(row: UsageRow, counted: Counted) -> int | None:
    if counted == "downloads":
        return row.downloads
    kinds = [row.finetune, row.adapter, row.merge, row.quantized]
    return None if kinds == [None] * len(kinds) else sum(kind or 0 for kind in kinds)


def list_changes(catalogue: Catalogue, limit: int) -> tuple[tuple[Variant, Change], ...]:
    """Return the changes that refreshes saw last, the latest first, each with its variant."""
    found = [(variant, change) for variant in catalogue for change in variant.changes]
    found.sort(key=lambda pair: (-pair[1].day.toordinal(), pair[0].path, pair[1].kind))
    return tuple(found[:limit])
