"""Where a site may go and what it may be made from: plain files, and nothing but an older site is ever replaced."""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.errors import Problem, raise_all
from generator.pages import FOLDERS
from generator.records.base import is_reserved
from generator.site.handwritten import check_page
from generator.site.kinds import FIX, may_stand
from generator.site.navigation import list_navigation
from generator.workspace import OWNED_FILES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from generator.workspace import Workspace

BUILT = ".built"
"""Name of the file in a site that lists all its files: nothing else is ever removed."""

MAX_LISTING_BYTES = 16 * 1024 * 1024
"""Of that file: 10,000 variants take one of them."""

MAX_DEPTH = 20
"""Folders in folders: a thousand of them end every program that walks through them."""

_PLAIN = re.compile(r"\.?[A-Za-z0-9][A-Za-z0-9_.~-]*", re.ASCII)
"""Names that every system, archive and host can hold."""

_LINK = "is a link: what is written there would stand elsewhere"


def refuse_foreign(workspace: Workspace, site: Path) -> None:
    """Refuse to build where something would be lost.

    Args:
        workspace: The catalogue.
        site: Where its site is to go; a link in its last part is not followed.

    Raises:
        CatalogueError: When the place holds something else than a site, or lies among what sites are made from.
    """
    raise_all(_find_foreign(workspace, site))


def refuse_odd(workspace: Workspace) -> None:
    """Refuse to give MkDocs anything but plain files and folders: it would follow a link, and wait for a pipe.

    It would also publish a file of any kind as it is, and one may hold a script that no gate sees; and it reads
    pages without bounds.

    Args:
        workspace: The catalogue.

    Raises:
        CatalogueError: With all that is neither file nor folder in ``docs/``, all that a browser might run, and all
            pages of people that are too long or have more in their front matter than a page needs.
    """
    fix = "put the folder or file itself there, or remove it"
    problems = [Problem(path=path, message=message, fix=fix) for path, message in _find_links(workspace.docs)]
    if not problems:
        pages = frozenset(list_navigation(workspace.config))
        found = ((path, path.relative_to(workspace.docs)) for path in _list_handwritten(workspace.docs))
        problems += [problem for path, name in found for problem in _judge(path, name, pages)]
    raise_all(replace(problem, path=workspace.shorten(problem.path)) for problem in problems)  # type: ignore[arg-type]


def refuse_shadowing(workspace: Workspace, files: Collection[str]) -> None:
    """Refuse files in ``docs/`` that take the place of the theme's own: MkDocs would publish them as its scripts.

    Args:
        workspace: The catalogue.
        files: What the theme alone publishes beside the pages.

    Raises:
        CatalogueError: With each such file.
    """
    names = {path: path.relative_to(workspace.docs).as_posix() for path in _list_handwritten(workspace.docs)}
    message, fix = "stands in the place of a file of the theme", "give it another name"
    raise_all(
        Problem(path=workspace.shorten(path), message=message, fix=fix) for path, name in names.items() if name in files
    )


def list_sources(workspace: Workspace) -> Iterator[Path]:
    """Yield each file that a site is made from and that no build writes; no build follows a link in their place."""
    yield workspace.config
    if not workspace.data.is_symlink():
        yield from workspace.data.rglob("*")
    if not workspace.docs.is_symlink():
        yield from (path for path in _list_handwritten(workspace.docs) if workspace.leaves not in path.parents)


def list_built(site: Path) -> None:
    """Write down which files a site has, so that a later build knows them as its own."""
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    (site / BUILT).write_text("".join(f"{name}\n" for name in names), encoding="utf-8")


