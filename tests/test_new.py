"""``catalogue new``: drafts from flags, from answers on a terminal, from the Hub and from the data sets."""

import hashlib
import os
import pty
import re
import select
import subprocess
import sys
import time

import pytest
import yaml
from conftest import run

from generator.catalogue.slugs import TAKEN_ANCHORS
from generator.records.base import TO_WRITE
from generator.store.strict_yaml import parse

OFFLINE = {"HF_HUB_OFFLINE": "1"}
TINY = ("new", "family", "tiny", "--publisher", "openai", "--repo", "openai/tiny-1", "--repo", "openai/tiny-2")
WORDS = ("--summary", "Small models.", "--purpose", "general", "--series-summary", "Models for tests.")
END_OF_INPUT = b"\x04"
LLAMA = "data/families/llama.yaml"


def draft(root, *words, **options):
    """Run ``new`` where the Hub cannot be asked."""
    return run("new", *words, root=root, env=OFFLINE, **options)


def ask_hub(root, hub, *words, **options):
    return run("new", *words, root=root, env={"HF_ENDPOINT": hub.endpoint}, **options)


def read(path):
    value, mistakes = parse(path.read_text())
    assert mistakes == []
    return value


def test_a_family_is_a_file_that_check_asks_to_finish(small):
    done = run(*TINY, root=small, env=OFFLINE)
    assert done.stdout == (
        "Wrote data/families/tiny.yaml.\nNext: replace every TO WRITE in it, then run: catalogue check\n"
    )
    assert "drafting from data/reported/ instead" in done.stderr
    said = run("check", root=small, code=1).stderr
    assert "series[0].summary: still a draft; replace 'TO WRITE' and what follows with your own words" in said
    path = small / "data/families/tiny.yaml"
    path.write_text(re.sub("purpose: TO WRITE.*", "purpose: code", path.read_text()))
    path.write_text(re.sub("TO WRITE.*", "Small models.", path.read_text()))
    assert run("check", root=small).stdout == "No problems: 4 families, 9 variants.\n"


def test_flags_leave_nothing_to_write(small):
    assert "Next: read it, then run: catalogue check\n" in run(*TINY, *WORDS, root=small, env=OFFLINE).stdout
    assert run("check", root=small).stdout == "No problems: 4 families, 9 variants.\n"


def test_every_key_is_explained(small):
    draft(small, "publisher", "nobody", "--hub", "nobody")
    draft(small, "license", "nobodys-1.0")
    for name in ("publishers/nobody", "licenses/nobodys-1.0"):
        lines = (small / f"data/{name}.yaml").read_text().splitlines()
        assert lines[0].startswith("# yaml-language-server: $schema=../schema/")
        keys = [number for number, line in enumerate(lines) if re.match(r"[a-z_]+:", line)]
        plain = [lines[number] for number in keys if not lines[number - 1].startswith("#")]
        assert [line.partition(":")[0] for line in plain if not line.startswith(("text_sha", "checked", "title"))] == []


@pytest.mark.parametrize(
    ("words", "path"),
    [
        (("family", "llama", "--publisher", "meta", "--repo", "meta-llama/x"), LLAMA),
        (("publisher", "meta", "--hub", "x"), "data/publishers/meta.yaml"),
        (("license", "mit"), "data/licenses/mit.yaml"),
    ],
)
def test_nothing_is_overwritten(small, words, path):
    before = (small / path).read_bytes()
    done = draft(small, *words, code=1)
    assert f"{path}: exists already; edit it, or choose another id" in done.stderr
    assert (small / path).read_bytes() == before


def test_a_repository_has_one_place(small):
    done = draft(small, "family", "twin", "--publisher", "meta", "--repo", "Meta-Llama/llama-3.1-8b", code=1)
    assert (
        "data/families/llama.yaml has Meta-Llama/llama-3.1-8b; leave it out here, or correct that file" in done.stderr
    )
    assert not (small / "data/families/twin.yaml").exists()


def test_repositories_of_one_address_are_not_drafted_together(small):
    done = draft(small, "family", "tiny", "--repo", "openai/tiny-1.0", "--repo", "openai/tiny-1-0", code=1)
    assert "openai/tiny-1-0 and openai/tiny-1.0 would share an address; leave it out here" in done.stderr
    assert not (small / "data/families/tiny.yaml").exists()


