"""One build in a process of its own, with the seconds of each step and the peak of memory as JSON."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from datetime import date
from pathlib import Path

from generator import store
from generator.catalogue import join
from generator.render import render_pages, write_docs
from generator.site import build_site
from generator.workspace import EXAMPLE, Workspace


def main(root: Path, site: Path, today: date) -> None:
    """Build, and print the figures."""
    workspace = Workspace(root)
    start = time.perf_counter()
    catalogue = join(store.load(workspace))
    loaded = time.perf_counter()
    files = render_pages(catalogue, today)
    write_docs(workspace, files)
    rendered = time.perf_counter()
    example = render_pages(join(store.load(EXAMPLE)), today)
    pages = build_site(workspace, site, files, example, os.environ)
    end = time.perf_counter()
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    figures = {"pages": pages, "wall": end - start, "load": loaded - start, "render": rendered - loaded}
    print(json.dumps({**figures, "mkdocs": end - rendered, "peak": peak * 1024}))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), date.fromisoformat(sys.argv[3]))
