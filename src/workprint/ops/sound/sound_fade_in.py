"""Sound fade in."""

from workprint.graph import Audio
from workprint.ops.operation import AudioEffect, Context, Param

from ._fade import faded


class SoundFadeIn(AudioEffect):
    """The sound rises from silence at its start, on an equal-power curve."""

    name = "sound_fade_in"
    group = "level"
    title = {"en": "Sound fade in", "zh": "声音淡入"}
    say = {
        "en": (
            "sound fade in",
            "audio fade in",
            "fade in the sound",
            "fade in the audio",
            "fade the sound in",
        ),
        "zh": ("声音淡入", "音频淡入", "音乐淡入", "渐强"),
    }
    examples = {"en": "fade in the sound of clip 1", "zh": "第一段声音淡入"}
    main = "duration"

    duration: float = Param(0.5, ge=0, le=60, en="Duration", zh="时长", unit="s")

    def build(self, audio: Audio, context: Context) -> Audio:
        return faded(audio, context, "in", self.duration)
