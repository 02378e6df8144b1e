"""What every piece of a join goes through alike is done once, behind the join."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from workprint.graph import INPUT, Graph, Node, Pad

from .rewriting import STATELESS, redirected

CUTS = frozenset({"trim", "setpts", "tpad", "fps", "null", "split"})


def sink_conform(graph: Graph) -> Graph:
    """Conforming filters that all pieces of one file end with, moved behind the `concat` of them.

    Before: cut, scale, cut, scale, … join. After: cut, cut, … join, scale. The frames are the
    same; one scaler works where there were as many as pieces, and fewer frames wait in memory.
    """
    return redirected(
        graph,
        lambda node: _rejoined(node) if node.name == "concat" and node.outputs == ("video",) else Pad(node),
    )


def _rejoined(join: Node) -> Pad:
    """The join, with each run of pieces of one file joined first."""
    runs = [list(run) for _, run in groupby(join.inputs, key=lambda pad: _source(pad) or (pad.key,))]
    joined = [_sunk(_join(run)) if len(run) > 1 else run[0] for run in runs]
    return joined[0] if len(joined) == 1 else Pad(_join(joined))


def _join(pads: Sequence[Pad]) -> Node:
    return Node("concat", (("n", len(pads)), ("v", 1), ("a", 0)), tuple(pads))


def _sunk(join: Node) -> Pad:
    """The join with as much as possible taken behind it."""
    behind: list[Node] = []
    inputs = join.inputs
    while True:
        lasts = [pad.node for pad in inputs]
        first = lasts[0]
        alike = all(node.name == first.name and node.args == first.args and not node.label for node in lasts)
        if not alike or first.name not in STATELESS or len(first.inputs) != 1:
            break
        before = tuple(node.inputs[0] for node in lasts)
        if len({_source(pad) for pad in before}) != 1 or _source(before[0]) is None:
            break
        behind.append(first)
        inputs = before
    pad = Pad(replace(join, inputs=inputs))
    for node in reversed(behind):
        pad = Pad(replace(node, inputs=(pad,)))
    return pad


def _source(pad: Pad) -> tuple[str, ...] | None:
    """The file behind a chain of cuts and stateless filters, with those filters: two pads with the
    same answer have frames of the same size and format. None behind anything else."""
    steps: list[str] = []
    node = pad.node
    while node.name != INPUT:
        if node.name in STATELESS:
            steps.append(f"{node.name}{node.args}")
        elif node.name not in CUTS:
            return None
        if len(node.inputs) != 1:
            return None
        node = node.inputs[0].node
    return (str(node.arg("file")), *steps)
