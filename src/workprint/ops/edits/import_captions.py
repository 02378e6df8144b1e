"""Captions from a subtitle file."""

from collections.abc import Iterable
from typing import Any, Literal

from workprint.model import Facts, Timeline
from workprint.ops.operation import EditOp, Param
from workprint.ops.text.presets import PresetName

from .captioning import replaced
from .captions import CAPTIONS, is_captions, look_of
from .faults import MissingFacts, NothingToDo
from .film import film_of
from .given_cues import CUE, HEAD, cue_clips, given_files, heads
from .standing_out import wished


class ImportCaptions(EditOp):
    """Put the cues of a subtitle file that was given along with the footage on screen, with its times to the
    frame and its line breaks; they take the place of the captions that are there.

        T   [Hello.]   [How are you?]
        V  [A                ][B    ]

    `clock` says whose times the file tells: those of the `media`, carried to where it plays now, or those of
    the `film`. Errors: MissingFacts, NothingToDo.
    """

    name = "import_captions"
    group = "text"
    title = {"en": "Captions from a file", "zh": "导入字幕"}
    say = {
        "en": ("import the subtitles", "use the srt as captions", "captions from the file"),
        "zh": ("导入字幕", "用字幕文件做字幕", "加载字幕文件"),
    }
    examples = {"en": "import the subtitles", "zh": "导入字幕"}

    file: str | None = Param(None, en="File", zh="文件")
    clock: Literal["media", "film"] = Param("media", en="Times of", zh="时间基准")
    preset: PresetName = Param("clean", en="Style", zh="样式")
    params: dict[str, Any] = Param({}, en="Look", zh="外观")

    def wishes(self, timeline: Timeline, facts: Facts) -> Iterable[tuple[str, str]]:
        return wished(timeline, facts)

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        film_of(timeline)
        look = {**({"preset": self.preset} if "preset" in self.model_fields_set else {}), **self.params}
        look_of(look)
        given = given_files(timeline, self.file)
        if not given:
            named = f" “{self.file}”" if self.file else ""
            raise NothingToDo(
                en=f"No subtitle file{named} was given along with the footage. Name it with the request: talk.mp4 talk.srt “use talk.srt as captions”.",
                zh=f"没有随素材提供字幕文件{named}。请把它和请求一起给出：talk.mp4 talk.srt “用 talk.srt 做字幕”。",
            )
        for media in given:
            if not any(fact.kind == CUE for fact in facts.get(media.id, ())):
                raise MissingFacts(kind=CUE, media=media.name or media.id)
        clips = list(cue_clips(timeline, facts, given, look, self.clock == "film"))
        if not clips:
            raise NothingToDo(
                en="None of the file's cues lies where the film still plays its footage.",
                zh="字幕文件里的条目都不在影片现有的画面范围内。",
            )
        bare = tuple(
            track.model_copy(update={"metadata": {}}) if track.role == CAPTIONS else track
            for track in timeline.tracks
        )
        head = heads(facts, given)
        after = replaced(timeline.model_copy(update={"tracks": bare}), facts, clips, [], {})
        if head:
            told = tuple(
                track.model_copy(update={"metadata": {**track.metadata, HEAD: head}})
                if is_captions(track)
                else track
                for track in after.tracks
            )
            after = after.model_copy(update={"tracks": told})
        if after == timeline:
            raise NothingToDo(en="These captions are there already.", zh="这些字幕已经在影片里了。")
        return after
