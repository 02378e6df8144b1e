"""Captions as SRT, WebVTT and ASS files, and back."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footage import ffmpeg
from test_captions import FACTS, clip, edit, film, media, shown
from workprint.analysis.cues import Cues
from workprint.base import Range
from workprint.model import (
    Clip,
    Companion,
    Cue,
    CueForm,
    Gap,
    GeneratorRef,
    MediaFile,
    Timeline,
    Track,
    read_cues,
    with_companions,
    write_cues,
)
from workprint.ops import EditOp, bind
from workprint.studio import Studio, beside, caption_styles, subtitles

SRT = """1
00:00:01,000 --> 00:00:02,500
Hello, everybody.
How are you?

2
00:00:03,040 --> 00:00:04,000
<i>All of it slanted</i>

3
00:00:05,000 --> 00:00:06,000
{\\an8}Only <i>a part</i> of it
"""
VTT = """WEBVTT - a title

STYLE
::cue { color: red }

NOTE nothing to see

intro
00:01.000 --> 00:02.500 line:5% align:start
<v Ann>Fish &amp; chips &lt;3

00:00:03.000 --> 00:00:04.000 line:50%
第二句
"""


def given_along(text: str, tmp: Path, name: str = "talk.srt") -> tuple[MediaFile, dict[str, Any]]:
    """Footage with a subtitle file given along, and the facts of it."""
    place = tmp / name
    place.write_text(text, encoding="utf-8")
    given = Companion(kind="captions", name=name, hash="h", uri=str(place))
    footage = with_companions(media("a"), [given])
    return footage, {"a": Cues().find(tmp / "a.mp4", footage, None, None)}


def imported(text: str, tmp: Path, timeline: Timeline | None = None, **params: Any) -> Timeline:
    footage, facts = given_along(text, tmp)
    timeline = timeline or film(clip("c1"))
    timeline = timeline.model_copy(update={"media": (footage, *timeline.media[1:])})
    return bind(EditOp, "import_captions", params).apply(timeline, facts)


def told(timeline: Timeline) -> list[tuple[int, int, str]]:
    return [
        (at, at + each.duration, str(each.media.params["text"]))
        for row in timeline.tracks
        if row.kind == "text"
        for at, each in row.clips()
        if isinstance(each.media, GeneratorRef)
    ]


def test_cues_of_srt_keep_times_lines_and_tags(tmp_path: Path) -> None:
    after = imported(SRT, tmp_path)
    assert told(after) == [
        (25, 63, "Hello, everybody.\nHow are you?"),
        (76, 100, "All of it slanted"),
        (125, 150, "Only a part of it"),
    ]
    looks = [each.media.params for _, each in after.tracks[-1].clips()]  # type: ignore[union-attr]
    assert [each.get("italic") for each in looks] == [None, True, None]
    assert [each.get("position") for each in looks] == [None, None, "top"]
    assert "Only <i>a part</i> of it" in subtitles(after)
    assert subtitles(imported(subtitles(after), tmp_path)) == subtitles(after)


def test_cues_of_vtt_keep_their_places_and_names(tmp_path: Path) -> None:
    after = imported(VTT, tmp_path)
    assert [text for *_, text in told(after)] == ["Fish & chips <3", "第二句"]
    places = [each.media.params.get("position") for _, each in after.tracks[-1].clips()]  # type: ignore[union-attr]
    assert places == ["top-left", "center"]
    again = subtitles(after, "vtt")
    assert (
        "intro\n00:00:01.000 --> 00:00:02.520 line:5% align:start\n<v Ann>Fish &amp; chips &lt;3\n" in again
    )
    assert subtitles(imported(again, tmp_path), "vtt") == again


LINE = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\u180e"), min_size=1, max_size=12)  # fmt: skip
TEXTS = st.lists(LINE, min_size=1, max_size=2).map("\n".join).filter(lambda text: text.strip() != "")


@st.composite
def captioned(draw: st.DrawFn) -> Timeline:
    """A film with captions of any words, at any frames and at several rates."""
    rate = draw(st.sampled_from([Fraction(25), Fraction(30000, 1001), Fraction(60), Fraction(24000, 1001)]))
    items: list[Clip | Gap] = []
    for index in range(draw(st.integers(1, 5))):
        if gap := draw(st.integers(0, 40)):
            items.append(Gap(duration=gap))
        params: dict[str, Any] = {"text": draw(TEXTS)}
        params |= draw(st.sampled_from([{}, {"italic": True}, {"position": "top"}, {"preset": "karaoke"}]))
        length = draw(st.integers(1, 90))
        items.append(
            Clip(
                id=f"k{index}",
                media=GeneratorRef(op="caption", params=params),
                source=Range(start=0, duration=length),
            )
        )
    row = Track(id="t1", kind="text", role="captions", items=tuple(items))
    plain = film(clip("c1"))
    return plain.model_copy(update={"rate": rate, "tracks": (*plain.tracks, row)})


@pytest.mark.parametrize("form", ["srt", "vtt", "ass"])
@settings(max_examples=60, deadline=None)
@given(before=captioned())
def test_what_is_written_and_read_again_is_the_same(
    form: CueForm, before: Timeline, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = subtitles(before, form)
    tmp = tmp_path_factory.mktemp("files")
    bare = before.model_copy(update={"tracks": before.tracks[:-1]})
    after = imported(text, tmp, bare, clock="film")
    assert subtitles(after, form) == text
    assert [each[:2] for each in told(after)] == [each[:2] for each in told(before)]


@pytest.mark.parametrize("preset", ["clean", "karaoke", "highlight", "one-word", "boxed", "neon"])
def test_ass_keeps_looks_places_and_words(preset: str, tmp_path: Path) -> None:
    before = edit(film(clip("c1")), "caption_speech", preset=preset, params={"position": "top"})
    text = subtitles(before, "ass")
    after = imported(text, tmp_path, film(clip("c1")), clock="film")
    assert subtitles(after, "ass") == text
    assert told(after) == told(before)
    for one, two in zip(shown(before), shown(after), strict=True):
        assert one[0] == two[0]
        assert all(abs(a - b) <= 0.5 for a, b in zip(one[1:], two[1:], strict=True)), "within a hundredth"
    looks = next(each for _, each in after.tracks[-1].clips()).media.params  # type: ignore[union-attr]
    assert (looks["preset"], looks["position"]) == (preset, "top")


def test_cues_go_where_their_footage_plays(tmp_path: Path) -> None:
    cut = edit(film(clip("c1")), "delete_range", {}, start=0.5, end=2)
    assert told(imported(SRT, tmp_path, cut))[0] == (13, 26, "Hello, everybody.\nHow are you?")
    fast = edit(film(clip("c1")), "set_speed", {}, factor=2)
    assert [each[:2] for each in told(imported(SRT, tmp_path, fast))][2] == (63, 75)


def test_captions_lie_beside_an_export_and_never_over_what_was_given(tmp_path: Path) -> None:
    after = edit(film(clip("c1")), "caption_speech")
    assert beside(tmp_path / "cut.mp4", film(clip("c1"))) == ()
    assert [path.name for path in beside(tmp_path / "cut.mp4", after)] == ["cut.srt", "cut.vtt", "cut.ass"]
    assert (tmp_path / "cut.srt").read_text("utf-8") == subtitles(after)
    footage, _ = given_along(SRT, tmp_path)
    mine = after.model_copy(update={"media": (footage, *after.media[1:])})
    names = [path.name for path in beside(tmp_path / "talk.mp4", mine)]
    assert names == ["talk-captions.srt", "talk.vtt", "talk.ass"]
    assert (tmp_path / "talk.srt").read_text("utf-8") == SRT


def test_the_sheet_has_every_style_on_the_users_own_frame(tmp_path: Path) -> None:
    photo = tmp_path / "photo.png"
    ffmpeg("-f", "lavfi", "-i", "color=c=0x3a6ea5:size=320x180", "-frames:v", "1", str(photo))
    out = caption_styles(Studio(tmp_path / "home"), tmp_path / "sheet.png", path=photo)
    raw = ffmpeg("-i", str(out), "-pix_fmt", "rgb24", "-f", "rawvideo", "pipe:1")
    width, height = 3 * 640 + 4 * 4, 4 * 360 + 5 * 4
    picture = np.frombuffer(raw, np.uint8).reshape(height, width, 3)
    cells = [picture[4 + 364 * (n // 3) :, 4 + 644 * (n % 3) :][:360, :640] for n in range(12)]
    assert all(np.abs(cell[100, 600].astype(int) - (0x3A, 0x6E, 0xA5)).max() < 12 for cell in cells)
    assert len({cell[200:].tobytes() for cell in cells}) == 12, "no two styles look the same"


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("", []),
        ("no cues here\n\nnone at all", []),
        ("00:01.5 --> 00:02,75\r\nshort\r\n\r\n", [Cue(1500, 2750, "short")]),
        ("\ufeff1\n0:00:01,000 --> 0:00:02,000\n12\n", [Cue(1000, 2000, "12", name="1")]),
        ("1\n00:00:01,000 --> 00:00:02,000\na < b & c > d\n", [Cue(1000, 2000, "a < b & c > d", name="1")]),
    ],
)
def test_what_people_write(text: str, cues: list[Cue]) -> None:
    assert read_cues(text) == cues


def test_texts_of_vtt_are_escaped() -> None:
    text = write_cues([Cue(0, 1000, "a < b & c")], "vtt")
    assert re.search(r"^a &lt; b &amp; c$", text, re.MULTILINE)
    assert read_cues(text)[0].text == "a < b & c"


def test_captions_of_words_are_what_the_files_say() -> None:
    after = edit(film(clip("c1")), "caption_speech")
    assert subtitles(after).startswith(
        "1\n00:00:00,480 --> 00:00:05,920\nSo, last summer we went to the big\nstore in the middle of the town.\n\n2\n"
    )
    assert FACTS["a"][0].start == 0.5


STYLED = (
    "WEBVTT\n\nSTYLE\n::cue { color: #ffcc00; background-color: black }\n\nREGION\nid:one\n\n"
    "00:00:01.000 --> 00:00:02.000\nHello\n"
)
FOREIGN = """[Script Info]
PlayResX: 640
PlayResY: 360

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, Bold, Italic, BorderStyle, Alignment
Style: Mine,Arial,24.516,&H0000FFFF,&H00FF0000,-1,0,1,8

