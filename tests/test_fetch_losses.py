"""Repositories that are gone, renamed or gated, refused tokens, other hosts, and ids that are none."""

from dataclasses import replace
from datetime import timedelta

import pytest
from conftest import run
from fetching import (
    DAY,
    FAST,
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
from loopback_hub import GOOD_TOKEN

from generator import store
from generator.catalogue import join
from generator.hub import Hub, HubError, RepoError, TokenError
from generator.records import RefreshRecord
from generator.refresh import explain_doubt, plan, refresh, write_report


def test_a_renamed_repository_is_reported_and_not_adopted(fetched, hub):
    before = (fetched.hub / f"{VICTIM}.yaml").read_bytes()
    hub.models["new-org/model"] = {**hub.models[VICTIM], "id": "new-org/model"}
    hub.renamed[VICTIM] = "new-org/model"
    for day in (LATER, LATER + timedelta(days=1)):
        outcome = fetch(fetched, hub, day=day)
        assert [(r.repo, r.reason) for r in outcome.of("renamed")] == [(VICTIM, "new-org/model")]
    assert (fetched.hub / f"{VICTIM}.yaml").read_bytes() == before
    assert not (fetched.hub / "new-org").exists()
    renamed = [change for change in store.load(fetched).changes if change.kind == "renamed"]
    assert [(change.day, change.before, change.after) for change in renamed] == [(LATER, VICTIM, "new-org/model")]
    assert "answers as `new-org/model`" in write_report(outcome)


@pytest.mark.parametrize("fault", ["404", "404-code", "401", "403-disabled"])
def test_a_missing_repository_keeps_its_record_until_it_is_back(fetched, hub, fault):
    before = read(fetched)
    hub.faults[VICTIM] = [fault, "*"]
    result, _ = fetch_later(fetched, hub)
    assert result.state == "missing"
    assert read(fetched) == before.model_copy(update={"missing_since": LATER})
    fetch(fetched, hub, day=LATER + timedelta(days=7))
    assert read(fetched).missing_since == LATER
    hub.faults.clear()
    fetch(fetched, hub, day=LATER + timedelta(days=14))
    assert read(fetched).missing_since is None
    assert read(fetched).revision == NEW_SHA
    kinds = [(change.kind, change.day) for change in store.load(fetched).changes if change.repo == VICTIM]
    assert kinds == [("added", DAY), ("missing", LATER), ("restored", LATER + timedelta(days=14))]
    assert len(store.load(fetched).usage[VICTIM]) == 2


def test_a_gated_repository_is_recorded_with_its_metadata(fetched, hub):
    hub.models[VICTIM].update(gated="manual")
    result, _ = fetch_later(fetched, hub)
    after = read(fetched)
    assert (result.state, after.gated, after.license, after.revision) == ("changed", "manual", "apache-2.0", NEW_SHA)
    assert after.architecture.layers == 36
    [change] = [change for change in store.load(fetched).changes if change.kind == "gated"]
    assert (change.before, change.after, change.revision) == (False, "manual", NEW_SHA)


def test_a_repository_gated_as_a_whole_keeps_all_else(fetched, hub):
    before = read(fetched)
    hub.faults[VICTIM] = ["403-gated", "*"]
    fetch_later(fetched, hub)
    assert read(fetched) == before.model_copy(update={"gated": True})


def test_a_wrong_token_ends_the_run_at_once(fetched, hub):
    before, asked = read_tree(fetched), len(hub.requests)
    with Hub(hub.endpoint, "hf_wrong", FAST) as access, pytest.raises(TokenError) as caught:
        refresh(access, plan(store.load(fetched), folder=fetched.families), store.load(fetched), LATER)
    assert str(caught.value) == (
        "the Hub refuses the token in HF_TOKEN; make a new read-only token, or unset HF_TOKEN to ask without"
    )
    assert len(hub.requests) - asked <= 4
    assert read_tree(fetched) == before


@pytest.mark.parametrize("kind", ["500", "404"])
def test_more_than_a_tenth_of_losses_write_nothing(fetched, hub, kind):
    before = read_tree(fetched)
    hub.faults |= {repo: [kind, "*"] for repo in REPOS[:2]}
    outcome = fetch(fetched, hub, day=LATER)
    assert read_tree(fetched) == before
    assert explain_doubt(outcome) == "2 of 12 repositories are newly missing or failed, more than 10%"


FOREIGN = ("other-host", "plain-http", "redirect-nowhere", "loop")


@pytest.mark.parametrize("fault", FOREIGN)
def test_a_redirect_to_another_place_is_refused_and_sees_no_token(fetched, hub, stranger, fault):
    hub.foreign = stranger.endpoint
    hub.faults[VICTIM] = [fault, "*"]
    hub.seen.clear()
    result, _ = fetch_later(fetched, hub, token=GOOD_TOKEN)
    reason = "was sent on in a circle" if fault == "loop" else "was sent on to another host, which is refused"
    assert (result.state, result.reason) == ("failed", reason)
    assert stranger.requests == []
    assert hub.seen[VICTIM] <= 4


def test_a_configuration_kept_on_another_host_is_not_read_and_the_rest_is_taken(fetched, hub, stranger):
    hub.foreign = stranger.endpoint
    hub.faults[f"config:{VICTIM}"] = ["other-host", "*"]
    result, _ = fetch_later(fetched, hub, token=GOOD_TOKEN)
    assert result.state == "changed"
    assert result.odd == {"architecture": "was sent on to another host, which is refused"}
    assert read(fetched).architecture.layers == 36
    assert stranger.requests == []


@pytest.mark.parametrize("fault", ["link-other-host", "link-itself", "html", "500", "deep", "429-bare"])
def test_a_broken_listing_costs_requests_but_no_facts(fetched, hub, stranger, fault):
    hub.foreign = stranger.endpoint
    fetch(fetched, hub, day=LATER)
    before = read_tree(fetched)
    hub.faults["list:org"] = [fault, "*"]
    hub.requests.clear()
    outcome = fetch(fetched, hub, day=LATER, token=GOOD_TOKEN)
    assert outcome.counts == {"unchanged": 12}
    assert read_tree(fetched) == before
    assert stranger.requests == []
    assert len(hub.requests) <= 12 + 12


@pytest.mark.parametrize("item", [None, 7, "x", [], {}, {"id": 5}, {"id": "../../x"}, {"id": "org/CON", "sha": "x"}])
def test_a_bad_item_of_a_listing_costs_only_itself(fetched, hub, item):
    fetch(fetched, hub, day=LATER)
    hub.unlisted["org"] = [item]
    hub.requests.clear()
    assert fetch(fetched, hub, day=LATER).counts == {"unchanged": 12}
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


def test_a_run_makes_no_more_requests_than_it_may(fetched, hub):
    before = len(hub.requests)
    outcome = fetch(fetched, hub, day=LATER, limits=replace(FAST, requests=7))
    assert len(hub.requests) - before == 7
    assert outcome.stopped.message == "the run has made the 7 requests it may make"
    assert outcome.results
    assert {result.state for result in outcome.results} == {"changed"}


def test_the_quota_is_kept_to_without_a_single_refusal(fetched, hub):
    hub.limit(quota=12, window=1)
    outcome = fetch(fetched, hub, day=LATER)
    assert hub.refused == 0
    assert outcome.counts == {"changed": 12}


def test_a_token_is_never_sent_unencrypted():
    with pytest.raises(HubError, match=r"http://127.0.0.1:1 is not https, and HF_TOKEN would be sent in the open"):
        Hub("http://127.0.0.1:1", GOOD_TOKEN)


def test_a_repository_that_is_back_but_gated_is_no_longer_missing(fetched, hub):
    model = hub.models.pop(VICTIM)
    before = read(fetched)
    fetch(fetched, hub, day=LATER)
    assert read(fetched).missing_since == LATER
    hub.models[VICTIM] = model
    hub.faults[VICTIM] = ["403-gated", "*"]
    for weeks in (1, 2):
        fetch(fetched, hub, day=LATER + timedelta(days=7 * weeks))
        assert read(fetched) == before.model_copy(update={"gated": True})
    refreshed, _ = store.read_record(fetched.data / "refresh.yaml", RefreshRecord)
    assert (refreshed.present, refreshed.gated, refreshed.missing) == (len(REPOS), 1, ())
    kinds = [change.kind for change in store.load(fetched).changes if change.repo == VICTIM]
    assert kinds == ["added", "missing", "restored", "gated"]


@pytest.mark.parametrize("kept", [True, False])
def test_a_repository_in_other_capitals_keeps_its_record_and_its_history(fetched, hub, kept):
    new = VICTIM.replace("model", "Model")
    files = set(read_tree(fetched))
    hub.models[new] = {**hub.models.pop(VICTIM), "id": new}
    hub.renamed[VICTIM] = new
    [renamed] = fetch(fetched, hub, day=LATER).of("renamed")
    assert renamed.reason == new
    family = fetched.families / "model.yaml"
    formerly = f"    formerly: [{VICTIM}]\n" if kept else ""
    family.write_text(family.read_text().replace(f"  - repo: {VICTIM}\n", f"  - repo: {new}\n{formerly}"))
    later = LATER + timedelta(days=7)
    assert fetch(fetched, hub, day=later).counts == {"changed": 1, "unchanged": len(REPOS) - 1}
    assert fetch(fetched, hub, day=later).counts == {"unchanged": len(REPOS)}
    assert set(read_tree(fetched)) == files
    assert run("check", root=fetched.root).stdout.startswith("No problems: ")
    data = store.load(fetched)
    assert (data.hub[new].revision, data.hub[new].pipeline_tag) == (NEW_SHA, "any-to-any")
    [variant] = [variant for variant in join(data) if variant.repo == new]
    assert [row.day for row in variant.usage] == [DAY, later]
    assert [change.kind for change in variant.changes] == ["added", "renamed"]
    assert variant.facts.license.value == "apache-2.0"


def test_a_record_in_other_capitals_is_of_the_same_week_and_may_be_gone(fetched, hub):
    new = VICTIM.replace("model", "Model")
    family = fetched.families / "model.yaml"
    family.write_text(family.read_text().replace(f"- repo: {VICTIM}\n", f"- repo: {new}\n"))
    del hub.models[VICTIM]
    [result] = fetch(fetched, hub).of("missing")
    assert result.repo == new
    data = store.load(fetched)
    assert (data.hub[new].missing_since, data.hub[new].license) == (DAY, "apache-2.0")
    assert [row.day for row in data.usage[new]] == [DAY]
