"""Clicks: the likeliest of the candidates, told by trees fitted on made recordings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from .screen_candidates import Candidate
from .trees import Numbers, evened, probability

APART = 0.45
"""Seconds between two clicks that are told apart."""
LEAST = 0.1
"""Probability below which nothing is told."""
MANY = 256
"""Candidates that are judged at once."""
TREES = "screen_clicks"


def judged(rows: Numbers) -> Numbers:
    """How likely rows of features are clicks."""
    return probability(TREES, rows)


class Clicks:
    """The likeliest of the candidates as they come, no two closer than two clicks are."""

    def __init__(self, rate: float, judge: Callable[[Numbers], Numbers] = judged) -> None:
        self.rate, self.judge = rate, judge
        self.found: list[tuple[Candidate, float]] = []
        self._new: list[Candidate] = []
        self._group: list[tuple[Candidate, float]] = []

    def add(self, candidates: Sequence[Candidate]) -> None:
        self._new += candidates
        if len(self._new) >= MANY:
            self._judge()

    def _judge(self) -> None:
        """Judge those that came, and let those that lie close together compete."""
        new, self._new = self._new, []
        if not new:
            return
        likely = self.judge(np.array([each.features for each in new]))
        for each, sure in zip(new, likely.tolist(), strict=True):
            if sure < LEAST:
                continue
            # What lies further apart than two clicks does not compete.
            if self._group and each.index - self._group[-1][0].index >= APART * self.rate:
                self._settle()
            self._group.append((each, sure))

    def end(self) -> None:
        self._judge()
        self._settle()

    def _settle(self) -> None:
        kept: list[tuple[Candidate, float]] = []
        for each, sure in sorted(self._group, key=lambda pair: -pair[1]):
            if all(abs(each.index - other.index) >= APART * self.rate for other, _ in kept):
                kept.append((each, sure))
        in_order = sorted(kept, key=lambda pair: pair[0].index)
        self.found += [(replace(each, features=()), sure) for each, sure in in_order]
        self._group = []

    def told(self) -> list[tuple[Candidate, float]]:
        """The clicks, each with how often such are clicks."""
        return [(each, evened(TREES, sure)) for each, sure in self.found]
