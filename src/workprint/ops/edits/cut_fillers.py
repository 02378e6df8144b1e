"""Cut the filler words."""

from typing import Literal

from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param
from workprint.ops.words.fillers import heard_fillers, said_fillers
from workprint.ops.words.finding import Found
from workprint.ops.words.making import Choice, made_again
from workprint.ops.words.passes import before_pass
from workprint.ops.words.said import heard

from .faults import NothingToDo


class CutFillers(EditOp):
    """Take out the hesitations (um, uh) and the words that only fill a pause (like, you know), or mute them or put a
    tone in their place;
    made again with other choices it starts from the source, so that what was cut comes back.

        before  [so um the plan, like, works]
        after   [so][the plan][works]

    `keep` are numbers of the list that stay, `only` the only ones that go. Errors: MissingFacts, NothingToDo.
    """

    name = "cut_fillers"
    group = "cut"
    title = {"en": "Cut the filler words", "zh": "剪掉语气词"}
    say = {
        "en": ("cut the filler words", "remove the ums and uhs", "cut the fillers", "remove filler words"),
        "zh": ("剪掉语气词", "去掉口头禅", "删掉嗯啊", "去掉语气词"),
    }
    examples = {"en": "cut the filler words", "zh": "剪掉语气词"}

    words: tuple[str, ...] = Param(
        (), en="Only these words (empty: the usual ones)", zh="只剪这些词（空：常见语气词）"
    )
    also: tuple[str, ...] = Param((), en="These words too", zh="还要剪的词")
    mode: Literal["cut", "mute", "bleep"] = Param("cut", en="Mode", zh="方式")
    suggested: bool = Param(False, en="Those too that are not certain", zh="也包括不确定的")
    keep: tuple[int, ...] = Param((), en="Numbers that stay", zh="保留的编号")
    only: tuple[int, ...] = Param((), en="The only numbers that go (empty: all)", zh="只剪的编号（空：全部）")
    start: float | None = Param(None, ge=0, en="Only from here on", zh="只从这里开始", unit="s")
    end: float | None = Param(None, ge=0, en="Only up to here", zh="只到这里为止", unit="s")
    pad: float = Param(0.05, ge=0.03, le=0.5, en="Kept beside words", zh="词旁保留", unit="s")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        start = self.before(timeline)
        found = self.found(start, facts)
        if not found:
            raise NothingToDo(en="No filler words were found.", zh="没有找到语气词。")
        sure = [n for n, each in enumerate(found, 1) if each.sure or self.suggested or n in self.only]
        numbers = [n for n in sure if self._meant(found[n - 1], float(timeline.rate))]
        if not numbers and sure:
            raise NothingToDo(en="There are no filler words in that part.", zh="这一部分没有语气词。")
        choice = Choice(self.name, "", self.mode, numbers, self.keep, self.only, self.pad)
        after = made_again(timeline, start, facts, found, choice)
        if after == timeline:
            raise NothingToDo(en="The filler words are cut already.", zh="语气词已经剪掉了。")
        return after

    def _meant(self, each: Found, rate: float) -> bool:
        """Whether it begins in the part that is meant."""
        at, end = each.start / rate, self.end
        return (self.start or 0.0) <= at + 0.02 and (end is None or at < end)

    def before(self, timeline: Timeline) -> Timeline:
        """The timeline without an earlier pass of this kind."""
        return before_pass(timeline, self.name, "")

    def found(self, timeline: Timeline, facts: Facts) -> list[Found]:
        """All of them by number, those too that only the sound suggests. Raises `MissingFacts`."""
        all_said = heard(timeline, facts)
        said = said_fillers(all_said, float(timeline.rate), self.words, self.also)
        suggested = [] if self.words else list(heard_fillers(timeline, facts, all_said, said))
        return sorted([*said, *suggested], key=lambda each: each.start)
