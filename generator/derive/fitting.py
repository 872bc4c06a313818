"""Which memory holds a variant: the grid of precisions and contexts, and what each size of card takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator.derive.sizing import HEADROOM, Sizing, Weights, cache_bytes, estimate

if TYPE_CHECKING:
    from generator.catalogue import Catalogue, Family, Variant

GB = 10**9
MEMORY_GB = (8, 12, 16, 24, 32, 48, 64, 80, 96, 128, 141, 192)
"""Sizes of memory that single cards and machines have."""

USUAL_PRECISION, USUAL_TOKENS = "q4_k_m", 8192
"""What most people run at home: the figure that pages name first."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one precision needs with one context, and the cards that hold it.

    Args:
        tokens: Length of the context; 0 for the weights alone.
        total: Bytes with cache and headroom.
        cards: How many cards it takes.
        card_gb: Memory of each, in GB.
    """

    tokens: int
    total: int
    cards: int
    card_gb: int


@dataclass(frozen=True, slots=True)
class Row:
    """One precision of the grid: its weights and a cell for each context, or one cell of the weights alone."""

    weights: Weights
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """A variant and what it needs at the usual precision and context."""

    variant: Variant
    cell: Cell


@dataclass(frozen=True, slots=True)
class Fit:
    """The smallest and the largest variant of a family that a memory of so many GB holds."""

    memory_gb: int
    smallest: Need
    largest: Need


def make_grid(sizing: Sizing) -> tuple[Row, ...]:
    """Return the grid of precisions and contexts; where the cache is not known, the weights alone."""
    known = sizing.architecture is not None and cache_bytes(sizing.architecture, 1) is not None
    return tuple(
        Row(weights, _make_cells(sizing, weights, sizing.contexts if known else ())) for weights in sizing.weights
    )


def _make_cells(sizing: Sizing, weights: Weights, contexts: tuple[int, ...]) -> tuple[Cell, ...]:
    totals = [(tokens, total) for tokens in contexts if (total := sizing.total(weights, tokens)) is not None]
    alone = [(0, round(weights.bytes * (1 + HEADROOM)))]
    return tuple(Cell(tokens, total, *fit(total)) for tokens, total in totals or alone)


def fit(total: int) -> tuple[int, int]:
    """Return how many cards of which size (in GB) hold a number of bytes: one where one will do."""
    single = next((size for size in MEMORY_GB if total <= size * GB), None)
    return (1, single) if single else (-(-total // (MEMORY_GB[-1] * GB)), MEMORY_GB[-1])


def find_usual(grid: tuple[Row, ...]) -> Cell | None:
    """Return the cell of the usual precision and context, or the nearest to it that the grid has."""
    row = next((row for row in grid if row.weights.precision.id == USUAL_PRECISION), None)
    return None if row is None else next((cell for cell in row.cells if cell.tokens == USUAL_TOKENS), row.cells[0])


def list_fits(family: Family, catalogue: Catalogue) -> tuple[Fit, ...]:
    """Return what each of :data:`MEMORY_GB` holds, for the sizes at which the largest variant changes."""
    cells = {variant.repo: find_usual(make_grid(estimate(variant, catalogue))) for variant in family.variants}
    needs = [Need(variant, cell) for variant in family.variants if (cell := cells[variant.repo])]
    needs.sort(key=lambda need: (need.cell.total, need.variant.repo))
    fits: list[Fit] = []
    for size in MEMORY_GB:
        held = [need for need in needs if need.cell.total <= size * GB]
        if held and (not fits or held[-1] is not fits[-1].largest):
            fits.append(Fit(size, held[0], held[-1]))
    return tuple(fits)
