"""Volume."""

from workprint.base import Curve
from workprint.graph import Audio
from workprint.ops.operation import AudioEffect, Context, Param

_STEP = 240
"""Samples between two values of a moving gain: 5 ms, too short to be heard as steps."""


class Volume(AudioEffect):
    """Louder or quieter: 1 is the sound as it is, 0 is silence."""

    name = "volume"
    group = "level"
    title = {"en": "Volume", "zh": "音量"}
    say = {
        "en": (
            "volume",
            "louder",
            "quieter",
            "turn up",
            "turn down",
            "turn the sound up",
            "turn the sound down",
        ),
        "zh": ("音量", "大声", "小声", "调大", "调小", "大声点", "小声点", "声音大一点", "声音小一点"),
    }
    examples = {"en": "set the volume of clip 1 to 50%", "zh": "把第一段的音量调到50%"}
    main = "gain"

    gain: float = Param(1.0, ge=0, le=10, en="Gain", zh="增益", unit="×", animates=True)

    def build(self, audio: Audio, context: Context) -> Audio:
        if isinstance(self.gain, Curve):
            audio = audio.filter("asetnsamples", nb_out_samples=_STEP, pad=False)
        return audio.filter("volume", volume=f"{self.gain}", eval="frame", precision="float")
