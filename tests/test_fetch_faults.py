"""Whatever the Hub does, nothing known is lost: each fault over a real socket."""

import re
import shutil
import subprocess
import sys
import time
from datetime import date

import pytest
from conftest import PROJECT
from fetching import (
    LATER,
    NEW_SHA,
    REPOS,
    VICTIM,
    fetch,
    fetch_later,
    lay_out_families,
    read,
    read_tree,
    run_fetch,
)
from hub_faults import CHARSETS, ODD_BODIES
from loopback_hub import GOOD_TOKEN

from generator import store
from generator.catalogue import join
from generator.hub import Limits

PASSING = ("500", "502", "503", "504", "408", "reset", "closed", "truncated-body")


@pytest.mark.parametrize("fault", PASSING)
def test_a_fault_that_passes_costs_only_another_request(fetched, hub, fault):
    hub.faults[VICTIM] = [fault, fault]
    hub.seen.clear()
    result, _ = fetch_later(fetched, hub)
    assert result.state == "changed"
    assert hub.seen[VICTIM] == 3


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        *((status, f"answered {status}") for status in ("500", "502", "503", "504", "408")),
        *((fault, "broke off its answer") for fault in ("reset", "closed", "truncated-body")),
    ],
)
def test_a_fault_that_stays_fails_one_repository_after_four_retries(fetched, hub, fault, reason):
    hub.faults[VICTIM] = [fault, "*"]
    hub.seen.clear()
    result, _ = fetch_later(fetched, hub)
    assert (result.state, result.reason) == ("failed", reason)
    assert hub.seen[VICTIM] == 5


@pytest.mark.parametrize("fault", ["429-ratelimit", "429-seconds", "429-date", "429-bare"])
def test_a_short_wait_that_the_hub_asks_for_is_waited(fetched, hub, fault):
    hub.faults[VICTIM] = [fault]
    result, outcome = fetch_later(fetched, hub)
    assert result.state == "changed"
    assert outcome.stopped is None


@pytest.mark.parametrize("fault", ["429-long", "429-long-ratelimit"])
def test_a_long_wait_ends_the_run_and_keeps_what_was_fetched(fetched, hub, fault):
    before = read_tree(fetched)
    hub.faults[REPOS[-1]] = [fault, "*"]
    outcome = fetch(fetched, hub, day=LATER)
    seconds = {"429-long": "86,400", "429-long-ratelimit": "290"}[fault]
    assert outcome.stopped.message == f"the Hub's quota is used up; it asks to come back in {seconds} seconds"
    assert REPOS[-1] not in {result.repo for result in outcome.results}
    assert {result.state for result in outcome.results} == {"changed"}
    assert len(outcome.results) >= 8
    after = read_tree(fetched)
    assert after[f"data/hub/{REPOS[-1]}.yaml"] == before[f"data/hub/{REPOS[-1]}.yaml"]
    assert read(fetched, REPOS[0]).revision == NEW_SHA
    assert hub.seen[REPOS[-1]] == 2


def test_a_long_wait_holds_up_no_other_worker(fetched, hub):
    """Four workers ask at once; the one that is told to come back in 290 seconds ends the run for all."""
    hub.faults[REPOS[0]] = ["429-long-ratelimit", "*"]
    start = time.monotonic()
    outcome = fetch(fetched, hub, day=LATER)
    assert outcome.stopped.message.endswith("to come back in 290 seconds")
    assert time.monotonic() - start < 100


def test_workers_that_wait_for_a_new_window_end_with_the_run(fetched, hub):
    hub.limit(quota=8, window=280)
    hub.latency = 0.5  # so that all four have asked before the first is answered
    hub.faults[REPOS[1]] = ["429-long", "*"]
    start = time.monotonic()
    outcome = fetch(fetched, hub, day=LATER)
    assert outcome.stopped.message.endswith("to come back in 86,400 seconds")
    assert time.monotonic() - start < 100


@pytest.mark.parametrize("fault", ["trickle", "trickle-headers", "silent"])
def test_a_server_that_never_ends_is_ended(fetched, hub, fault):
    hub.faults[VICTIM] = [fault, "*"]
    result, _ = fetch_later(fetched, hub, limits=Limits(backoff_seconds=0.01, read_seconds=1, total_seconds=2))
    assert (result.state, result.reason) == ("failed", "took too long to answer")


