"""Films with drawn faces, whose places are known: cascades take them for faces as they take real ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from footage import ffmpeg

Pixels = NDArray[np.uint8]
Person = tuple[float, float, float]
"""The middle of a face as shares of the picture's width and height, and its height as a share of that."""
Cast = Callable[[int], Sequence[Person]]
"""Who is in the picture at a frame."""

SKIN, HAIR, COAT = (225, 180, 150), (70, 50, 40), (60, 80, 120)


def room(width: int, height: int, tone: int = 0) -> Pixels:
    """A plain room; another `tone` is another place."""
    walls = ((180, 190, 170), (90, 110, 160), (200, 160, 90))[tone % 3]
    picture = np.full((height, width, 3), walls, np.uint8)
    dark = tuple(int(v * 0.6) for v in walls)
    left = width * (1 + 2 * (tone % 3)) // 8
    cv2.rectangle(picture, (left, height // 9), (left + width // 7, height * 3 // 4), dark, -1)
    return picture


def person(picture: Pixels, who: Person) -> None:
    """Draw a face with its shoulders."""
    height, width = picture.shape[:2]
    s = who[2] * height
    x, y = round(who[0] * width), round(who[1] * height)

    def at(across: float, down: float) -> tuple[int, int]:
        return x + round(across * s), y + round(down * s)

    def oval(
        middle: tuple[float, float], half: tuple[float, float], colour: tuple[int, ...], ends: tuple[int, int] = (0, 360)
    ) -> None:  # fmt: skip
        axes = max(1, round(half[0] * s)), max(1, round(half[1] * s))
        cv2.ellipse(picture, at(*middle), axes, 0, *ends, colour, -1, cv2.LINE_AA)

    shade = tuple(int(v * 0.72) for v in SKIN)
    cv2.rectangle(picture, at(-0.7, 0.55), at(0.7, 2.5), COAT, -1)
    cv2.rectangle(picture, at(-0.15, 0.4), at(0.15, 0.6), SKIN, -1)
    oval((0, -0.08), (0.43, 0.54), HAIR)
    oval((0, 0), (0.38, 0.5), SKIN)
    oval((0, -0.36), (0.36, 0.18), HAIR, (180, 360))
    for side in (-0.17, 0.17):
        oval((side, -0.08), (0.11, 0.07), shade)
        oval((side, -0.08), (0.075, 0.035), (235, 235, 235))
        oval((side, -0.08), (0.035, 0.035), (40, 30, 30))
        oval((side, -0.17), (0.1, 0.03), HAIR, (180, 360))
    oval((0, 0.12), (0.06, 0.03), shade)
    oval((0, 0.25), (0.13, 0.035), (190, 90, 90))


def drawn(
    path: Path, cast: Cast, frames: int, size: tuple[int, int] = (320, 180), rate: int = 10,
    tone: Callable[[int], int] = lambda n: 0,
) -> Path:  # fmt: skip
    """Write a film with a cast, without sound."""
    random = np.random.default_rng(1)

    def picture(number: int) -> bytes:
        shown = room(*size, tone(number))
        for who in cast(number):
            person(shown, who)
        grain = random.normal(0, 2, shown.shape)
        grained: Pixels = np.clip(cv2.GaussianBlur(shown, (3, 3), 0.6) + grain, 0, 255).astype(np.uint8)
        return grained.tobytes()

    ffmpeg(
        "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{size[0]}x{size[1]}", "-r", str(Fraction(rate)), "-i", "-",
        "-c:v", "libx264", "-preset", "ultrafast", "-crf", "18", "-pix_fmt", "yuv420p", str(path),
        data=b"".join(picture(n) for n in range(frames)),
    )  # fmt: skip
    return path
