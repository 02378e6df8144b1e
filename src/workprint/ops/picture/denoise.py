"""Denoise."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect

from .pixels import keeping_alpha


class Denoise(VideoEffect):
    """Calms the crawling grain of dark or compressed footage; at full strength fine texture goes too."""

    name = "denoise"
    group = "detail"
    title = {"en": "Denoise", "zh": "画面降噪"}
    say = {
        "en": (
            "denoise the picture",
            "denoise the video",
            "video noise",
            "grainy",
            "noisy picture",
            "remove the grain",
            "reduce grain",
        ),
        "zh": ("画面降噪", "视频降噪", "画面噪点", "去噪点", "噪点太多", "去颗粒"),
    }
    examples = {"en": "denoise the picture of clip 1", "zh": "给第一段画面去噪点"}
    main = "strength"
    whole = True

    strength: float = Param(0.4, ge=0, le=1, en="Strength", zh="强度", animates=True)

    def build(self, video: Video, context: Context) -> Video:
        # The filter takes 0 for "choose yourself"; next to nothing is as good as off.
        off = 0.01
        return keeping_alpha(
            video,
            lambda picture: picture.filter(
                "hqdn3d",
                luma_spatial=self.strength * 12 + off,
                chroma_spatial=self.strength * 9 + off,
                luma_tmp=self.strength * 18 + off,
                chroma_tmp=self.strength * 13 + off,
            ),
        )
