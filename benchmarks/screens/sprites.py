"""Mouse pointers, drawn: a picture with alpha, and the point of it that points."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
FINE = 8
"""Times as large as shown that a pointer is drawn before it is made small."""

# Outlines in the pixels of an ordinary screen, the tip at 0, 0.
ARROWS: dict[str, list[tuple[float, float]]] = {
    "mac": [(0, 0), (0, 16.4), (3.7, 12.8), (6.2, 18.6), (8.7, 17.5), (6.3, 11.9), (11.4, 11.7)],
    "windows": [(0, 0), (0, 17.0), (4.0, 13.2), (6.7, 19.4), (9.3, 18.3), (6.7, 12.2), (12.0, 12.0)],
    "gnome": [(0, 0), (0.2, 18.2), (4.6, 14.0), (7.4, 20.0), (10.2, 18.6), (7.6, 13.0), (13.2, 12.6)],
    "breeze": [(0, 0), (0, 16.0), (4.6, 11.6), (11.2, 11.4)],
    "slim": [(0, 0), (1.0, 19.0), (4.4, 14.4), (7.6, 21.0), (9.4, 20.2), (6.6, 13.6), (12.6, 13.0)],
}
HAND = [
    (0, 0), (1.6, 0.2), (2.2, 1.6), (2.2, 6.2), (4.4, 6.0), (5.2, 6.8), (7.4, 6.8), (8.0, 7.6), (9.8, 8.0), (10.2, 9.4),
    (10.0, 13.2), (8.6, 17.0), (0.6, 17.0), (-1.2, 13.8), (-4.4, 10.6), (-4.6, 9.0), (-3.2, 8.6), (-1.4, 10.2), (-1.4, 1.2),
]  # fmt: skip
BEAM = [
    (-3, -8), (-0.9, -7.4), (-0.5, -6.6), (-0.5, 6.6), (-0.9, 7.4), (-3, 8), (-3, 8.6), (0, 7.9), (3, 8.6),
    (3, 8), (0.9, 7.4), (0.5, 6.6), (0.5, -6.6), (0.9, -7.4), (3, -8), (3, -8.6), (0, -7.9), (-3, -8.6),
]  # fmt: skip


@dataclass(frozen=True)
class Sprite:
    """A pointer: colours, their alpha, and where in it the pointing point is."""

    colours: Picture
    alpha: NDArray[np.float32]
    hot: tuple[int, int]

    def onto(self, picture: Picture, x: float, y: float) -> None:
        """Paint with the pointing point at a place (pixels), as much of it as is inside."""
        left, top = round(x) - self.hot[0], round(y) - self.hot[1]
        height, width = self.alpha.shape
        a, b = max(0, -left), max(0, -top)
        c = min(width, picture.shape[1] - left)
        d = min(height, picture.shape[0] - top)
        if c <= a or d <= b:
            return
        part = picture[top + b : top + d, left + a : left + c]
        alpha = self.alpha[b:d, a:c, None]
        part[:] = (self.colours[b:d, a:c] * alpha + part * (1 - alpha)).astype(np.uint8)


def sprite(shape: str, dark: bool, scale: float, border: float = 1.0, shadow: bool = False) -> Sprite:
    """A pointer of a shape ("mac", …, "hand", "beam"), dark in a light border or light in a dark one."""
    outline = {"hand": HAND, "beam": BEAM}.get(shape) or ARROWS[shape]
    points = np.array(outline) * scale
    pad = border * scale + 4
    low = np.floor(points.min(axis=0) - pad)
    size = np.ceil(points.max(axis=0) + pad - low).astype(int)
    fine = np.round((points - low) * FINE).astype(np.int32)
    body = np.zeros((size[1] * FINE, size[0] * FINE), np.uint8)
    cv2.fillPoly(body, [fine], 255)
    around = cv2.dilate(body, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (odd(border * scale),) * 2))
    inner, outer = small(body, size), small(around, size)
    fill, edge = (20.0, 250.0) if dark else (250.0, 15.0)
    colours = np.repeat((fill * inner + edge * (1 - inner))[..., None], 3, axis=2)
    alpha = outer
    if shadow:
        soft = cv2.GaussianBlur(np.roll(outer, round(scale), axis=0), (0, 0), 1.3 * scale) * 0.35
        alpha = outer + soft * (1 - outer)
        colours *= (outer / np.maximum(alpha, 1e-6))[..., None]
    return Sprite(colours.astype(np.uint8), alpha.astype(np.float32), (int(-low[0]), int(-low[1])))


def odd(radius: float) -> int:
    return max(1, round(radius * FINE)) * 2 + 1


def small(mask: Picture, size: NDArray[np.int_]) -> NDArray[np.float32]:
    shown = cv2.resize(mask, (int(size[0]), int(size[1])), interpolation=cv2.INTER_AREA)
    return (shown / 255).astype(np.float32)
