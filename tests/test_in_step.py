"""Recordings of one event are lined up by their sound."""

from __future__ import annotations

import base64
import wave
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from workprint.analysis import analyse, probe
from workprint.base import Fault, Range, seconds
from workprint.model import (
    AudioStream,
    Canvas,
    Clip,
    Fact,
    Facts,
    FileRef,
    MediaFile,
    Timeline,
    Track,
    VideoStream,
)
from workprint.ops import EditOp, bind
from workprint.ops.edits import lined_up
from workprint.ops.edits.lined_up import NotTogether, began_later
from workprint.planner import Situation, plan

RATE = 16_000


def event(seed: int, length: float) -> NDArray[np.float64]:
    """Somebody speaking, nearly: syllables of noise with pauses of their own."""
    random = np.random.default_rng(seed)
    sound, at = np.zeros(int(length * RATE)), 0.0
    while at < length - 1:
        many = int(random.uniform(0.08, 0.3) * RATE)
        begin = int(at * RATE)
        sound[begin : begin + many] += (
            random.uniform(0.2, 0.8) * random.normal(0, 0.3, many) * np.hanning(many)
        )
        at += many / RATE + random.exponential(0.15)
    return sound


def recorded(path: Path, sound: NDArray[np.float64], gain: float, noise: float) -> MediaFile:
    """What a microphone hears of it."""
    hiss = np.random.default_rng(len(sound)).normal(0, noise, len(sound))
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes((32767 * (gain * sound + hiss)).clip(-32767, 32767).astype("<i2").tobytes())
    return probe(path).model_copy(update={"id": path.stem, "name": path.name})


def heard(folder: Path, *files: MediaFile) -> tuple[Timeline, Facts]:
    facts = {each.id: tuple(analyse(folder / each.name, each, kinds=("levels",))) for each in files}
    return Timeline(media=files), facts


@pytest.mark.parametrize("late", [0.0, 1.234, 7.77])
def test_how_much_later_one_began_is_heard(late: float, tmp_path: Path) -> None:
    sound = event(1, 24)
    near = recorded(tmp_path / "near.wav", sound[: 20 * RATE], 0.9, 0.001)
    far = recorded(tmp_path / "far.wav", sound[int(late * RATE) :], 0.1, 0.004)
    timeline, facts = heard(tmp_path, near, far)
    assert began_later(timeline, facts, "near", "far") == pytest.approx(late, abs=0.006)
    assert began_later(timeline, facts, "far", "near") == pytest.approx(-late, abs=0.006)


def test_what_was_not_recorded_together_is_told(tmp_path: Path) -> None:
    one = recorded(tmp_path / "one.wav", event(1, 20), 0.5, 0.001)
    other = recorded(tmp_path / "other.wav", event(2, 20), 0.5, 0.001)
    silent = recorded(tmp_path / "silent.wav", np.zeros(5 * RATE), 1, 0)
    timeline, facts = heard(tmp_path, one, other, silent)
    for pair in (("one", "other"), ("one", "silent"), ("silent", "other")):
        with pytest.raises(NotTogether) as caught:
            began_later(timeline, facts, *pair)
        assert caught.value.say("en") != caught.value.say("zh")


# Two cameras and a recorder: B begins 2 s after A, the recorder 1 s before it.
BEGAN = {"a": 0.0, "b": 2.0, "r": -1.0}
LENGTH = 20


def told(began: float) -> Fact:
    levels = np.random.default_rng(5).integers(60, 160, 6000).astype(np.uint8)
    first = round((10 + began) * 100)
    raw = levels[first : first + LENGTH * 100].tobytes()
    value = {"rate": 100, "levels": base64.b64encode(raw).decode()}
    return Fact(kind="levels", start=0, end=LENGTH, value=value, source="levels")


FACTS = {name: (told(began),) for name, began in BEGAN.items()}


def filmed(*parts: tuple[str, int, int]) -> Timeline:
    """A film of parts of these files, at 25 frames a second."""
    stream = VideoStream(codec="h264", width=64, height=48, rate=Fraction(25), duration=Fraction(LENGTH))
    media = [
        MediaFile(
            id=name,
            name=f"{name}.mp4",
            kind="audio" if name == "r" else "video",
            duration=Fraction(LENGTH),
            video=None if name == "r" else stream,
            audio=AudioStream(duration=Fraction(LENGTH)),
        )
        for name in BEGAN
    ]
    items = tuple(
        Clip(id=f"c{n}", media=FileRef(media=name), source=Range(start=start, duration=length))
        for n, (name, start, length) in enumerate(parts)
    )
    tracks = (Track(id="v", kind="video", items=items),) if items else ()
    return Timeline(rate=Fraction(25), canvas=Canvas(width=64, height=48), tracks=tracks, media=tuple(media))


