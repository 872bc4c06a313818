"""``catalogue discover``: what no family holds yet, where it belongs, and an edit that only adds lines."""

import difflib
import re
import shutil

import pytest
from conftest import SMALL, run
from fetching import lay_out_families, read_tree, run_fetch, serve_hub

from generator import store
from generator.discover.naming import Packing, find_line, read_packing
from generator.discover.placing import MAX_ADDED
from generator.store import InsertionError, insert, read_lines

FAMILY = """\
# The family of a test.
title: Model
publisher: org
summary: >-
  Test models,
  in two lines.
series:
# First the small ones.
- id: model-2
  title: Model 2
  purpose: general
  summary: Test.
  variants:
  - repo: org/Model-2-7B     # the first
    builds:
    - {repo: org/Model-2-7B-FP8, format: fp8}   # ours
    overrides:
    - field: license
      value: mit
      reason: Said so.
      source: "https://example.org/"
      checked: null

  # Two more to come.
  - repo: org/Model-2-30B
    overrides:
    - field: license
      value: mit
      reason: >-
        Said so,
        at length.
      source: "https://example.org/"
      checked: null

# Then the ones for code.
- id: model-2-coder
  title: Model 2 Coder
  purpose: code
  summary: Test.
  variants: [{repo: org/Model-2-Coder-7B}]
- id: model-3
  title: Model 3
  purpose: general
  summary: Test.
  variants:
  - repo: org/Model-3-1B
"""

ADDED = {
    "    - {repo: org/Model-2-7B-GPTQ-Int4, format: gptq, bits: 4}\n",
    "    builds:\n",
    "    - {repo: org/Model-2-30B-GGUF, format: gguf}\n",
    "    - {repo: org/Model-3-1B-AWQ, format: awq}\n",
    "  - repo: org/Model-2-70B\n",
    "  - repo: org/Model-3-9B-Instruct\n",
}


@pytest.fixture
def hub(tmp_path, monkeypatch):
    with serve_hub(monkeypatch, tmp_path, page_size=4) as server:
        names = {
            "Model-2-7B": 900,
            "Model-2-7B-FP8": 800,
            "Model-2-30B": 700,
            "Model-2-Coder-7B": 650,
            "Model-3-1B": 600,
            "Model-2-7B-GPTQ-Int4": 50,
            "Model-2-30B-GGUF": 1_234_567,
            "Model-3-1B-AWQ": 40,
            "Model-2-70B": 30,
            "Model-3-9B-Instruct": 20,
            "Model-2-Coder-32B": 10,
            "Model-9-Vision": 5,
            "left-over": 3,
        }
        for name, downloads in names.items():
            server.add(f"org/{name}", downloads=downloads)
        yield server


@pytest.fixture
def workspace(tmp_path):
    space = lay_out_families(tmp_path / "root", {"model": ["org/x"]})
    (space.families / "model.yaml").write_text(FAMILY)
    shutil.copy(SMALL / "data/licenses/mit.yaml", space.licenses)
    space.left_out.write_text("repos:\n  org/left-over: {reason: not-a-model, note: A test.}\n")
    return space


LISTED = """\
7 new repositories of org: 5 can be placed, 2 need a series
      1,234,567  org/Model-2-30B-GGUF: model: gguf build of org/Model-2-30B
             50  org/Model-2-7B-GPTQ-Int4: model: gptq build of org/Model-2-7B
             40  org/Model-3-1B-AWQ: model: awq build of org/Model-3-1B
             30  org/Model-2-70B: model: variant of series model-2
             20  org/Model-3-9B-Instruct: model: variant of series model-3
             10  org/Model-2-Coder-32B: model: variant of series model-2-coder
              5  org/Model-9-Vision: model: needs a series
"""


def test_what_is_new_is_listed_with_its_place(workspace, hub):
    before = read_tree(workspace)
    done = run_fetch(workspace.root, hub, command="discover")
    assert done.stdout == LISTED.replace("5 can be placed, 2 need", "6 can be placed, 1 needs")
    assert read_tree(workspace) == before
    assert hub.seen == {"list:org": 4}


def test_no_title_is_a_command_to_a_log(workspace, hub):
    (path,) = workspace.publishers.glob("*.yaml")
    path.write_text(re.sub("^title: .*", "title: '##[error]'", path.read_text(), flags=re.MULTILINE))
    done = run_fetch(workspace.root, hub, command="discover")
    assert "of ##\\x5berror]: " in done.stdout


