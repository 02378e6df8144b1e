"""Frame rate."""

from workprint.base import Rational
from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import NothingToDo
from .rating import rated, rated_track
from .sources import scaled
from .track_surgery import settle


class SetRate(EditOp):
    """Count the film at another frame rate; every position stays at its second, to the nearest frame.

        24 fps  |.......................|   one second
        30 fps  |.............................|

    Errors: NothingToDo.
    """

    name = "set_rate"
    group = "canvas"
    title = {"en": "Frame rate", "zh": "帧率"}
    say = {
        "en": ("frame rate", "fps", "frames per second"),
        "zh": ("帧率", "每秒帧数"),
    }
    examples = {"en": "set the frame rate to 25 fps", "zh": "帧率改为25帧"}

    rate: Rational = Param(gt=0, le=240, en="Rate", zh="帧率", unit="fps")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        ratio = self.rate / timeline.rate
        if ratio == 1:
            raise NothingToDo(en="It has that frame rate already.", zh="帧率已经是这个值。")
        tracks = tuple(rated_track(track, ratio) for track in timeline.tracks)
        markers = tuple(
            marker.model_copy(update={"range": rated(marker.range, ratio)}) for marker in timeline.markers
        )
        effects = tuple(scaled(effect, ratio) for effect in timeline.effects)
        changes = {"rate": self.rate, "tracks": tracks, "markers": markers, "effects": effects}
        return settle(timeline, timeline.model_copy(update=changes))
