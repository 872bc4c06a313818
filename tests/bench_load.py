"""Measures reading and checking 10,000 variants from YAML: ``python -m tests.bench_load``.

The same synthetic catalogue as :mod:`tests.bench`: with the facts of one data set; with a Hub record for each variant,
too, as a fetch writes it; and with one that has every field there is, as no repository states it. The time that counts
is the processor's: other work on the machine only makes the clock's worse.
"""

from __future__ import annotations

import shutil
import time
from typing import NamedTuple

from generator import store
from generator.catalogue import join
from generator.cli.publishing import load_catalogue
from generator.workspace import EXAMPLE, Workspace
from tests.bench import make_synthetic

LIMIT_SECONDS = 4.0

FETCHED = """\
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
languages: null
hub_created: 2025-04-27
pipeline_tag: text-generation
library_name: transformers
gated: false
eu_disallowed: null
custom_code: false
base_models:
- Qwen/Qwen3-8B-Base
base_model_relation: finetune
new_version: null
papers:
- arXiv:2309.00071
- arXiv:2505.09388
datasets: null
revision: 0123456789abcdef0123456789abcdef01234567
last_modified: 2025-07-26
"""
"""What a fetch writes, here with the figures of Qwen/Qwen3-8B."""


class Load(NamedTuple):
    """Seconds of the processor and of the clock, and how many variants and files were read."""

    processor: float
    wall: float
    variants: int
    files: int


def measure_load(variants: int = 10_000, record: str | None = None) -> Load:
    """Read and check a synthetic catalogue of so many variants.

    Args:
        variants: How many.
        record: The record of the Hub that each has, if any.
    """
    workspace = Workspace(make_synthetic(variants))
    shutil.rmtree(workspace.hub, ignore_errors=True)
    if record is not None:
        _write_hub(workspace, record)
    wall, processor = time.perf_counter(), time.process_time()
    catalogue = load_catalogue(workspace)
    processor, wall = time.process_time() - processor, time.perf_counter() - wall
    files = sum(1 for _ in workspace.data.rglob("*.yaml"))
    return Load(processor, wall, sum(1 for _ in catalogue), files)


def _write_hub(workspace: Workspace, record: str) -> None:
    for variant in join(store.load(workspace)):
        path = workspace.hub / f"{variant.repo}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(record, encoding="utf-8")


def main() -> None:
    """Print the figures, and say when one is over the limit."""
    full = (EXAMPLE.hub / "example" / "Example-1.yaml").read_text(encoding="utf-8")
    records = {"no Hub records": None, "fetched Hub records": FETCHED, "Hub records of every field": full}
    for what, record in records.items():
        load = measure_load(record=record)
        told = "within" if load.processor < LIMIT_SECONDS else "OVER"
        print(
            f"load and check {load.variants:,} variants in {load.files:,} files, "
            f"{what}: "
            f"{load.processor:.2f} s of processor, {load.wall:.2f} s by the clock; {told} {LIMIT_SECONDS:.0f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
