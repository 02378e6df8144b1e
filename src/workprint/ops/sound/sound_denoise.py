"""Noise reduction."""

from workprint.graph import Audio
from workprint.ops.operation import AudioEffect, Context, Param

from ._length import exactly, length

_LATE = 1200
"""Samples by which FFmpeg's spectral denoiser delays sound at 48 kHz."""


class SoundDenoise(AudioEffect):
    """Steady hiss and hum behind the voice get quieter. What changes all the time, like traffic or
    other voices, stays."""

    name = "sound_denoise"
    group = "repair"
    title = {"en": "Noise reduction", "zh": "降噪"}
    say = {
        "en": (
            "noise reduction",
            "reduce the noise",
            "remove background noise",
            "reduce background noise",
            "clean up the audio",
            "remove hiss",
            "denoise the audio",
            "denoise the sound",
        ),
        "zh": ("降噪", "去噪", "去除背景噪音", "降低噪音", "消除杂音", "去底噪", "音频降噪"),
    }
    examples = {"en": "reduce background noise in clip 1", "zh": "给第一段降噪"}
    main = "amount"

    amount: float = Param(0.5, ge=0, le=1, en="Amount", zh="强度")
    noise: float = Param(-40.0, ge=-80, le=-20, en="Noise level", zh="噪声电平", unit="dB")

    def build(self, audio: Audio, context: Context) -> Audio:
        if not self.amount:
            return audio
        longer = audio.filter("apad", pad_len=_LATE)
        # A fixed noise level: following it makes FFmpeg's filter take speech for noise, or do nothing.
        cleaned = longer.filter("afftdn", noise_reduction=30 * self.amount, noise_floor=self.noise)
        return exactly(cleaned, length(audio, context), late=_LATE)
