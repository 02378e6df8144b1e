"""Slow move."""

from workprint.base import Curve
from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect

from .window import window


class KenBurns(VideoEffect):
    """A slow, even move over the picture from its first frame to its last: closer, away, or along.

    With both zooms above 1 the move goes from one focus to the other; at 0 the left or upper
    edge is in view, at 1 the right or lower one.
    """

    name = "ken_burns"
    group = "frame"
    title = {"en": "Slow move", "zh": "缓慢推拉"}
    say = {
        "en": (
            "ken burns",
            "slow zoom",
            "slow move",
            "slowly zoom in",
            "slow pan",
            "slow push in",
            "animate the photo",
        ),
        "zh": ("缓慢推拉", "缓慢放大", "慢慢推近", "肯伯恩斯", "照片动起来", "缓慢移动", "慢推"),
    }
    examples = {"en": "add a slow zoom to clip 1", "zh": "给第一段加缓慢推拉"}
    main = "to_zoom"
    timed = True

    from_zoom: float = Param(1.0, ge=1, le=5, en="Zoom at the start", zh="起始倍数", unit="×")
    to_zoom: float = Param(1.15, ge=1, le=5, en="Zoom at the end", zh="结束倍数", unit="×")
    from_x: float = Param(
        0.5, ge=0, le=1, en="Focus at the start, from the left", zh="起始焦点横向", unit="of the width"
    )
    from_y: float = Param(
        0.5, ge=0, le=1, en="Focus at the start, from the top", zh="起始焦点纵向", unit="of the height"
    )
    to_x: float = Param(
        0.5, ge=0, le=1, en="Focus at the end, from the left", zh="结束焦点横向", unit="of the width"
    )
    to_y: float = Param(
        0.5, ge=0, le=1, en="Focus at the end, from the top", zh="结束焦点纵向", unit="of the height"
    )

    def build(self, video: Video, context: Context) -> Video:
        last = max(1, context.frames - 1)

        def over(start: float, end: float) -> Curve:
            return Curve(((0, start, "linear"), (last, end, "linear")), context.rate, context.zero)

        moves = (self.from_zoom, self.to_zoom), (self.from_x, self.to_x), (self.from_y, self.to_y)
        zoom, x, y = (over(*move) for move in moves)
        return window(video, zoom, x, y, context.first)  # type: ignore[arg-type]  # curves stand in for floats
