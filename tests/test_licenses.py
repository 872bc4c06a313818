"""What a license may be called, and what finds it."""

import hashlib
import time

import pytest
from conftest import run

from generator import store
from generator.catalogue import join
from generator.workspace import Workspace

RECORD = "data/licenses/mit.yaml"
REPO = "meta-llama/Llama-3.1-8B"


def _claim(root, *spellings, name="claims"):
    """Add a license with a title of its own that covers spellings."""
    text = (root / RECORD).read_text()
    lines = [line for line in text.splitlines() if not line.startswith(("title:", "hub:", "spdx:", "text_sha256:"))]
    lines += ["spdx: null", f"text_sha256: {hashlib.sha256(name.encode()).hexdigest()}"]
    words = ", ".join(f"'{spelling}'" for spelling in spellings)
    text = "\n".join([f"title: A Wholly Other One\nhub: [{words}]", *lines, ""])
    (root / f"data/licenses/{name}.yaml").write_text(text)


@pytest.mark.parametrize(
    ("spelling", "message"),
    [
        ("other", "'other' is no license: it says that none is known; remove it"),
        ("Unknown", "'Unknown' is no license: it says that none is known; remove it"),
        ("MIT", "'MIT' is covered by mit already; keep it in one record"),
        ("Apache-2.0", "'Apache-2.0' is covered by apache-2.0 already; keep it in one record"),
        ("a license ", "spaces around a spelling; remove them"),
    ],
)
def test_a_license_covers_nothing_that_is_taken_or_says_nothing(small, spelling, message):
    _claim(small, spelling)
    done = run("check", root=small, code=1)
    assert f"data/licenses/claims.yaml:2:7: hub[0]: {message}" in done.stderr


def test_two_licenses_do_not_share_a_name_in_another_case(small):
    _claim(small, "Some License")
    _claim(small, "some license", name="twin")
    assert "'some license' is covered by claims already" in run("check", root=small, code=1).stderr


@pytest.mark.parametrize("id_", ["other", "unknown"])
def test_a_license_is_not_called_like_none(small, id_):
    _claim(small, "a-name", name=id_)
    message = f"data/licenses/{id_}.yaml: {id_!r} is no license: it says that none is known; rename the file"
    assert message in run("check", root=small, code=1).stderr


@pytest.mark.parametrize(
    ("stated", "license_id"),
    [
        ("license: mit", "mit"),
        ("license: other\nlicense_name: A NAME", "claims"),
        ("license: other\nlicense_name: ' a-name '", "other"),
        ("license: other\nlicense_name: ' a name '", "claims"),
        ("license: unknown", None),
    ],
)
def test_a_license_is_found_by_its_name_in_any_case(small, stated, license_id):
    _claim(small, "A Name")
    path = small / "data/hub" / f"{REPO}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{stated}\n")
    assert _read_license(small) == license_id


def _read_license(root):
    facts = join(store.load(Workspace(root))).variant_of[REPO].facts.license
    return next((fact.value for fact in facts.facts if fact.origin == "hub"), None)


def test_many_unknown_licenses_are_told_at_once_and_some_with_a_suggestion(small):
    for start in range(0, 3000, 100):
        _claim(small, *(f"a-license-name-number-{start + number}" for number in range(100)), name=f"claims-{start}")
    path = small / "data/families/llama.yaml"
    repos = "".join(
        f"  - repo: meta-llama/Many-{number}\n    overrides:\n    - {{field: license, "
        f"value: b-license-name-number-{number}, reason: r, source: https://a.org/, checked: null}}\n"
        for number in range(500)
    )
    path.write_text(path.read_text().rstrip("\n") + "\n" + repos)
    said = run("check", root=small, code=1).stderr
    assert said.count("unknown license 'b-license-name-number-") == 500
    assert said.count("did you mean") == 20


def test_suggestions_are_bounded_over_all_families(small):
    for start in range(0, 4000, 100):
        _claim(
            small, *(f"{start + number} {'name of a license ' * 5}" for number in range(100)), name=f"claims-{start}"
        )
    for family in range(5):
        value = "license-of-a-name-" * 5 + str(family)
        lines = f"    - {{field: license, value: {value}, reason: r, source: https://a.org/, checked: null}}\n"
        variants = "".join(f"  - repo: openai/m-{family}-{number}\n    overrides:\n{lines}" for number in range(20))
        (small / f"data/families/many-{family}.yaml").write_text(
            f"title: Many {family}\npublisher: openai\nsummary: S.\nseries:\n- id: many\n  title: Many\n"
            f"  purpose: general\n  summary: S.\n  variants:\n{variants}"
        )
    start = time.perf_counter()
    said = run("check", root=small, code=1).stderr
    assert said.count("unknown license") == 100
    assert said.count("did you mean") <= 20
    assert time.perf_counter() - start < 60


@pytest.mark.parametrize("key", ["spdx", "text_sha256"])
def test_one_text_has_one_record(small, key):
    _claim(small, "a-name")
    path = small / "data/licenses/claims.yaml"
    kept = [old for old in path.read_text().splitlines() if not old.startswith(f"{key}:")]
    mit = next(old for old in (small / RECORD).read_text().splitlines() if old.startswith(f"{key}:"))
    path.write_text("\n".join([*kept, mit, ""]))
    assert f"{key}: that of claims already; keep one record of each text" in run("check", root=small, code=1).stderr
