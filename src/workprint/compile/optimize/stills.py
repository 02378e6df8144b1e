"""What is the same in every frame is worked on once and then held."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from workprint.graph import Graph, Node, Pad

from .rewriting import STATELESS, constant, redirected

POINTWISE = frozenset(
    {
        "colorchannelmixer", "curves", "eq", "gblur", "hflip", "hue", "lut3d", "lutrgb", "lutyuv", "negate",
        "transpose", "unsharp", "vflip",
    }
)  # fmt: skip
"""Effects of which the same frame always comes out the same, as long as their options stand still."""
MOVES = {
    "eq": ("brightness", "contrast", "gamma", "saturation"),
    "hue": ("h", "s", "b", "H"),
    "crop": ("x", "y"),
}
"""Options that can hold expressions in time."""


def work_on_stills_once(graph: Graph) -> Graph:
    """Graph in which a photo, a frozen frame or a plain colour is scaled and graded as one frame.

    Before: still, hold, scale, grade. After: still, scale, grade, hold. The frames are the same; the
    work is done for one of them.
    """
    return redirected(graph, _held_later)


def _held_later(node: Node) -> Pad:
    if node.name == "overlay" and _steady(node):
        back, front = (_hold(pad) for pad in node.inputs)
        if back is not None and front is not None and _frames(back) == _frames(front):
            return _with_hold(replace(node, inputs=(_still(back), _still(front))), back)
    if len(node.inputs) != 1 or node.outputs != ("video",):
        return Pad(node)
    if node.name not in STATELESS | POINTWISE or not _steady(node):
        return Pad(node)
    hold = _hold(node.inputs[0])
    if hold is not None:
        return _with_hold(replace(node, inputs=(_still(hold),)), hold)
    source = _plain(node.inputs[0].node)
    if source is None or node.name == "setsar":
        return Pad(node)
    one = Node("trim", (("end_frame", 1),), (Pad(source),), origin=source.origin)
    rate = Fraction(str(source.arg("rate")))
    return _holding(Pad(replace(node, inputs=(Pad(one),))), rate, node.inputs[0].node)


def _hold(pad: Pad) -> list[Node] | None:
    """The filters that hold one frame, the last one first: trim, fps, setpts, loop."""
    found: list[Node] = []
    for name in ("trim", "fps", "setpts", "loop"):
        if pad.node.name != name:
            return None
        found.append(pad.node)
        pad = pad.node.inputs[0]
    trim, _, times, loop = found
    whole = [name for name, _ in trim.args] == ["end_frame"]
    counted = str(times.arg("expr")).startswith("N/") and loop.arg("loop") == -1 and loop.arg("size") == 1
    return found if whole and counted else None


def _frames(hold: list[Node]) -> tuple[object, object]:
    return hold[0].arg("end_frame"), hold[1].arg("fps")


def _still(hold: list[Node]) -> Pad:
    return hold[-1].inputs[0]


def _with_hold(node: Node, hold: list[Node]) -> Pad:
    pad = Pad(node)
    for each in reversed(hold):
        pad = Pad(replace(each, inputs=(pad,)))
    return pad


def _plain(trim: Node) -> Node | None:
    """The plain colour that `trim` cuts to length, where it is one."""
    if trim.name != "trim" or [name for name, _ in trim.args] != ["end_frame"] or trim.arg("end_frame") == 1:
        return None
    source = trim.inputs[0].node
    return source if source.name == "color" and source.arg("rate") is not None else None


def _holding(still: Pad, rate: Fraction, trim: Node) -> Pad:
    loop = Node("loop", (("loop", -1), ("size", 1), ("start", 0)), (still,), origin=still.node.origin)
    clock = f"N/({rate.numerator}/{rate.denominator}*TB)"
    times = Node("setpts", (("expr", clock),), (Pad(loop),), origin=still.node.origin)
    paced = Node("fps", (("fps", rate),), (Pad(times),), origin=still.node.origin)
    return Pad(replace(trim, inputs=(Pad(paced),)))


def _steady(node: Node) -> bool:
    """Whether the options are the same for every frame."""
    if node.label:
        return False
    moving = ("x", "y") if node.name == "overlay" else MOVES.get(node.name, ())
    return all(constant(value) is not None for name, value in node.args if name in moving)
