"""Split screen."""

from collections.abc import Mapping, Sequence
from math import ceil, sqrt
from typing import Literal

from workprint.base import Range
from workprint.model import Clip, Effect, Facts, FileRef, Timeline, Track
from workprint.ops.operation import EditOp, Param

from .faults import BadNumber, NothingToDo
from .film import PICTURE_TRACK, appended, film_of, fresh, rebuilt, recast, taken
from .sources import is_sound, made
from .timemap import placed
from .track_surgery import Strip, settle


def boxes(layout: str, count: int) -> list[dict[str, float | str]]:
    """Where each picture lies, as fractions of the canvas."""
    columns = {"side_by_side": count, "stacked": 1}.get(layout, ceil(sqrt(count)))
    rows = -(-count // columns)
    return [
        {
            "x": round(index % columns / columns, 6),
            "y": round(index // columns / rows, 6),
            "width": round(1 / columns, 6),
            "height": round(1 / rows, 6),
            "fit": "crop",
        }
        for index in range(count)
    ]


def spread(timeline: Timeline, cells: Sequence[Clip], own: Mapping[str, Clip]) -> Timeline:
    """The film made of the first cell, the others on tracks over it; other clips of the film are kept
    only if cells of it were used, in their places around the first one."""
    used = {cell.id for cell in cells}
    film = timeline.film
    if film is None or not used & set(own):
        empty = () if film is None else (film,)
        tracks = tuple(t for t in timeline.tracks if t.kind == "text" or t.role == "music")
        after = appended(timeline.model_copy(update={"tracks": (*emptied(empty), *tracks)}), cells[0])
        start = 0
    else:
        after, start = in_row(timeline, film, cells[0], used)
    base = film_of(after).id
    for cell in cells[1:]:
        after = placed(after, cell, start, PICTURE_TRACK, above=base)
    return settle(timeline, after)


def emptied(tracks: Sequence[Track]) -> list[Track]:
    return [track.model_copy(update={"items": ()}) for track in tracks]


def in_row(timeline: Timeline, film: Track, cell: Clip, used: set[str]) -> tuple[Timeline, int]:
    """The film with the first used clip turned into the cell and the other used ones gone."""
    strip, parts, start, done = Strip(film.items), [], 0, False
    for at, item in film.placed():
        span = Range(start=at, duration=item.duration)
        if item.id not in used:
            parts.append(taken(strip, span) if item.duration else fresh(item))
        elif not done:
            done, start = True, sum(each.duration for part in parts for each in part.items)
            parts.append(recast([cell], Range(start=at, duration=min(item.duration, cell.duration))))
    return rebuilt(timeline, parts), start


class SplitScreen(EditOp):
    """Show several pictures at once: side by side, stacked, or in a grid. The film becomes this.

        +-----+-----+   +---------+   +----+----+
        |  A  |  B  |   |    A    |   | A  | B  |
        |     |     |   +---------+   +----+----+
        +-----+-----+   |    B    |   | C  | D  |
                        +---------+   +----+----+

    The sound is that of one of them. It lasts as long as the shortest. Errors: NoSuchItem, NothingToDo.
    """

    name = "split_screen"
    group = "compose"
    title = {"en": "Split screen", "zh": "分屏"}
    say = {
        "en": ("split screen", "side by side", "grid of"),
        "zh": ("分屏", "并排", "左右分屏", "宫格"),
    }
    examples = {"en": "split screen the two cameras", "zh": "把两个机位分屏"}

    media: tuple[str, ...] = Param(
        (), en="Media or clips (empty: the clips of the film)", zh="素材或片段（空：影片的片段）"
    )
    layout: Literal["side_by_side", "stacked", "grid"] = Param("side_by_side", en="Layout", zh="布局")
    sound_from: int = Param(0, ge=0, en="Sound from", zh="声音来自第几个")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        film = timeline.film
        own = {clip.id: clip for _, clip in film.clips()} if film else {}
        chosen = [self.shown(timeline, own, name, index) for index, name in enumerate(self.media or own)]
        if len(chosen) < 2:
            raise NothingToDo(en="A split screen needs two pictures or more.", zh="分屏至少需要两个画面。")
        if self.sound_from >= len(chosen):
            raise BadNumber(asked=self.sound_from, least=0, most=len(chosen) - 1)
        length = min(clip.duration for clip in chosen)
        effects = timeline.new_ids("e")
        cells = [
            clip.sub(0, length).model_copy(
                update={
                    "muted": index != self.sound_from,
                    "tie": "content",
                    "effects": (*clip.effects, Effect(id=next(effects), op="place", params=box)),
                }
            )
            for index, (clip, box) in enumerate(zip(chosen, boxes(self.layout, len(chosen)), strict=True))
        ]
        return spread(timeline, cells, own)

    def shown(self, timeline: Timeline, own: Mapping[str, Clip], name: str, index: int) -> Clip:
        """The clip of that id; else the one clip of the film that shows that media; else a new one."""
        if name in own:
            return own[name]
        showing = [c for c in own.values() if isinstance(c.media, FileRef) and c.media.media == name]
        if len(showing) == 1:
            return showing[0]
        ids = timeline.new_ids("c")
        new = [next(ids) for _ in range(index + 1)][-1]
        clip = made(timeline, name)
        if is_sound(timeline, clip):
            raise NothingToDo(en=f"“{clip.name}” has no picture.", zh=f"“{clip.name}”没有画面。")
        return clip.model_copy(update={"id": new})
