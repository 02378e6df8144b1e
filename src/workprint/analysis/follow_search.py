"""Where in a picture patches of another one are seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Offset = tuple[int, int]
Part = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels."""

SIDE = 20
"""Pixels of a patch's side, as far as the picture has room."""
ALIKE = 0.75
"""Correlation from which a patch counts as found."""
PEAKS = 3
"""Places that each patch may name."""
HALF = 16
"""Pixels of the smallest side of a patch that is searched in a picture of half the size."""
ROUGH = 0.5
"""Correlation there from which a place is looked at closely: half a pixel beside it fine print is another."""
ROUGHLY = 8
"""Places that are looked at so."""
SMALL = 0.12
"""Share of the picture up to which a part of it is searched as it is."""


@dataclass(frozen=True)
class Patch:
    """A piece of the first picture, with its upper left corner in it."""

    x: int
    y: int
    picture: Grey


def seen_at(
    picture: Grey, patches: Sequence[Patch], changed: Part | None
) -> Iterator[tuple[Patch, int, int]]:
    """The rows and columns at which each patch is seen best, with anything in the part `changed` (None: in
    all of the picture). Most are sought in a picture of half the size first: that costs a seventh."""
    height, width = picture.shape
    left, top, right, low = changed or (0, 0, width, height)
    left, top = max(0, left - SIDE), max(0, top - SIDE)
    part = picture[top : low + SIDE, left : right + SIDE]
    small = part.size < SMALL * picture.size
    half = None if small else halved(part)
    for patch in patches:
        if part.shape[0] < patch.picture.shape[0] or part.shape[1] < patch.picture.shape[1]:
            continue
        close = half is None or min(patch.picture.shape) < HALF
        found = peaks(alike(part, patch.picture), PEAKS, ALIKE) if close else _refined(part, half, patch)
        for row, column in found:
            yield patch, top + row, left + column


def halved(picture: Grey) -> Grey:
    """A picture of half the size."""
    height, width = picture.shape
    even = picture[: height // 2 * 2, : width // 2 * 2]
    return np.asarray(cv2.resize(even, (width // 2, height // 2), interpolation=cv2.INTER_AREA), np.uint8)


def _refined(picture: Grey, half: Grey | None, patch: Patch) -> list[tuple[int, int]]:
    """The best places of a patch, sought in a picture of half the size and looked at closely in its own."""
    assert half is not None
    high, wide = patch.picture.shape
    told: dict[tuple[int, int], float] = {}
    for row, column in peaks(alike(half, halved(patch.picture)), ROUGHLY, ROUGH):
        part, x0, y0 = cut(picture, 2 * column - 2, 2 * row - 2, wide + 4, high + 4)
        if part.shape[0] < high or part.shape[1] < wide:
            continue
        for y, x in peaks(alike(part, patch.picture), 1, ALIKE):
            told[2 * row - 2 + y0 + y, 2 * column - 2 + x0 + x] = float(alike(part, patch.picture).max())
    return sorted(told, key=lambda place: -told[place])[:PEAKS]


def cut(picture: Grey, x: int, y: int, wide: int, high: int) -> tuple[Grey, int, int]:
    """The part of a picture in a box, and how much of the box lies left of it and above."""
    x0, y0 = max(0, x), max(0, y)
    return picture[y0 : max(y0, y + high), x0 : max(x0, x + wide)], x0 - x, y0 - y


def alike(picture: Grey, patch: Grey) -> NDArray[np.float32]:
    """How alike a patch is to each place of a picture, 0 to 1."""
    fits = np.abs(cv2.matchTemplate(picture, patch, cv2.TM_CCOEFF_NORMED))
    # Without anything to see, the quotient is of noise, or none.
    return np.where(np.isfinite(fits) & (fits <= 1.001), fits, 0.0).astype(np.float32)


def peaks(fits: NDArray[np.float32], most: int, least: float) -> Iterator[tuple[int, int]]:
    """The best places, none within 4 pixels of a better one."""
    left = fits.copy()
    for _ in range(most):
        row, column = (int(v) for v in np.unravel_index(int(left.argmax()), left.shape))
        if left[row, column] < least:
            return
        yield row, column
        left[max(0, row - 4) : row + 5, max(0, column - 4) : column + 5] = -1
