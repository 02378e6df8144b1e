"""Cutting pauses: what goes, what is kept, and doing it again with other numbers."""

from __future__ import annotations

from typing import Any

import pytest

from edit_rows import all_written, edit, film
from workprint.model import Fact, Timeline
from workprint.ops.edits import MissingFacts, NothingToDo

QUIET = [(0, 1), (3, 4), (5, 5.4), (8, 10)]
FACTS = {"a": [Fact(kind="silence", start=a, end=b) for a, b in QUIET]}
SPEECH = {"a": [Fact(kind="speech", start=a, end=b) for a, b in [(1, 3), (4, 5), (5.4, 8)]]}

WHOLE = "c1:a[0-100]"
ROWS: list[tuple[str, dict[str, Any], str]] = [
    (WHOLE, {"pad": 0.2}, "c1:a[8-32] c2:a[38-82]"),
    (WHOLE, {"pad": 0}, "c1:a[10-30] c2:a[40-80]"),
    (WHOLE, {"pad": 0, "min_silence": 0.3}, "c1:a[10-30] c2:a[40-50] c3:a[54-80]"),
    (WHOLE, {"pad": 0.1, "min_silence": 0.3, "min_cut": 0.3}, "c1:a[9-31] c2:a[39-81]"),
    (WHOLE, {"pad": 0, "min_silence": 0.3, "min_clip": 1.5}, "c1:a[10-30] c2:a[54-80]"),
    (WHOLE, {"pad": 0.2, "where": "head"}, "c1:a[8-100]"),
    (WHOLE, {"pad": 0.2, "where": "tail"}, "c1:a[0-82]"),
    (WHOLE, {"pad": 0.2, "where": "ends"}, "c1:a[8-82]"),
    (
        WHOLE,
        {"pad": 0, "mode": "speed", "factor": 10},
        "c1:a[0-1]@10 c2:a[10-30] c3:a[3-4]@10 c4:a[40-80] c5:a[8-10]@10",
    ),
    ("c1:a[20-60]", {"pad": 0}, "c1:a[20-30] c2:a[40-60]"),
    ("c1:a[5-50]@2", {"pad": 0}, "c1:a[5-15]@2 c2:a[20-40]@2"),
    ("c9:b[0-20] <x1 2+2> c1:a[0-100]", {"pad": 0, "clips": ["c1"]}, "c9:b[0-20] <x1 2+2> c1:a[10-30] c2:a[40-80]"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "params", "after"), ROWS)
def test_pauses_go(before: str, params: dict[str, Any], after: str) -> None:
    assert all_written(edit(film(before), "cut_silences", FACTS, **params))["v1"] == after


def test_what_lies_between_speech_is_a_pause() -> None:
    by_silence = edit(film(WHOLE), "cut_silences", FACTS)
    assert edit(film(WHOLE), "cut_silences", SPEECH) == by_silence


def test_loudness_alone_says_that_there_was_no_pause() -> None:
    with pytest.raises(NothingToDo):
        edit(film(WHOLE), "cut_silences", {"a": [Fact(kind="loudness", start=0, end=10)]})
    with pytest.raises(MissingFacts):
        edit(film(WHOLE), "cut_silences", {"a": [Fact(kind="scene", start=0, end=10)]})


def test_all_silent_is_refused() -> None:
    with pytest.raises(NothingToDo):
        edit(film(WHOLE), "cut_silences", {"a": [Fact(kind="silence", start=0, end=10)]})


AGAIN: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"pad": 0}, {"pad": 0.3}),
    ({"pad": 0.3}, {"pad": 0}),
    ({"pad": 0}, {"pad": 0, "where": "ends"}),
    ({"pad": 0}, {"mode": "speed", "pad": 0.1}),
    ({"mode": "speed", "pad": 0.1}, {"pad": 0.2}),
    ({"mode": "speed", "factor": 4}, {"mode": "speed", "factor": 16}),
    ({"pad": 0, "min_silence": 0.3}, {"min_silence": 0.9}),
]


def shape(timeline: Timeline) -> str:
    return all_written(timeline)["v1"]


