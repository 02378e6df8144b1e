"""Words without the silence around them: an engine lets the last sound of a word go on until the next."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..decode import Samples
from .recogniser import RATE, Heard

CELL = 0.01
SHARE = 0.25
"""Of the way from the noise to the word's loudest moment, where a word begins and ends."""
LEAST = 5
"""Cells of silence at the end of a word that are taken off it; fewer are the closed lips of a last sound."""
SHORTEST = 6
"""Cells that every word keeps."""


def tightened(words: Sequence[Heard], samples: Samples) -> list[Heard]:
    """The words of a stretch of sound, each from its first to its last sound."""
    size = int(CELL * RATE)
    cells = samples[: len(samples) // size * size].reshape(-1, size).astype(np.float64)
    db = 10 * np.log10(np.mean(cells * cells, axis=1) + 1e-10)
    noise = float(np.percentile(db, 10)) if len(db) else 0.0
    made = []
    for each in words:
        first, last = round(each.start / CELL), min(len(db), round(each.end / CELL))
        own = db[first:last]
        if len(own) > SHORTEST:
            loud = np.flatnonzero(own >= noise + SHARE * (own.max() - noise))
            late, early = int(loud[0]), len(own) - 1 - int(loud[-1])
            last -= early if early >= LEAST and len(own) - early >= SHORTEST else 0
            first += late if late >= LEAST and last - first - late >= SHORTEST else 0
            each = Heard(each.text, first * CELL, last * CELL, each.sure)
        made.append(each)
    return made
