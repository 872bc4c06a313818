"""Numbers of one repository that cannot all be true: pages show them as not known, and ``check`` names them."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from generator.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalogue.model import Claims, Fact

WHOLE = frozenset({"F64", "F32", "F16", "BF16", "F8_E4M3", "F8_E5M2"})
"""Types of which each element holds one parameter; whole numbers may hold several packed ones."""

COUNT_TOLERANCE = 2
"""How many times the stated parameters may be the counted ones, or the other way round: copies and tied weights."""

MIN_BITS, MAX_BITS = 1, 128
"""Bits of files per parameter: below the first no format goes; above the second they are twice 64 bits, or not its."""


def find_doubts(claims: Mapping[str, Claims[Any]]) -> Iterator[tuple[str, Problem]]:
    """Yield the fields of a repository whose numbers cannot be true beside each other, and who states them.

    Args:
        claims: All that is stated of it, by field.
    """
    yield from _compare_active(claims)
    total = claims["parameters_total"].best
    if total is not None and total.origin != "override" and (said := _contradict_total(total.value, claims)):
        message = f"{total.value:,} parameters, and {said}, for {total.repo}"
        fix = "state the right count in an override; until then it is shown as not known"
        yield "parameters_total", _make_problem("parameters_total", total, message, fix)


def _compare_active(claims: Mapping[str, Claims[Any]]) -> Iterator[tuple[str, Problem]]:
    active, total = claims["parameters_active"].best, claims["parameters_total"].best
    if active is None or total is None or active.value <= total.value:
        return
    for name, fact in (("parameters_active", active), ("parameters_total", total)):
        message = f"{active.value:,} active parameters of {total.value:,} in all, for {fact.repo}"
        fix = "correct the wrong one with an override; until then both are shown as not known"
        yield name, _make_problem(name, fact, message, fix)


def _contradict_total(total: int, claims: Mapping[str, Claims[Any]]) -> str:
    """Return what speaks against a count of parameters; empty when nothing does."""
    by_dtype = claims["parameters_by_dtype"].value or {}
    counted = sum(by_dtype.values())
    if by_dtype.keys() <= WHOLE and counted and not counted / COUNT_TOLERANCE <= total <= counted * COUNT_TOLERANCE:
        return f"{counted:,} counted by type"
    sizes = [files.bytes for files in claims["weights"].value or ()]
    if sizes and max(sizes) * 8 < total * MIN_BITS:
        return f"files of {max(sizes):,} bytes at most"
    if sizes and min(sizes) * 8 > total * MAX_BITS:
        return f"files of {min(sizes):,} bytes at least"
    return ""


def _make_problem(field: str, fact: Fact[Any], message: str, fix: str) -> Problem:
    """Return a problem at the place where a fact is stated; an override's place is that of its reason."""
    data = PurePosixPath("data")
    if fact.origin == "hub":
        return Problem(path=data / "hub" / f"{fact.repo}.yaml", at=(field,), message=message, fix=fix)
    if fact.origin == "reported":
        path = data / "reported" / f"{fact.source.id}.yaml"
        return Problem(path=path, at=("repos", fact.repo, field), message=message, fix=fix)
    said = f"{message} (override: {fact.source.title})"
    return Problem(path=data / "families", message=said, fix=fix)