def _find_links(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield what is neither file nor folder; a hidden link to nowhere is an editor's lock, which MkDocs ignores."""
    if folder.is_symlink():
        yield folder, _LINK
        return
    left = [str(folder)]
    while left:
        with os.scandir(left.pop()) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                path = Path(entry.path)
                if not entry.name.isprintable():
                    yield path, "has a name that cannot be read"
                elif entry.is_symlink():
                    if path.exists() or not entry.name.startswith("."):
                        yield path, _LINK
                elif entry.is_dir():
                    if len(path.relative_to(folder).parts) > MAX_DEPTH:
                        yield path, f"lies more than {MAX_DEPTH} folders deep"
                        return
                    left.append(entry.path)
                elif not entry.is_file():
                    yield path, "is not a plain file"


def _judge(path: Path, name: Path, pages: Collection[str]) -> Iterator[Problem]:
    if path.is_symlink():
        return  # an editor's lock: any other was refused before
    parts = name.parts
    if not all(_PLAIN.fullmatch(part) and not part.endswith(".") and not is_reserved(part) for part in parts):
        fix = "rename it with letters, digits, dots, hyphens and underscores"
        yield Problem(path=path, message="has a name that not every system can hold", fix=fix)
    elif parts[0] == "templates":
        message, fix = "lies in a folder that MkDocs leaves out", "rename the folder"
        yield Problem(path=path, message=message, fix=fix)
    elif any("." in part[1:] for part in parts[:-1]):
        fix = "rename the folder, without a dot"
        yield Problem(path=path, message="lies in a folder that is called like a file", fix=fix)
    elif not may_stand(name.as_posix()):
        message = "is of a kind that a browser may run, or that nobody needs"
        yield Problem(path=path, message=message, fix=FIX)
    elif path.suffix == ".md" and not path.name.startswith("."):
        if name.as_posix() not in pages:
            message, fix = "stands in no navigation", "add it to nav in mkdocs.yml, or remove it"
            yield Problem(path=path, message=message, fix=fix)
        if "." in path.stem:
            yield Problem(path=path, message="is called like a file of another kind", fix="rename it, without a dot")
        if path.with_suffix("").is_dir() or name.with_suffix("").as_posix() in FOLDERS:
            fix = "move it there as index.md, or rename it"
            yield Problem(path=path, message="has the address of a folder", fix=fix)
        yield from check_page(path)


def _list_handwritten(docs: Path) -> Iterator[Path]:
    """Yield each file that people laid there: what was rendered is written anew each time."""
    for folder, folders, files in os.walk(docs):
        place = Path(folder).relative_to(docs)
        if place.parts[:1] != ("theme",):
            folders[:] = [name for name in folders if not name.startswith(".")]
        folders.sort()
        if place.parts[:1] and place.parts[0] in FOLDERS:
            folders.clear()
            continue
        yield from (Path(folder) / name for name in sorted(files) if (place / name).as_posix() not in OWNED_FILES)


def _find_foreign(workspace: Workspace, site: Path) -> Iterator[Problem]:
    fix = "name another folder with --site"
    sources = (workspace.data, workspace.docs, workspace.root / ".git")
    if workspace.root.is_relative_to(site):
        yield Problem(path=site, message="the catalogue itself lies in it", fix=fix)
    elif any(site.is_relative_to(folder) for folder in sources):
        yield Problem(path=site, message="lies among what the site is made from", fix=fix)
    elif site.is_symlink() or (site.exists() and not site.is_dir()):
        yield Problem(path=site, message="is not a plain folder", fix=fix)
    elif site.is_dir() and (foreign := _find_others(site)):
        message = f"holds something else than a site, which would be lost: {foreign}"
        yield Problem(path=site, message=message, fix=f"{fix}, or remove it")


def _find_others(site: Path) -> str:
    """Return the first file that no build wrote there; empty when there is none."""
    if mounted := _find_mount(site):
        return mounted
    built: set[str] = set()
    with suppress(OSError):
        found = (site / BUILT).lstat()
        if stat.S_ISREG(found.st_mode) and 0 < found.st_size <= MAX_LISTING_BYTES:  # else a link, or without end
            with (site / BUILT).open(encoding="utf-8", errors="replace") as lines:
                built = {BUILT, *(line.removesuffix("\n") for line in lines)}
    refused: list[OSError] = []
    for folder, folders, files in os.walk(site, onerror=refused.append):
        for name in sorted(files):
            path = Path(folder, name)
            shown = path.relative_to(site).as_posix()
            if shown not in built or path.is_symlink():
                return shown
        linked = next((path for path in (Path(folder, name) for name in sorted(folders)) if path.is_symlink()), None)
        if linked:
            return linked.relative_to(site).as_posix()
    return Path(refused[0].filename).relative_to(site).as_posix() if refused else ""


def _find_mount(site: Path) -> str:
    """Return a folder below where something is mounted, which would be emptied; proc(5) tells the form of the list."""
    with suppress(OSError):
        for line in Path("/proc/self/mountinfo").read_bytes().splitlines():
            point = os.fsdecode(line.split(b" ")[4].decode("unicode_escape").encode("latin-1"))
            if point.startswith(f"{site}/"):
                return point.removeprefix(f"{site}/")
    return ""
