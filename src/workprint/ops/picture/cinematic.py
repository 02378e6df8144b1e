"""Cinematic look."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect

from .curves import graded

TEAL_AND_ORANGE = {
    "red": ((0, 0), (0.25, 0.17), (0.5, 0.50), (0.75, 0.83), (1, 1)),
    "green": ((0, 0.01), (0.25, 0.22), (0.5, 0.50), (0.75, 0.77), (1, 0.98)),
    "blue": ((0, 0.05), (0.25, 0.27), (0.5, 0.49), (0.75, 0.69), (1, 0.90)),
}


class Cinematic(VideoEffect):
    """A film grade: deeper contrast, teal in the shadows, warmth in the lights."""

    name = "cinematic"
    group = "look"
    title = {"en": "Cinematic look", "zh": "电影感"}
    say = {
        "en": (
            "cinematic",
            "cinematic look",
            "film look",
            "movie look",
            "teal and orange",
            "orange and teal",
            "orange teal",
            "like a movie",
        ),
        "zh": ("电影感", "电影色调", "电影滤镜", "大片感", "青橙色调", "像电影一样"),
    }
    examples = {"en": "give clip 1 a cinematic look", "zh": "给第一段加电影感色调"}
    main = "strength"

    strength: float = Param(0.7, ge=0, le=1, en="Strength", zh="强度")

    def build(self, video: Video, context: Context) -> Video:
        return graded(video, TEAL_AND_ORANGE, self.strength)