def test_a_revision_that_is_none_does_no_harm(small, hub):
    hub.add("openai/tiny-1", sha="\ud800")
    ask_hub(small, hub, "family", "tiny", "--repo", "openai/tiny-1")
    assert "apache-2.0" in (small / "data/families/tiny.yaml").read_text()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("family", "../x", "--repo", "a/b"), "'../x' is not an id of lower-case letters, digits and single hyphens"),
        (("family", "x", "--repo", "a/../b"), "'a/../b' is not a Hub id like org/name"),
        (("family", "x", "--repo", "a/b", "--title", "a\u202eb"), "'a\\u202eb' is not one line of at most 200"),
        (
            ("family", "x", "--repo", "a/b", "--homepage", "javascript:x"),
            "'javascript:x' is not an address that",
        ),
        (("publisher", "x", "--hub", "a b"), "'a b' is not the name of an organization on the Hub"),
        (("publisher", "x", "--hub", "a", "--country", "fr"), "'fr' is not a country as two capital letters, like FR"),
        (("license", "GPL"), "'GPL' is not an id of lower-case letters and digits with single dots or hyphens"),
        (("family", "x"), "give --repo: a Hub id like org/name"),
        (("family", "x", "--repo", "stranger/b"), "give --publisher: an id of lower-case letters"),
        *(
            (
                ("variant", "llama", "--repo", "a/b", "--series", id_),
                f"{id_!r} is the anchor of a section that pages have",
            )
            for id_ in (*sorted(TAKEN_ANCHORS), "chart-x")
        ),
        (("variant", "llama", "--repo", "meta-llama/Llama-9-8B"), "give --series: an id of lower-case letters"),
        ((), "Commands:"),
    ],
)
def test_what_is_missing_or_wrong_is_named(small, words, message):
    done = draft(small, *words, code=2)
    assert message in done.stdout + done.stderr
    assert sorted(path.name for path in (small / "data/families").iterdir()) == [
        "deepseek.yaml",
        "gpt-oss.yaml",
        "llama.yaml",
    ]


def test_the_hub_sorts_names_and_fills_a_draft(small, hub):
    hub.add("openai/Tiny-1B", pipeline_tag="text-to-image")
    hub.add("openai/Tiny-1B-FP8", pipeline_tag="text-to-image")
    hub.add("openai/Seer-2B-Instruct", pipeline_tag="never-heard-of")
    repos = ("openai/Tiny-1B", "openai/Seer-2B-Instruct", "openai/Tiny-1B-FP8")
    words = [word for repo in repos for word in ("--repo", repo)]
    ask_hub(small, hub, "family", "tiny", "--today", "2026-11-25", *words)
    path = small / "data/families/tiny.yaml"
    value = read(path)
    assert value["publisher"] == "openai"
    first, second = value["series"]
    assert (first["id"], first["title"], first["purpose"]) == ("tiny", "Tiny", "image-generation")
    assert first["variants"] == [
        {"repo": "openai/Tiny-1B", "builds": [{"repo": "openai/Tiny-1B-FP8", "format": "fp8"}]}
    ]
    assert (second["id"], second["purpose"]) == ("seer", f"{TO_WRITE} what it is for")
    assert "# the Hub on 2026-11-25: license apache-2.0, 8,190,735,360 parameters," in path.read_text()


def test_the_hub_says_what_is_not_there(small, hub):
    hub.renamed["openai/old"] = "openai/new"
    hub.add("openai/new")
    done = ask_hub(small, hub, "family", "tiny", "--repo", "openai/none", "--repo", "openai/old", code=1)
    assert "openai/none is not on the Hub, or no longer public; correct the id, or draft it all" in done.stderr
    assert "openai/old is openai/new now; name it so" in done.stderr
    assert not (small / "data/families/tiny.yaml").exists()


