"""Tone."""

from workprint.base import SAMPLE_RATE
from workprint.graph import Audio, source_filter
from workprint.ops.operation import AudioGenerator, Context, Param

from ._heard import heard


class Tone(AudioGenerator):
    """A steady sine tone: a beep, or a reference to set levels by."""

    name = "tone"
    group = "generator"
    title = {"en": "Tone", "zh": "测试音"}
    say = {
        "en": ("tone", "beep", "test tone", "sine tone", "bleep"),
        "zh": ("测试音", "哔声", "哔音", "正弦音", "蜂鸣"),
    }
    examples = {"en": "add a 1000 Hz test tone for 1 second", "zh": "加1秒1000赫兹测试音"}
    main = "frequency"

    frequency: float = Param(1000.0, ge=20, le=20_000, en="Frequency", zh="频率", unit="Hz")
    level: float = Param(-20.0, ge=-90, le=0, en="Peak level", zh="峰值电平", unit="dB")

    def build(self, context: Context) -> Audio:
        wave = f"{10 ** (self.level / 20):.6f}*sin(2*PI*{self.frequency}*t)"
        node = source_filter(
            "aevalsrc", "audio", context.origin, exprs=f"{wave}|{wave}", s=SAMPLE_RATE, c="stereo"
        )
        return heard(node, context)
