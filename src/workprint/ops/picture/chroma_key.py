"""Chroma key."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect

from .pixels import COLOR, composed, masked, planes


class ChromaKey(VideoEffect):
    """Make one colour transparent (a green or blue screen), so that what lies beneath shows through.

    `similarity` says how far from the colour is still screen, `blend` how soft the edge is, and
    `spill` how much of a green or blue glow is taken off the subject.
    """

    name = "chroma_key"
    group = "frame"
    title = {"en": "Chroma key", "zh": "绿幕抠像"}
    say = {
        "en": (
            "chroma key",
            "green screen",
            "greenscreen",
            "blue screen",
            "key out",
            "remove the green background",
            "keying",
        ),
        "zh": ("绿幕抠像", "绿幕", "蓝幕", "抠像", "抠绿", "去掉绿色背景", "色键", "抠图"),
    }
    examples = {"en": "key out the green screen of clip 1", "zh": "给第一段做绿幕抠像"}
    main = "similarity"
    before_fit = True

    color: str = Param("#00ff00", pattern=COLOR, en="Colour", zh="颜色")
    similarity: float = Param(0.25, ge=0.01, le=1, en="Similarity", zh="相似度", animates=True)
    blend: float = Param(0.08, ge=0, le=1, en="Softness", zh="边缘柔和", animates=True)
    spill: float = Param(0.3, ge=0, le=1, en="Spill removal", zh="去溢色")

    def build(self, video: Video, context: Context) -> Video:
        keyed = video.with_alpha().filter(
            "colorkey", color=self.color, similarity=self.similarity, blend=self.blend
        )
        red, green, blue = (int(self.color[at : at + 2], 16) for at in (1, 3, 5))
        if self.spill and red < max(green, blue) != min(green, blue):
            screen = "green" if green > blue else "blue"
            keyed = keyed.filter("despill", type=screen, **{screen: -self.spill})
        shown = composed(keyed)
        return masked(shown, planes(video).filter("alphaextract")) if video.alpha else shown
