"""Builds the site from ``docs/`` and checks the result."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.ending import undisturbed
from generator.errors import CatalogueError, Problem
from generator.site.folder import list_built, list_sources, refuse_foreign, refuse_odd, refuse_shadowing
from generator.site.inspection import inspect_site
from generator.site.leaf import write_leaves
from generator.site.measure import take_measure
from generator.site.mkdocs import run_mkdocs
from generator.site.probe import build_probe
from generator.store.beneath import naming, remove_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.site.measure import Measure
    from generator.workspace import Workspace

__all__ = ["build_site", "list_sources"]


def build_site(
    workspace: Workspace,
    site: Path,
    sources: Iterable[str],
    example: Mapping[str, str | bytes],
    environment: Mapping[str, str],
) -> int:
    """Build ``docs/`` into a site and check it.

    Args:
        workspace: The catalogue, rendered.
        site: Where the site goes; it takes its place only when it is whole.
        sources: Files below ``docs/`` that must be in the site: sources of pages as pages, others as they are.
        example: The same rendered from the example, which holds nobody's data.
        environment: Variables for MkDocs.

    Returns:
        How many pages there are.

    Raises:
        CatalogueError: When MkDocs fails or warns, or the result is broken; an older site stays.
    """
    refuse_foreign(workspace, site)
    refuse_odd(workspace)
    site.parent.mkdir(parents=True, exist_ok=True)
    with _workshop(site) as folder:
        probe = build_probe(workspace, folder, example, environment)
        measure = take_measure(probe)
        refuse_shadowing(workspace, measure.files)
        write_leaves(workspace, probe, measure.policy)
        fresh, old = folder / "fresh", folder / "old"
        run_mkdocs(workspace.config, fresh, environment)
        count = _inspect(fresh, workspace.shorten(site), sources, measure)
        list_built(fresh)
        refuse_foreign(workspace, site)  # somebody may have laid something there meanwhile
        _exchange(site, fresh, old)
    return count


@contextmanager
def _workshop(site: Path) -> Iterator[Path]:
    """Give a folder beside a site to build in, and remove it with all it holds then."""
    try:
        folder = Path(tempfile.mkdtemp(dir=site.parent, prefix=f".{site.name}."))
    except OSError as error:
        error.filename = str(site)  # of the two, the one that was asked for
        raise
    try:
        with naming(site):
            yield folder
    finally:
        with undisturbed() as came:
            remove_folder(folder)
        if came:  # also where the build failed: serve goes on behind that
            raise KeyboardInterrupt
    if folder.exists():
        message = "the new site is in its place, and this is left of the old one: the system does not let it be removed"
        raise CatalogueError([Problem(path=folder, message=message, fix="allow it, and remove the folder")])


def _exchange(site: Path, fresh: Path, old: Path) -> None:
    """Put a new site in the place of an older one, which comes back when that is cut off, wherever it is."""
    try:
        if site.exists():
            site.rename(old)
        fresh.rename(site)
    except BaseException:
        if old.exists() and not site.exists():
            old.rename(site)
        raise


def _inspect(fresh: Path, site: Path, sources: Iterable[str], measure: Measure) -> int:
    """Check a site before it takes its place; problems name the place it would have taken."""
    try:
        return inspect_site(fresh, sources, measure)
    except CatalogueError as error:
        found = (replace(problem, path=site / problem.path.relative_to(fresh)) for problem in error.problems)
        raise CatalogueError(found) from None
