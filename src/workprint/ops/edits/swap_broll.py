"""Another piece of b-roll."""

from collections.abc import Sequence
from dataclasses import replace

from workprint.base import Text
from workprint.model import Clip, Facts, Gap, Timeline
from workprint.ops.broll.choosing import Piece, Wishes, candidates, chosen
from workprint.ops.broll.placing import MARK, is_broll, shown
from workprint.ops.operation import EditOp, Param

from .faults import NoSuchItem, NothingToDo
from .sources import media_in
from .track_surgery import settle


class SwapBroll(EditOp):
    """Show another picture where a piece of b-roll is: the one asked for, else the one that fits next best.
    The one that goes is not offered there again.

        before  V2 [coffee]        after   V2 [city]

    Errors: MissingFacts, NoSuchItem, NothingToDo.
    """

    name = "swap_broll"
    group = "compose"
    title = {"en": "Another piece of b-roll", "zh": "换空镜"}
    say = {
        "en": ("swap the b-roll", "another b-roll", "different b-roll"),
        "zh": ("换一个空镜", "换空镜", "换一段空镜"),
    }
    examples = {"en": "swap the first b-roll for another one", "zh": "换一个空镜"}

    clip: str = Param(en="Piece of b-roll", zh="空镜")
    media: str | None = Param(None, en="File (none: the next best)", zh="文件（空：次优）")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        there = {
            clip.id: (track, at, clip)
            for track in timeline.tracks
            for at, clip in track.clips()
            if is_broll(clip)
        }
        if self.clip not in there:
            raise NoSuchItem(id=self.clip, have=list(there))
        track, at, clip = there[self.clip]
        refused = [
            *clip.metadata[MARK].get("refused", ()),
            media_in(clip),
        ]
        free = [file.id for file in candidates(timeline, ()) if file.id not in refused]
        wanted = [self.media] if self.media else free
        if not wanted:
            raise NothingToDo(
                en="There is no other picture in the library for it.", zh="素材库里没有别的画面可换。"
            )
        piece = _best(timeline, facts, wanted, at, clip, _ASKED if self.media else _NEXT)
        new = shown(timeline, piece, clip.duration)
        mark = {**new.metadata[MARK], "refused": refused}
        new = new.model_copy(update={"id": clip.id, "metadata": {**new.metadata, MARK: mark}})
        rest = clip.duration - new.duration
        instead = (new, Gap(duration=rest)) if rest else (new,)
        items = [each for item in track.items for each in (instead if item is clip else (item,))]
        return settle(timeline, timeline.with_track(track.model_copy(update={"items": tuple(items)})))


_ASKED: Text = {"en": "it was asked for", "zh": "按要求换上"}
_NEXT: Text = {
    "en": "no word there fits what is left: it is the next one",
    "zh": "剩下的都与那里的词不符：按顺序取下一个",
}


def _best(
    timeline: Timeline, facts: Facts, wanted: Sequence[str], at: int, clip: Clip, otherwise: Text
) -> Piece:
    """What fits best there; where nothing does, the first there is, and `otherwise` why."""
    start, length = float(at / timeline.rate), float(clip.duration / timeline.rate)
    wishes = Wishes(tuple(wanted), "words", length, 1, start, start + length)
    best = max(chosen(timeline, facts, wishes), key=lambda piece: piece.score, default=None)
    if best is not None:
        return replace(best, start=start, length=length)
    return Piece(wanted[0], start, length, 0.0, otherwise)
