"""Loudness."""

from workprint.graph import Audio, Made
from workprint.ops.operation import AudioEffect, Context, Param

from ._length import exactly, length

_OVERSAMPLED = 192_000


class Loudness(AudioEffect):
    """The whole is as loud as platforms want it: measured, then raised or lowered as one. Only peaks
    that would go over the ceiling are held down, and what that costs is made up for."""

    name = "loudness"
    group = "level"
    title = {"en": "Loudness", "zh": "响度"}
    say = {
        "en": (
            "loudness",
            "normalize",
            "normalise",
            "normalize audio",
            "normalise the loudness",
            "even out the volume",
        ),
        "zh": ("响度", "响度标准化", "音量标准化", "统一音量", "响度统一", "音量均衡"),
    }
    examples = {"en": "normalize the loudness to -14 LUFS", "zh": "把响度统一到-14 LUFS"}
    main = "target"

    target: float = Param(-14.0, ge=-40, le=-5, en="Target", zh="目标响度", unit="LUFS")
    peak: float = Param(-1.0, ge=-9, le=0, en="True peak", zh="真峰值上限", unit="dBTP")

    def build(self, audio: Audio, context: Context) -> Audio:
        samples = length(audio, context)
        once = exactly(self._raised_and_held(audio), samples)
        return exactly(self._raised_and_held(once), samples)

    def _raised_and_held(self, audio: Audio) -> Audio:
        goal = {"I": self.target, "TP": self.peak, "LRA": 11.0}

        def found(field: str) -> Made:
            return Made.of("loudness", goal, audio, field=field)

        # With a harmless peak and range loudnorm never levels by itself: it is one gain for all, and
        # none for silence, of which the gate's threshold is -70.
        raised = audio.filter(
            "loudnorm",
            I=self.target,
            TP=0,
            LRA=50,
            measured_I=found("input_i"),
            measured_TP=-60,
            measured_LRA=1,
            measured_thresh=found("input_thresh"),
            linear=True,
        )
        # Peaks between samples show at four times the rate.
        held = raised.filter("aresample", osr=_OVERSAMPLED).filter(
            "alimiter", limit=10 ** ((self.peak - 0.1) / 20), attack=4, release=60, level=False, latency=True
        )
        return held.filter("aresample", osr=audio.rate).filter(
            "aformat", sample_fmts="fltp", channel_layouts="stereo"
        )