[Events]
Format: Layer, Start, End, Style, Text
Dialogue: 0,0:00:01.00,0:00:02.00,Mine,Hello
"""


def test_styles_of_other_programs_are_drawn_or_kept(tmp_path: Path) -> None:
    after = imported(STYLED, tmp_path)
    (params,) = (each.media.params for _, each in after.tracks[-1].clips())  # type: ignore[union-attr]
    assert (params["color"], params["box"]) == ("#ffcc00", "black")
    again = subtitles(after, "vtt")
    assert "STYLE\n::cue { color: #ffcc00; background-color: black }\n\nREGION\nid:one\n\n" in again
    assert subtitles(imported(again, tmp_path), "vtt") == again
    (params,) = (
        each.media.params  # type: ignore[union-attr]
        for _, each in imported(FOREIGN, tmp_path).tracks[-1].clips()
    )
    looks = {key: params[key] for key in ("color", "outline_color", "bold", "italic", "size", "position")}
    assert looks == {
        "color": "#ffff00", "outline_color": "#0000ff", "bold": True, "italic": False, "size": 0.05, "position": "top",
    }  # fmt: skip
    wished = imported(FOREIGN, tmp_path, params={"color": "red"})
    assert [each.media.params["color"] for _, each in wished.tracks[-1].clips()] == ["red"]  # type: ignore[union-attr]
