"""Makes and applies patches of what machines write, and of nothing else.

A patch to apply is judged by what it does, not by what it says: git applies it to a copy of the index, and every
difference from ``HEAD`` has to be a plain file at a place where a machine writes. Only then it is applied.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import CatalogueError, Problem, raise_all
from generator.git import GitError, apply_whole, find_commit, run_git
from generator.records.base import is_repo_id
from generator.store import find_limit, find_obstacle, is_id
from generator.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import PurePath

OWNED = ("data/hub", "data/usage", "data/changes", "data/reported", "data/refresh.yaml", "data/links.yaml")
"""What only machines write, as README says."""

_PLACES = re.compile(
    r"data/(hub/(?P<repo>[^/]+/[^/]+)\.yaml|(usage/(?P<family>[^/]+)\.csv)|((changes|reported)/(?P<id>[^/]+)\.yaml)"
    r"|refresh(-\d+-of-\d+)?\.yaml|links\.yaml)",
    re.ASCII,
)
_PLAIN = (
    *("--cached", "--binary", "--no-renames", "--no-color", "--no-ext-diff", "--no-textconv", "--no-relative"),
    *("--src-prefix=a/", "--dst-prefix=b/", "--unified=3", "--text"),
)
"""How a patch is written, whatever a user's own settings of git say."""

MAX_PATCH_BYTES = 64 * 1024 * 1024
MAX_HUNKS = 5000
"""Places of one file that a patch may change: git looks for each of them in all of the file."""
_BINARY = re.compile(rb"^GIT binary patch", re.MULTILINE)
_COPY = re.compile(rb"^(copy|rename) (from|to|old|new) ", re.MULTILINE)
_HIDDEN = ":(exclude,glob)data/**/.*"
"""What a write that was cut off leaves beside a file; no reader looks at it."""
_DAY = re.compile(rb"^day: .*$", re.MULTILINE)
_REFRESH = "data/refresh.yaml"
_FILE, _NONE = "100644", "000000"
_KINDS = {"120000": "a link", "160000": "a submodule", "100755": "an executable file"}


class _Entry(NamedTuple):
    path: str
    before: str
    after: str
    blob: str = ""


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
    content = _read(patch)
    if not content:
        return ()
    words = ("apply", "--whitespace=nowarn", "--no-ignore-whitespace", "-")
    try:
        _require_top(root, patch)
        _require_whole(root)
        _refuse_twice(root, patch, content)
        with tempfile.TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder).absolute() / "index")}
            run_git(root, "read-tree", "HEAD", environment=index)
            run_git(root, *words, "--cached", environment=index, given=content)
            entries = tuple(_list_entries(root, index))
        raise_all(problem for entry in entries for problem in _judge(entry))
        raise_all((*_measure(root, entries), *_find_obstacles(root, entries)))
        # A file that was touched since is not a changed one.
        run_git(root, "update-index", "-q", "--refresh")
        apply_whole(root, words, content, [entry.path for entry in entries])
    except GitError as error:
        fix = "make it anew from the commit that is checked out"
        raise CatalogueError([Problem(path=patch, message=f"does not apply: {error}", fix=fix)]) from None
    return tuple(entry.path for entry in entries)


def _read(patch: Path) -> bytes:
    """Return a patch, which may come through a pipe; one that could unpack to more than it shows is refused.

    Lines of text add no more than they are long; a binary change or a copy can make a gigabyte out of a few bytes.
    """
    with patch.open("rb") as file:
        content = file.read(MAX_PATCH_BYTES + 1)
    message = None
    if len(content) > MAX_PATCH_BYTES:
        message = f"has more than {MAX_PATCH_BYTES:,} bytes"
    elif _BINARY.search(content):
        message = "holds a binary change, and machines write text"
    elif _COPY.search(content):
        message = "copies or renames a file, which no patch of a machine does"
    elif max(section.count(b"\n@@ -") for section in content.split(b"\ndiff --git ")) > MAX_HUNKS:
        message = f"changes a file at more than {MAX_HUNKS:,} places"
    if message:
        raise CatalogueError([Problem(path=patch, message=message, fix="propose it by hand")])
    return content


def _refuse_twice(root: Path, patch: Path, content: bytes) -> None:
    """Raise CatalogueError when a patch names a file twice: git keeps what each step makes of it until the end."""
    listed = run_git(root, "apply", "--numstat", "--whitespace=nowarn", "-z", "-", given=content).split(b"\0")[:-1]
    counts = Counter(line.split(b"\t", 2)[2] for line in listed)
    twice = next((os.fsdecode(name) for name, count in counts.items() if count > 1), None)
    if twice is not None:
        message, fix = f"names {twice} twice, which no patch of a machine does", "propose it by hand"
        raise CatalogueError([Problem(path=patch, message=message, fix=fix)])


