"""Reads what memory needs depend on out of a model's ``config.json``.

Only kinds of models whose cache is described by :class:`Architecture` give counts of layers by kind; for
any other the counts stay unknown, so that no figure is shown that an engine would not bear out.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from generator.records.architecture import Architecture

if TYPE_CHECKING:
    from collections.abc import Mapping

_INNER = ("text_config", "llm_config", "language_config")
"""Where models that also see or hear keep the configuration of their language part."""

_LAYERS = ("num_hidden_layers", "n_layer", "n_layers")

_PLAIN = frozenset(
    {
        *("cohere", "deepseek_v2", "deepseek_v3", "exaone4", "falcon", "gemma", "gpt_neox", "granite", "granitemoe"),
        *("kimi_k2", "kimi_k25", "kimi_vl", "llama", "minimax_m2", "mimo", "mistral", "mistral3", "mixtral", "olmo"),
        *("olmo2", "olmoe", "phi", "phi3", "qwen2", "qwen2_5_vl", "qwen2_moe", "qwen2_vl", "qwen3", "qwen3_moe"),
        *("qwen3_vl", "qwen3_vl_moe", "smollm3", "stablelm", "starcoder2"),
    }
)
"""Model types in which each layer caches every token, unless the configuration names windows or kinds of layers."""

_SLIDING = frozenset({"mistral", "mixtral", "phi3", "starcoder2"})
"""Model types in which a ``sliding_window`` holds for each layer."""

_PATTERN = {"gemma2": 2, "gemma3": 6, "cohere2": 4}
"""Model types with one global layer in so many, when the configuration does not say (``sliding_window_pattern``)."""

_TYPED = frozenset(
    {"gemma4", "gpt_oss", "olmo3", "qwen3_5", "qwen3_5_moe", "qwen3_next", "step3p7", *_PATTERN, *_PLAIN}
)
"""Model types whose ``layer_types`` tell all that the cache depends on."""

_KINDS = {"full_attention": "global", "sliding_attention": "sliding", "linear_attention": "linear"}

_BEYOND = ("attention_chunk_size", "compress_ratios", "hybrid_layer_pattern", "index_head_dim")
"""Keys of mechanisms whose cache we have no checked formula for."""


def read_architecture(config: Mapping[str, Any]) -> Architecture | None:
    """Return the architecture a ``config.json`` describes.

    Args:
        config: The parsed file; nothing in it is trusted.

    Returns:
        The architecture, or None when it states none or contradicts itself.
    """
    text = _find_text(config)
    fields = {
        "model_type": _word(text.get("model_type") or config.get("model_type")),
        "layers": _count(text, *_LAYERS),
        "hidden_size": _count(text, "hidden_size", "n_embd", "d_model"),
        "attention_heads": _count(text, "num_attention_heads", "n_head", "n_heads"),
        "kv_heads": _count(text, "num_key_value_heads", "num_kv_heads"),
        "head_dim": _count(text, "head_dim"),
        "global_kv_heads": _count(text, "num_global_key_value_heads"),
        "global_head_dim": _count(text, "global_head_dim"),
        "sliding_window": _count(text, "sliding_window"),
        "kv_lora_rank": _count(text, "kv_lora_rank"),
        "qk_rope_head_dim": _count(text, "qk_rope_head_dim"),
        "max_positions": _count(text, "max_position_embeddings", "n_positions", "seq_length"),
        "experts": _count(text, "num_experts", "n_routed_experts", "num_local_experts"),
        "experts_per_token": _count(text, "num_experts_per_tok"),
    }
    kinds = _count_kinds(text, str(fields["model_type"]).removesuffix("_text"), _count(text, *_LAYERS))
    stated = {key: value for key, value in {**fields, **kinds}.items() if value is not None}
    try:
        return Architecture.model_validate(stated) if stated.get("layers") else None
    except ValidationError:
        return None


def _find_text(config: Mapping[str, Any]) -> Mapping[str, Any]:
    return next((config[key] for key in _INNER if isinstance(config.get(key), dict)), config)


def _word(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _count(config: Mapping[str, Any], *names: str) -> int | None:
    values = (config.get(name) for name in names)
    return next((value for value in values if isinstance(value, int) and not isinstance(value, bool)), None)


def _count_kinds(config: Mapping[str, Any], model_type: str, layers: int | None) -> dict[str, int]:
    """Return the numbers of global, sliding and linear layers; nothing when they are not known."""
    if not layers or layers < 0 or any(config.get(key) for key in (*_BEYOND, "num_kv_shared_layers")):
        return {}
    if config.get("layer_types") is not None:
        return _count_types(config["layer_types"], layers) if model_type in _TYPED else {}
    if model_type == "kimi_linear":
        return _count_kimi(config.get("linear_attn_config"), layers)
    interval = _count(config, "full_attention_interval")
    if interval and interval > 0 and model_type in _TYPED:
        return _split(layers, layers // interval, "linear")
    return _count_windows(config, model_type, layers)


def _count_kimi(linear: object, layers: int) -> dict[str, int]:
    """Return the numbers of a model that lists its layers with full attention beside those with a linear state."""
    full = linear.get("full_attn_layers") if isinstance(linear, dict) else None
    return _split(layers, len(full), "linear") if isinstance(full, list) and len(full) <= layers else {}


def _count_windows(config: Mapping[str, Any], model_type: str, layers: int) -> dict[str, int]:
    """Return the numbers where a window, or its absence, tells the kinds of layers."""
    if model_type in _PATTERN:
        pattern = _count(config, "sliding_window_pattern") or _PATTERN[model_type]
        return _split(layers, layers // pattern, "sliding") if pattern > 0 else {}
    windowed = config.get("sliding_window") and config.get("use_sliding_window") is not False
    if model_type not in _PLAIN or (windowed and model_type not in _SLIDING):
        return {}
    return _split(layers, 0 if windowed else layers, "sliding")


def _count_types(types: object, layers: int) -> dict[str, int]:
    named = types if isinstance(types, list) else [None]
    names = Counter(_KINDS.get(name, "?") if isinstance(name, str) else "?" for name in named)
    if "?" in names or names.total() != layers:
        return {}
    return {f"{kind}_layers": names[kind] for kind in _KINDS.values()}


def _split(layers: int, global_layers: int, rest: str) -> dict[str, int]:
    counts = {"global_layers": global_layers, "sliding_layers": 0, "linear_layers": 0}
    return counts | {f"{rest}_layers": layers - global_layers}
