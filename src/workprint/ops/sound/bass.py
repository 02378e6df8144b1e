"""Bass."""

from workprint.graph import Audio
from workprint.ops.operation import AudioEffect, Context, Param


class Bass(AudioEffect):
    """More or less of what is deep (below about 150 Hz)."""

    name = "bass"
    group = "tone"
    title = {"en": "Bass", "zh": "低音"}
    say = {
        "en": ("bass", "more bass", "less bass", "bass boost", "boost the bass"),
        "zh": ("低音", "重低音", "增强低音", "低音增强", "减少低音"),
    }
    examples = {"en": "boost the bass of clip 1", "zh": "增强第一段的低音"}
    main = "gain"

    gain: float = Param(6.0, ge=-24, le=24, en="Gain", zh="增益", unit="dB")

    def build(self, audio: Audio, context: Context) -> Audio:
        return audio.filter("bass", g=self.gain, f=150)
