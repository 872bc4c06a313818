"""What README, the contribute page and the license files say is what the project does."""

import re
import subprocess
from typing import get_args

import pytest
from conftest import PROJECT

from generator.cli import catalogue as command
from generator.records.facts import OverrideField
from generator.records.vocabulary import Duty, Format, Permission, Purpose
from generator.reported import DATA_SETS

README = (PROJECT / "README.md").read_text()
CONTRIBUTE = (PROJECT / "docs/contribute/index.md").read_text()


def test_readme_names_every_command():
    assert set(re.findall(r"^\| `([\w-]+)[ `]", README, re.MULTILINE)) == set(command.commands)


def test_readme_shows_the_two_commands_first():
    assert re.findall(r"^make \w+", README, re.MULTILINE)[:2] == ["make site", "make test"]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_linked_files_exist(name):
    links = re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", (PROJECT / name).read_text())
    assert links
    assert all((PROJECT / link).exists() for link in links)


def test_code_in_numbered_steps_is_shown_as_code(small_site):
    page = (small_site / "contribute/index.html").read_text(encoding="utf-8")
    assert page.count("<pre") == len(re.findall(r"^ *```\w+$", CONTRIBUTE, re.MULTILINE)) > 0
    assert "```" not in page


@pytest.mark.parametrize("words", [Purpose, Format, OverrideField, Permission, Duty])
def test_the_contribute_page_lists_every_word(words):
    assert not [word for word in get_args(words) if f"`{word}`" not in CONTRIBUTE]


def test_the_data_license_names_every_data_set():
    text = (PROJECT / "LICENSE-DATA").read_text()
    assert not [data_set.id for data_set in DATA_SETS if data_set.key and data_set.url not in text]


def test_no_file_names_a_package_registry_or_a_path_of_a_machine():
    words = ["py" + "pi.org", "python" + "hosted", "registry." + "npmjs", "/wo" + "rk/", "/op" + "t/py"]
    files = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    names = [name for name in files.split("\0") if name]
    assert names
    texts = {name: (PROJECT / name).read_text(encoding="utf-8", errors="replace") for name in names}
    assert not [name for name, text in texts.items() if any(word in text for word in words)]
