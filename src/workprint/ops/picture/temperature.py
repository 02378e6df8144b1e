"""Temperature."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect

from .pixels import composed, rgb


class Temperature(VideoEffect):
    """Shift the light towards candle (above 0) or shade (below 0); black stays black."""

    name = "temperature"
    group = "colour"
    title = {"en": "Temperature", "zh": "色温"}
    say = {
        "en": (
            "temperature",
            "color temperature",
            "colour temperature",
            "warmer",
            "cooler",
            "colder",
            "too blue",
            "too yellow",
            "too cold",
            "too orange",
            "too warm",
            "less orange",
            "less yellow",
            "less warm",
            "less blue",
        ),
        "zh": ("色温", "暖一点", "冷一点", "偏蓝", "偏黄", "调暖", "调冷", "太黄", "太蓝"),
    }
    examples = {"en": "make clip 1 a little warmer", "zh": "把第一段的色温调暖一点"}
    main = "amount"

    amount: float = Param(0.3, ge=-1, le=1, en="Amount (cool to warm)", zh="程度（冷到暖）", animates=True)

    def build(self, video: Video, context: Context) -> Video:
        # Red and blue trade places in such a measure that the brightness stays.
        return composed(
            rgb(video).filter("colorchannelmixer", rr=1 + self.amount * 0.22, bb=1 - self.amount * 0.35)
        )
