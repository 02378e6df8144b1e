"""Overlay."""

from collections.abc import Iterator
from typing import Any, Literal

from workprint.base import Range, seconds
from workprint.model import Clip, Effect, Facts, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import NothingToDo, OutOfMedia, OutOfRange
from .film import PICTURE_TRACK, film_of, moment, span_of
from .lined_up import alongside
from .sources import is_sound, is_still, made, media_of
from .timemap import placed
from .track_surgery import settle


class Overlay(EditOp):
    """Put media over the film, in a corner or over the whole picture.

        before  V1 [A          ]
        after   V2    [logo]
                V1 [A          ]

    Photos last as asked, or to the end of the film. Another camera's picture can be lined up by its sound with what
    the film shows there. Errors: NoSuchItem, OutOfRange, OutOfMedia, NothingToDo, MissingFacts, NotTogether.
    """

    name = "overlay"
    group = "compose"
    title = {"en": "Overlay", "zh": "叠加"}
    say = {
        "en": ("overlay", "picture in picture", "add our logo", "put the logo", "pip"),
        "zh": ("叠加", "画中画", "加上logo", "放一个角标"),
    }
    examples = {"en": "overlay logo.png in the top right corner", "zh": "把 logo.png 叠加在右上角"}

    media: str = Param(en="Media (or a generator)", zh="素材（或生成器）")
    start: float = Param(0, ge=0, en="From", zh="从", unit="s")
    end: float | None = Param(None, ge=0, en="To", zh="到", unit="s")
    corner: Literal["top-right", "top-left", "bottom-right", "bottom-left", "center", "full"] = Param(
        "top-right", en="Corner", zh="位置"
    )
    width: float = Param(0.2, ge=0.02, le=1, en="Width", zh="宽度", unit="of the canvas")
    margin: float = Param(0.03, ge=0, le=0.4, en="Margin", zh="边距", unit="of the canvas")
    opacity: float = Param(1, ge=0, le=1, en="Opacity", zh="不透明度")
    sound: bool = Param(False, en="With its sound", zh="带声音")
    media_start: float = Param(0, ge=0, en="From (in the media)", zh="素材起点", unit="s")
    by_sound: bool = Param(False, en="Lined up by sound", zh="按声音对齐")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        film = film_of(timeline)
        clip = made(timeline, self.media, self.media_start, None)
        if is_sound(timeline, clip):
            raise NothingToDo(en=f"“{clip.name}” has no picture.", zh=f"“{clip.name}”没有画面。")
        ids, after = timeline.new_ids("e"), timeline
        for at, piece in self._lined_up(timeline, facts) if self.by_sound else self._whole(timeline, clip):
            shown = {"muted": not self.sound, "effects": self.effects(ids)}
            after = placed(after, piece.model_copy(update=shown), at, PICTURE_TRACK, above=film.id)
        return settle(timeline, after)

    def _whole(self, timeline: Timeline, clip: Clip) -> list[tuple[int, Clip]]:
        film = film_of(timeline)
        first = moment(timeline, self.start)
        room = film.duration - first
        still = is_still(timeline, clip)
        length = room if still else min(room, clip.duration)
        if self.end is not None:
            length = span_of(timeline, self.start, self.end).duration
            if not still and length > clip.duration:
                has = float(seconds(clip.duration, timeline.rate))
                raise OutOfMedia(media=clip.name or clip.id, asked=self.end - self.start, duration=has)
        if length <= 0:
            raise OutOfRange(asked=self.start, duration=float(seconds(film.duration, timeline.rate)))
        tie = "length" if still and self.end is None else "content"
        source = Range(start=clip.source.start, duration=length)
        return [(first, clip.model_copy(update={"source": source, "tie": tie}))]

    def _lined_up(self, timeline: Timeline, facts: Facts) -> list[tuple[int, Clip]]:
        film = film_of(timeline)
        end = float(seconds(film.duration, timeline.rate)) if self.end is None else self.end
        found = list(alongside(timeline, facts, self.media, span_of(timeline, self.start, end)))
        if not found:
            name = media_of(timeline, self.media).name
            raise NothingToDo(en=f"“{name}” was not recording then.", zh=f"那时“{name}”没有在录制。")
        return found

    def effects(self, ids: Iterator[str]) -> tuple[Effect, ...]:
        place: dict[str, Any] = {"corner": self.corner, "margin": self.margin}
        if self.corner != "full":
            place["width"] = self.width
        found = [Effect(id=next(ids), op="place", params=place)]
        if self.opacity < 1:
            found.append(Effect(id=next(ids), op="opacity", params={"amount": self.opacity}))
        return tuple(found)
