"""``catalogue diff``: between folders and git revisions, by the functions that judge and size."""

import os
import shutil
import subprocess
from pathlib import PurePosixPath

import pytest
from conftest import PROJECT, SMALL, run
from hypothesis import given
from hypothesis import strategies as st
from revisions import commit, git, make_repository

from generator.errors import CatalogueError, Problem
from generator.git import export_data
from generator.markdown import MAX_LINES, write_code, write_section

NOTHING = "## What changes for a reader\n\nNothing: no verdict, size or page.\n"


def _edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_equal_data_differs_in_nothing(small):
    assert run("diff", str(SMALL), ".", root=small).stdout == NOTHING


def test_an_override_of_the_license_changes_verdicts(small):
    path = small / "data/families/llama.yaml"
    text = path.read_text()
    path.write_text(
        f"{text}    overrides:\n    - {{field: license, value: mit, reason: Test., source: 'https://example.org', "
        "checked: null}\n    - {field: parameters_total, value: 9000000000, reason: Test., "
        "source: 'https://example.org', checked: null}\n"
    )
    out = run("diff", str(SMALL), str(small), root=small).stdout
    table = "| variant | what | before | after |\n|---|---|---|---|\n"
    repo = "| `meta-llama/Llama-3.1-8B` |"
    assert "| what | number |\n|---|---|\n| Pages broken | 0 |\n| Verdicts that change | 5 |\n" in out
    assert f"### Verdicts that change (5)\n\n{table}{repo} license | `llama3.1` | `mit` |\n" in out
    assert f"{repo} commercial_use | `conditional` | `yes` |\n" in out
    assert f"### Sizes that change (2)\n\n{table}{repo} parameters | " in out
    assert f" | 9,000,000,000 |\n{repo} bytes at BF16 / FP16 | " in out
    assert out.endswith(" | 18,000,000,000 |\n")
    assert "### Pages" not in out


def test_pages_added_moved_and_gone_between_two_revisions(small):
    make_repository(small)
    family = small / "data/families/deepseek.yaml"
    _edit(family, "deepseek-ai/DeepSeek-OCR", "deepseek-ai/DeepSeek-OCR-2\n    formerly: [deepseek-ai/DeepSeek-OCR]")
    shutil.copy(small / "data/licenses/mit.yaml", small / "data/licenses/mit-0.yaml")
    _edit(small / "data/licenses/mit-0.yaml", "hub: [mit]", "hub: []")
    _edit(small / "data/licenses/mit-0.yaml", "title: MIT License", "title: MIT No Attribution")
    _edit(small / "data/families/llama.yaml", "  - repo: meta-llama/Llama-3.1-8B-Instruct\n", "  - repo: a/b\n")
    _edit(small / "data/families/llama.yaml", "    formerly: [meta-llama/Meta-Llama-3.1-8B-Instruct]\n", "")
    commit(small, "Second")
    assert run("diff", "HEAD^", "main", root=small).stdout == (
        "## What changes for a reader\n\n| what | number |\n|---|---|\n"
        "| Pages broken | 0 |\n| Verdicts that change | 0 |\n"
        "| Sizes that change | 0 |\n| Pages added | 2 |\n| Pages moved | 1 |\n| Pages gone | 1 |\n\n"
        "### Pages added (2)\n\n- `/families/llama/b/`\n- `/licenses/mit-0/`\n\n"
        "### Pages moved (1)\n\n- `/families/deepseek/deepseek-ocr/` → `/families/deepseek/deepseek-ocr-2/`\n\n"
        "### Pages gone (1)\n\n- `/families/llama/llama-3-1-8b-instruct/`\n"
    )
    assert git(small, "status", "--porcelain") == ""


