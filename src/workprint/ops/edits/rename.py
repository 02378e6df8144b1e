"""Rename."""

from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .film import clip_of, revised
from .targets import WHOLE


class Rename(EditOp):
    """Give a clip, a track, a marker, media or the timeline (id "timeline") another name.

        before  [c1: IMG_0001]
        after   [c1: Intro]

    Errors: NoSuchItem.
    """

    name = "rename"
    group = "document"
    title = {"en": "Rename", "zh": "重命名"}
    say = {
        "en": ("rename", "call it", "name the clip"),
        "zh": ("重命名", "改名", "命名为"),
    }
    examples = {"en": "rename clip 1 to Intro", "zh": "把第一段重命名为开场"}

    id: str = Param(en="Item", zh="对象")
    label: str = Param(min_length=1, en="Name", zh="名称")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        name = {"name": self.label}
        if self.id in (WHOLE, timeline.id):
            return timeline.model_copy(update=name)
        track = timeline.track(self.id)
        if track is not None:
            return timeline.with_track(track.model_copy(update=name))
        if timeline.file(self.id) is not None:
            files = tuple(f.model_copy(update=name) if f.id == self.id else f for f in timeline.media)
            return timeline.model_copy(update={"media": files})
        if any(marker.id == self.id for marker in timeline.markers):
            markers = tuple(m.model_copy(update=name) if m.id == self.id else m for m in timeline.markers)
            return timeline.model_copy(update={"markers": markers})
        clip_of(timeline, self.id)
        return revised(timeline, [self.id], lambda clip: clip.model_copy(update=name))
