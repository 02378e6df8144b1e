"""What operations keep in metadata is read again, or it is said what is wrong with it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spoken_footage import film
from workprint.adapters import draft
from workprint.base import Fault, Range
from workprint.model import Clip, Marker, MediaFile, Timeline, Track, companions
from workprint.ops import check
from workprint.ops.broll.placing import is_broll, pieces
from workprint.ops.edits.captions import tied
from workprint.ops.edits.narration import asked_of, spoken_of
from workprint.ops.kept import SHAPES, NotAsKept
from workprint.ops.words.correcting import corrections, with_correction
from workprint.ops.words.passes import passes

PLACES = {
    "timeline": (),
    "track": ("t", 0),
    "clip": ("t", 0, "sg", 0),
    "effect": ("t", 0, "sg", 0, "fx", 0),
    "marker": ("mk", 0),
    "media": ("media", 0),
}


def form(part: str, key: str, value: Any) -> dict[str, Any]:
    """A draft with something in the metadata of a part."""
    effect = {"id": "e1", "op": "sepia", "p": {}}
    clip = {"id": "c1", "s": 0, "d": 1000, "src": {"file": "m1"}, "fx": [effect]}
    whole: dict[str, Any] = {
        "v": 1, "id": "t", "fps": [25, 1], "canvas": {"w": 128, "h": 72}, "media": [{"id": "m1"}],
        "t": [{"id": "v1", "tt": 0, "sg": [clip]}], "mk": [{"id": "k1", "s": 0, "d": 40}],
    }  # fmt: skip
    at: Any = whole
    for step in PLACES[part]:
        at = at[step]
    at[inside(part)] = {key: value}
    return whole


def inside(part: str) -> str:
    """What metadata is called in a draft: files are described as they are in the document."""
    return "metadata" if part == "media" else "m"


def told(whole: dict[str, Any]) -> list[tuple[str, str]]:
    try:
        draft.read(json.dumps(whole), check)
    except draft.DraftFaults as faults:
        return [(fault.code, fault.fields["path"]) for fault in faults.faults if fault.say("zh")]
    return []


KEYS = [(part, key) for part, keys in SHAPES.items() for key in keys]


@pytest.mark.parametrize(("part", "key"), KEYS)
def test_what_cannot_be_read_again_is_told_with_its_place(part: str, key: str) -> None:
    path = "".join(f"/{step}" for step in (*PLACES[part], inside(part), key))
    assert told(form(part, key, ["x", [], {"heard": 3}])) == [("not_as_kept", path)]
    assert told(form(part, "mine", ["x", [], {"heard": 3}])) == []


def test_that_of_a_film_in_a_film_is_told_too() -> None:
    outer = form("timeline", "mine", 0)
    outer["t"][0]["sg"][0] = {
        "id": "c2",
        "s": 0,
        "d": 1000,
        "src": {"draft": form("timeline", "corrections", [3])},
    }
    assert told(outer) == [("not_as_kept", "/t/0/sg/0/src/draft/m/corrections")]


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.floats(allow_nan=False) | st.sampled_from(["", "a", "1/0", "3"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["heard", "written", "kind", "name", "hash", "spoken", "text", "score", "why", "op", "about", "mode", "listed", "gone", "asked"]), inner, max_size=6),
    max_leaves=12,
)  # fmt: skip
READERS = {
    ("timeline", "corrections"): lambda timeline: corrections(timeline),
    ("timeline", "word_passes"): lambda timeline: passes(timeline),
    ("media", "companions"): lambda timeline: [companions(each) for each in timeline.media],
    ("media", "voice"): lambda timeline: [asked_of(each) for each in timeline.media],
    ("clip", "spoken"): lambda timeline: [tied(clip) for track in timeline.tracks for _, clip in track.clips()],
    ("clip", "voice_over"): lambda timeline: [spoken_of(clip) for track in timeline.tracks for _, clip in track.clips()],
    ("clip", "broll"): lambda timeline: list(pieces(timeline)) if any(is_broll(clip) for track in timeline.tracks for _, clip in track.clips()) else None,
}  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(READERS)), JUNK)
def test_whatever_passes_is_read(place: tuple[str, str], value: Any) -> None:
    part, key = place
    media = MediaFile(id="m1", metadata={key: value} if part == "media" else {})
    clip = Clip(id="c1", source=Range(start=0, duration=9), media={"kind": "file", "media": "m1"}, metadata={key: value} if part == "clip" else {})  # type: ignore[arg-type]  # fmt: skip
    track = Track(id="v1", kind="video", items=(clip,))
    timeline = Timeline(media=(media,), tracks=(track,), metadata={key: value} if part == "timeline" else {})
    faults: list[Fault] = check(timeline)
    if not faults:
        READERS[place](timeline)
    assert all(isinstance(fault, NotAsKept) for fault in faults)


def test_what_edits_keep_passes() -> None:
    timeline = with_correction(film(("talk", 0, 5)), "ann", "Anne")
    marker = Marker(id="k", range=Range(start=0, duration=1), metadata={"confidence": 0.5, "effects": ["e1"]})
    assert check(timeline.model_copy(update={"markers": (marker,)})) == []
