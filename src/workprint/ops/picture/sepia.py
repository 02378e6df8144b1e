"""Sepia."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect

from .pixels import composed, rgb

BROWN = {"r": 1.07, "g": 0.98, "b": 0.80}
"""The toned print's colour, of the brightness of plain grey."""
GREY = {"r": 0.2126, "g": 0.7152, "b": 0.0722}


class Sepia(VideoEffect):
    """A brown-toned print, as from an old album."""

    name = "sepia"
    group = "look"
    title = {"en": "Sepia", "zh": "怀旧棕褐"}
    say = {
        "en": ("sepia", "sepia tone", "old photo look", "brown tone"),
        "zh": ("棕褐色", "怀旧棕褐", "老照片", "泛黄", "褐色调", "乌贼墨"),
    }
    examples = {"en": "give clip 1 a sepia tone", "zh": "把第一段变成老照片的棕褐色"}
    main = "strength"

    strength: float = Param(0.8, ge=0, le=1, en="Strength", zh="强度", animates=True)

    def build(self, video: Video, context: Context) -> Video:
        mix = {
            f"{out}{into}": self.strength * (BROWN[out] * GREY[into] - (out == into)) + (out == into)
            for out in BROWN
            for into in GREY
        }
        return composed(rgb(video).filter("colorchannelmixer", **mix))
