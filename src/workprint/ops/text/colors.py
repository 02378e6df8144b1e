"""Colours by name in both languages, or as #rrggbb and #rrggbbaa."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

NAMES = {
    "white": "#ffffff",
    "black": "#000000",
    "red": "#ff0000",
    "green": "#00c853",
    "lime": "#00ff00",
    "blue": "#2962ff",
    "yellow": "#ffff00",
    "gold": "#ffd700",
    "orange": "#ff9800",
    "pink": "#ff80ab",
    "magenta": "#ff00ff",
    "purple": "#9c27b0",
    "cyan": "#00ffff",
    "teal": "#009688",
    "navy": "#0b1f4b",
    "brown": "#795548",
    "beige": "#f5f0dc",
    "gray": "#808080",
    "grey": "#808080",
    "silver": "#c0c0c0",
}
CHINESE = {
    "白": "white",
    "黑": "black",
    "红": "red",
    "绿": "green",
    "蓝": "blue",
    "黄": "yellow",
    "金": "gold",
    "橙": "orange",
    "橘": "orange",
    "粉": "pink",
    "粉红": "pink",
    "洋红": "magenta",
    "紫": "purple",
    "青": "cyan",
    "深蓝": "navy",
    "棕": "brown",
    "米": "beige",
    "灰": "gray",
    "银": "silver",
}
_HEX = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})")


def rgba(text: str) -> tuple[int, int, int, int]:
    """Red, green, blue and opacity, 0 to 255. Raises `ValueError` for an unknown colour."""
    name = text.strip().lower()
    name = CHINESE.get(name.removesuffix("色"), name)
    code = NAMES.get(name, name)
    if not _HEX.fullmatch(code):
        raise ValueError(f"“{text}” is not a colour: use a name ({', '.join(NAMES)}) or #rrggbb")
    digits = code[1:]
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    digits = digits.ljust(8, "f")
    red, green, blue, opacity = (int(digits[at : at + 2], 16) for at in (0, 2, 4, 6))
    return red, green, blue, opacity


def _known(text: str) -> str:
    rgba(text)
    return text


def _known_or_none(text: str) -> str:
    if text.strip().lower() in ("", "none", "无"):
        return "none"
    return _known(text)


Color = Annotated[str, AfterValidator(_known)]
ColorOrNone = Annotated[str, AfterValidator(_known_or_none)]
