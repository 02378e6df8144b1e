"""Add text."""

from typing import Any

from workprint.base import Range, frames
from workprint.model import Clip, Facts, GeneratorRef, Timeline
from workprint.ops.operation import EditOp, Param, TextGenerator
from workprint.ops.registry import bind

from .faults import EmptyRange
from .film import TEXT_TRACK, moment
from .timemap import placed


class AddText(EditOp):
    """Put words over the picture.

        T       [title]
        V  [A            ]

    Texts that overlap in time lie on text tracks of their own. Errors: OutOfRange, EmptyRange, and what the text style itself refuses.
    """

    name = "add_text"
    group = "text"
    title = {"en": "Add text", "zh": "添加文字"}
    say = {
        "en": ("add a title", "put a title", "add text", "title", "add a caption"),
        "zh": ("加标题", "添加文字", "加字幕", "加一行字", "标题"),
    }
    examples = {"en": "add the title 'Hello' at the start for 3 seconds", "zh": "在开头加标题“你好”，3秒"}

    style: str = Param("title", en="Style", zh="样式")
    text: str = Param(min_length=1, en="Text", zh="文字")
    start: float = Param(0, ge=0, en="From", zh="从", unit="s")
    duration: float | None = Param(None, gt=0, en="Duration (3 s if none)", zh="时长（默认3秒）", unit="s")
    end: float | None = Param(None, ge=0, en="To", zh="到", unit="s")
    params: dict[str, Any] = Param({}, en="Parameters", zh="参数")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        params = {**self.params, "text": self.text}
        bind(TextGenerator, self.style, params)
        film = timeline.film
        end = film.duration if film and film.duration else None
        first = moment(timeline, self.start, end) if end else frames(self.start, timeline.rate)
        length = self.length(timeline, first, end)
        clip = Clip(
            id=timeline.new_id("c"),
            name=self.text,
            media=GeneratorRef(op=self.style, params=params),
            source=Range(start=0, duration=length),
            tie="content" if self.style == "caption" else "start",
        )
        return placed(timeline, clip, first, TEXT_TRACK)

    def length(self, timeline: Timeline, first: int, end: int | None) -> int:
        """In frames. What was asked must lie in the film; without a wish, at most what is left of it."""
        rate = timeline.rate
        last = self.end if self.end is not None else self.start + (self.duration or 3)
        asked = self.end is not None or self.duration is not None
        past = frames(last, rate)
        if end is not None:
            past = moment(timeline, last, end) if asked else min(past, end)
        if past <= first:
            raise EmptyRange(start=self.start, end=last)
        return past - first
