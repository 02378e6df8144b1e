"""Decision trees fitted one after another, each to what those before leave unexplained (Friedman 2001)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workprint.analysis.trees import worth

Numbers = NDArray[np.float64]
TREES, DEPTH, SHARE, RATE = 200, 4, 0.6, 0.05
"""Trees, their depth, the share of rows and columns each sees, and how much of each counts."""
CALM = 3.0
"""How much a leaf is pulled to nothing."""
FEWEST = 8
"""Rows that are divided further."""
LEAST = 2.0
"""Weight of a leaf's rows."""


def boosted(rows: Numbers, right: Numbers, seed: int = 0) -> tuple[float, list[Any]]:
    """What the sum begins with, and the trees, for rows that are right (1) or not (0)."""
    rng = np.random.default_rng(seed)
    begin = float(np.log(right.mean() / (1 - right.mean())))
    total, trees = np.full(len(right), begin), []
    for _ in range(TREES):
        likely = 1 / (1 + np.exp(-total))
        part = np.flatnonzero(rng.random(len(right)) < SHARE)
        columns = rng.permutation(rows.shape[1])[: round(SHARE * rows.shape[1])]
        tree = grown(rows, likely - right, likely * (1 - likely), part, columns, DEPTH)
        trees.append(tree)
        total += worth(tree, rows)
    return begin, trees


def grown(
    rows: Numbers, slope: Numbers, bend: Numbers, part: NDArray[np.int_], columns: Sequence[int], depth: int
) -> Any:
    """A tree for some of the rows: what is best added to their sums."""
    down, weight = slope[part].sum(), bend[part].sum()
    value = round(float(-down / (weight + CALM)) * RATE, 5)
    if depth == 0 or len(part) < FEWEST:
        return value
    cuts = [(best_cut(rows[part, column], slope[part], bend[part]), int(column)) for column in columns]
    (gain, limit), column = max(cuts)
    if gain <= 1e-3:
        return value
    small = rows[part, column] < limit
    sides = [grown(rows, slope, bend, part[side], columns, depth - 1) for side in (small, ~small)]
    return [column, round(limit, 5), *sides]


def best_cut(values: Numbers, slope: Numbers, bend: Numbers) -> tuple[float, float]:
    """Where a column is best cut in two: how much is gained, and the limit."""
    order = np.argsort(values, kind="stable")
    sorted_, down, weight = values[order], np.cumsum(slope[order]), np.cumsum(bend[order])
    fits = (sorted_[1:] > sorted_[:-1]) & (weight[:-1] > LEAST) & (weight[-1] - weight[:-1] > LEAST)
    if not fits.any():
        return 0.0, 0.0
    left, heavy = down[:-1], weight[:-1]
    whole = down[-1] ** 2 / (weight[-1] + CALM)
    gain = left**2 / (heavy + CALM) + (down[-1] - left) ** 2 / (weight[-1] - heavy + CALM) - whole
    at = int(np.argmax(np.where(fits, gain, -1)))
    return float(gain[at]), round(float((sorted_[at] + sorted_[at + 1]) / 2), 5)
