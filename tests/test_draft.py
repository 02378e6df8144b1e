"""The wire draft: exact both ways, and every fault of a bad one at once."""

from __future__ import annotations

import copy
import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workprint.adapters import draft
from workprint.base import Fault, Range
from workprint.model import (
    Canvas,
    Clip,
    Effect,
    FileRef,
    Gap,
    GeneratorRef,
    ItemRef,
    Keyframe,
    Marker,
    MediaFile,
    Timeline,
    TimelineRef,
    Track,
    Transition,
)
from workprint.ops import check

RATES = [Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001), Fraction(30), Fraction(50)]
RATES += [Fraction(60000, 1001), Fraction(60), Fraction(120), Fraction(12), Fraction(999)]
SPEEDS = [Fraction(1), Fraction(2), Fraction(1, 2), Fraction(8), Fraction(3, 7), Fraction(1, 100)]
HOUR = 3600 * 120

# NUL cannot stand in a draft: nothing could show or open it.
names = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=4)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-1, 1) | names,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(names, inner, max_size=2),
    max_leaves=3,
)
objects = st.dictionaries(names, json_values, max_size=2)
# Keys that this version does not know, by accident also those that the draft uses.
extras = st.dictionaries(st.sampled_from(["zz", "s", "d", "x", "wire", "neu"]), json_values, max_size=2)
metadata = st.just({}) | objects | st.builds(lambda extra: {"wire": extra}, extras)
MEDIA = (
    MediaFile(id="m1", name="talk.mp4", uri="talk.mp4", duration=Fraction(HOUR)),
    MediaFile(id="m2", kind="image", uri="photo.png", hash="ab" * 32),
    MediaFile(id="m3", kind="audio", later={"key": [1]}),
)


