"""Auto colour."""

from workprint.base import seconds
from workprint.model import Clip, Facts, FileRef, Timeline, of_kind
from workprint.ops.operation import EditOp, Param

from .correction import correction
from .faults import MissingFacts, NothingToDo
from .film import clips_of
from .sources import is_sound
from .targets import put


class AutoColor(EditOp):
    """Balance the colours and levels of each clip from what was measured in its media.

        before  a yellow, flat picture
        after   grey is grey, dark is dark, light is light

    The numbers found are in the effect `balance`. Errors: NoSuchItem, MissingFacts, NothingToDo.
    """

    name = "auto_color"
    group = "effects"
    title = {"en": "Auto colour", "zh": "自动调色"}
    say = {
        "en": ("auto colour", "auto color", "fix the colours", "colour correct", "white balance"),
        "zh": ("自动调色", "自动校色", "校正颜色", "白平衡"),
    }
    examples = {"en": "auto color clip 1", "zh": "第一段自动调色"}

    clips: tuple[str, ...] = Param((), en="Clips (empty: all of the film)", zh="片段（空：整部影片）")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        clips = clips_of(timeline, self.clips)
        measured = {clip.id: self.measured(timeline, clip, facts) for clip in clips}
        wanted = {name: params for name, params in measured.items() if params is not None}
        if not wanted:
            raise NothingToDo(en="There is no footage to balance.", zh="没有可以校色的画面。")
        for name, params in wanted.items():
            timeline = put(timeline, [name], "balance", params)
        return timeline

    def measured(self, timeline: Timeline, clip: Clip, facts: Facts) -> dict[str, float] | None:
        """The correction for a clip; None for what was not filmed."""
        if not isinstance(clip.media, FileRef) or is_sound(timeline, clip):
            return None
        found = of_kind(facts, clip.media.media, "colour")
        if not found:
            file = timeline.file(clip.media.media)
            raise MissingFacts(kind="colour", media=(file.name if file else "") or clip.media.media)
        start, end = (
            float(seconds(frame, timeline.rate) * clip.speed)
            for frame in (clip.source.start, clip.source.end)
        )
        near = [fact for fact in found if fact.start < end and start < fact.end] or list(found)
        return correction([fact.value for fact in near])
