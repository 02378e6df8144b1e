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

    def build(self, audio: Audio, context: Context) -> Audio:
        samples = length(audio, context)
        longer = audio.filter("apad", pad_len=_LATE)
        cleaned = longer.filter(
            "afftdn", noise_reduction=0.01 + 30 * self.amount, noise_floor=-45, track_noise=True
        )
        return exactly(cleaned, samples, late=_LATE)
