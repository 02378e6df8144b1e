"""Which part of a picture holds what happens in it, at rest or following."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from workprint.model import Clip, Effect, Fact
from workprint.ops.edits.sources import frame_in

from .happenings import SURE
from .marks import keys
from .paths import simplified

WEIGHTS = {"click": 3.0, "typing": 3.0, "cursor": 0.05}
"""How much a click, a typed line and each point of the cursor's way count."""
STEPS = 400
MARGIN = 0.03
"""Share of the picture that should lie between what happens and the frame's edge."""
LOOK = 1.5
"""Seconds over which a following frame is smoothed."""
STEP = 0.2
"""Seconds between the points from which its way is drawn."""


@dataclass(frozen=True)
class Event:
    """Something at a frame of the clip and a place in shares of the picture."""

    at: int
    x: float
    y: float
    weight: float


@dataclass(frozen=True)
class Framed:
    """A part of the picture: its size, where its upper left corner is from when, and how many of the
    clicks and typed lines it holds."""

    width: float
    height: float
    way: tuple[tuple[int, float, float], ...]
    kept: int
    events: int

    def effect(self, name: str) -> Effect:
        """The crop to it."""
        about = {"action": True, "kept": self.kept, "events": self.events}
        _, x, y = self.way[0]
        if len(self.way) == 1:
            sides = {"left": x, "top": y, "right": 1 - x - self.width, "bottom": 1 - y - self.height}
            params = {side: round(max(0.0, cut), 5) for side, cut in sides.items()}
            return Effect(id=name, op="crop", params=params, metadata=about)
        params = {
            "width": round(self.width, 5),
            "height": round(self.height, 5),
            "x": round(x, 5),
            "y": round(y, 5),
        }
        across = keys(*((at, x, "linear") for at, x, _ in self.way))
        down = keys(*((at, y, "linear") for at, _, y in self.way))
        frames = {
            name: track for name, track in (("x", across), ("y", down)) if len({k.value for k in track}) > 1
        }
        return Effect(id=name, op="moving_crop", params=params, keyframes=frames, metadata=about)


def weights(clip: Clip, facts: Mapping[str, Sequence[Fact]], rate: Fraction) -> list[Event]:
    """What happens within a clip, and how much each counts."""
    return [event for event in _events(clip, facts, rate) if 0 <= event.at < clip.duration]


def _events(clip: Clip, facts: Mapping[str, Sequence[Fact]], rate: Fraction) -> Iterator[Event]:
    for kind, found in facts.items():
        for fact in found:
            value = fact.value if isinstance(fact.value, dict) else {}
            if kind == "cursor":
                for moment, x, y in value.get("path", ()):
                    yield Event(frame_in(clip, moment, rate), x, y, WEIGHTS[kind] * fact.confidence)
            elif kind == "typing" or fact.confidence >= SURE:
                x, y = (
                    value.get("x", 0.5) + value.get("w", 0) / 2,
                    value.get("y", 0.5) + value.get("h", 0) / 2,
                )
                yield Event(frame_in(clip, fact.start, rate), x, y, WEIGHTS[kind] * fact.confidence)


def framed(
    width: float, height: float, events: Sequence[Event], frames: int, rate: Fraction, follow: bool
) -> Framed:
    """The part of this size that holds most of what happens; following, it goes where things happen."""
    x = _best([(e.x, e.weight) for e in events], width)
    y = _best([(e.y, e.weight) for e in events], height)
    way: tuple[tuple[int, float, float], ...] = ((0, x, y),)
    if follow and events:
        way = _followed(width, height, events, frames, rate)
    counted = [e for e in events if e.weight > 1]
    kept = sum(_held(e, way, width, height) for e in counted)
    return Framed(width, height, way, kept, len(counted))


def _best(places: Sequence[tuple[float, float]], length: float) -> float:
    """Where a stretch of this length holds most of the weight, else as near to the middle as it goes."""
    room = 1 - length
    if room <= 1e-6:
        return 0.0
    offsets = np.linspace(0, room, STEPS)
    held = np.zeros(STEPS)
    for place, weight in places:
        inside = np.minimum(place - offsets, offsets + length - place)
        # Nearly at the edge counts less than well inside, but the picture's own edge is no loss.
        near = max(1e-6, min(MARGIN, place, 1 - place))
        held += weight * np.clip(inside / near, 0, 1)
    best = held >= held.max() - 1e-9
    middle = np.abs(offsets - room / 2)
    return float(offsets[best][middle[best].argmin()])


def _followed(
    width: float, height: float, events: Sequence[Event], frames: int, rate: Fraction
) -> tuple[tuple[int, float, float], ...]:
    """A smooth way of the frame's upper left corner: the weighted middle of what happens around each
    moment, held inside the picture."""
    step = max(1, round(STEP * rate))
    moments = np.arange(0, frames + step, step)
    at = np.array([e.at for e in events], dtype=float)
    heavy = np.array([e.weight for e in events])
    reach = LOOK * float(rate)
    near = (
        np.exp(-0.5 * ((moments[:, None] - at[None, :]) / reach) ** 2) * heavy[None, :]
        + 1e-12 * heavy[None, :]
    )
    ways: list[NDArray[np.float64]] = []
    for places, size in ((np.array([e.x for e in events]), width), (np.array([e.y for e in events]), height)):
        middle = (near * places[None, :]).sum(axis=1) / near.sum(axis=1)
        ways.append(np.clip(middle - size / 2, 0, 1 - size))
    points = [(int(m), float(x), float(y)) for m, x, y in zip(moments, *ways, strict=True)]
    return tuple(simplified(points, 0.004))


def _held(event: Event, way: Sequence[tuple[int, float, float]], width: float, height: float) -> bool:
    moments = [point[0] for point in way]
    x, y = (float(np.interp(event.at, moments, [point[i] for point in way])) for i in (1, 2))
    return x <= event.x <= x + width and y <= event.y <= y + height
