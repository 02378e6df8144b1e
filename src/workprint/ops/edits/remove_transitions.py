"""Remove transitions."""

from collections.abc import Iterator

from workprint.model import Clip, Facts, Gap, Timeline, Track, Transition
from workprint.ops.operation import EditOp, Param

from .faults import NothingToDo
from .film import clip_of


class RemoveTransitions(EditOp):
    """Make the joins hard cuts again.

        before  [A  <x>  B]
        after   [A   ][B  ]

    Errors: NoSuchItem, NothingToDo.
    """

    name = "remove_transitions"
    group = "transitions"
    title = {"en": "Remove transitions", "zh": "移除转场"}
    say = {
        "en": ("remove transitions", "no transitions", "without transitions", "hard cuts"),
        "zh": ("去掉转场", "移除转场", "不要转场", "硬切"),
    }
    examples = {"en": "remove the transitions", "zh": "去掉转场"}

    clips: tuple[str, ...] = Param((), en="After these clips (empty: all)", zh="在这些片段之后（空：全部）")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        for name in self.clips:
            clip_of(timeline, name)
        tracks = tuple(
            track.model_copy(update={"items": tuple(self.kept(track))})
            if any(isinstance(item, Transition) for item in track.items)
            else track
            for track in timeline.tracks
        )
        after = timeline.model_copy(update={"tracks": tracks})
        if after == timeline:
            raise NothingToDo(en="There are no transitions there.", zh="那里没有转场。")
        return after

    def kept(self, track: Track) -> Iterator[Clip | Gap | Transition]:
        last = ""
        for item in track.items:
            if not isinstance(item, Transition) or (self.clips and last not in self.clips):
                yield item
            if not isinstance(item, Transition):
                last = item.id
