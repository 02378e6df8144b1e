"""Graph to graph: small rules, each of which leaves the result the same and makes it cheaper."""

from __future__ import annotations

from workprint.graph import Graph

from .grades import merge_grades
from .hoisting import hoist_conform
from .identities import drop_identities
from .scaling import scale_once
from .sinking import sink_conform
from .stills import work_on_stills_once
from .times import time_first
from .trips import stay_in_rgb

RULES = (
    drop_identities,
    time_first,
    stay_in_rgb,
    merge_grades,
    scale_once,
    work_on_stills_once,
    hoist_conform,
    sink_conform,
)


def optimize(graph: Graph) -> Graph:
    """The graph after every rule, in order."""
    for rule in RULES:
        graph = rule(graph)
    return graph
