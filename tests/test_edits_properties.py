"""What holds for every edit of every timeline."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edit_rows import LIBRARY, RATE, edit, written
from workprint.base import Fault, Range
from workprint.model import (
    Clip,
    Effect,
    Fact,
    FileRef,
    Gap,
    GeneratorRef,
    Marker,
    Timeline,
    Track,
    Transition,
    load,
    save,
)

FACTS = {name: [Fact(kind="silence", start=s, end=s + 1) for s in (0, 2.5, 4, 7)] for name in "abcd"}
MUSIC = {"media": GeneratorRef(op="music", params={"mood": "lo-fi"}), "tie": "length"}

quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def clip(name: str, media: str, start: int, length: int, **fields: Any) -> Clip:
    return Clip(
        id=name,
        media=FileRef(media=media),
        source=Range(start=start, duration=length),
        effects=(Effect(id=f"{name}e", op="future_look", params={"depth": {"x": 1}}, later=name),),
        **{"beyond": name, **fields},
    )


@st.composite
def films(draw: st.DrawFn) -> tuple[Clip | Gap | Transition, ...]:
    items: list[Clip | Gap | Transition] = []
    for index in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, 60))
        media, length = draw(st.sampled_from("abcd")), draw(st.integers(2, 39))
        new = clip(f"f{index}", media, start, length, reverse=draw(st.integers(0, 5)) == 0)
        if items and isinstance(items[-1], Clip) and draw(st.integers(0, 2)) == 0:
            into = draw(st.integers(0, items[-1].duration // 2))
            out = draw(st.integers(0 if into else 1, max(1, length // 2)))
            items.append(Transition(id=f"x{index}", op="future_blend", in_offset=into, out_offset=out))
        elif items and draw(st.integers(0, 7)) == 0:
            items.append(Gap(duration=draw(st.integers(1, 9))))
        items.append(new)
    return tuple(items)


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    film = Track(id="v1", kind="video", items=draw(films()), beyond="v1")
    end = film.duration
    others = []
    for index, (kind, tie) in enumerate((("text", "start"), ("text", "content"), ("video", "content"))):
        at, items = 0, list[Clip | Gap | Transition]()
        for number in range(draw(st.integers(0, 3))):
            space, length = draw(st.integers(0, 12)), draw(st.integers(1, 20))
            if at + space + length > end:
                break
            items += [Gap(duration=space)] if space else []
            media: FileRef | GeneratorRef = GeneratorRef(op="future_text")
            fields = {"media": media} if kind == "text" else {}
            name = f"o{index}{number}"
            items.append(clip(name, "d", 10, length).model_copy(update={"tie": tie, **fields}))
            at += space + length
        others.append(Track(id=f"k{index}", kind=kind, items=tuple(items)))
    music = clip("music", "s", 0, end).model_copy(update=MUSIC)
    others.append(Track(id="m", kind="audio", role="music", items=(music,)))
    marks = tuple(
        Marker(
            id=f"mark{n}", range=Range(start=draw(st.integers(0, end - 1)), duration=draw(st.integers(0, 5)))
        )
        for n in range(2)
    )
    return Timeline(rate=RATE, media=LIBRARY, tracks=(film, *others), markers=marks, beyond={"deep": [1]})


def times(draw: st.DrawFn, before: Timeline) -> tuple[float, float]:
    end = before.tracks[0].duration
    a, b = sorted((draw(st.integers(0, end)), draw(st.integers(0, end))))
    return a / 10, b / 10


@st.composite
def edits(draw: st.DrawFn) -> tuple[Timeline, str, dict[str, Any]]:
    """A timeline, and an edit of it that may or may not be possible."""
    before = draw(timelines())
    start, end = times(draw, before)
    ids = [c.id for t in before.tracks for _, c in t.clips()]
    one, other = draw(st.sampled_from(ids)), draw(st.sampled_from(ids))
    by = draw(st.integers(-30, 30)) / 10
    media = draw(st.sampled_from(["a", "p", "s"]))
    choices: list[tuple[str, dict[str, Any]]] = [
        ("append", {"media": media}),
        ("insert", {"media": media, "at": start}),
        ("overwrite", {"media": media, "at": start, "duration": 2}),
        ("delete_range", {"start": start, "end": end}),
        ("lift_range", {"start": start, "end": end}),
        ("keep_range", {"start": start, "end": end}),
        ("keep_ranges", {"ranges": [(start, end), (0, start)]}),
        ("trim", {"clip": one, "head": by}),
        ("trim", {"clip": one, "tail": by}),
        ("split", {"at": start}),
        ("remove", {"ids": [one, other]}),
        ("move_clip", {"clip": one, "index": 0}),
        ("move_clip", {"clip": one, "at": end}),
        ("swap_clips", {"a": one, "b": other}),
        ("reorder", {"order": [one]}),
        ("slip", {"clip": one, "by": by}),
        ("slide", {"clip": one, "by": by}),
        ("roll", {"clip": one, "by": by}),
        ("set_duration", {"clip": one, "duration": abs(by) or 1}),
        ("loop_clip", {"clip": one}),
        ("set_speed", {"start": start, "end": end, "factor": 2}),
        ("set_speed", {"clips": [one], "factor": 0.7}),
        ("reverse", {"clips": [one]}),
        ("freeze_frame", {"at": start, "duration": 1}),
        ("detach_sound", {}),
        ("replace_sound", {"media": "s"}),
        ("mute", {"start": start, "end": end}),
        ("set_rate", {"rate": Fraction(25)}),
        ("overlay", {"media": media, "start": start}),
        ("split_screen", {}),
        ("take_each", {"seconds": 1}),
        ("slideshow", {}),
        ("add_effect", {"effect": "vignette", "start": start, "end": end}),
        ("nest", {"clips": [one, other]}),
        ("add_transitions", {}),
        ("remove_transitions", {}),
        ("add_text", {"text": "x", "start": start, "duration": 1}),
        ("add_music", {"media": "s"}),
        ("cut_silences", {"pad": 0}),
        ("cut_silences", {"pad": 0.1, "mode": "speed"}),
        ("add_marker", {"label": "x", "start": start}),
        ("punch_in", {}),
    ]
    op, params = draw(st.sampled_from(choices))
    return before, op, params


def attempt(before: Timeline, op: str, params: dict[str, Any]) -> Timeline | None:
    try:
        return edit(before, op, FACTS, **params)
    except Fault:
        return None


@settings(quick, max_examples=500)
@given(edits())
def test_what_comes_out_is_whole_and_what_went_in_is_untouched(
    case: tuple[Timeline, str, dict[str, Any]],
) -> None:
    before, op, params = case
    saved = save(before)
    after = attempt(before, op, params)
    assert save(before) == saved
    if after is None:
        return
    assert load(save(after)) == after
    assert_whole(after)
    assert_kept(before, after)
    if "music" not in str(params):
        assert_music_to_the_end(after)


def assert_whole(after: Timeline) -> None:
    names = [item.id for track in after.tracks for item in track.items if item.id]
    names += [e.id for track in after.tracks for _, c in track.clips() for e in c.effects]
    names += [track.id for track in after.tracks] + [mark.id for mark in after.markers]
    assert len(set(names)) == len(names), "every id once"
    for track in after.tracks:
        items = [item for item in track.items if not isinstance(item, Transition)]
        assert all(item.duration > 0 for item in items), written(track)
        gaps = [isinstance(item, Gap) for item in items]
        assert not any(a and b for a, b in pairwise(gaps)), written(track)
        for index, item in enumerate(track.items):
            if isinstance(item, Transition):
                assert 0 < index < len(track.items) - 1
                left, right = track.items[index - 1], track.items[index + 1]
                assert isinstance(left, Clip), written(track)
                assert isinstance(right, Clip), written(track)
                assert item.overlap > 0
                assert item.in_offset <= left.duration
                assert item.out_offset <= right.duration


def assert_music_to_the_end(after: Timeline) -> None:
    film = after.film
    music = [(at, c) for t in after.tracks for at, c in t.clips() if c.tie == "length"]
    if film is not None and film.items:
        assert all(at + c.duration == film.duration for at, c in music)


def assert_kept(before: Timeline, after: Timeline) -> None:
    """What this version does not know survives on everything that survives."""
    assert after.model_extra == before.model_extra
    assert {f.id for f in before.media} <= {f.id for f in after.media}
    known = {c.id for t in before.tracks for _, c in t.clips()}
    for track in after.tracks:
        if track.id == "v1" and before.track("v1") and track.model_extra:
            assert track.model_extra == {"beyond": "v1"}
        for _, c in track.clips():
            if c.id in known and isinstance(c.media, FileRef) and track.role != "music" and c.model_extra:
                origin = c.model_extra["beyond"]
                assert all(e.model_extra == {"later": origin} for e in c.effects if e.op == "future_look")


def shown(track: Track) -> Iterator[tuple[Any, ...] | None]:
    """What each frame of a track shows."""
    for item in track.items:
        if isinstance(item, Clip):
            for frame in range(item.duration):
                one = item.sub(frame, 1)
                yield (repr(item.media), one.source.start, item.speed, item.reverse)
        elif isinstance(item, Gap):
            yield from [None] * item.duration


@st.composite
def ranges(draw: st.DrawFn) -> tuple[Timeline, int, int]:
    before = draw(timelines())
    end = before.tracks[0].duration
    a, b = sorted((draw(st.integers(0, end)), draw(st.integers(0, end))))
    return before, a, b


@quick
@given(ranges())
def test_deleting_shortens_by_exactly_that_and_shows_the_rest(case: tuple[Timeline, int, int]) -> None:
    before, a, b = case
    after = attempt(before, "delete_range", {"start": a / 10, "end": b / 10})
    if after is None:
        assert a == b
        return
    old, new = list(shown(before.tracks[0])), list(shown(after.tracks[0]))
    rest = old[:a] + old[b:]
    while rest and rest[-1] is None:
        rest.pop()
    assert new == rest


@quick
@given(ranges())
def test_keeping_is_deleting_the_rest(case: tuple[Timeline, int, int]) -> None:
    before, a, b = case
    if a == b:
        return
    after = edit(before, "keep_range", start=a / 10, end=b / 10)
    kept = list(shown(before.tracks[0]))[a:b]
    while kept and kept[-1] is None:
        kept.pop()
    assert list(shown(after.tracks[0])) == kept


@quick
@given(ranges(), st.sampled_from(["a", "p"]))
def test_inserting_lengthens_by_exactly_that(case: tuple[Timeline, int, int], media: str) -> None:
    before, at, _ = case
    after = edit(before, "insert", media=media, at=at / 10, duration=1.3)
    old, new = list(shown(before.tracks[0])), list(shown(after.tracks[0]))
    assert new[:at] + new[at + 13 :] == old


@quick
@given(ranges())
def test_splitting_changes_nothing_that_is_seen(case: tuple[Timeline, int, int]) -> None:
    before, at, _ = case
    after = attempt(before, "split", {"at": at / 10})
    if after is not None:
        assert list(shown(after.tracks[0])) == list(shown(before.tracks[0]))
        assert len(list(after.tracks[0].clips())) == len(list(before.tracks[0].clips())) + 1


def framewise(timeline: Timeline) -> Iterator[tuple[str, int, int]]:
    """Of each frame of what is cut with the picture: its clip of old, where it plays, what it shows."""
    for track in timeline.tracks[1:]:
        for at, c in track.clips():
            if c.tie == "content":
                for frame in range(c.duration):
                    yield (c.model_extra or {})["beyond"], at + frame, c.sub(frame, 1).source.start


@quick
@given(ranges())
def test_every_tie_agrees_with_the_film_after_a_deletion(case: tuple[Timeline, int, int]) -> None:
    before, a, b = case
    after = attempt(before, "delete_range", {"start": a / 10, "end": b / 10})
    if after is None:
        return
    moved = {old: new for new, old in enumerate([*range(a), *range(b, before.tracks[0].duration)])}
    # Cut with the picture: each frame lies over the frame that it lay over.
    assert sorted(framewise(after)) == sorted(
        (origin, moved[at], frame) for origin, at, frame in framewise(before) if at in moved
    )
    old_end, new_end = before.tracks[0].duration, len(moved)
    for at, c in before.tracks[1].clips():  # keeping their length
        found_clip = after.find(c.id)
        left = [moved[frame] for frame in range(at, at + c.duration) if frame in moved]
        if left and at and at + c.duration < old_end:
            assert found_clip is not None
            assert found_clip[1] == left[0]
            assert found_clip[2].duration == min(c.duration, new_end - left[0])


@pytest.mark.parametrize("op", ["roll", "slip", "slide"])
@settings(quick, max_examples=40)
@given(case=timelines(), by=st.integers(-20, 20), data=st.data())
def test_roll_slip_and_slide_keep_the_length(op: str, case: Timeline, by: int, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([c.id for _, c in case.tracks[0].clips()]))
    after = attempt(case, op, {"clip": name, "by": by / 10})
    if after is not None:
        assert after.tracks[0].duration == case.tracks[0].duration
        if op != "slide":
            assert after.tracks[1:] == case.tracks[1:]


@quick
@given(timelines(), st.sampled_from([24, 25, 30, 60, "30000/1001"]))
def test_another_rate_keeps_every_edge_within_half_a_frame(before: Timeline, rate: Any) -> None:
    after = edit(before, "set_rate", rate=rate)
    places = {c.id: at for t in after.tracks for at, c in t.clips()}
    for track in before.tracks:
        for at, c in track.clips():
            if c.id in places:
                assert abs(at / RATE - places[c.id] / after.rate) <= Fraction(1, 2) / after.rate


@quick
@given(timelines())
def test_cutting_pauses_again_is_cutting_them_once(before: Timeline) -> None:
    first = attempt(before, "cut_silences", {"pad": 0.1, "min_silence": 0.5})
    if first is None:
        return
    again = attempt(first, "cut_silences", {"pad": 0.1, "min_silence": 0.5})
    assert again is None or list(shown(again.tracks[0])) == list(shown(first.tracks[0]))
