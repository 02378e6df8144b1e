"""Between two effects that work in red, green and blue the picture stays in those."""

from __future__ import annotations

from workprint.graph import Graph, Node, Pad

from .rewriting import options, redirected

PLANAR = {"gbrp": "yuv420p", "gbrap": "yuva420p"}
BACK = {"out_color_matrix": "bt709", "out_range": "tv"}


def stay_in_rgb(graph: Graph) -> Graph:
    """Graph without ways from RGB to 4:2:0 that go straight back.

    Before: effect, RGB, 4:2:0, RGB, effect. After: effect, RGB, effect. Two conversions less, and the
    colours keep their full resolution between the effects: the result is closer to what both ask for.
    """
    return redirected(graph, _past_trip)


def _past_trip(node: Node) -> Pad:
    """For "to RGB": what was there before it was converted from RGB."""
    pixels = str(node.arg("pix_fmts"))
    if node.name != "format" or pixels not in PLANAR:
        return Pad(node)
    composed = node.inputs[0].node
    if composed.name != "format" or options(composed) != {"pix_fmts": PLANAR[pixels]}:
        return Pad(node)
    scale = composed.inputs[0].node
    if scale.name != "scale" or options(scale) != BACK:
        return Pad(node)
    before = scale.inputs[0]
    return before if before.node.args == node.args and before.node.name == "format" else Pad(node)
