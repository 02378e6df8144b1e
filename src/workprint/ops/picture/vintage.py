"""Vintage look."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect

from .curves import graded

FADED_FILM = {
    "red": ((0, 0.09), (0.25, 0.29), (0.5, 0.56), (0.75, 0.80), (1, 0.98)),
    "green": ((0, 0.07), (0.25, 0.27), (0.5, 0.52), (0.75, 0.75), (1, 0.94)),
    "blue": ((0, 0.14), (0.25, 0.29), (0.5, 0.47), (0.75, 0.65), (1, 0.80)),
}


class Vintage(VideoEffect):
    """Faded film: lifted blacks, creamy whites, paler colours."""

    name = "vintage"
    group = "look"
    title = {"en": "Vintage look", "zh": "复古"}
    say = {
        "en": ("vintage", "vintage look", "retro", "old film look", "faded film", "70s look", "nostalgic"),
        "zh": ("复古", "复古滤镜", "怀旧", "胶片感", "老电影", "年代感", "褪色"),
    }
    examples = {"en": "give clip 1 a vintage look", "zh": "给第一段加复古滤镜"}
    main = "strength"

    strength: float = Param(0.7, ge=0, le=1, en="Strength", zh="强度")

    def build(self, video: Video, context: Context) -> Video:
        pale = video.filter("hue", s=f"{1 - 0.3 * self.strength}")
        return graded(pale, FADED_FILM, self.strength)
