"""What the name of a repository tells: the format of a build, and the line of models it belongs to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from generator.records.vocabulary import Format


class Packing(NamedTuple):
    """A format, the bits per weight where the name tells them, and the name without both."""

    format: Format
    bits: int | None
    stem: str


_PACKINGS: dict[Format, str] = {
    "gguf": r"(?:[iq]\d\w*[-_.])?gguf",
    "awq": r"awq(?:[-_.](?:int|w)?(?P<bits>\d+)(?:bit|bits|a16)?)?",
    "gptq": r"gptq(?:[-_.](?:int|w)?(?P<bits>\d+)(?:bit|bits|a16)?)?",
    "bnb": r"bnb(?:[-_.](?P<bits>\d+)bits?)?",
    "mlx": r"mlx(?:[-_.](?P<bits>\d+)bits?|[-_.]bf16)?",
    "fp4": r"(?:nvfp4|mxfp4|fp4)",
    "fp8": r"fp8(?:[-_.](?:dynamic|static(?:-pertensor)?|block))?",
    "compressed-tensors": r"w(?P<bits>\d+)a\d+",
    "int8": r"int8",
    "int4": r"int4",
    "bf16": r"bf16",
    "fp16": r"fp16",
    "onnx": r"onnx",
    "litert": r"litert(?:-lm)?",
}
"""How publishers mark builds at the end of a name, the most particular first."""

_BITS = frozenset({1, 2, 3, 4, 5, 6, 8, 16, 32})
_SIZE = re.compile(r"(?i)\d+(\.\d+)?[bmkt]|a\d+(\.\d+)?b|e\d+b|\d+x\d+(\.\d+)?b|\d+b-a\d+b|\d+e")
_STAGE = frozenset(
    {"instruct", "base", "chat", "it", "pt", "thinking", "preview", "hf", "dpo", "sft", "rl", "exp", "latest", "think"}
)
_DATE = re.compile(r"\d{4}|\d{6}|\d{8}")


def read_packing(name: str) -> Packing | None:
    """Return how a repository packs its weights by the end of its name; None when the name does not tell."""
    for format_, pattern in _PACKINGS.items():
        if match := re.fullmatch(rf"(?i)(?P<stem>.+?)[-_.]{pattern}", name):
            bits = int(match.groupdict().get("bits") or 0)
            return Packing(format_, bits if bits in _BITS else None, match["stem"])
    return None


def find_line(name: str) -> str:
    """Return the line of models that a name belongs to: what stands before its size, or before its stage and date.

    ``Qwen3-Coder-30B-A3B-Instruct`` is of the line ``qwen3-coder``.
    """
    parts = name.lower().split("-")
    for index, part in enumerate(parts):
        if index and _SIZE.fullmatch(part):
            return "-".join(parts[:index])
    while len(parts) > 1 and (parts[-1] in _STAGE or _DATE.fullmatch(parts[-1])):
        parts.pop()
    return "-".join(parts)
