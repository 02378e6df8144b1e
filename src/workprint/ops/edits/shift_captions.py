"""Captions earlier or later."""

from workprint.base import frames
from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .captions import DELAY, SPLIT, captions, delayed, film_end, is_captions, laid_out
from .faults import NothingToDo


class ShiftCaptions(EditOp):
    """Show all captions of the speech earlier or later than what is said, by some seconds; their marked words
    move with them, and they stay so through later edits.

        before  T [So we went]   [to the store]
        after   T   [So we went]   [to the store]

    Errors: NothingToDo.
    """

    name = "shift_captions"
    group = "text"
    title = {"en": "Captions earlier or later", "zh": "字幕提前或推迟"}
    say = {
        "en": ("captions earlier", "delay the captions", "shift the captions", "captions later"),
        "zh": ("字幕提前", "字幕推迟", "字幕延后", "字幕晚一点"),
    }
    examples = {"en": "delay the captions by 0.2 seconds", "zh": "字幕推迟0.2秒"}

    by: float = Param(en="Later by", zh="推迟", unit="s", ge=-10, le=10)

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        placed = [(at, clip) for _, at, clip in captions(timeline)]
        if not placed or not frames(abs(self.by), timeline.rate):
            raise NothingToDo(
                en="There are no captions of the speech to shift."
                if not placed
                else "That is less than a frame.",
                zh="还没有语音字幕可以移动。" if not placed else "这不到一帧。",
            )
        moved = delayed(placed, self.by, timeline.rate, film_end(timeline))
        after = laid_out(timeline, moved)
        tracks = []
        for track in after.tracks:
            if is_captions(track):
                split = dict(track.metadata.get(SPLIT, {}))
                split[DELAY] = round(float(split.get(DELAY, 0.0)) + self.by, 3)
                track = track.model_copy(update={"metadata": {**track.metadata, SPLIT: split}})
            tracks.append(track)
        return after.model_copy(update={"tracks": tuple(tracks)})
