"""Edit by what is said."""

import json
from typing import Literal

from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param
from workprint.ops.words.finding import Found
from workprint.ops.words.making import Choice, made_again
from workprint.ops.words.passes import before_pass
from workprint.ops.words.said import heard
from workprint.ops.words.searching import Search, searched

from .faults import NothingToDo


class CutWords(EditOp):
    """Take out what is said, found by its words or by its subject; or keep only that, mute it, bleep it
    over, or play it at another speed. Made again with other choices it starts from the source.

        before  [first the price is ten dollars then the team]
        after   [first][then the team]

    `keep` are numbers of the list that stay as they are, `only` the only ones that are meant.
    Errors: MissingFacts, NothingToDo.
    """

    name = "cut_words"
    group = "cut"
    title = {"en": "Edit by what is said", "zh": "按说的话剪"}
    say = {
        "en": ("cut the part where I talk about", "cut every time I say", "remove the sentence where I say"),
        "zh": ("剪掉我讲到的部分", "删掉每次说的", "删掉说到的那句"),
    }
    examples = {
        "en": "cut the part where I talk about pricing",
        "zh": "剪掉我讲价格的部分",
    }

    phrases: tuple[str, ...] = Param((), en="Words that are said", zh="说的词句")
    subject: str = Param("", en="What is talked about", zh="谈论的主题")
    whole: bool = Param(False, en="Whole sentences", zh="整句")
    side: Literal["at", "before", "after", "from", "between"] = Param(
        "at", en="There, or all before, after or from there on", zh="该处、之前、之后、从该处起或之间"
    )
    nth: int = Param(
        0,
        ge=-1,
        le=1000,
        en="Which time (0: every time, -1: the last)",
        zh="第几次（0 为每次，-1 为最后一次）",
    )
    near: bool = Param(False, en="Passages too that hold only one near word", zh="也包括只沾边的段落")
    mode: Literal["cut", "keep", "mute", "bleep", "speed"] = Param("cut", en="Mode", zh="方式")
    factor: float = Param(2, ge=0.05, le=100, en="Speed", zh="倍速", unit="×")
    keep: tuple[int, ...] = Param((), en="Numbers that stay", zh="保留的编号")
    only: tuple[int, ...] = Param((), en="The only numbers meant (empty: all)", zh="只处理的编号（空：全部）")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        start = self.before(timeline)
        found = self.found(start, facts)
        if not found:
            raise NothingToDo(en=f"Nobody says {self.asked('en')}.", zh=f"没有人说到{self.asked('zh')}。")
        numbers = range(1, len(found) + 1)
        choice = Choice(self.name, self.about, self.mode, numbers, self.keep, self.only, factor=self.factor)
        after = made_again(timeline, start, facts, found, choice)
        if after == timeline:
            raise NothingToDo(en="That is done already.", zh="已经这样处理过了。")
        return after

    @property
    def about(self) -> str:
        """What is looked for, to know this pass again."""
        return json.dumps([*self.phrases, self.subject, self.whole, self.side, self.nth], ensure_ascii=False)

    def asked(self, lang: str) -> str:
        """What is looked for, in words."""
        said = (", " if lang == "en" else "、").join(f"“{phrase}”" for phrase in self.phrases)
        return said or (f"“{self.subject}”" if lang == "zh" else f"anything about “{self.subject}”")

    def before(self, timeline: Timeline) -> Timeline:
        """The timeline without an earlier pass of this kind."""
        return before_pass(timeline, self.name, self.about)

    def found(self, timeline: Timeline, facts: Facts) -> list[Found]:
        """What is meant, by number. Raises `MissingFacts`."""
        search = Search(self.phrases, self.subject, self.whole, self.side, self.nth, self.near)
        return searched(timeline, heard(timeline, facts), search)
