"""``catalogue join-shards``: what several shards wrote is what one run would have written."""

from datetime import timedelta

import conftest
import pytest
from fetching import DAY, REPOS, fetch, lay_out_families, read_tree

from generator import store
from generator.refresh import Shard, hold_lock


def test_shards_join_into_the_files_of_a_whole_run(tmp_path, hub):
    families = {"one": REPOS[:6], "two": REPOS[6:]}
    whole, parts = (lay_out_families(tmp_path / name, families) for name in ("whole", "parts"))
    for repo, values in ((REPOS[0], {"gated": "auto"}), (REPOS[7], {"gated": "manual"})):
        hub.models[repo].update(values)
    for day in (DAY, DAY + timedelta(days=1)):
        fetch(whole, hub, day=day)
        for number in (1, 2):
            fetch(parts, hub, day=day, shard=Shard(number, 2))
        assert conftest.run("join-shards", root=parts.root).stdout == "2 shards joined.\n"
        hub.models[REPOS[3]]["gated"] = True
    first, second = read_tree(whole), read_tree(parts)
    assert first.keys() == second.keys()
    assert {path for path in first if first[path] != second[path]} <= {"data/changes/2026.yaml"}
    logs = [sorted(store.load(space).changes, key=lambda change: (change.day, change.repo)) for space in (whole, parts)]
    assert logs[0] == logs[1]
    assert len(logs[0]) == len(REPOS) + 1


def test_without_shards_there_is_nothing_to_join(unfetched):
    before = read_tree(unfetched)
    assert conftest.run("join-shards", root=unfetched.root).stdout == "0 shards joined.\n"
    assert read_tree(unfetched) == before


def test_what_is_named_only_like_a_shard_stays(unfetched):
    unfetched.changes.mkdir()
    for name in ("changes/x-1-of-2.yaml", "changes/-1-of-2.yaml", "changes/2026-a-of-2.yaml", "refresh-1-of-x.yaml"):
        (unfetched.data / name).write_text("changes: []\n")
    before = read_tree(unfetched)
    assert conftest.run("join-shards", root=unfetched.root).stdout == "0 shards joined.\n"
    assert read_tree(unfetched) == before


def test_nothing_is_joined_while_a_refresh_writes(unfetched):
    (unfetched.data / "refresh-1-of-2.yaml").write_text("day: soon\n")
    before = read_tree(unfetched)
    with hold_lock(unfetched):
        done = conftest.run("join-shards", root=unfetched.root, code=1)
    assert "data/.refresh.lock: another refresh of this folder is running; wait until it has ended" in done.stderr
    assert read_tree(unfetched) == before


def test_a_shard_that_cannot_be_read_joins_nothing(unfetched):
    (unfetched.data / "refresh-1-of-2.yaml").write_text("day: soon\n")
    before = read_tree(unfetched)
    done = conftest.run("join-shards", root=unfetched.root, code=1)
    assert "refresh-1-of-2.yaml:1:1: day: 'soon' is not a day as YYYY-MM-DD; correct it" in done.stderr
    assert read_tree(unfetched) == before


def write_shard(workspace, name, asked=1):
    (workspace.data / name).write_text(
        f"day: 2026-11-28\nasked: {asked}\npresent: 1\ngated: 0\nmissing: []\nrenamed: {{}}\nfailed: {{}}\n"
    )


def test_shards_that_count_too_much_together_join_nothing(unfetched):
    for number in (1, 2):
        write_shard(unfetched, f"refresh-{number}-of-2.yaml", 10**9)
    before = read_tree(unfetched)
    done = conftest.run("join-shards", root=unfetched.root, code=1)
    assert "refresh-1-of-2.yaml: together with the other shards it counts more than" in done.stderr
    assert read_tree(unfetched) == before


@pytest.mark.parametrize("kind", ["garbage", "link", "nowhere", "folder"])
def test_what_stands_in_place_of_the_joined_shards_takes_none_away(unfetched, tmp_path, kind):
    joined = unfetched.data / "refresh-0-of-0.yaml"
    if kind == "folder":
        joined.mkdir()
    elif kind == "garbage":
        joined.write_text("\0garbage")
    else:
        write_shard(unfetched, "refresh.yaml")
        joined.symlink_to(unfetched.data / "refresh.yaml" if kind == "link" else tmp_path / "nowhere")
    write_shard(unfetched, "refresh-1-of-1.yaml")
    before = read_tree(unfetched)
    done = conftest.run("join-shards", root=unfetched.root, code=1)
    assert "refresh-0-of-0.yaml" in done.stderr
    assert read_tree(unfetched) == before


def test_shards_whose_joining_was_killed_are_counted_once(unfetched, hub):
    for number in (1, 2):
        fetch(unfetched, hub, shard=Shard(number, 2))
    parts = sorted(unfetched.data.glob("refresh-*"))
    kept = parts[1].read_bytes()
    conftest.run("join-shards", root=unfetched.root)
    whole = (unfetched.data / "refresh.yaml").read_bytes()
    (unfetched.data / "refresh.yaml").rename(unfetched.data / "refresh-0-of-0.yaml")  # as after the first unlink
    parts[1].write_bytes(kept)
    assert conftest.run("join-shards", root=unfetched.root).stdout == "1 shard joined.\n"
    assert (unfetched.data / "refresh.yaml").read_bytes() == whole
    assert not list(unfetched.data.glob("refresh-*"))
