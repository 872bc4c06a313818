"""Whatever the Hub does, nothing known is lost: each fault over a real socket."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta

import pytest
from fetching import DAY, FAST, fetch, lay_out_families, read_tree, run_fetch, serve_hub
from loopback_hub import GOOD_TOKEN, LoopbackHub

from generator import store
from generator.hub import Hub, HubError, Limits, RepoError, TokenError
from generator.records import RefreshRecord
from generator.refresh import explain_doubt, plan, refresh, write_report
from generator.workspace import Workspace

REPOS = [f"org/model-{number}b" for number in range(1, 13)]
VICTIM = REPOS[2]
LATER = date(2026, 12, 1)
NEW_SHA = "f" * 40


@pytest.fixture
def hub(tmp_path, monkeypatch):
    with serve_hub(monkeypatch, tmp_path) as server:
        for repo in REPOS:
            server.add(repo)
        yield server


@pytest.fixture
def stranger():
    """Another host, which must never be asked."""
    server = LoopbackHub().start()
    yield server
    server.stop()


@pytest.fixture
def workspace(tmp_path, hub):
    """A root that was fetched a week ago; since then each repository has a new revision and a new task."""
    space = lay_out_families(tmp_path / "root", {"model": REPOS})
    fetch(space, hub)
    for model in hub.models.values():
        model.update(sha=NEW_SHA, pipeline_tag="any-to-any", lastModified="2026-11-30T10:00:00.000Z")
    return space


def read(workspace: Workspace, repo=VICTIM):
    return store.load(workspace).hub[repo]


def run(workspace, hub, **given):
    """Fetch a week later, and expect that all but the victim are taken."""
    path = workspace.hub / f"{VICTIM}.yaml"
    before = path.read_bytes() if path.exists() else None
    outcome = fetch(workspace, hub, day=LATER, **given)
    result = next(result for result in outcome.results if result.repo == VICTIM)
    assert {other.state for other in outcome.results if other is not result} == {"changed"}
    data = store.load(workspace)
    assert {data.hub[repo].pipeline_tag for repo in REPOS if repo != VICTIM} == {"any-to-any"}
    if result.state == "failed":
        assert path.read_bytes() == before
        refreshed, _ = store.read_record(workspace.data / "refresh.yaml", RefreshRecord)
        assert refreshed.failed == {VICTIM: result.reason}
    return result, outcome


PASSING = ("500", "502", "503", "504", "408", "reset", "closed", "truncated-body")


@pytest.mark.parametrize("fault", PASSING)
def test_a_fault_that_passes_costs_only_another_request(workspace, hub, fault):
    hub.faults[VICTIM] = [fault, fault]
    hub.seen.clear()
    result, _ = run(workspace, hub)
    assert result.state == "changed"
    assert hub.seen[VICTIM] == 3


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        *((status, f"answered {status}") for status in ("500", "502", "503", "504", "408")),
        *((fault, "broke off its answer") for fault in ("reset", "closed", "truncated-body")),
    ],
)
def test_a_fault_that_stays_fails_one_repository_after_four_retries(workspace, hub, fault, reason):
    hub.faults[VICTIM] = [fault, "*"]
    hub.seen.clear()
    result, _ = run(workspace, hub)
    assert (result.state, result.reason) == ("failed", reason)
    assert hub.seen[VICTIM] == 5


@pytest.mark.parametrize("fault", ["429-ratelimit", "429-seconds", "429-date", "429-bare"])
def test_a_short_wait_that_the_hub_asks_for_is_waited(workspace, hub, fault):
    hub.faults[VICTIM] = [fault]
    result, outcome = run(workspace, hub)
    assert result.state == "changed"
    assert outcome.stopped is None


@pytest.mark.parametrize("fault", ["429-long", "429-long-ratelimit"])
def test_a_long_wait_ends_the_run_and_keeps_what_was_fetched(workspace, hub, fault):
    before = read_tree(workspace)
    hub.faults[REPOS[-1]] = [fault, "*"]
    outcome = fetch(workspace, hub, day=LATER)
    seconds = {"429-long": "86,400", "429-long-ratelimit": "290"}[fault]
    assert outcome.stopped.message == f"the Hub's quota is used up; it asks to come back in {seconds} seconds"
    assert REPOS[-1] not in {result.repo for result in outcome.results}
    assert {result.state for result in outcome.results} == {"changed"}
    assert len(outcome.results) >= 8
    after = read_tree(workspace)
    assert after[f"data/hub/{REPOS[-1]}.yaml"] == before[f"data/hub/{REPOS[-1]}.yaml"]
    assert read(workspace, REPOS[0]).revision == NEW_SHA
    assert hub.seen[REPOS[-1]] == 2


@pytest.mark.parametrize("fault", ["trickle", "trickle-headers", "silent"])
def test_a_server_that_never_ends_is_ended(workspace, hub, fault):
    hub.faults[VICTIM] = [fault, "*"]
    result, _ = run(workspace, hub, limits=Limits(backoff_seconds=0.01, read_seconds=1, total_seconds=2))
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
        (VICTIM, "no-id", "answered without its id"),
        (VICTIM, "id-only", "answered without what was asked"),
    ],
)
def test_an_answer_that_is_none_fails_one_repository_at_once(workspace, hub, target, fault, reason):
    hub.faults[target] = [fault, "*"]
    hub.seen.clear()
    result, _ = run(workspace, hub)
    assert (result.state, result.reason) == ("failed", reason)
    assert hub.seen[target] == 1


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


MEASURED = """
import atexit, pathlib, sys
atexit.register(lambda: print(pathlib.Path("/proc/self/status").read_text(), file=sys.stderr))
from generator.cli import main
main()
"""
"""Runs the command and prints the most memory it had; what a parent measures would count its own memory, too."""


def test_odd_fields_keep_their_value_and_the_others_are_taken(workspace, hub):
    before = read(workspace)
    hub.faults[VICTIM] = ["odd-fields"]
    result, _ = run(workspace, hub)
    assert dict(result.odd) == {
        "hub_created": "is no time",
        "license": "is no text",
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
    after = read(workspace)
    for field in result.odd:
        if field not in ("downloads", "likes"):
            assert getattr(after, field) == getattr(before, field)
    assert after.revision == NEW_SHA
    row = store.load(workspace).usage[VICTIM][-1]
    assert (row.week, row.downloads, row.likes, row.downloads_all_time) == ("2026-W49", None, None, 40_123_456)


def test_odd_parts_lose_nothing_that_was_read_from_them(workspace, hub):
    before = read(workspace)
    hub.faults[VICTIM] = ["odd-parts"]
    result, _ = run(workspace, hub)
    after = read(workspace)
    assert after == before.model_copy(
        update={"revision": NEW_SHA, "pipeline_tag": "any-to-any", "last_modified": date(2026, 11, 30)}
    )
    assert result.odd["languages"] == "has an odd cardData"
    assert result.odd["quantization"] == "has an odd config"


def test_text_that_is_not_text_is_not_taken(workspace, hub):
    hub.faults[VICTIM] = ["surrogate"]
    result, _ = run(workspace, hub)
    assert dict(result.odd) == {
        "library_name": "has the wrong form",
        "pipeline_tag": "has the wrong form",
    }
    assert read(workspace).library_name == "transformers"


def test_a_renamed_repository_is_reported_and_not_adopted(workspace, hub):
    before = (workspace.hub / f"{VICTIM}.yaml").read_bytes()
    hub.models["new-org/model"] = {**hub.models[VICTIM], "id": "new-org/model"}
    hub.renamed[VICTIM] = "new-org/model"
    for day in (LATER, LATER + timedelta(days=1)):
        outcome = fetch(workspace, hub, day=day)
        assert [(r.repo, r.reason) for r in outcome.of("renamed")] == [(VICTIM, "new-org/model")]
    assert (workspace.hub / f"{VICTIM}.yaml").read_bytes() == before
    assert not (workspace.hub / "new-org").exists()
    renamed = [change for change in store.load(workspace).changes if change.kind == "renamed"]
    assert [(change.day, change.before, change.after) for change in renamed] == [(LATER, VICTIM, "new-org/model")]
    assert "answers as `new-org/model`" in write_report(outcome)


@pytest.mark.parametrize("fault", ["404", "404-code", "401", "403-disabled"])
def test_a_missing_repository_keeps_its_record_until_it_is_back(workspace, hub, fault):
    before = read(workspace)
    hub.faults[VICTIM] = [fault, "*"]
    result, _ = run(workspace, hub)
    assert result.state == "missing"
    assert read(workspace) == before.model_copy(update={"missing_since": LATER})
    fetch(workspace, hub, day=LATER + timedelta(days=7))
    assert read(workspace).missing_since == LATER
    hub.faults.clear()
    fetch(workspace, hub, day=LATER + timedelta(days=14))
    assert read(workspace).missing_since is None
    assert read(workspace).revision == NEW_SHA
    kinds = [(change.kind, change.day) for change in store.load(workspace).changes if change.repo == VICTIM]
    assert kinds == [("added", DAY), ("missing", LATER), ("restored", LATER + timedelta(days=14))]
    assert len(store.load(workspace).usage[VICTIM]) == 2


def test_a_gated_repository_is_recorded_with_its_metadata(workspace, hub):
    hub.models[VICTIM].update(gated="manual")
    result, _ = run(workspace, hub)
    after = read(workspace)
    assert (result.state, after.gated, after.license, after.revision) == ("changed", "manual", "apache-2.0", NEW_SHA)
    assert after.architecture.layers == 36
    [change] = [change for change in store.load(workspace).changes if change.kind == "gated"]
    assert (change.before, change.after, change.revision) == (False, "manual", NEW_SHA)


def test_a_repository_gated_as_a_whole_keeps_all_else(workspace, hub):
    before = read(workspace)
    hub.faults[VICTIM] = ["403-gated", "*"]
    run(workspace, hub)
    assert read(workspace) == before.model_copy(update={"gated": True})


def test_a_wrong_token_ends_the_run_at_once(workspace, hub):
    before, asked = read_tree(workspace), len(hub.requests)
    with Hub(hub.endpoint, "hf_wrong", FAST) as access, pytest.raises(TokenError) as caught:
        refresh(access, plan(store.load(workspace), folder=workspace.families), store.load(workspace), LATER)
    assert str(caught.value) == (
        "the Hub refuses the token in HF_TOKEN; make a new read-only token, or unset HF_TOKEN to ask without"
    )
    assert len(hub.requests) - asked <= 4
    assert read_tree(workspace) == before


@pytest.mark.parametrize("kind", ["500", "404"])
def test_more_than_a_tenth_of_losses_write_nothing(workspace, hub, kind):
    before = read_tree(workspace)
    hub.faults |= {repo: [kind, "*"] for repo in REPOS[:2]}
    outcome = fetch(workspace, hub, day=LATER)
    assert read_tree(workspace) == before
    assert explain_doubt(outcome) == "2 of 12 repositories are newly missing or failed, more than 10%"


FOREIGN = ("other-host", "plain-http", "redirect-nowhere", "loop")


@pytest.mark.parametrize("fault", FOREIGN)
def test_a_redirect_to_another_place_is_refused_and_sees_no_token(workspace, hub, stranger, fault):
    hub.foreign = stranger.endpoint
    hub.faults[VICTIM] = [fault, "*"]
    hub.seen.clear()
    result, _ = run(workspace, hub, token=GOOD_TOKEN)
    reason = "was sent on in a circle" if fault == "loop" else "was sent on to another host, which is refused"
    assert (result.state, result.reason) == ("failed", reason)
    assert stranger.requests == []
    assert hub.seen[VICTIM] <= 4


@pytest.mark.parametrize("fault", ["link-other-host", "link-itself", "html", "500", "deep", "429-bare"])
def test_a_broken_listing_costs_requests_but_no_facts(workspace, hub, stranger, fault):
    hub.foreign = stranger.endpoint
    fetch(workspace, hub, day=LATER)
    before = read_tree(workspace)
    hub.faults["list:org"] = [fault, "*"]
    hub.requests.clear()
    outcome = fetch(workspace, hub, day=LATER, token=GOOD_TOKEN)
    assert outcome.counts == {"unchanged": 12}
    assert read_tree(workspace) == before
    assert stranger.requests == []
    assert len(hub.requests) <= 12 + 12


@pytest.mark.parametrize("item", [None, 7, "x", [], {}, {"id": 5}, {"id": "../../x"}, {"id": "org/CON", "sha": "x"}])
def test_a_bad_item_of_a_listing_costs_only_itself(workspace, hub, item):
    fetch(workspace, hub, day=LATER)
    hub.unlisted["org"] = [item]
    hub.requests.clear()
    assert fetch(workspace, hub, day=LATER).counts == {"unchanged": 12}
    assert len(hub.requests) == 1


UNSAFE = (
    "../../x",
    "org/..",
    "org/a%2f..",
    "org/a/b",
    "org/\u0430bc",
    "org/" + "a" * 93,
    "CON/x",
    "org/nul.md",
    "org/a\n",
    "org/a?x=1",
    "org/a--b",
    "org/a.git",
    "gpt2",
)


@pytest.mark.parametrize("repo", UNSAFE)
def test_an_unsafe_id_is_refused_before_anything_is_asked(hub, repo):
    hub.requests.clear()
    with Hub(hub.endpoint, None, FAST) as access:
        for ask in (access.read_repo, access.read_files, lambda name: access.read_config(name, "main")):
            with pytest.raises(RepoError) as caught:
                ask(repo)
            assert caught.value.reason == "is no repository id, so it is not asked for"
    assert hub.requests == []


def test_unsafe_ids_in_the_data_are_refused_before_a_path_is_made(tmp_path, hub):
    space = lay_out_families(tmp_path / "unsafe", {"one": ["org/model"]})
    path = space.families / "one.yaml"
    path.write_text(path.read_text() + "".join(f'  - repo: "{repo}"\n' for repo in UNSAFE if "\n" not in repo))
    hub.requests.clear()
    done = run_fetch(space.root, hub, code=1)
    assert done.stderr.count("repo: no repository id of the Hub") == len(UNSAFE) - 1
    assert hub.requests == []
    assert not space.hub.exists()


def test_a_run_makes_no_more_requests_than_it_may(workspace, hub):
    before = len(hub.requests)
    outcome = fetch(workspace, hub, day=LATER, limits=replace(FAST, requests=7))
    assert len(hub.requests) - before == 7
    assert outcome.stopped.message == "the run has made the 7 requests it may make"
    assert outcome.results
    assert {result.state for result in outcome.results} == {"changed"}


def test_the_quota_is_kept_to_without_a_single_refusal(workspace, hub):
    hub.limit(quota=12, window=1)
    outcome = fetch(workspace, hub, day=LATER)
    assert outcome.counts == {"changed": 12}


def test_a_token_is_never_sent_unencrypted():
    with pytest.raises(HubError, match=r"http://127.0.0.1:1 is not https, and HF_TOKEN would be sent in the open"):
        Hub("http://127.0.0.1:1", GOOD_TOKEN)
