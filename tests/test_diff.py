"""``catalogue diff``: between folders and git revisions, by the functions that judge and size."""

import os
import re
import shutil
import subprocess
import sys

import pytest
from conftest import PROJECT, SMALL, run
from revisions import commit, edit, git, make_repository

from generator.errors import CatalogueError
from generator.git import export_data

NOTHING = "## What changes for a reader\n\nNothing: no verdict, size, source, page, text or other fact.\n"
FILES = "| variant or file | what | before | after |\n|---|---|---|---|\n"


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
    assert f"### Verdicts that change (5)\n\n{table}{repo} `license` | `llama3.1` | `mit` |\n" in out
    assert f"{repo} `commercial_use` | `conditional` | `yes` |\n" in out
    assert f"### Sizes that change (2)\n\n{table}{repo} `parameters` | " in out
    assert f" | 9,000,000,000 |\n{repo} `bytes at BF16 / FP16` | " in out
    assert " | 18,000,000,000 |\n" in out
    assert f"{repo} `license.source` | `none` | `https://example.org` |\n" in out
    assert "### Pages" not in out


def test_pages_added_moved_and_gone_between_two_revisions(small):
    make_repository(small)
    family = small / "data/families/deepseek.yaml"
    edit(family, "deepseek-ai/DeepSeek-OCR", "deepseek-ai/DeepSeek-OCR-2\n    formerly: [deepseek-ai/DeepSeek-OCR]")
    shutil.copy(small / "data/licenses/mit.yaml", small / "data/licenses/mit-0.yaml")
    edit(small / "data/licenses/mit-0.yaml", "hub: [mit]", "hub: []")
    edit(small / "data/licenses/mit-0.yaml", "title: MIT License", "title: MIT No Attribution")
    edit(small / "data/licenses/mit-0.yaml", "spdx: MIT", "spdx: MIT-0")
    text = (small / "data/licenses/mit-0.yaml").read_text()
    (small / "data/licenses/mit-0.yaml").write_text(re.sub("(text_sha256:) .*", rf"\1 '{'0' * 64}'", text))
    edit(small / "data/families/llama.yaml", "  - repo: meta-llama/Llama-3.1-8B-Instruct\n", "  - repo: facebook/b\n")
    edit(small / "data/families/llama.yaml", "    formerly: [meta-llama/Meta-Llama-3.1-8B-Instruct]\n", "")
    commit(small, "Second")
    ocr = "| `deepseek-ai/DeepSeek-OCR-2` |"
    assert run("diff", "HEAD^", "main", root=small).stdout == (
        "## What changes for a reader\n\n| what | number |\n|---|---|\n"
        "| Pages broken | 0 |\n| Verdicts that change | 0 |\n"
        "| Sizes that change | 0 |\n| Sources that change | 2 |\n"
        "| Pages added | 2 |\n| Pages moved | 1 |\n| Pages gone | 1 |\n"
        "| Texts that change | 1 |\n| Other facts that change | 0 |\n\n"
        f"### Sources that change (2)\n\n{FILES}"
        f"{ocr} `repo` | `deepseek-ai/DeepSeek-OCR` | `deepseek-ai/DeepSeek-OCR-2` |\n"
        f"{ocr} `formerly` | `none` | `deepseek-ai/DeepSeek-OCR` |\n\n"
        "### Pages added (2)\n\n- `/families/llama/b/`\n- `/licenses/mit-0/`\n\n"
        "### Pages moved (1)\n\n- `/families/deepseek/deepseek-ocr/` → `/families/deepseek/deepseek-ocr-2/`\n\n"
        "### Pages gone (1)\n\n- `/families/llama/llama-3-1-8b-instruct/`\n\n"
        f"### Texts that change (1)\n\n{FILES}{ocr} `title` | `DeepSeek OCR` | `DeepSeek OCR 2` |\n"
    )
    assert git(small, "status", "--porcelain") == ""


def _run_script(root, script, code=0):
    """Run a script of CI on the last commit; return what it wrote into the summary of its job."""
    if not (root / ".ci").exists():
        shutil.copytree(PROJECT / ".ci", root / ".ci")
        shutil.copy(PROJECT / ".gitignore", root)
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
    edit(small / "data/families/deepseek.yaml", "deepseek-ai/DeepSeek-OCR", "deepseek-ai/DeepSeek-OCR-2")
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
        "### Pages broken (1)\n\n- `docs/contribute/index.md`: `contains an unrecognized relative link '../nowhere/'"
        in said
    )
    edit(small / "data/families/deepseek.yaml", "purpose: ocr", "purpose: '##`[error]orc'")
    commit(small, "Broken data")
    said = _run_script(small, "summarize", 1)
    assert said.startswith("## The data cannot be read\n\n````text\n")
    assert "HEAD:data/families/deepseek.yaml:22:3: series[1].purpose: '##'[error]orc' is not in the list" in said


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
    edit(small / "data/families/deepseek.yaml", "purpose: ocr", "purpose: orc")
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


