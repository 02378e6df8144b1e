"""Cost follows the change, and memory does not follow the film: told by counts, not by the clock."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from footage import HEIGHT, WIDTH, Sound, numbered
from workprint.base import Range, samples
from workprint.compile import lower_sound
from workprint.compile import sound as sound_lowering
from workprint.ffmpeg import command, stream
from workprint.graph import INPUT, Graph, Made, Node
from workprint.jobs.makers import make
from workprint.model import Canvas, Clip, Effect, FileRef, MediaFile, Timeline, Track

CANVAS = Canvas(width=WIDTH, height=HEIGHT)


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> MediaFile:
    return numbered(tmp_path_factory.mktemp("footage") / "a.mov", 300)


def film(media: MediaFile, starts: list[int], length: int, **more: object) -> Timeline:
    clips = tuple(
        Clip(
            id=f"c{index}",
            media=FileRef(media=media.id),
            source=Range(start=start, duration=length),
            **more,  # type: ignore[arg-type]
        )
        for index, start in enumerate(starts)
    )
    return Timeline(canvas=CANVAS, tracks=(Track(id="v", kind="video", items=clips),), media=(media,))


def graphs(graph: Graph) -> Iterator[Graph]:
    """The graph and all that must be rendered before it."""
    yield graph
    for made in graph.made():
        for pad in made.pads:
            yield from graphs(Graph((pad,)))


def opened(graph: Graph) -> int:
    """How many files a graph opens."""
    return len({str(node.args) for node in graph.walk() if node.name == INPUT})


def heard(timeline: Timeline, work: Path) -> Sound:
    lowered = lower_sound(timeline)
    assert lowered is not None
    made: dict[str, object] = {}
    work.mkdir()
    make(lowered.graph, work, None, made)  # type: ignore[arg-type]
    line = command(lowered.graph, [("-f", "f32le", "pipe:1")], work, made)  # type: ignore[arg-type]
    raw = b"".join(stream(line.args, 1 << 20))
    return np.frombuffer(raw, np.float32).reshape(-1, 2)


def scattered(count: int, length: int, frames: int = 300) -> list[int]:
    starts = [index * (frames - length) // count for index in range(count)]
    random.Random(1).shuffle(starts)
    return starts


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"effects": (Effect(id="e", op="echo"),)},
        {"reverse": True},
        {"speed": Fraction(3, 2)},
    ],
    ids=["plain", "effects", "backwards", "faster"],
)
def test_sound_made_in_steps_is_the_same_sound(
    media: MediaFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: dict[str, object]
) -> None:
    timeline = film(media, [40, 90, 10, 150, 60, 61], 5, **more)
    assert not any(isinstance(value, Made) for graph in graphs(_graph(timeline)) for value in _values(graph))
    whole = heard(timeline, tmp_path / "whole")
    monkeypatch.setattr(sound_lowering, "INPUTS", 1)
    monkeypatch.setattr(sound_lowering, "VOICES", 2)
    monkeypatch.setattr(sound_lowering, "REVERSED", 3000)
    assert len(list(graphs(_graph(timeline)))) > 3
    steps = heard(timeline, tmp_path / "steps")
    assert len(whole) == samples(timeline.duration, timeline.rate)
    assert np.array_equal(steps, whole)


def _graph(timeline: Timeline) -> Graph:
    lowered = lower_sound(timeline)
    assert lowered is not None
    return lowered.graph


def _values(graph: Graph) -> Iterator[object]:
    for node in graph.walk():
        yield from (value for _, value in node.args)


@pytest.mark.parametrize("count", [40, 160])
def test_no_sound_graph_grows_with_the_film(media: MediaFile, count: int) -> None:
    found = list(graphs(_graph(film(media, scattered(count, 3, 30_000), 3))))
    assert max(map(opened, found)) <= sound_lowering.INPUTS + 2
    assert max(sum(1 for _ in graph.walk()) for graph in found) < 300


def test_many_tracks_of_sound_are_stored_before_they_are_mixed(media: MediaFile) -> None:
    one = film(media, [0], 30)
    tracks = tuple(
        Track(
            id=f"a{index}", kind="audio",
            items=(Clip(id=f"m{index}", media=FileRef(media=media.id), source=Range(start=index, duration=30)),),
        )
        for index in range(40)
    )  # fmt: skip
    found = list(graphs(_graph(one.model_copy(update={"tracks": (*one.tracks, *tracks)}))))
    from_media = [
        len({str(n.args) for n in graph.walk() if n.name == INPUT and not _stored(n)}) for graph in found
    ]
    assert max(from_media) <= sound_lowering.INPUTS + 1


def _stored(node: Node) -> bool:
    return isinstance(node.arg("file"), Made)
