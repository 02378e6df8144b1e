"""Mouse pointers as they usually look, to be found in pictures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from .screen_cells import Grey

SCALES = (0.5, 0.62, 0.77, 0.96, 1.2, 1.5, 1.85, 2.3, 2.85, 3.5)
"""Sizes looked for; 1 is a pointer 19 pixels high."""
FINE = 8
BORDERS = (0.8, 1.1, 1.6)
"""Pixels of the border around a pointer of size 1."""
CONTRAST = 50.0
"""Grey levels between the inside of a pointer and its border, at least."""

OUTLINES: dict[str, list[tuple[float, float]]] = {
    "arrow": [(0, 0), (0, 17), (3.9, 13.2), (6.5, 19), (9.1, 17.9), (6.6, 12.1), (12, 12)],
    "short": [(0, 0), (0, 15.6), (3.6, 12.4), (6.0, 17.6), (8.4, 16.6), (6.2, 11.6), (11.4, 11.6)],
    "broad": [(0, 0), (0, 17.4), (4.4, 13.6), (7, 19.2), (9.9, 17.8), (7.4, 12.6), (13, 12.4)],
    "wedge": [(0, 0), (0, 17), (4.4, 12.6), (12, 12.2)],
    "hand": [
        (0, 0), (2.3, 0.8), (2.3, 5.9), (5.5, 6.4), (8, 7), (10.1, 8.6), (9.8, 13.5), (8.6, 16.8),
        (0.4, 16.8), (-1.5, 13.5), (-4.6, 9.8), (-3.4, 8.5), (-1.5, 9.8), (-1.5, 0.8),
    ],
    "beam": [
        (-3, -8.4), (-0.5, -7), (-0.5, 7), (-3, 8.4), (0, 7.8), (3, 8.4), (0.5, 7), (0.5, -7), (3, -8.4), (0, -7.8),
    ],
}  # fmt: skip


@dataclass(frozen=True)
class Template:
    """A pointer's picture (dark in a light border), where it counts, and where in it it points."""

    picture: NDArray[np.float32]
    mask: NDArray[np.float32]
    inner: NDArray[np.bool_]
    hot: tuple[int, int]

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.mask.shape[1], self.mask.shape[0]


ARROWS = ("arrow", "short", "broad")


@cache
def template(shape: str, scale: float, border: float = 1.1) -> Template:
    """A pointer of a shape at a scale, drawn."""
    points = np.array(OUTLINES[shape]) * scale
    pad = np.ceil(border * scale) + 1
    low = np.floor(points.min(axis=0) - pad)
    width, height = (np.ceil(points.max(axis=0) + pad) - low).astype(int)
    body = np.zeros((height * FINE, width * FINE), np.uint8)
    cv2.fillPoly(body, [np.round((points - low) * FINE).astype(np.int32)], 255)
    reach = max(1, round(border * scale * FINE)) * 2 + 1
    around = cv2.dilate(body, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
    shown = (int(width), int(height))
    inside = cv2.resize(body, shown, interpolation=cv2.INTER_AREA) / 255
    outside = cv2.resize(around, shown, interpolation=cv2.INTER_AREA) / 255
    mask = (outside > 0.7).astype(np.float32)
    picture = (255 * (1 - inside)).astype(np.float32)
    return Template(picture, mask, inside > 0.7, (int(-low[0]), int(-low[1])))


@dataclass(frozen=True)
class Hit:
    """A pointer seen: where it points, how alike (0 to 1), its shape and whether it is dark in light."""

    x: float
    y: float
    score: float
    shape: str
    scale: float
    dark: bool
    border: float = 1.1

    @property
    def pointer(self) -> Template:
        return template(self.shape, self.scale, self.border)


def best_hits(
    picture: Grey, area: tuple[int, int, int, int], shape: str, scale: float, border: float = 1.1
) -> list[Hit]:
    """The place most like a pointer in an area (left, top, right, bottom), dark and light."""
    pointer = template(shape, scale, border)
    width, height = pointer.size
    left, top, right, bottom = widened(area, pointer, picture.shape)
    part = picture[top:bottom, left:right]
    if part.shape[0] < height or part.shape[1] < width:
        return []
    alike = likeness(part, pointer)
    found = []
    for dark in (True, False):
        at = int(np.argmax(alike if dark else -alike))
        y, x = divmod(at, alike.shape[1])
        score = float(alike[y, x]) * (1 if dark else -1)
        if score > 0.5 and contrast(part[y : y + height, x : x + width], pointer) >= CONTRAST:
            hot = left + x + pointer.hot[0], top + y + pointer.hot[1]
            found.append(Hit(float(hot[0]), float(hot[1]), score, shape, scale, dark, border))
    return found


def hit_near(picture: Grey, hit: Hit, give: int) -> Hit | None:
    """The same pointer in another picture, where it was give or take some pixels."""
    across, down = hit.pointer.size
    left, top = int(hit.x) - hit.pointer.hot[0], int(hit.y) - hit.pointer.hot[1]
    # Widened by the pointer's size this is its box, and what is given around it.
    area = left + across - give, top + down - give, left + give, top + give
    hits = best_hits(picture, area, hit.shape, hit.scale, hit.border)
    return next((each for each in hits if each.dark == hit.dark), None)


def refined(picture: Grey, hit: Hit) -> Hit:
    """The arrow of a hit with the outline, size and border that are most like the picture."""
    area = int(hit.x) - 2, int(hit.y) - 2, int(hit.x) + 2, int(hit.y) + 2
    tried = [
        found
        for shape in (ARROWS if hit.shape in ARROWS else (hit.shape,))
        for share in (0.82, 0.88, 0.94, 1.0, 1.06, 1.13, 1.2)
        for border in BORDERS
        for found in best_hits(picture, area, shape, hit.scale * share, border)
        if found.dark == hit.dark and abs(found.x - hit.x) + abs(found.y - hit.y) <= 6
    ]
    return max([hit, *tried], key=lambda each: each.score)


def widened(
    area: tuple[int, int, int, int], pointer: Template, shape: tuple[int, ...]
) -> tuple[int, int, int, int]:
    """An area with as much around it as a pointer needs that touches it, within the picture."""
    width, height = pointer.size
    left, top, right, bottom = area
    return (
        max(0, left - width),
        max(0, top - height),
        min(shape[1], right + width),
        min(shape[0], bottom + height),
    )


def likeness(part: Grey, pointer: Template) -> NDArray[np.float32]:
    """Correlation of a pointer with each place, -1 to 1, where only the pointer itself counts.

    Normalised correlation with a mask, by sums over windows (Lewis 1995, Fast Template Matching).
    """
    seen, mask = part.astype(np.float32), pointer.mask
    area = float(mask.sum())
    shape = (pointer.picture - float((pointer.picture * mask).sum()) / area) * mask
    norm = float(np.sqrt((shape * shape).sum()))
    cross = cv2.matchTemplate(seen, shape, cv2.TM_CCORR)
    sums = cv2.matchTemplate(seen, mask, cv2.TM_CCORR)
    squares = cv2.matchTemplate(seen * seen, mask, cv2.TM_CCORR)
    spread = np.sqrt(np.maximum(squares - sums * sums / area, area * 36.0))
    alike: NDArray[np.float32] = (cross / (spread * norm)).astype(np.float32)
    return alike


def contrast(part: Grey, pointer: Template) -> float:
    """Grey levels between a pointer's inside and its border, if it is there."""
    border = (pointer.mask > 0) & ~pointer.inner
    if not pointer.inner.any() or not border.any():
        return 255.0
    return abs(float(part[pointer.inner].mean()) - float(part[border].mean()))
