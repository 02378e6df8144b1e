"""Filters that change nothing, or that the next one makes superfluous, are dropped."""

from __future__ import annotations

from dataclasses import replace

from workprint.graph import Graph, Node, Pad

from .rewriting import redirected

RESET = "PTS-STARTPTS"
IDLE = {
    "eq": {"brightness": 0.0, "contrast": 1.0, "saturation": 1.0, "gamma": 1.0},
    "volume": {"volume": 1.0},
    "atempo": {"tempo": 1.0},
    "gblur": {"sigma": 0.0},
    "null": {},
    "anull": {},
}


def drop_identities(graph: Graph) -> Graph:
    """Graph without filters at their neutral setting, joins of one piece, repeated formats and time resets."""
    return redirected(graph, _kept)


def _kept(node: Node) -> Pad:
    inputs = tuple(_past_shifts(node, pad) for pad in node.inputs)
    fresh = node if inputs == node.inputs else replace(node, inputs=inputs)
    if len(fresh.inputs) == 1 and (_idle(fresh) or _repeats(fresh) or fresh.name == "concat"):
        return fresh.inputs[0]
    return Pad(fresh)


def _past_shifts(node: Node, pad: Pad) -> Pad:
    """Where time stamps are reset, shifting them before is for nothing."""
    if node.arg("expr") != RESET:
        return pad
    while pad.node.name == node.name and str(pad.node.arg("expr")).startswith("PTS+"):
        pad = pad.node.inputs[0]
    return pad


def _idle(node: Node) -> bool:
    neutral = IDLE.get(node.name)
    if neutral is None or node.label:
        return False
    return all(
        name in neutral and _number(value) == neutral[name] for name, value in node.args if name not in QUIET
    )


QUIET = ("eval", "precision")


def _number(value: object) -> float | None:
    try:
        return float(str(value))
    except ValueError:
        return None


def _repeats(node: Node) -> bool:
    before = node.inputs[0].node
    same = before.name == node.name and before.args == node.args
    return same and (node.name in ("format", "aformat", "setsar") or node.arg("expr") == RESET)
