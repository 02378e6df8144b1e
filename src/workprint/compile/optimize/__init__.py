"""Graph to graph: small rules, each of which leaves the result the same and makes it cheaper."""

from __future__ import annotations

from workprint.graph import Graph

from .identities import drop_identities
from .sinking import sink_conform

RULES = (drop_identities, sink_conform)


def optimize(graph: Graph) -> Graph:
    """The graph after every rule, in order."""
    for rule in RULES:
        graph = rule(graph)
    return graph
