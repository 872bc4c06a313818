"""What the Makefile and the scripts of CI write and remove stays where it belongs, whatever links a commit holds."""

import shutil
import subprocess

import pytest
from conftest import PROJECT

MADE = ("docs/families/a.md", "docs/theme/leaf/a.html", "site/a.html")


@pytest.mark.parametrize("name", ["docs", "docs/theme"])
def test_clean_removes_nothing_through_a_link(tmp_path, name):
    root = tmp_path / "root"
    for made in MADE:
        (root / made).parent.mkdir(parents=True)
        (root / made).touch()
    shutil.copy(PROJECT / "Makefile", root)
    (root / ".venv").symlink_to(PROJECT / ".venv")
    (root / name).rename(tmp_path / "elsewhere")
    (root / name).symlink_to(tmp_path / "elsewhere")
    done = subprocess.run(["make", "clean"], cwd=root, capture_output=True, text=True, check=False)
    said = f"make clean: {name} is a link, and would be cleared where it leads; nothing was removed\n"
    assert (done.returncode, done.stderr.startswith(said)) == (2, True)
    assert all((root / made).exists() for made in MADE)
    (root / name).unlink()
    (tmp_path / "elsewhere").rename(root / name)
    subprocess.run(["make", "clean"], cwd=root, check=True)
    assert not [made for made in MADE if (root / made).exists()]
