"""What is undone by its name: a thing with all that was done to it, or a side of it alone."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from studio_parts import FakeParts
from workprint.base import Fault
from workprint.model import Fact, MediaFile
from workprint.planner import called
from workprint.studio import Studio

WORDS = ("So", "we", "went", "um", "to", "the", "store.")
HEARD = ("need", {"media": "m1", "kind": "word"})
SCRIPT: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "caption it": [HEARD, ("caption_speech", {})],
    "yellow": [("style_captions", {"params": {"color": "#ffff00"}})],
    "bigger": [("style_captions", {"params": {"size": 0.1}})],
    "music": [("add_music", {"mood": "calm"})],
    "upbeat": [("set_music", {"mood": "upbeat"})],
    "quieter": [("set_music", {"gain": 0.1})],
    "duck": [("duck_music", {"depth": 20})],
    "title": [("add_text", {"style": "title", "text": "Hi", "start": 0, "duration": 2})],
    "cut": [("delete_range", {"start": 6, "end": 8})],
    "fillers": [HEARD, ("cut_fillers", {})],
    "keep 1": [("cut_fillers", {"keep": [1], "only": []})],
    "all of it": [HEARD, ("caption_speech", {}), ("add_effect", {"effect": "vignette"})],
}


class HeardParts(FakeParts):
    """Seven words are said, one of them to fill."""

    def facts(
        self,
        wanted: Sequence[tuple[MediaFile, Sequence[str]]],
        folder: Path,
        tell: Callable[[float], None] | None,
        cancel: threading.Event | None,
    ) -> Sequence[Sequence[Fact]]:
        about = {"language": "en", "engine": "", "draft": False, "script": True}
        said = [Fact(kind="transcript", start=0, end=10, value=about)]
        said += [
            Fact(kind="word", start=n, end=n + 0.6, value={"text": word}) for n, word in enumerate(WORDS)
        ]
        return [[fact for fact in said if fact.kind in kinds] for _, kinds in wanted]


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    (tmp_path / "a.mp4").write_bytes(b"a")
    studio = Studio(tmp_path / "home", HeardParts(SCRIPT))
    studio.ingest([tmp_path / "a.mp4"], "s")
    return studio


def left(studio: Studio) -> list[str]:
    return [each.request for each in studio.kept.line("s") if each.request]


@pytest.mark.parametrize(
    ("asked", "what", "stays"),
    [
        ("caption it; yellow; music; bigger", "the captions", "music"),
        ("caption it; yellow; music; bigger", "字幕", "music"),
        ("caption it; yellow; music; bigger", "the caption colour", "caption it; music; bigger"),
        ("caption it; yellow; music; bigger", "字幕颜色", "caption it; music; bigger"),
        ("caption it; yellow; music; bigger", "the size of the captions", "caption it; yellow; music"),
        ("caption it; yellow; cut; bigger", "the caption style", "caption it; yellow; cut"),
        ("caption it; cut; caption it; yellow", "the subtitles", "cut"),
        ("music; upbeat; cut; quieter; duck", "the music", "cut"),
        ("music; upbeat; cut; quieter; duck", "音乐的音量", "music; upbeat; cut; duck"),
        ("music; upbeat; cut; quieter; duck", "the music's mood", "music; cut; quieter; duck"),
        ("fillers; title; keep 1", "the filler cuts", "title"),
        ("title; caption it; yellow", "the title", "caption it; yellow"),
    ],
)
def test_a_thing_goes_with_what_was_done_to_it(studio: Studio, asked: str, what: str, stays: str) -> None:
    for request in asked.split("; "):
        studio.edit(request, session="s")
    before = studio.head("s").timeline
    studio.take_back("s", what)
    assert "; ".join(left(studio)) == stays
    assert studio.undo("s").timeline == before


def test_what_went_is_said_exactly(studio: Studio) -> None:
    for request in ("all of it", "yellow", "bigger"):
        studio.edit(request, session="s")
    told = studio.take_back("s", "the captions").said
    assert told["en"] == (
        "Taken back: Caption the speech (“all of it”). What was done to it since went with it: "
        "Caption style (“yellow”); Caption style (“bigger”). The rest of “all of it” stays."
    )
    assert told["zh"] == (
        "已撤销：语音字幕（“all of it”）。之后只针对它的修改也一并撤销：字幕样式（“yellow”）；字幕样式（“bigger”）。"
        "“all of it”的其余部分保留。"
    )
    assert [edit["op"] for each in studio.kept.line("s") for edit in each.edits] == ["add_effect"]


def test_a_list_of_clips_loses_what_is_gone(studio: Studio) -> None:
    studio.edit("title", session="s")
    texts = next(track for track in studio.head("s").timeline.tracks if track.kind == "text")
    both = {"targets": [texts.items[0].id, "c1"], "effect": "opacity"}
    assert isinstance(studio.parts, FakeParts)
    studio.parts.script["fade them"] = [("add_effect", both)]
    studio.edit("fade them", session="s")
    studio.take_back("s", "the title")
    assert studio.head("s").edits[0]["params"]["targets"] == ["c1"]


def test_a_side_that_was_never_changed_alone_is_told(studio: Studio) -> None:
    studio.edit("caption it", session="s")
    with pytest.raises(Fault, match="undo the caption"):
        studio.take_back("s", "the caption colour")
    assert left(studio) == ["caption it"]


@pytest.mark.parametrize(
    ("said", "op", "side", "rest"),
    [
        ("the captions", "caption_speech", None, ()),
        ("my subtitle font", "caption_speech", "font", ()),
        ("the lo-fi music", "add_music", None, ("lo-fi",)),
        ("配音的语速", "add_voice_over", "rate", ()),
        ("点击圈的颜色", "highlight_clicks", "color", ()),
        ("每个场景的字幕", "caption_scenes", None, ()),
        ("the zooms", "zoom_to_clicks", None, ()),
    ],
)
def test_names(said: str, op: str, side: str | None, rest: tuple[str, ...]) -> None:
    meant = called(said)
    assert meant
    assert op in meant.makers
    assert side in meant.side if side and meant.side else side is None
    assert meant.rest == rest
    assert called("the vignette") is None
