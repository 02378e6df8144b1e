"""Neighbouring grades become one."""

from __future__ import annotations

from dataclasses import replace

from workprint.graph import Graph, Node, Pad

from .curves import composed_curves
from .rewriting import constant, redirected
from .tables import after, lut, tables

COST = {"eq": 0.25, "hue": 0.57, "lutyuv": 0.98}
"""Milliseconds of CPU for a 1080p frame, measured; an `eq` with gamma takes `GAMMA`."""
GAMMA = 0.7
LONGEST = 2000
"""Letters of an expression; one that names the value often grows with every filter that is put into it."""


def merge_grades(graph: Graph) -> Graph:
    """Graph in which runs of grades are one filter, where that is cheaper and moves no value.

    `eq`, `hue` (saturation) and `lutyuv` act on each plane by itself: a run of them is one table.
    Curves after curves are one set of curves. What changes with time, takes several planes together
    (mixers of channels, 3D tables) or looks at other inputs stays as it is.
    """
    return redirected(graph, _merged)


def _merged(node: Node) -> Pad:
    if node.name == "curves":
        return Pad(composed_curves(node) or node)
    if node.name not in COST:
        return Pad(node)
    run: list[Node] = []
    each = node
    while tables(each) is not None:
        run.append(each)
        each = each.inputs[0].node
    if len(run) < 2 or sum(_cost(one) for one in run) <= COST["lutyuv"]:
        return Pad(node)
    found = tables(run[-1]) or {}
    for one in reversed(run[:-1]):
        found = after(found, tables(one) or {})
    if max(map(len, found.values())) > LONGEST:
        return Pad(node)
    return Pad(replace(node, name="lutyuv", args=lut(found), inputs=run[-1].inputs))


def _cost(node: Node) -> float:
    bent = node.name == "eq" and node.arg("gamma") is not None and constant(node.arg("gamma")) != 1
    return GAMMA if bent else COST[node.name]
