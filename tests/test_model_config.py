"""config.json to architecture: known kinds give counts of layers, all others stay unknown."""

import pytest

from generator.model_config import read_architecture

LLAMA = {
    "model_type": "llama",
    "num_hidden_layers": 32,
    "hidden_size": 4096,
    "num_attention_heads": 32,
    "num_key_value_heads": 8,
    "max_position_embeddings": 131072,
}


def _kinds(config):
    found = read_architecture(config)
    return found and (found.global_layers, found.sliding_layers, found.linear_layers)


def test_a_plain_model_caches_in_every_layer():
    found = read_architecture(LLAMA)
    assert (found.layers, found.kv_heads, found.head_dim, found.max_positions) == (32, 8, None, 131072)
    assert _kinds(LLAMA) == (32, 0, 0)


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ({"sliding_window": 4096, "use_sliding_window": False, "model_type": "qwen3"}, (32, 0, 0)),
        ({"sliding_window": 4096, "model_type": "mistral"}, (0, 32, 0)),
        ({"sliding_window": 4096, "model_type": "llama"}, (None, None, None)),
        ({"sliding_window": 512, "model_type": "gemma3_text", "num_hidden_layers": 26}, (4, 22, 0)),
        ({"sliding_window": 512, "model_type": "gemma3", "sliding_window_pattern": 2}, (16, 16, 0)),
        ({"model_type": "gpt_oss", "layer_types": ["sliding_attention", "full_attention"] * 16}, (16, 16, 0)),
        ({"model_type": "qwen3_next", "full_attention_interval": 4}, (8, 0, 24)),
        ({"model_type": "brand_new"}, (None, None, None)),
        ({"model_type": "qwen3", "layer_types": ["full_attention"] * 31}, (None, None, None)),
        ({"model_type": "qwen3", "layer_types": ["new_attention"] * 32}, (None, None, None)),
        ({"model_type": "qwen3", "layer_types": "full_attention"}, (None, None, None)),
        ({"index_head_dim": 128}, (None, None, None)),
        ({"attention_chunk_size": 8192}, (None, None, None)),
        ({"num_kv_shared_layers": 10}, (None, None, None)),
    ],
)
def test_kinds_of_layers(change, kinds):
    assert _kinds(LLAMA | change) == kinds


def test_the_language_part_of_a_model_that_sees_is_read():
    config = {"model_type": "qwen3_vl", "text_config": LLAMA | {"model_type": "qwen3_vl_text"}, "vision_config": {}}
    assert read_architecture(config).model_type == "qwen3_vl_text"
    assert _kinds(config) == (32, 0, 0)


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"num_hidden_layers": "many"},
        {"num_hidden_layers": True},
        LLAMA | {"num_hidden_layers": 10**9},
        LLAMA | {"num_hidden_layers": -1},
        LLAMA | {"num_key_value_heads": 7},
        LLAMA | {"hidden_size": 0},
        LLAMA | {"num_experts": 4, "num_experts_per_tok": 8},
        LLAMA | {"model_type": "<script>"},
    ],
)
def test_a_contradiction_gives_nothing(config):
    assert read_architecture(config) is None
