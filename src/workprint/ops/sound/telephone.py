"""Telephone."""

from workprint.graph import Audio
from workprint.ops.operation import AudioEffect, Context, Param


class Telephone(AudioEffect):
    """A voice as on the telephone or an old radio: nothing deep, nothing bright."""

    name = "telephone"
    group = "tone"
    title = {"en": "Telephone", "zh": "电话音"}
    say = {
        "en": ("telephone", "phone voice", "telephone effect", "radio voice", "walkie talkie", "old radio"),
        "zh": ("电话音", "电话声", "收音机效果", "对讲机"),
    }
    examples = {"en": "add a telephone effect to clip 1", "zh": "给第一段加电话音"}
    main = "amount"

    amount: float = Param(0.7, ge=0, le=1, en="Amount", zh="强度")

    def build(self, audio: Audio, context: Context) -> Audio:
        if not self.amount:
            return audio
        low, high = 80 + 450 * self.amount, 12_000 - 9_500 * self.amount
        narrow = audio
        for _ in range(2):
            narrow = narrow.filter("highpass", f=low).filter("lowpass", f=high)
        return narrow.filter("volume", volume=1 + 0.6 * self.amount, precision="float")
