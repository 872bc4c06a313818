"""Writing and removing below a folder, whatever links stand there."""

import os
import signal
import subprocess
import sys

import pytest
from conftest import UNPRIVILEGED

from generator.store.beneath import remove_beneath, replace_beneath, write_beneath


def test_what_is_written_makes_its_folders(tmp_path):
    write_beneath(tmp_path, "a/b/c.md", b"long text")
    write_beneath(tmp_path, "a/b/c.md", b"text")
    assert (tmp_path / "a/b/c.md").read_bytes() == b"text"


def test_what_is_put_in_place_is_whole_and_takes_the_place_of_a_link(tmp_path):
    (tmp_path / "elsewhere").write_text("precious")
    (tmp_path / "link").symlink_to("elsewhere")
    for name in ("link", "a/b"):
        replace_beneath(tmp_path, name, b"text")
        assert ((tmp_path / name).read_bytes(), (tmp_path / name).is_symlink()) == (b"text", False)
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "elsewhere").read_text() == "precious"
    (tmp_path / "away").symlink_to("a")
    with pytest.raises(OSError, match="Not a directory"):
        replace_beneath(tmp_path, "away/b", b"other")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="Is a directory"):
        replace_beneath(tmp_path, "folder", b"text")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "away", "elsewhere", "folder", "link"]


@pytest.mark.parametrize("moment", ["open", "fsync", "replace"])
def test_what_is_interrupted_leaves_the_old_file_or_the_new_one_alone(tmp_path, monkeypatch, moment):
    """A signal that comes during a call into the system interrupts right behind it."""
    real = getattr(os, moment)

    def call(*given, **named):
        done = real(*given, **named)
        if moment != "open" or str(given[0]).startswith("."):
            signal.raise_signal(signal.SIGINT)
        return done

    (tmp_path / "a").write_text("old")
    monkeypatch.setattr(os, moment, call)
    with pytest.raises(KeyboardInterrupt):
        replace_beneath(tmp_path, "a", b"new")
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "a": "new" if moment == "replace" else "old"
    }


@pytest.mark.parametrize("link", ["root", "root/a", "root/a/b.md"])
def test_nothing_is_written_through_a_link(tmp_path, link):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/b.md").write_text("precious")
    (tmp_path / link).parent.mkdir(exist_ok=True, parents=True)
    (tmp_path / link).symlink_to(tmp_path / ("elsewhere/b.md" if link.endswith(".md") else "elsewhere"))
    with pytest.raises(OSError, match=r"Not a directory|Too many levels"):
        write_beneath(tmp_path / "root", "a/b.md", b"text")
    assert {path.name: path.read_text() for path in (tmp_path / "elsewhere").iterdir()} == {"b.md": "precious"}


def test_a_folder_goes_with_all_it_holds_and_nothing_behind_a_link(tmp_path):
    for name in ("elsewhere/key", "root/a/b/c", "root/a/locked/d"):
        write_beneath(tmp_path, name, b"")
    (tmp_path / "elsewhere/key").chmod(0o600)
    (tmp_path / "root/a/locked/link").symlink_to(tmp_path / "elsewhere/key")
    (tmp_path / "root/a/away").symlink_to(tmp_path / "elsewhere")
    for name in ("root/a/locked", "root/a/b"):
        (tmp_path / name).chmod(0o500)
    code = "import sys; from pathlib import Path; from generator.store.beneath import remove_folder\n"
    code += "remove_folder(Path(sys.argv[1]))"
    command = [*(UNPRIVILEGED if os.geteuid() == 0 else ()), sys.executable, "-c", code, str(tmp_path / "root")]
    subprocess.run(command, check=True)
    assert [path.name for path in tmp_path.iterdir()] == ["elsewhere"]
    assert (tmp_path / "elsewhere/key").stat().st_mode & 0o777 == 0o600


def test_what_shares_a_file_keeps_it(tmp_path):
    write_beneath(tmp_path, "a", b"long text")
    (tmp_path / "copy").hardlink_to(tmp_path / "a")
    write_beneath(tmp_path, "a", b"new")
    assert [(tmp_path / name).read_text() for name in ("a", "copy")] == ["new", "long text"]


@pytest.mark.parametrize("write", [write_beneath, replace_beneath])
def test_an_error_names_the_whole_path(tmp_path, write):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/x").symlink_to(tmp_path)
    with pytest.raises(OSError, match="Not a directory") as caught:
        write(tmp_path, "deep/x/y", b"")
    assert caught.value.filename == str(tmp_path / "deep/x/y")


def test_nothing_is_removed_through_a_link(tmp_path):
    for name in ("elsewhere/a.md", "root/keep/a.md", "root/go/a.md", "root/go/deep/b.md"):
        write_beneath(tmp_path, name, b"")
    (tmp_path / "root/link").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "other").symlink_to(tmp_path / "elsewhere")
    assert remove_beneath(tmp_path / "root", lambda name: name != "keep/a.md") == 2
    assert remove_beneath(tmp_path / "other", lambda _: True) == 0
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.md")) == [
        "elsewhere/a.md",
        "root/keep/a.md",
    ]
    assert sorted(path.name for path in (tmp_path / "root").iterdir()) == ["keep", "link"]
