"""Some frames of a file, in a file of their own with no more than decoding them needs."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from workprint.base import Range

from . import nal
from .packets import PacketIndex
from .splice import Stretch, write

NEAR = 300
"""Packets between two stretches that are sooner read than passed over by seeking."""


def needed(index: PacketIndex, span: Range, *, lean: bool = True) -> set[int]:
    """Places of the packets without which frames `span` cannot be decoded, from the nearest frame
    before that forgets everything; where `lean` without those that no other needs."""
    groups = index.groups
    first = int(groups[groups.searchsorted(span.start, "right") - 1])
    last = int(index.order[first : span.end].max()) + 1
    before = index.order[first : span.start]
    spare = before[index.spare[before]] if lean else before[:0]
    return set(range(first, last)) - set(spare.tolist())


def reel(
    index: PacketIndex,
    taken: Iterable[int],
    path: Path,
    rate: Fraction,
    sets: nal.Sets | None = None,
    cancel: threading.Event | None = None,
) -> dict[int, int]:
    """Write the packets at these places to `path` (Matroska). Which frame of `index` (in order of showing) is
    which frame of that file. Every group must be there from its start."""
    places = sorted(taken)
    write(
        [_run(index, run, sets or index.sets) for run in _runs(index, places)],
        None,
        path,
        rate,
        "mkv",
        cancel=cancel,
    )
    shown = np.sort(index.shown[places])
    return {int(frame): at for at, frame in enumerate(shown)}


def _runs(index: PacketIndex, places: Sequence[int]) -> list[list[int]]:
    """Places in runs that each begin with a group: what lies between two of them is not read."""
    runs: list[list[int]] = []
    groups = set(index.groups.tolist())
    for place in places:
        if runs and (place < runs[-1][-1] + NEAR or place not in groups):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _run(index: PacketIndex, run: Sequence[int], sets: nal.Sets) -> Stretch:
    first, last = run[0], run[-1] + 1
    return Stretch.of(index, first, last, sets, frozenset(range(first, last)) - frozenset(run))
