"""Reads how a repository packs its weights: parameters by number format, files by kind, quantization."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.hub.document import get_object
from generator.records import Facts, WeightFiles
from generator.records.facts import Quantization

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.hub.document import Document

WIDTHS = {
    "F64": 8, "F32": 4, "F16": 2, "BF16": 2, "F8_E4M3": 1, "F8_E5M2": 1, "F8_E8M0": 1,
    "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U64": 8, "U32": 4, "U16": 2, "U8": 1, "BOOL": 1,
}  # fmt: skip
"""Bytes of one element, by the number format's name in a safetensors header."""

PACKING = frozenset({"I8", "I16", "I32", "U8", "U16", "U32"})
PACKED_SHARE = 0.01
"""When more than this share of the elements are integers, they may hold several weights each: no count is stated."""

_KINDS = {
    ".safetensors": "safetensors",
    ".gguf": "gguf",
    ".bin": "bin",
    ".pt": "bin",
    ".pth": "bin",
    ".ckpt": "bin",
    ".onnx": "onnx",
    ".onnx_data": "onnx",
    ".h5": "other",
    ".msgpack": "other",
    ".tflite": "other",
    ".litertlm": "other",
    ".nemo": "other",
}
_NO_WEIGHTS = re.compile(r"(?i)(^|/)(training_args|optimizer|scheduler|rng_state|tokenizer|mmproj)[^/]*$")
_GGUF = re.compile(
    r"(?i)(?:^|[-._])(BF16|F16|F32|MXFP4(?:_MOE)?|(?:IQ|TQ|Q)\d(?:_(?:\d|K|XXS|XS|S|M|L|XL|NL))*)"
    r"(?=-\d{5}-of-\d{5}\.gguf$|\.gguf$|[-.])"
)
_METHOD = re.compile(r"[^a-z0-9]+")


class File(NamedTuple):
    """A file of a repository; its size in bytes is None where the Hub gives none, or one that cannot be."""

    name: str
    bytes: int | None


def list_files(siblings: Any) -> tuple[File, ...]:
    """Return the files an answer lists; items that are none are passed over."""
    items = siblings if isinstance(siblings, list) else []
    return tuple(
        File(item["rfilename"], _read_size(item))
        for item in items
        if isinstance(item, dict) and isinstance(item.get("rfilename"), str)
    )


def _read_size(item: Document) -> int | None:
    """Return the size of a file; an empty one is none that is stored as large."""
    size = item.get("size")
    return size if type(size) is int and (size > 0 or (size == 0 and not item.get("lfs"))) else None


def find_kinds(files: Iterable[File]) -> frozenset[str]:
    """Return the kinds of weight files among some files."""
    return frozenset(kind for file in files if (kind := _find_kind(file.name)))


def _find_kind(name: str) -> str | None:
    return None if _NO_WEIGHTS.search(name) else _KINDS.get(PurePosixPath(name).suffix.lower())


def sum_files(files: Iterable[File], *, mlx: bool) -> tuple[WeightFiles, ...]:
    """Return the bytes of the weight files by kind and, for GGUF, by the quantization in the name.

    Args:
        files: With their sizes.
        mlx: Whether safetensors files are of the MLX library.

    Raises:
        ValueError: When a weight file has no size, or is listed twice: a part is no sum.
    """
    sums: Counter[tuple[str, str | None]] = Counter()
    weights = [(file, kind) for file in files if (kind := _find_kind(file.name))]
    if len({file.name for file, _ in weights}) < len(weights):
        raise ValueError("lists a file twice")
    for file, kind in weights:
        if file.bytes is None:
            raise ValueError("lacks the size of a file")
        sums["mlx" if mlx and kind == "safetensors" else kind, _find_gguf(file.name, kind)] += file.bytes
    order = sorted((key for key in sums if sums[key]), key=lambda key: (key[0], key[1] or ""))
    return tuple(make_weights(kind, quantization, sums[kind, quantization]) for kind, quantization in order)


def make_weights(kind: str, quantization: str | None, size: int) -> WeightFiles:
    """Return one packing; a quantization that is not known is left out."""
    stated = {"quantization": quantization} if quantization else {}
    return WeightFiles.model_validate({"format": kind, **stated, "bytes": size})


def _find_gguf(name: str, kind: str) -> str | None:
    found = _GGUF.findall(PurePosixPath(name).name) if kind == "gguf" else ()
    return found[-1].upper() if found else None


def read_dtypes(safetensors: Document) -> dict[str, int] | None:
    """Return the elements by number format of a safetensors header; None when there are none.

    Raises:
        ValueError: When the counts are no counts, or it is no header a record takes: all that is read of it falls.
    """
    counts = get_object(safetensors, "parameters")
    if not all(type(n) is int and n >= 0 for n in counts.values()):
        raise ValueError("is no count")
    found = {name: n for name, n in sorted(counts.items()) if n} or None
    return Facts.model_validate({"parameters_by_dtype": found}).parameters_by_dtype


def sum_parameters(dtypes: dict[str, int]) -> int | None:
    """Return the parameters of a header; None when its elements may hold several weights each."""
    total = sum(dtypes.values())
    packed = sum(count for name, count in dtypes.items() if name in PACKING)
    return None if packed > PACKED_SHARE * total else total


def sum_bytes(dtypes: dict[str, int]) -> int | None:
    """Return the bytes that a header's elements take; None when a number format is not known.

    A file is longer only by the header itself, which is under a thousandth of it.
    """
    if not all(name in WIDTHS for name in dtypes):
        return None
    return sum(WIDTHS[name] * count for name, count in dtypes.items())


def read_quantization(config: Document) -> Quantization | None:
    """Return the ``quantization_config`` of a configuration; None when it has none.

    Raises:
        ValueError: When it names no method.
    """
    stated = get_object(config, "quantization_config") or get_object(
        get_object(config, "text_config"), "quantization_config"
    )
    if not stated:
        return None
    method = stated.get("quant_method") or stated.get("quant_algo")
    if not isinstance(method, str):
        raise ValueError("names no method")  # noqa: TRY004  read as one kind of oddity
    bits = stated.get("bits", stated.get("w_bit"))
    bits = bits if type(bits) is int else {True: 4}.get(stated.get("load_in_4bit") is True)
    return Quantization(method=_METHOD.sub("-", method.lower()).strip("-"), **({"bits": bits} if bits else {}))
