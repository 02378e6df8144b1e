"""Mute."""

from workprint.graph import Audio
from workprint.ops.operation import AudioEffect, Context


class MuteSound(AudioEffect):
    """Nothing is heard; the length stays."""

    name = "mute_sound"
    group = "level"
    title = {"en": "Mute", "zh": "静音"}
    say = {
        "en": ("mute", "mute the sound", "no sound", "silence the sound", "turn off the sound"),
        "zh": ("静音", "消音", "关掉声音", "去掉声音", "无声"),
    }
    examples = {"en": "mute clip 1", "zh": "把第一段静音"}

    def build(self, audio: Audio, context: Context) -> Audio:
        return audio.filter("volume", volume=0, precision="float")
