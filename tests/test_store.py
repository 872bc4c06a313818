"""Every way a data file can be wrong: one clear message, with file, line and remedy, and nothing changed."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from conftest import UNPRIVILEGED, run

from generator import store
from generator.catalogue import join
from generator.errors import CatalogueError
from generator.records import ReportedRecord
from generator.store.reading import MAX_BYTES
from generator.workspace import Workspace

FAMILY = "data/families/deepseek.yaml"


def _change(root: Path, name: str, old: str, new: str) -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _hash(root: Path) -> str:
    files = sorted(path for path in (root / "data").rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(str(path).encode() + path.read_bytes() for path in files)).hexdigest()


def _problems(root: Path, *, unchanged: bool = True) -> list[str]:
    before = _hash(root) if unchanged else ""
    workspace = Workspace(root)
    with pytest.raises(CatalogueError) as caught:
        join(store.load(workspace))
    assert not unchanged or _hash(root) == before
    return [str(problem) for problem in store.place(caught.value, workspace).problems]


def test_the_small_catalogue_is_sound(small):
    assert len(list(join(store.load(Workspace(small))))) == 7


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        pytest.param(
            FAMILY,
            "title: DeepSeek\n",
            "title: [DeepSeek\n",
            "data/families/deepseek.yaml:2:10: not YAML: did not find expected ',' or ']' "
            "while parsing a flow sequence; correct the line or the one before",
            id="malformed",
        ),
        pytest.param(
            FAMILY,
            "publisher: deepseek\n",
            "publisher: deepseek\npublisher: meta\n",
            "data/families/deepseek.yaml:3:1: key 'publisher' stands twice (first in line 2); keep one of them",
            id="duplicate key",
        ),
        pytest.param(
            FAMILY,
            "publisher: deepseek\n",
            "publisher: &a deepseek\n",
            "data/families/deepseek.yaml:2:12: anchor &a; write the value out in full where it is needed",
            id="alias",
        ),
        pytest.param(
            FAMILY,
            "homepage:",
            "homepge:",
            "data/families/deepseek.yaml:4:1: homepge: unknown key; did you mean 'homepage'?",
            id="unknown key",
        ),
        pytest.param(
            FAMILY,
            "  purpose: reasoning\n",
            "  purpos: reasoning\n",
            "data/families/deepseek.yaml:8:3: series[0].purpos: unknown key; did you mean 'purpose'?",
            id="unknown key in a series",
        ),
        pytest.param(
            FAMILY,
            "title: DeepSeek-OCR",
            "title: 7",
            "data/families/deepseek.yaml:21:3: series[1].title: '7' is not text; put it in quotes",
            id="wrong type",
        ),
        pytest.param(
            FAMILY,
            "  released: 2025-01-20\n",
            "  released: soon\n",
            "data/families/deepseek.yaml:10:3: series[0].released: 'soon' is not a day as YYYY-MM-DD; correct it",
            id="no date",
        ),
        pytest.param(
            "data/publishers/deepseek.yaml",
            "country: CN",
            "country: NO",
            'data/publishers/deepseek.yaml:2:10: NO can be read in two ways; put it in quotes: "NO"',
            id="no",
        ),
        pytest.param(
            FAMILY,
            "title: DeepSeek\n",
            "title: 010\n",
            'data/families/deepseek.yaml:1:8: 010 can be read in two ways; put it in quotes: "010"',
            id="010",
        ),
        pytest.param(
            FAMILY,
            "title: DeepSeek\n",
            "title: 12:30\n",
            'data/families/deepseek.yaml:1:8: 12:30 can be read in two ways; put it in quotes: "12:30"',
            id="12:30",
        ),
        pytest.param(
            FAMILY,
            "publisher: deepseek",
            "publisher: depseek",
            "data/families/deepseek.yaml:2:1: publisher: unknown publisher 'depseek'; "
            "did you mean 'deepseek'? Else add data/publishers/depseek.yaml",
            id="unknown publisher",
        ),
        pytest.param(
            "data/families/gpt-oss.yaml",
            "value: apache-2.0",
            "value: apache-2",
            "data/families/gpt-oss.yaml:18:7: series[0].variants[0].overrides[0].value: unknown license 'apache-2'; "
            "did you mean 'apache-2.0'? Else add data/licenses/apache-2.yaml",
            id="unknown license",
        ),
        pytest.param(
            FAMILY,
            "purpose: ocr",
            "purpose: orc",
            "data/families/deepseek.yaml:22:3: series[1].purpose: 'orc' is not in the list; did you mean 'ocr'?",
            id="unknown purpose",
        ),
        pytest.param(
            FAMILY,
            "  - repo: deepseek-ai/DeepSeek-OCR\n",
            "  - repo: openai/gpt-oss-20b\n",
            "data/families/gpt-oss.yaml:32:5: series[0].variants[1].repo: repository openai/gpt-oss-20b is placed "
            "a second time, first in data/families/deepseek.yaml; keep one of the two places",
            id="repository twice",
        ),
        pytest.param(
            FAMILY,
            "  - repo: deepseek-ai/DeepSeek-OCR\n",
            "  - repo: deepseek-ai/DeepSeek_R1\n",
            "data/families/deepseek.yaml:25:5: series[1].variants[0].repo: deepseek-ai/DeepSeek_R1 and "
            "deepseek-ai/DeepSeek-R1 would share the address deepseek-r1/; "
            "make one of them a build or a former id of the other",
            id="slugs equal",
        ),
        pytest.param(
            FAMILY,
            "- id: deepseek-ocr\n",
            "- id: more\n",
            "data/families/deepseek.yaml:20:3: series[1].id: 'more' is the anchor of a section that pages have; "
            "choose a longer id",
            id="anchor taken",
        ),
        pytest.param(
            "data/reported/llmfit.yaml",
            "parameters_total: 684531386000",
            "parameter_total: 684531386000",
            "data/reported/llmfit.yaml:12:5: repos.deepseek-ai/DeepSeek-R1.parameter_total: unknown key; "
            "did you mean 'parameters_total'?",
            id="unknown reported field",
        ),
        pytest.param(
            "data/families/gpt-oss.yaml",
            "      reason: The project page names Apache 2.0 for both models.\n",
            "",
            "data/families/gpt-oss.yaml:17:7: series[0].variants[0].overrides[0].reason: missing; add it",
            id="override without reason",
        ),
        pytest.param(
            "data/families/gpt-oss.yaml",
            '      source: "https://github.com/openai/gpt-oss/blob/main/README.md"\n',
            "",
            "data/families/gpt-oss.yaml:17:7: series[0].variants[0].overrides[0].source: missing; add it",
            id="override without source",
        ),
        pytest.param(
            FAMILY,
            "summary: Reads documents.",
            "summary: TO WRITE",
            "data/families/deepseek.yaml:23:3: series[1].summary: still a draft; "
            "replace 'TO WRITE' and what follows with your own words",
            id="draft",
        ),
        pytest.param(
            FAMILY,
            "  - repo: deepseek-ai/DeepSeek-OCR\n",
            "  - repo: deepseek-ai/../x\n",
            "data/families/deepseek.yaml:25:5: series[1].variants[0].repo: no repository id of the Hub; "
            "write it as org/name, as in the address of its page",
            id="no repository id",
        ),
    ],
)
def test_bad_input_is_named_with_file_line_and_remedy(small, name, old, new, message):
    _change(small, name, old, new)
    assert message in _problems(small)


def test_names_equal_but_for_case_are_refused(small):
    (small / "data/families/DeepSeek.yaml").write_text("title: x\n")
    assert _problems(small) == [
        "data/families/DeepSeek.yaml: the name is no id; use lower-case letters, digits and hyphens",
    ]


def test_a_file_that_is_not_utf8(small):
    (small / FAMILY).write_bytes("title: Café\n".encode("latin-1"))
    assert _problems(small) == [f"{FAMILY}: not UTF-8 at byte 10; save it as UTF-8"]


def test_a_large_family_file_is_refused_before_it_is_parsed(small):
    (small / FAMILY).write_text("# " + "x" * 5 * MAX_BYTES)
    assert _problems(small) == [
        (
            f"{FAMILY}: 5,242,882 bytes, more than the 1,048,576 a data file may have; "
            "split it, or remove what does not belong"
        )
    ]


_ENTRY = "a/b%d: {q: 1}, "
_FLOODS = {
    "changes/2026.yaml": "changes: [" + "{before: [], after: []}, " * 60_000 + "]",
    "links.yaml": "as_of: 2026-01-01\nanswered: []\nfailing: {" + "".join(_ENTRY % n for n in range(60_000)) + "}",
    "families/x.yaml": "series: [" + "{}," * 60_000 + "]",
    "licenses/x.yaml": "hub: [" + "1," * 60_000 + "]",
    "hub/a/b.yaml": "weights: [" + "{}, " * 60_000 + "]",
    "families/keys.yaml": "".join(f"k{n}: 1\n" for n in range(30_000)),
    "families/many.yaml": "a: [" + "1," * 300_000 + "]",
}


@pytest.mark.parametrize("name", _FLOODS)
def test_a_flood_of_wrong_entries_is_told_in_few_lines(small, name):
    path = small / "data" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_FLOODS[name] + "\n")
    problems = _problems(small, unchanged=False)
    assert all(f"data/{name}" in problem for problem in problems)
    assert 0 < len(problems) <= (1001 if name == "links.yaml" else 12)


def test_a_file_of_100_megabytes_is_refused_by_size_wherever_it_lies(small):
    names = [f"{name}.yaml" for name in ("families/deepseek", "publishers/meta", "licenses/mit", "reported/llmfit")]
    names += ["hub/org/name.yaml", "left-out.yaml", "changes/2020.yaml", "usage/llama.csv"]
    for name in names:
        path = small / "data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.truncate(100_000_000)
    start = time.perf_counter()
    problems = _problems(small, unchanged=False)
    assert time.perf_counter() - start < 2
    assert len(problems) == len(names)
    assert all(": 100,000,000 bytes, more than the " in problem for problem in problems)


@pytest.mark.parametrize(
    "name", ["left-out.yaml", "families/x.yaml", "hub/org/name.yaml", "changes/x.yaml", "usage/x.csv"]
)
def test_what_is_no_plain_file_is_refused_and_not_read(small, name):
    """A link to a device would never end, a named pipe never begin."""
    path = small / "data" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    for make in (lambda: path.symlink_to("/dev/zero"), lambda: os.mkfifo(path), path.mkdir):
        path.unlink(missing_ok=True)
        make()
        (problem,) = _problems(small, unchanged=False)
        assert problem.startswith(f"data/{name}: ")
        assert any(
            said in problem
            for said in (": not a plain file; ", ": not a .yaml file; ", ": not a .csv file; ", ": a link; ")
        )


@pytest.mark.parametrize("id_", ["CON", "con", "a..b%2f", "index.md", "x.html", "a\nb", "\x1b[31m", "x" * 97, "-", "ä"])
def test_a_file_name_that_is_no_id(small, id_):
    (small / "data/families" / f"{id_}.yaml").write_text("title: x\n")
    (problem,) = _problems(small)
    assert problem.endswith(": the name is no id; use lower-case letters, digits and hyphens")
    assert problem.isprintable()


@pytest.mark.parametrize("name", ["CON/x.yaml", "org/a..b.yaml", "org/a%2fb.yaml", "org/a\nb.yaml", "org/x.txt"])
def test_a_hub_file_whose_name_is_no_repository(small, name):
    path = small / "data/hub" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("license: mit\n")
    (problem,) = _problems(small)
    assert problem.endswith(
        ": the name is no repository id; name it <organization>/<name>.yaml as the Hub does, or remove it"
    )


@pytest.mark.parametrize(
    "name", ["families", "publishers", "licenses", "reported", "hub", "hub/org", "usage", "changes"]
)
def test_a_folder_is_a_folder(small, tmp_path, name):
    """What lies where a folder should would be ignored without a word."""
    path = small / "data" / name
    path.parent.mkdir(exist_ok=True)
    shutil.rmtree(path, ignore_errors=True)
    path.write_text("x")
    assert f"data/{name}: not a folder; put the folder itself in its place" in _problems(small, unchanged=False)
    path.unlink()
    path.symlink_to(tmp_path)
    assert f"data/{name}: a link; put the folder itself in its place" in _problems(small, unchanged=False)


@pytest.mark.parametrize("words", [["check"], ["new", "family", "x", "--repo", "org/x-1b", "--offline"]])
def test_nothing_is_read_where_a_link_in_place_of_all_data_leads(small, tmp_path, words):
    (small / "data").rename(tmp_path / "elsewhere")
    (tmp_path / "elsewhere/links.yaml").write_text("Password: x\n")
    (small / "data").symlink_to(tmp_path / "elsewhere")
    said = run(*words, root=small, code=1).stderr
    assert "data: a link; put the folder itself in its place" in said
    assert "Password" not in said


def test_a_linked_folder_of_the_hub_is_refused(small, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/name.yaml").write_text("likes: 1\n")
    (small / "data/hub").mkdir(exist_ok=True)
    (small / "data/hub/org").symlink_to(tmp_path / "elsewhere")
    assert _problems(small) == ["data/hub/org: a link; put the folder itself in its place"]


def test_hub_files_equal_but_for_case_are_refused(small):
    for name in ("Org/name", "org/Name"):
        path = small / f"data/hub/{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("license: mit\n")
    assert _problems(small) == [
        (
            "data/hub/org/Name.yaml: another file has this name but for capital letters; "
            "keep the one that the Hub spells so"
        )
    ]


def test_empty_data(tmp_path):
    (tmp_path / "data").mkdir()
    assert _problems(tmp_path) == [
        "data/families: no family files; add a family with 'catalogue new family', or name the right --root"
    ]


def test_a_file_of_another_kind(small):
    (small / "data/families/notes.txt").write_text("x")
    assert _problems(small) == ["data/families/notes.txt: not a .yaml file; rename it to .yaml, or remove it"]


def test_every_problem_of_every_file_is_found_in_one_run(small):
    _change(small, FAMILY, "purpose: ocr", "purpose: orc")
    _change(small, FAMILY, "homepage:", "homepge:")
    _change(small, "data/publishers/meta.yaml", "kind: company", "kind: firm")
    assert [line.split(":")[0] for line in _problems(small)] == [FAMILY, FAMILY, "data/publishers/meta.yaml"]


def test_what_no_reader_would_take_is_not_written(tmp_path):
    space = Workspace(tmp_path)
    files = {space.data / "refresh.yaml": "x" * 2**20 * 2, space.hub / "org/model.yaml": "x" * (2**20 + 1)}
    with pytest.raises(CatalogueError) as caught:
        store.write_all(space, files)
    assert str(caught.value) == (
        "data/hub/org/model.yaml: would have 1,048,577 bytes, more than the 1,048,576 a data file may have; "
        "nothing was written; make it smaller first"
    )
    assert not list(tmp_path.iterdir())


def test_a_record_survives_writing_and_reading(tmp_path):
    row = {"license": "mit", "languages": ("en", "no"), "released": date(2026, 1, 2), "gated": "auto"}
    record = ReportedRecord(
        title="A set: with a colon",
        url="https://example.org/a",
        version="1e5",
        as_of=None,
        license=None,
        attribution="Somebody.",
        rank=1,
        repos={"no/on": row},
    )
    path = tmp_path / "set.yaml"
    assert store.write(Workspace(tmp_path), path, store.dump(record, header="# Made.\n"))
    assert store.read_record(path, ReportedRecord) == (record, [])
    assert not store.write(Workspace(tmp_path), path, store.dump(record, header="# Made.\n"))
    assert [entry.name for entry in tmp_path.iterdir()] == ["set.yaml"]


@pytest.mark.parametrize("mode", [0o000, 0o400])
@pytest.mark.parametrize("folder", ["hub/openai", "hub", "licenses", "usage", "families", "changes", ""])
def test_what_may_not_be_read_is_named(small, folder, mode):
    locked = small / "data" / folder
    locked.mkdir(parents=True, exist_ok=True)
    first = {"hub": "openai/gpt-oss-20b.yaml", "usage": "gpt-oss.csv", "changes": "2026.yaml"}
    file = locked / first.get(folder, "gpt-oss-20b.yaml" if folder else "refresh.yaml")
    file.parent.mkdir(exist_ok=True)
    file.touch()
    command = [sys.executable, "-m", "generator", "check", "--root", str(small)]
    if os.geteuid() == 0:
        command = [*UNPRIVILEGED, *command]
    locked.chmod(mode)
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    finally:
        locked.chmod(0o755)
    assert done.returncode == 1, done.stdout
    assert "Permission denied" in done.stderr
    assert "Traceback" not in done.stderr


USAGE = "week,day,repo,downloads,downloads_all_time,likes,finetune,adapter,merge,quantized\n"


@pytest.mark.parametrize("week", ["9999-W53", "2026-W99", "0000-W00", "2026-W39", "2026-W41"])
def test_a_week_of_counts_is_that_of_its_day(small, week):
    (small / "data/usage").mkdir(exist_ok=True)
    (small / "data/usage/llama.csv").write_text(f"{USAGE}{week},2026-10-01,meta-llama/Llama-3.1-8B,7,,,,,,\n")
    done = run("check", root=small, code=1)
    assert f"data/usage/llama.csv:2: 2026-10-01 is not in week {week}; restore the file from git" in done.stderr


@pytest.mark.parametrize(
    "cells", ["2026-W40,2026-10-01,{},+5", "2026-W40,2026-10-01,{},5_0", "2026-W40,1790812800,{},5"]
)
def test_counts_and_days_are_written_in_one_way(small, cells):
    (small / "data/usage").mkdir(exist_ok=True)
    path = small / "data/usage/llama.csv"
    path.write_text(f"{USAGE}2026-W40,2026-10-01,meta-llama/Llama-3.1-8B,5,,,,,,\n")
    run("check", root=small)
    path.write_text(f"{USAGE}2026-W40,{cells.format('meta-llama/Llama-3.1-8B')},,,,,,\n")
    assert "data/usage/llama.csv:2: a row that cannot be read" in run("check", root=small, code=1).stderr


def test_a_week_is_counted_once_in_all_files(small):
    """Older rows of a repository that moved to another family stay where they are."""
    (small / "data/usage").mkdir(exist_ok=True)
    old, new = (
        f"2026-W{week},2026-10-{day},meta-llama/Llama-3.1-8B,7,,,,,,\n" for week, day in ((40, "01"), (41, "08"))
    )
    (small / "data/usage/deepseek.csv").write_text(USAGE + old)
    (small / "data/usage/llama.csv").write_text(USAGE + new)
    run("check", root=small)
    (small / "data/usage/llama.csv").write_text(USAGE + new + old)
    message = "a second row of meta-llama/Llama-3.1-8B in 2026-W40, the first stands in another file; restore"
    assert f"data/usage/llama.csv:3: {message}" in run("check", root=small, code=1).stderr
