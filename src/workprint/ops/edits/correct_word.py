"""Correct a word."""

from workprint.model import Clip, Facts, GeneratorRef, Timeline
from workprint.ops.operation import EditOp, Param
from workprint.ops.story.chapters import CHAPTER
from workprint.ops.words.correcting import corrected, corrections, timed, with_correction

from .faults import NothingToDo
from .film import revised

TEXTS = frozenset({"text", "detail"})
"""Parameters of texts on screen that hold what is read."""


class CorrectWord(EditOp):
    """Write a word or name otherwise: in all texts on screen, in the names of chapters, and in all that is
    made of the words later.

        before  [welcome to work print]
        after   [welcome to Workprint]

    Errors: NothingToDo.
    """

    name = "correct_word"
    group = "text"
    title = {"en": "Correct a word", "zh": "更正用词"}
    say = {
        "en": ("correct the word", "correct the spelling", "it is spelled", "fix the spelling"),
        "zh": ("更正用词", "字幕改字", "把字幕里的词改成", "更正错字"),
    }
    examples = {"en": "it's Workprint, not work print", "zh": "把字幕里的“张三”改成“章三”"}

    heard: str = Param(min_length=1, max_length=200, en="As it is written now", zh="现在的写法")
    written: str = Param(min_length=1, max_length=200, en="As it should be written", zh="正确的写法")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        if (self.heard, self.written) in corrections(timeline):
            raise NothingToDo(
                en=f"“{self.written}” is written so everywhere already.",
                zh=f"已经都写成“{self.written}”了。",
            )
        ids = [clip.id for track in timeline.tracks if track.kind == "text" for _, clip in track.clips()]
        after = self.chapters(revised(timeline, ids, self.corrected))
        return with_correction(after, self.heard, self.written)

    def chapters(self, timeline: Timeline) -> Timeline:
        """The timeline with the word corrected in the names of its chapters."""
        pairs = [(self.heard, self.written)]
        marks = tuple(
            mark.model_copy(update={"name": corrected(mark.name, pairs)}) if mark.kind == CHAPTER else mark
            for mark in timeline.markers
        )
        return timeline.model_copy(update={"markers": marks})

    def corrected(self, clip: Clip) -> Clip:
        """A text with the word corrected."""
        if not isinstance(clip.media, GeneratorRef):
            return clip
        params = dict(clip.media.params)
        pairs = [(self.heard, self.written)]
        for key in TEXTS & params.keys():
            params[key] = corrected(str(params[key]), pairs)
        if params.get("times"):
            params["times"] = [list(each) for each in timed(params["times"], *pairs[0])]
        if params == clip.media.params:
            return clip
        return clip.model_copy(update={"media": clip.media.model_copy(update={"params": params})})