def test_the_data_sets_help_where_the_hub_does_not(small):
    source = small / "data/reported/epoch-organizations.yaml"
    source.write_text(
        "title: T\nurl: https://example.org/t\nversion: null\nas_of: null\nlicense: null\nattribution: A.\nrank: 5\n"
        "repos:\n  Nova-AI/N-7B:\n"
        "    {organization: Nova, organization_country: FR, license: mit, pipeline_tag: translation}\n"
    )
    draft(small, "family", "n", "--publisher", "nova", "--repo", "Nova-AI/N-7B")
    path = small / "data/families/n.yaml"
    assert "# epoch-organizations: license mit, task translation." in path.read_text()
    assert read(path)["series"][0]["purpose"] == "translation"
    done = draft(small, "publisher", "nova", "--repo", "Nova-AI/N-7B", "--kind", "company")
    assert "Next: read it" in done.stdout
    assert read(small / "data/publishers/nova.yaml") == {
        "title": "Nova",
        "country": "FR",
        "kind": "company",
        "hub": ["Nova-AI"],
        "homepage": None,
        "evidence": [{"url": "https://example.org/t", "shows": "country", "checked": None}],
    }


def test_a_family_of_a_new_publisher_says_how_to_draft_that(small):
    done = draft(small, "family", "n", "--publisher", "nova", "--repo", "Nova-AI/N-7B")
    command = re.search(r"catalogue (new publisher nova --hub Nova-AI)\n", done.stdout)[1]
    run(*command.split(), "--kind", "company", root=small)
    assert not [line for line in run("check", root=small, code=1).stderr.splitlines() if "publishers" in line]


def test_a_license_is_filled_by_a_repository_and_its_text(small, hub, tmp_path):
    link = "https://example.org/license"
    card = {"license": "other", "license_name": "nova, 1 [x]", "license_link": link}
    hub.add("Nova/N", cardData=card, tags=["license:other"])
    text = tmp_path / "LICENSE"
    text.write_text("You may.\n")
    ask_hub(small, hub, "license", "nova-1", "--repo", "Nova/N", "--text", str(text))
    path = small / "data/licenses/nova-1.yaml"
    value = read(path)
    assert value["hub"] == ["nova, 1 [x]"]
    assert value["url"] == link
    assert value["text_sha256"] == hashlib.sha256(b"You may.\n").hexdigest()
    assert value["text_source"].startswith(TO_WRITE)
    done = path.read_text().replace("TO WRITE the day you read it, as YYYY-MM-DD", "2026-11-25")
    path.write_text(re.sub("TO WRITE.*", "Read.", done))
    assert run("check", root=small).stdout == "No problems: 3 families, 7 variants.\n"


def test_a_text_without_an_end_is_refused(small):
    done = draft(small, "license", "nova-1", "--text", "/dev/zero", code=2)
    assert "/dev/zero has more than 16,777,216 bytes, and no license has: name its text alone" in done.stderr
    assert not (small / "data/licenses/nova-1.yaml").exists()


def test_a_variant_finds_its_series_and_a_build_its_variant(small):
    before = (small / LLAMA).read_text()
    done = draft(small, "variant", "llama", "--repo", "meta-llama/Llama-3.1-70B-Instruct")
    assert done.stdout.startswith(f"{LLAMA}: added meta-llama/Llama-3.1-70B-Instruct, variant of series llama-3-1.\n")
    done = draft(small, "variant", "llama", "--repo", "meta-llama/Llama-3.1-70B-Instruct-FP8")
    assert "fp8 build of meta-llama/Llama-3.1-70B-Instruct" in done.stdout
    added = set((small / LLAMA).read_text().splitlines()) - set(before.splitlines())
    assert added == {
        "  # No source here knows it.",
        "  - repo: meta-llama/Llama-3.1-70B-Instruct",
        "    - {repo: meta-llama/Llama-3.1-70B-Instruct-FP8, format: fp8}",
    }
    assert run("check", root=small).stdout == "No problems: 3 families, 8 variants.\n"


def test_a_variant_may_open_a_series(small):
    words = ("variant", "llama", "--repo", "meta-llama/Guard-9", "--series", "guard", *WORDS[2:])
    assert "first variant of the new series guard" in draft(small, *words).stdout
    assert read(small / LLAMA)["series"][-1] == {
        "id": "guard",
        "title": "Guard",
        "purpose": "general",
        "summary": "Models for tests.",
        "variants": [{"repo": "meta-llama/Guard-9"}],
    }
    assert run("check", root=small).stdout == "No problems: 3 families, 8 variants.\n"


