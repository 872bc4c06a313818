"""Memory: the weights at each precision, the cache of the context, and the headroom.

All sizes are in bytes; a GB is 10^9 bytes. The estimate is

    total = (weights + cache) x (1 + HEADROOM)

* weights: the size of the files where it is known, else parameters x bits per weight / 8. All experts of a
  mixture count: any of them may be needed for the next token.
* cache: for each layer and token, keys and values of each key-value head (multi-head, grouped-query and
  multi-query attention), or the latent vector (multi-head latent attention, MLA), at 16 bits. A sliding layer
  keeps its window only, a linear-attention layer keeps a state that does not grow.
* headroom: a fifth, for activations, buffers and the engine (accelerate's memory estimator adds up to 20 % for
  inference).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.catalogue import Catalogue, Variant
    from generator.records import Architecture

HEADROOM = 0.2
CACHE_BYTES = 2
"""Bytes of one cached number: 16 bits."""

CONTEXT_TOKENS = (4096, 8192, 32768, 131072)


@dataclass(frozen=True, slots=True)
class Precision:
    """A way to store weights.

    Args:
        id: Its name in addresses.
        title: Its name for readers.
        bits: Bits per weight, with what the format stores beside the weights.
        source: Where the figure comes from.
    """

    id: str
    title: str
    bits: float
    source: str


_BY_DEFINITION = "by definition"
_LLAMA_CPP = "llama.cpp tools/quantize/README.md, measured on Llama-3.1-8B"

PRECISIONS = (
    Precision("bf16", "BF16 / FP16", 16.0, _BY_DEFINITION),
    Precision("fp8", "FP8 / INT8", 8.0, _BY_DEFINITION),
    Precision("q8_0", "GGUF Q8_0", 8.5008, _LLAMA_CPP),
    Precision("q6_k", "GGUF Q6_K", 6.5633, _LLAMA_CPP),
    Precision("q5_k_m", "GGUF Q5_K_M", 5.7036, _LLAMA_CPP),
    Precision("q4_k_m", "GGUF Q4_K_M", 4.8944, _LLAMA_CPP),
    Precision("q3_k_s", "GGUF Q3_K_S", 3.6429, _LLAMA_CPP),
    Precision("q2_k", "GGUF Q2_K", 3.1593, _LLAMA_CPP),
)
"""The precisions a page shows; a GGUF type mixes several block formats, so its bits are measured, not defined."""

FILE_BITS = {
    **{precision.id: precision.bits for precision in PRECISIONS},
    "f32": 32.0,
    "f16": 16.0005,
    "q5_k_s": 5.5704,
    "q4_k_s": 4.6672,
    "q3_k_l": 4.2979,
    "iq4_xs": 4.4597,
}
"""Bits per weight of whole files, for each type llama.cpp's README measures."""

MIN_BITS = 1
"""Bits per weight below which files are not the weights, but a part, a projector or an adapter: llama.cpp's smallest
type, IQ1_S, has 1.56 (its tools/quantize/README.md)."""

_PACKED = frozenset({"awq", "gptq", "bitsandbytes", "bnb", "compressed-tensors", "mlx", "quark"})


@dataclass(frozen=True, slots=True)
class Weights:
    """The size of the weights at one precision; ``measured`` when it is the size of published files."""

    precision: Precision
    bytes: int
    measured: bool


@dataclass(frozen=True, slots=True)
class Sizing:
    """What a variant needs.

    Args:
        parameters: All parameters; None when not known.
        nominal: Whether that is only the size in its name.
        weights: Its weights at each precision, the largest first; empty when not known.
        architecture: What its cache depends on; None when not known.
        from_base: The base model whose architecture is taken, as a finetune keeps it; empty for its own.
        max_tokens: The longest context; None when not known.
    """

    parameters: int | None
    nominal: bool
    weights: tuple[Weights, ...]
    architecture: Architecture | None
    from_base: str
    max_tokens: int | None

    @property
    def contexts(self) -> tuple[int, ...]:
        """The context lengths a page shows: the usual ones that the model takes, and its longest."""
        if self.max_tokens is None:
            return CONTEXT_TOKENS[:2]
        return tuple(sorted({tokens for tokens in CONTEXT_TOKENS if tokens < self.max_tokens} | {self.max_tokens}))

    def total(self, weights: Weights, tokens: int) -> int | None:
        """Return the bytes needed with a context; None when the cache is not known."""
        cache = None if self.architecture is None else cache_bytes(self.architecture, tokens)
        return None if cache is None else round((weights.bytes + cache) * (1 + HEADROOM))


