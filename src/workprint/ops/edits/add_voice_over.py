"""Add a voice-over."""

from typing import Literal

from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .narration import (
    Manner,
    Spoken,
    begins,
    clip_of_sound,
    heard,
    laid,
    laid_before,
    narrated,
    paragraphs,
    spoken_clips,
    stripped,
)
from .voice_lines import of_cues, of_script, of_text


class AddVoiceOver(EditOp):
    """A voice reads a text over the film, each paragraph a line; the film's own sound and its music step
    back while it speaks. Or a recording of one's own is laid there.

        V      [A~~][B~~]
        voice    [1] [2]

    A line that is longer than its room is spoken up to a tenth faster; what still does not fit makes
    the next line later ("stretch"), makes the picture wait ("ripple") or speaks over it ("overlap").
    A second voice-over comes behind the first, before it, or in its place. What is spoken beyond the
    film's end holds its last frame.
    Errors: MissingVoice, MissingFacts, NothingToDo, NoSuchItem, VoiceTaken.
    """

    name = "add_voice_over"
    group = "sound"
    title = {"en": "Voice-over", "zh": "配音"}
    say = {
        "en": ("add a voiceover", "voice-over", "narration", "read this aloud"),
        "zh": ("加配音", "加旁白", "配音", "解说"),
    }
    examples = {"en": "add a voiceover that says: Welcome to the demo.", "zh": "加个配音：欢迎观看演示"}
    main = "gain"

    text: str = Param("", max_length=20_000, en="Text", zh="文本")
    cues: tuple[tuple[float, str], ...] = Param((), en="Lines with their times", zh="带时间的句子", unit="s")
    script: str | None = Param(None, en="Script given along", zh="随素材提供的文稿")
    media: str | None = Param(None, en="Recording", zh="录音素材")
    start: float | None = Param(None, ge=0, en="From", zh="从", unit="s")
    language: str = Param("", en="Language", zh="语言")
    voice: str = Param("", en="Voice", zh="音色")
    rate: float = Param(1, ge=0.5, le=2, en="Pace", zh="语速", unit="×")
    engine: str = Param("", en="Speaks", zh="语音引擎")
    gain: float = Param(1, ge=0, le=10, en="Gain", zh="音量", unit="×")
    depth: float = Param(10, ge=0, le=36, en="Others step back", zh="其他声音压低", unit="dB")
    fit: Literal["stretch", "ripple", "overlap"] = Param("stretch", en="Fitting", zh="对齐方式")
    pause: float | None = Param(None, ge=0, le=60, en="Between lines", zh="句间停顿", unit="s")
    beside: Literal["after", "before", "instead"] = Param(
        "after", en="Beside the one there", zh="与现有配音的关系"
    )

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        how = Spoken("", self.language, self.voice, self.rate, self.engine)
        manner = Manner(self.fit, self.gain, self.depth, self.pause)
        if self.media is not None:
            media = heard(timeline, self.media)
            lines = of_text(timeline, [self.text or media.name], how, self.start)
            clips = [clip_of_sound(timeline, media, media.name)]
            return laid(timeline, lines, clips, Manner("shift", self.gain, self.depth))
        start = self.start
        if self.beside == "instead" and narrated(timeline):
            start = begins(timeline) if start is None and not self.cues else start
            timeline = stripped(timeline)
        if self.script is not None:
            lines = of_script(timeline, facts, self.script, how, self.start)
        elif self.cues:
            lines = of_cues(timeline, self.cues, how, start)
        else:
            lines = of_text(timeline, paragraphs(self.text), how, start)
        lay = laid_before if self.beside == "before" and narrated(timeline) else laid
        return lay(timeline, lines, spoken_clips(timeline, lines), manner)