def test_a_variant_needs_a_family_that_can_be_read(small):
    done = draft(small, "variant", "none", "--repo", "a/b", code=1)
    assert "data/families/none.yaml: no such family; name a file of data/families/ without .yaml" in done.stderr
    (small / LLAMA).write_text("title: [\n")
    done = draft(small, "variant", "llama", "--repo", "a/b", code=1)
    assert "cannot be read as it is; run catalogue check, and correct it first" in done.stderr
    assert (small / LLAMA).read_text() == "title: [\n"


def test_a_file_with_lists_in_brackets_is_left_to_a_person(small):
    series = "[{id: l, title: L, purpose: code, summary: S., variants: [{repo: a/b}]}]"
    text = f"title: L\npublisher: meta\nsummary: S.\nseries: {series}\n"
    (small / LLAMA).write_text(text)
    done = draft(small, "variant", "llama", "--repo", "meta-llama/x", "--series", "l", code=1)
    assert "a list in brackets, or none at all; add by hand what is printed here" in done.stderr
    assert done.stdout == "# No source here knows it.\n- repo: meta-llama/x\n"
    assert (small / LLAMA).read_text() == text


class Terminal:
    """A person at a terminal: reads what is asked and answers it."""

    def __init__(self, root, *words):
        self.screen, mine = pty.openpty()
        command = [sys.executable, "-m", "generator", *words, "--root", str(root)]
        env = {**os.environ, **OFFLINE, "TERM": "dumb", "PYTHONIOENCODING": "utf-8"}  # strict, as most people have it
        self.process = subprocess.Popen(command, stdin=mine, stdout=mine, stderr=mine, env=env, cwd=root)
        os.close(mine)
        self.seen, self.at = "", 0

    def read_until(self, words):
        end = time.monotonic() + 60
        while words not in self.seen[self.at :]:
            assert time.monotonic() < end, self.seen
            ready, _, _ = select.select([self.screen], [], [], 1)
            if ready:
                self.seen += os.read(self.screen, 4096).decode(errors="replace")
        self.at = self.seen.index(words, self.at) + len(words)

    def answer(self, question, text):
        self.read_until(question)
        os.write(self.screen, f"{text}\n".encode("utf-8", "surrogateescape"))

    def close(self):
        self.process.wait(60)
        os.close(self.screen)
        return self.process.returncode


def test_bytes_that_are_no_text_are_refused_and_asked_again(small):
    screen = Terminal(small, *TINY)
    screen.answer("Title", "\udcff\udcfe")
    screen.read_until("Error: ")
    screen.answer("Title", "Tiny")
    screen.read_until("Summary")
    os.write(screen.screen, END_OF_INPUT)
    assert screen.close() == 1
    assert "Traceback" not in screen.seen
    assert not (small / "data/families/tiny.yaml").exists()


def test_on_a_terminal_a_person_is_asked_for_what_is_missing(small):
    screen = Terminal(small, "new", "family")
    screen.answer("Id of the family", "No Id")
    screen.read_until("'No Id' is not an id of lower-case letters")
    screen.answer("Id of the family", "tiny")
    screen.answer("Repository on the Hub, as org/name", "openai/tiny-1b")
    screen.answer("Another one (empty: later)", "")
    screen.answer("Title [Tiny]", "  ")
    screen.answer("[openai]", "")
    screen.answer("Summary, one to three plain sentences", "yes: {{ 7*191 }} # no comment")
    screen.answer("Homepage (empty: later)", "https://example.org/")
    screen.answer("Purpose (empty: later)", "code")
    screen.answer("Summary, one sentence", "Small ones.")
    screen.read_until("Next: read it")
    assert screen.close() == 0
    value = read(small / "data/families/tiny.yaml")
    assert value["summary"] == "yes: {{ 7*191 }} # no comment"
    assert (value["title"], value["homepage"]) == ("Tiny", "https://example.org/")
    assert run("check", root=small).stdout == "No problems: 4 families, 8 variants.\n"


def test_on_a_terminal_a_series_can_be_chosen(small):
    screen = Terminal(small, "new", "variant", "llama", "--repo", "meta-llama/Other-9")
    screen.read_until("llama has: llama-3-1.")
    screen.answer("Series, one of these or a new id", "llama-3-1")
    screen.read_until("variant of series llama-3-1")
    assert screen.close() == 0


