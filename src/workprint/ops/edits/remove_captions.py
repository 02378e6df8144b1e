"""Take captions away from a part of the film."""

from workprint.base import frames
from workprint.model import Clip, Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .captioning import anew, replaced
from .captions import SPLIT, captions, is_captions, tied
from .faults import NothingToDo
from .spoken import Spoken


class RemoveCaptions(EditOp):
    """Take the captions of the speech away where nobody shall read them: in a part of the film, or over some
    of its clips. Words that are said elsewhere stay, also of a caption of which a part goes.

        before  T [So we went to the store.]
        after   T [So we went]

    Errors: NothingToDo.
    """

    name = "remove_captions"
    group = "text"
    title = {"en": "Remove captions from a part", "zh": "删除部分字幕"}
    say = {
        "en": ("no captions there", "remove the captions from that part", "captions off for that clip"),
        "zh": ("这里不要字幕", "删掉这一段的字幕", "那一段去掉字幕"),
    }
    examples = {"en": "remove the captions from 0:01 to 0:03", "zh": "删掉1秒到3秒的字幕"}

    start: float | None = Param(None, ge=0, en="From", zh="从", unit="s")
    end: float | None = Param(None, ge=0, en="To", zh="到", unit="s")
    clips: tuple[str, ...] = Param((), en="Clips", zh="片段")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        track = next((track for track in timeline.tracks if is_captions(track)), None)
        old = [(at, clip) for _, at, clip in captions(timeline)]
        split = dict(track.metadata.get(SPLIT, {})) if track else {}
        spans = self.spans(timeline)

        def stays(word: Spoken) -> bool:
            return not any(first <= (word.start + word.end) / 2 < last for first, last in spans)

        def kept(at: int, clip: Clip) -> bool:
            middle = at + clip.duration / 2
            return bool(tied(clip)) or not any(first <= middle < last for first, last in spans)

        placed = [(at, clip) for at, clip in old if kept(at, clip)]
        touched = [
            (at, clip) for at, clip in placed if any(at < b and a < at + clip.duration for a, b in spans)
        ]
        rest = [part for part in placed if part not in touched]
        left = anew(timeline, touched, split, stays)
        new = [*rest, *(part for each in left for part in _outside(*each, spans))]
        if not any(at < b and a < at + clip.duration for at, clip in old for a, b in spans):
            raise NothingToDo(en="There are no captions there.", zh="那里没有字幕。")
        return replaced(timeline, facts, new, [], split)

    def spans(self, timeline: Timeline) -> list[tuple[int, int]]:
        """The frames that are to be free of captions."""
        end = timeline.duration
        if not self.clips:
            first = frames(self.start or 0, timeline.rate)
            return [(first, end if self.end is None else frames(self.end, timeline.rate))]
        return [
            (at, at + clip.duration)
            for track in timeline.tracks
            for at, clip in track.clips()
            if clip.id in self.clips
        ]


def _outside(at: int, clip: Clip, spans: list[tuple[int, int]]) -> list[tuple[int, Clip]]:
    """A caption of which words stay, without what of it lies in one of the spans."""
    first, last = at, at + clip.duration
    for since, until in spans:
        if since <= first < until:
            first = until
        if first < since < last:
            last = since
    return [(first, clip.sub(first - at, last - first))] if last > first else []
