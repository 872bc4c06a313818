"""Measures reading and checking 10,000 variants from YAML: ``python -m tests.bench_load``.

The same synthetic catalogue as :mod:`tests.bench`, once with the facts of one data set, once with a Hub record of
some forty fields for each variant, too. The time that counts is the processor's: other work on the machine only
makes the clock's worse.
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


class Load(NamedTuple):
    """Seconds of the processor and of the clock, and how many variants and files were read."""

    processor: float
    wall: float
    variants: int
    files: int


def measure_load(variants: int = 10_000, *, hub: bool = False) -> Load:
    """Read and check a synthetic catalogue of so many variants.

    Args:
        variants: How many.
        hub: Whether each has a record of the Hub.
    """
    workspace = Workspace(make_synthetic(variants))
    shutil.rmtree(workspace.hub, ignore_errors=True)
    if hub:
        _write_hub(workspace)
    wall, processor = time.perf_counter(), time.process_time()
    catalogue = load_catalogue(workspace)
    processor, wall = time.process_time() - processor, time.perf_counter() - wall
    files = sum(1 for _ in workspace.data.rglob("*.yaml"))
    return Load(processor, wall, sum(1 for _ in catalogue), files)


def _write_hub(workspace: Workspace) -> None:
    text = (EXAMPLE.hub / "example" / "Example-1.yaml").read_text(encoding="utf-8")
    for variant in join(store.load(workspace)):
        path = workspace.hub / f"{variant.repo}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def main() -> None:
    """Print the figures, and say when one is over the limit."""
    for hub in (False, True):
        load = measure_load(hub=hub)
        told = "within" if load.processor < LIMIT_SECONDS else "OVER"
        print(
            f"load and check {load.variants:,} variants in {load.files:,} files, "
            f"{'with' if hub else 'without'} the Hub's: "
            f"{load.processor:.2f} s of processor, {load.wall:.2f} s by the clock; {told} {LIMIT_SECONDS:.0f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
