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


def ways(frames: Sequence[Frame], rate: float, width: int, height: int, source: str) -> Iterator[Fact]:
    """Facts of the pointer's way as it was seen; there are none of where it was not."""
    run: list[tuple[Move, float]] = []
    for frame in frames:
        hit, time = frame.seen.hit, frame.index / rate
        if run and (hit is None or time - run[0][0][0] > STRETCH):
            yield _fact([move for move, _ in run], sum(sure for _, sure in run) / len(run), source)
            run = run[-1:] if hit is not None else []
        if hit is not None:
            run.append(((time, hit.x / width, hit.y / height), min(1.0, hit.score + 0.05)))
    if run:
        yield _fact([move for move, _ in run], sum(sure for _, sure in run) / len(run), source)


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
