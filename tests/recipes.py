"""Follows a recipe of a document to the letter: writes its files, applies its patches, runs its commands."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from conftest import PROJECT, SMALL

_FENCE = re.compile(r"^(?P<indent> *)```(?P<kind>\w+)\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`]+)`")

MADE = ["--old-file=.venv/.site", "--old-file=.venv/.test"]
"""What tells make that the environment, which the copy borrows, is up to date."""

ONCE = "make lint"
"""The command that is left to one run for all recipes: it takes long."""


@dataclass(frozen=True)
class Block:
    """One fenced block of a recipe; ``path`` is the file it belongs to, of blocks that are neither sh nor diff."""

    kind: str
    text: str
    path: str


@dataclass(frozen=True)
class Recipe:
    """The section of a document that has this title."""

    document: str
    title: str

    def __str__(self):
        return f"{self.document}, {self.title}"

    def read(self):
        """Return its blocks. A block that is neither commands nor a patch is of the file named last before it."""
        text = (PROJECT / self.document).read_text(encoding="utf-8")
        (section,) = re.findall(rf"^## {re.escape(self.title)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
        blocks, end = [], 0
        for match in _FENCE.finditer(section):
            lines = match["text"].splitlines(keepends=True)
            assert all(line == "\n" or line.startswith(match["indent"]) for line in lines), f"{self}: uneven block"
            content = "".join(line.removeprefix(match["indent"]) for line in lines)
            before = section[end : match.start()]
            path = "" if match["kind"] in ("sh", "diff") else _CODE.findall(before)[-1]
            assert not path or "/" in path, f"{self}: {path!r} is no file"
            blocks.append(Block(match["kind"], content, path))
            end = match.end()
        assert section.count("```") == 2 * len(blocks), f"{self}: a block that cannot be read"
        return blocks


def copy_tree(folder: Path, data: Path = SMALL / "data") -> Path:
    """Copy the files that git holds, with other data and its environment."""
    tree = folder / "tree"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if not name.startswith("data/") or name.startswith("data/schema/"):
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(PROJECT / name, tree / name)
    shutil.copytree(data, tree / "data", dirs_exist_ok=True)
    (tree / ".venv").symlink_to(sys.prefix)
    subprocess.run(["git", "init", "--quiet"], cwd=tree, check=True)
    return tree


def follow(recipe: Recipe, tree: Path, *, run: bool = True, env: dict[str, str] | None = None) -> dict[str, str]:
    """Take every step of a recipe in a copy of the tree.

    Returns:
        What each command printed.
    """
    printed = {}
    for block in recipe.read():
        if block.kind == "diff":
            _apply(recipe, tree, block.text)
        elif block.kind != "sh":
            _write(recipe, tree / block.path, block.text)
        elif run:
            commands = [line for line in block.text.replace("\\\n", "").splitlines() if line != ONCE]
            printed |= {line: run_line(line, tree, str(recipe), env) for line in commands}
    return printed


def _apply(recipe, tree, patch):
    done = subprocess.run(["git", "apply", "-"], cwd=tree, input=patch, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{recipe}: a patch no longer applies\n{done.stderr}{patch}"


def _write(recipe, path, text):
    """Write a file; a block that begins inside of one takes the place of the line it begins with."""
    if text.startswith(" "):
        first = text.partition("\n")[0] + "\n"
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        assert before.count(first) == 1, f"{recipe}: {path.name} has not one line {first!r}"
        text = before.replace(first, text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def run_line(line: str, tree: Path, name: str, env: dict[str, str] | None = None) -> str:
    """Run a command as it stands, on the tree's own code and in the environment of these tests.

    Returns:
        What it printed.
    """
    words = shlex.split(line)
    assert words[0] in ("make", "sha256sum") or words[0].startswith(".venv/bin/"), f"{name}: what is {line!r}?"
    if words[0] == "make":
        words[1:1] = MADE
    outer = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "MAKE", "MFLAGS"))}
    done = subprocess.run(
        words,
        cwd=tree,
        env={**outer, "PYTHONPATH": str(tree), **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, f"{name}: {line}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
    return done.stdout
