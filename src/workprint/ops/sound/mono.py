"""Mono."""

from typing import Literal

from workprint.graph import Audio
from workprint.ops.operation import AudioEffect, Context, Param


class Mono(AudioEffect):
    """Both sides play the same: the two mixed, or one of them (`of`) where the other is silent or broken."""

    name = "mono"
    group = "level"
    title = {"en": "Mono", "zh": "单声道"}
    say = {
        "en": ("mono", "mix to mono", "sound on both sides", "sound in both ears"),
        "zh": ("单声道", "两边都有声音", "左右声道一样"),
    }
    examples = {"en": "mix to mono in clip 1", "zh": "把第一段变成单声道"}
    main = "of"

    of: Literal["both", "left", "right"] = Param("both", en="From", zh="取自")

    def build(self, audio: Audio, context: Context) -> Audio:
        mixed = {"both": "0.5*c0+0.5*c1", "left": "c0", "right": "c1"}[self.of]
        return audio.filter("pan", args=f"stereo|c0={mixed}|c1={mixed}")