def edited(timeline: Timeline, op: str, facts: Facts = FACTS, **params: Any) -> Timeline:
    return bind(EditOp, op, params).apply(timeline, facts)


def moments(timeline: Timeline) -> set[tuple[str, int, float]]:
    """File, frame of the film and second of the event, of the beginning of every clip."""
    return {
        (clip.media.media, at, float(seconds(clip.source.start, timeline.rate)) + BEGAN[clip.media.media])
        for track in timeline.tracks
        for at, clip in track.clips()
        if isinstance(clip.media, FileRef)
    }


def test_side_by_side_both_show_the_same_moments() -> None:
    after = edited(filmed(), "split_screen", media=("a", "b"), by_sound=True)
    assert moments(after) == {("a", 0, 2.0), ("b", 0, 2.0)}
    assert after.duration == 18 * 25


def test_another_camera_shows_what_it_saw_at_that_moment() -> None:
    film = filmed(("a", 100, 100), ("a", 300, 150))
    after = edited(film, "overlay", media="b", start=2, end=6, corner="full", by_sound=True)
    assert moments(after) - moments(film) == {("b", 50, 6.0), ("b", 100, 12.0)}


def test_a_recorders_sound_goes_with_every_clip() -> None:
    film = filmed(("a", 100, 100), ("b", 300, 100))
    after = edited(film, "replace_sound", media="r", by_sound=True)
    assert moments(after) - moments(film) == {("r", 0, 4.0), ("r", 100, 14.0)}
    assert all(clip.muted for _, clip in after.film.clips()) if after.film else False


def test_where_it_was_not_running_there_is_none_of_it() -> None:
    film = filmed(("a", 0, 400))
    after = edited(film, "overlay", media="b", by_sound=True)
    assert moments(after) - moments(film) == {("b", 50, 2.0)}
    with pytest.raises(Fault, match="was not recording"):
        edited(filmed(("a", 0, 40)), "overlay", media="b", by_sound=True)


@pytest.mark.parametrize("known", [(), ("a",), ("r",)])
def test_a_plan_asks_for_what_is_not_known_of_either(known: tuple[str, ...]) -> None:
    facts = {name: FACTS[name] for name in known}
    found = plan("sync r.mp4 with the video", Situation(timeline=filmed(("a", 0, 100)), facts=facts))
    assert [need.media for need in found.needs] == ["r" if "a" in known else "a"]


def test_what_was_said_is_read_from_the_timeline() -> None:
    film = filmed(("a", 0, 400))
    for name, said, zh in (
        ("b", "2.00 s later", "晚开始 2.00 秒"),
        ("r", "1.00 s earlier", "早开始 1.00 秒"),
    ):
        found = plan(f"replace the sound with {name}.mp4 in sync", Situation(timeline=film, facts=FACTS))
        assert f"{name}.mp4 began {said} than a.mp4" in found.reply
        found = plan(f"用 {name}.mp4 替换声音并对齐", Situation(timeline=film, facts=FACTS))
        assert zh in found.reply


def test_what_is_not_known_yet_is_asked_for() -> None:
    with pytest.raises(Fault) as caught:
        edited(filmed(), "split_screen", {}, media=("a", "b"), by_sound=True)
    assert (caught.value.code, caught.value.fields["kind"]) == ("missing_facts", "levels")


def test_a_recording_is_lined_up_once_however_often_it_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def once(timeline: Timeline, facts: Facts, one: str, other: str) -> float:
        asked.append(one)
        return began_later(timeline, facts, one, other)

    monkeypatch.setattr(lined_up, "began_later", once)
    edited(filmed(*(("a", 60 + 10 * n, 5) for n in range(20))), "overlay", media="b", by_sound=True)
    assert asked == ["a"]


@pytest.mark.parametrize("how", ["reverse", "freeze", "loop"])
def test_what_does_not_play_as_it_was_recorded_has_nothing_beside_it(how: str) -> None:
    film = filmed(("a", 100, 50), ("a", 200, 50))
    assert film.film is not None
    first, second = film.film.items
    film = film.with_track(
        film.film.model_copy(update={"items": (first, second.model_copy(update={how: True}))})
    )
    after = edited(film, "overlay", media="b", by_sound=True)
    assert moments(after) - moments(film) == {("b", 0, 4.0)}


def test_why_clips_are_not_lined_up_is_true() -> None:
    film = filmed(("a", 0, 100), ("b", 0, 100))
    assert film.film is not None
    first, second = film.film.items
    items = (first, second.model_copy(update={"speed": Fraction(2)}))
    for timeline, said in (
        (film.with_track(film.film.model_copy(update={"items": items})), "at its own pace"),
        (filmed(("a", 0, 20), ("b", 300, 20)), "no moment in common"),
    ):
        with pytest.raises(NotTogether, match=said):
            edited(timeline, "split_screen", by_sound=True)
