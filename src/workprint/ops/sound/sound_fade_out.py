"""Sound fade out."""

from workprint.graph import Audio
from workprint.ops.operation import AudioEffect, Context, Param

from ._fade import faded


class SoundFadeOut(AudioEffect):
    """The sound sinks to silence at its end, on an equal-power curve."""

    name = "sound_fade_out"
    group = "level"
    title = {"en": "Sound fade out", "zh": "声音淡出"}
    say = {
        "en": (
            "sound fade out",
            "audio fade out",
            "fade out the sound",
            "fade out the audio",
            "fade the sound out",
        ),
        "zh": ("声音淡出", "音频淡出", "音乐淡出", "渐弱"),
    }
    examples = {"en": "fade out the sound of clip 1", "zh": "第一段声音淡出"}
    main = "duration"

    duration: float = Param(0.5, ge=0, le=60, en="Duration", zh="时长", unit="s")

    def build(self, audio: Audio, context: Context) -> Audio:
        return faded(audio, context, "out", self.duration)
