"""What was found in a made recording against what happened in it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from workprint.model import Fact

from .record import Truth

SOON = 0.15
"""Seconds by which a click may be off."""
CLOSE = 24
"""Pixels by which a click may be off, in a picture 1080 high."""
OVERLAP = 0.3
"""Share of a stretch that must be found, of both, for it to be the same."""


@dataclass
class Score:
    """Counts over recordings. `sure` is each click told, with its confidence and whether there was one."""

    clicks: int = 0
    sure: list[tuple[float, bool]] = field(default_factory=list)
    offs: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    unseen: int = 0
    moments: int = 0
    stretches: dict[str, list[int]] = field(default_factory=dict)
    """Of each kind: how many there were, how many were told, how many of those are right."""
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, name: str, facts: Sequence[Fact], truth: Truth) -> None:
        self._clicks(name, [fact for fact in facts if fact.kind == "click"], truth)
        self._pointer([fact for fact in facts if fact.kind == "cursor"], truth)
        for kind, real in (
            ("typing", [(each[0], each[1]) for each in truth.typing]),
            ("scroll", [(each[0], each[1]) for each in truth.scrolls]),
            ("idle", truth.idle),
        ):
            told = [(fact.start, fact.end) for fact in facts if fact.kind == kind]
            counts = self.stretches.setdefault(kind, [0, 0, 0])
            found = matched(real, told)
            for at, each in enumerate((len(real), len(told), found)):
                counts[at] += each

    def precision(self, least: float) -> float:
        told = [right for sure, right in self.sure if sure >= least]
        return sum(told) / len(told) if told else math.nan

    def recall(self, least: float) -> float:
        return sum(right for sure, right in self.sure if sure >= least) / max(1, self.clicks)

    def _clicks(self, name: str, told: Sequence[Fact], truth: Truth) -> None:
        left = list(truth.clicks)
        for fact in sorted(told, key=lambda each: -each.confidence):
            best = min(left, key=lambda real: off(fact, real, truth), default=None)
            right = best is not None and off(fact, best, truth) < 1
            if best is not None and right:
                left.remove(best)
                self.late.append(fact.start - best[0])
            elif fact.confidence >= 0.5:
                self.wrong.append(f"{name} {fact.start:.2f} s {fact.confidence:.2f}")
            self.sure.append((fact.confidence, right))
        self.clicks += len(truth.clicks)
        self.missed += [f"{name} {real[0]:.2f} s" for real in left]

    def _pointer(self, told: Sequence[Fact], truth: Truth) -> None:
        """Pixels off at every tenth of a second, of a picture 1080 high; where it is not told it is unseen."""
        times = [point[0] for point in truth.path]
        for tenth in range(1, int(truth.duration * 10) - 1):
            at = tenth / 10
            now = truth.path[min(range_index(times, at), len(times) - 1)]
            fact = next((each for each in told if each.start <= at <= each.end), None)
            self.moments += 1
            if fact is None:
                self.unseen += 1
                continue
            path = np.array(fact.value["path"]).T
            x, y = np.interp(at, path[0], path[1]), np.interp(at, path[0], path[2])
            far = math.hypot(x * truth.width - now[1], y * truth.height - now[2])
            self.offs.append(far * 1080 / truth.height)


def range_index(times: Sequence[float], at: float) -> int:
    """The last picture that began by a time."""
    return max(0, int(np.searchsorted(times, at + 1e-6, side="right")) - 1)


def off(fact: Fact, real: Sequence[float], truth: Truth) -> float:
    """How far a click is from a real one, in time and place; under 1 it is the same."""
    x, y = fact.value["x"] * truth.width, fact.value["y"] * truth.height
    place = math.hypot(x - real[1], y - real[2]) * 1080 / truth.height / CLOSE
    return max(abs(fact.start - real[0]) / SOON, place)


def matched(real: Sequence[tuple[float, float]], told: Sequence[tuple[float, float]]) -> int:
    """How many stretches are told that overlap a real one enough, each counted once."""
    left, found = list(real), 0
    for start, end in told:
        best = max(left, key=lambda each: shared(each, (start, end)), default=None)
        if best is not None and shared(best, (start, end)) >= OVERLAP:
            left.remove(best)
            found += 1
    return found


def shared(a: tuple[float, float], b: tuple[float, float]) -> float:
    """What two stretches have in common, as share of both together."""
    both = min(a[1], b[1]) - max(a[0], b[0])
    return max(0.0, both) / max(1e-6, max(a[1], b[1]) - min(a[0], b[0]))
