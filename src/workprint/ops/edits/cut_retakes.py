"""Cut the retakes."""

from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param
from workprint.ops.words.finding import Found
from workprint.ops.words.making import Choice, made_again
from workprint.ops.words.passes import before_pass
from workprint.ops.words.retakes import dropped
from workprint.ops.words.said import heard, sentences

from .faults import NothingToDo


class CutRetakes(EditOp):
    """Of sentences that are said several times, keep the last whole take and take out the others, with what
    only announces another take.

        before  [we began in][we began in two thousand][so today]
        after   [we began in two thousand][so today]

    `keep` are numbers of the list that stay, `only` the only ones that go. Errors: MissingFacts, NothingToDo.
    """

    name = "cut_retakes"
    group = "cut"
    title = {"en": "Cut the retakes", "zh": "剪掉重录"}
    say = {
        "en": ("remove all retakes", "cut the retakes", "remove the repeated sentences", "cut the bad takes"),
        "zh": ("剪掉重录", "删掉重复的句子", "去掉说错重来的", "删掉废片"),
    }
    examples = {"en": "remove all retakes", "zh": "删掉重复的句子"}

    likeness: float = Param(0.8, ge=0.5, le=1, en="Least likeness of two takes", zh="两遍的最小相似度")
    keep: tuple[int, ...] = Param((), en="Numbers that stay", zh="保留的编号")
    only: tuple[int, ...] = Param((), en="The only numbers that go (empty: all)", zh="只剪的编号（空：全部）")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        start = self.before(timeline)
        found = self.found(start, facts)
        if not found:
            raise NothingToDo(en="No sentence is said twice.", zh="没有重复的句子。")
        choice = Choice(self.name, "", "cut", range(1, len(found) + 1), self.keep, self.only)
        after = made_again(timeline, start, facts, found, choice)
        if after == timeline:
            raise NothingToDo(en="The retakes are cut already.", zh="重录的部分已经剪掉了。")
        return after

    def before(self, timeline: Timeline) -> Timeline:
        """The timeline without an earlier pass of this kind."""
        return before_pass(timeline, self.name, "")

    def found(self, timeline: Timeline, facts: Facts) -> list[Found]:
        """The takes that were given up, by number. Raises `MissingFacts`."""
        all_said = heard(timeline, facts)
        rows = sentences(all_said.words, float(timeline.rate))
        return [
            Found(s.text, s.first, s.last, s.start, s.end, s.text, all_said.sure(s.first, s.last))
            for s in (each.sentence for each in dropped(rows, self.likeness))
        ]
