"""Caption what is said."""

from collections.abc import Iterable
from typing import Any

from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param
from workprint.ops.text.presets import PresetName
from workprint.ops.words.correcting import respelt

from .captioning import captioned, drafted, replaced
from .captions import captions, look_of
from .faults import NothingToDo
from .film import film_of
from .spoken import Spoken, spoken
from .standing_out import wished


class CaptionSpeech(EditOp):
    """Put what is said on screen, word for word, where it is said; run again it replaces its own captions.

        T   [So we went] [to the store.]
        V  [A                ][B        ]

    The words are those that play now; every later cut, move and change of speed carries them exactly.
    They go where no face and no other text is, in looks that stand out from the frames behind them.
    `params` change the look of `preset`. Errors: MissingFacts, NoSuchItem, NothingToDo.
    """

    name = "caption_speech"
    group = "text"
    title = {"en": "Caption the speech", "zh": "语音字幕"}
    say = {
        "en": ("caption it", "add subtitles", "add captions", "caption the speech", "auto captions"),
        "zh": ("加字幕", "配字幕", "自动字幕", "给说的话配字幕", "生成字幕"),
    }
    examples = {"en": "caption it", "zh": "给说的话配字幕"}

    preset: PresetName = Param("clean", en="Style", zh="样式")
    params: dict[str, Any] = Param({}, en="Look", zh="外观")
    clips: tuple[str, ...] = Param((), en="Clips (empty: all that is heard)", zh="片段（空：所有语音）")
    start: float | None = Param(None, ge=0, en="From", zh="从", unit="s")
    end: float | None = Param(None, ge=0, en="To", zh="到", unit="s")
    lines: int = Param(2, ge=1, le=2, en="Lines at most", zh="最多行数")
    words: int | None = Param(None, ge=1, le=40, en="Words at most", zh="最多词数")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        film_of(timeline)
        params = {"preset": self.preset, **self.params}
        look_of(params)
        said = spoken(timeline, facts, self.clips)
        words = respelt(timeline, [word for word in said if self.meant(word, timeline)])
        if not words:
            raise NothingToDo(
                en="Nobody says anything there that could be captioned.", zh="那里没有可以加字幕的说话声。"
            )
        split = {"lines": self.lines, "words": self.words, "draft": drafted(facts, words)}
        part = bool(self.clips) or self.start is not None or self.end is not None
        old = [(at, clip) for _, at, clip in captions(timeline)] if part else []
        after = replaced(timeline, facts, captioned(timeline, words, params, split), old, split)
        if after == timeline:
            raise NothingToDo(en="It is captioned so already.", zh="已经是这样的字幕了。")
        return after

    def wishes(self, timeline: Timeline, facts: Facts) -> Iterable[tuple[str, str]]:
        return wished(timeline, facts)

    def meant(self, word: Spoken, timeline: Timeline) -> bool:
        """Whether a word lies in the range that was asked for."""
        middle = (word.start + word.end) / 2 / float(timeline.rate)
        return (self.start is None or self.start <= middle) and (self.end is None or middle < self.end)
