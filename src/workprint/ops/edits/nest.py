"""Nest."""

from collections.abc import Sequence

from workprint.base import Range
from workprint.model import Clip, Facts, FileRef, Gap, Timeline, TimelineRef, Track, Transition
from workprint.ops.operation import EditOp, Param

from .faults import NotNeighbours
from .film import clip_of, in_place


class Nest(EditOp):
    """Make neighbouring clips one clip that holds a timeline of its own.

        before  [A][B][C]
        after   [[A][B]][C]

    Errors: NoSuchItem, NotNeighbours.
    """

    name = "nest"
    group = "compose"
    title = {"en": "Nest", "zh": "嵌套"}
    say = {
        "en": ("nest", "group into one clip", "make a compound clip"),
        "zh": ("嵌套", "合成一个片段", "复合片段"),
    }
    examples = {"en": "nest clips 1 and 2", "zh": "把第一段和第二段嵌套"}

    clips: tuple[str, ...] = Param(min_length=1, en="Clips", zh="片段")
    label: str = Param("", en="Name", zh="名称")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        track = clip_of(timeline, self.clips[0])[0]
        places = [index for index, item in enumerate(track.items) if item.id in self.clips]
        for name in self.clips:
            clip_of(timeline, name)
        inside = track.items[min(places) : max(places) + 1]
        others = [i for i in inside if isinstance(i, Gap) or (isinstance(i, Clip) and i.id not in self.clips)]
        if others or len(places) != len(set(self.clips)):
            raise NotNeighbours(ids=list(self.clips))
        clip = Clip(
            id=timeline.new_id("c"),
            name=self.label,
            media=TimelineRef(timeline=self.inner(timeline, track, inside)),
            source=Range(start=0, duration=sum(item.duration for item in inside)),
            tie=next(item.tie for item in inside if isinstance(item, Clip)),
        )
        items = (*track.items[: min(places)], clip, *track.items[max(places) + 1 :])
        return in_place(timeline, track, items)

    def inner(self, timeline: Timeline, track: Track, items: Sequence[Clip | Gap | Transition]) -> Timeline:
        used = {i.media.media for i in items if isinstance(i, Clip) and isinstance(i.media, FileRef)}
        return Timeline(
            id=timeline.new_id("nested"),
            name=self.label,
            rate=timeline.rate,
            canvas=timeline.canvas,
            tracks=(Track(id=track.id, kind=track.kind, role=track.role, items=tuple(items)),),
            media=tuple(file for file in timeline.media if file.id in used),
        )
