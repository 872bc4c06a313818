"""Makes and applies patches of what machines write, and of nothing else.

A patch to apply is judged by what it does, not by what it says: git applies it to a copy of the index, and every
difference from ``HEAD`` has to be a plain file at a place where a machine writes. Only then it is applied.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import CatalogueError, Problem, raise_all
from generator.git import GitError, run_git

if TYPE_CHECKING:
    from collections.abc import Iterator

OWNED = ("data/hub", "data/usage", "data/changes", "data/reported", "data/refresh.yaml", "data/links.yaml")
"""What only machines write, as README says."""

_PLACES = re.compile(
    r"data/(hub/[\w.-]+/[\w.-]+\.yaml|usage/[\w.+-]+\.csv|(changes|reported)/[\w.+-]+\.yaml"
    r"|refresh(-\d+-of-\d+)?\.yaml|links\.yaml)",
    re.ASCII,
)
_DAY = re.compile(rb"^day: .*$", re.MULTILINE)
_REFRESH = "data/refresh.yaml"
_FILE, _NONE = "100644", "000000"
_KINDS = {"120000": "a link", "160000": "a submodule", "100755": "an executable file"}


class _Entry(NamedTuple):
    path: str
    before: str
    after: str


def apply_patch(root: Path, patch: Path) -> tuple[str, ...]:
    """Apply a patch to the index and the files of a repository.

    Args:
        root: Top folder of the repository.
        patch: A patch as ``git diff --binary`` writes it; an empty one is fine.

    Returns:
        The paths it changed.

    Raises:
        CatalogueError: When it does not apply, or touches anything else; nothing has changed then.
    """
    if not patch.stat().st_size:
        return ()
    words = ("apply", "--whitespace=nowarn")
    try:
        with tempfile.TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            run_git(root, "read-tree", "HEAD", environment=index)
            run_git(root, *words, "--cached", "--", str(patch), environment=index)
            entries = tuple(_list_entries(root, index))
        raise_all(problem for entry in entries for problem in _judge(entry))
        run_git(root, *words, "--index", "--", str(patch))
    except GitError as error:
        fix = "make it anew from the commit that is checked out"
        raise CatalogueError([Problem(path=patch, message=f"does not apply: {error}", fix=fix)]) from None
    return tuple(entry.path for entry in entries)


def _list_entries(root: Path, index: dict[str, str]) -> Iterator[_Entry]:
    """Yield every path whose entry in the index differs from HEAD, with both modes."""
    raw = run_git(root, "diff-index", "--cached", "--raw", "-z", "--no-renames", "HEAD", environment=index)
    fields = raw.decode("utf-8", "surrogateescape").split("\0")[:-1]
    for meta, path in zip(fields[::2], fields[1::2], strict=True):
        before, after, *_ = meta.removeprefix(":").split()
        yield _Entry(path, before, after)


def _judge(entry: _Entry) -> Iterator[Problem]:
    path = PurePosixPath(entry.path.encode("utf-8", "replace").decode())
    if not _PLACES.fullmatch(entry.path):
        yield Problem(path=path, message="the patch changes it, but no machine owns it", fix="propose it by hand")
    for mode in sorted({entry.before, entry.after} - {_FILE, _NONE}):
        what = _KINDS.get(mode, f"of mode {mode}")
        yield Problem(path=path, message=f"is {what}", fix="only plain files of mode 100644 are taken")
    if entry.after == _NONE:
        yield Problem(path=path, message="the patch deletes it", fix="a refresh never deletes; remove it by hand")


def make_patch(root: Path, since: str = "HEAD") -> bytes:
    """Return what machines changed as a patch; it is empty when nothing but the day of the last refresh did.

    Args:
        root: Top folder of the repository; what machines own is added to its index.
        since: The commit the patch is to be applied to; whether there is news is told from HEAD.

    Raises:
        CatalogueError: When git refuses.
    """
    try:
        run_git(root, "add", "--all", "--", *(path for path in OWNED if (root / path).exists()), *_list_parts(root))
        entries = tuple(_list_entries(root, {}))
        if not entries or (entries == (_Entry(_REFRESH, _FILE, _FILE),) and _is_only_day(root)):
            return b""
        return run_git(root, "diff", "--cached", "--binary", "--no-renames", "--no-color", since, "--", "data")
    except GitError as error:
        fix = "run it in the top folder of a git repository with a commit"
        raise CatalogueError([Problem(path=PurePosixPath("data"), message=f"no patch: {error}", fix=fix)]) from None


def _list_parts(root: Path) -> Iterator[str]:
    """Yield the files that shards wrote beside ``refresh.yaml``, and those that are staged but gone again."""
    names = "data/refresh-*-of-*.yaml"
    found = {path.relative_to(root).as_posix() for path in root.glob(names)}
    yield from sorted(found | set(run_git(root, "ls-files", "--", names).decode().splitlines()))


def _is_only_day(root: Path) -> bool:
    before, after = (run_git(root, "cat-file", "-p", f"{tree}:{_REFRESH}") for tree in ("HEAD", ""))
    return _DAY.sub(b"", before) == _DAY.sub(b"", after)
