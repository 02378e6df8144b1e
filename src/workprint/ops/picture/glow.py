"""Glow."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect

from .pixels import keeping_alpha, planes


class Glow(VideoEffect):
    """Light spills softly around bright parts, as through a mist filter."""

    name = "glow"
    group = "look"
    title = {"en": "Glow", "zh": "柔光"}
    say = {
        "en": ("glow", "dreamy", "dreamy look", "soft glow", "bloom", "mist filter"),
        "zh": ("柔光", "梦幻", "光晕", "朦胧感", "发光"),
    }
    examples = {"en": "give clip 1 a dreamy glow", "zh": "给第一段加梦幻柔光"}
    main = "strength"

    strength: float = Param(0.4, ge=0, le=1, en="Strength", zh="强度")

    def build(self, video: Video, context: Context) -> Video:
        return keeping_alpha(video, self._lit)

    def _lit(self, picture: Video) -> Video:
        # Only what is bright spills: dark parts are taken out of the copy before it is blurred.
        picture = planes(picture)
        light = picture.filter("lutyuv", y="minval+(val-minval)*pow(max(0,val-minval)/(maxval-minval),1.5)")
        spill = light.filter("gblur", sigma=picture.height / 36)
        return picture.filter("blend", spill, c0_mode="screen", c0_opacity=0.8 * self.strength)
