"""From a voice's likelihood and the sound's level to where someone speaks.

Times are counted in cells of 10 ms. Everything here is arithmetic on two series of numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float32]
Mask = NDArray[np.bool_]
Stretch = tuple[int, int]
"""Cells from the first up to, but not including, the second."""

CELL = 0.01
FLOOR_DB = -120.0
QUIET_BELOW_DB = 26.0
CLEAN_DB = 25.0
"""Speech this far above the noise is clean enough for its level alone to place the edges."""


@dataclass(frozen=True)
class Reach:
    """How stretches of speech are formed. Likelihoods 0 to 1, times in cells of 10 ms."""

    on: float = 0.3
    off: float = 0.15
    before: int = 10
    after: int = 15
    snap: int = 6
    gap: int = 10
    shortest: int = 5


@dataclass(frozen=True)
class Levels:
    """Levels of a recording in dB of full scale, and below which it counts as quiet."""

    speech: float
    noise: float

    @property
    def clean(self) -> bool:
        return self.speech - self.noise > CLEAN_DB

    @property
    def quiet(self) -> float:
        return max(self.speech - QUIET_BELOW_DB, self.noise + 6)


def runs(mask: Mask) -> list[Stretch]:
    """The stretches in which `mask` is true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def joined(stretches: list[Stretch], gap: int) -> list[Stretch]:
    """Stretches less than `gap` cells apart made one."""
    out: list[Stretch] = []
    for start, end in stretches:
        if out and start - out[-1][1] < gap:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def rest(stretches: list[Stretch], length: int) -> list[Stretch]:
    """What lies between the stretches, from cell 0 to `length`."""
    bounds = [0, *(edge for stretch in stretches for edge in stretch), length]
    return [(a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=True) if b > a]


def level(db: Series) -> float:
    """The level of several cells together."""
    if not len(db):
        return FLOOR_DB
    return max(FLOOR_DB, float(10 * np.log10(np.mean(10 ** (db.astype(np.float64) / 10)) + 1e-12)))


def spoken(likely: Series, reach: Reach) -> list[Stretch]:
    """Where a voice is on: from `on` upwards, until it falls below `off`. One likelihood per cell."""
    strong = likely >= reach.on
    return [(a, b) for a, b in runs(likely >= reach.off) if strong[a:b].any()]


def levels(db: Series, speech: list[Stretch]) -> Levels:
    """How loud the speech is, and the noise between (in which nobody speaks)."""
    inside = np.zeros(len(db), bool)
    for a, b in speech:
        inside[a:b] = True
    around = np.zeros(len(db), bool)
    for a, b in speech:
        around[max(0, a - 15) : b + 25] = True
    between = db[~around]
    noise = float(np.median(between)) if len(between) >= 20 else float(np.percentile(db, 5))
    return Levels(level(db[inside]), max(FLOOR_DB, noise))


def padded(speech: list[Stretch], db: Series, reach: Reach) -> list[Stretch]:
    """Stretches widened by what a voice model misses, each edge at the quietest cell nearby."""
    out = []
    for a, b in speech:
        start = _quietest(db, a - reach.before, reach.snap)
        end = _quietest(db, b + reach.after, reach.snap)
        out.append((start, max(start + 1, end)))
    return joined(sorted(out), reach.gap)


def _quietest(db: Series, at: int, around: int) -> int:
    low, high = max(0, at - around), min(len(db), at + around + 1)
    if low >= high or at <= 0:
        return min(max(at, 0), len(db))
    if at >= len(db):
        return len(db)
    near = db[low:high]
    best = np.flatnonzero(near <= near.min() + 0.5)
    return low + int(best[np.argmin(np.abs(best + low - at))])


def tightened(speech: list[Stretch], db: Series, found: Levels, reach: Reach) -> list[Stretch]:
    """Stretches cut down to where the sound is above the quiet of a clean recording."""
    loud = db > found.quiet
    out: list[Stretch] = []
    for a, b in speech:
        inner = joined(runs(loud[a:b]), reach.gap)
        out += [(a + start, a + end) for start, end in inner if end - start >= reach.shortest]
    return joined(out, reach.gap)


def speech_in(likely: Series, db: Series, reach: Reach) -> tuple[list[Stretch], Levels]:
    """Where someone speaks, to the cell, and the levels that were found."""
    heard = spoken(likely, reach)
    found = levels(db, heard)
    wide = padded(heard, db, reach)
    return (tightened(wide, db, found, reach) if found.clean else wide), found


def audible(db: Series, reach: Reach) -> tuple[list[Stretch], Levels]:
    """Where there is any sound: the measure of a recording in which nobody speaks."""
    loudness = float(np.percentile(db, 90)) if len(db) else FLOOR_DB
    found = Levels(loudness, FLOOR_DB)
    if loudness < -70:
        return [], found
    inner = joined(runs(db > found.quiet), reach.gap)
    return [(a, b) for a, b in inner if b - a >= reach.shortest], found
