"""Pan."""

from math import cos, pi, sin, sqrt

from workprint.graph import Audio
from workprint.ops.operation import AudioEffect, Context, Param


class Pan(AudioEffect):
    """The sound moves to the left (-1) or to the right (1), at the same power; what was on the other
    side comes along."""

    name = "pan"
    group = "level"
    title = {"en": "Pan", "zh": "声像"}
    say = {
        "en": ("pan", "pan left", "pan right", "pan the sound", "stereo balance", "audio balance"),
        "zh": ("声像", "左右声道平衡", "声道平衡", "声音偏左", "声音偏右"),
    }
    examples = {"en": "pan the sound of clip 1 to the left", "zh": "把第一段的声像调到左边"}
    main = "position"

    position: float = Param(0.0, ge=-1, le=1, en="Position", zh="位置")

    def build(self, audio: Audio, context: Context) -> Audio:
        angle = pi / 4 * (1 + abs(self.position))
        far, near = sqrt(2) * cos(angle), sqrt(2) * sin(angle)
        crossing = abs(self.position) / sqrt(2)
        own = near - crossing
        to_right = f"stereo|c0={far:.6f}*c0|c1={own:.6f}*c1+{crossing:.6f}*c0"
        to_left = f"stereo|c0={own:.6f}*c0+{crossing:.6f}*c1|c1={far:.6f}*c1"
        return audio.filter("pan", args=to_right if self.position >= 0 else to_left)
