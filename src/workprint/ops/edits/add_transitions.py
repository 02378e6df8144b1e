"""Add transitions."""

from collections.abc import Iterator
from typing import Any

from workprint.base import frames, seconds
from workprint.model import Clip, Facts, Gap, Timeline, Track, Transition
from workprint.ops.operation import EditOp, Param, TransitionOp
from workprint.ops.registry import bind

from .faults import NothingToDo, TransitionTooLong
from .film import clip_of, film_of
from .sources import goes_on


class AddTransitions(EditOp):
    """Blend each clip into the next; the film's length stays.

        before  [A    ][B    ]
        after   [A   <x>   B ]

    A transition takes at most half of each neighbour. `min_removed` limits it to joins of different
    media and joins where at least that much was cut. Errors: NoSuchItem, TransitionTooLong, NothingToDo.
    """

    name = "add_transitions"
    group = "transitions"
    title = {"en": "Add transitions", "zh": "添加转场"}
    say = {
        "en": ("add transitions", "transitions between clips", "add fade transitions", "transition"),
        "zh": ("加转场", "添加转场", "片段之间加转场", "淡入淡出转场"),
    }
    examples = {"en": "add transitions between the clips", "zh": "片段之间加转场"}
    main = "duration"

    transition: str = Param("crossfade", en="Transition", zh="转场")
    duration: float = Param(0.5, gt=0, le=30, en="Duration", zh="时长", unit="s")
    clips: tuple[str, ...] = Param(
        (), en="After these clips (empty: every join)", zh="在这些片段之后（空：每个接缝）"
    )
    min_removed: float | None = Param(
        None, ge=0, en="Least removed at the join", zh="接缝处至少剪去", unit="s"
    )
    params: dict[str, Any] = Param({}, en="Parameters", zh="参数")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        bind(TransitionOp, self.transition, self.params)
        film = film_of(timeline)
        for name in self.clips:
            clip_of(timeline, name)
        tracks = [t for t in timeline.tracks if any(i.id in self.clips for i in t.items)] or [film]
        after = timeline
        ids = timeline.new_ids("x")
        for track in tracks:
            after = after.with_track(self.joined(timeline, track, ids))
        if after == timeline:
            raise NothingToDo(en="There is no join for a transition.", zh="没有可以加转场的接缝。")
        return after

    def joined(self, timeline: Timeline, track: Track, ids: Iterator[str]) -> Track:
        """The track with a transition at every join that asks for one, in place of those there."""
        row: list[Clip | Gap | Transition] = []
        for item in track.items:
            last = next((i for i in reversed(row) if not isinstance(i, Transition)), None)
            if isinstance(item, Clip) and isinstance(last, Clip) and self.wants(timeline, last, item):
                if isinstance(row[-1], Transition):
                    row.pop()
                row += self.between(timeline, last, item, ids)
            row.append(item)
        return track.model_copy(update={"items": tuple(row)})

    def wants(self, timeline: Timeline, before: Clip, after: Clip) -> bool:
        if self.clips:
            return before.id in self.clips
        if goes_on(before, after):
            return False
        if self.min_removed is None or before.media != after.media or before.speed != after.speed:
            return True
        removed = float(seconds(after.source.start - before.source.end, timeline.rate) * before.speed)
        return removed < 0 or removed >= self.min_removed - 1e-6

    def between(
        self, timeline: Timeline, before: Clip, after: Clip, ids: Iterator[str]
    ) -> Iterator[Transition]:
        """At most half of each neighbour. A join too short for any is an error only if it was named."""
        wanted = max(2, frames(self.duration, timeline.rate))
        total = min(wanted, 2 * (before.duration // 2), 2 * (after.duration // 2))
        if total:
            into, params = total // 2, dict(self.params)
            yield Transition(
                id=next(ids), op=self.transition, params=params, in_offset=into, out_offset=total - into
            )
        elif self.clips:
            needs = float(seconds(wanted, timeline.rate))
            raise TransitionTooLong(clip=before.id, needs=needs, has=0)
