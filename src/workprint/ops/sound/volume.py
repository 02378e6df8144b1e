"""Volume."""

from workprint.graph import Audio
from workprint.ops.operation import AudioEffect, Context, Param


class Volume(AudioEffect):
    """Louder or quieter: 1 is the sound as it is, 0 is silence."""

    name = "volume"
    group = "level"
    title = {"en": "Volume", "zh": "音量"}
    say = {
        "en": ("volume", "louder", "quieter", "turn up", "turn down"),
        "zh": ("音量", "大声", "小声", "调大", "调小"),
    }
    examples = {"en": "set the volume of clip 1 to 50%", "zh": "把第一段的音量调到50%"}
    main = "gain"

    gain: float = Param(1.0, ge=0, le=10, en="Gain", zh="增益", unit="×", animates=True)

    def build(self, audio: Audio, context: Context) -> Audio:
        return audio.filter("volume", volume=f"{self.gain}", eval="frame", precision="float")