def _run_script(root, script, code=0):
    """Run a script of CI on the last commit; return what it wrote into the summary of its job."""
    if not (root / ".ci").exists():
        shutil.copytree(PROJECT / ".ci", root / ".ci")
        (root / ".venv").symlink_to(PROJECT / ".venv")
    summary = root.parent / "summary.md"
    summary.write_text("")
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "GITHUB_STEP_SUMMARY": str(summary)}
    done = subprocess.run([root / f".ci/{script}"], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return summary.read_text()


def test_the_text_of_a_proposal_fits_however_long_the_report_is(small):
    make_repository(small)
    (small / "refresh").mkdir()
    (small / "refresh/all.patch").touch()
    (small / "refresh/report.md").write_text("A line of the report.\n" * 20_000)
    _run_script(small, "prepare")
    body = (small / "refresh/body.md").read_text()
    assert body.startswith(NOTHING)
    assert body.endswith("A line of the report.\n\nThe rest is in the log of the run.\n")
    assert 59_900 < len(body) < 60_100


def test_the_summary_of_ci_names_what_a_commit_changes_and_breaks(small):
    make_repository(small)
    _edit(small / "data/families/deepseek.yaml", "deepseek-ai/DeepSeek-OCR", "deepseek-ai/DeepSeek-OCR-2")
    commit(small, "Sound")
    said = _run_script(small, "summarize")
    assert "| Pages broken | 0 |\n" in said
    assert "### Pages added (1)\n\n- `/families/deepseek/deepseek-ocr-2/`\n" in said
    page = small / "docs/contribute/index.md"
    page.write_text(f"{page.read_text()}\n[Nowhere](../nowhere/)\n")
    commit(small, "Broken page")
    said = _run_script(small, "summarize", 1)
    assert "| Pages broken | 1 |\n" in said
    assert (
        "### Pages broken (1)\n\n- `site/contribute/index.html`: `dead link ../nowhere/: no such page or file`" in said
    )
    _edit(small / "data/families/deepseek.yaml", "purpose: ocr", "purpose: orc")
    commit(small, "Broken data")
    said = _run_script(small, "summarize", 1)
    assert said.startswith("## The data cannot be read\n\n````text\n")
    assert "HEAD:data/families/deepseek.yaml:22:3: series[1].purpose: 'orc' is not in the list" in said


@pytest.mark.parametrize("text", ["", "5", "{}", "[1]", '[{"path": "x", "message": null, "fix": ""}]', "[" * 100_000])
def test_a_file_that_no_build_printed_is_refused(small, text):
    (small / "built.json").write_text(text)
    done = run("diff", ".", ".", "--built", "built.json", root=small, code=1)
    assert "built.json: no list of problems; name a file that holds what build --json printed" in done.stderr


def test_a_pipe_that_nobody_fills_is_no_list_of_problems(small):
    os.mkfifo(small / "built.json")
    done = run("diff", ".", ".", "--built", "built.json", root=small, code=1)
    assert "built.json: no list of problems; name a file that holds what build --json printed" in done.stderr


def test_data_that_cannot_be_read_is_named_with_its_revision(small):
    make_repository(small)
    _edit(small / "data/families/deepseek.yaml", "purpose: ocr", "purpose: orc")
    commit(small, "Broken")
    done = run("diff", "HEAD^", "HEAD", root=small, code=1)
    assert "HEAD:data/families/deepseek.yaml:22:3: series[1].purpose: 'orc' is not in the list; did you" in done.stderr


def test_revisions_of_a_root_inside_of_a_repository(small):
    make_repository(small.parent)
    assert run("diff", "HEAD", "HEAD", root=small).stdout == run("diff", str(small), str(small), root=small).stdout


def test_an_unknown_revision_is_named(small):
    make_repository(small)
    done = run("diff", "nowhere", ".", root=small, code=1)
    assert done.stderr.splitlines()[-2] == (
        "nowhere: no revision with data/ (fatal: Needed a single revision); "
        "name a commit, branch or tag that holds data/, or a folder that does"
    )
    assert "^--all: no revision with data/" in run("diff", "^--all", ".", root=small, code=1).stderr
    with pytest.raises(CatalogueError, match=r"--output=x: no revision with data/"):
        export_data(small, "--output=x", small)
    assert not (small / "x").exists()


def test_the_real_catalogue_against_itself():
    assert run("diff", ".", "HEAD", root=PROJECT).stdout.startswith("## What changes for a reader\n")


def test_values_in_markdown_cannot_leave_their_ticks():
    assert write_code("`x` @you| <b>") == "`x @you <b>`"
    assert write_code(1234567) == "1,234,567"
    assert write_code(None) == "`none`"
    assert write_code("`|") == "` `"
    assert write_code("x" * 61) == f"`{'x' * 60}…`"


@pytest.mark.parametrize("code", [0x00, 0x0A, 0x1B, 0x7F, 0x85, 0x9B, 0xAD, 0x34F, 0x200D, 0x2028, 0x202E, 0x2066])
@pytest.mark.parametrize("write", [write_code, lambda text: str(Problem(path=PurePosixPath(text), message="", fix=""))])
def test_what_nobody_sees_is_spelled_out(code, write):
    assert f"a{chr(code).encode('unicode_escape').decode()}b" in write(f"a{chr(code)}b")


@pytest.mark.parametrize("code", [0x2800, 0x3164, 0xFE0F, 0xFEFF, 0xE0041, 0x10FFFF, 0xDC9B])
def test_fillers_tags_and_no_characters_are_spelled_out(code):
    assert write_code(f"é{chr(code)}") == f"`é{chr(code).encode('unicode_escape').decode()}`"


def test_no_value_is_a_command_of_a_log():
    assert "##[" not in write_code("##[add-mask]a ##`[error]b ##|[c")


@given(st.text())
def test_any_value_is_one_visible_line(text):
    shown = write_code(text)
    assert shown.isprintable()
    assert shown.count("`") == 2
    assert "|" not in shown


def test_names_of_broken_pages_steer_no_terminal(small):
    (small / "docs/contribute/c1\x9b31mred.md").write_text("# x\n")
    (small / "docs/contribute/rtl\u202egnp.md").write_text("# x\n")
    (small / "built.json").write_text(run("build", "--json", root=small, code=1).stdout)
    out = run("diff", ".", ".", "--built", "built.json", root=small).stdout
    assert "- `docs/contribute/c1\\x9b31mred.md`: `has a name that cannot be read`\n" in out
    assert "- `docs/contribute/rtl\\u202egnp.md`: `has a name that cannot be read`\n" in out


def test_a_long_section_is_cut():
    lines = [f"- {n}" for n in range(MAX_LINES + 2)]
    assert list(write_section("Many", lines))[-3:] == [f"- {MAX_LINES - 1}", "", "And 2 more."]
    assert list(write_section("None", ())) == []
