"""Highlights."""

from workprint.graph import Video
from workprint.ops.operation import Context, Param, VideoEffect


class Highlights(VideoEffect):
    """Hold back (below 0) or raise (above 0) the light parts; white and the darks stay."""

    name = "highlights"
    group = "colour"
    title = {"en": "Highlights", "zh": "高光"}
    say = {
        "en": (
            "highlights",
            "recover the highlights",
            "bring down the highlights",
            "raise the highlights",
            "blown out highlights",
        ),
        "zh": ("高光", "压高光", "降低高光", "提高高光", "亮部"),
    }
    examples = {"en": "bring down the highlights in clip 1", "zh": "把第一段的高光压一下"}
    main = "amount"

    amount: float = Param(-0.4, ge=-1, le=1, en="Amount", zh="程度")

    def build(self, video: Video, context: Context) -> Video:
        light = "(val-minval)/(maxval-minval)"
        moved = f"val+(maxval-minval)*{1.6 * self.amount:.5f}*pow({light},3)*(1-{light})"
        return video.filter("lutyuv", y=f"if(between(val,minval,maxval),clip({moved},minval,maxval),val)")
