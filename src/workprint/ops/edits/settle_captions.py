"""Captions that can be read where they are."""

from collections.abc import Iterable
from typing import Any

from workprint.model import Clip, Facts, GeneratorRef, Timeline, of_kind
from workprint.ops.operation import EditOp

from .beneath import BACKDROP, FACE
from .captioning import replaced, restyled
from .captions import SPLIT, captions, is_captions
from .faults import MissingFacts, NothingToDo
from .standing_out import shown, wished


class SettleCaptions(EditOp):
    """Put the captions of the speech where no face and no other text is, in looks that stand out from the
    frames behind them, as far as the picture has such a place.

        before  T [white on snow]
        after   T [white on snow, outlined]

    Errors: MissingFacts, NothingToDo.
    """

    name = "settle_captions"
    group = "text"
    title = {"en": "Captions that can be read", "zh": "让字幕看得清"}
    say = {
        "en": ("keep the captions off faces", "make the captions readable", "captions are hard to read"),
        "zh": ("字幕不要挡脸", "字幕看不清", "让字幕清楚一点"),
    }
    examples = {"en": "keep the captions off faces", "zh": "字幕不要挡脸"}

    def wishes(self, timeline: Timeline, facts: Facts) -> Iterable[tuple[str, str]]:
        return wished(timeline, facts)

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        track = next((track for track in timeline.tracks if is_captions(track) and track.items), None)
        if track is None:
            raise NothingToDo(
                en="There are no captions of the speech; say “caption it” first.",
                zh="还没有语音字幕；请先说“加字幕”。",
            )
        for media in shown(timeline):
            for kind, answers in ((BACKDROP, (BACKDROP,)), (FACE, (FACE, "faces"))):
                if not any(of_kind(facts, media.id, each) for each in answers) and _can(media.kind, kind):
                    raise MissingFacts(kind=kind, media=media.name or media.id)
        split: dict[str, Any] = dict(track.metadata.get(SPLIT, {}))
        placed = [(at, _anywhere(clip)) for _, at, clip in captions(timeline)]
        after = replaced(timeline, facts, placed, [], split)
        if [clip for *_, clip in captions(after)] == [clip for *_, clip in captions(timeline)]:
            raise NothingToDo(
                en="The captions stand out from the picture already, and lie over no face that was found and no other text. Say “captions bigger”, “captions on a black box” or “captions at the top” for more.",
                zh="字幕与画面的反差已经足够，也没有挡住找到的人脸或其他文字。还可以说“字幕大一点”“字幕加黑色底框”或“字幕放到上面”。",
            )
        return after


def _can(media: str, kind: str) -> bool:
    return media == "video" or (kind == BACKDROP and media == "image")


def _anywhere(clip: Clip) -> Clip:
    """A caption that says no more where it lies."""
    assert isinstance(clip.media, GeneratorRef)
    return restyled(clip, {key: value for key, value in clip.media.params.items() if key != "position"})
