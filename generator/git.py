"""Runs git: as a process, with words of our own and without a shell."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, cast

from generator.ending import undisturbed
from generator.errors import CatalogueError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path


SECONDS = 300
"""How long one command may take: a patch can be made so that it takes hours."""
MAX_BLOB, MAX_TOTAL = 32 * 1024 * 1024, 1024**3
"""Bytes of one file that are written, and of all of ``data/``."""

MAX_ENTRIES, MAX_LISTING = 40_000, 32 * 1024 * 1024
"""Files and folders of ``data/`` that are written, and bytes of what lists them; 10,000 variants take a third."""

MAX_NAME, MAX_PATH = 255, 1000
"""Bytes of a name that systems take, and characters of a path, which lies in another folder here."""

_LINK, _SUBMODULE, _FOLDER = "120000", "160000", "040000"
_NEVER = frozenset({"", ".", "..", ".git"})
"""What no part of a name may be; git looks at it where it writes, and not where it fetches."""
_REASONS = ("fatal: ", "error: ")


class GitError(Exception):
    """Git refused; the text is the last reason that it gave."""


def run_git(root: Path, *words: str, environment: Mapping[str, str] | None = None, given: bytes = b"") -> bytes:
    """Return what a git command prints.

    Args:
        root: Folder it works in.
        words: The command and its arguments.
        environment: Variables to add.
        given: What it reads on standard input.

    Raises:
        GitError: When it fails, or takes longer than :data:`SECONDS`.
    """
    variables = {**os.environ, "LC_ALL": "C", "GIT_LITERAL_PATHSPECS": "0", **(environment or {})}
    try:
        code, printed, complaint = _run(root, ["git", *words], variables, given)
    except subprocess.TimeoutExpired:
        raise GitError(f"git {words[0]} took longer than {SECONDS} seconds") from None
    if code:
        lines = complaint.decode(errors="replace").splitlines()
        said = [line for line in lines if line.strip() and not line.startswith("hint: ")]
        reasons = [line for line in said if line.startswith(_REASONS)] or said[:1]
        silent = f"git {words[0]} gave no reason; another one may run, or have left .git/index.lock"
        raise GitError(reasons[-1] if reasons else silent)
    return printed


def _run(root: Path, command: Sequence[str], variables: Mapping[str, str], given: bytes) -> tuple[int, bytes, bytes]:
    """Return the exit code and the two outputs; git is asked to end, not killed: it takes its locks along.

    In a session of its own, it gets no signal of the terminal: it ends when this program wants it to.
    """
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603  our own words; what users name comes after --end-of-options or --
        command, cwd=root, env=variables, stdin=pipe, stdout=pipe, stderr=pipe, start_new_session=True
    ) as process:
        try:
            printed, complaint = process.communicate(given, timeout=SECONDS)
        except BaseException:
            process.terminate()
            process.communicate()
            raise
        return process.returncode, printed, complaint


def find_commit(root: Path, revision: str) -> str:
    """Return the hash of a commit.

    Args:
        root: A folder of the repository.
        revision: Any name git has for it.

    Raises:
        GitError: When there is none.
    """
    return run_git(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").decode().strip()


def apply_whole(root: Path, words: Sequence[str], patch: bytes, paths: Iterable[str]) -> None:
    """Apply a patch to the index and the files: all of it, or nothing when git fails or is interrupted.

    Args:
        root: Top folder of the repository.
        words: The command of git that applies what it reads.
        patch: What it reads.
        paths: The files it changes.

    Raises:
        GitError: When git fails.
    """
    run_git(root, *words, "--index", "--check", given=patch)
    tree = run_git(root, "write-tree").decode().strip()
    try:
        run_git(root, *words, "--index", given=patch)
    except BaseException:
        with undisturbed():
            _restore(root, tree, paths)
        raise


def _restore(root: Path, tree: str, paths: Iterable[str]) -> None:
    """Put files back as they are in a tree; what it does not hold is removed first, for the disk may be full."""
    run_git(root, "read-tree", tree)
    known = set(run_git(root, "ls-files", "-z").split(b"\0"))
    changed = [os.fsencode(path) for path in paths]
    for path in changed:
        if path not in known:
            (root / os.fsdecode(path)).unlink(missing_ok=True)
    kept = b"".join(path + b"\0" for path in changed if path in known)
    run_git(root, "checkout-index", "--force", "-z", "--stdin", given=kept)
    run_git(root, "update-index", "-q", "--refresh")


def export_data(root: Path, revision: str, folder: Path) -> None:
    """Write ``data/`` as it was at a revision into a folder.

    Args:
        root: A folder of the repository that holds ``data/``.
        revision: Any name git has for a commit.
        folder: Where it goes; it exists.

    Raises:
        CatalogueError: When git knows no such revision, or it holds no ``data/``.
    """
    try:
        tree = run_git(root, "rev-parse", "--verify", f"{find_commit(root, revision)}:./data").decode().strip()
        _write_files(root, folder / "data", _list_tree(root, tree))
    except GitError as error:
        fix = "name a commit, branch or tag that holds data/, or a folder that does"
        message = f"no revision with data/ ({error})"
        raise CatalogueError([Problem(path=PurePosixPath(revision), message=message, fix=fix)]) from None


def _list_tree(root: Path, tree: str) -> list[tuple[str, str, str]]:
    """Return mode, hash and name of all that a tree holds; none of the names leads out of it, or stands twice.

    A few folders that name one another can hold more than any machine has room for, so nothing is written before.
    """
    command = ["git", "ls-tree", "-r", "-t", "-z", "--full-tree", tree]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=root, stdin=quiet, stderr=quiet, stdout=subprocess.PIPE) as process:  # noqa: S603  likewise
        listing = cast("IO[bytes]", process.stdout).read(MAX_LISTING + 1)
        if len(listing) > MAX_LISTING or listing.count(b"\0") > MAX_ENTRIES:
            process.kill()
            raise GitError(f"data/ has more than {MAX_ENTRIES:,} files and folders")
    if process.returncode:
        raise GitError("git cannot list data/")
    lines = [line.partition("\t") for line in os.fsdecode(listing).split("\0")[:-1]]
    names = [name for _, _, name in lines]
    odd = next((name for name in names if not _may_stand(name)), None)
    if odd is not None or len(set(names)) < len(names):
        raise GitError("two files of one name in data/" if odd is None else f"invalid path data/{odd:.300}")
    return [(meta.split()[0], meta.split()[2], name) for meta, _, name in lines]


def _may_stand(name: str) -> bool:
    """Whether the system takes a name, and git does not take it for its own."""
    parts = name.lower().split("/")
    return _NEVER.isdisjoint(parts) and len(name) <= MAX_PATH and max(map(len, map(os.fsencode, parts))) <= MAX_NAME


def _write_files(root: Path, folder: Path, entries: Iterable[tuple[str, str, str]]) -> None:
    """Write the blobs of a tree as they are: a checkout would follow what ``.gitattributes`` says of them."""
    files, links = [], []
    for mode, blob, name in entries:
        path = folder / name
        if mode == _FOLDER:
            continue
        # A submodule is an empty folder, as in a clone.
        (path if mode == _SUBMODULE else path.parent).mkdir(parents=True, exist_ok=True)
        if mode == _LINK:
            links.append(path)
        elif mode != _SUBMODULE:
            files.append((path, blob))
    _write_blobs(root, files)
    for path in links:  # last, and to nowhere: whoever reads it says that it is a link
        path.symlink_to("a link")


def _write_blobs(root: Path, files: Sequence[tuple[Path, str]]) -> None:
    """Write each blob into its file; one that no reader would take is as long there, and empty."""
    left = MAX_TOTAL
    with tempfile.TemporaryFile() as names:
        names.writelines(f"{blob}\n".encode() for _, blob in files)
        names.seek(0)
        command = ["git", "cat-file", "--batch"]
        quiet, pipe = subprocess.DEVNULL, subprocess.PIPE
        with subprocess.Popen(command, cwd=root, stdin=names, stdout=pipe, stderr=quiet) as process:  # noqa: S603  likewise
            said = cast("IO[bytes]", process.stdout)
            for path, blob in files:
                name, _, size = (*said.readline(1000).split(), b"", b"", b"")[:3]
                if name.decode(errors="replace") != blob or not size.isdigit() or (left := left - int(size)) < 0:
                    process.kill()
                    raise GitError(f"no blob {blob}" if left >= 0 else f"data/ has more than {MAX_TOTAL:,} bytes")
                if not _copy(said, path, int(size)):
                    raise GitError(f"blob {blob} is damaged")


def _copy(said: IO[bytes], path: Path, size: int) -> bool:
    """Write what comes of a blob; return whether that is all of it, which a line end follows."""
    with path.open("wb") as file:
        file.truncate(size)
        rest = size
        while rest and (piece := said.read(min(rest, 1 << 20))):
            if size <= MAX_BLOB:
                file.write(piece)
            rest -= len(piece)
    return said.read(1) == b"\n"
