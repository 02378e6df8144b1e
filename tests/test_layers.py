"""What is hidden by an opaque picture is not rendered, and the film is the same for it."""

from __future__ import annotations

import os
import random
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest

import footage
from workprint.base import Range
from workprint.compile import lower_picture
from workprint.compile.picture import PictureLowering
from workprint.ffmpeg import command, stream
from workprint.graph import INPUT, Graph
from workprint.model import (
    Canvas,
    Clip,
    Effect,
    FileRef,
    Gap,
    GeneratorRef,
    Item,
    MediaFile,
    Timeline,
    Track,
    Transition,
)

LENGTH = 24
SIZE = footage.WIDTH, footage.HEIGHT


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[MediaFile, ...]:
    folder = tmp_path_factory.mktemp("layers")
    return tuple(
        footage.numbered(folder / f"{name}.mp4", 60, 30, first=first, sound=False)
        for name, first in (("low", 0), ("high", 1000))
    )


def shown(media: str, start: int, duration: int, name: str, *effects: Effect) -> Clip:
    return Clip(
        id=name, media=FileRef(media=media), source=Range(start=start, duration=duration), effects=effects
    )


def film(files: tuple[MediaFile, ...], *tracks: tuple[Item, ...]) -> Timeline:
    made = tuple(Track(id=f"v{i}", kind="video", items=items) for i, items in enumerate(tracks))
    canvas = Canvas(width=SIZE[0], height=SIZE[1])
    return Timeline(rate=Fraction(30), canvas=canvas, tracks=made, media=files)


def opened(graph: Graph) -> set[str]:
    return {Path(node.arg("file").path).stem for node in graph.walk() if node.name == INPUT}  # type: ignore[union-attr]


def frames(graph: Graph) -> np.ndarray[Any, np.dtype[np.uint8]]:
    options = ("-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "yuv420p", "pipe:1")
    with TemporaryDirectory() as folder:
        todo = command(graph, [options], Path(folder))
        raw = b"".join(stream(todo.args, 1 << 20, timeout=60, origins=todo.origins))
    return np.frombuffer(raw, np.uint8).reshape(-1, SIZE[1] * 3 // 2, SIZE[0])


FADED = Effect(id="o", op="opacity", params={"amount": 0.5})
SMALL = Effect(id="p", op="place", params={"width": 0.3})
GREY = Effect(id="b", op="black_and_white", params={})
STEADY = Effect(id="s", op="stabilise", params={})


@pytest.mark.parametrize(
    ("effects", "beneath", "wanted"),
    [
        ((), (), {"high"}),
        ((GREY,), (), {"high"}),
        ((FADED,), (), {"low", "high"}),
        ((SMALL,), (), {"low", "high"}),
        ((), (STEADY,), {"low", "high"}),
    ],
    ids=["opaque", "opaque with a look", "see-through", "small", "beneath, one that needs all its frames"],
)
def test_what_is_hidden_is_not_decoded(
    files: tuple[MediaFile, ...], effects: tuple[Effect, ...], beneath: tuple[Effect, ...], wanted: set[str]
) -> None:
    timeline = film(
        files, (shown("low", 0, LENGTH, "a", *beneath),), (shown("high", 5, LENGTH, "b", *effects),)
    )
    graph = lower_picture(timeline).graph
    assert opened(graph) == wanted
    assert any(node.name == "overlay" for node in graph.walk()) == ("low" in wanted)


def test_hidden_for_a_while(files: tuple[MediaFile, ...]) -> None:
    timeline = film(
        files, (shown("low", 0, LENGTH, "a"),), (Gap(id="g", duration=8), shown("high", 0, 10, "b"))
    )
    graph = lower_picture(timeline).graph
    assert not any(node.name == "overlay" for node in graph.walk())
    numbers = [footage.read(frame[: SIZE[1]]) for frame in frames(graph)]
    assert numbers == [*range(8), *range(1000, 1010), *range(18, LENGTH)]


def some_items(dice: random.Random, name: str) -> tuple[Item, ...]:
    """A random track."""
    items: list[Item] = []
    while sum(item.duration for item in items) < LENGTH - 4:
        key = f"{name}.{len(items)}"
        length = dice.randint(4, 14)
        kind = dice.choice(("gap", "colour", "file", "file", "file"))
        if kind == "gap":
            items.append(Gap(id=key, duration=length))
            continue
        if items and isinstance(items[-1], Clip) and dice.random() < 0.3:
            items.append(Transition(id=f"x{key}", op="crossfade", in_offset=2, out_offset=2))
        effects = dice.choice(((), (), (GREY,), (FADED,), (SMALL,)))
        if kind == "colour":
            made = GeneratorRef(op="color", params={"color": "#aa5522"})
            items.append(Clip(id=key, media=made, source=Range(start=0, duration=length), effects=effects))
        else:
            items.append(shown(dice.choice(("low", "high")), dice.randint(2, 30), length, key, *effects))
    return tuple(items)


@pytest.mark.parametrize("seed", range(int(os.environ.get("WORKPRINT_EXAMPLES", "6"))))
def test_random_layers_look_the_same(
    seed: int, files: tuple[MediaFile, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(seed)
    timeline = film(files, *(some_items(dice, f"t{i}") for i in range(dice.randint(2, 3))))
    start = dice.randint(0, 6)
    span = Range.between(start, timeline.duration)
    found = frames(lower_picture(timeline, span).graph)
    monkeypatch.setattr(PictureLowering, "_visible", lambda self, span: [(span, None)])
    wanted = frames(lower_picture(timeline, span).graph)
    assert found.shape == wanted.shape == (span.duration, SIZE[1] * 3 // 2, SIZE[0])
    # Small pictures may be scaled with or without an alpha plane beside them; another frame is 50 off.
    assert np.abs(found.astype(np.int16) - wanted).max() <= 4
