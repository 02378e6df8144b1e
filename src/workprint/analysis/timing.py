"""When the frames of a stream are shown, read from its packets."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

SANE_RATES = tuple(
    sorted(
        [Fraction(n) for n in (1, 2, 5, 8, 10, 12, 15, 20, 24, 25, 30, 48, 50, 60, 90, 100, 120, 144, 240)]
        + [Fraction(n * 1000, 1001) for n in (24, 30, 48, 60, 120, 240)]
    )
)
MAX_RATE = Fraction(240)
KEPT = 200_000
"""Frames whose times are kept to judge how evenly they come; the ends are followed to the last packet."""


@dataclass
class Timing:
    """The times of one stream's packets, in units of its time base, as they are read."""

    time_base: Fraction
    kept: array[int] = field(default_factory=lambda: array("q"))
    first: int | None = None
    last: int | None = None
    end: int | None = None
    last_duration: int = 0

    def add(self, at: int, duration: int, discarded: int = 0) -> None:
        """Note a packet shown from `at` for `duration` units, of which the last `discarded` are not."""
        if self.first is None or at < self.first:
            self.first = at
        if self.last is None or at >= self.last:
            self.last, self.last_duration = at, duration
        self.end = max(self.end if self.end is not None else at, at + duration - discarded)
        if len(self.kept) < KEPT:
            self.kept.append(at)

    def spacings(self) -> NDArray[np.int64]:
        """Steps between neighbouring frames in order of showing, those of no length left out."""
        times = np.sort(np.frombuffer(self.kept, dtype=np.int64))
        steps = times[1:] - times[:-1]
        return steps[steps > 0]

    @property
    def variable(self) -> bool:
        """Whether frames come unevenly: over 1 % of the steps, or of the time, is off the usual step
        by over a quarter. A recording of a still screen may hold one frame for minutes."""
        steps = self.spacings()
        if len(steps) < 2:
            return False
        usual = np.median(steps)
        coarse = float(Fraction(1, 1000) / self.time_base)
        off = np.abs(steps - usual) > max(usual / 4, 1, min(coarse, usual / 2))
        astray = np.abs(steps - usual)[off].sum() / steps.sum()
        return bool(np.mean(off) > 0.01 or astray > 0.01)

    def rate(self, declared: Fraction | None) -> Fraction:
        """Frames a second, as one of the rates that cameras use where that is near.

        Of uneven frames it is the rate of the usual step, so that a conform to it keeps them. Else
        it is the file's own word where what was measured allows it, or the usual step where that is
        exact, or the measured average.
        """
        steps = self.spacings()
        if not len(steps):
            return snapped(declared, 0.005) if declared else Fraction(30)
        if self.variable:
            return snapped(1 / (Fraction(int(np.median(steps))) * self.time_base), 0.05)
        span = int(steps.sum())
        measured = Fraction(len(steps), span) / self.time_base
        doubt = 2 / span + 0.0004
        if declared in SANE_RATES and abs(declared / measured - 1) <= doubt:
            return declared
        usual = 1 / (Fraction(int(np.median(steps))) * self.time_base)
        exact = snapped(usual, 0.0001)
        if exact in SANE_RATES and abs(exact / measured - 1) < 0.01:
            return exact  # even steps with a hole here and there
        return snapped(measured, max(0.003, doubt))


def snapped(rate: Fraction, within: float) -> Fraction:
    """The camera rate nearest to `rate`, where that is within a relative distance; else `rate` itself."""
    best = min(SANE_RATES, key=lambda sane: abs(sane - rate))
    if abs(best / rate - 1) <= within:
        return best
    return min(MAX_RATE, max(Fraction(1), rate.limit_denominator(1001)))
