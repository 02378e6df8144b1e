"""Echo."""

from workprint.graph import Audio
from workprint.ops.operation import AudioEffect, Context, Param

from ._length import exactly, length


class Echo(AudioEffect):
    """The sound comes back twice, each time fainter, as from far walls."""

    name = "echo"
    group = "tone"
    title = {"en": "Echo", "zh": "回声"}
    say = {
        "en": ("echo", "echoes", "make it echo", "cave sound", "hall sound"),
        "zh": ("回声", "回音", "山谷回声"),
    }
    examples = {"en": "add an echo to clip 1", "zh": "给第一段加回声"}
    main = "amount"

    amount: float = Param(0.4, ge=0, le=1, en="Amount", zh="强度")
    delay: float = Param(0.25, ge=0.01, le=2, en="Delay", zh="延迟", unit="s")

    def build(self, audio: Audio, context: Context) -> Audio:
        if not self.amount:
            return audio
        late = round(1000 * self.delay)
        echoed = audio.filter(
            "aecho",
            in_gain=1,
            out_gain=1 / (1 + 0.5 * self.amount),
            delays=f"{late}|{2 * late}",
            decays=f"{0.7 * self.amount:.4f}|{0.35 * self.amount:.4f}",
        )
        return exactly(echoed, length(audio, context))
