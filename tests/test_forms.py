"""Issue forms, labels and policies: files that GitHub reads, and what they promise."""

import re

import yaml
from conftest import PROJECT

GITHUB = PROJECT / ".github"
FORMS = {path.name: yaml.safe_load(path.read_text()) for path in sorted((GITHUB / "ISSUE_TEMPLATE").glob("*-*.yml"))}
LABELS = {label["name"] for label in yaml.safe_load((GITHUB / "labels.yml").read_text())}


def test_each_form_has_ids_and_labels_that_exist():
    assert list(FORMS) == ["add-family.yml", "license-question.yml", "report-error.yml"]
    for form in FORMS.values():
        assert set(form["labels"]) <= LABELS
        ids = [field["id"] for field in form["body"]]
        assert len(ids) == len(set(ids)) >= 3
        assert all(field["type"] in ("input", "textarea") for field in form["body"])


def test_labels_that_scripts_use_exist():
    text = "".join(path.read_text() for path in (PROJECT / ".ci").iterdir())
    assert set(re.findall(r"--label ([\w-]+)", text)) == {"refresh", "refresh-failure"}
    assert set(re.findall(r"--label ([\w-]+)", text)) <= LABELS


def test_all_has_an_owner_but_what_no_command_runs():
    lines = [line for line in (GITHUB / "CODEOWNERS").read_text().splitlines() if not line.startswith("#")]
    first, *others = lines
    assert re.fullmatch(r"\* @[\w-]+/[\w-]+", first)  # a pattern further down wins, and one alone takes the owner away
    names = (
        "changes",
        "families",
        "hub",
        "left-out.yaml",
        "links.yaml",
        "publishers",
        "refresh.yaml",
        "reported",
        "usage",
    )
    paths = [f"/data/{name}{'' if name.endswith('.yaml') else '/'}" for name in names]
    assert others == [*paths, "/docs/contribute/"]
