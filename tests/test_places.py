"""A branch can carry links and odd files: no command writes through one, and none waits for one."""

import os

import pytest
from conftest import run
from fetching import read_tree, run_fetch

CONFIG = '{"model_type": "llama", "num_hidden_layers": 3}'
NEW_FAMILY = ("new", "family", "tiny", "--publisher", "openai", "--repo", "openai/tiny-1", "--offline")
FIX = "nothing was written; remove it, or put back what belongs in its place"


@pytest.fixture
def elsewhere(tmp_path):
    """A folder outside of every root; it has to stay empty."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    yield folder
    assert not list(folder.iterdir())


def put_link(path, target):
    if path.is_dir():
        path.rename(path.with_name(f"{path.name}.old"))
    path.symlink_to(target)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("data", ("schema",)),
        ("data/schema", ("schema",)),
        ("data/reported", ("report", "hub-configs", "--file", "configs")),
        ("data/families", NEW_FAMILY),
    ],
)
def test_nothing_is_written_through_a_link_to_a_folder(small, elsewhere, place, words):
    (small / "configs").mkdir()
    (small / "configs/org--tiny_config.json").write_text(CONFIG)
    put_link(small / place, elsewhere)
    assert f"{place}: a link; {FIX}" in run(*words, root=small, code=1).stderr


def test_nothing_is_written_through_a_link_to_a_file(small, elsewhere):
    (small / "data/schema").mkdir()
    (small / "data/schema/family.json").symlink_to(elsewhere / "x")
    assert f"data/schema/family.json: a link; {FIX}" in run("schema", root=small, code=1).stderr
    assert [path.name for path in (small / "data/schema").iterdir()] == ["family.json"]


def test_a_file_in_place_of_a_folder_is_named(small):
    (small / "data/schema").write_text("x")
    assert f"data/schema: no plain folder; {FIX}" in run("schema", root=small, code=1).stderr


@pytest.mark.parametrize("place", ["hub", "hub/org", "usage", "changes"])
@pytest.mark.parametrize("command", ["fetch", "discover"])
def test_what_asks_the_hub_writes_through_no_link(unfetched, hub, elsewhere, place, command):
    path = unfetched.data / place
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(elsewhere)
    before = read_tree(unfetched)
    words = ("--write",) if command == "discover" else ()
    assert f"data/{place}: a link" in run_fetch(unfetched.root, hub, *words, command=command, code=1).stderr
    assert read_tree(unfetched) == before
    assert hub.requests == []


@pytest.mark.parametrize("command", ["fetch", "discover"])
@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_stands_in_place_of_the_lock_is_left_alone(unfetched, hub, tmp_path, kind, command):
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    make = {"link": lambda path: path.symlink_to(outside), "pipe": os.mkfifo, "folder": os.mkdir}[kind]
    make(unfetched.lock)
    message = "a link" if kind == "link" else "no plain file"
    done = run_fetch(unfetched.root, hub, command=command, code=1)
    assert f"data/.refresh.lock: {message}; {FIX}" in done.stderr
    assert outside.read_text() == "mine"
    assert hub.requests == []
