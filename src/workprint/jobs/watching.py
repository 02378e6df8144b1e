"""What is to be seen in a picture while it is rendered: where it is black, where nothing moves.

The detectors sit in front of the encoder and change nothing; looking at the finished piece again
would cost a second decode with every pixel of it restored.
"""

from __future__ import annotations

import re
from fractions import Fraction

from workprint.base import frames
from workprint.graph import Graph, Node, Pad, Value

STILL_SECONDS = 0.4
ENDLESS = 10**6
Stretches = list[list[int]]
"""Pairs of frames of a piece: the first, and the first that is not in it any more."""

DETECTORS: tuple[tuple[str, dict[str, Value]], ...] = (
    ("blackdetect", {"d": 0, "pix_th": 0.05, "pic_th": 0.99}),
    ("freezedetect", {"n": 0.0005, "d": STILL_SECONDS}),
)


def watched(graph: Graph) -> Graph:
    """The graph of one picture with the detectors at its end."""
    (pad,) = graph.outputs
    for name, args in DETECTORS:
        pad = Pad(Node(name, tuple(args.items()), (pad,)))
    return Graph((pad,))


def chain() -> str:
    """The detectors as a filter chain, for a finished file."""
    return ",".join(f"{name}={':'.join(f'{k}={v}' for k, v in args.items())}" for name, args in DETECTORS)


def seen(said: str, rate: Fraction) -> tuple[Stretches, Stretches]:
    """Black and still stretches, from what FFmpeg said. Stillness that is not ended lasts to the end."""
    times = re.findall(r"black_start:([\d.]+) black_end:([\d.]+)", said)
    starts = re.findall(r"freeze_start: ([\d.]+)", said)
    ends = re.findall(r"freeze_end: ([\d.]+)", said)
    ends += [str(ENDLESS)] * (len(starts) - len(ends))
    return _framed(times, rate), _framed(list(zip(starts, ends, strict=True)), rate)


def _framed(times: list[tuple[str, str]], rate: Fraction) -> Stretches:
    return [[frames(Fraction(at), rate) for at in pair] for pair in times]
