"""Hesitations by their sound: a vowel that stays as it is, beside a pause, where no word is known.

A suggestion to be confirmed: a long vowel of a word that was not recognised sounds the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..decode import Samples
from .recogniser import RATE, Heard
from .spans import Span

HOP, FRAME, SIZE = 160, 400, 512
"""Samples from one look to the next (10 ms), of one look, and of its transform."""
BANDS = 20
LOWEST, HIGHEST = 120.0, 4000.0
"""Hz between which vowels differ."""
APART = 3
"""Looks between two that are compared: 30 ms."""
ALIKE = 0.9
"""Likeness (cosine) of the spectra of a vowel that stays as it is."""
VOICED = 0.45
"""Likeness of a voiced sound to itself one pitch later."""
ABOVE = 10.0
"""Decibels above the noise from which there is sound."""
SHORTEST, LONGEST = 14, 120
"""Looks of a hesitation: 0.14 to 1.2 s."""
PAUSE = 12
"""Looks of silence beside it."""
NEAR = 5
"""Looks from its edges to that silence: the vowel fades."""
COVERED = 0.3
"""Share of it that a known word may cover."""

Series = NDArray[np.float64]


@dataclass(frozen=True)
class Hesitation:
    """From and to in seconds, and how sure."""

    start: float
    end: float
    sure: float


def hesitations(span: Span, words: Sequence[Heard]) -> Iterator[Hesitation]:
    """Those of a stretch of sound; `words` are all that are known of the recording."""
    looks = _looks(span.samples)
    if len(looks) <= SHORTEST:
        return
    db = 10 * np.log10(np.mean(looks * looks, axis=1) + 1e-10)
    loud = db >= np.percentile(db, 10) + ABOVE
    likeness = _likeness(looks)
    steady = loud & (_voicing(looks) >= VOICED) & (likeness >= ALIKE)
    for first, last in _runs(_closed(steady)):
        start, end = span.start + first * HOP / RATE, span.start + last * HOP / RATE
        if not SHORTEST <= last - first <= LONGEST or not _beside_pause(loud, first, last):
            continue
        covered = sum(max(0.0, min(end, each.end) - max(start, each.start)) for each in words)
        if covered <= COVERED * (end - start):
            yield Hesitation(start, end, round(0.3 + 0.4 * float(likeness[first:last].mean()), 3))


def _looks(samples: Samples) -> Series:
    if len(samples) < FRAME:
        return np.zeros((0, FRAME))
    starts = np.arange(0, len(samples) - FRAME + 1, HOP)
    looks: Series = samples[starts[:, None] + np.arange(FRAME)].astype(np.float64)
    return looks


def _likeness(looks: Series) -> Series:
    """How much the spectrum around each look stays the same."""
    power = np.abs(np.fft.rfft(looks * np.hanning(FRAME), SIZE)) ** 2
    edges = np.geomspace(LOWEST, HIGHEST, BANDS + 1) * SIZE / RATE
    bounds = np.unique(edges.astype(int))
    bands = np.log(np.add.reduceat(power, bounds[:-1], axis=1) + 1e-9)
    bands -= bands.mean(axis=1, keepdims=True)
    bands /= np.linalg.norm(bands, axis=1, keepdims=True) + 1e-9
    alike = np.sum(bands[APART:] * bands[:-APART], axis=1)
    return np.concatenate([alike, np.zeros(APART)])


def _voicing(looks: Series) -> Series:
    """How much each look is like itself one pitch (70 to 400 Hz) later."""
    spectrum = np.abs(np.fft.rfft(looks, 2 * SIZE)) ** 2
    own = np.fft.irfft(spectrum)[:, : FRAME // 2 + 40]
    lags = own[:, RATE // 400 : RATE // 70 + 1]
    best: Series = lags.max(axis=1) / (own[:, 0] + 1e-9)
    return best


def _closed(steady: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Without breaks of one or two looks."""
    made = steady.copy()
    for gap in (1, 2):
        for at in range(1, len(made) - gap):
            if made[at - 1] and made[at + gap] and not made[at : at + gap].any():
                made[at : at + gap] = True
    return made


def _runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def _beside_pause(loud: NDArray[np.bool_], first: int, last: int) -> bool:
    """Whether there is a pause close before or close behind; the ends of a stretch are pauses."""
    before = loud[max(0, first - NEAR - PAUSE) : max(0, first - NEAR)]
    behind = loud[last + NEAR : last + NEAR + PAUSE]
    return not before.any() or not behind.any()
