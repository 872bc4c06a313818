"""What the Makefile and the scripts of CI write and remove stays where it belongs, whatever links a commit holds."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from conftest import PROJECT
from revisions import git, make_repository

from generator.finished import mark

MADE = ("docs/families/a.md", "docs/theme/leaf/a.html", "site/a.html")


@pytest.mark.parametrize("name", ["docs", "docs/theme"])
def test_clean_removes_nothing_through_a_link(tmp_path, name):
    root = tmp_path / "root"
    for made in MADE:
        (root / made).parent.mkdir(parents=True)
        (root / made).touch()
    marks = ("docs/families/.generated", "site/.built")
    for sign in marks:
        (root / sign).touch()
    shutil.copy(PROJECT / "Makefile", root)
    python = root / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    (root / ".venv/pyvenv.cfg").touch()
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    (root / name).rename(tmp_path / "elsewhere")
    (root / name).symlink_to(tmp_path / "elsewhere")
    done = subprocess.run(["make", "clean"], cwd=root, capture_output=True, text=True, check=False)
    said = f"make clean: {name} is a link, and would be cleared where it leads; nothing was removed\n"
    assert (done.returncode, done.stderr.startswith(said)) == (2, True)
    assert all((root / made).exists() for made in MADE)
    (root / name).unlink()
    (tmp_path / "elsewhere").rename(root / name)
    for sign in marks:
        (root / sign).unlink()
        done = subprocess.run(["make", "clean"], cwd=root, capture_output=True, text=True, check=False)
        folder, file = sign.rsplit("/", 1)
        assert done.stderr.startswith(f"make clean: {folder} holds no {file}, so people made it; move it away")
        assert all((root / made).exists() for made in MADE)
        (root / sign).touch()
    (root / "site/.built").write_text("a.html\n")
    thesis = root / "site/\x1b[31m\u009bthe##[error]sis.txt"
    thesis.touch()
    done = subprocess.run(["make", "clean"], cwd=root, capture_output=True, text=True, check=False)
    assert done.stderr.startswith("make clean: site holds what no build made: 31mtheerrorsis.txt; move it away")
    thesis.unlink()
    home = root / "docs/index.md"
    home.write_text("# Mine\n")
    done = subprocess.run(["make", "clean"], cwd=root, capture_output=True, text=True, check=False)
    assert done.stderr.startswith("make clean: docs/index.md was not rendered, so people wrote it; move it away")
    assert all((root / made).exists() for made in (*MADE, "docs/index.md"))
    home.write_text(f"---\ntitle: x\n---\n{mark('<p>x')}")
    subprocess.run(["make", "clean"], cwd=root, check=True)
    assert not home.exists()
    assert not [made for made in MADE if (root / made).exists()]


@pytest.mark.parametrize("script", ["carry", "prepare", "summarize"])
@pytest.mark.parametrize("name", ["refresh", "refresh/report.md", "refresh/diff.md"])
def test_no_script_writes_into_what_a_commit_puts_in_the_place_of_its_files(tmp_path, name, script):
    root, precious = tmp_path / "root", tmp_path / "elsewhere/diff.md"
    shutil.copytree(PROJECT / ".ci", root / ".ci")
    (root / name).parent.mkdir(exist_ok=True)
    precious.parent.mkdir()
    precious.write_text("precious\n")
    (root / name).symlink_to(precious.parent if name == "refresh" else precious)
    make_repository(root)
    done = subprocess.run([root / f".ci/{script}"], cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.startswith(f"{name}: refresh/ is for scratch files")) == (1, True)
    assert [path.name for path in precious.parent.iterdir()] == ["diff.md"]
    assert precious.read_text() == "precious\n"
    git(root, "rm", "--quiet", name)
    subprocess.run([root / ".ci/room"], cwd=root, check=True)
    (root / "refresh/report.md").hardlink_to(precious)  # as a copy of the folder by links has them
    assert subprocess.run([root / ".ci/room"], cwd=root, check=False).returncode == 1
    (root / "refresh/report.md").unlink()
    (root / "refresh/##[error]x").symlink_to(precious)
    done = subprocess.run([root / ".ci/room"], cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.startswith("refresh/errorx: refresh/ is for")) == (1, True)


@pytest.mark.parametrize("shard", [(), ("",), ("1",), ("../x",)])
def test_a_shard_that_is_none_is_not_fetched(shard):
    done = subprocess.run([PROJECT / ".ci/fetch-shard", *shard], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "give a shard: make fetch-shard SHARD=1/4\n")


def test_every_script_that_writes_into_the_folder_looks_first():
    written = set()
    for path in (PROJECT / ".ci").iterdir():
        lines = [line for line in path.read_text().splitlines() if not line.startswith("#")]
        uses = [line for line in lines if "refresh/" in line]
        if path.name != "room" and any("> " in line or "make-patch" in line for line in uses):
            written.add(path.name)
            looks = [line for line in lines if line.rstrip('"').endswith(("/room", ".ci/carry"))]
            assert lines.index(looks[0]) < lines.index(uses[0])
    assert written == {"carry", "check-links", "fetch-shard", "join-shards", "prepare", "summarize"}


@pytest.mark.parametrize("name", ["screenshots", ".build"])
def test_no_recipe_writes_through_a_link_either(tmp_path, name):
    shutil.copytree(PROJECT / ".ci", tmp_path / "root/.ci")
    (tmp_path / "root" / name).symlink_to(tmp_path)
    done = subprocess.run([".ci/room", name], cwd=tmp_path / "root", capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.startswith(f"{name}: {name}/ is for scratch files")) == (1, True)
    assert f".ci/room {name}\n" in MAKEFILE


def _is_refused(root, name):
    done = subprocess.run(["make", "-n", "smoke"], cwd=root, capture_output=True, text=True, check=False)
    said = f"{name} is made here, and a commit or a link brings it; nothing was done"
    return said in done.stderr and done.returncode == 2


@pytest.mark.parametrize("name", [".venv", ".venv/lib", ".venv/.site", ".venv/bin/activate", ".ruff_cache", "a/x.pyc"])
def test_nothing_is_made_where_a_link_or_a_commit_brings_what_make_makes(tmp_path, name):
    root, path = tmp_path / "root", tmp_path / "root" / name
    path.parent.mkdir(parents=True)
    shutil.copy(PROJECT / "Makefile", root)
    path.symlink_to(tmp_path)
    found = [_is_refused(root, name) or name.endswith(".pyc")]  # no place where anything is written
    for words in (["init", "--quiet"], ["add", "--force", name]):
        subprocess.run(["git", *words], cwd=root, check=True)
        found.append(_is_refused(root, name))
    assert found == [True, False, True]


def test_no_python_that_is_none_of_an_environment_takes_packages(tmp_path):
    shutil.copy(PROJECT / "Makefile", tmp_path)
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/python").symlink_to(sys.executable)
    assert _is_refused(tmp_path, ".venv")
    (tmp_path / ".venv/pyvenv.cfg").touch()
    assert not _is_refused(tmp_path, ".venv")


MAKEFILE = (PROJECT / "Makefile").read_text()
RECIPES = re.findall(r"^\t(PYTHONPATH=\S+ )?\$\(BIN\)/python -m (tests\.\w+)", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize(("path", "module"), RECIPES)
def test_what_a_recipe_runs_can_be_loaded_by_it(path, module):
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    variables |= dict([path.strip().split("=")]) if path else {}
    command = [sys.executable, "-c", f"import {module}"]
    done = subprocess.run(command, cwd=PROJECT, env=variables, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_recipes_are_found():
    assert {module for _, module in RECIPES} >= {"tests.screenshots", "tests.fuzz", "tests.bench"}