class Ids:
    """A new id each time."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"


def keyframes() -> st.SearchStrategy[dict[str, tuple[Keyframe, ...]]]:
    key = st.builds(
        lambda at, value, ease, extra: Keyframe(at=at, value=value, ease=ease, **extra),
        st.integers(-500, HOUR),
        st.floats(-10, 10),
        st.sampled_from(["linear", "hold", "smooth"]),
        st.dictionaries(st.sampled_from(["zz", "t"]), json_values, max_size=1),
    )
    return st.dictionaries(names, st.lists(key, max_size=3).map(tuple), max_size=1)


@st.composite
def effects(draw: st.DrawFn, ids: Ids) -> tuple[Effect, ...]:
    return tuple(
        Effect(
            id=ids("e"),
            op=draw(st.sampled_from(["vignette", "volume", "duck", "not_yet_known"])),
            params=draw(st.sampled_from([{}, {"gain": 0.5}, {"gain": 1}]) | objects),
            keyframes=draw(keyframes()),
            inputs=draw(st.dictionaries(names, names, max_size=1)),
            enabled=draw(st.booleans()),
            metadata=draw(metadata),
            **draw(extras),
        )
        for _ in range(draw(st.integers(0, 2)))
    )


@st.composite
def references(draw: st.DrawFn, depth: int) -> Any:
    kept = {"metadata": draw(metadata), **draw(extras)}
    kinds = ["file", "generator", "item"] + (["timeline"] if depth else [])
    match draw(st.sampled_from(kinds)):
        case "file":
            return FileRef(media=draw(st.sampled_from(["m1", "m2", "m3"])), **kept)
        case "item":
            return ItemRef(item=draw(names), **kept)
        case "timeline":
            return TimelineRef(timeline=draw(timelines(depth=depth - 1)), **kept)
    params = draw(objects | st.just({"text": "My talk", "size": 3}))
    return GeneratorRef(op=draw(names), params=params, keyframes=draw(keyframes()), **kept)


@st.composite
def clips(draw: st.DrawFn, ids: Ids, rate: Fraction, depth: int) -> Clip:
    speed = draw(st.sampled_from(SPEEDS) | st.fractions(Fraction(1, 100), 100, max_denominator=999))
    # An hour of media at this speed: a clip may not use more than its file has.
    frames = int(3600 * rate / speed)
    start = draw(st.integers(0, max(0, frames - 5000)))
    return Clip(
        id=ids("c"),
        name=draw(names),
        media=draw(references(depth)),
        source=Range(start=start, duration=draw(st.integers(0, 4000) if speed <= 50 else st.integers(0, 9))),
        speed=speed,
        keep_pitch=draw(st.booleans()),
        reverse=draw(st.booleans()),
        freeze=draw(st.booleans()),
        loop=draw(st.booleans()),
        muted=draw(st.booleans()),
        link=draw(st.none() | names),
        tie=draw(st.sampled_from(["start", "content", "length"])),
        effects=draw(effects(ids)),
        metadata=draw(metadata),
        **draw(extras),
    )


@st.composite
def tracks(draw: st.DrawFn, ids: Ids, rate: Fraction, depth: int) -> Track:
    items: list[Any] = []
    if draw(st.booleans()):  # Far into a long film.
        items.append(Gap(duration=draw(st.integers(0, 5 * HOUR))))
    for _ in range(draw(st.integers(0, 3))):
        clip = draw(clips(ids, rate, depth))
        if items and not isinstance(items[-1], Transition) and draw(st.booleans()):
            at = sum(item.duration for item in items)
            before, after = draw(st.integers(0, min(at, 40))), draw(st.integers(0, 40))
            kept = {"metadata": draw(metadata), **draw(extras), "params": draw(objects)}
            items.append(Transition(id=ids("x"), op=draw(names), in_offset=before, out_offset=after, **kept))
        items.append(clip)
        if draw(st.booleans()):
            gap = draw(st.sampled_from(["", ids("g")]))
            items.append(Gap(id=gap, duration=draw(st.integers(0, 900)), metadata=draw(metadata)))
    return Track(
        id=ids("t"),
        kind=draw(st.sampled_from(["video", "audio", "text"])),
        name=draw(names),
        role=draw(st.sampled_from(["", "voice", "music"])),
        items=tuple(items),
        effects=draw(effects(ids)),
        muted=draw(st.booleans()),
        enabled=draw(st.booleans()),
        metadata=draw(metadata),
        **draw(extras),
    )


@st.composite
def timelines(draw: st.DrawFn, depth: int = 1) -> Timeline:
    ids, rate = Ids(), draw(st.sampled_from(RATES))
    return Timeline(
        id=draw(names),
        name=draw(names),
        rate=rate,
        canvas=Canvas(width=draw(st.sampled_from([16, 1080, 1920])), fill="blur", metadata=draw(metadata)),
        tracks=tuple(draw(tracks(ids, rate, depth)) for _ in range(draw(st.integers(0, 3)))),
        media=MEDIA,
        effects=draw(effects(ids)),
        markers=(
            Marker(
                id=ids("k"),
                name=draw(names),
                range=Range(start=draw(st.integers(0, HOUR)), duration=draw(st.integers(0, 900))),
                metadata=draw(metadata),
            ),
        ),
        metadata=draw(metadata),
        **draw(extras),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(timelines())
def test_timeline_to_draft_and_back_is_the_same_timeline(timeline: Timeline) -> None:
    text = json.dumps(draft.write(timeline))
    assert draft.read(text) == timeline
    assert draft.write(draft.read(text)) == json.loads(text)


@pytest.mark.parametrize("rate", RATES, ids=str)
@given(frame=st.integers(0, 10 * HOUR))
@settings(max_examples=30, deadline=None)
def test_every_frame_of_a_long_film_is_found_again(rate: Fraction, frame: int) -> None:
    clip = Clip(id="c1", media=GeneratorRef(op="color"), source=Range(start=frame, duration=1))
    track = Track(id="t1", kind="video", items=(Gap(duration=frame), clip))
    timeline = Timeline(rate=rate, tracks=(track,))
    assert draft.read(draft.write(timeline)) == timeline


def test_positions_are_rounded_not_lengths() -> None:
    frame = Clip(id="c", media=GeneratorRef(op="color"), source=Range(start=0, duration=1))
    items = tuple(frame.model_copy(update={"id": f"c{n}"}) for n in range(300))
    timeline = Timeline(rate=Fraction(30000, 1001), tracks=(Track(id="t1", kind="video", items=items),))
    written = draft.write(timeline)
    assert written["d"] == 10_010
    assert sum(segment["d"] for segment in written["t"][0]["sg"]) == 10_010


FILM = Timeline(
    id="film",
    tracks=(
        Track(
            id="t1",
            kind="video",
            items=(
                Clip(
                    id="c1",
                    media=FileRef(media="m1"),
                    source=Range(start=0, duration=60),
                    effects=(Effect(id="e1", op="vignette", params={"strength": 0.4}),),
                ),
                Transition(id="x1", op="crossfade", in_offset=6, out_offset=6),
                Clip(id="c2", media=FileRef(media="m1"), source=Range(start=90, duration=60)),
            ),
        ),
        Track(
            id="t2",
            kind="audio",
            role="music",
            effects=(Effect(id="t2.gain", op="volume", params={"gain": 0.35}),),
            items=(
                Clip(
                    id="c3",
                    media=FileRef(media="m1"),
                    source=Range(start=0, duration=120),
                    tie="length",
                ),
            ),
        ),
    ),
    media=(MediaFile(id="m1", name="talk.mp4", duration=Fraction(10)),),
)


def test_the_form_of_a_draft() -> None:
    assert draft.write(FILM) == {
        "v": 1,
        "id": "film",
        "fps": [30, 1],
        "canvas": {"w": 1920, "h": 1080},
        "d": 4000,
        "media": [{"id": "m1", "name": "talk.mp4", "duration": "10"}],
        "t": [
            {
                "id": "t1",
                "tt": 0,
                "sg": [
                    {
                        "id": "c1",
                        "s": 0,
                        "d": 2000,
                        "src": {"file": "m1"},
                        "fx": [{"id": "e1", "op": "vignette", "p": {"strength": 0.4}}],
                    },
                    {"id": "x1", "s": 1800, "d": 400, "tr": {"op": "crossfade"}},
                    {"id": "c2", "s": 2000, "d": 2000, "src": {"file": "m1", "in": 3000}},
                ],
            },
            {
                "id": "t2",
                "tt": 1,
                "role": "music",
                "gain": 0.35,
                "sg": [{"id": "c3", "s": 0, "d": 4000, "src": {"file": "m1"}, "tie": "length"}],
            },
        ],
    }


def test_unknown_keys_and_tracks_come_back_untouched() -> None:
    sent = draft.write(FILM)
    sent["hosted"] = {"a": [1, None]}
    sent["canvas"]["round"] = True
    sent["t"].insert(1, {"tt": 3, "sg": "not even a list", "zz": [{}]})
    sent["t"][0]["later"] = 1
    segment = sent["t"][0]["sg"][0]
    segment["duration"] = "a key of the document, unknown on the wire"
    segment["src"]["codec"] = 1
    segment["fx"][0] |= {"seed": 7, "k": {"strength": [{"t": 0, "v": 1, "bezier": [0, 1]}]}}
    sent["t"][0]["sg"][1]["new"] = 1
    sent["t"][0]["sg"][1]["tr"] |= {"bezier": {"a": [1]}, "m": {"by": "hand"}, "x": {"curve": 2}}
    assert draft.write(draft.read(json.dumps(sent))) == sent


def test_a_stretch_without_segment_is_a_gap() -> None:
    sent = draft.write(FILM)
    del sent["t"][0]["sg"][0:2]
    sent["t"].pop()
    timeline = draft.read(sent)
    assert timeline.tracks[0].items[0] == Gap(duration=60)


# What a client changes: where, to what; which fault is told, and where.
FAULTS: list[tuple[str, Any, str, str]] = [
    ("t/0/sg/0/src/file", "m9", "unknown_media", "/t/0/sg/0/src/file"),
    ("t/0/sg/2/s", 1500, "overlap", "/t/0/sg/2/s"),
    ("t/0/sg/2/s", -10, "out_of_bounds", "/t/0/sg/2/s"),
    ("t/0/sg/2/d", -10, "out_of_bounds", "/t/0/sg/2/d"),
    ("t/0/sg/2/s", "2000", "wrong_type", "/t/0/sg/2/s"),
    ("t/0/sg/2/src/in", 10_000, "in_point_past_end", "/t/0/sg/2/src/in"),
    ("t/0/sg/2/src/in", 8500, "out_point_past_end", "/t/0/sg/2/src/in"),
    ("t/0/sg/2/src/sp", 0, "out_of_bounds", "/t/0/sg/2/src/sp"),
    ("t/0/sg/2/src/gen", "color", "not_one_source", "/t/0/sg/2/src"),
    ("t/0/sg/2/src", {}, "not_one_source", "/t/0/sg/2/src"),
    ("t/0/sg/2/src/p", {"a": 1}, "key_not_used", "/t/0/sg/2/src/p"),
    ("t/0/sg/2/tx", {"style": "title"}, "not_one_source", "/t/0/sg/2"),
    ("t/0/sg/2/id", "c1", "duplicate_id", "/t/0/sg/2/id"),
    ("t/0/sg/2/id", "", "missing_key", "/t/0/sg/2"),
    ("t/0/sg/2/tie", "never", "not_one_of", "/t/0/sg/2/tie"),
    ("t/0/sg/2/x", {"source": 1}, "known_key", "/t/0/sg/2/x/source"),
    ("t/0/sg/1/s", 100, "transition_off_cut", "/t/0/sg/1"),
    ("t/0/sg/1/d", 8000, "transition_too_long", "/t/0/sg/1/tr"),
    ("t/0/sg/1/tr/op", "vignette", "wrong_family", "/t/0/sg/1/tr/op"),
    ("t/0/sg/1/mute", True, "key_not_used", "/t/0/sg/1/mute"),
    ("t/0/sg/0/fx/0/op", "not_yet_known", "unknown_operation", "/t/0/sg/0/fx/0/op"),
    ("t/0/sg/0/fx/0/p/strength", 7, "bad_parameter", "/t/0/sg/0/fx/0/p/strength"),
    ("t/0/sg/0/fx/0/p/colour", 7, "bad_parameter", "/t/0/sg/0/fx/0/p/colour"),
    ("t/0/sg/0/fx/0/k", {"strength": [{"t": 0, "v": 9}]}, "bad_parameter", "/t/0/sg/0/fx/0/k/strength"),
    ("t/0/sg/0/fx/0/side", {"matte": "c9"}, "no_such_item", "/t/0/sg/0/fx/0/side/matte"),
    ("t/0/sg/0/fx/0/side", {"matte": "c1"}, "would_loop", "/t/0/sg/0"),
    ("t/0/sg/2/src", {"seg": "c9"}, "no_such_item", "/t/0/sg/2/src/seg"),
    ("t/0/sg/2/src", {"gen": "crossfade"}, "wrong_family", "/t/0/sg/2/src/gen"),
    ("t/0/sg/2/src", {"gen": "nothing"}, "unknown_operation", "/t/0/sg/2/src/gen"),
    ("t/0/gain", 0.5, "key_not_used", "/t/0/gain"),
    ("t/1/gain", 99, "bad_parameter", "/t/1/gain"),
    ("t/1/duck", {"depth": -1}, "bad_parameter", "/t/1/duck/depth"),
    ("t/1/sg/0/fx", [{"id": "e1", "op": "volume"}], "duplicate_id", "/t/1/sg/0/fx/0/id"),
    ("t/1/tt", "1", "not_one_of", "/t/1/tt"),
    ("d", 3000, "duration_differs", "/d"),
    ("fps", [30, 0], "wrong_type", "/fps"),
    ("fps", [2000, 1], "out_of_bounds", "/fps"),
    ("canvas/w", 1921, "not_multiple", "/canvas/w"),
    ("media/0/duration", "1/0", "not_possible", "/media/0/duration"),
    ("media/0/duration", None, "not_possible", "/media/0/duration"),
    ("v", 2, "newer_draft", "/v"),
    ("t", {}, "wrong_type", "/t"),
    ("canvas", None, "wrong_type", "/canvas"),
]


def changed(sent: Any, path: str, value: Any) -> None:
    *keys, last = path.split("/")
    for key in keys:
        part = sent[int(key)] if isinstance(sent, list) else sent.setdefault(key, {})
        sent = part
    sent[last] = value


def faults(sent: Any) -> list[Fault]:
    with pytest.raises(draft.DraftFaults) as caught:
        draft.read(sent, check)
    for fault in caught.value.faults:
        assert fault.say("en") != fault.say("zh")
    return list(caught.value.faults)


@pytest.mark.parametrize(("path", "value", "code", "told_at"), FAULTS)
def test_a_fault_is_told_with_its_path(path: str, value: Any, code: str, told_at: str) -> None:
    sent = draft.write(FILM)
    draft.read(sent, check)
    changed(sent, path, value)
    assert (code, told_at) in [(fault.code, fault.fields["path"]) for fault in faults(sent)]


def test_all_faults_are_told_at_once() -> None:
    sent = draft.write(FILM)
    changed(sent, "fps", [0, 1])
    changed(sent, "t/0/sg/0/fx/0/op", "nothing")
    changed(sent, "t/0/sg/2/src/file", "m9")
    changed(sent, "t/0/sg/1/tr/op", 5)
    changed(sent, "t/1/role", 5)
    del sent["canvas"]["h"]
    found = {(fault.code, fault.fields["path"]) for fault in faults(sent)}
    assert found == {
        ("out_of_bounds", "/fps"),
        ("unknown_operation", "/t/0/sg/0/fx/0/op"),
        ("unknown_media", "/t/0/sg/2/src/file"),
        ("wrong_type", "/t/0/sg/1/tr/op"),
        ("wrong_type", "/t/1/role"),
        ("missing_key", "/canvas"),
    }


def test_faults_inside_a_nested_draft_have_their_whole_path() -> None:
    inner = draft.write(FILM)
    changed(inner, "t/0/sg/0/fx/0/p/strength", 7)
    changed(inner, "t/0/sg/2/src/file", "m9")
    sent = draft.write(FILM)
    changed(sent, "t/0/sg/0/src", {"draft": copy.deepcopy(inner)})
    assert {fault.fields["path"] for fault in faults(sent)} == {
        "/t/0/sg/0/src/draft/t/0/sg/0/fx/0/p/strength",
        "/t/0/sg/0/src/draft/t/0/sg/2/src/file",
    }


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"v": NaN}', "[" * 100_000])
def test_what_is_not_a_draft_is_told(text: str) -> None:
    assert faults(text)
