"""Pitch."""

from workprint.graph import Audio
from workprint.ops.operation import AudioEffect, Context, Param

from ._length import exactly, length


class Pitch(AudioEffect):
    """Higher or lower, at the same speed."""

    name = "pitch"
    group = "tone"
    title = {"en": "Pitch", "zh": "变调"}
    say = {
        "en": (
            "pitch",
            "raise the pitch",
            "lower the pitch",
            "higher pitch",
            "lower pitch",
            "deeper voice",
            "change the pitch",
            "chipmunk voice",
        ),
        "zh": ("变调", "音调", "升调", "降调", "音高", "提高音调", "降低音调", "变声"),
    }
    examples = {"en": "raise the pitch of clip 1 by 3 semitones", "zh": "把第一段的音调升高3个半音"}
    main = "semitones"

    semitones: float = Param(2.0, ge=-12, le=12, en="Semitones", zh="半音数", unit="semitones")
    keep_voice: bool = Param(False, en="Keep the voice's character", zh="保留音色")

    def build(self, audio: Audio, context: Context) -> Audio:
        if not self.semitones:
            return audio
        shifted = audio.filter(
            "rubberband",
            pitch=2 ** (self.semitones / 12),
            pitchq="quality",
            # Crisp transients throw steady notes out of tune by up to 4 %.
            transients="mixed",
            channels="together",
            formant="preserved" if self.keep_voice else "shifted",
        )
        return exactly(shifted, length(audio, context))
