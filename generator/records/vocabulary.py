"""The closed lists of words that data files may use."""

from __future__ import annotations

from typing import Literal, get_args

Purpose = Literal[
    "general",
    "reasoning",
    "code",
    "math",
    "agent",
    "vision-language",
    "omni",
    "ocr",
    "embedding",
    "reranking",
    "translation",
    "safety",
    "reward",
    "classification",
    "summarization",
    "image-generation",
    "image-editing",
    "video-generation",
    "3d-generation",
    "speech-recognition",
    "speech-synthesis",
    "audio-understanding",
    "audio-generation",
    "image-understanding",
]
"""What the weights of a series are for."""

PURPOSES: tuple[Purpose, ...] = get_args(Purpose)

Format = Literal[
    "gguf",
    "awq",
    "gptq",
    "bnb",
    "mlx",
    "fp8",
    "fp4",
    "int8",
    "int4",
    "bf16",
    "fp16",
    "fp32",
    "onnx",
    "litert",
    "diffusers",
    "compressed-tensors",
]
"""How a build packs the weights of its variant."""

PublisherKind = Literal["company", "nonprofit", "university", "government", "community"]

LeftOutReason = Literal["template-id", "typing-error", "not-openly-published", "not-a-model"]
"""Why a known repository id has no place in the catalogue."""

Permission = Literal["allowed", "conditional", "forbidden", "unspecified"]

Duty = Literal[
    "include-license",
    "attribution",
    "state-changes",
    "share-alike",
    "disclose-source",
    "name-in-derivatives",
    "display-notice",
    "acceptable-use-policy",
    "share-improvements",
    "no-trademark",
]
"""What a license asks of those who use it."""

ParametersKind = Literal["exact", "rounded", "nominal"]
"""exact: counted from the weights; rounded: to a few digits; nominal: the size in the name."""

Gated = bool | Literal["auto", "manual"]
"""False: open download. auto, manual: the Hub's two kinds of asking first. True: some kind of it."""

Relation = Literal["finetune", "adapter", "merge", "quantized"]
"""The Hub's ``base_model_relation``."""
