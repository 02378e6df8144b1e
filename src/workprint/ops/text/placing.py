"""Where on the canvas a block goes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator

from workprint.model import Canvas

from .look import Align

SAFE = 0.05
"""The part of the canvas at each edge that stays free of letters."""

Place = Literal[
    "top", "center", "bottom", "left", "right", "top-left", "top-right", "bottom-left", "bottom-right"
]
_OTHER_WORDS = {
    "middle": "center",
    "centre": "center",
    "顶部": "top",
    "上方": "top",
    "底部": "bottom",
    "下方": "bottom",
    "中间": "center",
    "居中": "center",
    "左侧": "left",
    "右侧": "right",
    "左上": "top-left",
    "右上": "top-right",
    "左下": "bottom-left",
    "右下": "bottom-right",
}


def _read(value: object) -> object:
    """ "0.5,0.8" as two numbers; other spellings of the words."""
    if not isinstance(value, str):
        return value
    word = value.strip().lower().replace("_", "-").removesuffix("角")
    if "," in word:
        return tuple(word.split(","))
    word = (
        "-".join(part for part in word.replace("-", " ").split() if part not in ("center", "centre"))
        or "center"
    )
    return _OTHER_WORDS.get(word, word)


Position = Annotated[Place | tuple[float, float], BeforeValidator(_read)]


def room(canvas: Canvas, around: float) -> tuple[float, float]:
    """The width and height for letters that reach `around` pixels beyond themselves."""
    return (
        max(8.0, canvas.width * (1 - 2 * SAFE) - 2 * around),
        max(8.0, canvas.height * (1 - 2 * SAFE) - 2 * around),
    )


def corner(
    position: Place | tuple[float, float], width: float, height: float, around: float, canvas: Canvas
) -> tuple[float, float]:
    """The top left corner of a block: words put it at an edge of the safe area, numbers its centre."""
    if isinstance(position, tuple):
        x, y = position
        left, top = x * canvas.width - width / 2, y * canvas.height - height / 2
    else:
        free = (canvas.width - width, canvas.height - height)
        across = 0.0 if "left" in position else 1.0 if "right" in position else 0.5
        down = 0.0 if "top" in position else 1.0 if "bottom" in position else 0.5
        left, top = free[0] * across, free[1] * down
    return (
        _within(left, width, canvas.width, around),
        _within(top, height, canvas.height, around),
    )


def _within(at: float, size: float, whole: int, around: float) -> float:
    first = whole * SAFE + around
    last = whole * (1 - SAFE) - around - size
    return min(max(at, first), max(first, last))


def alignment(position: Place | tuple[float, float]) -> Align:
    """How the lines of a block stand to each other where nothing is asked."""
    if isinstance(position, str):
        if "left" in position:
            return "left"
        if "right" in position:
            return "right"
    return "center"


def slide_from(position: Place | tuple[float, float], canvas: Canvas) -> tuple[float, float]:
    """Where something slides in from: from the nearest side, without leaving the frame."""
    if isinstance(position, str) and "left" in position:
        return -canvas.width * SAFE * 0.8, 0.0
    if isinstance(position, str) and "right" in position:
        return canvas.width * SAFE * 0.8, 0.0
    if isinstance(position, str) and "top" in position:
        return 0.0, -canvas.height * SAFE * 0.8
    return 0.0, canvas.height * SAFE * 0.8
