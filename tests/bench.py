"""Measures a full build: ``make bench``.

The real catalogue, and synthetic ones of 1,000 and 10,000 variants made from a seed, each in its own process.
Figures of one run are only compared with a bare Jinja loop of the same run that renders and writes the same
bytes; single seconds say little on a shared machine.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from jinja2 import Environment

from tests.conftest import lay_out

PROJECT = Path(__file__).parent.parent
FOLDER = PROJECT / ".build" / "bench"
TODAY = "2026-11-24"
VARIANTS_A_FAMILY = 50


def main() -> None:
    """Print one line per catalogue."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    print(f"{'catalogue':>12} {'pages':>7} {'wall s':>7} {'ms/page':>8} {'load':>6} {'render':>7} {'MkDocs':>7} "
          f"{'peak MB':>8} {'site MB':>8} {'kB/page':>8} {'bare s':>7} {'ratio':>6}")  # fmt: skip
    walls = {}
    for name, root in [("real", PROJECT), *((f"{n:,}", make_synthetic(n)) for n in (1_000, 10_000))]:
        figures = measure(root)
        walls[name] = figures["wall"]
        show(name, figures, bare_loop(FOLDER / "site"))
    print(f"growth from 1,000 to 10,000 variants: {walls['10,000'] / walls['1,000']:.1f} times the wall time")


def show(name: str, figures: dict[str, float], bare: float) -> None:
    """Print the line of one catalogue."""
    pages, wall = figures["pages"], figures["wall"]
    shares = (figures[step] / wall for step in ("load", "render", "mkdocs"))
    load, render, mkdocs = (f"{share:.0%}" for share in shares)
    print(f"{name:>12} {pages:>7,} {wall:>7.2f} {1000 * wall / pages:>8.2f} {load:>6} {render:>7} {mkdocs:>7} "
          f"{figures['peak'] / 1e6:>8.0f} {figures['bytes'] / 1e6:>8.1f} {figures['html'] / pages / 1e3:>8.1f} "
          f"{bare:>7.2f} {wall / bare:>6.1f}", flush=True)  # fmt: skip


def measure(root: Path) -> dict[str, float]:
    """Build a root in a process of its own and return its figures."""
    site = FOLDER / "site"
    shutil.rmtree(site, ignore_errors=True)
    command = [sys.executable, "-m", "tests.bench_build", str(root), str(site), TODAY]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=PROJECT)
    html = [path.stat().st_size for path in site.rglob("*.html")]
    total = sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    return {**json.loads(done.stdout), "html": sum(html), "bytes": total}


def bare_loop(site: Path) -> float:
    """Return the seconds a bare Jinja loop takes to render and write the pages of a site again."""
    pages = [path.read_text(encoding="utf-8") for path in site.rglob("index.html")]
    template = Environment(autoescape=True).from_string(
        "{{ head }}{% for line in lines %}{{ line | safe }}\n{% endfor %}"
    )
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        start = time.perf_counter()
        for number, text in enumerate(pages):
            target = Path(folder) / str(number)
            target.mkdir()
            (target / "index.html").write_text(template.render(lines=text.splitlines()), encoding="utf-8")
        return time.perf_counter() - start


def make_synthetic(count: int) -> Path:
    """Make a root with so many variants, from a seed, out of the words of the real data."""
    root, data = FOLDER / f"root-{count}", FOLDER / f"data-{count}"
    for folder in (root, data):
        shutil.rmtree(folder, ignore_errors=True)
    for name in ("publishers", "licenses"):
        shutil.copytree(PROJECT / "data" / name, data / name)
    write_families(data, count, random.Random(7))  # noqa: S311  figures, no secrets
    return lay_out(root, data)


def write_families(data: Path, count: int, chance: random.Random) -> None:
    """Write families of :data:`VARIANTS_A_FAMILY` variants, and one data set that states facts of each."""
    found = {path.stem: re.search(r"^hub: \[([^],]+)", path.read_text(), re.MULTILINE)
             for path in sorted((data / "publishers").iterdir())}  # fmt: skip
    organizations = {id_: match[1] for id_, match in found.items() if match}
    licenses = ["apache-2.0", "mit", "llama3.1", "gemma", "cc-by-nc-4.0", "other"]
    purposes = ["general", "code", "vision-language", "embedding", "image-generation"]
    (data / "families").mkdir()
    (data / "reported").mkdir()
    rows = []
    for family in range(count // VARIANTS_A_FAMILY):
        publisher = chance.choice([*organizations])
        lines = [
            f"title: Family {family}",
            f"publisher: {publisher}",
            "summary: Made for measuring.",
            "series:",
        ]
        for series in range(5):
            lines += [f"- id: series-{series}", f"  title: Series {series}", f"  purpose: {chance.choice(purposes)}",
                      "  summary: A group of variants.", "  variants:"]  # fmt: skip
            for number in range(VARIANTS_A_FAMILY // 5):
                repo = f"{organizations[publisher]}/Family-{family}-Model-{series}-{number}B-Instruct"
                lines += [f"  - repo: {repo}", "    builds:", f"    - {{repo: {repo}-FP8, format: fp8}}"]
                rows += [f"  {repo}:", f"    license: {chance.choice(licenses)}",
                         f"    parameters_total: {chance.randrange(10**8, 10**12)}", "    parameters_kind: exact",
                         f"    context_tokens: {2 ** chance.randrange(11, 18)}", "    languages: [en, es, zh]",
                         f"    released: {date(2023 + chance.randrange(3), 1 + chance.randrange(12), 1)}",
                         f"    downloads: {chance.randrange(10**7)}"]  # fmt: skip
        (data / "families" / f"family-{family}.yaml").write_text("\n".join(lines) + "\n")
    head = ["title: Made for measuring", "url: https://example.org/", "version: null", "as_of: 2026-11-24",
            "license: null", "attribution: Nobody.", "rank: 1", "repos:"]  # fmt: skip
    (data / "reported" / "made.yaml").write_text("\n".join(head + rows) + "\n")


if __name__ == "__main__":
    main()
