"""Captions against what is behind them: the light of the frames, faces, other texts."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from footage import ffmpeg
from test_captions import FACTS, clip, edit, film
from workprint.analysis import analyse, probe
from workprint.analysis.backdrop import COLUMNS, ROWS
from workprint.base import Range
from workprint.model import Clip, Fact, GeneratorRef, MediaFile, Timeline, Track
from workprint.ops.text.legible import Behind, legible
from workprint.ops.text.look import Look
from workprint.planner import Situation, plan

DARK, LIGHT = Behind(0.0, 0.05), Behind(0.8, 1.0)


def backdrop(dark: float, light: float, start: float = 0, end: float = 60) -> Fact:
    cells = [[[dark, light]] * COLUMNS] * ROWS
    return Fact(kind="backdrop", start=start, end=end, value={"cells": cells})


def facts(*more: Fact) -> dict[str, list[Fact]]:
    return {**FACTS, "a": [*FACTS["a"], *more]}


def looks(timeline: Timeline) -> list[dict[str, Any]]:
    rows = (track for track in timeline.tracks if track.role == "captions")
    return [dict(each.media.params) for row in rows for _, each in row.clips()]  # type: ignore[union-attr]


@pytest.fixture(scope="module")
def night_and_day(tmp_path_factory: pytest.TempPathFactory) -> MediaFile:
    """Two black seconds, then two that are white below and black above."""
    out = tmp_path_factory.mktemp("backdrop") / "a.mp4"
    white = "color=white:s=64x18:r=5:d=2,pad=64:36:0:18:black"
    ffmpeg(
        "-f", "lavfi", "-i", f"color=black:s=64x36:r=5:d=2[a];{white}[b];[a][b]concat", "-g", "5", str(out)
    )
    return probe(out)


def test_the_light_of_each_part_of_the_picture_is_told(night_and_day: MediaFile) -> None:
    first, second = analyse(night_and_day.uri, night_and_day, ["backdrop"])
    assert (first.start, first.end, second.start, second.end) == (0, 2, 2, 4)
    rows = [[max(light for _, light in row) for row in fact.value["cells"]] for fact in (first, second)]
    assert max(rows[0]) < 0.02
    assert max(rows[1][: ROWS // 2 - 1]) < 0.02
    assert min(rows[1][ROWS // 2 + 1 :]) > 0.95


@pytest.mark.parametrize(
    ("look", "behind", "becomes"),
    [
        (Look(outline=0.05), None, {}),
        (Look(), None, {"outline": 0.05}),
        (Look(), DARK, {}),
        (Look(), LIGHT, {"outline": 0.085}),
        (Look(outline=0.11), LIGHT, {}),
        (Look(color="black"), LIGHT, {}),
        (Look(color="black", outline=0.05), DARK, {"outline_color": "white", "outline": 0.085}),
        (Look(color="yellow"), Behind(0.1, 0.2), {"outline": 0.05}),
        (Look(outline=0.11), Behind(0.0, 1.0, busy=True), {"box": "black", "box_opacity": 0.6}),
        (Look(box="black", box_opacity=0.2), LIGHT, {"box_opacity": 0.55}),
        (Look(box="black", box_opacity=0.2), DARK, {}),
    ],
)
def test_letters_get_what_they_need_before_such_frames(
    look: Look, behind: Behind | None, becomes: dict[str, Any]
) -> None:
    assert legible(look, behind) == becomes


def test_all_captions_of_a_film_change_where_some_would_be_swallowed() -> None:
    timeline = film(clip("c1", "a", 0, 420))
    after = edit(timeline, "caption_speech", facts(backdrop(0, 0.02, 0, 8), backdrop(0.9, 1, 8)))
    assert {each["outline"] for each in looks(after)} == {0.085}
    behind = next(row for row in after.tracks if row.role == "captions").metadata["split"]["behind"]
    assert 0 < behind["low"] < behind["of"] == len(looks(after))
    plain = edit(timeline, "caption_speech", facts(backdrop(0, 0.02)), params={"outline": 0})
    assert {each["outline"] for each in looks(plain)} == {0}


def test_captions_go_above_a_lower_third() -> None:
    lower = Clip(
        id="l",
        media=GeneratorRef(op="lower_third", params={"text": "Ada Lovelace", "position": "bottom"}),
        source=Range(start=0, duration=100),
    )
    timeline = film(clip("c1", "a", 0, 420))
    texts = Track(id="t9", kind="text", items=(lower,))
    after = edit(timeline.model_copy(update={"tracks": (*timeline.tracks, texts)}), "caption_speech")
    assert looks(after)[0]["position"] == (0.5, 0.7)


def test_a_plan_holds_without_the_light_and_says_why_with_it() -> None:
    timeline = film(clip("c1", "a", 0, 420))
    bare = plan("caption it", Situation(timeline=timeline, facts=FACTS, lang="en"))
    assert {(need.kind, need.wished) for need in bare.needs} == {("backdrop", True), ("face", True)}
    assert looks(bare.timeline)
    assert "behind" not in bare.reply
    known = Situation(timeline=timeline, facts=facts(backdrop(0.9, 1)), lang="en")
    told = plan("caption it", known)
    count = len(looks(told.timeline))
    assert f"the picture behind {count} of {count} is too like the letters" in told.reply
    assert {need.kind for need in told.needs} == {"face"}


def test_faces_are_not_looked_for_in_long_footage() -> None:
    timeline = film(clip("c1", "a", 0, 420))
    long = tuple(each.model_copy(update={"duration": Fraction(4000)}) for each in timeline.media)
    timeline = timeline.model_copy(update={"media": long})
    told = plan("caption it", Situation(timeline=timeline, facts=facts(backdrop(0, 0.02)), lang="en"))
    assert not told.needs
    assert "keep the captions off faces" in told.reply


def test_the_light_of_real_frames_changes_the_look(night_and_day: MediaFile, tmp_path: Path) -> None:
    found = analyse(night_and_day.uri, night_and_day, ["backdrop"])
    timeline = film(clip("c1", "a", 0, 100))
    media = tuple(
        each.model_copy(update={"video": night_and_day.video}) if each.id == "a" else each
        for each in timeline.media
    )
    after = edit(timeline.model_copy(update={"media": media}), "caption_speech", facts(*found))
    assert {each["outline"] for each in looks(after)} == {0.085}
    above = edit(after, "style_captions", facts(*found), params={"preset": "clean", "position": "top"})
    assert {each.get("outline") for each in looks(above)} == {None}
