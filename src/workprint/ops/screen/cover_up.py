"""Cover up."""

from typing import Literal

from workprint.base import Range, frames
from workprint.model import Facts, Timeline
from workprint.ops.edits.faults import EmptyRange
from workprint.ops.edits.film import film_of
from workprint.ops.operation import EditOp, Param
from workprint.ops.text.colors import Color

from .covered import Wanted, covered
from .happenings import everywhere


class CoverUp(EditOp):
    """Hide something in the picture and go where it goes: what stands at a place, a text, what is typed, or
    every face. Where it is lost from sight more is covered, not less.

        V1 [A  ##>>##>>##  ]

    A place is what is seen there at second `at` of the film. `text` is the words to hide, or one of
    "email", "phone", "card", "password", "key". Errors: MissingFacts, NoSuchItem, NothingThere, CannotRead,
    EmptyRange, NothingToDo.
    """

    name = "cover_up"
    group = "screen"
    title = {"en": "Cover and follow", "zh": "跟随打码"}
    say = {
        "en": ("blur the faces", "hide what i type", "cover and follow"),
        "zh": ("给人脸打码", "跟随打码", "遮住输入的内容"),
    }
    examples = {"en": "blur the top right from 1 to 3 seconds and follow it", "zh": "给人脸打码"}
    main = "strength"

    what: Literal["place", "text", "typing", "faces"] = Param("place", en="What", zh="遮什么")
    x: float = Param(0.7, ge=0, le=1, en="Left edge", zh="左边", unit="of the width")
    y: float = Param(0.0, ge=0, le=1, en="Upper edge", zh="上边", unit="of the height")
    width: float = Param(0.3, gt=0, le=1, en="Width", zh="宽", unit="of the width")
    height: float = Param(0.3, gt=0, le=1, en="Height", zh="高", unit="of the height")
    at: float | None = Param(None, ge=0, en="When it is there", zh="位于该处的时刻", unit="s")
    text: str = Param("", max_length=200, en="Text", zh="文字")
    start: float | None = Param(None, ge=0, en="From", zh="从", unit="s")
    end: float | None = Param(None, ge=0, en="To", zh="到", unit="s")
    mode: Literal["mosaic", "blur", "solid"] = Param("mosaic", en="Manner", zh="方式")
    strength: float = Param(0.7, ge=0, le=1, en="Coarseness", zh="粗细")
    color: Color | None = Param(None, en="Colour (solid)", zh="颜色（纯色）")
    clips: tuple[str, ...] = Param((), en="Clips (empty: all of the film)", zh="片段（空：整部影片）")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        span = self.span(timeline)
        if self.what == "place":
            return covered(timeline, self.wanted(timeline, span), facts)
        # What is found by itself is found in nested films too, on their own clocks.
        whole = self.start is None and self.end is None
        if not whole:
            return covered(timeline, self.wanted(timeline, span), facts)
        return everywhere(
            timeline,
            lambda inner: covered(inner, self.wanted(inner, self.span(inner)), facts, inner is timeline),
        )

    def span(self, timeline: Timeline) -> Range:
        """The frames of the film that are meant."""
        length = film_of(timeline).duration
        first = frames(self.start or 0, timeline.rate)
        last = length if self.end is None else min(length, frames(self.end, timeline.rate))
        if last <= first:
            raise EmptyRange(start=self.start or 0, end=self.end or float(length / timeline.rate))
        return Range.between(first, last)

    def wanted(self, timeline: Timeline, span: Range) -> Wanted:
        at = (
            span.start
            if self.at is None
            else min(frames(self.at, timeline.rate), film_of(timeline).duration - 1)
        )
        look: dict[str, object] = {"mode": self.mode, "strength": self.strength}
        if self.color is not None:
            look["color"] = self.color
        box = (self.x, self.y, min(1.0, self.x + self.width), min(1.0, self.y + self.height))
        return Wanted(self.what, box, at, self.text, span, look, self.clips)
