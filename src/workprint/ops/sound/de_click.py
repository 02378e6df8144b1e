"""Click removal."""

from workprint.graph import Audio
from workprint.ops.operation import AudioEffect, Context, Param

from ._length import exactly, length


class DeClick(AudioEffect):
    """Short clicks and crackles are painted over from the sound around them."""

    name = "de_click"
    group = "repair"
    title = {"en": "Remove clicks", "zh": "去咔嗒声"}
    say = {
        "en": (
            "de-click",
            "declick",
            "remove clicks",
            "remove pops",
            "remove crackle",
            "remove mouth clicks",
        ),
        "zh": ("去咔嗒声", "去爆音", "去除爆音", "去点击声", "去口水音", "消除爆音"),
    }
    examples = {"en": "remove clicks from the sound of clip 1", "zh": "去除第一段的爆音"}
    main = "amount"

    amount: float = Param(0.5, ge=0, le=1, en="Amount", zh="强度")

    def build(self, audio: Audio, context: Context) -> Audio:
        cleaned = audio.filter("adeclick", threshold=8 - 6.5 * self.amount, arorder=4)
        return exactly(cleaned, length(audio, context))
