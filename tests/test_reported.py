"""Public data sets: rows in, a record out."""

import contextlib
import json
import os
import random
import re
import tracemalloc
import zipfile
from datetime import date

import pytest
from conftest import PROJECT, run

from generator.errors import CatalogueError
from generator.records.languages import normalize_languages
from generator.reported import DATA_SETS, LIVE, _find_reason, find_data_set, read

TRENDING = "hub-api snapshot namhyeokwoo/huggingface-trending"
FACTS = {
    "meta": {"built": "2026-11-24"},
    "sources": {
        "hub_snapshots_trending": {"commit": "99ceca7", "commit_date": "2026-08-22T01:15:24+00:00"},
        "xinference": {"files_dated": "2026-10-25", "pypi": "xinference==4.1.0"},
    },
    "variants": [
        {
            "repo_id": "Qwen/Qwen3-8B",
            "downloads": 15461699,
            "hub_created_at": "2025-04-27T03:42:21.000Z",
            "context_length": 40960,
            "languages": ["english", "zh", "multilingual"],
            "params_total": 8000000000,
            "params_total_kind": "nominal",
            "base_model": ["Qwen/Qwen3-8B", "Qwen/Qwen3-8B-Base", "Removed"],
            "field_sources": {
                "downloads": f"{TRENDING}@2026-08-15",
                "hub_created_at": TRENDING,
                "context_length": "xinference",
                "languages": "xinference",
                "params_total": "repo id",
                "base_model": TRENDING,
            },
            "seen_in": [TRENDING, "xinference"],
        },
        {
            "repo_id": "openai-community/gpt2",
            "hub_created_at": "2022-03-02T23:29:04.000Z",
            "field_sources": {"hub_created_at": TRENDING},
            "seen_in": [TRENDING],
        },
    ],
}


@pytest.fixture
def facts(tmp_path):
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(FACTS))
    return path


def test_each_data_set_takes_only_what_it_states(facts):
    record = read(find_data_set("xinference"), facts, facts.parent)
    assert (record.version, record.as_of, record.rank) == ("4.1.0", date(2026, 10, 25), 120)
    assert {repo: row.stated for repo, row in record.repos.items()} == {
        "Qwen/Qwen3-8B": {"context_tokens": 40960, "languages": ("en", "zh")}
    }


def test_a_row_may_have_a_day_of_its_own(facts):
    record = read(find_data_set("hub-trending"), facts, facts.parent)
    row = record.repos["Qwen/Qwen3-8B"]
    assert (record.as_of, row.as_of) == (date(2026, 8, 22), date(2026, 8, 15))
    assert row.base_models == ("Qwen/Qwen3-8B-Base",)


def test_the_hubs_first_day_is_no_date(facts):
    record = read(find_data_set("hub-trending"), facts, facts.parent)
    assert record.repos["openai-community/gpt2"].stated == {}


def test_a_size_read_from_the_name_is_nominal(facts):
    row = read(find_data_set("repository-names"), facts, facts.parent).repos["Qwen/Qwen3-8B"]
    assert (row.parameters_total, row.parameters_kind) == (8_000_000_000, "nominal")


MODELS = """
from mteb.models.model_meta import ModelMeta
from .other_models import LANGUAGES

base = ModelMeta(
    name="some/base", languages=LANGUAGES + ["eng-Latn"], license="mit", n_parameters=568_000_000, max_tokens=8192,
    release_date="2024-02-05", open_weights=True, embed_dim=1024, adapted_from="some/older",
    public_training_data="https://example.org/data", loader=__import__("os").system("touch /tmp/never"),
)
linked = ModelMeta(name="some/linked", license="https://example.org/LICENSE", open_weights=True, n_parameters=-1)
closed = ModelMeta(name="some/closed", open_weights=False)
odd = ModelMeta(name="no id", open_weights=True)
"""


def _wheel(tmp_path, name="mteb-9.9.9-py3-none-any.whl", source=MODELS, year=2026):
    path = tmp_path / name
    with zipfile.ZipFile(path, "w") as wheel:
        for file, text in (("some_models.py", source), ("other_models.py", 'LANGUAGES = ["spa-Latn", "zho-Hans"]\n')):
            info = zipfile.ZipInfo(f"mteb/models/model_implementations/{file}", (year, 10, 26, 12, 0, 0))
            wheel.writestr(info, text)
    return path


