"""Charts: counts that add up, coordinates inside the picture, and no picture of too little."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from conftest import TODAY

from generator.derive import charts
from generator.derive.facets import find_release


def test_bars_are_counted_sorted_and_the_unknown_is_last():
    chart = charts.make_bars(["a", "b", "a", None, None, None, "c", "a"], 2)
    assert [(bar.item, bar.count) for bar in chart.bars] == [("a", 3), ("b", 1), (None, 3)]
    assert [bar.y for bar in chart.bars] == [0, 24, 48]
    assert chart.bars[0].width == charts.BAR_RIGHT - charts.BAR_LEFT
    assert chart.height == 72


def test_no_items_make_no_bars():
    assert charts.make_bars([], 5) == charts.Bars((), 0)


def test_the_timeline_counts_every_dated_variant_once(real_catalogue):
    families = tuple(real_catalogue.families.values())
    days = [find_release(v, s) for f in families for s in f.series for v in s.variants]
    chart = charts.make_timeline(families, TODAY)
    by_quarter = Counter((day.year, (day.month + 2) // 3) for day in days if day and day <= TODAY)
    assert {(c.year, c.quarter): c.count for c in chart.columns if c.count} == by_quarter
    assert chart.undated == sum(day is None or day > TODAY for day in days)
    assert [tick.value for tick in chart.years] == sorted({c.year for c in chart.columns if c.quarter == 1})
    assert all(charts.TOP <= c.y <= charts.BOTTOM and c.x + c.width <= charts.RIGHT for c in chart.columns)


def test_the_height_of_a_column_is_its_share_of_the_axis(real_catalogue):
    chart = charts.make_timeline((real_catalogue.families["qwen"],), TODAY)
    top = max(tick.value for tick in chart.counts)
    for column in chart.columns:
        assert abs(column.height - (charts.BOTTOM - charts.TOP) * column.count / top) < 0.1


def test_sizes_hold_every_variant_with_size_and_date(real_catalogue):
    families = tuple(real_catalogue.families.values())
    chart = charts.make_sizes(families, real_catalogue, TODAY)
    assert len(chart.dots) + chart.left_out == sum(1 for _ in real_catalogue)
    assert sum(span.count for span in chart.spans) == len(chart.dots)
    for dot in chart.dots:
        assert charts.LEFT <= dot.x <= charts.RIGHT
        assert charts.TOP <= dot.y <= charts.BOTTOM
        assert dot.parameters == dot.variant.facts.parameters_total.value


def test_a_line_of_the_sizes_is_ten_times_the_one_below(real_catalogue):
    chart = charts.make_sizes((real_catalogue.families["qwen"],), real_catalogue, TODAY)
    values = [tick.value for tick in chart.sizes]
    assert all(upper == 10 * lower for lower, upper in pairwise(values))
    assert values[0] <= min(dot.parameters for dot in chart.dots) <= max(d.parameters for d in chart.dots) <= values[-1]


def test_one_release_makes_no_picture(small_catalogue):
    assert charts.make_timeline((), TODAY) is None
    assert charts.make_sizes((small_catalogue.families["llama"],), small_catalogue, date(2020, 1, 1)) is None


@pytest.mark.parametrize("most", [0, 1, 5, 6, 10**9, 25_000_000_001, 10**13, 400 * 10**13])
def test_steps_reach_any_count(most):
    steps = charts.list_steps(most)
    assert steps[-1] >= most
    assert 1 <= len(steps) <= 6
