"""Ways of a cursor, with as few points as they need."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

Point = tuple[int, float, float]
"""A frame, and a place in shares of the picture."""


def simplified(points: Sequence[Point], tolerance: float) -> list[Point]:
    """The points that matter: linear motion between them is nowhere further from the way than `tolerance`.

    After D. H. Douglas and T. K. Peucker, "Algorithms for the reduction of the number of points required
    to represent a digitized line or its caricature", Cartographica 10 (1973); here the distance is that
    between the two places at the same moment.
    """
    if len(points) < 3:
        return list(points)
    track = np.array(points, dtype=float)
    kept = {0, len(points) - 1}
    todo = [(0, len(points) - 1)]
    while todo:
        first, last = todo.pop()
        if last - first < 2:
            continue
        inner = track[first + 1 : last]
        share = (inner[:, 0] - track[first, 0]) / max(1, track[last, 0] - track[first, 0])
        line = track[first, 1:] + share[:, None] * (track[last, 1:] - track[first, 1:])
        off = np.abs(inner[:, 1:] - line).max(axis=1)
        worst = int(off.argmax())
        if off[worst] > tolerance:
            middle = first + 1 + worst
            kept.add(middle)
            todo += [(first, middle), (middle, last)]
    return [points[index] for index in sorted(kept)]