def test_a_dialog_that_is_left_writes_nothing(small):
    screen = Terminal(small, "new", "publisher")
    screen.answer("Id of the publisher", "nova")
    screen.read_until("Organization on the Hub")
    os.write(screen.screen, END_OF_INPUT)
    assert screen.close() == 1
    assert "Traceback" not in screen.seen
    assert not (small / "data/publishers/nova.yaml").exists()


def test_drafts_are_yaml_for_everybody(small):
    run(*TINY, *WORDS, root=small, env=OFFLINE)
    path = small / "data/families/tiny.yaml"
    assert yaml.safe_load(path.read_text()) == read(path)


@pytest.mark.parametrize("words", [("publisher", "con", "--hub", "a"), ("license", "nul"), ("license", "a.md")])
def test_a_name_that_no_file_can_have_is_refused(small, words):
    done = run("new", *words, root=small, code=1)
    assert f"{words[1]}.yaml: no file can have this name on every system; choose another id" in done.stderr


def test_a_series_is_never_drafted_over_a_section_of_the_page(small):
    names = [f"{anchor}-7b" for anchor in (*sorted(TAKEN_ANCHORS), "chart-x")]
    repos = [word for name in names for word in ("--repo", f"openai/{name}")]
    draft(small, "family", "tiny", "--publisher", "openai", *repos, *WORDS)
    text = (small / "data/families/tiny.yaml").read_text()
    ids = [series["id"] for series in read(small / "data/families/tiny.yaml")["series"]]
    assert ids == [f"series-{name.removesuffix('-7b')}" for name in names]
    assert TO_WRITE not in text.replace(f"“{TO_WRITE}”", "")
    assert run("check", root=small).stdout == "No problems: 4 families, 15 variants.\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("family",), "give ID: an id of lower-case letters, digits and single hyphens"),
        (("--from-issue", "-"), "Invalid value for '--from-issue': standard input is closed: name a file"),
        (("license", "l", "--text", "-"), "Invalid value for '--text': standard input is closed: name a file"),
    ],
)
def test_a_closed_standard_input_is_nobody_to_ask(small, words, message):
    command = ["sh", "-c", 'exec "$@" <&-', "sh", sys.executable, "-m", "generator", "new", *words]
    done = subprocess.run(command, cwd=small, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("variant", "llama", "--series", "llama-3-1", "--repo", "facebook/Llama-3.1_8B.Instruct"),
            "facebook/Llama-3.1_8B.Instruct and meta-llama/Llama-3.1-8B-Instruct would share an address",
        ),
        (
            ("family", "f", "--title", "LLAMA", "--publisher", "openai", "--repo", "x/y"),
            "the title 'LLAMA' reads like",
        ),
        (
            ("publisher", "p", "--hub", "DeepSeek-AI"),
            "data/publishers/p.yaml: Hub organization DeepSeek-AI belongs to publisher deepseek already;",
        ),
        (("publisher", "p", "--hub", "AB", "--hub", "ab"), "Hub organization ab is named twice, in other capitals"),
        (("publisher", "p", "--hub", "Zz", "--title", "DEEPSEEK"), "the title 'DEEPSEEK' reads like that of deepseek"),
        (("license", "l", "--hub", "mit"), "data/licenses/l.yaml: 'mit' is covered by mit already"),
        (("license", "l", "--title", "mit license"), "the title 'mit license' reads like that of mit"),
    ],
)
def test_what_another_file_has_is_not_drafted(small, words, message):
    before = sorted(path.read_bytes() for path in (small / "data").rglob("*.yaml"))
    assert message in draft(small, *words, code=1).stderr
    assert sorted(path.read_bytes() for path in (small / "data").rglob("*.yaml")) == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ("variant", "llama", "--repo", "stranger/x", "--series", "llama-3-1"),
            "stranger/x lies in no Hub",
        ),
        (("family", "x", "--publisher", "meta", "--repo", "stranger/x"), "stranger/x lies in no Hub"),
        (("family", "x", "--publisher", "meta", "--repo", "facebook/nul_"), "facebook/nul_: Windows keeps nul"),
    ],
)
def test_nothing_is_drafted_that_is_not_its_publishers_or_has_no_address(small, words, message):
    before = (small / LLAMA).read_text()
    assert message in draft(small, *words, code=1).stderr
    assert (small / LLAMA).read_text() == before
    assert not (small / "data/families/x.yaml").exists()
