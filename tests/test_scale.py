"""Cost follows the change, and memory does not follow the film: told by counts, not by the clock."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from footage import HEIGHT, WIDTH, Pixels, Sound, numbered
from workprint.base import Range, samples
from workprint.compile import lower_picture, lower_sound
from workprint.compile import sound as sound_lowering
from workprint.compile import steps as steps_of_graphs
from workprint.ffmpeg import command, run, stream
from workprint.graph import INPUT, Graph, Made, Node, Video
from workprint.jobs.makers import make
from workprint.jobs.spans import spans
from workprint.model import (
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
)
from workprint.ops import Context, VideoEffect, bind, registry

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
    return sum(1 for node in graph.walk() if node.name == INPUT)


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
    from_media = [sum(1 for n in graph.walk() if n.name == INPUT and not _stored(n)) for graph in found]
    assert max(from_media) <= sound_lowering.INPUTS + 1


def _stored(node: Node) -> bool:
    return isinstance(node.arg("file"), Made)


def shown(timeline: Timeline, span: Range, work: Path) -> Pixels:
    lowered = lower_picture(timeline, span)
    made: dict[str, object] = {}
    work.mkdir()
    make(lowered.graph, work, None, made)  # type: ignore[arg-type]
    line = command(lowered.graph, [("-fps_mode", "passthrough", "-f", "rawvideo", "pipe:1")], work, made)  # type: ignore[arg-type]
    raw = b"".join(stream(line.args, 1 << 20))
    return np.frombuffer(raw, np.uint8).reshape(-1, HEIGHT * 3 // 2, WIDTH)


def overlaid(media: MediaFile, layers: int, length: int, **more: object) -> Timeline:
    """A film with pictures in the picture, all at once."""
    base = film(media, [0], length)
    tracks = tuple(
        Track(
            id=f"o{index}", kind="video",
            items=(
                Clip(
                    id=f"l{index}", media=FileRef(media=media.id), source=Range(start=3 * index + 7, duration=length),
                    effects=(_placed(index, more),),
                ),
            ),
        )
        for index in range(layers)
    )  # fmt: skip
    return base.model_copy(update={"tracks": (*base.tracks, *tracks)})


def _placed(index: int, more: dict[str, object]) -> Effect:
    params = {"width": 0.2, "x": index % 7 / 9, "y": index // 7 / 9}
    return Effect(id=f"p{index}", op="place", params=params, **more)  # type: ignore[arg-type]


def test_layers_composed_in_steps_give_the_same_frames(
    media: MediaFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    timeline = overlaid(media, 5, 6)
    span = Range(start=1, duration=5)
    steps = {}
    for most in (2, 100):
        monkeypatch.setattr(steps_of_graphs, "INPUTS", most)
        assert (len(list(graphs(lower_picture(timeline, span).graph))) > 1) == (most == 2)
        steps[most] = shown(timeline, span, tmp_path / str(most))
    assert np.array_equal(steps[2], steps[100]), [
        np.abs(a.astype(int) - b).max() for a, b in zip(steps[2], steps[100], strict=True)
    ]


def test_fifty_layers_open_a_few_files_at_a_time(media: MediaFile) -> None:
    timeline = overlaid(media, 50, 30)
    found = list(graphs(lower_picture(timeline).graph))
    assert max(map(opened, found)) <= steps_of_graphs.INPUTS + 1
    assert sum(map(opened, found)) <= 2 * 51


def test_a_picture_that_moves_over_the_film_moves_on_in_the_next_piece(
    media: MediaFile, tmp_path: Path
) -> None:
    keys = {"x": (Keyframe(at=0, value=0.0), Keyframe(at=20, value=0.7))}
    timeline = overlaid(media, 1, 20, keyframes=keys)
    whole = shown(timeline, Range(start=0, duration=20), tmp_path / "whole")
    behind = shown(timeline, Range(start=12, duration=8), tmp_path / "behind")
    assert np.array_equal(whole[12:], behind), [
        np.abs(a.astype(int) - b).max() for a, b in zip(whole[12:], behind, strict=True)
    ]


@pytest.mark.parametrize("where", ["clip", "track", "film"])
@pytest.mark.parametrize("op", ["brightness", "rounded", "grain", "fade_out"])
def test_what_is_inserted_before_leaves_the_pieces_behind_it(media: MediaFile, op: str, where: str) -> None:
    """But for what looks at the clock: a fade over the film begins elsewhere, grain counts frames."""
    effect = Effect(id="e", op=op)
    effects = (effect,) if where == "clip" else ()
    keys = []
    for starts in ([100, 20, 60], [200, 100, 20, 60]):
        timeline = film(media, starts, 30, effects=effects)
        if where == "track":
            track = timeline.tracks[0].model_copy(update={"effects": (effect,)})
            timeline = timeline.model_copy(update={"tracks": (track,)})
        if where == "film":
            timeline = timeline.model_copy(update={"effects": (effect,)})
        behind = 30 * (len(starts) - 3)
        # A piece of its own, and one that begins inside a clip.
        spans = (Range(start=behind + 30, duration=30), Range(start=behind + 45, duration=10))
        keys.append([lower_picture(timeline, span).graph.key for span in spans])
    assert (keys[0] == keys[1]) == (op not in ("fade_out", "grain") or where == "clip")


@pytest.mark.parametrize("where", ["clip", "blend", "over", "track", "film"])
def test_grain_is_the_same_wherever_a_piece_begins(media: MediaFile, tmp_path: Path, where: str) -> None:
    grain = (Effect(id="e", op="grain", params={"strength": 1.0}),)
    timeline = film(media, [100, 20], 15, effects=grain if where in ("clip", "blend") else ())
    track = timeline.tracks[0]
    if where == "blend":
        a, b = track.items
        cross = Transition(id="x", op="crossfade", in_offset=3, out_offset=3)
        track = track.model_copy(update={"items": (a, cross, b)})
    if where == "track":
        track = track.model_copy(update={"effects": grain})
    update: dict[str, object] = {"tracks": (track,), "effects": grain if where == "film" else ()}
    if where == "over":
        update["tracks"] = overlaid(media, 1, 30).tracks
        small = update["tracks"][1].items[0]  # type: ignore[index]
        small = small.model_copy(update={"effects": (*grain, *small.effects)})
        update["tracks"] = (track, Track(id="o", kind="video", items=(small,)))
    timeline = timeline.model_copy(update=update)
    bounds = [0, 4, 11, 19, 23, 30]
    whole = shown(timeline, Range(start=0, duration=30), tmp_path / "whole")
    parts = [
        shown(timeline, Range.between(start, end), tmp_path / f"{start}") for start, end in pairwise(bounds)
    ]
    assert np.array_equal(np.concatenate(parts), whole)
    plain = shown(_without_effects(timeline), Range(start=0, duration=30), tmp_path / "plain")
    changed = whole[:, :HEIGHT].astype(int) - plain[:, :HEIGHT]
    # Every frame has it, and each another.
    assert all(np.abs(each).max() > 20 for each in changed)
    assert all(not np.array_equal(one, other) for one, other in pairwise(changed))


def _without_effects(timeline: Timeline) -> Timeline:
    def plain(item: Clip | Gap | Transition) -> Clip | Gap | Transition:
        if not isinstance(item, Clip):
            return item
        return item.model_copy(update={"effects": tuple(e for e in item.effects if e.op != "grain")})

    tracks = tuple(
        track.model_copy(update={"effects": (), "items": tuple(plain(item) for item in track.items)})
        for track in timeline.tracks
    )
    return timeline.model_copy(update={"effects": (), "tracks": tracks})


UNTIMED = sorted(
    name
    for name, op in registry().items()
    if issubclass(op, VideoEffect) and not op.timed and not op.whole and name not in ("lut", "chroma_key")
)  # fmt: skip


def test_operations_that_claim_not_to_look_at_the_clock_do_not(tmp_path: Path) -> None:
    source = Node("testsrc2", (("size", "64x48"), ("rate", 25)))
    video = (
        Video(source, 0, 64, 48, Fraction(25), 4)
        .filter("trim", end_frame=4)
        .filter("format", pix_fmts="yuv420p")
    )
    late = video.filter("setpts", expr="PTS+37/(25*TB)")
    pads, outputs = [], []
    for name in UNTIMED:
        op = bind(VideoEffect, name, {})
        for stream_in, first, frames in ((video, 0, 4), (late, 37, 900)):
            context = Context(Fraction(25), Canvas(width=64, height=48), frames, first=first)
            pads.append(op.build(stream_in, context).filter("format", pix_fmts="yuva420p"))
            outputs.append(("-fps_mode", "passthrough", "-f", "rawvideo", str(tmp_path / f"{name}-{first}")))
    run(command(Graph(tuple(pads)), outputs, tmp_path).args)
    differ = [
        name for name in UNTIMED
        if (tmp_path / f"{name}-0").read_bytes() != (tmp_path / f"{name}-37").read_bytes()
    ]  # fmt: skip
    assert differ == []
    assert all((tmp_path / f"{name}-0").stat().st_size >= 4 for name in UNTIMED)


def test_scattered_cuts_are_divided_until_a_piece_opens_few_files(media: MediaFile) -> None:
    timeline = film(long(media), scattered(300, 10, 30_000), 10)
    found = spans(timeline)
    assert sum(span.duration for span in found) == timeline.duration
    assert max(opened(lower_picture(timeline, span).graph) for span in found) <= steps_of_graphs.INPUTS
    assert len(found) < 80


@pytest.mark.parametrize("cuts", [30, 300])
def test_cuts_in_the_order_of_the_source_share_its_decode(media: MediaFile, cuts: int) -> None:
    starts = sorted(scattered(cuts, 3000 // cuts, 3600))
    timeline = film(long(media), starts, 3000 // cuts)
    found = spans(timeline)
    assert [opened(lower_picture(timeline, span).graph) for span in found] == [1] * len(found)
    assert len(found) <= 3000 // 90


def test_a_long_shot_played_backwards_is_turned_round_in_parts(media: MediaFile, tmp_path: Path) -> None:
    assert media.video is not None
    large = media.model_copy(update={"video": media.video.model_copy(update={"width": 1920, "height": 1080})})
    assert max(span.duration for span in spans(film(large, [0], 300, reverse=True))) <= 86
    timeline = film(media, [40], 40, reverse=True)
    whole = shown(timeline, Range(start=0, duration=40), tmp_path / "whole")
    parts = [shown(timeline, Range(start=at, duration=20), tmp_path / f"{at}") for at in (0, 20)]
    assert np.array_equal(np.concatenate(parts), whole)


def long(media: MediaFile) -> MediaFile:
    """The same file, said to last a thousand seconds: for graphs that are only looked at."""
    assert media.video is not None
    video = media.video.model_copy(update={"duration": Fraction(1000)})
    return media.model_copy(update={"duration": Fraction(1000), "video": video, "container": "mov"})
