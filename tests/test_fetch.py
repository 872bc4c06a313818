"""``catalogue fetch``: from a Hub on this machine, over real sockets, into files."""

import pytest
from fetching import lay_out_families, read_tree, run_fetch, serve_hub

REPOS = [f"org/model-{number}b" for number in range(1, 13)]


@pytest.fixture
def hub(tmp_path, monkeypatch):
    with serve_hub(monkeypatch, tmp_path) as server:
        for repo in REPOS:
            server.add(repo)
        yield server


@pytest.fixture
def workspace(tmp_path):
    return lay_out_families(tmp_path / "root", {"model": REPOS})


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


def test_a_repository_becomes_a_file(workspace, hub):
    done = run_fetch(workspace.root, hub)
    assert (workspace.hub / "org/model-1b.yaml").read_text() == RECORD
    assert (workspace.usage / "model.csv").read_text().splitlines()[:2] == [
        "week,day,repo,downloads,downloads_all_time,likes,finetune,adapter,merge,quantized",
        "2026-W48,2026-11-24,org/model-10b,4123456,40123456,1108,328,716,19,190",
    ]
    assert (workspace.data / "changes/2026.yaml").read_text().splitlines()[:6] == [
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


def test_an_unchanged_hub_changes_no_file_and_takes_one_request(workspace, hub):
    run_fetch(workspace.root, hub)
    before, asked = read_tree(workspace), len(hub.requests)
    done = run_fetch(workspace.root, hub)
    assert read_tree(workspace) == before
    assert [target for target, *_ in hub.requests[asked:]] == ["list:org"]
    assert "12 repositories asked in 1 requests: 12 unchanged." in done.stdout
    assert "0 files changed." in done.stderr
