"""The recipes of CONTRIBUTING.md and of the contribute page, followed to the letter in a copy of the tree."""

import json
import re

import pytest
from conftest import PROJECT
from recipes import ONCE, Recipe, copy_tree, follow, run_line

PAGE, GUIDE = "docs/contribute/index.md", "CONTRIBUTING.md"
FAMILY, FACT, LICENSE = (Recipe(PAGE, title) for title in ("Add a family", "Correct a fact", "Add a license"))
FIELD, PAGE_TYPE, FACET = (Recipe(GUIDE, title) for title in ("Add a fetched field", "Add a page type", "Add a facet"))
OFFLINE = {"HF_HUB_OFFLINE": "1"}
REPOS = ("openai/gpt-oss-120b", "openai/gpt-oss-20b")


def test_contributing_leads_to_every_recipe():
    text = (PROJECT / GUIDE).read_text(encoding="utf-8")
    for recipe in (FAMILY, FACT, LICENSE, FIELD, PAGE_TYPE, FACET):
        anchor = recipe.title.lower().replace(" ", "-")
        assert f"]({recipe.document if recipe.document != GUIDE else ''}#{anchor})" in text
        assert recipe.read()


@pytest.mark.parametrize("recipe", [FACT, FIELD, PAGE_TYPE, FACET], ids=str)
def test_a_recipe_that_no_longer_fits_is_named(recipe, tmp_path):
    with pytest.raises(AssertionError, match=f"^{recipe}: "):
        follow(recipe, tmp_path, run=False)


def _read(tree, path):
    return (tree / "site" / path / "index.html").read_text(encoding="utf-8")


def _find_row(html, name):
    """Return the cells of the one table row that begins with a text."""
    rows = (re.split(r"</t[hd]>", row)[:-1] for row in re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL))
    texts = ([re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in rows)
    (found,) = (cells for cells in texts if cells[0] == name)
    return found[1:]


def test_the_recipes_for_data_after_one_another(tmp_path):
    """The second corrects what the first added, the third names a license for it."""
    tree = copy_tree(tmp_path)
    printed = follow(FAMILY, tree, env=OFFLINE)
    assert printed[".venv/bin/catalogue check"] == "No problems: 4 families, 9 variants.\n"
    assert "<h1>Tiny</h1>" in _read(tree, "families/tiny")
    follow(FACT, tree)
    page = _read(tree, "families/tiny/tiny-1")
    license_, source, _ = _find_row(page, "License")
    assert (license_, source.partition(":")[0]) == ("MIT License", "corrected by hand")
    assert 'href="https://huggingface.co/openai/tiny-1/blob/main/LICENSE"' in page
    taken = follow(LICENSE, tree, env=OFFLINE)["sha256sum ../tiny-license.txt"].split()[0]
    license_page, variant = _read(tree, "licenses/tiny-license"), _read(tree, "families/tiny/tiny-2")
    condition = "it has at most a million users in a month"
    assert _find_row(license_page, "Use it commercially") == [f"Yes, if {condition}", "2"]
    assert f'SHA-256: <code class="hash">{taken}</code>' in license_page
    assert "Up to 1,000,000 users a month <small>clause 2</small>" in license_page
    assert 'href="../../families/tiny/tiny-2/"' in license_page
    assert _find_row(variant, "May I sell with it?") == ["Yes, if", condition, "clause 2"]


def test_add_a_fetched_field(tmp_path, hub):
    tree = copy_tree(tmp_path)
    for repo in REPOS:
        hub.add(repo, transformersInfo={"auto_model": "AutoModelForCausalLM", "processor": "AutoTokenizer"})
    follow(FIELD, tree, env={"HF_ENDPOINT": hub.endpoint})
    for repo in REPOS:
        assert "\nauto_model: AutoModelForCausalLM\n" in (tree / f"data/hub/{repo}.yaml").read_text(encoding="utf-8")
    row = _find_row(_read(tree, "families/gpt-oss/gpt-oss-20b"), "Class in Transformers")
    assert row == ["AutoModelForCausalLM", "Hugging Face Hub: openai/gpt-oss-20b", "26 Jul 2025"]
    columns = json.loads((tree / "site/api/models.json").read_text(encoding="utf-8"))["columns"]
    stated = dict(zip(columns["name"], columns["auto_model"], strict=True))
    assert {name for name, value in stated.items() if value == "AutoModelForCausalLM"} == {
        "gpt-oss-120b",
        "gpt-oss-20b",
    }
    assert "auto_model" in json.loads((tree / "data/schema/hub.json").read_text(encoding="utf-8"))["properties"]


def test_add_a_page_type(tmp_path):
    tree = copy_tree(tmp_path)
    follow(PAGE_TYPE, tree)
    page = _read(tree, "papers")
    assert '<a href="https://arxiv.org/abs/2508.10925" rel="external">arXiv:2508.10925</a>' in page
    assert '<a href="../families/gpt-oss/">gpt-oss</a>' in page
    assert 'href="papers/"' in _read(tree, "")
    assert (tree / "tests/golden/papers.html").is_file()


def test_add_a_facet(tmp_path):
    tree = copy_tree(tmp_path, PROJECT / "data")
    printed = follow(FACET, tree)
    assert "1 passed" in printed[".venv/bin/python -m pytest tests/test_explore.py -k every_filter"]
    assert 'data-facet="library"' in (tree / "tests/golden/explore.html").read_text(encoding="utf-8")


def test_code_of_all_recipes_passes_the_linters(tmp_path):
    tree = copy_tree(tmp_path)
    for recipe in (FIELD, PAGE_TYPE, FACET):
        follow(recipe, tree, run=False)
    run_line(ONCE, tree, "all recipes")
