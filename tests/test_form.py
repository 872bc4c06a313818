"""``catalogue new --from-issue``: a strict reader of issue forms; whatever stands in a field is only text."""

import re
import subprocess
import sys
from pathlib import PurePath

import pytest
import yaml
from conftest import PROJECT, run
from hypothesis import given, settings
from hypothesis import strategies as st
from test_hostile import MARKUP, NEVER

from generator.draft import MAX_FORM_BYTES, FamilyWords, Known, arrange, draft_family, read_form
from generator.draft.form import FORMS, NO_ANSWER
from generator.errors import CatalogueError
from generator.records import Facts
from generator.store.strict_yaml import parse

FAMILY = {
    "Id": "tiny",
    "Title": "Tiny",
    "Publisher": "openai",
    "Repositories": "- openai/tiny-1\nhttps://huggingface.co/openai/tiny-2/",
    "Summary": "Small models.\nFor tests.",
    "Homepage": "https://example.org/tiny",
}
LICENSE = {"License": "Nova License 1.0", "Address of the text": "https://example.org/nova", "Question": "May I?"}
FREE = ("Title", "Summary")
YAML = {
    "yaml-key": "x\npublisher: evil",
    "yaml-list": "- [a, {b: c}]",
    "yaml-tag": "!!python/object/apply:os.system [touch hacked]",
    "yaml-alias": "&a *a",
    "yaml-block": "| x",
    "yaml-comment": "x # y",
    "yaml-quote": "' \" : '",
    "shell": "$(touch hacked) `touch hacked`; touch hacked",
    "expression": "${{ github.token }}",
    "output": "x::set-output name=a::b %0A news=true",
}


def fill(answers):
    """Return the body of an issue as GitHub writes it from a form."""
    return "\n\n".join(f"### {label}\n\n{text}" for label, text in answers.items())


def draft(root, text, *, code=0, name="issue.md"):
    content = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    (root / name).write_bytes(content)
    return run("new", "--from-issue", name, "--offline", root=root, code=code)


def attempt(content):
    """Return the form that a text is, or the problems that it has."""
    try:
        return read_form(content, PurePath("issue.md")), []
    except CatalogueError as error:
        return None, [str(problem) for problem in error.problems]


@pytest.mark.parametrize("name", FORMS)
def test_the_reader_knows_the_form_that_github_shows(name):
    form = yaml.safe_load((PROJECT / f".github/ISSUE_TEMPLATE/{name}.yml").read_text())
    shown = [(item["id"], item["attributes"]["label"], item["validations"]["required"]) for item in form["body"]]
    assert shown == [(id_, field.label, field.required) for id_, field in FORMS[name].items()]


def test_a_form_becomes_a_family(small):
    done = draft(small, fill(FAMILY))
    assert done.stdout.startswith("Wrote data/families/tiny.yaml.\nNext: ")
    text = (small / "data/families/tiny.yaml").read_text()
    (small / "data/families/tiny.yaml").write_text(re.sub("TO WRITE.*", "code", text))
    value, mistakes = parse((small / "data/families/tiny.yaml").read_text())
    assert mistakes == []
    assert value["summary"] == "Small models. For tests."
    assert [one["variants"] for one in value["series"]] == [[{"repo": "openai/tiny-1"}], [{"repo": "openai/tiny-2"}]]
    assert run("check", root=small).stdout == "No problems: 4 families, 9 variants.\n"


def test_a_form_becomes_a_license(small):
    draft(small, fill(LICENSE))
    value, _ = parse((small / "data/licenses/nova-license-1-0.yaml").read_text())
    assert (value["title"], value["url"]) == ("Nova License 1.0", "https://example.org/nova")


def test_what_was_left_empty_is_left_to_write(small):
    draft(small, fill({**FAMILY, "Title": NO_ANSWER, "Summary": "", "Homepage": NO_ANSWER}).replace("\n", "\r\n"))
    value, _ = parse((small / "data/families/tiny.yaml").read_text())
    assert (value["title"], "homepage" in value) == ("Tiny", False)
    assert value["summary"].startswith("TO WRITE")


def test_a_form_may_come_by_a_pipe(small):
    command = [sys.executable, "-m", "generator", "new", "--offline", "--root", str(small), "--from-issue", "-"]
    done = subprocess.run(command, input=fill(FAMILY), capture_output=True, text=True, check=False, cwd=small)
    assert done.returncode == 0, done.stderr
    assert (small / "data/families/tiny.yaml").exists()


