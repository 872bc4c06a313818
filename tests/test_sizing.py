"""Memory: the formula, the published figures it must meet, and what stays unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_data import make_data, make_override

from generator.catalogue import join
from generator.derive.fitting import MEMORY_GB, find_usual, fit, list_fits, make_grid
from generator.derive.sizing import FILE_BITS, PRECISIONS, cache_bytes, estimate
from generator.records import Architecture

LLAMA = {
    "model_type": "llama",
    "layers": 32,
    "hidden_size": 4096,
    "attention_heads": 32,
    "kv_heads": 8,
    "global_layers": 32,
    "sliding_layers": 0,
    "linear_layers": 0,
    "max_positions": 131072,
}
KIB, MIB, GIB = 2**10, 2**20, 2**30


def _architecture(**change):
    return Architecture.model_validate(LLAMA | change)


def _size(**given_):
    catalogue = join(make_data(**given_))
    return estimate(catalogue.variant_of["some/tiny"], catalogue)


def _row(**change):
    return {"parameters_total": 8_030_261_248, "parameters_kind": "exact", "architecture": LLAMA} | change


def test_llama_3_1_8b_caches_128_kib_a_token():
    assert cache_bytes(_architecture(), 1) == 128 * KIB


@pytest.mark.parametrize("unknown", ["layers", "linear_layers", "global_layers", "sliding_layers"])
def test_layers_that_nobody_counted_are_not_free(unknown):
    linear = {"global_layers": 0, "linear_layers": 32}
    assert cache_bytes(_architecture(**linear), 1) == 0
    assert cache_bytes(_architecture(**linear | {unknown: None}), 1) is None


def test_deepseek_v3_caches_68_6_kib_a_token_with_latent_attention():
    mla = _architecture(layers=61, global_layers=61, kv_lora_rank=512, qk_rope_head_dim=64)
    assert cache_bytes(mla, 1) / KIB == pytest.approx(68.6, abs=0.05)


def test_gemma_3_1b_caches_139_mib_at_32k():
    gemma = _architecture(
        layers=26, global_layers=4, sliding_layers=22, sliding_window=512, kv_heads=1, attention_heads=4, head_dim=256
    )
    assert cache_bytes(gemma, 32768) / MIB == pytest.approx(139, abs=0.5)


def test_linear_layers_do_not_grow():
    hybrid = _architecture(global_layers=8, linear_layers=24)
    assert cache_bytes(hybrid, 1000) == cache_bytes(_architecture(layers=8, global_layers=8), 1000)


def test_a_published_head_dim_goes_before_the_quotient():
    assert cache_bytes(_architecture(head_dim=256), 1) == 2 * cache_bytes(_architecture(), 1)


def test_without_key_value_heads_each_head_has_its_own():
    assert cache_bytes(_architecture(kv_heads=None), 1) == 4 * cache_bytes(_architecture(), 1)


@pytest.mark.parametrize(
    "change",
    [
        {"global_layers": None},
        {"global_layers": 16, "sliding_layers": 16},
        {"kv_lora_rank": 512},
        {"attention_heads": None, "kv_heads": None},
        {"hidden_size": 4097},
    ],
)
def test_what_is_not_known_gives_no_figure(change):
    assert cache_bytes(_architecture(**change), 100) is None


@pytest.mark.parametrize(
    ("precision", "gib"),
    [
        ("q2_k", 2.95),
        ("q3_k_s", 3.41),
        ("q3_k_l", 4.02),
        ("iq4_xs", 4.17),
        ("q4_k_s", 4.36),
        ("q4_k_m", 4.58),
        ("q5_k_s", 5.21),
        ("q5_k_m", 5.33),
        ("q6_k", 6.14),
        ("q8_0", 7.95),
        ("f16", 14.96),
    ],
)
def test_the_table_of_llama_cpp_comes_out_within_3_percent(precision, gib):
    assert 8_030_261_248 * FILE_BITS[precision] / 8 / GIB == pytest.approx(gib, rel=0.03)


def test_the_total_is_weights_and_cache_and_a_fifth():
    size = _size(reported={10: {"some/tiny": _row()}})
    weights = size.weights[0]
    assert weights.bytes == 2 * 8_030_261_248
    assert size.total(weights, 8192) == round((weights.bytes + 8192 * 128 * KIB) * 1.2)


def test_published_file_sizes_go_before_the_formula():
    files = [{"format": "gguf", "quantization": "Q4_K_M", "bytes": 4_920_739_232}]
    variant = {"builds": [{"repo": "some/tiny-GGUF", "format": "gguf"}]}
    size = _size(variant=variant, reported={10: {"some/tiny": _row(), "some/tiny-GGUF": {"weights": files}}})
    found = {weights.precision.id: (weights.bytes, weights.measured) for weights in size.weights}
    assert found["q4_k_m"] == (4_920_739_232, True)
    assert found["q8_0"][1] is False


def test_files_of_less_than_a_bit_a_weight_are_not_the_weights():
    files = [{"format": "gguf", "quantization": "Q4_K_M", "bytes": 8_030_261_248 // 8 - 1}]
    variant = {"builds": [{"repo": "some/tiny-GGUF", "format": "gguf"}]}
    size = _size(variant=variant, reported={10: {"some/tiny": _row(), "some/tiny-GGUF": {"weights": files}}})
    assert not any(weights.measured for weights in size.weights)
    assert next(w.bytes for w in size.weights if w.precision.id == "q4_k_m") > 4_900_000_000


def test_a_packed_count_is_not_taken_for_parameters():
    packed = _row(parameters_total=1_000_000_000, quantization={"method": "awq", "bits": 4})
    size = _size(reported={10: {"some/tiny": packed}})
    assert (size.parameters, size.weights) == (None, ())
    told = {"overrides": [make_override("parameters_total", 8_000_000_000)]}
    assert _size(reported={10: {"some/tiny": packed}}, variant=told).parameters == 8_000_000_000


def test_a_finetune_takes_the_architecture_of_its_base():
    reported = {
        10: {
            "some/tiny": _row(architecture=None, base_models=["some/base"], base_model_relation="finetune"),
            "some/base": _row(),
        }
    }
    size = _size(reported=reported, others=["some/base"])
    assert (size.from_base, size.architecture.layers) == ("some/base", 32)
    reported[10]["some/tiny"]["parameters_total"] = 3_000_000_000
    assert _size(reported=reported, others=["some/base"]).architecture is None


def test_contexts_end_at_the_longest():
    assert _size(reported={10: {"some/tiny": _row(context_tokens=40960)}}).contexts == (4096, 8192, 32768, 40960)
    assert _size(reported={10: {"some/tiny": _row(context_tokens=2048)}}).contexts == (2048,)


def test_the_grid_has_the_weights_alone_where_the_cache_is_unknown():
    grid = make_grid(_size(reported={10: {"some/tiny": _row(architecture=None)}}))
    assert [cell.tokens for row in grid for cell in row.cells] == [0] * len(PRECISIONS)
    assert find_usual(grid).total == round(8_030_261_248 * 4.8944 / 8 * 1.2)
    assert find_usual(()) is None


@pytest.mark.parametrize(
    ("total", "cards"),
    [(1, (1, 8)), (8 * 10**9, (1, 8)), (8 * 10**9 + 1, (1, 12)), (192 * 10**9, (1, 192)), (500 * 10**9, (3, 192))],
)
def test_cards(total, cards):
    assert fit(total) == cards


def test_a_family_lists_what_fits(small_catalogue):
    (found,) = list_fits(small_catalogue.families["llama"], small_catalogue)
    assert found.memory_gb == 8
    assert found.largest.variant.repo.startswith("meta-llama/Llama-3.1-8B")


ARCHITECTURES = st.builds(
    lambda layers, full, window, heads, kv, width: _architecture(
        layers=layers,
        global_layers=min(full, layers),
        sliding_layers=layers - min(full, layers),
        sliding_window=window,
        attention_heads=heads * kv,
        kv_heads=kv,
        head_dim=width,
    ),
    st.integers(1, 200),
    st.integers(0, 200),
    st.integers(1, 10**5),
    st.integers(1, 64),
    st.integers(1, 128),
    st.integers(1, 512),
)


@given(ARCHITECTURES, st.integers(1, 10**7), st.integers(0, 10**7))
def test_a_longer_context_never_needs_less(architecture, tokens, more):
    assert cache_bytes(architecture, tokens) <= cache_bytes(architecture, tokens + more)


@given(st.integers(1, 10**13))
def test_more_bits_never_need_less(parameters):
    sizes = [round(parameters * precision.bits / 8) for precision in PRECISIONS]
    assert [p.bits for p in PRECISIONS] != sorted(p.bits for p in PRECISIONS)
    for first, size in zip(PRECISIONS, sizes, strict=True):
        for second, other in zip(PRECISIONS, sizes, strict=True):
            assert first.bits < second.bits or size >= other


@given(st.integers(1, 10**15))
def test_the_cards_hold_it_and_fewer_would_not(total):
    cards, size = fit(total)
    assert total <= cards * size * 10**9
    assert size in MEMORY_GB
    assert cards == 1 or total > (cards - 1) * size * 10**9
