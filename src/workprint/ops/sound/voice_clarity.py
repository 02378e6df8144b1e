"""Voice clarity."""

from workprint.graph import Audio
from workprint.ops.operation import AudioEffect, Context, Param


class VoiceClarity(AudioEffect):
    """Speech that is easier to follow: no rumble, less boom, more presence, and levels evened out."""

    name = "voice_clarity"
    group = "repair"
    title = {"en": "Voice clarity", "zh": "人声增强"}
    say = {
        "en": (
            "voice clarity",
            "enhance the voice",
            "clearer voice",
            "make the voice clearer",
            "improve the voice",
            "enhance speech",
            "vocal enhancement",
        ),
        "zh": ("人声增强", "人声清晰", "让人声更清晰", "增强人声", "语音增强", "声音更清楚"),
    }
    examples = {"en": "make the voice clearer in clip 1", "zh": "让第一段的人声更清晰"}
    main = "amount"

    amount: float = Param(0.5, ge=0, le=1, en="Amount", zh="强度")

    def build(self, audio: Audio, context: Context) -> Audio:
        if not self.amount:
            return audio
        shaped = (
            audio.filter("highpass", f=75)
            .filter("equalizer", f=260, t="q", w=0.9, g=-5 * self.amount)
            .filter("equalizer", f=3200, t="q", w=0.8, g=6 * self.amount)
            .filter("highshelf", f=9000, g=3 * self.amount)
        )
        return shaped.filter(
            "acompressor",
            threshold="-24dB",
            ratio=1 + 4 * self.amount,
            attack=8,
            release=160,
            makeup=1 + self.amount,
            detection="rms",
        )
