"""How much goes through a render graph: frames of which size, or samples, leave each of its nodes."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from workprint.base import SAMPLE_RATE
from workprint.graph import INPUT, File, Graph, Node, Video
from workprint.model import MediaFile

RGB = ("rgb", "bgr", "gbr", "pal8")


@dataclass(frozen=True)
class Flow:
    """What leaves a node: `units` frames (samples, where `rate` is one of sound) of a size and format."""

    units: float = math.inf
    rate: float = 30.0
    width: float = 0.0
    height: float = 0.0
    pixels: str = ""

    @property
    def megapixels(self) -> float:
        return self.width * self.height / 1e6


Flows = Mapping[str, Flow]


def flows(graph: Graph, length: int, media: Mapping[str, MediaFile]) -> dict[str, Flow]:
    """The flow out of every node, by its key, where `length` frames or samples leave the graph.

    `media` gives files by their hash and by their place. A node gives only what is taken from it.
    """
    nodes = list(graph.walk())
    found: dict[str, Flow] = {}
    for node in nodes:
        found[node.key] = _out(node, [found[pad.node.key] for pad in node.inputs], media)
    taken = dict.fromkeys(found, 0.0)
    for pad in graph.outputs:
        taken[pad.node.key] = length
    for node in reversed(nodes):
        wanted = min(taken[node.key], found[node.key].units)
        for pad in node.inputs:
            before = found[pad.node.key]
            amount = min(before.units, _needed(node, wanted, before, found[node.key]))
            taken[pad.node.key] = max(taken[pad.node.key], amount)
    return {key: replace(flow, units=min(taken[key], flow.units)) for key, flow in found.items()}


def _out(node: Node, inputs: list[Flow], media: Mapping[str, MediaFile]) -> Flow:
    """What could leave a node, were all of it taken."""
    if node.name == INPUT:
        return _source(node, media)
    if not inputs:
        width, _, height = str(node.arg("size") or "0x0").partition("x")
        rate = SAMPLE_RATE if node.outputs[0] == "audio" else _number(node.arg("rate")) or 30.0
        return Flow(math.inf, rate, float(width), float(height or 0), "rgb24")
    change = _CHANGES.get(node.name)
    return change(node, inputs) if change else inputs[0]


def _source(node: Node, media: Mapping[str, MediaFile]) -> Flow:
    file = node.arg("file")
    known = (media.get(file.hash) or media.get(file.path)) if isinstance(file, File) else None
    if node.arg("stream") == "a":
        return Flow(rate=SAMPLE_RATE)
    if known is None or known.video is None:
        return Flow(1.0)
    seen = known.video
    units = 1.0 if known.kind == "image" else math.inf
    return Flow(units, float(seen.rate), seen.width, seen.height, seen.pixel_format)


def _number(value: object) -> float | None:
    try:
        top, _, bottom = str(value).partition("/")
        return float(top) / float(bottom or 1)
    except ValueError:
        return None


def _resized(node: Node, inputs: list[Flow]) -> Flow:
    before = inputs[0]
    given = (_number(node.arg(long) or node.arg(short)) for long, short in (("w", "width"), ("h", "height")))
    width, height = given
    known = next((pad for pad in node.inputs if isinstance(pad, Video) and pad.width), None)
    side = (before.width, before.height) if before.width or known is None else (known.width, known.height)
    return replace(before, width=width or side[0], height=height or side[1])


def _cut(node: Node, inputs: list[Flow]) -> Flow:
    first, last = _ends(node)
    return replace(inputs[0], units=max(0.0, min(inputs[0].units, last) - first))


def _ends(node: Node) -> tuple[float, float]:
    unit = "sample" if node.name == "atrim" else "frame"
    start, end = (_number(node.arg(f"{side}_{unit}")) for side in ("start", "end"))
    return start or 0.0, math.inf if end is None else end


def _padded(node: Node, inputs: list[Flow]) -> Flow:
    added = (_number(node.arg("start")) or 0.0) + (_number(node.arg("stop")) or 0.0)
    return replace(inputs[0], units=inputs[0].units + added)


def _timed(node: Node, inputs: list[Flow]) -> Flow:
    """Played faster, a stream has more frames a second."""
    found = re.fullmatch(r"PTS\*(\d+)/(\d+)", str(node.arg("expr")))
    speed = int(found[2]) / int(found[1]) if found else 1.0
    return replace(inputs[0], rate=inputs[0].rate * speed)


def _at_rate(node: Node, inputs: list[Flow]) -> Flow:
    rate, before = _number(node.arg("fps")) or inputs[0].rate, inputs[0]
    units = before.units if before.units <= 1 else before.units * rate / before.rate
    return replace(before, rate=rate, units=units)


def _coloured(node: Node, inputs: list[Flow]) -> Flow:
    return replace(inputs[0], pixels=str(node.arg("pix_fmts") or inputs[0].pixels))


def _turned(node: Node, inputs: list[Flow]) -> Flow:
    return replace(inputs[0], width=inputs[0].height, height=inputs[0].width)


def _joined(node: Node, inputs: list[Flow]) -> Flow:
    return replace(inputs[0], units=sum(each.units for each in inputs))


def _endless(node: Node, inputs: list[Flow]) -> Flow:
    return replace(inputs[0], units=math.inf)


_CHANGES: Mapping[str, Callable[[Node, list[Flow]], Flow]] = {
    "scale": _resized, "zscale": _resized, "crop": _resized, "pad": _resized, "transpose": _turned,
    "trim": _cut, "atrim": _cut, "tpad": _padded, "setpts": _timed, "fps": _at_rate, "format": _coloured,
    "concat": _joined, "loop": _endless, "apad": _endless, "amix": _endless,
}  # fmt: skip


def _needed(node: Node, wanted: float, before: Flow, after: Flow) -> float:
    """How much of what comes in is worked on for `wanted` units out."""
    if node.name in ("trim", "atrim"):
        return _ends(node)[0] + wanted
    if node.name == "tpad":
        return max(0.0, wanted - (_number(node.arg("start")) or 0.0))
    if node.name == "fps":
        return wanted * before.rate / after.rate
    if node.name in ("concat", "reverse", "areverse"):
        return before.units
    return 1.0 if node.name == "loop" else wanted