def cache_bytes(architecture: Architecture, tokens: int) -> int | None:
    """Return the bytes of the cache at 16 bits.

    Args:
        architecture: The kinds of layers and what each caches.
        tokens: Length of the context.

    Returns:
        Bytes, or None when the architecture is of a kind we have no formula for.
    """
    per_global, per_sliding = token_bytes(architecture)
    full, sliding = architecture.global_layers, architecture.sliding_layers
    if architecture.layers is None or architecture.linear_layers is None:
        return None  # layers of a kind that nobody counted would cost nothing
    if per_global is None or per_sliding is None or full is None or sliding is None:
        return None
    if sliding and architecture.sliding_window is None:
        return None
    return per_global * full * tokens + per_sliding * sliding * min(architecture.sliding_window or 0, tokens)


def token_bytes(architecture: Architecture) -> tuple[int | None, int | None]:
    """Return the bytes that a global and a sliding layer cache for one token; None when not known."""
    if architecture.kv_lora_rank is not None:
        rope = architecture.qk_rope_head_dim
        latent = None if rope is None else (architecture.kv_lora_rank + rope) * CACHE_BYTES
        return latent, latent
    heads = architecture.kv_heads or architecture.attention_heads
    width = architecture.head_dim or _divide(architecture.hidden_size, architecture.attention_heads)
    if heads is None or width is None:
        return None, None
    own = (architecture.global_kv_heads or heads) * (architecture.global_head_dim or width)
    return 2 * own * CACHE_BYTES, 2 * heads * width * CACHE_BYTES


def _divide(size: int | None, heads: int | None) -> int | None:
    return size // heads if size and heads and size % heads == 0 else None


def estimate(variant: Variant, catalogue: Catalogue) -> Sizing:
    """Return what a variant needs.

    Args:
        variant: The variant.
        catalogue: Where its base model is looked up.
    """
    facts = variant.facts
    best = facts.parameters_total.best
    parameters = None if best is None or _is_packed(variant) else best.value
    architecture, base = _find_architecture(variant, catalogue)
    return Sizing(
        parameters=parameters,
        nominal=best is not None and best.note == "nominal",
        weights=_list_weights(variant, parameters),
        architecture=architecture,
        from_base=base,
        max_tokens=facts.context_tokens.value or (architecture.max_positions if architecture else None),
    )


def _is_packed(variant: Variant) -> bool:
    """Whether the count was read from files that hold several weights in one element."""
    quantization, best = variant.facts.quantization.value, variant.facts.parameters_total.best
    counted = best is not None and best.origin != "override" and best.note in ("", "exact")
    return counted and quantization is not None and quantization.method in _PACKED


def _list_weights(variant: Variant, parameters: int | None) -> tuple[Weights, ...]:
    files = _measure_files(variant)
    sizes = {} if parameters is None else {p.id: round(parameters * p.bits / 8) for p in PRECISIONS}
    files = {id_: size for id_, size in files.items() if size * 8 >= (parameters or 0) * MIN_BITS}
    return tuple(Weights(p, (sizes | files)[p.id], p.id in files) for p in PRECISIONS if p.id in sizes | files)


def _measure_files(variant: Variant) -> dict[str, int]:
    """Return the sizes of published files by precision: GGUF types of its builds, and its own 16-bit weights."""
    sizes: dict[str, int] = {}
    for build in variant.builds:
        for files in build.facts.weights.value or ():
            if files.format == "gguf" and files.quantization:
                sizes.setdefault(files.quantization.lower(), files.bytes)
    by_dtype = variant.facts.parameters_by_dtype.value or {}
    if set(by_dtype) <= {"BF16", "F16"} and variant.facts.quantization.value is None:
        own = [files.bytes for files in variant.facts.weights.value or () if files.format == "safetensors"]
        sizes |= {"bf16": own[0]} if own and by_dtype else {}
    return sizes


def _find_architecture(variant: Variant, catalogue: Catalogue) -> tuple[Architecture | None, str]:
    """Return the variant's own architecture, or that of the one base model it was finetuned from."""
    own = variant.facts.architecture.value
    if own is not None:
        return own, ""
    bases = variant.facts.base_models.value or ()
    base = catalogue.variant_of.get(bases[0]) if len(bases) == 1 else None
    if base is None or base is variant or variant.facts.base_model_relation.value not in (None, "finetune"):
        return None, ""
    found = base.facts.architecture.value
    same = _same_size(variant.facts.parameters_total.value, base.facts.parameters_total.value)
    return (found, base.repo) if found is not None and same else (None, "")


def _same_size(first: int | None, second: int | None, tolerance: float = 0.1) -> bool:
    return first is not None and second is not None and abs(first - second) <= tolerance * max(first, second)
