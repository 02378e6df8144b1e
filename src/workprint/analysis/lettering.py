"""Short labels (times, numbers) written onto pictures by FFmpeg."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import workprint
from workprint.base import clock
from workprint.ffmpeg import escape

FONTS = Path(workprint.__file__).parent / "fonts" / "noto"
FONT, CHINESE_FONT = FONTS / "NotoSans-Regular.ttf", FONTS / "NotoSansCJKsc-Regular.otf"


@dataclass(frozen=True)
class Label:
    """A text with its top left corner at x, y (pixels, or FFmpeg expressions of w, h, tw, th)."""

    text: str
    x: int | str
    y: int | str
    size: int
    color: str = "white"
    box: str = ""


def filters(labels: list[Label], work: Path) -> list[str]:
    """drawtext filters, one per label; the texts go through files in `work`, so nothing is escaped twice."""
    out = []
    for index, label in enumerate(labels):
        text = work / f"label{index}.txt"
        text.write_text(label.text, "utf-8")
        box = f":box=1:boxcolor={label.box}:boxborderw={max(2, label.size // 4)}" if label.box else ""
        out.append(
            f"drawtext=fontfile={escape(str(_font(label.text)))}:textfile={escape(str(text))}:expansion=none"
            f":x={label.x}:y={label.y}:fontsize={label.size}:fontcolor={label.color}{box}"
        )
    return out


def _font(text: str) -> Path:
    """A font that has the letters of a text."""
    return CHINESE_FONT if any("\u2e80" <= letter <= "\uffef" for letter in text) else FONT


def time_label(seconds: Fraction | float, hundredths: bool = True) -> str:
    """A time as people write it, as on 0:07.50."""
    at = Fraction(seconds).limit_denominator(10_000)
    text = clock(round(at * 100), Fraction(100))
    if not hundredths:
        return text
    return text if "." in text else f"{text}.00"
