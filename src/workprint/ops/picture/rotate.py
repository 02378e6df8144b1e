"""Rotate."""

from math import cos, hypot, radians, sin
from typing import Literal

from workprint.base import Curve
from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect

from .pixels import COLOR, even

TURNS: dict[int, tuple[str, ...]] = {0: (), 90: ("clock",), 180: ("clock", "clock"), 270: ("cclock",)}


class Rotate(VideoEffect):
    """Turn the picture clockwise. Quarter turns change its shape and lose nothing; at other angles it
    keeps its shape and is enlarged to cover its corners ("crop"), or the corners show a colour."""

    name = "rotate"
    group = "frame"
    title = {"en": "Rotate", "zh": "旋转"}
    say = {
        "en": (
            "rotate",
            "turn the picture",
            "upside down",
            "right side up",
            "right way up",
            "sideways",
            "straighten",
            "tilted",
            "level the horizon",
            "rotate left",
            "rotate right",
        ),
        "zh": ("旋转", "转正", "画面倒了", "横过来", "竖过来", "歪了", "水平校正", "向左转", "向右转"),
    }
    examples = {"en": "rotate clip 1 by 90 degrees", "zh": "把第一段旋转90度"}
    main = "angle"
    before_fit = True

    angle: float = Param(
        90.0, ge=-360, le=360, en="Angle, clockwise", zh="角度（顺时针）", unit="°", animates=True
    )
    fill: Literal["crop", "color"] = Param("crop", en="Corners", zh="边角")
    color: str = Param("#000000", pattern=COLOR, en="Colour", zh="颜色")

    def build(self, video: Video, context: Context) -> Video:
        if not isinstance(self.angle, Curve) and self.angle % 360 in TURNS:
            return self._turned(video, TURNS[int(self.angle % 360)])
        if self.fill == "crop":
            grown = self._cover(video.width, video.height)
            larger = video.scaled(even(video.width * grown), even(video.height * grown), flags="bicubic")
        else:
            larger = video
        corner = "black@0" if video.alpha else self.color
        size = {"out_w": video.width, "out_h": video.height}
        turned = larger.filter("rotate", angle=f"({self.angle})*PI/180", fillcolor=corner, **size)
        return turned.sized(video.width, video.height)

    def _turned(self, video: Video, turns: tuple[str, ...]) -> Video:
        for turn in turns:
            video = video.filter("transpose", dir=turn).sized(video.height, video.width)
        return video

    def _cover(self, width: int, height: int) -> float:
        """How much larger the picture must be to cover its own frame at every angle it takes."""
        angles: list[float] = [self.angle]
        if isinstance(self.angle, Curve):
            ends = [value for _, value, _ in self.angle.points]
            low, high = min(ends), max(ends)
            angles = [low + (high - low) * step / 720 for step in range(721)]
        aspect = max(width / height, height / width)
        most = max(abs(cos(radians(a))) + aspect * abs(sin(radians(a))) for a in angles)
        return min(most * 1.004, hypot(1, aspect))
