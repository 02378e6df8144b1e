"""How bright a recorded screen is around a place: what is drawn there must stand out from it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

import cv2
import numpy as np

from .screen_cells import Grey

SIZE = (24, 15)
"""Cells of the picture, across and down."""
APART = 5
"""Pictures between those that are kept, at least: two hours have 14,000 of 360 bytes at the most."""
OTHER = 6
"""Levels (of 255) by which a cell must change for a picture to be kept."""


class Ground:
    """Small copies of the pictures that differ from the one before."""

    def __init__(self) -> None:
        self._at: list[int] = []
        self._small: list[Grey] = []

    def noted(self, pictures: Iterable[Grey]) -> Iterator[Grey]:
        """The pictures as they come; those seen before are not noted again."""
        for index, picture in enumerate(pictures):
            if not self._at or index >= self._at[-1] + APART:
                self._note(index, picture)
            yield picture

    def _note(self, index: int, picture: Grey) -> None:
        small = cv2.resize(picture, SIZE, interpolation=cv2.INTER_AREA).astype(np.uint8)
        if not self._small or int(cv2.absdiff(small, self._small[-1]).max()) >= OTHER:
            self._at.append(index)
            self._small.append(small)

    def around(self, index: int, x: float, y: float) -> float:
        """How bright it is around a place (shares) in a picture: 0 to 1."""
        small = self._small[max(0, bisect_right(self._at, index) - 1)]
        column, row = min(SIZE[0] - 1, int(x * SIZE[0])), min(SIZE[1] - 1, int(y * SIZE[1]))
        near = small[max(0, row - 1) : row + 2, max(0, column - 1) : column + 2]
        return round(float(near.mean()) / 255, 3)
