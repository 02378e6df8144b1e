"""What the rules have in common: going over a graph, and telling what a filter's options say."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from dataclasses import replace

from workprint.graph import Graph, Node, Pad

STATELESS = frozenset({"crop", "format", "pad", "scale", "setparams", "setsar", "tonemap", "zscale"})
"""Conforming filters: each makes a frame from that frame alone and leaves its time as it is."""


def redirected(graph: Graph, change: Callable[[Node], Pad]) -> Graph:
    """The graph with every node (its inputs changed already) given to `change`, inputs first; the pad
    it answers takes the place of the node's first output."""
    moved: dict[str, Pad] = {}
    for node in graph.walk():
        inputs = tuple(moved.get(pad.key, pad) for pad in node.inputs)
        fresh = node if inputs == node.inputs else replace(node, inputs=inputs)
        first = change(fresh)
        for index in range(len(node.outputs)):
            pad = first if index == 0 else Pad(fresh, index)
            if pad.node is not node:
                moved[Pad(node, index).key] = pad
    return Graph(tuple(moved.get(pad.key, pad) for pad in graph.outputs))


OPERATORS: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def constant(value: object) -> float | None:
    """The number that an option is at all times, or None where it may change from frame to frame."""
    try:
        return _number(ast.parse(str(value).strip(), mode="eval").body)
    except (SyntaxError, ArithmeticError):
        return None


def _number(tree: ast.expr) -> float | None:
    match tree:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            found = _number(inner)
            return None if found is None else -found
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in OPERATORS:
            sides = _number(left), _number(right)
            return None if sides[0] is None or sides[1] is None else OPERATORS[type(sign)](sides[0], sides[1])
        case ast.Call(func=ast.Name(id="pow"), args=[base, power]):
            sides = _number(base), _number(power)
            return None if sides[0] is None or sides[1] is None else float(sides[0] ** sides[1])
    return None


def options(node: Node) -> dict[str, str]:
    """A node's options as text."""
    return {name: str(value) for name, value in node.args}
