"""Loudness."""

from workprint.graph import Audio, Made
from workprint.ops.operation import AudioEffect, Context, Param

from ._length import exactly, length

_MEASURED = {
    "measured_i": "input_i",
    "measured_tp": "input_tp",
    "measured_lra": "input_lra",
    "measured_thresh": "input_thresh",
    "offset": "target_offset",
}


class Loudness(AudioEffect):
    """The whole is as loud as platforms want it: measured first, then raised or lowered as one, and
    only where peaks would go over the ceiling also levelled."""

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
    range: float = Param(11.0, ge=1, le=50, en="Range", zh="响度范围", unit="LU")

    def build(self, audio: Audio, context: Context) -> Audio:
        goal = {"I": self.target, "TP": self.peak, "LRA": self.range}
        measured = {
            option: Made.of("loudness", goal, audio, field=field) for option, field in _MEASURED.items()
        }
        even = audio.filter("loudnorm", **goal, **measured, linear=True)
        # Where it has to level, loudnorm works at 192 kHz.
        plain = even.filter("aresample", osr=audio.rate).filter(
            "aformat", sample_fmts="fltp", channel_layouts="stereo"
        )
        return exactly(plain, length(audio, context))
