"""Take some seconds of each."""

from collections.abc import Sequence

from workprint.base import Range, frames, seconds
from workprint.model import Clip, Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import NothingToDo, said
from .film import appended, film_of, fresh, kept, rebuilt
from .sources import is_sound, is_still, made


def remade(timeline: Timeline, clips: Sequence[Clip]) -> Timeline:
    """The film made of these clips alone."""
    ids = timeline.new_ids("c")
    named = [clip.model_copy(update={"id": next(ids)}) for clip in clips]
    if timeline.film is None or not timeline.film.duration:
        return appended(timeline, *named)
    return rebuilt(timeline, [fresh(*named)])


class TakeEach(EditOp):
    """Keep the first seconds of every clip; shorter clips stay whole.

        before  [A      ][B    ][C]
        after   [A ][B ][C]

    With media given, the film is made anew of those. Errors: NoSuchItem, NothingToDo.
    """

    name = "take_each"
    group = "arrange"
    title = {"en": "Take some seconds of each", "zh": "每段取几秒"}
    say = {
        "en": ("take seconds of each", "seconds from each", "of each clip"),
        "zh": ("每段取", "每个片段取", "各取"),
    }
    examples = {"en": "take 5 seconds from each clip", "zh": "每个片段取5秒"}

    seconds: float = Param(gt=0, en="Seconds of each", zh="每段秒数", unit="s")
    media: tuple[str, ...] = Param((), en="Media", zh="素材")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        length = max(1, frames(self.seconds, timeline.rate))
        if self.media:
            return remade(timeline, [self.first_of(timeline, name, length) for name in self.media])
        spans = [
            Range(start=at, duration=min(length, clip.duration)) for at, clip in film_of(timeline).clips()
        ]
        if sum(span.duration for span in spans) == film_of(timeline).duration:
            longest = float(seconds(max(span.duration for span in spans), timeline.rate))
            raise NothingToDo(
                en=f"No clip is longer than that; the longest has {said(longest)}.",
                zh=f"没有比这更长的片段；最长的是 {said(longest)}。",
            )
        return kept(timeline, spans)

    def first_of(self, timeline: Timeline, name: str, length: int) -> Clip:
        clip = made(timeline, name)
        if is_sound(timeline, clip):
            raise NothingToDo(en=f"“{clip.name}” has no picture.", zh=f"“{clip.name}”没有画面。")
        return clip.sub(0, length if is_still(timeline, clip) else min(length, clip.duration))