def test_the_mteb_wheel_is_read_as_text(tmp_path):
    record = read(find_data_set("mteb"), _wheel(tmp_path), tmp_path)
    assert (record.version, record.as_of) == ("9.9.9", date(2026, 10, 26))
    assert {repo: row.stated for repo, row in record.repos.items()} == {
        "some/base": {
            "license": "mit",
            "parameters_total": 568_000_000,
            "parameters_kind": "exact",
            "context_tokens": 8192,
            "embedding_dimensions": 1024,
            "languages": ("en", "es", "zh"),
            "released": date(2024, 2, 5),
            "base_models": ("some/older",),
            "open_weights": True,
            "training_data": "https://example.org/data",
        },
        "some/linked": {"license": "other", "license_link": "https://example.org/LICENSE", "open_weights": True},
    }


@pytest.mark.parametrize("year", [1980, 2107])
def test_a_wheel_made_to_be_the_same_anywhere_tells_no_day(tmp_path, year):
    assert read(find_data_set("mteb"), _wheel(tmp_path, year=year), tmp_path).as_of is None


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("other-1.0-py3-none-any.whl", MODELS),
        ("mteb-2\x1b[31m-py3.whl", MODELS),
        (f"mteb-{'2' * 99}-x.whl", MODELS),
        ("mteb-1.0-py3-none-any.whl", "x = 1"),
        ("mteb-1-x.whl", "x = ("),
    ],
)
def test_another_wheel_is_refused(tmp_path, name, source):
    with pytest.raises(CatalogueError, match="give a wheel of the package mteb"):
        read(find_data_set("mteb"), _wheel(tmp_path, name, source), tmp_path)


def test_a_file_that_is_no_wheel_is_refused(tmp_path):
    path = tmp_path / "mteb-1.0-py3-none-any.whl"
    path.write_bytes(b"not a zip")
    with pytest.raises(CatalogueError, match="cannot be read"):
        read(find_data_set("mteb"), path, tmp_path)


def test_each_data_set_has_its_file_and_a_rank_of_its_own():
    assert {path.stem for path in (PROJECT / "data/reported").glob("*.yaml")} == {d.id for d in DATA_SETS}
    assert len({data_set.rank for data_set in DATA_SETS}) == len(DATA_SETS)
    assert set(LIVE) <= {data_set.id for data_set in DATA_SETS}


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        (["english", "de", "eng-Latn"], ("de", "en")),
        (["multilingual", "auto", ""], ()),
        (["zho-Hans", "Spanish"], ("es", "zh")),
    ],
)
def test_languages_become_codes(names, codes):
    assert normalize_languages(names) == codes


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "7",
        "[" * 100_000,
        '{"sources": 7, "variants": []}',
        '{"sources": {"xinference": "x"}, "variants": []}',
        '{"sources": {"xinference": {}}, "variants": [7]}',
        '{"sources": {"xinference": {}}, "variants": [{"repo_id": 7, "seen_in": ["xinference"], "field_sources": []}]}',
        '{"sources": {"xinference": {}}, "variants": [{"repo_id": "../x", "seen_in": ["xinference"]}]}',
        '{"sources": {"xinference": {"commit": "<\\u202e"}}, "variants": []}',
        "9" * 5000,
        "\\x00",
    ],
)
def test_a_facts_file_of_another_shape_is_refused_in_one_line(tmp_path, text):
    path = tmp_path / "facts.json"
    path.write_text(text)
    with pytest.raises(CatalogueError) as caught:
        read(find_data_set("xinference"), path, tmp_path)
    (problem,) = caught.value.problems
    assert problem.message.startswith("not a facts file: ")
    assert "\\n" not in str(problem)


def test_a_facts_file_of_100_megabytes_is_refused_by_size(tmp_path):
    path = tmp_path / "facts.json"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(CatalogueError, match="100,000,000 bytes, more than the 67,108,864"):
        read(find_data_set("xinference"), path, tmp_path)


