"""Clicks: something begins to change near the pointer while it rests."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .screen_cells import Patch
from .screen_typing import Typing
from .screen_watch import Frame

NEAR = 60.0
"""Pixels (of an ordinary screen, with a pointer of 19 pixels) that count as near the pointer."""
APART = 0.45
"""Seconds between two clicks that are told apart."""
REST = 10
"""Pictures beyond which resting longer makes no difference."""
LEAST = 0.1
"""Probability below which nothing is told."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Candidate:
    """Something that changed at a picture while the pointer rested at a place; what speaks for a click."""

    index: int
    x: float
    y: float
    features: tuple[float, ...]


NAMES = (
    "constant", "near", "inside", "near count", "whole count", "rest", "just arrived", "quiet", "moves soon",
    "typing", "nearest size", "turned", "patches", "goes on", "answered before", "likeness", "below", "late below",
    "again", "only far", "returns",
)  # fmt: skip
WEIGHTS = (
    -2.72,
    1.39,
    0.65,
    1.78,
    0.04,
    -3.74,
    -2.67,
    1.3,
    -0.07,
    -0.74,
    -0.27,
    0.38,
    -0.71,
    1.99,
    -0.67,
    0.75,
    0.59,
    0.63,
    0.2,
    0.62,
    -1.19,
)


def candidates(frames: Sequence[Frame], typing: Sequence[Typing], unit: float) -> list[Candidate]:
    """Every picture in which something changed and the pointer did not move; `unit` is the height of a
    pointer, in pixels."""
    found = []
    rest, quiet = 0, REST
    arrived: tuple[Patch, ...] = ()
    scale = unit / 19
    busy = {i for each in typing for i in range(each.first - 3, each.last + 6)}
    for number, frame in enumerate(frames):
        if frame.seen.moved or frame.seen.hit is None:
            rest, arrived, quiet = 0, frame.patches, REST
            continue
        rest += 1
        if rest == 1:
            arrived = (*arrived, *frame.patches)
        if frame.patches and frame.step is None:
            found.append(_candidate(frames, number, rest, arrived, quiet, frame.index in busy, scale))
        hit = frame.seen.hit
        close = any(p.distance(hit.x, hit.y) < NEAR * scale for p in frame.patches)
        quiet = 0 if close else min(REST, quiet + 1)
    return found


def _candidate(
    frames: Sequence[Frame],
    number: int,
    rest: int,
    arrived: Sequence[Patch],
    quiet: int,
    typing: bool,
    scale: float,
) -> Candidate:
    frame = frames[number]
    hit = frame.seen.hit
    assert hit is not None
    away = [(p.distance(hit.x, hit.y) / scale, p) for p in frame.patches]
    nearest, patch = min(away, key=lambda pair: (pair[0], -pair[1].count))
    area = scale * scale
    near = sum(p.count for far, p in away if far < NEAR) / area
    after = frames[number + 1 : number + 4]
    later = [_close(each, hit.x, hit.y, scale) for each in after]
    moves = next((n for n, f in enumerate(frames[number + 1 : number + 1 + REST]) if f.seen.moved), REST)
    below = patch.y > hit.y + 6 * scale and nearest > 0
    features = (
        1.0,
        math.exp(-nearest / 30),
        float(nearest == 0),
        math.log1p(near) / 5,
        math.log1p(frame.share * 1000) / 5,
        min(rest, REST) / REST,
        float(rest <= 1),
        quiet / REST,
        1 - moves / REST,
        float(typing),
        math.log1p(patch.count / area) / 5,
        float(frame.seen.turned),
        min(len(away), 10) / 10,
        sum(count > 0 for count in later) / 3,
        float(any(_overlaps(patch, each) for each in arrived)),
        hit.score,
        float(below and patch.h < 40 * scale),
        float(below and 4 <= rest <= 14),
        float(quiet == 0),
        float(nearest > 2 * NEAR),
        float(any(0.6 * near < count / area < 1.6 * near for count in later) and near > 0),
    )
    return Candidate(frame.index, hit.x, hit.y, features)


def _close(frame: Frame, x: float, y: float, scale: float) -> int:
    """Pixels that changed near a place."""
    return sum(p.count for p in frame.patches if p.distance(x, y) < NEAR * scale)


def _overlaps(a: Patch, b: Patch) -> bool:
    return a.x < b.x + b.w and b.x < a.x + a.w and a.y < b.y + b.h and b.y < a.y + a.h


def probability(features: Numbers, weights: Sequence[float] = WEIGHTS) -> Numbers:
    """How likely candidates are clicks, by a logistic regression fitted on made recordings."""
    likely: Numbers = 1 / (1 + np.exp(-features @ np.array(weights)))
    return likely


def chosen(found: Sequence[Candidate], likely: Numbers, rate: float) -> list[tuple[Candidate, float]]:
    """The likeliest candidates, no two closer than two clicks are."""
    kept: list[tuple[Candidate, float]] = []
    for index in np.argsort(-likely, kind="stable"):
        each, sure = found[index], float(likely[index])
        if sure < LEAST:
            break
        if all(abs(each.index - other.index) >= APART * rate for other, _ in kept):
            kept.append((each, sure))
    return sorted(kept, key=lambda pair: pair[0].index)
