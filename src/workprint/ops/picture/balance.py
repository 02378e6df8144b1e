"""Balance."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect

from .pixels import composed, rgb


class Balance(VideoEffect):
    """Neutral correction by numbers, for each colour: times its gain, then `black` becomes 0 and
    `white` becomes 1 (what lies outside is clipped), then gamma (above 1 lightens the middle)."""

    name = "balance"
    group = "colour"
    title = {"en": "Colour balance", "zh": "色彩平衡"}
    say = {
        "en": (
            "color balance",
            "colour balance",
            "red gain",
            "blue gain",
            "green gain",
            "black point",
            "white point",
            "levels",
        ),
        "zh": ("色彩平衡", "红色增益", "蓝色增益", "绿色增益", "黑场点", "白场点", "色阶"),
    }
    examples = {"en": "set the colour balance of clip 1 to red gain 1.1", "zh": "第一段色彩平衡，红色增益1.1"}
    main = "gamma"

    red_gain: float = Param(1.0, ge=0.5, le=2, en="Red gain", zh="红色增益", unit="×")
    green_gain: float = Param(1.0, ge=0.5, le=2, en="Green gain", zh="绿色增益", unit="×")
    blue_gain: float = Param(1.0, ge=0.5, le=2, en="Blue gain", zh="蓝色增益", unit="×")
    black: float = Param(0.0, ge=0, le=0.2, en="Black point", zh="黑场点")
    white: float = Param(1.0, ge=0.8, le=1.2, en="White point", zh="白场点")
    gamma: float = Param(1.0, ge=0.5, le=2, en="Gamma", zh="伽马")

    def build(self, video: Video, context: Context) -> Video:
        def level(gain: float) -> str:
            scaled = f"clip((val/maxval*{gain}-{self.black})/{self.white - self.black},0,1)"
            return f"maxval*pow({scaled},{1 / self.gamma})"

        return composed(
            rgb(video).filter(
                "lutrgb", r=level(self.red_gain), g=level(self.green_gain), b=level(self.blue_gain)
            )
        )
