"""Duck."""

from math import log

from workprint.graph import Audio
from workprint.ops.operation import AudioEffect, Context, Param

from ._length import exactly, length
from ._speaking import speaking

_RATIO = 20.0


class Duck(AudioEffect):
    """The sound goes down by `depth` while somebody speaks, and comes back after.

    The voice only opens and closes a gate: however loud it is, the sound goes down by the same
    amount, and room noise below `threshold` does nothing.
    """

    name = "duck"
    group = "level"
    title = {"en": "Duck under voice", "zh": "人声闪避"}
    say = {
        "en": (
            "duck",
            "ducking",
            "duck under the voice",
            "duck the music",
            "lower the music under speech",
            "auto duck",
        ),
        "zh": ("闪避", "人声闪避", "自动闪避", "说话时压低音乐", "压低音乐", "避让人声"),
    }
    examples = {"en": "duck the music under the voice", "zh": "说话时压低音乐"}
    main = "depth"
    side_inputs = ("voice",)

    depth: float = Param(10.0, ge=0, le=36, en="Depth", zh="压低幅度", unit="dB")
    threshold: float = Param(-45.0, ge=-70, le=-10, en="Voice threshold", zh="人声门限", unit="dB")
    attack: float = Param(0.02, ge=0.001, le=1, en="Attack", zh="起始时间", unit="s")
    release: float = Param(0.4, ge=0.01, le=4, en="Release", zh="恢复时间", unit="s")

    def build(self, audio: Audio, context: Context) -> Audio:
        voice = context.inputs.get("voice")
        if voice is None or not self.depth:
            return audio
        samples = length(audio, context)
        # Under a full-scale square wave, a compressor takes off (1 - 1/ratio) of what is above its
        # threshold: the threshold follows from the depth. Its levels are powers that run to the
        # square wave's as 1 - exp(-t/tau), and FFmpeg's times are 4 tau.
        over = self.depth / (1 - 1 / _RATIO)
        sinking = log(10) / 10 * over
        # When one of its inputs ends, FFmpeg's compressor drops what it still holds of the other:
        # neither may end before all that is wanted has come out.
        ducked = audio.filter("apad").filter(
            "sidechaincompress",
            speaking(voice, self.threshold, samples).filter("apad"),
            threshold=10 ** (-over / 20),
            ratio=_RATIO,
            attack=4000 * self.attack / 1.5,
            release=4000 * self.release / sinking,
            knee=1,
            detection="rms",
            link="maximum",
        )
        return exactly(ducked, samples)
