"""Exposure."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect


class Exposure(VideoEffect):
    """As if more or less light had fallen on the sensor, in stops: +1 is twice the light."""

    name = "exposure"
    group = "colour"
    title = {"en": "Exposure", "zh": "曝光"}
    say = {
        "en": (
            "exposure",
            "underexposed",
            "overexposed",
            "stops brighter",
            "stops darker",
            "raise the exposure",
            "lower the exposure",
        ),
        "zh": ("曝光", "曝光不足", "曝光过度", "过曝", "欠曝", "提高曝光", "降低曝光", "加曝光"),
    }
    examples = {"en": "raise the exposure of clip 1", "zh": "提高第一段的曝光"}
    main = "stops"

    stops: float = Param(0.5, ge=-3, le=3, en="Stops", zh="档数", unit="EV", animates=True)

    def build(self, video: Video, context: Context) -> Video:
        # Light is stored as its 1/2.2 power, so a stop multiplies by the same power of two. The
        # filter turns around mid grey; the offset puts the still point at black (16 of 255).
        gain = f"pow(2,({self.stops})/2.2)"
        lit = video.filter("eq", contrast=gain, brightness=f"0.4373*({gain}-1)", eval="frame")
        return lit.filter("hue", s=gain)
