"""The pointer's way as facts: known before its looks were, and told with no more points than it needs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workprint.model import Fact

from .recorded import Move
from .screen_watch import Frame

STRETCH = 10.0
"""Seconds of the longest stretch."""
EXACT = 0.0004
"""Shares of the picture by which a point may be off the way told."""
PAUSE = 1.0
"""Seconds without a point, while the pointer moves, that end a stretch of a recorder's."""


class Way:
    """The pointer's way as it was seen, as facts; there are none of where it was not."""

    def __init__(self, rate: float, size: tuple[int, int], source: str) -> None:
        self.rate, self.size, self.source = rate, size, source
        self.found: list[Fact] = []
        self._run: list[tuple[Move, float]] = []

    def add(self, frame: Frame) -> None:
        hit, time = frame.seen.hit, frame.index / self.rate
        if self._run and (hit is None or time - self._run[0][0][0] > STRETCH):
            last = self._run[-1]
            self.end()
            self._run = [last] if hit is not None else []
        if hit is not None:
            move = time, hit.x / self.size[0], hit.y / self.size[1]
            self._run.append((move, min(1.0, hit.score + 0.05)))

    def end(self) -> None:
        run, self._run = self._run, []
        if run:
            sure = sum(sure for _, sure in run) / len(run)
            self.found.append(_fact([move for move, _ in run], sure, self.source))


def told_ways(moves: Sequence[Move], source: str) -> Iterator[Fact]:
    """Facts of the pointer's way as a recorder told it."""
    run: list[Move] = []
    for move in moves:
        if run and move[0] - run[0][0] > STRETCH:
            yield _fact([*run, move], 1.0, source)
            run = []
        run.append(move)
    if run:
        yield _fact(run, 1.0, source)


def _fact(moves: Sequence[Move], sure: float, source: str) -> Fact:
    path = [[round(t, 3), round(x, 4), round(y, 4)] for t, x, y in thinned(moves)]
    return Fact(
        kind="cursor",
        start=path[0][0],
        end=path[-1][0],
        value={"path": path},
        confidence=round(sure, 3),
        source=source,
    )


def thinned(moves: Sequence[Move]) -> list[Move]:
    """As many of the points as the way needs (Douglas and Peucker 1973, with distances at equal times)."""
    keep = {0, len(moves) - 1}
    open_ = [(0, len(moves) - 1)]
    while open_:
        a, b = open_.pop()
        (s, x, y), (t, u, v) = moves[a], moves[b]
        worst, at = EXACT, -1
        for index in range(a + 1, b):
            time, p, q = moves[index]
            share = (time - s) / (t - s) if t > s else 0.0
            off = max(abs(p - x - (u - x) * share), abs(q - y - (v - y) * share))
            if off > worst:
                worst, at = off, index
        if at > 0:
            keep.add(at)
            open_ += [(a, at), (at, b)]
    return [moves[index] for index in sorted(keep)]
