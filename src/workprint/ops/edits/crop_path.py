"""Where the crop goes: it stands still where that holds the subject, else it moves as a camera would."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Band = tuple[float, float]
"""From where to where the subject reaches, as shares of the picture."""

STEP = 0.2
"""Seconds between the places of a path."""
ENOUGH = 0.97
"""Share of the time for which a crop that stands still must hold the subject."""
MARGIN = 0.1
"""How far inside the crop the subject is kept, as a share of the crop."""
DEAD = 0.06
"""How far from its best place a crop may be, at least, as a share of the crop: not every nod moves it."""
WEIGHTS = (10.0, 1.0, 100.0)
"""How dearly speed, acceleration and jerk are paid for: standing still is best, then moving evenly."""
MISSED = 1000.0
"""How dearly each step is paid for with the subject as far out as the picture is wide."""
SECTION = 300
"""Places that are reckoned at a time; a path of an hour is many such, each going on from the last."""
STRAIGHT = 0.0015
"""How far a path may be from the straight lines that it is told by, as a share of the picture."""


def allowed(bands: Sequence[Band], window: float) -> tuple[Numbers, Numbers]:
    """From where to where the middle of a crop `window` wide holds each band with its margin; where a
    band is too wide for that, near its middle. Never beyond the picture."""
    low, high = (np.array(side, np.float64) for side in zip(*bands, strict=True))
    half, dead = window / 2, DEAD * window
    kept = np.clip((window - (high - low)) / 2 - dead, 0, MARGIN * window)
    least, most = high + kept - half, low - kept + half
    middle, tight = (low + high) / 2, most - least < 2 * dead
    least, most = np.where(tight, middle - dead, least), np.where(tight, middle + dead, most)
    return np.clip(least, half, 1 - half), np.clip(most, half, 1 - half)


def standing(bands: Sequence[Band], window: float) -> tuple[float, float]:
    """The middle at which a crop that stands still holds the subject longest, and for what share of the
    time; of equally good ones, that which is nearest to where the subject usually is."""
    least, most = allowed(bands, window)
    usual = float(np.median([(low + high) / 2 for low, high in bands]))
    tries = np.unique(np.concatenate([least, most, np.clip([usual], window / 2, 1 - window / 2)]))
    held = np.array([np.mean((least <= at + 1e-9) & (at <= most + 1e-9)) for at in tries])
    best = tries[held >= held.max() - 1e-9]
    return float(best[np.argmin(np.abs(best - usual))]), float(held.max())


def moving(bands: Sequence[Band], window: float) -> list[float]:
    """The middle of the crop at each step: an L1 optimal path (Grundmann, Kwatra and Essa 2011) of parts
    that stand, move evenly or speed up evenly, which keeps the subject inside as far as it can."""
    least, most = allowed(bands, window)
    path: list[float] = []
    while len(path) < len(bands):
        # The last places of what is known go on into the next section, with their speed.
        before = path[-3:]
        first = len(path) - len(before)
        part = slice(first, first + SECTION + len(before))
        path += _section(least[part], most[part], before)[len(before) :]
    return path


def _section(least: Numbers, most: Numbers, before: Sequence[float]) -> list[float]:
    """A path that begins with `before`, as a linear programme of places, sizes of differences, and misses."""
    # Loaded here: it takes half a second, which only those who reframe should wait.
    from scipy.optimize import linprog

    count = len(least)
    if count < 4:
        return [float(v) for v in (*before, *((least + most) / 2)[len(before) :])]
    rules, limits, cost = _programme(least, most)
    bounds = [(at, at) for at in before] + [(0.0, 1.0)] * (count - len(before))
    bounds += [(0.0, np.inf)] * (len(cost) - count)
    found = linprog(cost, A_ub=rules, b_ub=limits, bounds=bounds, method="highs")
    return [float(v) for v in found.x[:count]]


def _programme(least: Numbers, most: Numbers) -> tuple[Any, Numbers, Numbers]:
    """What must not be exceeded, by how much, and what all of it costs."""
    from scipy.sparse import bmat, eye

    count = len(least)
    place = eye(count, format="csr")
    speed = place[1:] - place[:-1]
    bend = speed[1:] - speed[:-1]
    jerk = bend[1:] - bend[:-1]
    rows: list[Any] = []
    for number, each in enumerate((speed, bend, jerk)):
        # e is the size of a difference d where e >= d and e >= -d.
        size: list[Any] = [None] * 4
        size[number] = -eye(each.shape[0])
        rows += [[each, *size], [-each, *size]]
    missed = [None, None, None, -place]
    rows += [[place, *missed], [-place, *missed]]
    none = np.zeros(2 * (3 * count - 6))
    weights = [np.full(count - n, weight) for n, weight in enumerate(WEIGHTS, 1)]
    cost = np.concatenate([np.zeros(count), *weights, np.full(count, MISSED)])
    return bmat(rows, format="csr"), np.concatenate([none, most, -least]), cost


def lines(path: Sequence[float]) -> list[int]:
    """The places of a path between which it is as good as straight (Ramer 1972, Douglas and Peucker 1973)."""
    kept = {0, len(path) - 1}
    spans = [(0, len(path) - 1)]
    while spans:
        a, b = spans.pop()
        if b - a < 2:
            continue
        straight = np.interp(np.arange(a, b + 1), (a, b), (path[a], path[b]))
        far = np.abs(np.array(path[a : b + 1]) - straight)
        worst = a + int(np.argmax(far))
        if far.max() > STRAIGHT:
            kept.add(worst)
            spans += [(a, worst), (worst, b)]
    return sorted(kept)