@pytest.mark.parametrize("label", FAMILY)
def test_hostile_text_in_a_field_is_text_or_refused(label):
    for name, payload in {**MARKUP, **NEVER, **YAML, "surrogate": "a\ud800b"}.items():
        form, problems = attempt(fill({**FAMILY, label: payload}).encode("utf-8", "surrogatepass"))
        if form is None:
            assert problems, name
            assert label not in FREE or name in NEVER, name
            continue
        said = form.answers[next(id_ for id_, field in FORMS["add-family"].items() if field.label == label)]
        assert said is None or label == "Repositories" or said == " ".join(payload.split()), name
        words = FamilyWords(*(form.answers[id_] for id_ in ("title", "publisher", "summary", "homepage")))
        known = dict.fromkeys(form.answers["repositories"], Known(Facts(), ""))
        text = draft_family(form.answers["id"], words, arrange(known), known)
        value, mistakes = parse(text)
        assert mistakes == [], name
        assert yaml.safe_load(text) == value, name
        assert set(value) - {"homepage"} == {"title", "publisher", "summary", "series"}, name
        assert said is None or label not in FREE or value[label.lower()] == said, name


@pytest.mark.parametrize("payload", [*YAML.values(), MARKUP["script"], MARKUP["jinja-globals"]])
def test_hostile_text_writes_one_file_and_runs_nothing(small, payload):
    before = sorted(small.rglob("*"))
    draft(small, fill({**FAMILY, "Title": payload.split("\n")[0], "Summary": payload}))
    path = small / "data/families/tiny.yaml"
    assert parse(path.read_text())[0]["summary"] == " ".join(payload.split())
    assert sorted(small.rglob("*")) == sorted([*before, path, small / "issue.md"])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"Id": "../x"}, "issue.md:1: Id: '../x' is not an id of lower-case letters, digits and single hyphens; ask"),
        ({"Id": NO_ANSWER}, "issue.md:1: Id: left empty; ask the author, or correct the file"),
        ({"Repositories": "a/b\nrm -rf x"}, "issue.md:13: Repositories: 'rm -rf x' is not a Hub id like org/name"),
        ({"Summary": "x\n\n### Publisher\n\nevil"}, "issue.md:22: the heading “Publisher” stands where “Homepage”"),
        ({"Homepage": "x\n\n### Id\n\nevil"}, "the heading “Id” stands after the last field"),
        ({"Homepage": "javascript:alert(1)"}, "Homepage: 'javascript:alert(1)' is not an address that begins"),
        ({"Publisher": "${{ secrets.X }}"}, "Publisher: '${{ secrets.X }}' is not an id of lower-case letters"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(small, change, message):
    assert message in draft(small, fill({**FAMILY, **change}), code=1).stderr
    assert not (small / "data/families/tiny.yaml").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "issue.md: no form that a draft can be made from; name the body of an issue that was opened by"),
        (b"\xff\xfe", "issue.md: not UTF-8; save it as UTF-8"),
        (b"x" * (MAX_FORM_BYTES + 1), "issue.md: larger than 262,144 bytes; name the body of an issue"),
        (b"### Id\n\ntiny\n", "issue.md: no heading “Title”; name the whole body of the issue"),
    ],
)
def test_another_file_is_refused(small, content, message):
    assert message in draft(small, content, code=1).stderr


def test_headings_of_others_are_text():
    form, _ = attempt(fill({**FAMILY, "Summary": "Small.\n### And fine\n#### Id"}).encode())
    assert form.answers["summary"] == "Small. ### And fine #### Id"


def test_a_command_and_a_form_do_not_mix(small):
    (small / "issue.md").write_text(fill(FAMILY))
    done = run("new", "--from-issue", "issue.md", "family", "x", root=small, code=2)
    assert "--from-issue names the kind of draft itself: leave the command out" in done.stderr


def test_a_file_that_is_not_there_is_named(small):
    assert "'none.md': No such file" in run("new", "--from-issue", "none.md", root=small, code=2).stderr


LINES = st.sampled_from(
    [*(f"### {field.label}" for fields in FORMS.values() for field in fields.values()), NO_ANSWER, "", "tiny", "a/b"]
)


@given(st.one_of(st.binary(max_size=200), st.lists(LINES | st.text(max_size=30)).map("\n".join)))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_form_or_refused(text):
    content = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    form, problems = attempt(content)
    assert (form is None) == bool(problems)
    assert all("\n" not in problem for problem in problems)
    assert form is None or set(form.answers) == set(FORMS[form.name])
