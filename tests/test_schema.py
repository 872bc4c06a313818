"""The JSON Schemas: current, and what they say of the files that are there."""

import json

import pytest
import yaml
from conftest import PROJECT, run

from generator.schema import SCHEMAS, write_schema


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_current(name):
    path = PROJECT / "data/schema" / f"{name}.json"
    assert path.read_text(encoding="utf-8") == write_schema(name), "run 'catalogue schema'"


def test_there_is_no_other_schema():
    assert {path.stem for path in (PROJECT / "data/schema").iterdir()} == set(SCHEMAS)


def test_a_schema_knows_keys_and_words():
    schema = json.loads(write_schema("family"))
    assert schema["required"] == ["title", "publisher", "summary", "series"]
    assert schema["additionalProperties"] is False
    assert "image-editing" in schema["$defs"]["SeriesRecord"]["properties"]["purpose"]["enum"]


def test_the_command_writes_them_and_the_rest_ignores_them(small):
    assert run("schema", root=small).stdout == "9 schemas, 9 changed.\n"
    assert run("schema", root=small).stdout == "9 schemas, 0 changed.\n"
    assert run("check", root=small).stdout == "No problems: 3 families, 7 variants.\n"


def test_a_draft_names_its_schema(small):
    run("new", "family", "tiny", "--publisher", "openai", "--repo", "openai/tiny-1", "--offline", root=small)
    path = small / "data/families/tiny.yaml"
    first = path.read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=../schema/family.json"
    assert (PROJECT / "data/families" / first.partition("$schema=")[2]).is_file()
    assert set(yaml.safe_load(path.read_text())) <= set(json.loads(write_schema("family"))["properties"])
