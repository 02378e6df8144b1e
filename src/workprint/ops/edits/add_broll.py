"""B-roll."""

from typing import Literal

from workprint.model import Facts, Timeline
from workprint.ops.broll.choosing import Wishes, candidates, chosen
from workprint.ops.broll.placing import laid, pieces
from workprint.ops.operation import EditOp, Param

from .faults import NothingToDo, OutOfRange
from .film import film_of
from .track_surgery import settle


class AddBroll(EditOp):
    """Lay pictures of the library over the film where they fit what is said, or over its cuts; the film's
    own sound goes on.

        before  V1 [talk ... coffee ... |cut| ... ]
        after   V2           [coffee.mp4] [city.mp4]
                V1 [talk ... coffee ... |cut| ... ]

    Each file is used once; a piece fades in and out in 0.25 s, and 2 s of the film lie between two. Each says in its metadata
    (`broll`) why it is there and how well it fits. Errors: MissingFacts, NothingToDo, OutOfRange.
    """

    name = "add_broll"
    group = "compose"
    title = {"en": "B-roll", "zh": "空镜"}
    say = {
        "en": ("b-roll", "broll", "b roll", "cutaways", "cover the jump cuts"),
        "zh": ("空镜", "b卷", "配画面", "补充画面", "盖住跳切"),
    }
    examples = {"en": "add b-roll", "zh": "加空镜"}
    main = "length"

    media: tuple[str, ...] = Param(
        (), en="Files (empty: all that nothing uses)", zh="文件（空：所有未使用的）"
    )
    over: Literal["auto", "words", "joins", "spread", "range"] = Param("auto", en="Over", zh="盖在")
    length: float = Param(4, ge=0.5, le=60, en="Length of each", zh="每段时长", unit="s")
    most: int = Param(0, ge=0, le=500, en="How many (0: each file once)", zh="最多几段（0：每个文件一次）")
    start: float = Param(0, ge=0, en="From", zh="从", unit="s")
    end: float | None = Param(None, ge=0, en="To", zh="到", unit="s")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        whole = float(film_of(timeline).duration / timeline.rate)
        if self.start >= whole or (self.end is not None and self.end <= self.start):
            raise OutOfRange(asked=self.start, duration=whole)
        if not candidates(timeline, self.media):
            raise NothingToDo(
                en="There is no picture in the library that the film does not use: add b-roll files first.",
                zh="素材库里没有未使用的画面：请先添加空镜文件。",
            )
        wishes = Wishes(self.media, self.over, self.length, self.most, self.start, self.end)
        found = chosen(timeline, facts, wishes, tuple(pieces(timeline)))
        if not found:
            raise NothingToDo(**_NOWHERE[self.over])
        after = timeline
        for piece in found:
            after = laid(after, piece)
        return settle(timeline, after)


_NOWHERE = {
    "words": {
        "en": "Nothing that is said fits the files: name or tag them by what they show, or say “spread the b-roll evenly”.",
        "zh": "说的内容和这些文件对不上：请按画面内容命名或加标签，或者说“空镜均匀分布”。",
    },
    "joins": {
        "en": "There is no jump cut in the film that b-roll could cover.",
        "zh": "影片里没有可以用空镜盖住的跳切。",
    },
    "spread": {"en": "There is no room for b-roll there.", "zh": "那里放不下空镜。"},
    "range": {
        "en": "There is b-roll there already, or none of 1 s would fit.",
        "zh": "那里已经有空镜，或者放不下 1 秒。",
    },
    "auto": {"en": "There is no room for b-roll there.", "zh": "那里放不下空镜。"},
}
