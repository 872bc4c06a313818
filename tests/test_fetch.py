"""``catalogue fetch``: from a Hub on this machine, over real sockets, into files."""

from datetime import timedelta
from pathlib import Path

import pytest
from fetching import (
    DAY,
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

from generator import store
from generator.refresh import Shard, write_report

CUT_OFF = Path(__file__).parent / "cut_off.py"
RECORD = """\
# Written by `catalogue fetch`; changes made here are lost.
# To correct a value, add an override in data/families/.
license: apache-2.0
license_name: null
license_link: null
parameters_total: 8190735360
parameters_kind: exact
parameters_by_dtype:
  BF16: 8190735360
quantization: null
weights:
- format: safetensors
  bytes: 16381470720
architecture:
  model_type: qwen3
  layers: 36
  hidden_size: 4096
  attention_heads: 32
  kv_heads: 8
  head_dim: 128
  global_layers: 36
  sliding_layers: 0
  linear_layers: 0
  max_positions: 40960
languages:
- en
- zh
hub_created: 2025-04-27
pipeline_tag: text-generation
library_name: transformers
gated: false
eu_disallowed: null
custom_code: false
base_models: null
base_model_relation: null
new_version: null
papers:
- arXiv:2505.09388
datasets: null
revision: 0123456789abcdef0123456789abcdef01234567
last_modified: 2025-07-26
"""


def test_a_repository_becomes_a_file(unfetched, hub):
    done = run_fetch(unfetched.root, hub)
    assert (unfetched.hub / "org/model-1b.yaml").read_text() == RECORD
    assert (unfetched.usage / "model.csv").read_text().splitlines()[:2] == [
        "week,day,repo,downloads,downloads_all_time,likes,finetune,adapter,merge,quantized",
        "2026-W48,2026-11-24,org/model-10b,4123456,40123456,1108,328,716,19,190",
    ]
    assert (unfetched.data / "changes/2026.yaml").read_text().splitlines()[:6] == [
        "# Written by `catalogue fetch`, which only ever adds to the end.",
        "changes:",
        "- day: 2026-11-24",
        "  repo: org/model-1b",
        "  kind: added",
        "  revision: 0123456789abcdef0123456789abcdef01234567",
    ]
    assert done.stdout.splitlines()[:3] == [
        "## Refresh from the Hub, 2026-11-24",
        "",
        "12 repositories asked in 24 requests: 12 added.",
    ]


def test_an_unchanged_hub_changes_no_file_and_takes_one_request(unfetched, hub):
    run_fetch(unfetched.root, hub)
    before, asked = read_tree(unfetched), len(hub.requests)
    done = run_fetch(unfetched.root, hub)
    assert read_tree(unfetched) == before
    assert [target for target, *_ in hub.requests[asked:]] == ["list:org"]
    assert "12 repositories asked in 1 request: 12 unchanged." in done.stdout
    assert "0 files changed." in done.stderr


def test_the_second_request_brings_file_sizes_where_a_header_tells_none(unfetched, hub):
    names = (
        "m-Q4_K_M-00001-of-00002.gguf",
        "m-Q4_K_M-00002-of-00002.gguf",
        "m-UD-IQ2_XXS.gguf",
        "BF16/m-BF16.gguf",
        "mmproj-F16.gguf",
        "config.json",
    )
    hub.models[REPOS[0]].update(
        safetensors=None,
        gguf={"architecture": "qwen3", "total": 8_190_735_360, "context_length": 40960},
        siblings=[{"rfilename": name} for name in names],
    )
    hub.sizes[REPOS[0]] = dict(zip(names, (3_000, 2_000, 1_500, 16_000, 700, 10), strict=True))
    hub.requests.clear()
    fetch(unfetched, hub)
    assert [target for target, *_ in hub.requests if REPOS[0] in target] == [REPOS[0], f"files:{REPOS[0]}"]
    record = store.load(unfetched).hub[REPOS[0]]
    assert [(files.format, files.quantization, files.bytes) for files in record.weights] == [
        ("gguf", "BF16", 16_000),
        ("gguf", "IQ2_XXS", 1_500),
        ("gguf", "Q4_K_M", 5_000),
    ]
    assert record.parameters_total == 8_190_735_360
    assert (record.architecture.model_type, record.architecture.max_positions) == ("qwen3", 40960)


def test_a_known_architecture_stays_when_only_a_header_is_told_again(unfetched, hub):
    """Beside the weights lies a file with a header of its own, as a projector has."""
    hub.models[REPOS[0]]["gguf"] = {"architecture": "clip", "context_length": 77}
    fetch(unfetched, hub)
    before = store.load(unfetched).hub[REPOS[0]].architecture
    assert before.layers is not None
    fetch(unfetched, hub, day=DAY + timedelta(days=7))
    assert store.load(unfetched).hub[REPOS[0]].architecture == before


def test_an_unchanged_revision_takes_one_request_in_a_new_week(unfetched, hub):
    fetch(unfetched, hub)
    before = {path: content for path, content in read_tree(unfetched).items() if "/hub/" in path}
    hub.requests.clear()
    fetch(unfetched, hub, day=DAY + timedelta(days=7))
    assert len(hub.requests) == len(REPOS)
    after = read_tree(unfetched)
    assert {path: after[path] for path in before} == before
    assert len(store.load(unfetched).usage[REPOS[0]]) == 2


def test_the_changes_of_a_repository_are_logged_once_with_before_and_after(unfetched, hub):
    fetch(unfetched, hub)
    hub.models[REPOS[4]].update(
        sha="a" * 40,
        cardData={"license": "other", "license_name": "New License", "license_link": "LICENSE"},
        safetensors={"parameters": {"BF16": 7_000_000_000}, "total": 7_000_000_000},
    )
    day = DAY + timedelta(days=1)
    outcome = fetch(unfetched, hub, day=day)
    fetch(unfetched, hub, day=day)
    record = store.load(unfetched).hub[REPOS[4]]
    assert (record.license, record.license_name) == ("other", "New License")
    assert record.license_link == f"https://huggingface.co/{REPOS[4]}/blob/main/LICENSE"
    changes = [change for change in store.load(unfetched).changes if change.day == day]
    assert [(change.kind, change.before, change.after, change.revision) for change in changes] == [
        ("license-changed", "apache-2.0", "New License", "a" * 40),
        ("parameters-changed", 8_190_735_360, 7_000_000_000, "a" * 40),
    ]
    assert write_report(outcome) == (
        "## Refresh from the Hub, 2026-11-25\n\n"
        "12 repositories asked in 3 requests: 1 changed, 11 unchanged.\n\n"
        "### License changed (1)\n\n"
        "- [org/model-5b](https://huggingface.co/org/model-5b): `apache-2.0` → `New License`\n\n"
        "### Parameters changed (1)\n\n"
        "- [org/model-5b](https://huggingface.co/org/model-5b): 8,190,735,360 → 7,000,000,000\n\n"
        "### Other changes (1)\n\n"
        "- [org/model-5b](https://huggingface.co/org/model-5b): license, license_name, license_link, "
        "parameters_total, parameters_by_dtype, weights, languages\n"
    )


def test_packed_weights_state_no_count(unfetched, hub):
    hub.models[REPOS[0]].update(
        safetensors={"parameters": {"BF16": 2_167_371_072, "U8": 118_244_966_400}},
        config={"model_type": "gpt_oss", "quantization_config": {"quant_method": "mxfp4"}},
    )
    fetch(unfetched, hub)
    record = store.load(unfetched).hub[REPOS[0]]
    assert record.parameters_total is None
    assert record.parameters_by_dtype == {"BF16": 2_167_371_072, "U8": 118_244_966_400}
    assert record.weights[0].bytes == 2 * 2_167_371_072 + 118_244_966_400
    assert record.quantization.method == "mxfp4"


def test_none_and_not_stated_are_apart(unfetched, hub):
    hub.models[REPOS[0]].update(
        cardData={"datasets": [], "base_model": [], "extra_gated_eu_disallowed": False},
        tags=["custom_code"],
        siblings=[{"rfilename": "README.md"}],
        safetensors=None,
        createdAt="2022-03-02T23:29:04.000Z",
    )
    fetch(unfetched, hub)
    record = store.load(unfetched).hub[REPOS[0]]
    none = (record.datasets, record.base_models, record.weights, record.eu_disallowed, record.gated)
    assert none == ((), (), (), False, False)
    assert record.custom_code is True
    for field in ("license", "languages", "papers", "hub_created", "parameters_total", "architecture"):
        assert getattr(record, field) is None
        assert field in record.model_fields_set


def test_bases_come_from_the_hub_and_else_from_the_card_or_the_tags(unfetched, hub):
    hub.models[REPOS[0]]["baseModels"] = {"relation": "finetune", "models": [{"_id": "6", "id": "a/base"}]}
    hub.models[REPOS[1]]["cardData"] = {"base_model": ["a/base", "Removed", "../x", REPOS[1]]}
    hub.models[REPOS[2]]["tags"] = ["base_model:a/base", "base_model:quantized:a/base"]
    fetch(unfetched, hub)
    records = store.load(unfetched).hub
    assert [(records[r].base_models, records[r].base_model_relation) for r in REPOS[:3]] == [
        (("a/base",), "finetune"),
        (("a/base",), None),
        (("a/base",), "quantized"),
    ]


def test_shards_share_the_work_and_touch_no_file_twice(tmp_path, hub):
    families = {f"family-{number}": [f"org/m{number}-{n}" for n in range(number)] for number in range(1, 8)}
    for repos in families.values():
        for repo in repos:
            hub.add(repo)
    touched: list[set[str]] = []
    for number in (1, 2, 3):
        space = lay_out_families(tmp_path / str(number), families)
        before = read_tree(space)
        fetch(space, hub, shard=Shard(number, 3))
        touched.append({path for path, content in read_tree(space).items() if before.get(path) != content})
    assert not touched[0] & touched[1] | touched[0] & touched[2] | touched[1] & touched[2]
    repos = {path for paths in touched for path in paths if "/hub/" in path}
    assert len(repos) == sum(map(len, families.values()))
    assert {len([path for path in paths if "/hub/" in path]) for paths in touched} <= {9, 10}
    assert "data/changes/2026-1-of-3.yaml" in touched[0]


def test_limit_takes_the_oldest_facts_first(unfetched, hub):
    fetch(unfetched, hub, limit=5)
    assert len(store.load(unfetched).hub) == 5
    fetch(unfetched, hub, limit=7)
    assert len(store.load(unfetched).hub) == 12


def test_families_are_chosen_by_name(tmp_path, hub):
    space = lay_out_families(tmp_path / "two", {"one": REPOS[:3], "two": REPOS[3:5]})
    run_fetch(space.root, hub, "two", "--shard", "1/1", "--limit", "1")
    assert sorted(store.load(space).hub) == REPOS[3:4]
    done = run_fetch(space.root, hub, "tow", code=1)
    assert "data/families/tow.yaml: no such family; name files of data/families/ without .yaml" in done.stderr


def test_a_dry_run_reports_and_writes_nothing(unfetched, hub):
    before = read_tree(unfetched)
    done = run_fetch(unfetched.root, hub, "--dry-run")
    assert "12 repositories asked in 24 requests: 12 added." in done.stdout
    assert read_tree(unfetched) == before


@pytest.mark.parametrize("size", [None, True, -5, "5", 0])
def test_a_part_of_the_sizes_is_no_size(unfetched, hub, size):
    names = ("m-00001-of-00002.gguf", "m-00002-of-00002.gguf")
    siblings = [{"rfilename": name, "lfs": {"sha256": "0"}} for name in names]
    hub.models[REPOS[0]].update(safetensors=None, siblings=siblings)
    hub.sizes[REPOS[0]] = dict(zip(names, (5_000_000_000, size), strict=True))
    [result] = [result for result in fetch(unfetched, hub).results if result.repo == REPOS[0]]
    assert result.odd == {"weights": "lacks the size of a file"}
    assert "weights" not in store.load(unfetched).hub[REPOS[0]].model_fields_set


def test_a_file_counts_once_or_not_at_all(unfetched, hub):
    hub.models[REPOS[0]].update(safetensors=None, siblings=[{"rfilename": "m.gguf"}, {"rfilename": "m.gguf"}])
    empty = [{"rfilename": "m.gguf"}, {"rfilename": "empty.bin"}, {"rfilename": "README.md"}]
    hub.models[REPOS[1]].update(safetensors=None, siblings=empty)
    hub.sizes[REPOS[1]] = {"m.gguf": 7, "empty.bin": 0, "README.md": None}
    odd = {result.repo: result.odd for result in fetch(unfetched, hub).results if result.odd}
    assert odd == {REPOS[0]: {"weights": "lists a file twice"}}
    [files] = store.load(unfetched).hub[REPOS[1]].weights
    assert (files.format, files.bytes) == ("gguf", 7)


@pytest.mark.parametrize("lost", ["not listed", "not there", "not told"])
def test_a_revision_without_a_configuration_has_no_architecture(fetched, hub, lost):
    if lost == "not listed":
        hub.models[VICTIM]["siblings"] = [{"rfilename": "model.safetensors"}]
    else:
        hub.configs[VICTIM] = None if lost == "not there" else {"model_type": "qwen3"}
    assert read(fetched).architecture.layers == 36
    fetch_later(fetched, hub)
    after = read(fetched)
    assert (after.revision, after.architecture) == (NEW_SHA, None)
    assert "architecture" in after.model_fields_set


@pytest.mark.parametrize("fault", ["403-gated", "404", "404-code", "401", "other-host"])
def test_a_configuration_that_cannot_be_asked_for_leaves_the_architecture(fetched, hub, stranger, fault):
    hub.foreign = stranger.endpoint
    hub.faults[f"config:{VICTIM}"] = [fault, "*"]
    fetch_later(fetched, hub)
    assert (read(fetched).revision, read(fetched).architecture.layers) == (NEW_SHA, 36)
