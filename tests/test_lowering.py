"""Golden pairs: a timeline, and the filtergraph it lowers to, reviewed by eye.

After a change that is meant, write them anew with WORKPRINT_GOLDEN=write and read the difference.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from workprint.base import Range
from workprint.compile import lower_picture, lower_sound
from workprint.ffmpeg import command
from workprint.graph import Graph
from workprint.model import (
    AudioStream,
    Canvas,
    Clip,
    Effect,
    FileRef,
    Gap,
    Keyframe,
    MediaFile,
    Timeline,
    Track,
    Transition,
    VideoStream,
)

GOLDEN = Path(__file__).parent / "golden"

TALK = MediaFile(
    id="talk", uri="talk.mp4", hash="talk", container="mp4", duration=Fraction(60),
    video=VideoStream(width=1280, height=720, duration=Fraction(60), pixel_format="yuv420p", color_space="bt709"),
    audio=AudioStream(duration=Fraction(60)),
)  # fmt: skip
PHONE = MediaFile(
    id="phone", uri="phone.mov", hash="phone", duration=Fraction(20),
    video=VideoStream(width=1080, height=1920, rate=Fraction(30000, 1001), variable=True, rotation=90,
                      duration=Fraction(20), pixel_format="yuv420p10le", hdr="hlg"),
)  # fmt: skip


def clip(media: MediaFile, start: int, end: int, **more: Any) -> Clip:
    return Clip(
        id=f"{media.id}-{start}", media=FileRef(media=media.id), source=Range.between(start, end), **more
    )


def film(*items: Any, **more: Any) -> Timeline:
    return Timeline(
        canvas=Canvas(width=1280, height=720),
        tracks=(Track(id="v1", kind="video", items=items),),
        media=(TALK, PHONE),
        **more,
    )


CROSS = Transition(id="x1", op="crossfade", in_offset=8, out_offset=7)
GROWING = Effect(
    id="e1", op="vignette", keyframes={"strength": (Keyframe(at=0, value=0), Keyframe(at=30, value=1))}
)
MUSIC = Track(
    id="a1", kind="audio", role="music",
    items=(Clip(id="m", media=FileRef(media="talk"), source=Range(start=0, duration=90), tie="length",
                effects=(Effect(id="e2", op="volume", params={"gain": 0.35}),)),),
)  # fmt: skip

ROWS: dict[str, Timeline] = {
    "cuts": film(clip(TALK, 30, 60), clip(TALK, 90, 120), clip(TALK, 120, 150)),
    "far_back": film(clip(TALK, 1500, 1530), clip(TALK, 0, 30)),
    "transition": film(clip(TALK, 30, 60), CROSS, clip(TALK, 300, 330)),
    "phone_hlg": film(clip(PHONE, 0, 30)),
    "phone_blur": film(clip(PHONE, 0, 30)).model_copy(
        update={"canvas": Canvas(width=1280, height=720, fill="blur")}
    ),
    "speed": film(clip(TALK, 30, 60, speed=Fraction(3, 2))),
    "gap": film(clip(TALK, 0, 30), Gap(id="g", duration=15), clip(TALK, 30, 60)),
    "keyframes": film(clip(TALK, 0, 60, effects=(GROWING,))),
    "music": film(clip(TALK, 0, 90)).with_track(MUSIC),
}


def text(graph: Graph, work: Path) -> str:
    line = command(graph, [("out",)] * len(graph.outputs), work)
    script = Path(line.args[line.args.index("-/filter_complex") + 1]).read_text()
    inputs = " ".join(re.sub(r"-(protocol|format)_whitelist \S+ ", "", " ".join(line.args)).split())
    return inputs[: inputs.index("-/filter_complex")] + "\n" + script + "\n"


def compare(name: str, found: str) -> None:
    path = GOLDEN / f"{name}.graph"
    if os.environ.get("WORKPRINT_GOLDEN") == "write":
        path.write_text(found)
    assert found == path.read_text()


@pytest.mark.parametrize("name", ROWS)
def test_picture(name: str, tmp_path: Path) -> None:
    compare(f"{name}.picture", text(lower_picture(ROWS[name]).graph, tmp_path))


@pytest.mark.parametrize("name", ["cuts", "transition", "speed", "gap", "music"])
def test_sound(name: str, tmp_path: Path) -> None:
    lowered = lower_sound(ROWS[name])
    assert lowered is not None
    compare(f"{name}.sound", text(lowered.graph, tmp_path))


SAME: list[tuple[str, Callable[[Timeline], Timeline]]] = [
    ("metadata", lambda t: t.model_copy(update={"metadata": {"ui": {"x": 1}}})),
    ("names", lambda t: t.model_copy(update={"name": "other", "id": "other"})),
    ("the media's path", lambda t: t.model_copy(
        update={"media": tuple(m.model_copy(update={"uri": "/elsewhere/" + m.uri}) for m in t.media)})),
]  # fmt: skip


@pytest.mark.parametrize(("what", "change"), SAME, ids=[row[0] for row in SAME])
def test_hash_ignores(what: str, change: Callable[[Timeline], Timeline]) -> None:
    assert what
    for timeline in ROWS.values():
        assert lower_picture(timeline).graph.key == lower_picture(change(timeline)).graph.key


def test_hash_follows_what_is_seen() -> None:
    keys = {lower_picture(timeline).graph.key for name, timeline in ROWS.items() if name != "music"}
    assert len(keys) == len(ROWS) - 1
    moved = film(clip(TALK, 31, 61), clip(TALK, 90, 120), clip(TALK, 120, 150))
    assert lower_picture(moved).graph.key != lower_picture(ROWS["cuts"]).graph.key


def test_untouched_parts_keep_their_hash() -> None:
    """Seen by range, a film whose start changes is the same film further on."""
    changed = film(clip(TALK, 30, 60, effects=(GROWING,)), clip(TALK, 90, 120), clip(TALK, 120, 150))
    later = Range(start=30, duration=60)
    assert lower_picture(changed, later).graph.key == lower_picture(ROWS["cuts"], later).graph.key