def test_names_of_broken_pages_steer_no_terminal(small):
    (small / "docs/contribute/c1\x9b31mred.md").write_text("# x\n")
    (small / "docs/contribute/rtl\u202egnp.md").write_text("# x\n")
    (small / "built.json").write_text(run("build", "--json", root=small, code=1).stdout)
    out = run("diff", ".", ".", "--built", "built.json", root=small).stdout
    assert "- `docs/contribute/c1\\x9b31mred.md`: `has a name that cannot be read`\n" in out
    assert "- `docs/contribute/rtl\\u202egnp.md`: `has a name that cannot be read`\n" in out


def test_links_and_large_blobs_of_a_revision_are_named_and_not_followed(small):
    """A pull request can hold a link to anywhere, and a hundred names of one large blob."""
    make_repository(small)
    for number, target in enumerate((b"a\0b", b"", b"x" * 5000, b"/etc/passwd")):
        blob = subprocess.run(
            ["git", "hash-object", "-w", "--stdin"], cwd=small, input=target, capture_output=True, check=True
        )
        name = f"data/families/link-{number}.yaml"
        git(small, "update-index", "--add", "--cacheinfo", f"120000,{blob.stdout.decode().strip()},{name}")
    (small / "large").write_bytes(bytes(40 * 1024 * 1024))
    blob = git(small, "hash-object", "-w", "large").strip()
    for number in range(20):
        git(small, "update-index", "--add", "--cacheinfo", f"100644,{blob},data/families/large-{number}.yaml")
    git(small, "commit", "--quiet", "--message", "Hostile")
    limit = "import resource; resource.setrlimit(resource.RLIMIT_AS, (600 << 20,) * 2)"
    code = f"{limit}; from generator.__main__ import main; main()"
    command = [sys.executable, "-c", code, "diff", "HEAD^", "HEAD", "--root", str(small)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count(": a link; ") == 4
    assert done.stderr.count("more than the ") == 20


def test_a_folder_does_not_stand_in_for_a_revision(small):
    """A pull request can bring a folder called like what CI compares with."""
    make_repository(small)
    edit(small / "data/families/deepseek.yaml", "purpose: ocr", "purpose: vision-language")
    shutil.copytree(small / "data", small / "HEAD^/data")
    commit(small, "Second")
    done = run("diff", "HEAD^", "HEAD", root=small, code=1)
    assert "HEAD^: both a folder and a revision; name the folder as ./HEAD^, or the commit by its" in done.stderr
    assert "Nothing" in run("diff", "./HEAD^", ".", root=small).stdout


def _commit_tree(root, name, *contents):
    """Commit, on a branch, a data/ that git would not make itself: trees from the innermost, each with one object."""

    def write(kind, content):
        words = ("hash-object", "-t", kind, "--literally", "-w", "--stdin")
        done = subprocess.run(["git", *words], cwd=root, input=content, capture_output=True, check=True)
        return done.stdout.decode().strip()

    last = write("blob", b"x")
    for content in (*contents, (b"40000 data",)):
        last = write("tree", b"".join(entry + b"\0" + bytes.fromhex(last) for entry in content))
    git(root, "branch", name, git(root, "commit-tree", "-m", "Odd", last).strip())


def test_folders_that_name_one_another_are_not_written_without_end(small):
    make_repository(small)
    folders = tuple(b"40000 %d" % number for number in range(10))
    _commit_tree(small, "bomb", (b"100644 a.yaml",), *[folders] * 10)
    _commit_tree(small, "hollow", (), *[folders] * 10)
    for name in ("bomb", "hollow"):
        done = run("diff", "main", name, root=small, code=1)
        assert f"{name}: no revision with data/ (data/ has more than 40,000 files and folders); name" in done.stderr


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([(b"100644 ../../out",)], "invalid path data/../../out"),
        ([(b"100644 out",), (b"40000 ..",)], "invalid path data/.."),
        ([(b"100644 config",), (b"40000 .Git",)], "invalid path data/.Git"),
        ([(b"100644 " + b"a" * 256,)], f"invalid path data/{'a' * 256}"),
        ([(b"100644 a", b"100644 a")], "two files of one name in data/"),
        ([(b"100644 b",), (b"120000 a", b"40000 a")], "two files of one name in data/"),
    ],
)
def test_a_name_that_git_would_not_write_is_refused(small, entries, message):
    make_repository(small)
    _commit_tree(small, "odd", *entries)
    done = run("diff", "main", "odd", root=small, code=1)
    assert f"odd: no revision with data/ ({message}); name a commit" in done.stderr


@pytest.mark.parametrize(("filling", "said"), [(0, "blob {} is damaged"), (1, "(no )?blob")])
def test_a_damaged_blob_is_named_and_nothing_else_is_said(small, filling, said):
    """Cut off, and with zeros in place of its rest, of which git makes more than the blob's size."""
    make_repository(small)
    path = small / "data/left-out.yaml"
    path.write_text("".join(f"# {number * 7919 % 9973}\n" for number in range(200_000)))
    commit(small, "Large")
    blob = git(small, "rev-parse", "HEAD:data/left-out.yaml").strip()
    file = small / ".git/objects" / blob[:2] / blob[2:]
    half = file.stat().st_size // 2
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:half] + bytes(half * filling))
    done = run("diff", "HEAD^", "HEAD", root=small, code=1)
    assert re.match(rf"HEAD: no revision with data/ \({said.format(blob)}", done.stderr.splitlines()[-2])
    assert not re.search("^(error|fatal): ", done.stderr, re.MULTILINE)