@pytest.mark.parametrize(
    ("modules", "message"),
    [(["[" + "0," * 600_000 + "]"], "a module of more than 1,048,576 bytes"),
     (["[" + "0," * 500_000 + "]"] * 3, "more than 1,000,000 expressions"),
     ([f"a{chr(0x301) * 600}{chr(0x323) * 600} = 0"], "a module of more than 1,000 combining marks"),
     (["# coding: utf-7\na" + "+AwEDIw-" * 9 + " = 0"], "invalid syntax")],
)  # fmt: skip
def test_a_wheel_is_read_in_bounded_memory(tmp_path, modules, message):
    path = tmp_path / "mteb-2.0.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for number, text in enumerate(modules):
            wheel.writestr(f"mteb/models/model_implementations/x{number}.py", text)
    with pytest.raises(CatalogueError, match=f"cannot be read: {message}"):
        read(find_data_set("mteb"), path, tmp_path)


def test_a_module_that_is_larger_than_its_wheel_says_is_not_unpacked_whole(tmp_path):
    path, size = tmp_path / "mteb-2.0.0-py3-none-any.whl", 64 << 20
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        wheel.writestr("mteb/models/model_implementations/x.py", bytes(size))
    path.write_bytes(path.read_bytes().replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little")))
    tracemalloc.start()
    with pytest.raises(CatalogueError, match="cannot be read: "):
        read(find_data_set("mteb"), path, tmp_path)
    assert tracemalloc.get_traced_memory()[1] < 8 << 20
    tracemalloc.stop()


def test_python_says_nothing_of_a_module(small, tmp_path):
    path = _wheel(tmp_path, source=f"{MODELS}\nx = '\\\x1b'\n")
    done = run("report", "mteb", "--file", str(path), root=small, env={"PYTHONWARNINGS": "default"})
    assert "\x1b" not in done.stdout + done.stderr
    assert "Warning" not in done.stderr


def test_configurations_are_read_by_the_names_of_their_files(small, tmp_path):
    folder = tmp_path / "configs"
    folder.mkdir()
    (folder / "org--tiny_config.json").write_text('{"num_hidden_layers": 3}')
    run("report", "hub-configs", "--file", str(folder), root=small)
    assert "  org/tiny:\n    architecture:\n      layers: 3\n" in (small / "data/reported/hub-configs.yaml").read_text()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("foo", b'{"num_hidden_layers": 3}', "the name is no repository id; name it like Qwen--Qwen3-8B_config.json"),
        ("a--..", b'{"num_hidden_layers": 3}', "the name is no repository id; name it like Qwen--Qwen3-8B_config.json"),
        ("a--b", b"[" * 200_000, "not JSON: nested without end; copy the file again"),
        ("a--b", b"", "not JSON: Expecting value: line 1 column 1 (char 0); copy the file again"),
        ("a--b", b"\xff", "not UTF-8 at byte 0; save it as UTF-8"),
        ("a--b", None, "not a plain file; put a file of its name in its place"),
    ],
)  # fmt: skip
def test_a_configuration_that_is_none_is_named(small, tmp_path, name, content, message):
    folder = tmp_path / "configs"
    folder.mkdir()
    path = folder / f"{name}_config.json"
    os.mkfifo(path) if content is None else path.write_bytes(content)
    done = run("report", "hub-configs", "--file", str(folder), root=small, code=1)
    assert done.stderr.splitlines()[1:] == [f"{path}: {message}", "1 problem."]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("-" * 200_000 + "1", "cannot be read: "),
        ("(" * 5000, "cannot be read: "),
        ("\\x00", "cannot be read: "),
        ('ModelMeta(name="a/b", languages=7)', "cannot be read: "),
        (f'ModelMeta(name="a/b", license={"+".join(["[]"] * 20_000)})', ""),
        ('ModelMeta(name="a/b", modalities="text")', "cannot be read: a list that is none"),
        ("X=[" + "'a'," * 100_000 + "]\n" + "ModelMeta(name='a/b', languages=X)\n" * 2000, "more than 5,000,000 items"),
        ("X=[" + "'a'," * 100_000 + "]\n" + "ModelMeta(name='a/b', languages=X+X)\n" * 99, "more than 5,000,000 items"),
        (f"X='{'a' * 900_000}'\n" + "ModelMeta(name='a/b', tasks=X)\n" * 2000, "more than 5,000,000 items"),
        (f"f'{'{a}' * 100_000}'", "cannot be read: a module of too many braces"),
        ("0;" * 499_000, "cannot be read: a module of too many braces or lines"),
        ("#" * 70_000_000, "cannot be read: more than 16,777,216 bytes, unpacked"),
    ],
)
def test_a_wheel_that_is_made_to_be_hard_to_read(tmp_path, text, message):
    path = tmp_path / "mteb-2.0.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        wheel.writestr("mteb/models/model_implementations/x.py", text)
    try:
        read(find_data_set("mteb"), path, tmp_path)
    except CatalogueError as error:
        assert message in str(error)  # noqa: PT017  one of them may pass
        assert "\\n" not in str(error)  # noqa: PT017
    else:
        assert message == ""


