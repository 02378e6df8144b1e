"""Probabilities by a sum of small decision trees, read from a file beside this one."""

from __future__ import annotations

import json
import math
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Tree = Any
"""A number, or [column, limit, tree where it is below the limit, tree where it is not]."""


@cache
def trees(name: str) -> tuple[float, list[Tree], tuple[float, float]]:
    """What the sum begins with, the trees of a file, and how what is chosen by them is evened."""
    read = json.loads((Path(__file__).parent / f"{name}.json").read_text("utf-8"))
    shift, slope = read["even"]
    return float(read["begin"]), read["trees"], (float(shift), float(slope))


def probability(name: str, rows: Numbers) -> Numbers:
    """The probability of each row (boosted trees: Friedman 2001), by the trees of a file."""
    begin, grown, _ = trees(name)
    total = np.full(len(rows), begin)
    for tree in grown:
        total += worth(tree, rows)
    likely: Numbers = 1 / (1 + np.exp(-total))
    return likely


def evened(name: str, likely: float) -> float:
    """How often what has a probability, and is chosen among others, turned out right (Platt 1999)."""
    shift, slope = trees(name)[2]
    return 1 / (1 + math.exp(-shift - slope * math.log(likely / (1 - likely))))


def worth(tree: Tree, rows: Numbers) -> Numbers:
    """What a tree adds for each row."""
    if not isinstance(tree, list):
        return np.full(len(rows), float(tree))
    column, limit, below, above = tree
    small = rows[:, column] < limit
    found = np.empty(len(rows))
    found[small], found[~small] = worth(below, rows[small]), worth(above, rows[~small])
    return found
