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
from workprint.ops.edits.add_music import AddMusic
from workprint.ops.edits.beats import beats_of
from workprint.ops.edits.cut_to_beat import CutToBeat
from workprint.ops.edits.faults import MissingFacts, NoMusic, NothingToDo
from workprint.ops.edits.set_music import SetMusic
from workprint.planner.change import Change
from workprint.planner.plan import Edit
from workprint.planner.told.beats import beat_cut
from workprint.planner.told.music import music
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


def shots(*starts: float) -> list[Fact]:
    return [Fact(kind="scene", start=at, end=60, value={"by": "cut"}) for at in starts]


def test_one_clip_is_divided_at_its_shots_which_end_on_the_beat() -> None:
    before = film((300,), FileRef(media="s1"), spare=30)
    facts = {**heard(0.5), "m1": shots(0, 1 + 3.3, 1 + 7.1)}
    after = CutToBeat().apply(before, facts)
    assert after.film
    clips = [clip for _, clip in after.film.clips()]
    # Shots begin 99 and 213 frames in; the beats are at 6, 21, 36, …
    assert [clip.source.start - 30 for clip in clips] == [0, 99, 213]
    assert cuts(after) == [96, 201]
    assert all((at - 6) % 15 == 0 for at in cuts(after))
    assert beat_cut(Change(Edit(op="cut_to_beat"), before, after), False).startswith(
        "The clip is divided at its 3 shots, each of which ends on the beat; 0.40 s of their ends are gone."
    )


def test_a_song_begins_later_in_it_so_that_it_ends_on_a_bar() -> None:
    bare = film((200,), FileRef(media="s1"))
    after = AddMusic(media="s1").apply(bare.model_copy(update={"tracks": bare.tracks[:1]}), heard(0.5))
    (song,) = (clip for track in after.tracks if track.role == "music" for _, clip in track.clips())
    # Bars at 0.2, 2.2, 4.2, 6.2, 8.2 s; the film lasts 6.67 s, so from 1.53 s on.
    assert song.source == Range(start=46, duration=200)
    assert "it ends on a bar (120 beats a minute, heard with a confidence of 80%)" in music(
        Change(Edit(op="add_music", params={"media": "s1"}), bare, after), False
    )
    plain = AddMusic(media="s1").apply(bare, heard(0.5, 0.1))
    (song,) = (clip for track in plain.tracks if track.role == "music" for _, clip in track.clips())
    assert song.source.start == 0


def test_music_is_louder_in_a_part_and_in_another_one_too() -> None:
    before = AddMusic(mood="calm", gain=0.2).apply(film((300,), made()), {})
    once = SetMusic(gain=0.4, start=0, end=3).apply(before, {})
    twice = SetMusic(gain=0.1, start=6, end=8).apply(once, {})
    (song,) = (clip for track in twice.tracks if track.role == "music" for _, clip in track.clips())
    volume = next(effect for effect in song.effects if effect.op == "volume")
    assert volume.params["gain"] == 0.2
    assert [(key.at, key.value) for key in volume.keyframes["gain"]] == [
        (0, 0.4), (90, 0.4), (99, 0.2), (171, 0.2), (180, 0.1), (240, 0.1), (249, 0.2),
    ]  # fmt: skip
    assert not SetMusic(gain=0.5).apply(twice, {}).tracks[-1].items[0].effects[0].keyframes  # type: ignore[union-attr]


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
    one = film((100,), FileRef(media="s1"))
    with pytest.raises(MissingFacts):
        CutToBeat().apply(one, heard(0.5))
    with pytest.raises(NothingToDo, match="one shot"):
        CutToBeat().apply(one, {**heard(0.5), "m1": shots(0)})
    assert made_beats("music:polka:1:10") == made_beats("m1") == ()
