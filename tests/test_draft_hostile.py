"""Drafts meant to break the reader, and everything told at once of broken ones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workprint.adapters import draft
from workprint.base import Range
from workprint.model import (
    BadDocument,
    Clip,
    FileRef,
    MediaFile,
    NewerSchema,
    Timeline,
    Track,
    load,
    upgraded,
)
from workprint.ops import check


def sent(segments: list[Any], **more: Any) -> dict[str, Any]:
    track = {"id": "v1", "tt": 0, "sg": segments}
    return {"v": 1, "id": "t", "fps": [25, 1], "canvas": {"w": 128, "h": 72}, "t": [track], **more}


def told(form: Any) -> set[tuple[str, str]]:
    with pytest.raises(draft.DraftFaults) as caught:
        draft.read(form, check)
    return {(fault.code, fault.fields["path"]) for fault in caught.value.faults}


def test_what_is_valid_in_a_broken_segment_is_checked_too() -> None:
    fx = [{"id": "e1", "op": "wobble"}, {"op": "sepia", "p": {"strength": 9}}]
    segments = [
        {"id": "c1", "s": 0, "d": -5, "src": {"file": "nope"}},
        {"id": "c1", "s": 0, "d": 1000, "src": {"file": "m1"}, "fx": fx},
        {"id": "x1", "s": 0, "d": 500, "tr": {"op": "zorp"}},
    ]
    assert told(sent(segments, media=[{"id": "m1"}])) == {
        ("out_of_bounds", "/t/0/sg/0/d"),
        ("unknown_media", "/t/0/sg/0/src/file"),
        ("duplicate_id", "/t/0/sg/1/id"),
        ("unknown_operation", "/t/0/sg/1/fx/0/op"),
        ("missing_key", "/t/0/sg/1/fx/1"),
        ("bad_parameter", "/t/0/sg/1/fx/1/p/strength"),
        ("transition_needs_clips", "/t/0/sg/2/tr"),
        ("unknown_operation", "/t/0/sg/2/tr/op"),
    }


def test_ids_of_unknown_tracks_count_and_the_kind_is_named() -> None:
    form = sent([])
    form["t"].append({"id": "v1", "tt": 98})
    assert told(form) == {("duplicate_id", "/t/1/id")}
    form["t"][1]["id"] = "v2"
    fault = draft.unknown_kinds(draft.read(form, check))
    assert fault is not None
    assert "98" in fault.say("en")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**400, "a\0b", "\ud800"])
def test_values_that_nothing_can_use(value: Any) -> None:
    assert told(sent([], m={"a": value})) == {("not_possible", "/m/a")}


def test_too_deep_and_too_large() -> None:
    form = sent([])
    for _ in range(20):
        form = sent([{"id": "c1", "s": 0, "d": 40, "src": {"draft": form}}])
    assert {code for code, _ in told(form)} == {"draft_too_deep"}
    gap = {"s": 0, "d": 0}
    assert told(sent([gap] * 300_000)) == {("draft_too_large", "")}


def test_an_endless_number_is_refused() -> None:
    assert told(sent([], media=[{"id": "m1", "duration": "1e999999999"}]))


@pytest.mark.parametrize(
    ("uri", "code"),
    [
        ("http://a/b.mp4", "media_not_local"),
        ("concat:a|b", "media_not_local"),
        ("pipe:0", "media_not_local"),
        ("/dev/zero", "media_not_a_file"),
        ("-i", "media_absent"),
    ],
)
def test_only_plain_files(uri: str, code: str, tmp_path: Path) -> None:
    clip = Clip(id="c1", media=FileRef(media="m1"), source=Range(start=0, duration=5))
    track = Track(id="v1", kind="video", items=(clip,))
    timeline = Timeline(tracks=(track,), media=(MediaFile(id="m1", uri=uri),))
    assert [fault.code for fault in draft.footage(timeline, tmp_path)] == [code]


def test_upgrades_go_step_by_step() -> None:
    steps = {1: lambda old: {**old, "b": old["a"] + 1}, 2: lambda old: {**old, "c": old["b"] + 1}}
    made = upgraded({"schema_version": 1, "a": 1, "zz": 9}, steps, 3)
    assert made == {"schema_version": 3, "a": 1, "b": 2, "c": 3, "zz": 9}
    with pytest.raises(BadDocument, match="version 0"):
        upgraded({"schema_version": 0}, steps, 3)
    with pytest.raises(BadDocument, match="version 0"):
        load({"schema_version": 0})
    with pytest.raises(NewerSchema):
        upgraded({"schema_version": 4}, steps, 3)
