"""A picture is scaled once."""

from __future__ import annotations

from dataclasses import replace

from workprint.graph import Graph, Node, Pad

from .rewriting import redirected

MATRICES = frozenset({"out_color_matrix", "out_range", "in_color_matrix", "in_range"})
COMPOSED = ("yuv420p", "yuva420p")


def scale_once(graph: Graph) -> Graph:
    """Graph in which a picture that is scaled smaller after another scaler went through is scaled in one go.

    Before: conversion to BT.709 (or to square pixels), then to the size of the canvas. After: one
    scaler that does both. Enlarging after making smaller stays: that takes detail away on purpose.
    """
    return redirected(graph, _merged)


def _merged(node: Node) -> Pad:
    wanted = _size(node)
    if wanted is None:
        return Pad(node)
    behind: list[Node] = []
    scaler, between, first = node, *_before(node)
    while _joins(first, wanted):
        taken = tuple((name, value) for name, value in first.args if name in MATRICES)
        scaler = replace(scaler, args=(*scaler.args, *taken), inputs=first.inputs)
        behind += between
        between, first = _before(scaler)
    if scaler is node:
        return Pad(node)
    pad = Pad(scaler)
    for each in reversed(behind):
        pad = Pad(replace(each, inputs=(pad,)))
    return pad


def _before(node: Node) -> tuple[list[Node], Node]:
    """What lies between a scaler and the next thing before it that may be one, and that."""
    between: list[Node] = []
    first = node.inputs[0].node
    while len(first.inputs) == 1 and (first.name in ("setsar", "setpts") or _composes(first)):
        between.append(first)
        first = first.inputs[0].node
    return between, first


def _composes(node: Node) -> bool:
    return node.name == "format" and node.arg("pix_fmts") in COMPOSED


def _size(node: Node) -> tuple[int, int] | None:
    """The size a scaler was asked for, where it is a plain one."""
    width, height = node.arg("w"), node.arg("h")
    plain = node.name == "scale" and {name for name, _ in node.args} == {"w", "h", "flags"} and not node.label
    if plain and node.arg("flags") == "bicubic" and isinstance(width, int) and isinstance(height, int):
        return width, height
    return None


def _joins(first: Node, wanted: tuple[int, int]) -> bool:
    """Whether the scaler `first` can be left to one that makes the picture `wanted` large."""
    if first.name != "scale" or first.label:
        return False
    if {name for name, _ in first.args} <= MATRICES:
        return True
    size = _size(first)
    return size is not None and wanted[0] <= size[0] and wanted[1] <= size[1]
