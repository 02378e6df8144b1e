"""Conforming that several parts of a stream go through alike is done once, before they part."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from workprint.graph import Graph, Node, Pad

from .rewriting import STATELESS

CUTS = frozenset({"trim", "setpts", "tpad"})
CHEAP = frozenset({"setsar", "setparams"})


@dataclass(frozen=True)
class Branch:
    """A part cut out of a stream: its frames, and the conforming behind its cuts."""

    frames: range
    conform: tuple[Node, ...]


def hoist_conform(graph: Graph) -> Graph:
    """Conforming filters moved before the cuts of a stream, where its parts overlap.

    Before: cut, scale, and again cut, scale, of frames that are partly the same. After: scale, cut,
    cut. Only where that scales fewer frames; parts with frames between them that nobody wants stay.
    """
    users: dict[str, list[Node]] = defaultdict(list)
    for node in graph.walk():
        for pad in node.inputs:
            users[pad.key].append(node)
    for pad in graph.outputs:
        users[pad.key].append(Node("output", inputs=(pad,)))
    skipped: dict[str, int] = {}
    front: dict[str, tuple[Node, ...]] = {}
    for key, others in users.items():
        parted = [_branch(node, users) for node in others] if len(others) > 1 else []
        branches = [each for each in parted if each is not None]
        shared = _shared(branches) if len(branches) == len(others) > 1 else ()
        if shared:
            front[key] = shared
            for branch in branches:
                skipped.update((node.key, 0) for node in branch.conform[: len(shared)])
    return _moved(graph, front, set(skipped)) if front else graph


def _moved(graph: Graph, front: dict[str, tuple[Node, ...]], skipped: set[str]) -> Graph:
    keys = {node.key: node for node in graph.walk()}
    fresh: dict[str, Pad] = {}

    def follow(pad: Pad) -> Pad:
        return fresh.get(pad.key, pad)

    for node in keys.values():
        moved = replace(node, inputs=tuple(follow(pad) for pad in node.inputs))
        if node.key in skipped:
            fresh[Pad(node).key] = moved.inputs[0]
            continue
        for index in range(len(node.outputs)):
            pad = Pad(moved, index)
            for step in front.get(Pad(node, index).key, ()):
                pad = Pad(replace(step, inputs=(pad,)))
            fresh[Pad(node, index).key] = pad
    return Graph(tuple(follow(pad) for pad in graph.outputs))


def _branch(node: Node, users: dict[str, list[Node]]) -> Branch | None:
    """The part of a stream that starts with the cut `node`."""
    start, end = node.arg("start_frame") or 0, node.arg("end_frame")
    if node.name != "trim" or not isinstance(start, int) or not isinstance(end, int):
        return None
    last = node
    conform: list[Node] = []
    while len(following := users[Pad(last).key]) == 1:
        last = following[0]
        if last.label or len(last.inputs) != 1:
            break
        if last.name in STATELESS:
            conform.append(last)
        elif conform or last.name not in CUTS:
            break
    return Branch(range(start, end), tuple(conform))


def _shared(branches: list[Branch]) -> tuple[Node, ...]:
    """What all of them begin with, where doing it before the cuts is less work."""
    if sum(len(branch.frames) for branch in branches) <= max(branch.frames.stop for branch in branches):
        return ()
    shared = []
    for steps in zip(*(branch.conform for branch in branches), strict=False):
        if any((step.name, step.args) != (steps[0].name, steps[0].args) for step in steps):
            break
        shared.append(steps[0])
    return tuple(shared) if any(step.name not in CHEAP for step in shared) else ()
