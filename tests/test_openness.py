"""The G7's words, decided by license and by what sources name; unknown never counts as closed."""

import pytest
from made_data import make_data, make_license

from generator.catalogue import join
from generator.derive.openness import classify, is_open_license

CODE, DATA = "https://example.org/code", "https://example.org/data"


def _classify(licenses, **row):
    catalogue = join(make_data(reported={10: {"some/tiny": {"license": "mit"} | row}}, licenses=licenses))
    return classify(catalogue.variant_of["some/tiny"], catalogue)


@pytest.mark.parametrize(
    ("licenses", "row", "label"),
    [
        ({}, {}, "unknown"),
        ({"mit": {"read": False}}, {}, "unknown"),
        ({"mit": {"osi_approved": True}}, {}, "open-weights"),
        ({"mit": {"osi_approved": True}}, {"training_code": CODE}, "open-source"),
        ({"mit": {"osi_approved": True}}, {"training_data": DATA}, "open-weights"),
        ({"mit": {}}, {"training_code": CODE, "training_data": DATA}, "open-source-open-data"),
        ({"mit": {"commercial_use": "forbidden"}}, {"training_code": CODE, "training_data": DATA}, "weights-available"),
    ],
)
def test_label(licenses, row, label):
    assert _classify(licenses, **row).label == label


@pytest.mark.parametrize(
    ("given", "is_open"),
    [
        ({}, True),
        ({"osi_approved": True, "redistribute": "conditional"}, True),
        ({"redistribute": "conditional"}, False),
        ({"use_outputs_to_train": "unspecified"}, True),
        ({"limits": {"field_of_use": {"value": True, "clause": "5"}}}, False),
        ({"read": False}, None),
        ({"read": False, "osi_approved": True}, True),
    ],
)
def test_open_license(given, is_open):
    assert is_open_license(make_license(**given)) is is_open
    assert is_open_license(None) is None


def test_the_deciding_sources_are_kept():
    found = _classify({"mit": {}}, training_code=CODE)
    assert (found.training_code.value, found.training_code.source.title, found.training_data) == (CODE, "Set 10", None)


def test_what_the_next_class_lacks_is_named():
    found = _classify({"mit": {}}, papers=["arXiv:2505.09388"])
    assert "Model card" in found.missing
    assert "Technical report" not in found.missing
    assert "Training code" not in found.missing
