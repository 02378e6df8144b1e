"""Silence."""

from workprint.base import SAMPLE_RATE
from workprint.graph import Audio, source_filter
from workprint.ops.operation import AudioGenerator, Context

from ._heard import heard


class Silence(AudioGenerator):
    """Nothing to hear, for as long as it lasts."""

    name = "silence"
    group = "generator"
    title = {"en": "Silence", "zh": "静默"}
    say = {
        "en": ("silent track", "add silence", "insert silence"),
        "zh": ("静默", "空白音频", "无声片段"),
    }
    examples = {"en": "add silence for 2 seconds", "zh": "加2秒空白音频"}

    def build(self, context: Context) -> Audio:
        node = source_filter("anullsrc", "audio", context.origin, r=SAMPLE_RATE, cl="stereo")
        return heard(node, context)
