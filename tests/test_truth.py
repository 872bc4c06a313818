"""The truth tables: verdicts from reading license texts, memory from published figures, both made by hand.

Each entry of ``tests/truth/`` says how it was found, so that a reviewer can check it without this code.
"""

import pytest
import yaml
from conftest import PROJECT

from generator.derive.rights import judge
from generator.derive.sizing import FILE_BITS, cache_bytes
from generator.records import Architecture, ReportedRecord
from generator.store import read_record
from generator.store.reading import MAX_MACHINE_BYTES

TRUTH = PROJECT / "tests" / "truth"
RIGHTS = yaml.safe_load((TRUTH / "rights.yaml").read_text(encoding="utf-8"))
MEMORY = yaml.safe_load((TRUTH / "memory.yaml").read_text(encoding="utf-8"))
QUESTIONS = ("commercial_use", "modify", "redistribute", "train_on_outputs", "no_cap", "in_eu")
BITS = {"f16": 16.0, "bf16": 16.0, "f32": 32.0}


def _memory(*kinds):
    return [entry for entry in MEMORY if entry["kind"] in kinds]


def _name(entry):
    return " ".join(str(entry[key]) for key in ("repo", "precision", "tokens") if key in entry)


def _from_inputs(inputs):
    """Return the architecture of an entry without a configuration: one layer in so many is global, the rest slide."""
    full = inputs["layers"] // inputs.pop("sliding_window_pattern", 1)
    kinds = {"global_layers": full, "sliding_layers": inputs["layers"] - full, "linear_layers": 0}
    return Architecture.model_validate(inputs | kinds)


@pytest.fixture(scope="session")
def configurations():
    path = PROJECT / "data/reported/hub-configs.yaml"
    return read_record(path, ReportedRecord, max_bytes=MAX_MACHINE_BYTES)[0].repos


def test_the_tables_are_long_enough():
    assert len({entry["repo"] for entry in RIGHTS}) >= 40
    assert len(MEMORY) >= 40


@pytest.mark.parametrize("entry", RIGHTS, ids=lambda entry: entry["repo"])
def test_verdicts(entry, real_catalogue):
    rights = judge(real_catalogue.variant_of[entry["repo"]], real_catalogue)
    found = {question: getattr(rights, question).answer for question in QUESTIONS}
    assert found == {question: entry[question] for question in QUESTIONS}, entry["why"]
    assert rights.license_id in (entry["license"], "other")


@pytest.mark.parametrize("entry", _memory("weights", "file"), ids=_name)
def test_weights(entry):
    precision = entry["precision"].lower()
    bits = BITS.get(precision, FILE_BITS.get(precision))
    assert entry["parameters"] * bits / 8 == pytest.approx(entry["bytes"], rel=entry["tolerance"])


@pytest.mark.parametrize("entry", _memory("cache"), ids=_name)
def test_cache(entry, configurations):
    if entry["config"]:
        repo = entry["config"].removesuffix("_config.json").replace("--", "/", 1)
        architecture = configurations[repo].architecture
    else:
        architecture = _from_inputs(dict(entry["inputs"]))
    assert cache_bytes(architecture, entry["tokens"]) == entry["bytes"], entry["how"]
