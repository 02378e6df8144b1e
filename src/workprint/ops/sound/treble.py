"""Treble."""

from workprint.graph import Audio
from workprint.ops.operation import AudioEffect, Context, Param


class Treble(AudioEffect):
    """More or less of what is bright (above about 4 kHz)."""

    name = "treble"
    group = "tone"
    title = {"en": "Treble", "zh": "高音"}
    say = {
        "en": ("treble", "more treble", "less treble", "brighter sound", "boost the treble"),
        "zh": ("高音", "增强高音", "高音增强", "减少高音", "声音更亮"),
    }
    examples = {"en": "boost the treble of clip 1", "zh": "增强第一段的高音"}
    main = "gain"

    gain: float = Param(4.0, ge=-24, le=24, en="Gain", zh="增益", unit="dB")

    def build(self, audio: Audio, context: Context) -> Audio:
        return audio.filter("treble", g=self.gain, f=4000)