def _refuse_submodules(root: Path) -> None:
    """Raise CatalogueError where git would look into no folder: what was fetched there would be lost."""
    listed = os.fsdecode(run_git(root, "ls-files", "--stage", "-z", "--", "data")).split("\0")[:-1]
    found = (entry.partition("\t")[2] for entry in listed if entry.startswith("160000 "))
    fix = "remove it with 'git rm --cached', and commit"
    raise_all(Problem(path=PurePosixPath(path), message="is a submodule, no folder of data", fix=fix) for path in found)


def _require_top(root: Path, path: PurePath) -> None:
    """Raise CatalogueError in a subfolder of a repository: git passes over what a patch says of other folders."""
    if run_git(root, "rev-parse", "--show-prefix").strip():
        message, fix = "the root is a folder inside of a git repository", "it has to be the top folder of one"
        raise CatalogueError([Problem(path=path, message=message, fix=fix)])


def _require_whole(root: Path) -> None:
    """Raise CatalogueError where a sparse checkout lacks files: what undoes a patch would make them deleted ones."""
    if any(entry.startswith(b"S ") for entry in run_git(root, "ls-files", "-t", "-z", "--", "data").split(b"\0")):
        message, fix = "not all of it is checked out", "run 'git sparse-checkout disable'"
        raise CatalogueError([Problem(path=PurePosixPath("data"), message=message, fix=fix)])


def _measure(root: Path, entries: tuple[_Entry, ...]) -> Iterator[Problem]:
    """Yield the files that no reader would take."""
    names = "".join(f"{entry.blob}\n" for entry in entries).encode()
    sizes = run_git(root, "cat-file", "--batch-check=%(objectsize)", given=names).split()
    for entry, size in zip(entries, map(int, sizes), strict=True):
        limit = find_limit(Workspace(root), root / entry.path)
        if size > limit:
            message = f"would have {size:,} bytes, more than the {limit:,} a data file may have"
            yield Problem(path=PurePosixPath(entry.path), message=message, fix="make it smaller first")


def _find_obstacles(root: Path, entries: tuple[_Entry, ...]) -> Iterator[Problem]:
    """Yield the places where git would write through a link: it knows only those that are committed."""
    for entry in entries:
        if problem := find_obstacle(root, root / entry.path):
            yield problem


def _list_entries(root: Path, index: dict[str, str]) -> Iterator[_Entry]:
    """Yield every path whose entry in the index differs from HEAD, with both modes."""
    raw = run_git(root, "diff-index", "--cached", "--raw", "-z", "--no-renames", "HEAD", environment=index)
    fields = raw.decode("utf-8", "surrogateescape").split("\0")[:-1]
    for meta, path in zip(fields[::2], fields[1::2], strict=True):
        before, after, _, blob, _ = meta.removeprefix(":").split()
        yield _Entry(path, before, after, blob)


def _is_owned(path: str) -> bool:
    """Whether a machine writes a file of this path, by the rules of who reads it."""
    place = _PLACES.fullmatch(path)
    if place is None:
        return False
    if repo := place["repo"]:
        return is_repo_id(repo)
    name = place["family"] or place["id"]
    return name is None or is_id(name)


def _judge(entry: _Entry) -> Iterator[Problem]:
    path = PurePosixPath(entry.path.encode("utf-8", "replace").decode())
    if not _is_owned(entry.path):
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
        _require_top(root, PurePosixPath("data"))
        find_commit(root, since)
        paths = (*(path for path in OWNED if (root / path).exists()), *_list_parts(root))
        if not paths:
            return b""  # without a name git would take everything
        # What a .gitignore hides is news all the same.
        run_git(root, "add", "--all", "--force", "--", *paths, _HIDDEN)
        _refuse_submodules(root)  # behind the add: a folder may hold a repository of its own, which was none before
        entries = tuple(_list_entries(root, {}))
        if not entries or (entries[0][:3] == (_REFRESH, _FILE, _FILE) and len(entries) == 1 and _is_only_day(root)):
            return b""
        words = ("diff", *_PLAIN, "--end-of-options", since, "--", "data")
        return run_git(root, *words, environment={"GIT_DIFF_OPTS": ""})
    except GitError as error:
        fix = "run it in the top folder of a git repository that holds the commit"
        raise CatalogueError([Problem(path=PurePosixPath("data"), message=f"no patch: {error}", fix=fix)]) from None


def _list_parts(root: Path) -> Iterator[str]:
    """Yield the files that shards wrote beside ``refresh.yaml``, and those that are staged but gone again."""
    names = "data/refresh-*-of-*.yaml"
    found = {path.relative_to(root).as_posix() for path in root.glob(names)}
    staged = os.fsdecode(run_git(root, "ls-files", "-z", "--", names)).split("\0")
    yield from sorted(name for name in found.union(staged) if _PLACES.fullmatch(name))


def _is_only_day(root: Path) -> bool:
    before, after = (run_git(root, "cat-file", "-p", f"{tree}:{_REFRESH}") for tree in ("HEAD", ""))
    return _DAY.sub(b"", before) == _DAY.sub(b"", after)
