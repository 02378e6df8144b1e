"""Caption the scenes."""

from typing import Any, Literal

from workprint.base import Range, frames
from workprint.model import Clip, Facts, GeneratorRef, Timeline
from workprint.ops.operation import EditOp, Param, TextGenerator
from workprint.ops.registry import bind
from workprint.ops.story import Line, lines, scenes
from workprint.ops.story.scenes import FilmScene, of_clips

from .faults import NoSuchItem, NothingToDo
from .film import TEXT_TRACK, film_of
from .remove import cleared
from .timemap import placed
from .track_surgery import settle

MARK = "scene_caption"
"""Where a caption says in its metadata which scene it is for and what it was made from."""
BRIEF = 1.0
"""Seconds of the shortest scene that gets a caption: less cannot be read."""


class CaptionScenes(EditOp):
    """One short line over each scene: from what is said there, else from what is seen and the file's name.

        T  [Our office   ][Beach, two people]
        V  [A            ][B                ]

    Run again it replaces its lines; lines in words of the user's own stay. Errors: MissingFacts,
    NoSuchItem, NothingToDo.
    """

    name = "caption_scenes"
    group = "text"
    title = {"en": "Caption the scenes", "zh": "给场景加字幕"}
    say = {
        "en": ("caption each scene", "a caption for each scene", "summary caption for each scene"),
        "zh": ("每个场景加一句字幕", "给每个场景写字幕", "逐场景字幕"),
    }
    examples = {"en": "write a short caption for each scene", "zh": "每个场景加一句字幕"}

    length: float | None = Param(None, gt=0, en="Shown at most (whole scene if none)", zh="最多显示（默认整个场景）", unit="s")  # fmt: skip
    short: bool = Param(False, en="Shorter lines", zh="更短")
    own: tuple[tuple[int, str], ...] = Param((), en="Own words by scene", zh="按场景自定文字")
    only: tuple[int, ...] = Param((), en="Scenes (empty: all)", zh="场景（空：全部）")
    each: Literal["scene", "clip"] = Param("scene", en="A line for each", zh="每个")
    lang: Literal["en", "zh"] = Param("en", en="Language of what is seen", zh="画面说明的语言")
    params: dict[str, Any] = Param({}, en="Look", zh="样式")

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        film_of(timeline)
        if timeline.film is None:
            raise NothingToDo(en="There is no picture to put captions on.", zh="没有可以加字幕的画面。")
        bind(TextGenerator, "caption", {**self.params, "text": "x"})
        found = scenes(timeline, facts) if self.each == "scene" else of_clips(timeline)
        self.check(found)
        if not any(scene.span.duration >= BRIEF * timeline.rate for scene in found):
            raise NothingToDo(
                en="The scenes are shorter than a second: a caption could not be read.",
                zh="场景都不到一秒，字幕来不及看清。",
            )
        kept = dict(_own(timeline, found)) | dict(self.own)
        wanted = [scene for scene in found if not self.only or scene.index in self.only]
        written = {
            scene.index: Line(scene, kept[scene.index], ("own",)) for scene in wanted if scene.index in kept
        }
        if len(written) < len(wanted):
            made = lines(timeline, facts, found, self.lang == "zh", self.short)
            written = {line.scene.index: line for line in made} | written
        after = _without(timeline, {scene.index: scene for scene in found}, set(self.only))
        position = "top" if taken_below(after) else self.params.get("position", "bottom")
        for scene in wanted:
            if scene.span.duration >= BRIEF * timeline.rate:
                clip = self.clip(after, written[scene.index], position)
                after = placed(after, clip, scene.span.start, TEXT_TRACK)
        return settle(timeline, after)

    def check(self, found: tuple[FilmScene, ...]) -> None:
        """Raise for a scene that there is not."""
        numbers = [scene.index for scene in found]
        for number in (*self.only, *(number for number, _ in self.own)):
            if number not in numbers:
                raise NoSuchItem(id=f"scene {number}", have=[f"scene {n}" for n in numbers])

    def clip(self, timeline: Timeline, line: Line, position: str) -> Clip:
        rate = timeline.rate
        length = line.scene.span.duration
        if self.length is not None:
            length = min(length, max(1, frames(self.length, rate)))
        return Clip(
            id=timeline.new_id("c"),
            name=line.text,
            media=GeneratorRef(op="caption", params={**self.params, "text": line.text, "position": position}),
            source=Range(start=0, duration=length),
            tie="content",
            metadata={MARK: {"scene": line.scene.index, "made": list(line.made), "draft": line.draft}},
        )


def marked(clip: Clip) -> dict[str, Any]:
    """What a scene's caption says of itself; empty for other clips."""
    found = clip.metadata.get(MARK)
    return found if isinstance(found, dict) else {}


def taken_below(timeline: Timeline) -> bool:
    """Whether other captions or names of chapters lie at the bottom, where these would lie."""
    clips = (clip for track in timeline.tracks if track.kind == "text" for _, clip in track.clips())
    return any(
        isinstance(clip.media, GeneratorRef)
        and clip.media.op in ("caption", "lower_third")
        and not marked(clip)
        for clip in clips
    )


def _own(timeline: Timeline, found: tuple[FilmScene, ...]) -> list[tuple[int, str]]:
    """The lines in the user's own words, by the scene over which they lie now."""
    kept = []
    for track in timeline.tracks:
        for at, clip in track.clips():
            if "own" in marked(clip).get("made", ()) and isinstance(clip.media, GeneratorRef):
                scene = next((s for s in found if s.span.holds(at)), None)
                if scene is not None:
                    kept.append((scene.index, str(clip.media.params.get("text", ""))))
    return kept


def _without(timeline: Timeline, found: dict[int, FilmScene], only: set[int]) -> Timeline:
    """The timeline without the captions of scenes, or without those of the scenes `only`."""
    spans = [found[number].span for number in only]
    for track in timeline.tracks:
        gone = {
            clip.id
            for at, clip in track.clips()
            if marked(clip) and (not only or any(span.holds(at) for span in spans))
        }
        if gone:
            timeline = timeline.with_track(cleared(track, gone, False))
    return timeline
