"""Add an effect."""

from collections.abc import Mapping
from typing import Any

from workprint.base import Range
from workprint.model import Facts, Keyframe, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import EmptyRange, NothingToDo
from .film import film_of, moment, revised, track_of
from .following import crop_of, recropped
from .targets import checked, divided, fitting, put, targets_of, within


def moved_keys(keyframes: Mapping[str, tuple[Keyframe, ...]], by: int) -> dict[str, tuple[Keyframe, ...]]:
    return {
        name: tuple(key.model_copy(update={"at": key.at + by}) for key in keys)
        for name, keys in keyframes.items()
    }


def followed(before: Timeline, after: Timeline) -> Timeline:
    """The film with every crop that follows somebody behind the other crops of its clip."""
    old = {clip.id: clip for _, clip in before.film.clips()} if before.film is not None else {}
    clips = [clip for _, clip in after.film.clips()] if after.film is not None else []
    moved = {c.id: recropped(after, old.get(c.id, c), c) for c in clips if crop_of(c) is not None}
    return revised(after, moved, lambda clip: moved[clip.id]) if moved else after


class AddEffect(EditOp):
    """Give clips, tracks or the whole film an effect; the same effect there before is replaced.

        before  [A          ]
        after   [A  ][A fx][A]   (with a range: the clips are divided there)

    Errors: NoSuchItem, OutOfRange, EmptyRange, PictureOnly, SoundOnly, and what the effect itself refuses.
    """

    name = "add_effect"
    group = "effects"
    title = {"en": "Add an effect", "zh": "添加效果"}
    say = {
        "en": ("add the effect", "apply the effect"),
        "zh": ("添加效果", "加效果"),
    }
    examples = {"en": "add the effect vignette to clip 1", "zh": "给第一段添加效果暗角"}

    targets: tuple[str, ...] = Param(
        (),
        en="Clips, tracks or “timeline” (empty: every clip of the film)",
        zh="片段、轨道或 timeline（空：影片全部片段）",
    )
    effect: str = Param(en="Effect", zh="效果")
    params: dict[str, Any] = Param({}, en="Parameters", zh="参数")
    start: float | None = Param(None, ge=0, en="From", zh="从", unit="s")
    end: float | None = Param(None, ge=0, en="To", zh="到", unit="s")
    keyframes: dict[str, tuple[Keyframe, ...]] = Param({}, en="Keyframes", zh="关键帧", unit="frames")
    stack: bool = Param(False, en="Add even if it is there", zh="重复叠加")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        checked(timeline, self.effect, self.params, self.keyframes)
        fitting(timeline, self.effect, targets_of(timeline, self.targets))
        after = self.put(timeline)
        return followed(timeline, after) if self.effect == "crop" else after

    def put(self, timeline: Timeline) -> Timeline:
        """The effect on its targets, all through or in a range."""
        if self.start is None and self.end is None:
            targets = targets_of(timeline, self.targets)
            keys = dict.fromkeys(targets, self.keyframes)
            return put(timeline, targets, self.effect, self.params, keys, self.stack)
        end = film_of(timeline).duration if self.end is None else moment(timeline, self.end)
        first = moment(timeline, self.start or 0)
        if end <= first:
            raise EmptyRange(start=self.start or 0, end=self.end or 0)
        return self.in_range(timeline, Range.between(first, end))

    def in_range(self, timeline: Timeline, span: Range) -> Timeline:
        """On the parts of the targets that lie in a range; keyframes count from the range's start."""
        wanted = set(targets_of(timeline, self.targets))
        tracks = [t for t in timeline.tracks if any(item.id in wanted for item in t.items)]
        if len({item.id for t in tracks for item in t.items} & wanted) < len(wanted):
            raise NothingToDo(
                en="Only clips can have an effect for a part of their time.",
                zh="只有片段可以在一段时间内加效果。",
            )
        for track in tracks:
            inside = [
                s
                for at, clip in track.clips()
                if clip.id in wanted
                if (s := Range(start=at, duration=clip.duration).intersect(span)).duration
            ]
            starts: dict[str, int] = {}
            for part in inside:
                timeline = divided(timeline, track_of(timeline, track.id), part)
                starts |= {clip.id: at for at, clip in within(track_of(timeline, track.id), part)}
            keys = {name: moved_keys(self.keyframes, span.start - at) for name, at in starts.items()}
            timeline = put(timeline, list(starts), self.effect, self.params, keys, self.stack)
        return timeline