NO_JSON = "answered with something that is not JSON"
OTHER_SHAPE = "answered with JSON of another shape"
NO_ANSWER = {
    "truncated-json": NO_JSON,
    "html": NO_JSON,
    "empty": NO_JSON,
    "list": OTHER_SHAPE,
    "null": OTHER_SHAPE,
    "not-utf8": NO_JSON,
    "long-number": NO_JSON,
    "deep": "answered with JSON nested without end",
}


@pytest.mark.parametrize(
    ("target", "fault", "reason"),
    [
        *((VICTIM, fault, reason) for fault, reason in NO_ANSWER.items()),
        *((f"config:{VICTIM}", fault, reason) for fault, reason in NO_ANSWER.items()),
        (VICTIM, "nan", NO_JSON),
        (VICTIM, "deep-99", "answered with JSON nested without end"),
        (VICTIM, "many", "answered with JSON of more than 400,000 values"),
        (VICTIM, "no-id", "answered without its id"),
        (VICTIM, "id-only", "answered without what was asked"),
    ],
)
def test_an_answer_that_is_none_fails_one_repository_at_once(fetched, hub, target, fault, reason):
    hub.faults[target] = [fault, "*"]
    hub.seen.clear()
    result, _ = fetch_later(fetched, hub)
    assert (result.state, result.reason) == ("failed", reason)
    assert hub.seen[target] == 1


@pytest.mark.parametrize("target", [VICTIM, f"config:{VICTIM}"])
@pytest.mark.parametrize("fault", [*(f"404-{name}" for name in ODD_BODIES), "403-latin-1"])
def test_an_error_whose_body_is_odd_fails_one_repository(fetched, hub, target, fault):
    hub.faults[target] = [fault, "*"]
    result, _ = fetch_later(fetched, hub)
    assert (result.state, result.reason) == ("failed", "answered in a way that cannot be read")


@pytest.mark.parametrize("fault", [f"{status}-{charset}" for status in (404, 401) for charset in CHARSETS])
def test_an_error_is_read_in_no_codec_that_it_names(fetched, hub, fault):
    hub.faults[VICTIM] = [fault, "*"]
    start = time.monotonic()
    assert fetch_later(fetched, hub, token=GOOD_TOKEN)[0].state == "missing"
    assert time.monotonic() - start < 5


def test_the_words_of_an_error_take_no_time(fetched, hub):
    hub.faults |= {repo: ["401-long-words", "*"] for repo in REPOS}
    start = time.process_time()
    fetch(fetched, hub, day=LATER, token=GOOD_TOKEN)
    assert time.process_time() - start < 3


def test_odd_headers_cost_nothing(fetched, hub):
    hub.faults[VICTIM] = ["odd-header"]
    assert fetch_later(fetched, hub)[0].state == "changed"


@pytest.mark.parametrize(("fault", "state"), [("404-odd-headers", "missing"), ("redirect-odd", "missing")])
def test_an_error_with_odd_headers_is_that_error(fetched, hub, fault, state):
    hub.faults[VICTIM] = [fault, "*"]
    assert fetch_later(fetched, hub)[0].state == state


