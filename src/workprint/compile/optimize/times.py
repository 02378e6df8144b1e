"""Time stamps are set before the picture is worked on."""

from __future__ import annotations

from dataclasses import replace

from workprint.graph import Graph, Node, Pad

from .rewriting import redirected

TIMELESS = frozenset({"format", "scale", "setparams", "setsar"})
"""Filters that neither look at the time nor change it."""


def time_first(graph: Graph) -> Graph:
    """Graph in which new time stamps are set before conversions and scalers, not between them.

    The frames are the same. But a piece that begins in the middle of a clip sets them where one that
    begins with the clip does not: what other rules put together must not depend on that.
    """
    return redirected(graph, _earlier)


def _earlier(node: Node) -> Pad:
    if node.name != "setpts" or node.label:
        return Pad(node)
    passed: list[Node] = []
    before = node.inputs[0]
    while _timeless(before.node):
        passed.append(before.node)
        before = before.node.inputs[0]
    if not passed:
        return Pad(node)
    pad = Pad(replace(node, inputs=(before,)))
    for each in reversed(passed):
        pad = Pad(replace(each, inputs=(pad,)))
    return pad


def _timeless(node: Node) -> bool:
    plain = node.name in TIMELESS and not node.label and len(node.inputs) == 1
    return plain and node.arg("eval") is None