@pytest.mark.parametrize(("first", "second"), AGAIN)
def test_again_with_other_numbers_is_as_if_the_first_had_not_been(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    for before in (WHOLE, "c1:a[15-92]", "c1:a[10-50]@2"):
        once = edit(film(before), "cut_silences", FACTS, **second)
        twice = edit(edit(film(before), "cut_silences", FACTS, **first), "cut_silences", FACTS, **second)
        assert shape(twice) == shape(once)


def test_again_with_the_same_numbers_is_refused() -> None:
    once = edit(film(WHOLE), "cut_silences", FACTS)
    with pytest.raises(NothingToDo):
        edit(once, "cut_silences", FACTS)


def test_loosened_so_far_that_nothing_is_cut() -> None:
    once = edit(film(WHOLE), "cut_silences", FACTS, pad=0)
    assert shape(edit(once, "cut_silences", FACTS, min_silence=5)) == WHOLE


def test_what_a_person_cut_stays_cut() -> None:
    once = edit(film(WHOLE), "cut_silences", FACTS, pad=0)
    by_hand = edit(once, "delete_range", start=0.5, end=2.5)  # the middle of the words at 1.5 s to 4.5 s
    assert shape(by_hand) == "c1:a[10-15] c2:a[45-80]"
    again = edit(by_hand, "cut_silences", FACTS, pad=0.2)
    assert shape(again) == "c1:a[8-15] c2:a[45-82]"


def test_transitions_come_back_at_the_new_joins() -> None:
    once = edit(film(WHOLE), "cut_silences", FACTS, pad=0, min_silence=0.3)
    joined = edit(once, "add_transitions", duration=0.4)
    again = edit(joined, "cut_silences", FACTS, pad=0.2)
    assert shape(again) == "c1:a[8-32] <x1 2+2> c2:a[38-82]"


def test_punch_ins_do_not_hold_pieces_apart() -> None:
    once = edit(edit(film(WHOLE), "cut_silences", FACTS, pad=0), "punch_in")
    again = edit(once, "cut_silences", FACTS, pad=0.2)
    assert shape(again) == "c1:a[8-32] c2:a[38-82]"
    assert not any(clip.effects for _, clip in again.tracks[0].clips())


def test_everything_follows_the_words() -> None:
    before = film(WHOLE, t1="..45 k1:caption[0-10]", a1="m1:music[0-100]")
    after = edit(before, "cut_silences", FACTS, pad=0)
    assert all_written(after)["t1"] == "..25 k1:caption[0-10]"
    assert all_written(after)["a1"] == "m1:music[0-60]"
    again = edit(after, "cut_silences", FACTS, pad=0.2)
    assert all_written(again)["t1"] == "..31 k1:caption[0-10]"
    assert all_written(again)["a1"] == "m1:music[0-68]"


def test_detached_sound_comes_back_with_its_picture() -> None:
    apart = edit(film(WHOLE), "detach_sound")
    once = edit(apart, "cut_silences", FACTS, pad=0)
    assert all_written(once) == {"v1": "c1:a[10-30]m c3:a[40-80]m", "a1": "c2:a[10-30] c4:a[40-80]"}
    again = edit(once, "cut_silences", FACTS, pad=0.2)
    looser = {track.id: [clip for _, clip in track.clips()] for track in again.tracks}
    assert [(c.source.start, c.source.end) for c in looser["v1"]] == [(8, 32), (38, 82)]
    assert [(c.source.start, c.source.end) for c in looser["a1"]] == [(8, 32), (38, 82)]
    assert [c.link for c in looser["v1"]] == [c.link for c in looser["a1"]]


def test_other_clips_are_left_alone() -> None:
    before = film("c1:p[0-20] c2:a[0-100] c3:b[0-20]")
    after = edit(before, "cut_silences", FACTS, pad=0, clips=["c2"])
    assert shape(after) == "c1:p[0-20] c2:a[10-30] c4:a[40-80] c3:b[0-20]"
    with pytest.raises(MissingFacts) as raised:
        edit(before, "cut_silences", FACTS)
    assert raised.value.fields["media"] == "b.mp4"
    with pytest.raises(NothingToDo):
        edit(before, "cut_silences", FACTS, clips=["c1"])