def test_huge_answers_are_given_up_in_bounded_memory(tmp_path, hub):
    repos = [f"org/more-{number}" for number in range(30)]
    space = lay_out_families(tmp_path / "root", {"more": repos})
    for repo in repos:
        hub.add(repo)
    hub.faults = {repos[3]: ["flood", "*"], repos[7]: ["bomb", "*"], f"config:{repos[9]}": ["flood", "*"]}
    words = ("fetch", "--endpoint", hub.endpoint, "--root", str(space.root))
    done = subprocess.run([sys.executable, "-c", MEASURED, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout.count("answered with more than 16,777,216 bytes") == 3
    peak = int(re.search(r"VmHWM:\s+(\d+) kB", done.stderr)[1])
    assert peak < 150 * 1024
    assert len(store.load(space).hub) == 27


@pytest.mark.parametrize(
    ("fault", "reason"),
    [("gzip-tail", "answered with a damaged body"), ("gzip-hollow", "answered with more than 16,777,216 bytes")],
)
def test_what_comes_packed_is_counted_and_ends_where_it_says(fetched, hub, fault, reason):
    hub.faults[VICTIM] = [fault, "*"]
    result, _ = fetch_later(fetched, hub)
    assert (result.state, result.reason) == ("failed", reason)


MEASURED = """
import atexit, pathlib, sys
atexit.register(lambda: print(pathlib.Path("/proc/self/status").read_text(), file=sys.stderr))
from generator.cli import main
main()
"""
"""Runs the command and prints the most memory it had; what a parent measures would count its own memory, too."""


def test_odd_fields_keep_their_value_and_the_others_are_taken(fetched, hub):
    before = read(fetched)
    hub.faults[VICTIM] = ["odd-fields"]
    result, _ = fetch_later(fetched, hub)
    assert dict(result.odd) == {
        "hub_created": "is no time",
        "license": "is no text, so it is other",
        "license_link": "has the wrong form",
        "gated": "has the wrong form",
        "papers": "is no list",
        "base_models": "is no list",
        "base_model_relation": "is no list",
        "parameters_total": "has an odd safetensors",
        "parameters_kind": "has an odd safetensors",
        "parameters_by_dtype": "has an odd safetensors",
        "pipeline_tag": "has the wrong form",
        "custom_code": "is no list",
        "downloads": "is no count",
        "likes": "is no count",
    }
    after = read(fetched)
    for field in result.odd:
        if field not in ("downloads", "likes", "license", "license_link"):
            assert getattr(after, field) == getattr(before, field)
    assert (before.license, after.license, after.license_link) == ("apache-2.0", "other", None)
    assert after.revision == NEW_SHA
    row = store.load(fetched).usage[VICTIM][-1]
    assert (row.week, row.downloads, row.likes, row.downloads_all_time) == ("2026-W49", None, None, 40_123_456)


@pytest.mark.parametrize(
    ("stated", "wrong"),
    [
        (["apache-2.0", "cc-by-nc-4.0"], "names several licenses"),
        (["apache-2.0", {"a": 1}], "is no text"),
        ([5, "apache-2.0"], "is no text"),
        ({"apache-2.0": 1}, "is no text"),
        (5, "is no text"),
        ("my_own_license", "has the wrong form"),
        ("cc-by-nc-4.0-" + "x" * 100, "has the wrong form"),
    ],
)
def test_a_license_that_cannot_be_read_leaves_no_laxer_one(fetched, hub, stated, wrong):
    (fetched.reported).mkdir()
    (fetched.reported / "old.yaml").write_text(
        "title: Old\nurl: https://example.org/\nversion: null\nas_of: 2024-01-01\nlicense: null\nattribution: x\n"
        f"rank: 50\nrepos:\n  {VICTIM}:\n    license: apache-2.0\n"
    )
    shutil.copy(PROJECT / "data/licenses/apache-2.0.yaml", fetched.licenses)
    hub.models[VICTIM]["cardData"]["license"] = stated
    result, _ = fetch_later(fetched, hub)
    assert result.odd["license"] == f"{wrong}, so it is other"
    data = store.load(fetched)
    [variant] = [variant for variant in join(data) if variant.repo == VICTIM]
    assert (variant.facts.license.value, variant.facts.license.best.origin) == ("other", "hub")
    assert [(c.before, c.after) for c in data.changes if c.kind == "license-changed"] == [("apache-2.0", "other")]


LONG = {
    "datasets": ("cardData", {"datasets": [f"someone/dataset-{number:06d}" for number in range(45_000)]}),
    "base_models": ("baseModels", {"models": [{"id": f"org/base-{number}"} for number in range(45_000)]}),
    "papers": ("tags", [f"arxiv:2505.{number:05d}" for number in range(45_000)]),
    "parameters_by_dtype": ("safetensors", {"parameters": {f"X{number}": 1 for number in range(45_000)}}),
}


@pytest.mark.parametrize("field", LONG)
def test_a_list_without_end_keeps_what_was_known_and_can_be_read_again(fetched, hub, field):
    before = read(fetched)
    key, value = LONG[field]
    model = hub.models[VICTIM]
    model[key] = {**model.get(key, {}), **value} if isinstance(value, dict) else value
    result, _ = fetch_later(fetched, hub)
    assert result.odd[field] == f"has more than {100 if field == 'parameters_by_dtype' else 1000:,} items"
    assert getattr(read(fetched), field) == getattr(before, field)
    assert fetch(fetched, hub, day=LATER).counts["unchanged"] == 12


def test_odd_parts_lose_nothing_that_was_read_from_them(fetched, hub):
    before = read(fetched)
    hub.faults[VICTIM] = ["odd-parts"]
    result, _ = fetch_later(fetched, hub)
    after = read(fetched)
    assert after == before.model_copy(
        update={"revision": NEW_SHA, "pipeline_tag": "any-to-any", "last_modified": date(2026, 11, 30)}
    )
    assert result.odd["languages"] == "has an odd cardData"
    assert result.odd["quantization"] == "has an odd config"


def test_text_that_is_not_text_is_not_taken(fetched, hub):
    hub.faults[VICTIM] = ["surrogate"]
    result, _ = fetch_later(fetched, hub)
    assert dict(result.odd) == {
        "library_name": "has the wrong form",
        "pipeline_tag": "has the wrong form",
    }
    assert read(fetched).library_name == "transformers"


@pytest.mark.parametrize("fault", ["cookie", "cookie-odd"])
def test_no_cookie_is_kept_or_sent(fetched, hub, fault):
    hub.faults[VICTIM] = hub.faults["list:org"] = [fault, "*"]
    assert fetch_later(fetched, hub)[0].state == "changed"
    fetch(fetched, hub, day=LATER)
    assert hub.seen["list:org"]
    assert hub.cookies == []


@pytest.mark.parametrize("environment", [{}, {"HF_DEBUG": "1"}, {"HF_HUB_VERBOSITY": "debug"}])
def test_no_word_of_the_hub_reaches_the_terminal(fetched, hub, environment):
    hub.faults[VICTIM] = hub.faults["list:org"] = ["warning", "*"]
    for command in ("fetch", "discover"):
        done = run_fetch(fetched.root, hub, command=command, env=environment)
        assert "add-mask" not in done.stdout + done.stderr
        assert "\x1b" not in done.stdout + done.stderr
        assert "HTTP Request" not in done.stderr
    assert hub.seen["list:org"]


@pytest.mark.parametrize(
    "values",
    [
        {"safetensors": {"parameters": {"weird-type": 5, "BF16": 7}}},
        {"safetensors": None, "gguf": {"total": "many", "architecture": "qwen3"}},
    ],
)
def test_a_header_that_is_refused_gives_no_total(fetched, hub, values):
    before = read(fetched)
    hub.models[VICTIM].update(values)
    result, _ = fetch_later(fetched, hub)
    after = read(fetched)
    assert result.odd["parameters_total"] == result.odd["parameters_kind"] == "has the wrong form"
    assert (after.parameters_total, after.parameters_kind) == (before.parameters_total, before.parameters_kind)


@pytest.mark.parametrize("sha", [None, "F" * 40, 5, "main"])
def test_facts_stand_under_no_revision_that_was_not_theirs(fetched, hub, sha):
    hub.models[VICTIM].update(sha=sha)
    result, _ = fetch_later(fetched, hub)
    assert result.odd["revision"].endswith(", so it is null")
    assert (read(fetched).revision, read(fetched).pipeline_tag) == (None, "any-to-any")


@pytest.mark.parametrize("day", ["\u0662025-01-01T00:00:00Z", "2025-99-01T00:00:00Z"])
def test_a_day_that_is_none_is_said_in_our_words(fetched, hub, day):
    hub.models[VICTIM].update(lastModified=day)
    assert dict(fetch_later(fetched, hub)[0].odd) == {"last_modified": "is no time"}


def test_only_200_is_an_answer(fetched, hub):
    hub.faults[VICTIM] = ["300", "*"]
    result, _ = fetch_later(fetched, hub)
    assert (result.state, result.reason) == ("failed", "answered 300")