def test_write_adds_lines_and_touches_no_other(workspace, hub):
    done = run_fetch(workspace.root, hub, "org", "--write", command="discover")
    assert done.stdout == LISTED.replace("can be placed", "placed").replace(
        "variant of series model-2-coder",
        "variant of series model-2-coder (not added: a list in brackets, or none at all)",
    )
    text = (workspace.families / "model.yaml").read_text()
    changes = [line for line in difflib.ndiff(FAMILY.splitlines(True), text.splitlines(True)) if line[0] != " "]
    assert {line[:2] for line in changes} == {"+ "}
    assert {line[2:] for line in changes} == ADDED
    [series, _, third] = store.load(workspace).families["model"].series
    assert [variant.repo for variant in series.variants] == ["org/Model-2-7B", "org/Model-2-30B", "org/Model-2-70B"]
    assert [build.repo for build in series.variants[1].builds] == ["org/Model-2-30B-GGUF"]
    assert [build.repo for build in third.variants[0].builds] == ["org/Model-3-1B-AWQ"]
    again = run_fetch(workspace.root, hub, "org", command="discover")
    assert again.stdout.startswith("2 new repositories of org: 1 can be placed, 1 needs a series\n")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [("html", "answered with something that is not JSON"), ("404-list", "answered in a way that cannot be read")],
)
def test_a_listing_that_breaks_is_said_and_the_others_are_listed(workspace, hub, fault, reason):
    hub.faults["list:org"] = [fault, "*"]
    done = run_fetch(workspace.root, hub, command="discover", code=1)
    assert f"org: {reason}; run discover again for it" in done.stderr


@pytest.mark.parametrize(("fault", "pages"), [("list-endless", 101), ("list-endless-large", 3)])
def test_a_listing_without_end_is_given_up(workspace, hub, fault, pages):
    hub.faults["list:org"] = [fault, "*"]
    done = run_fetch(workspace.root, hub, command="discover", code=1)
    assert "org: a listing of more than 100 pages or 33,554,432 bytes; run discover again for it" in done.stderr
    assert hub.seen == {"list:org": pages}


CLASHES = ("Model-2-77B-v1.0", "Model-2-77B-v1-0", "Model-3-77b", "MODEL-3-77B", "Model-2-7B-INT8", "model-2-7b-int8")


def test_what_is_added_never_shares_an_address(workspace, hub):
    for number, name in enumerate(CLASHES):
        hub.add(f"org/{name}", downloads=100 - number)
    before = set(store.load(workspace).families["model"].model_dump_json().split('"'))
    done = run_fetch(workspace.root, hub, "--write", command="discover")
    assert "org/Model-2-77B-v1-0: model: needs a series" in done.stdout
    after = set(store.load(workspace).families["model"].model_dump_json().split('"'))
    assert after - before >= {"org/Model-2-77B-v1.0", "org/Model-3-77b", "org/Model-2-7B-INT8"}
    assert not after & {"org/Model-2-77B-v1-0", "org/MODEL-3-77B", "org/model-2-7b-int8"}
    run("check", root=workspace.root)


def test_line_breaks_stay_as_they_were(workspace, hub):
    path = workspace.families / "model.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    run_fetch(workspace.root, hub, "--write", command="discover")
    content = path.read_bytes()
    assert b"org/Model-2-70B" in content
    assert content.count(b"\r\n") == content.count(b"\n") == FAMILY.count("\n") + 7


def test_a_publisher_that_is_none_is_named(workspace, hub):
    done = run_fetch(workspace.root, hub, "nobody", command="discover", code=1)
    message = "data/publishers/nobody.yaml: no such publisher; name files of data/publishers/ without .yaml"
    assert message in done.stderr


def test_hostile_items_are_passed_over(workspace, hub):
    hub.unlisted["org"] = [{"id": "../../x"}, {"id": "org/a`b"}, {"id": "other/Model-2-8B"}, 7]
    hub.add("org/Model-2-8B", downloads="many", tags="x")
    done = run_fetch(workspace.root, hub, command="discover")
    assert "              0  org/Model-2-8B: model: variant of series model-2\n" in done.stdout
    assert "other/" not in done.stdout
    assert "`" not in done.stdout


