"""Music."""

from typing import Literal

from workprint.graph import INPUT, Audio, Made, Node
from workprint.ops.operation import AudioGenerator, Context, Param

from ._heard import heard


class Music(AudioGenerator):
    """Music made for the film, free of rights: as long as it is asked for, ending on a last chord.

    Another `seed` is another piece. With `seconds` it is composed for that length, whatever part of
    it is heard.
    """

    name = "music"
    group = "generator"
    title = {"en": "Music", "zh": "音乐"}
    say = {
        "en": ("music", "background music", "bgm", "soundtrack", "backing track"),
        "zh": ("音乐", "背景音乐", "配乐", "BGM", "伴奏"),
    }
    examples = {"en": "add lo-fi background music", "zh": "加低保真背景音乐"}
    main = "mood"

    mood: Literal["lo-fi", "upbeat", "calm", "cinematic", "corporate", "ambient"] = Param(
        "calm", en="Mood", zh="风格"
    )
    seed: int = Param(1, ge=0, le=2**31 - 1, en="Seed", zh="种子")
    seconds: float = Param(0.0, ge=0, le=36_000, en="Composed length", zh="作曲时长", unit="s")

    def build(self, context: Context) -> Audio:
        length = self.seconds or round(context.seconds, 3)
        piece = Made.of("music", {"mood": self.mood, "seed": self.seed, "seconds": length})
        node = Node(INPUT, (("file", piece), ("stream", "a")), outputs=("audio",), origin=context.origin)
        return heard(node, context)
