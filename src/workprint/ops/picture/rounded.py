"""Rounded frame."""

from workprint.graph import Value, Video
from workprint.ops.operation import Context, Param, VideoEffect

from .corners import backdrop, corners
from .pixels import even, masked

COLOR_OR_NONE = r"^(#[0-9a-fA-F]{6}|none)$"


class Rounded(VideoEffect):
    """The picture with rounded corners, a little smaller, on a plain background; "none" leaves the
    background transparent, for a picture that lies over another."""

    name = "rounded"
    group = "frame"
    title = {"en": "Rounded frame", "zh": "圆角边框"}
    say = {
        "en": ("rounded corners", "round the corners", "rounded frame", "add padding", "padding around"),
        "zh": ("圆角边框", "圆角", "加圆角", "留边", "加边距", "圆角背景"),
    }
    examples = {"en": "give clip 1 rounded corners", "zh": "给第一段加圆角"}
    main = "radius"

    padding: float = Param(0.05, ge=0, le=0.4, en="Padding", zh="边距", unit="of the size")
    radius: float = Param(0.05, ge=0, le=0.5, en="Corner radius", zh="圆角半径", unit="of the shorter side")
    background: str = Param("#14161a", pattern=COLOR_OR_NONE, en="Background", zh="背景色")

    def build(self, video: Video, context: Context) -> Video:
        size = video.width, video.height
        share = 1 - 2 * self.padding
        inner = video.scaled(even(video.width * share), even(video.height * share), flags="bicubic")
        x, y = (
            2 * round((all_ - part) / 4) for all_, part in zip(size, (inner.width, inner.height), strict=True)
        )
        radius = self.radius * min(inner.width, inner.height)
        pad: dict[str, Value] = {"w": video.width, "h": video.height, "x": x, "y": y}
        if self.background == "none":
            box = (0, 0, inner.width, inner.height)
            mask = corners(inner, box, radius, (inner.width, inner.height), True, context.first)
            return masked(inner, mask).filter("pad", **pad, color="black@0").sized(*size)
        # A frame with a hole, one picture, is laid over all: cheaper than cutting each.
        box = (x, y, inner.width, inner.height)
        hole = corners(inner, box, radius, size, False, context.first)
        frame = backdrop(inner, self.background, size, 1, context.first).filter("alphamerge", hole)
        below = inner.filter("pad", **pad, color=self.background)
        if inner.alpha:
            back = backdrop(inner, self.background, size, video.frames, context.first)
            below = back.filter("overlay", below)
        return below.filter("overlay", frame).opaque().sized(*size)