@pytest.mark.parametrize(
    ("name", "packing"),
    [
        ("Qwen3-8B-GGUF", Packing("gguf", None, "Qwen3-8B")),
        ("gemma-3-4b-it-qat-q4_0-gguf", Packing("gguf", None, "gemma-3-4b-it-qat")),
        ("Qwen3-8B-FP8", Packing("fp8", None, "Qwen3-8B")),
        ("Qwen3-32B-FP8-Static-PerTensor", Packing("fp8", None, "Qwen3-32B")),
        ("Qwen2.5-7B-Instruct-GPTQ-Int8", Packing("gptq", 8, "Qwen2.5-7B-Instruct")),
        ("Qwen2.5-7B-Instruct-AWQ", Packing("awq", None, "Qwen2.5-7B-Instruct")),
        ("Qwen3-4B-MLX-4bit", Packing("mlx", 4, "Qwen3-4B")),
        ("Qwen3-4B-MLX-bf16", Packing("mlx", None, "Qwen3-4B")),
        ("DeepSeek-V3.1-NVFP4", Packing("fp4", None, "DeepSeek-V3.1")),
        ("Llama-3.1-8B-quantized.w4a16", Packing("compressed-tensors", 4, "Llama-3.1-8B-quantized")),
        ("Qwen3-8B", None),
        ("GGUF", None),
    ],
)
def test_the_end_of_a_name_tells_the_packing(name, packing):
    assert read_packing(name) == packing


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("Qwen3-Coder-30B-A3B-Instruct", "qwen3-coder"),
        ("Qwen3-0.6B", "qwen3"),
        ("DeepSeek-V3.1-Base", "deepseek-v3.1"),
        ("DeepSeek-R1-0528", "deepseek-r1"),
        ("gemma-3n-E4B-it", "gemma-3n"),
        ("Mixtral-8x7B-v0.1", "mixtral"),
        ("7B", "7b"),
    ],
)
def test_a_name_belongs_to_a_line_of_models(name, line):
    assert find_line(name) == line


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"series: [", "the file has a mistake in line 2: not YAML"),
        (b"series:\n- a\nseries:\n- b\n", "the file has a mistake in line 3: key 'series' stands twice"),
        (b"", "there is no"),
        (b"series: 5\n", "there is no"),
        (b"- a\n", "there is no"),
        (b"series:\n- - a\n", "in brackets, or none"),
        (b"\xff", "the file was changed meanwhile: not UTF-8 at byte 0"),
        (None, "the file was changed meanwhile: cannot be read"),
    ],
)
def test_a_file_that_somebody_saves_meanwhile_is_left_as_it_is(tmp_path, content, reason):
    path = tmp_path / "a.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InsertionError, match=reason):
        insert(read_lines(path), ("series", 0, "variants"), {"repo": "a/b"})


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("a: []\n", ("a",)),
        ("a: [1]\n", ("a",)),
        ("a: {b: c}\n", ("a", "list")),
        ("a:\n- 1\n", ("b", "c")),
        ("a:\n- &x {b: c}\n", ("a",)),
    ],
)
def test_an_unsafe_place_is_left_to_a_person(text, at):
    with pytest.raises(InsertionError):
        insert(text, at, {"repo": "a/b"})


def test_an_entry_is_added_without_a_last_line_break_and_quoted_where_needed():
    assert insert("a:\n- b", ("a",), {"repo": "1e5/no"}) == "a:\n- b\n- repo: 1e5/no\n"
    assert insert("a:\n  - b: |\n      c\n\n# end\n", ("a",), {"x": "no"}) == (
        'a:\n  - b: |\n      c\n  - {x: "no"}\n\n# end\n'
    )


def test_one_run_adds_a_bounded_number(workspace, hub):
    for number in range(MAX_ADDED + 3):
        hub.add(f"org/Model-2-{1000 + number}B")
    done = run_fetch(workspace.root, hub, "--write", command="discover")
    added = store.load(workspace).families["model"].model_dump_json()
    assert done.stdout.count(f"(not added: more than {MAX_ADDED} at once: run it again)") >= 3
    assert added.count("org/Model-2-1") <= MAX_ADDED
    run("check", root=workspace.root)
