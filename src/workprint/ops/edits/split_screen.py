"""Split screen."""

from collections.abc import Mapping
from typing import Literal

from workprint.model import Clip, Effect, Facts, FileRef, Timeline
from workprint.ops.operation import EditOp, Param

from .cells import boxes, spread
from .faults import BadNumber, NothingToDo
from .lined_up import together
from .sources import is_sound, made


class SplitScreen(EditOp):
    """Show several pictures at once: side by side, stacked, or in a grid.

        +-----+-----+   +---------+   +----+----+
        |  A  |  B  |   |    A    |   | A  | B  |
        |     |     |   +---------+   +----+----+
        +-----+-----+   |    B    |   | C  | D  |
                        +---------+   +----+----+

    Clips of the film give way to it, other media comes after the film. The sound is that of one of
    them; it lasts as long as the shortest. Recordings of one event can be lined up by their sound: then each
    is cut to the moments that all of them have.
    Errors: NoSuchItem, BadNumber, NothingToDo, MissingFacts, NotTogether.
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
    by_sound: bool = Param(False, en="Lined up by sound", zh="按声音对齐")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        film = timeline.film
        own = {clip.id: clip for _, clip in film.clips()} if film else {}
        chosen = [self.shown(timeline, own, name, index) for index, name in enumerate(self.media or own)]
        if len(chosen) < 2:
            raise NothingToDo(en="A split screen needs two pictures or more.", zh="分屏至少需要两个画面。")
        if self.sound_from >= len(chosen):
            raise BadNumber(asked=self.sound_from, least=0, most=len(chosen) - 1)
        if self.by_sound:
            chosen = together(timeline, facts, chosen)
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
        return spread(timeline, cells)

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
