"""``check``, ``render``, ``build`` and ``serve``: from data to a site."""

from __future__ import annotations

import gc
import os
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from generator import store
from generator.catalogue import join
from generator.cli.console import progress, report_problems, say
from generator.cli.failing import report_failure
from generator.cli.options import fix_environment, with_root, with_today
from generator.cli.serving import SiteServer, stamp, watch
from generator.derive.future import find_future
from generator.errors import CatalogueError, raise_all
from generator.render import TEMPLATES, render_pages, write_docs
from generator.site import build_site, list_sources
from generator.store.lock import hold
from generator.visible import spell_out
from generator.workspace import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from datetime import date

    from generator.catalogue import Catalogue
    from generator.workspace import Workspace


@contextmanager
def keep_objects() -> Iterator[None]:
    """Look for no garbage among what is made meanwhile: all of it is kept, and looking took half of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def load_catalogue(workspace: Workspace) -> Catalogue:
    """Read and join all of ``data/``.

    Raises:
        CatalogueError: With every problem, each with line and column.
    """
    try:
        with keep_objects():
            with progress("Reading data") as step:
                data = store.load(workspace, step=step)
            return join(data)
    except CatalogueError as error:
        raise store.place(error, workspace) from None


_AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print problems as JSON on standard output.")


@click.command()
@with_root
@with_today
@_AS_JSON
def check(workspace: Workspace, today: date, *, as_json: bool) -> None:
    """Check all of data/ and report every problem in one run."""
    try:
        catalogue = load_catalogue(workspace)
        # A remark, no problem: the clock of this machine may be the one that is wrong.
        for problem in store.place(CatalogueError(find_future(catalogue, today)), workspace).problems:
            click.echo(str(problem), err=True)
        raise_all(store.place(CatalogueError((*catalogue.doubts, *store.find_hidden(workspace))), workspace).problems)
    except CatalogueError as error:
        report_problems(error, as_json=as_json)
        raise SystemExit(1) from None
    say("[]" if as_json else f"No problems: {len(catalogue.families)} families, {sum(1 for _ in catalogue)} variants.")


@click.command()
@with_root
@with_today
def render(workspace: Workspace, today: date) -> None:
    """Render data/ into the owned folders of docs/."""
    catalogue = load_catalogue(workspace)
    files = _render(catalogue, today)
    with _hold(workspace):
        changed = write_docs(workspace, files)
    say(f"Rendered {len(files):,} files, {changed:,} changed.")


@click.command()
@with_root
@with_today
@click.option("--site", type=click.Path(path_type=Path, file_okay=False), help="Where the site goes.")
@_AS_JSON
def build(workspace: Workspace, today: date, site: Path | None, *, as_json: bool) -> None:
    """Render, build the site with MkDocs, and check it."""
    start = time.perf_counter()
    target = _find_target(site or workspace.site)
    try:
        count = _build(workspace, today, target)
    except CatalogueError as error:
        report_problems(error, as_json=as_json)
        raise SystemExit(1) from None
    built = f"Built {count:,} pages in {time.perf_counter() - start:.1f} s: {spell_out(str(target))}/index.html"
    say("[]" if as_json else built)


def _find_target(site: Path) -> Path:
    """Return the full path of a site; a link in its last part stays one, so that it can be refused."""
    path = Path(os.path.abspath(site))  # noqa: PTH100  resolve() would follow it
    return Path(os.path.realpath(path.parent), path.name)  # resolve() ends at links in a circle with another error


def _build(workspace: Workspace, today: date, target: Path, *, wait: bool = False) -> int:
    """Build the site into a folder; return how many pages it has."""
    files = _render(load_catalogue(workspace), today)
    with _hold(workspace, wait=wait):
        write_docs(workspace, files)
        with progress("Building the site"):
            example = render_pages(join(store.load(EXAMPLE)), today)
            return build_site(workspace, target, files, example, fix_environment(today))


def _hold(workspace: Workspace, *, wait: bool = False) -> AbstractContextManager[None]:
    """Let nothing else be rendered there meanwhile: two builds share ``docs/``."""
    return hold(workspace, workspace.docs, "build", wait=wait)


@click.command()
@with_root
@with_today
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port on this machine.")
def serve(workspace: Workspace, today: date, port: int) -> None:
    """Build, serve the site on this machine, and build again whenever something it is made from changes."""
    with TemporaryDirectory() as folder:  # what git or another build puts into site/ is not shown
        site = Path(folder).resolve() / "site"
        try:
            server = SiteServer(site, port)
        except OSError:
            message = f"port {port} is taken: end the program that has it, or name another"
            raise click.BadParameter(message, param_hint="--port") from None
        with server:
            _serve(workspace, today, server)


def _serve(workspace: Workspace, today: date, server: SiteServer) -> None:
    """Build into the server's folder, and again after each change, until a person stops it."""

    def renew() -> None:
        try:
            count = _build(workspace, today, server.site, wait=True)
            say(f"Built again: {count:,} pages. Reload the page to see them.")
        except Exception as error:  # noqa: BLE001  the next change may mend it
            report_failure(error)

    def list_files() -> Iterator[Path]:
        yield from list_sources(workspace)
        yield from TEMPLATES.rglob("*")

    before = stamp(list_files)
    _build(workspace, today, server.site)
    server.start()
    say(f"Serving http://127.0.0.1:{server.server_port}/ - stop with Ctrl-C.")
    watch(list_files, before, renew)


def _render(catalogue: Catalogue, today: date) -> dict[str, str | bytes]:
    with progress("Rendering pages") as step:
        return render_pages(catalogue, today, step=step)
