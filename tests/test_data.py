"""The real data: every file on its own, and the numbers the catalogue promises."""

import json

import pytest
from conftest import PROJECT

from generator.records import FamilyRecord, LicenseRecord, PublisherRecord, ReportedRecord
from generator.store.hidden import find_hidden
from generator.store.reading import MAX_MACHINE_BYTES, read_record
from generator.store.strict_yaml import parse
from generator.workspace import Workspace

KINDS = {
    "families": FamilyRecord,
    "publishers": PublisherRecord,
    "licenses": LicenseRecord,
    "reported": ReportedRecord,
}
FILES = sorted(path for kind in KINDS for path in (PROJECT / "data" / kind).glob("*.yaml"))
FACTS = PROJECT.parent / "shared" / "reference" / "facts.json"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PROJECT / "data")))
def test_file_is_sound(path):
    assert read_record(path, KINDS[path.parent.name], max_bytes=MAX_MACHINE_BYTES)[1] == []


def test_no_hidden_file_of_git_lies_in_the_data():
    assert list(find_hidden(Workspace(PROJECT))) == []


def test_at_least_75_families(real_catalogue):
    assert len(real_catalogue.families) >= 75


def test_at_least_45_publishers_with_a_country(real_catalogue):
    assert sum(1 for publisher in real_catalogue.publishers.values() if publisher.country) >= 45


def test_every_country_has_evidence(real_catalogue):
    assert not [id_ for id_, p in real_catalogue.publishers.items() if p.country and not p.evidence]


def test_every_publisher_has_a_family(real_catalogue):
    used = {family.publisher_id for family in real_catalogue.families.values()}
    assert set(real_catalogue.publishers) == used


def test_every_variant_has_a_purpose(real_catalogue):
    assert all(variant.purpose for variant in real_catalogue)


def _unplaced(real_catalogue, repos):
    return sorted(
        repo for repo in repos if repo not in real_catalogue.variant_of and repo not in real_catalogue.left_out
    )


def test_every_reported_repository_is_accounted_for(real_catalogue):
    """MTEB and the configurations also name models of others, which the catalogue need not hold."""
    names = set()
    for path in (PROJECT / "data/reported").glob("*.yaml"):
        if path.stem not in ("mteb", "hub-configs"):
            names |= parse(path.read_text(encoding="utf-8"))[0]["repos"].keys()
    assert len(names) > 1000
    assert _unplaced(real_catalogue, names) == []


@pytest.mark.parametrize("path", [path for path in [FACTS] if path.exists()] or [None])
def test_every_repository_of_the_facts_file_is_accounted_for(real_catalogue, path):
    """The facts file lies beside the project where the project is developed; alone, the test above stands in."""
    repos = {row["repo_id"] for row in json.loads(path.read_text())["variants"]} if path else set()
    assert len(repos) in (0, 1078)
    assert _unplaced(real_catalogue, repos) == []


@pytest.mark.parametrize(
    ("family", "series"),
    [
        (
            "qwen",
            ["qwen3-coder", "qwen3-vl", "qwen-image", "qwen-image-edit", "qwen3-omni", "qwen3-embedding", "qwen3"],
        ),
        ("deepseek", ["deepseek-v3", "deepseek-r1", "deepseek-coder", "deepseek-vl2", "deepseek-ocr", "deepseek-math"]),
    ],
)
def test_lines_stand_apart(real_catalogue, family, series):
    assert set(series) <= {s.id for s in real_catalogue.families[family].series}
