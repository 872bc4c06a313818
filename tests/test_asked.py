"""A fact is asked for where it is read: one that was not asked for would count as not stated."""

import pytest
from loopback_hub import CONFIG, make_model

from generator.hub import EXPAND, Answer, find_need, read_counts
from generator.hub.answer import UntoldError
from generator.hub.asked import ALWAYS_GIVEN, COUNTED
from generator.hub.fields import READERS

REPO = "org/model-1b"
MODELS = [
    make_model(REPO),
    make_model(REPO, cardData=None, safetensors=None, gguf={"architecture": "qwen3", "total": 8}, tags=[]),
    make_model(REPO, cardData={"base_model": "org/base"}, baseModels={"models": [{"id": "org/base"}]}),
    make_model(REPO, safetensors=None, library_name="mlx", siblings=[{"rfilename": "README.md"}]),
    {"id": REPO},
]


class _Watched(dict):
    """Notes which of its keys are looked at."""

    def __init__(self, document):
        super().__init__(document)
        self.seen = set()

    def get(self, key, default=None):
        self.seen.add(key)
        return super().get(key, default)

    def __getitem__(self, key):
        self.seen.add(key)
        return super().__getitem__(key)

    def __contains__(self, key):
        self.seen.add(key)
        return super().__contains__(key)


def _watch(read):
    """Return the keys that a function looks at in one model or another."""
    seen = set()
    for model in MODELS:
        info = _Watched(model)
        try:
            read(info)
        except UntoldError:
            assert info.seen
        seen |= info.seen
    return seen


@pytest.mark.parametrize("field", READERS)
@pytest.mark.parametrize("config", [None, CONFIG])
def test_a_reader_looks_at_nothing_that_it_does_not_ask_for(field, config):
    seen = _watch(lambda info: READERS[field].read(Answer(REPO, info, config=config)))
    assert seen <= set(READERS[field].asks)
    assert config or seen == set(READERS[field].asks), "asks for what it does not read"


def test_all_that_is_asked_for_is_read():
    assert _watch(read_counts) == set(COUNTED)
    assert _watch(find_need) <= set(EXPAND)
    assert set(EXPAND) >= ALWAYS_GIVEN
    assert list(EXPAND) == sorted(set(EXPAND))
