"""Cool look."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect

from .pixels import composed, rgb


class Cool(VideoEffect):
    """Morning shade: bluish, clear and a little calmer in colour."""

    name = "cool"
    group = "look"
    title = {"en": "Cool look", "zh": "冷色调"}
    say = {
        "en": ("cool look", "cool filter", "cool tone", "cold look", "icy look", "bluish look"),
        "zh": ("冷色调", "冷调", "冷色滤镜", "冷色", "清冷", "蓝调"),
    }
    examples = {"en": "give clip 1 a cool look", "zh": "给第一段加冷色调"}
    main = "strength"

    strength: float = Param(0.5, ge=0, le=1, en="Strength", zh="强度", animates=True)

    def build(self, video: Video, context: Context) -> Video:
        clear = video.filter("eq", contrast=f"1+0.08*{self.strength}", eval="frame")
        calm = clear.filter("hue", s=f"1-0.12*{self.strength}")
        return composed(
            rgb(calm).filter("colorchannelmixer", rr=1 - self.strength * 0.18, bb=1 + self.strength * 0.22)
        )
