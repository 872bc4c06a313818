"""The file that says which addresses answered: what it takes, what it refuses, and how large it may grow."""

from datetime import date

import pytest
from conftest import run

from generator import store
from generator.records import LinksRecord
from generator.store.strict_yaml import parse
from generator.workspace import Workspace

DAY = date(2026, 11, 24)
HEAD = "as_of: 2026-11-24\n"
LONGEST = f"https://example.org/{'x' * 480}"


def write(root, text):
    (root / "data/links.yaml").write_text(text, encoding="utf-8")


def test_without_the_file_nothing_is_known(small):
    assert store.load(Workspace(small)).links is None


def test_the_file_is_read(small):
    write(
        small, f"{HEAD}answered: ['https://a.org/']\nfailing:\n  https://b.org: {{since: 2026-11-17, answer: '404'}}\n"
    )
    links = store.load(Workspace(small)).links
    assert (links.as_of, links.answered) == (DAY, ("https://a.org/",))
    assert links.failing["https://b.org"].since == date(2026, 11, 17)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("answered: ['https://a.org/', 'https://a.org/']\nfailing: {}\n", "an address stands twice"),
        (
            "answered: ['https://a.org/']\nfailing:\n  https://a.org/: {since: 2026-11-24, answer: '404'}\n",
            "an address stands twice",
        ),
        (
            "answered: []\nfailing:\n  https://a.org/: {since: 2026-11-25, answer: '404'}\n",
            "an address fails since a day after the check",
        ),
        ("answered: []\nfailing:\n  https://a.org/: {since: 2026-11-24, answer: '<b>'}\n", "'<b>' has the wrong form"),
        ("answered: []\nfailing:\n  javascript:x: {since: 2026-11-24, answer: '404'}\n", "has the wrong form"),
        (
            "answered: ['http://a.org/']\nfailing: {}\n",
            "'http://a.org/' has the wrong form; write it as https://example.org/page, without",
        ),
        ("answered: []\nfailing: {}\nchecked: 2026-11-24\n", "checked: unknown key"),
    ],
)
def test_what_is_wrong_is_named(text, problem, small):
    write(small, HEAD + text)
    said = run("check", root=small, code=1).stderr.splitlines()
    assert said[1].startswith("data/links.yaml:")
    assert problem in said[1]


def test_a_link_in_its_place_is_not_followed(small, tmp_path):
    (tmp_path / "elsewhere.yaml").write_text(f"{HEAD}answered: []\nfailing: {{}}\n")
    (small / "data/links.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert "data/links.yaml: not a plain file" in run("check", root=small, code=1).stderr


def test_three_thousand_addresses_of_any_length_are_read_as_they_were_written(small):
    addresses = [f"https://example.org/{number:04}#{'x' * (number % 470)}:" for number in range(3000)]
    failing = {address: {"since": DAY, "answer": "404"} for address in (*addresses[2000:], LONGEST)}
    record = LinksRecord.model_validate({"as_of": DAY, "answered": addresses[:2000], "failing": failing})
    text = store.dump(record)
    write(small, text)
    assert store.load(Workspace(small)).links == record
    assert parse(text)[0]["failing"][LONGEST] == {"since": DAY, "answer": "404"}
