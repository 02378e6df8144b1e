"""Change a text."""

from typing import Any

from workprint.base import Range, frames, seconds
from workprint.model import Facts, GeneratorRef, Timeline
from workprint.ops.operation import EditOp, Param, TextGenerator
from workprint.ops.registry import bind

from .captions import untied
from .faults import NoSuchItem, NothingToDo
from .film import clip_of, moment, replaced_off_film


class SetText(EditOp):
    """Change the words, the looks or the time of a text.

        before  T [Hello]
        after   T    [Bye]

    Errors: NoSuchItem, OutOfRange, NothingToDo, and what the text style itself refuses.
    """

    name = "set_text"
    group = "text"
    title = {"en": "Change a text", "zh": "修改文字"}
    say = {
        "en": ("change the title", "change the text", "make the title"),
        "zh": ("修改标题", "改文字", "标题改成"),
    }
    examples = {"en": "change the title to 'Bye'", "zh": "标题改成“再见”"}

    id: str = Param(en="Text", zh="文字")
    text: str | None = Param(None, min_length=1, en="New text", zh="新文字")
    params: dict[str, Any] = Param({}, en="Parameters", zh="参数")
    start: float | None = Param(None, ge=0, en="From", zh="从", unit="s")
    duration: float | None = Param(None, gt=0, en="Duration", zh="时长", unit="s")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        track, at, clip = clip_of(timeline, self.id)
        if not isinstance(clip.media, GeneratorRef) or track.kind != "text":
            texts = [c.id for t in timeline.tracks if t.kind == "text" for _, c in t.clips()]
            raise NoSuchItem(id=self.id, have=texts)
        params = {**clip.media.params, **self.params}
        if self.text is not None:
            params["text"] = self.text
        bind(TextGenerator, clip.media.op, params, clip.media.keyframes, timeline.rate, clip.id)
        start = at if self.start is None else frames(self.start, timeline.rate)
        length = clip.duration if self.duration is None else max(1, frames(self.duration, timeline.rate))
        if timeline.film is not None and (self.start is not None or self.duration is not None):
            moment(timeline, float(seconds(start + length, timeline.rate)))
        new = clip.model_copy(
            update={
                "name": clip.name if self.text is None else self.text,
                "media": clip.media.model_copy(update={"params": params}),
                "source": Range(start=clip.source.start, duration=length),
            }
        )
        if self.start is not None or self.duration is not None:
            new = untied(new)
        if new == clip and start == at:
            raise NothingToDo(
                en="That text has these words, this look and this time already.",
                zh="这条文字的内容、样式和时间本来就是这样，没有改动。",
            )
        return replaced_off_film(timeline, track, clip.id, [new], start=start)
