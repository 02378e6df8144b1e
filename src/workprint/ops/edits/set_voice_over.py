"""Change the voice-over."""

from dataclasses import replace
from typing import Literal

from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import NoSuchItem, NothingToDo
from .narration import changed, laid_again, lines_of, manner_of


class SetVoiceOver(EditOp):
    """Another voice or pace, other words for a line, other times, pauses or fitting; the lines stay where
    they were as far as they fit.

        before  voice  [1][2]
        after   voice   [1 ][2 ]

    Errors: NoVoiceOver, MissingVoice, NothingToDo, NoSuchItem.
    """

    name = "set_voice_over"
    group = "sound"
    title = {"en": "Change the voice-over", "zh": "修改配音"}
    say = {
        "en": ("change the voice-over", "move the voice-over", "slower voice-over"),
        "zh": ("修改配音", "换个配音", "配音移到", "配音慢一点"),
    }
    examples = {"en": "move the voiceover to 0:01", "zh": "把配音移到第1秒"}
    main = "rate"

    line: int | None = Param(None, ge=1, en="Line (none: all)", zh="第几句（空：全部）")
    text: str | None = Param(None, min_length=1, max_length=5000, en="Text", zh="文本")
    start: float | None = Param(None, ge=0, en="From", zh="从", unit="s")
    language: str | None = Param(None, en="Language", zh="语言")
    voice: str | None = Param(None, en="Voice", zh="音色")
    rate: float | None = Param(None, ge=0.5, le=2, en="Pace", zh="语速", unit="×")
    engine: str | None = Param(None, en="Speaks", zh="语音引擎")
    depth: float | None = Param(None, ge=0, le=36, en="Others step back", zh="其他声音压低", unit="dB")
    fit: Literal["stretch", "ripple", "overlap"] | None = Param(None, en="Fitting", zh="对齐方式")
    pause: float | None = Param(None, ge=0, le=60, en="Between lines", zh="句间停顿", unit="s")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        count = len(lines_of(timeline))
        if self.line is not None and self.line > count:
            raise NoSuchItem(id=str(self.line), have=[str(n) for n in range(1, count + 1)])
        wanted = {
            key: value
            for key in ("text", "language", "voice", "rate", "engine")
            if (value := getattr(self, key)) is not None
        }
        manner = {
            key: value for key in ("depth", "fit", "pause") if (value := getattr(self, key)) is not None
        }
        if not (wanted or manner or self.start is not None) or (
            "text" in wanted and self.line is None and count > 1
        ):
            raise NothingToDo(en="Say which line, and what it should be.", zh="请说明改哪一句、改成什么。")
        lines = changed(timeline, wanted, None if self.line is None else self.line - 1, self.start)
        return laid_again(timeline, lines, replace(manner_of(timeline), **manner))
