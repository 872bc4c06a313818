"""Charts as coordinates: what to draw where, in the units of an SVG's view box. Templates draw them.

Own functions, as a chart takes less than 0.1 ms here and 0.5 kB, follows the page's colours and carries its data
as a table; the libraries measured take 10 to 300 ms and do not.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import count as count_from
from statistics import median_low
from typing import TYPE_CHECKING

from generator.derive.facets import find_release
from generator.derive.openness import classify

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from generator.catalogue import Catalogue, Family, Series, Variant

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 46, 630, 12, 272
"""The view box, and in it the area between the axes."""

ROW = 24
BAR_LEFT, BAR_RIGHT = 210, 590
"""Height of a row of a bar chart, and where its bars begin and may end."""

OPEN = frozenset({"open-weights", "open-source", "open-source-open-data"})


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its row: ``item`` is what is counted, None for what is not known."""

    item: str | None
    count: int
    y: int
    width: float


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart; the rows' names stand left of the bars."""

    bars: tuple[Bar, ...]
    height: int


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of an axis: where, and its number, year or count."""

    at: float
    value: int


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a timeline: a quarter of a year and how many variants came out in it."""

    year: int
    quarter: int
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Timeline:
    """Releases by quarter."""

    columns: tuple[Column, ...]
    years: tuple[Tick, ...]
    counts: tuple[Tick, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class Dot:
    """One variant by release and size; ``is_open`` when its license is open, None when not known."""

    variant: Variant
    day: date
    parameters: int
    is_open: bool | None
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Span:
    """The sizes of one year in one line: how many, the smallest, the one in the middle and the largest."""

    year: int
    count: int
    smallest: int
    middle: int
    largest: int


@dataclass(frozen=True, slots=True)
class Sizes:
    """Size against release date, sizes on a logarithmic axis."""

    dots: tuple[Dot, ...]
    years: tuple[Tick, ...]
    sizes: tuple[Tick, ...]
    spans: tuple[Span, ...]
    left_out: int


def make_bars(items: Iterable[str | None], limit: int) -> Bars:
    """Return how often each item occurs, the most frequent first; those beyond the limit are left out, None is last."""
    counts = Counter(items)
    unknown = counts.pop(None, 0)
    pairs: list[tuple[str | None, int]] = [*sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))[:limit]]
    pairs += [(None, unknown)] if unknown else []
    most = max((count for _, count in pairs), default=1)
    bars = tuple(
        Bar(item, count, row * ROW, round(max((BAR_RIGHT - BAR_LEFT) * count / most, 1.5), 1))
        for row, (item, count) in enumerate(pairs)
    )
    return Bars(bars, len(bars) * ROW)


def make_timeline(families: Iterable[Family], today: date) -> Timeline | None:
    """Return the releases of families by quarter; None when fewer than two are dated."""
    days = [find_release(variant, series) for variant, series in _list_variants(families)]
    dated = [day for day in days if day is not None and day <= today]
    if len(dated) < 2:  # noqa: PLR2004  one release is no line
        return None
    counts = Counter((day.year, (day.month + 2) // 3) for day in dated)
    first, last = min(counts), max(counts)
    quarters = [
        (year, quarter)
        for year in range(first[0], last[0] + 1)
        for quarter in range(1, 5)
        if first <= (year, quarter) <= last
    ]
    step = (RIGHT - LEFT) / max(len(quarters), 8)
    steps = list_steps(max(counts.values()))
    columns = []
    for place, (year, quarter) in enumerate(quarters):
        height = (BOTTOM - TOP) * counts[year, quarter] / steps[-1]
        x, width = round(LEFT + place * step, 1), round(step * 0.8, 1)
        y = round(BOTTOM - height, 1)
        columns.append(Column(year, quarter, counts[year, quarter], x, y, width, round(height, 1)))
    return Timeline(
        columns=tuple(columns),
        years=tuple(Tick(c.x, c.year) for c in columns if c.quarter == 1) or (Tick(columns[0].x, columns[0].year),),
        counts=tuple(Tick(round(BOTTOM - (BOTTOM - TOP) * value / steps[-1], 1), value) for value in steps),
        undated=len(days) - len(dated),
    )


def make_sizes(families: Iterable[Family], catalogue: Catalogue, today: date) -> Sizes | None:
    """Return sizes against release dates; None when fewer than two variants have both."""
    found: list[tuple[Variant, date, int]] = []
    total = 0
    for variant, series in _list_variants(families):
        total += 1
        day, parameters = find_release(variant, series), variant.facts.parameters_total.value
        if day is not None and parameters is not None and day <= today:
            found.append((variant, day, parameters))
    if len(found) < 2:  # noqa: PLR2004  one dot shows nothing
        return None
    years = range(min(day for _, day, _ in found).year, max(day for _, day, _ in found).year + 2)
    powers = range(
        math.floor(math.log10(min(p for _, _, p in found))), math.ceil(math.log10(max(p for _, _, p in found))) + 1
    )
    start, days = date(years[0], 1, 1).toordinal(), date(years[-1], 1, 1).toordinal() - date(years[0], 1, 1).toordinal()
    scale = max(powers[-1] - powers[0], 1)

    def place(day: date, parameters: int) -> tuple[float, float]:
        x = LEFT + (RIGHT - LEFT) * (day.toordinal() - start) / days
        return round(x, 1), round(BOTTOM - (BOTTOM - TOP) * (math.log10(parameters) - powers[0]) / scale, 1)

    found.sort(key=lambda entry: (entry[1], entry[0].repo))
    return Sizes(
        dots=tuple(Dot(v, day, p, _is_open(v, catalogue), *place(day, p)) for v, day, p in found),
        years=tuple(Tick(place(date(year, 1, 1), 1)[0], year) for year in years[:-1]),
        sizes=tuple(Tick(place(date(years[0], 1, 1), 10**power)[1], 10**power) for power in powers),
        spans=_sum_up(found),
        left_out=total - len(found),
    )


def _list_variants(families: Iterable[Family]) -> Iterable[tuple[Variant, Series]]:
    return ((v, series) for family in families for series in family.series for v in series.variants)


def _is_open(variant: Variant, catalogue: Catalogue) -> bool | None:
    label = classify(variant, catalogue).label
    return None if label == "unknown" else label in OPEN


def _sum_up(found: Iterable[tuple[Variant, date, int]]) -> tuple[Span, ...]:
    by_year: defaultdict[int, list[int]] = defaultdict(list)
    for _, day, parameters in found:
        by_year[day.year].append(parameters)
    return tuple(
        Span(year, len(sizes), min(sizes), median_low(sizes), max(sizes)) for year, sizes in sorted(by_year.items())
    )


def list_steps(most: int) -> Sequence[int]:
    """Return round numbers from 0 to at least ``most``, five steps at the most."""
    step = next(
        step for power in count_from() for step in (10**power, 2 * 10**power, 5 * 10**power) if step * 5 >= most
    )
    return range(0, -(-most // step) * step + 1, step)