@pytest.mark.parametrize("packed", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_wheel_is_refused_in_a_line(tmp_path, packed):
    path = tmp_path / "mteb-2.0.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", packed) as wheel:
        wheel.writestr("mteb/models/model_implementations/x.py", MODELS * 3)
    whole, chance = path.read_bytes(), random.Random(packed)  # noqa: S311  no secret
    for _ in range(300):
        content = bytearray(whole)
        for _ in range(chance.choice((1, 1, 4, 40))):
            content[chance.randrange(len(content))] = chance.randrange(256)
        path.write_bytes(content)
        with contextlib.suppress(CatalogueError):
            read(find_data_set("mteb"), path, tmp_path)


def test_what_stands_in_place_of_a_text_or_number_is_not_taken(tmp_path):
    source = """
ModelMeta(name=b"a/bytes", n_parameters=5)
ModelMeta(name="a/b", n_parameters=True, embed_dim=True, release_date=["2024-02-05"], modalities=["text", 1, b"x"])
ModelMeta(name="a/c", max_tokens=N - 1j)
""".replace("N", "1" * 400)
    record = read(find_data_set("mteb"), _wheel(tmp_path, source=source), tmp_path)
    assert {repo: row.stated for repo, row in record.repos.items()} == {"a/b": {"modalities_in": ("text",)}, "a/c": {}}


def test_links_are_followed_where_they_lead_to_a_file(small, tmp_path):
    folder = tmp_path / "configs"
    folder.mkdir()
    path = folder / "org--tiny_config.json"
    (tmp_path / "config.json").write_text('{"num_hidden_layers": 3}')
    path.symlink_to(tmp_path / "config.json")
    run("report", "hub-configs", "--file", str(folder), root=small)
    path.unlink()
    path.symlink_to(path)
    done = run("report", "hub-configs", "--file", str(folder), root=small, code=1)
    assert re.search(f"^{path}: (a link that leads nowhere|not a plain file|cannot be)", done.stderr, re.MULTILINE)


def test_a_pipe_that_is_called_like_a_wheel_is_not_waited_for(small, tmp_path):
    path = tmp_path / "mteb-2.0.0-py3-none-any.whl"
    os.mkfifo(path)
    done = run("report", "mteb", "--file", str(path), root=small, code=1)
    assert f"{path}: not a plain file; put a file of its name in its place\n" in done.stderr


def test_no_depth_of_a_configuration_ends_in_a_traceback(small, tmp_path):
    folder = tmp_path / "configs"
    folder.mkdir()
    kinds = {"model_type": "qwen3", "num_hidden_layers": 3}
    for depth in (90, 120, *range(960, 1000)):
        text = json.dumps({**kinds, "layer_types": "@"}).replace('"@"', "[" * depth + "]" * depth)
        (folder / f"org--m-{depth}_config.json").write_text(text)
    done = run("report", "hub-configs", "--file", str(folder), root=small, code=1)
    assert done.stderr.count("not JSON: nested without end; copy the file again") == 41


def test_why_a_package_could_not_be_downloaded_is_one_line(small):
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0"}
    done = run("report", "mteb", root=small, code=1, env=nowhere)
    reason = "ERROR: No matching distribution found for mteb"
    assert f"\nmteb: could not be downloaded: {reason}; download its wheel and name it with --file\n" in done.stderr
    trace = "Traceback (most recent call last):\n  File x\nOSError: [Errno 27] File too large\n"
    ignored = f"Exception ignored in: <function x>\n{trace}"
    assert _find_reason(f"WARNING: x\nERROR: Exception:\n{trace}{ignored}") == "OSError: [Errno 27] File too large"
    assert _find_reason("Killed\n") == "pip named no reason"
