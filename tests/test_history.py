"""Weeks of a family and the latest changes."""

from datetime import date

import pytest
from conftest import run
from made_data import make_data

from generator.catalogue import join
from generator.derive.charts import BOTTOM, TOP
from generator.derive.history import list_changes, make_history
from generator.records import HubRecord
from generator.refresh.changes import find_changes


def _row(week, **counts):
    return {"week": week, "day": date(2026, 11, 24), "repo": "some/tiny", **counts}


def _history(counted, *rows):
    return make_history(join(make_data(usage=rows)).families["tiny"], counted)


def test_one_week_is_no_history():
    assert _history("downloads", _row("2026-W47", downloads=5)) is None
    assert _history("derivatives", _row("2026-W47", downloads=5), _row("2026-W48", downloads=5)) is None


def test_weeks_stand_in_order_and_the_highest_fits():
    rows = [_row("2026-W47", downloads=40), _row("2026-W48", downloads=100), _row("2026-W49")]
    found = _history("downloads", *rows)
    assert [(week.week, week.count, week.repos) for week in found.weeks] == [("2026-W47", 40, 1), ("2026-W48", 100, 1)]
    assert found.weeks[0].x < found.weeks[1].x
    assert all(TOP <= week.y <= BOTTOM and week.y + week.height <= BOTTOM + 0.1 for week in found.weeks)
    assert found.counts[0].value == 0
    assert found.counts[-1].value >= 100


def test_kinds_of_derivatives_are_added_up_and_nothing_is_a_count():
    found = _history("derivatives", _row("2026-W47", finetune=2, merge=1), _row("2026-W48", quantized=0))
    assert [week.count for week in found.weeks] == [3, 0]
    assert _history("downloads", _row("2026-W47", downloads=0), _row("2026-W48", downloads=0)).weeks[0].height == 0


def test_the_latest_changes_come_first():
    changes = [
        {"day": date(2026, 5, 1), "repo": "some/tiny", "kind": "gated"},
        {"day": date(2026, 6, 1), "repo": "some/tiny", "kind": "ungated"},
    ]
    found = list_changes(join(make_data(changes=changes)), 1)
    assert [(variant.repo, change.kind) for variant, change in found] == [("some/tiny", "ungated")]


def test_the_most_that_a_record_may_count_is_drawn(small):
    (small / "data/usage").mkdir()
    head = "week,day,repo,downloads,downloads_all_time,likes,finetune,adapter,merge,quantized"
    most = 10**13
    rows = [f"2026-W0{n},2026-01-0{7 * n - 6},openai/gpt-oss-20b,{most},,,{most},{most},{most},{most}" for n in (1, 2)]
    (small / "data/usage/gpt-oss.csv").write_text("\n".join([head, *rows]) + "\n")
    run("render", root=small)
    page = (small / "docs/families/gpt-oss/index.md").read_text()
    assert f"{most:,}</td>" in page
    assert f"{4 * most:,}</td>" in page


@pytest.fixture
def small_with_history(small):
    """Sources of the Llama page and the home page, after two weeks of refreshes and a change of license."""
    (small / "data/usage").mkdir()
    head = "week,day,repo,downloads,downloads_all_time,likes,finetune,adapter,merge,quantized"
    rows = [f"2026-W4{n},2026-11-{7 * n - 32},meta-llama/Llama-3.1-8B,{n}000,,,,,," for n in (7, 8)]
    rows[1] = rows[1].replace("8000", "7000")
    (small / "data/usage/llama.csv").write_text("\n".join([head, *rows]) + "\n")
    (small / "data/changes").mkdir()
    change = "{day: 2026-11-20, repo: meta-llama/Llama-3.1-8B, kind: license-changed, before: llama3, after: llama3.1}"
    (small / "data/changes/2026.yaml").write_text(f"changes:\n- {change}\n")
    run("render", root=small)
    return [(small / "docs" / name).read_text(encoding="utf-8") for name in ("families/llama/index.md", "index.md")]


def test_the_family_page_draws_them_and_the_home_page_names_them(small_with_history):
    family, home = small_with_history
    assert 'id="chart-downloads"' in family
    assert '<tr><th scope="row">2026-W48</th><td class="number">7,000</td><td class="number">1</td></tr>' in family
    assert ">Llama 3.1 8B</a>: another license, llama3 → llama3.1</li>" in home


@pytest.mark.parametrize(
    ("before", "after", "logged"),
    [
        (
            {"license": "other", "license_name": "mit"},
            {"license": "other", "license_name": "my-own"},
            ("mit", "my-own"),
        ),
        (
            {"license": "other", "license_name": None},
            {"license": "other", "license_name": "my-own"},
            ("other", "my-own"),
        ),
        ({"license": "other"}, {"license": "other", "license_name": "my-own"}, None),
        ({"license": "mit", "license_name": "x"}, {"license": "mit", "license_name": "y"}, None),
        ({"license": "mit"}, {"license": "other", "license_name": "my-own"}, ("mit", "my-own")),
        ({}, {"license": "mit"}, None),
    ],
)
def test_a_license_that_changes_by_name_is_logged(before, after, logged):
    records = (HubRecord.model_validate(row) for row in (before, after))
    found = find_changes("some/tiny", *records, date(2026, 1, 1))
    assert [(change.before, change.after) for change in found] == ([logged] if logged else [])
