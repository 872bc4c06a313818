"""What a model's ``config.json`` says that its memory needs depend on."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from generator.records.base import Record, complain

Layers = Annotated[int, Field(ge=0, le=10_000)]
Width = Annotated[int, Field(gt=0, le=1_000_000)]
Positions = Annotated[int, Field(gt=0, le=10**9)]


class Architecture(Record):
    """Layers by the kind of their attention, and the sizes of what each layer caches for a token.

    ``layers`` is ``num_hidden_layers``. Each is one of: ``global_layers`` cache every token,
    ``sliding_layers`` the last ``sliding_window`` tokens, ``linear_layers`` a state that does not grow. A count
    left out is not known; the three together are all layers. ``head_dim`` is the published one: it
    need not be ``hidden_size / attention_heads``. ``global_kv_heads`` and ``global_head_dim`` are stated where
    global layers have sizes of their own. ``kv_lora_rank`` and ``qk_rope_head_dim`` belong to multi-head
    latent attention (MLA), which caches their sum instead of keys and values.
    """

    model_type: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_.-]+$", max_length=60)] | None = None
    layers: Annotated[Layers, Field(gt=0)] | None = None
    hidden_size: Width | None = None
    attention_heads: Width | None = None
    kv_heads: Width | None = None
    head_dim: Width | None = None
    global_kv_heads: Width | None = None
    global_head_dim: Width | None = None
    global_layers: Layers | None = None
    sliding_layers: Layers | None = None
    linear_layers: Layers | None = None
    sliding_window: Positions | None = None
    kv_lora_rank: Width | None = None
    qk_rope_head_dim: Width | None = None
    max_positions: Positions | None = None
    experts: Width | None = None
    experts_per_token: Width | None = None

    @model_validator(mode="after")
    def _check_sums(self) -> Architecture:
        kinds = (self.global_layers, self.sliding_layers, self.linear_layers)
        if self.layers is not None and None not in kinds and sum(k for k in kinds if k) != self.layers:
            raise complain("global, sliding and linear layers do not add up to all layers", "correct the counts")
        if self.attention_heads and self.kv_heads and self.attention_heads % self.kv_heads:
            raise complain("kv_heads does not divide attention_heads", "correct the counts")
        if self.experts and self.experts_per_token and self.experts_per_token > self.experts:
            raise complain("more experts_per_token than experts", "correct the counts")
        return self
