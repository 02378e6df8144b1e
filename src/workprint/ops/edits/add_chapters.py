"""Add chapters."""

from collections.abc import Sequence
from typing import Literal

from workprint.base import Range, frames
from workprint.model import Clip, Facts, GeneratorRef, Marker, Timeline
from workprint.ops.operation import EditOp, Param
from workprint.ops.story import CHAPTER, FilmScene, Line, lines, scenes

from .film import TEXT_TRACK, film_of
from .remove import cleared
from .timemap import placed
from .track_surgery import settle

MADE = "made_chapters"
"""Where what was made by this edit says so in its metadata."""
TITLE_SECONDS = 4


class AddChapters(EditOp):
    """Divide the film into chapters: markers with names, which MP4 and MKV files carry.

        markers  ^Prices      ^The team
        V        [A                    ]

    Scenes shorter than `shortest` belong to the chapter before them. `titles` shows each name as a
    lower third. Run again it replaces what it made. Errors: MissingFacts, NothingToDo.
    """

    name = "add_chapters"
    group = "document"
    title = {"en": "Add chapters", "zh": "添加章节"}
    say = {
        "en": ("split into chapters", "add chapters", "divide into chapters", "chapter markers"),
        "zh": ("分章节", "划分章节", "自动分章", "加章节"),
    }
    examples = {"en": "split the video into chapters", "zh": "给视频划分章节"}

    shortest: float | None = Param(None, gt=0, en="Shortest chapter (10 s, or a sixth of a short film)", zh="最短章节（默认10秒，短片为六分之一）", unit="s")  # fmt: skip
    count: int | None = Param(None, ge=1, le=99, en="How many at most", zh="最多几个")
    titles: bool = Param(False, en="Names on screen", zh="画面上显示章节名")
    lang: Literal["en", "zh"] = Param("en", en="Language of what is seen", zh="画面说明的语言")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        film_of(timeline)
        found = self.chapters(timeline, scenes(timeline, facts))
        named = lines(timeline, facts, found, self.lang == "zh")
        after = _without(timeline)
        ids = after.new_ids(prefix="k")
        markers = [
            Marker(
                id=next(ids),
                name=line.text,
                range=line.scene.span,
                kind=CHAPTER,
                metadata={MADE: list(line.made), "draft": line.draft},
            )
            for line in named
        ]
        every = sorted((*after.markers, *markers), key=lambda marker: marker.range.start)
        after = after.model_copy(update={"markers": tuple(every)})
        if self.titles:
            for line in named:
                after = placed(after, self.shown(after, line), line.scene.span.start, TEXT_TRACK)
        return settle(timeline, after)

    def chapters(self, timeline: Timeline, found: Sequence[FilmScene]) -> list[FilmScene]:
        """Scenes put together until none is too short and there are not too many."""
        seconds = float(timeline.duration / timeline.rate)
        least = frames(self.shortest or min(10.0, seconds / 6), timeline.rate)
        row = list(found)
        while len(row) > 1:
            index = min(range(len(row)), key=lambda i: row[i].span.duration)
            if row[index].span.duration >= least and len(row) <= (self.count or len(row)):
                break
            # The shorter neighbour takes it in; the first can only go to the second.
            with_next = index == 0 or (
                index + 1 < len(row) and row[index + 1].span.duration < row[index - 1].span.duration
            )
            first = index if with_next else index - 1
            row[first : first + 2] = [_together(row[first], row[first + 1])]
        return row

    def shown(self, timeline: Timeline, line: Line) -> Clip:
        place = "top-left" if _captioned(timeline) else "bottom-left"
        return Clip(
            id=timeline.new_id("c"),
            name=line.text,
            media=GeneratorRef(op="lower_third", params={"text": line.text, "position": place}),
            source=Range(
                start=0, duration=min(line.scene.span.duration, frames(TITLE_SECONDS, timeline.rate))
            ),
            tie="start",
            metadata={MADE: list(line.made)},
        )


def _captioned(timeline: Timeline) -> bool:
    """Whether captions lie over the picture, under which a name at the bottom would be hidden."""
    clips = (clip for track in timeline.tracks if track.kind == "text" for _, clip in track.clips())
    return any(isinstance(clip.media, GeneratorRef) and clip.media.op == "caption" for clip in clips)


def _together(one: FilmScene, two: FilmScene) -> FilmScene:
    clips = tuple(dict.fromkeys((*one.clips, *two.clips)))
    return FilmScene(
        one.index, Range.between(one.span.start, two.span.end), one.by, clips, one.media, one.shot
    )


def _without(timeline: Timeline) -> Timeline:
    """The timeline without the chapters and titles that this edit made before."""
    kept = tuple(marker for marker in timeline.markers if MADE not in marker.metadata)
    timeline = timeline.model_copy(update={"markers": kept})
    for track in timeline.tracks:
        gone = {clip.id for _, clip in track.clips() if MADE in clip.metadata}
        if gone:
            timeline = timeline.with_track(cleared(track, gone, False))
    return timeline
