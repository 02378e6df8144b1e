"""Cut the silences."""

from typing import Literal

from workprint.base import Range
from workprint.model import Clip, Facts, FileRef, Timeline
from workprint.ops.operation import EditOp, Param

from .faults import NothingToDo
from .film import Part, clips_of, film_of, rebuilt, recast
from .recut import Wishes, recut
from .relinked import apart, resounded
from .silences import Run, cuttable, pauses, runs
from .sources import media_of


class CutSilences(EditOp):
    """Take out the pauses between words, keeping a little of each; run again with other numbers it
    starts from the source again, so that what was cut too tightly comes back.

        before  [talk ......... talk .... talk]
        after   [talk .][. talk .][. talk]

    `mode="speed"` plays the pauses fast instead. Errors: MissingFacts, NoSuchItem, NothingToDo.
    """

    name = "cut_silences"
    group = "cut"
    title = {"en": "Cut the silences", "zh": "剪掉静音"}
    say = {
        "en": ("trim the silences", "remove silences", "cut the pauses", "trim the pauses", "jump cut"),
        "zh": ("去掉停顿", "剪掉静音", "去静音", "删除空白", "剪掉停顿"),
    }
    examples = {"en": "trim the silences", "zh": "去掉停顿"}
    main = "min_silence"

    min_silence: float = Param(0.6, ge=0.05, le=60, en="Shortest silence", zh="最短静音", unit="s")
    pad: float = Param(0.15, ge=0, le=5, en="Kept on each side", zh="两侧保留", unit="s")
    min_cut: float = Param(0.2, ge=0, le=10, en="Shortest cut", zh="最短剪切", unit="s")
    min_clip: float = Param(0.1, ge=0, le=10, en="Shortest piece", zh="最短片段", unit="s")
    where: Literal["all", "ends", "head", "tail"] = Param("all", en="Where", zh="位置")
    mode: Literal["cut", "speed"] = Param("cut", en="Mode", zh="方式")
    factor: float = Param(8, gt=1, le=100, en="Speed of the pauses", zh="停顿处倍速", unit="×")
    clips: tuple[str, ...] = Param((), en="Clips (empty: all of the film)", zh="片段（空：整部影片）")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        film = film_of(timeline)
        clips = [clip for clip in clips_of(timeline, self.clips) if cuttable(timeline, clip)]
        if not clips:
            raise NothingToDo(en="There is no footage with sound to cut.", zh="没有带声音的素材可以剪。")
        files = dict.fromkeys(clip.media.media for clip in clips if isinstance(clip.media, FileRef))
        quiet = {name: pauses(timeline, media_of(timeline, name), facts) for name in files}
        found = list(runs(timeline, film, {clip.id for clip in clips}, quiet))
        gathered = [run for run in found if isinstance(run, Run)]
        parts: list[Part] = []
        wishes = Wishes(**self.model_dump(exclude={"clips"}))
        at = 0
        for item in found:
            if isinstance(item, Run):
                sides = self.sides(item is gathered[0], item is gathered[-1])
                parts += recut(timeline, item, quiet, wishes, sides)
                at = item.pieces[-1][0] + item.pieces[-1][1].duration
            else:
                parts.append(recast([item], Range(start=at, duration=item.duration)))
                at += item.duration
        if not any(isinstance(item, Clip) for part in parts for item in part.items):
            raise NothingToDo(
                en="All of it is silent: nothing would be left.", zh="全部都是静音：剪完就没有了。"
            )
        silent, sounds = apart(timeline, gathered)
        after = resounded(rebuilt(silent, parts), sounds)
        if after == timeline:
            raise NothingToDo(
                en=f"There is no pause of {self.min_silence:g} s to cut.",
                zh=f"没有可剪的停顿（{self.min_silence:g} 秒以上）。",
            )
        return after

    def sides(self, first: bool, last: bool) -> tuple[bool, bool]:
        """Whether the head and the tail of this run are meant, where not all is."""
        alone = bool(self.clips)
        return (
            self.where in ("ends", "head") and (first or alone),
            self.where in ("ends", "tail") and (last or alone),
        )
