"""What a graph will cost in CPU time, reckoned from a table of measured filters, decoders and encoders."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from workprint.base import SAMPLE_RATE
from workprint.compile import Lowered
from workprint.graph import INPUT, File, Graph, Made, Node
from workprint.model import MediaFile, Timeline, TimelineRef

from .flow import RGB, Flow, flows

TABLE = Path(__file__).with_name("node_costs.json")
"""Written by benchmarks/node_costs.py."""
PASSES = {"motion": "vidstabdetect", "loudness": "ebur128", "palette": "palettegen"}
"""What is run over a graph before the render, and the filter that does it."""
CHECKS = ("blackdetect", "freezedetect")


@dataclass(frozen=True)
class NodeCost:
    """What one node costs: `units` frames (of sound: seconds), at `each` CPU milliseconds per unit.

    `each` is None where the table does not know the node: then nobody knows, which is not nothing.
    """

    name: str
    units: float
    each: float | None
    origin: str = ""

    @property
    def ms(self) -> float:
        return (self.each or 0.0) * self.units


@cache
def table() -> dict[str, dict[str, float]]:
    """CPU milliseconds per frame and megapixel, or per second of sound."""
    found: dict[str, dict[str, float]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return found


def encoder_name(options: Sequence[str]) -> str:
    """The name of an encoder with its speed, under which the table has it: "libx264 veryfast"."""
    given = dict(pairwise(options))
    speed = given.get("-preset") or given.get("-cpu-used") or ""
    return f"{given.get('-c:v') or given.get('-c:a') or ''} {speed}".strip()


def files(timeline: Timeline) -> dict[str, MediaFile]:
    """The files of a timeline and of those within it, by hash and by place."""
    found = {name: media for media in timeline.media for name in (media.hash, media.uri) if name}
    for track in timeline.tracks:
        for _, clip in track.clips():
            if isinstance(clip.media, TimelineRef):
                found |= files(clip.media.timeline)
    return found


def picture_costs(
    lowered: Lowered, encoder: Sequence[str], media: Mapping[str, MediaFile], check: bool = True
) -> list[NodeCost]:
    """What each node of a stretch of picture costs, its encoder and the check of the result too."""
    found = flows(lowered.graph, lowered.length, media)
    last = found[lowered.graph.outputs[0].node.key]
    costs = [*_passes(lowered, media), *_nodes(lowered.graph, found, media)]
    return [*costs, *written(last.megapixels, lowered.length, encoder, check)]


def written(megapixels: float, frames: float, encoder: Sequence[str], check: bool) -> Iterator[NodeCost]:
    """Encoding, and looking at the result: while it is rendered, and once decoded with its pixels unfinished."""
    name = encoder_name(encoder)
    yield NodeCost("encode", frames, _scaled(table()["encode"].get(name), megapixels), name)
    if check:
        codec, rows = (
            {"libx264": "h264", "libvpx-vp9": "vp9"}.get(name.partition(" ")[0], ""),
            table()["decode"],
        )
        again = rows.get(f"{codec} unfinished", rows.get(codec))
        parts = [again, *(table()["video"].get(each) for each in CHECKS)]
        total = None if None in parts else sum(part or 0.0 for part in parts)
        yield NodeCost("check", frames, _scaled(total, megapixels))


def sound_costs(
    lowered: Lowered, encoder: Sequence[str], media: Mapping[str, MediaFile], check: bool = True
) -> list[NodeCost]:
    """What each node of the sound costs, with its encoder and check."""
    found = flows(lowered.graph, lowered.length, media)
    costs = [*_passes(lowered, media), *_nodes(lowered.graph, found, media)]
    name, seconds = encoder_name(encoder), lowered.length / SAMPLE_RATE
    codec = {"libmp3lame": "mp3", "libopus": "opus"}.get(name, name)
    costs.append(NodeCost("encode", seconds, table()["coded"].get(codec), name))
    if check:
        parts = [table()["spoken"].get(codec), table()["audio"].get("ebur128")]
        costs.append(
            NodeCost("check", seconds, None if None in parts else sum(part or 0.0 for part in parts))
        )
    return costs


def _passes(lowered: Lowered, media: Mapping[str, MediaFile]) -> Iterator[NodeCost]:
    """What runs over the picture or the sound before: finding motion, measuring loudness."""
    for made in lowered.graph.made():
        yield from _pass(made, lowered.length, media)


def _pass(made: Made, length: int, media: Mapping[str, MediaFile]) -> Iterator[NodeCost]:
    if not made.pads:
        seconds = float(dict(made.params).get("seconds", 1.0))
        yield NodeCost(made.kind, seconds, table()["audio"].get(made.kind))
        return
    graph = Graph(made.pads)
    found = flows(graph, length, media)
    yield from _nodes(graph, found, media)
    pad = made.pads[0]
    name = PASSES.get(made.kind, made.kind)
    yield _cost(Node(name, (), (pad,), (pad.kind,)), found[pad.node.key], found[pad.node.key], media)
    for inner in graph.made():
        yield from _pass(inner, length, media)


def _nodes(graph: Graph, found: Mapping[str, Flow], media: Mapping[str, MediaFile]) -> Iterator[NodeCost]:
    for node in graph.walk():
        before = found[node.inputs[0].node.key] if node.inputs else found[node.key]
        yield _cost(node, before, found[node.key], media)


def _cost(node: Node, before: Flow, after: Flow, media: Mapping[str, MediaFile]) -> NodeCost:
    if node.outputs[0] == "audio":
        return _of_sound(node, after, media)
    name, each = node.name, _per_megapixel(node, before, after, media)
    size = max(before.megapixels, after.megapixels)
    return NodeCost("decode" if name == INPUT else name, after.units, _scaled(each, size), node.origin)


def _of_sound(node: Node, after: Flow, media: Mapping[str, MediaFile]) -> NodeCost:
    seconds = after.units / SAMPLE_RATE
    if node.name != INPUT:
        return NodeCost(node.name, seconds, table()["audio"].get(node.name), node.origin)
    known = _file(node, media)
    codec = known.audio.codec if known is not None and known.audio is not None else "pcm_s16le"
    return NodeCost("decode", seconds, table()["spoken"].get(codec), node.origin)


def _per_megapixel(node: Node, before: Flow, after: Flow, media: Mapping[str, MediaFile]) -> float | None:
    rows = table()["video"]
    if node.name == INPUT:
        known = _file(node, media)
        if known is None or known.video is None:
            return 0.0
        return table()["decode"].get(known.video.codec)
    if node.name == "format":
        if before.pixels == after.pixels:
            return 0.0
        rgb = any(flow.pixels.startswith(RGB) for flow in (before, after))
        return rows.get("format:rgb" if rgb else "format")
    kind: Any = node.arg("transition")
    return rows.get(f"{node.name}:{kind}", rows.get(node.name))


def _file(node: Node, media: Mapping[str, MediaFile]) -> MediaFile | None:
    file = node.arg("file")
    return (media.get(file.hash) or media.get(file.path)) if isinstance(file, File) else None


def _scaled(each: float | None, megapixels: float) -> float | None:
    return None if each is None else each * megapixels
