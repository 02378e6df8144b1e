"""Cuts and photos on the beat of the music."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from workprint.base import Range
from workprint.model import (
    AudioStream,
    Clip,
    Fact,
    Facts,
    FileRef,
    GeneratorRef,
    MediaFile,
    Timeline,
    Track,
    VideoStream,
)
from workprint.ops.edits.beats import beats_of
from workprint.ops.edits.cut_to_beat import CutToBeat
from workprint.ops.edits.faults import MissingFacts, NoMusic, NothingToDo
from workprint.planner.change import Change
from workprint.planner.plan import Edit
from workprint.planner.told_beats import beat_cut
from workprint.studio.made_beats import made_beats

VIDEO = VideoStream(width=640, height=360, duration=Fraction(60))
CLIP = MediaFile(id="m1", name="a.mp4", duration=Fraction(60), video=VIDEO)
PHOTO = MediaFile(id="p1", name="p.jpg", kind="image", video=VIDEO)
SONG = MediaFile(id="s1", name="song.mp3", kind="audio", duration=Fraction(10), audio=AudioStream())


def film(lengths: Sequence[int], music: Any, media: str = "m1", spare: int = 100, **more: Any) -> Timeline:
    """Clips of so many frames at 30 a second, each with `spare` frames of its file around it, and music."""
    clips = tuple(
        Clip(id=f"c{n}", media=FileRef(media=media), source=Range(start=spare, duration=length))
        for n, length in enumerate(lengths, 1)
    )
    song = Clip(id="mu", media=music, source=Range(start=0, duration=sum(lengths)), tie="length", **more)
    tracks = (
        Track(id="v1", kind="video", items=clips), Track(id="a1", kind="audio", role="music", items=(song,)),
    )  # fmt: skip
    return Timeline(tracks=tracks, media=(CLIP, PHOTO, SONG))


def made(mood: str = "upbeat") -> GeneratorRef:
    return GeneratorRef(op="music", params={"mood": mood, "seed": 3})


def heard(period: float, confidence: float = 0.8, first: float = 0.2) -> Facts:
    """The beats of the song, `period` seconds apart."""
    count = int((10 - first) / period) + 1
    return {
        "s1": [Fact(kind="beats", start=0, end=10, value={"count": count}, confidence=confidence)] + [
            Fact(kind="beat", start=first + n * period, end=first + n * period, value={"tempo": 60 / period, "index": n}, confidence=confidence, source="beat")
            for n in range(count)
        ]
    }  # fmt: skip


def cuts(timeline: Timeline) -> list[int]:
    assert timeline.film
    return [at for at, _ in timeline.film.clips()][1:]


def with_made_beats(timeline: Timeline, edit: CutToBeat) -> tuple[Timeline, Facts]:
    """The timeline after an edit, and the beats that it asked for on the way."""
    facts: dict[str, Sequence[Fact]] = {}
    while True:
        try:
            return edit.apply(timeline, facts), facts
        except MissingFacts as missing:
            name = str(missing.fields["media"])
            assert name not in facts
            facts[name] = made_beats(name)
            assert facts[name]


def test_cuts_move_to_the_nearest_beat_and_the_film_stays_as_long() -> None:
    start = film((100, 70, 130), FileRef(media="s1"))
    after = CutToBeat().apply(start, heard(0.5))
    assert cuts(after) == [96, 171]  # beats at 6, 21, 36, … frames
    assert after.duration == start.duration
    assert beat_cut(Change(Edit(op="cut_to_beat"), start, after), False) == (
        "2 of 2 cuts moved onto the beat, by 0.13 s at most; the film's length stays. "
        "The music has 120 beats a minute; its beat was heard with a confidence of 80%."
    )
    assert "2 个切点中移动了 2 个" in beat_cut(Change(Edit(op="cut_to_beat"), start, after), True)
    with pytest.raises(NothingToDo, match="on the beat already"):
        CutToBeat().apply(after, heard(0.5))


def test_a_cut_moves_only_as_far_as_it_may_and_the_footage_reaches() -> None:
    near = CutToBeat(within=0.12).apply(film((101, 72, 127), FileRef(media="s1")), heard(0.5))
    assert cuts(near) == [101, 171]
    # No footage before the second clip, and none after the first: the cut can go neither way.
    whole = Clip(id="c1", media=FileRef(media="m1"), source=Range(start=1700, duration=100))
    fresh = Clip(id="c2", media=FileRef(media="m1"), source=Range(start=0, duration=100))
    stuck = film((200,), FileRef(media="s1"))
    track = stuck.tracks[0].model_copy(update={"items": (whole, fresh)})
    with pytest.raises(NothingToDo):
        CutToBeat().apply(stuck.with_track(track), heard(0.5))
    every = CutToBeat(every=4).apply(film((100, 70, 130), FileRef(media="s1")), heard(0.5))
    assert cuts(every) == [126, 186]


def test_each_clip_lasts_so_many_beats_of_made_music() -> None:
    after, facts = with_made_beats(film((120, 100, 150, 90), made()), CutToBeat(mode="each", every=2))
    beats = beats_of(after, facts)
    assert set(cuts(after)) <= set(beats.frames)
    assert after.duration in (beats.frames[8], beats.frames[8] + 1)
    music = after.tracks[1].items[0]
    assert isinstance(music, Clip)
    assert isinstance(music.media, GeneratorRef)
    assert music.media.params["seconds"] == pytest.approx(460 / 30, abs=0.001)  # it keeps its tempo
    told = beat_cut(Change(Edit(op="cut_to_beat", params={"mode": "each"}), after, after), False)
    assert told.startswith("4 clips, 2 beats each")
    assert "known, since it was made here" in told


def test_photos_that_become_longer_get_longer_music() -> None:
    after, facts = with_made_beats(film((30, 30, 30), made(), "p1", 0), CutToBeat(mode="each", every=4))
    beats = beats_of(after, facts)
    assert set(cuts(after)) <= set(beats.frames)
    assert after.duration > 150
    music = after.tracks[1].items[0]
    assert isinstance(music, Clip)
    assert isinstance(music.media, GeneratorRef)
    assert music.media.params["seconds"] >= after.duration / 30


def test_photos_stay_about_two_seconds_where_nothing_is_said() -> None:
    after = CutToBeat(mode="each").apply(film((60, 60, 60), FileRef(media="s1"), "p1", 0), heard(0.5))
    assert cuts(after) == [66, 126]


def test_a_clip_that_is_too_short_is_shown_for_fewer_beats() -> None:
    start = film((120, 40, 120), FileRef(media="s1"), spare=1700)
    after = CutToBeat(mode="each", every=4).apply(start, heard(0.5, first=0.0))
    assert cuts(after) == [60, 90]


def test_a_song_that_is_repeated_has_its_beats_again() -> None:
    beats = beats_of(film((450,), FileRef(media="s1"), loop=True), heard(2.0, first=1.0))
    assert beats.frames == tuple(range(30, 451, 60))


@pytest.mark.parametrize("mood", ["ambient"])
def test_music_without_a_clear_beat_is_not_cut_on(mood: str) -> None:
    with pytest.raises(NothingToDo, match="confidence 10%"):
        with_made_beats(film((100, 100), made(mood)), CutToBeat())
    with pytest.raises(NothingToDo, match="confidence 12%"):
        CutToBeat().apply(film((100, 100), FileRef(media="s1")), heard(0.5, 0.12))


def test_what_is_missing_is_said() -> None:
    alone = film((100, 100), made())
    with pytest.raises(NoMusic):
        CutToBeat().apply(alone.model_copy(update={"tracks": alone.tracks[:1]}), {})
    with pytest.raises(MissingFacts):
        CutToBeat().apply(film((100, 100), FileRef(media="s1")), {})
    with pytest.raises(NothingToDo, match="one clip"):
        CutToBeat().apply(film((100,), FileRef(media="s1")), heard(0.5))
    assert made_beats("music:polka:1:10") == made_beats("m1") == ()
