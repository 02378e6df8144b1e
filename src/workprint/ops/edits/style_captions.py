"""Change the look of the captions."""

from collections.abc import Iterable
from typing import Any

from workprint.base import seconds
from workprint.model import Clip, Facts, GeneratorRef, Timeline
from workprint.ops.operation import EditOp, Param

from .captioning import anew, replaced, restyled
from .captions import SPLIT, captions, is_captions
from .faults import NothingToDo
from .standing_out import wished

_FITS = frozenset({"preset", "size", "font", "bold", "italic", "highlight", "box", "case"})
"""Looks on which it depends how many words fit."""
_SAID = ("text", "times")


class StyleCaptions(EditOp):
    """Give all captions of the speech, or those on screen from `start` to `end`, another look, place or length of line; their words are gathered anew
    where they would not fit.

        before  T [So we went to the store.]
        after   T [So we went] [to the store.]

    A new `preset` begins from its own look; `params` change it. Errors: NothingToDo.
    """

    name = "style_captions"
    group = "text"
    title = {"en": "Caption style", "zh": "字幕样式"}
    say = {
        "en": ("make the captions bigger", "caption style", "restyle the captions", "captions at the top"),
        "zh": ("字幕大一点", "字幕样式", "字幕放到上面", "修改字幕样式"),
    }
    examples = {"en": "karaoke style for all the captions", "zh": "所有字幕改成卡拉OK样式"}

    params: dict[str, Any] = Param({}, en="Look", zh="外观")
    start: float | None = Param(None, ge=0, en="From", zh="从", unit="s")
    end: float | None = Param(None, ge=0, en="To", zh="到", unit="s")
    lines: int | None = Param(None, ge=1, le=2, en="Lines at most", zh="最多行数")
    words: int | None = Param(None, ge=1, le=40, en="Words at most", zh="最多词数")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        track = next((track for track in timeline.tracks if is_captions(track) and track.items), None)
        if track is None:
            raise NothingToDo(
                en="There are no captions of the speech to change; say “caption it” first.",
                zh="还没有语音字幕可以修改；请先说“加字幕”。",
            )
        asked = {"lines": self.lines, "words": self.words}
        split = {**track.metadata.get(SPLIT, {}), **{k: v for k, v in asked.items() if v is not None}}
        placed = [
            (at, self.restyled(clip) if self.meant(at, clip, timeline) else clip)
            for _, at, clip in captions(timeline)
        ]
        if self.lines or self.words or _FITS & self.params.keys():
            placed = anew(timeline, placed, split)
        after = replaced(timeline, facts, placed, [], split)
        if after == timeline:
            raise NothingToDo(en="The captions look so already.", zh="字幕已经是这个样子了。")
        return after

    def wishes(self, timeline: Timeline, facts: Facts) -> Iterable[tuple[str, str]]:
        return wished(timeline, facts)

    def meant(self, at: int, clip: Clip, timeline: Timeline) -> bool:
        """Whether a caption is on screen in the range that was asked for."""
        first, last = (float(seconds(frame, timeline.rate)) for frame in (at, at + clip.duration))
        return (self.start is None or self.start < last) and (self.end is None or first <= self.end)

    def restyled(self, clip: Clip) -> Clip:
        """A caption with what is asked for; a new preset leaves nothing of the look before but its place."""
        assert isinstance(clip.media, GeneratorRef)
        old = clip.media.params
        if "preset" in self.params:
            old = {key: old[key] for key in (*_SAID, "position") if key in old}
        return restyled(clip, {**old, **self.params})
