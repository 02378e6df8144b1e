"""Letterbox."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect

from .pixels import keeping_alpha


class Letterbox(VideoEffect):
    """Black bars over the picture that leave the shape of a cinema screen, 2.39 wide to 1 high.

    On a picture with transparency the bars lie only where there is picture."""

    name = "letterbox"
    group = "look"
    title = {"en": "Cinema bars", "zh": "电影黑边"}
    say = {
        "en": (
            "letterbox",
            "cinema bars",
            "cinematic bars",
            "black bars",
            "black bar on top and bottom",
            "movie bars",
            "film bars",
            "widescreen bars",
        ),
        "zh": ("电影黑边", "上下黑边", "电影遮幅", "遮幅", "加黑边", "宽银幕"),
    }
    examples = {"en": "add cinema bars to clip 1", "zh": "给第一段加电影黑边"}
    main = "ratio"

    ratio: float = Param(2.39, ge=0.5, le=4, en="Shape left (width to height)", zh="画面宽高比")

    def build(self, video: Video, context: Context) -> Video:
        wide = video.width / video.height < self.ratio
        whole, left = (
            (video.height, video.width / self.ratio) if wide else (video.width, video.height * self.ratio)
        )
        bar = round((whole - left) / 2)
        if bar < 1:
            return video
        return keeping_alpha(video, lambda picture: self._barred(picture, bar, wide))

    def _barred(self, video: Video, bar: int, wide: bool) -> Video:
        for at in (0, (video.height if wide else video.width) - bar):
            box = {"x": 0, "y": at, "w": video.width, "h": bar}
            if not wide:
                box = {"x": at, "y": 0, "w": bar, "h": video.height}
            video = video.filter("drawbox", **box, color="black", thickness="fill")
        return video
