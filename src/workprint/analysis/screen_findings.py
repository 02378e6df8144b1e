"""All that is found in a screen recording's frames as they come. Of a frame nothing is kept but what is told."""

from __future__ import annotations

from .recorded import Move
from .screen_candidates import Candidates
from .screen_clicks import Clicks
from .screen_idle import Idle
from .screen_offset import MOST
from .screen_path import Way
from .screen_scroll import Scrolls
from .screen_typing import Typist
from .screen_watch import Frame

USUAL = 19
"""Pixels of a pointer's height where none is seen."""
CALM, SMALL = 0.4, 0.02
"""Of a screen's pictures, the share in which less than a small part changes."""


class Findings:
    """Takes frames one after another. `scale` is the pointer's size, None where none is known."""

    def __init__(self, rate: float, size: tuple[int, int], scale: float | None, source: str) -> None:
        unit = USUAL * (scale or 1.0)
        self.rate, self.size, self.pointer = rate, size, scale is not None
        self.typist, self.scrolls = Typist(rate, unit), Scrolls(size[1])
        self.idle, self.way = Idle(rate), Way(rate, size, source)
        self.clicks = Clicks(rate)
        self.seen: list[Move] = []
        self.frames = 0
        self._calm = 0
        self._candidates = Candidates(unit)

    def add(self, frame: Frame) -> None:
        self.frames += 1
        self._calm += frame.share < SMALL
        self.typist.add(frame)
        if frame.step is not None:
            self.scrolls.add(frame.index, frame.step)
        self.idle.add(frame)
        self.way.add(frame)
        self._candidates.add(frame)
        self.clicks.add(self._candidates.ready(self.typist))
        hit = frame.seen.hit
        if hit is not None and frame.seen.moved and len(self.seen) < MOST:
            self.seen.append((frame.index / self.rate, hit.x / self.size[0], hit.y / self.size[1]))

    def end(self) -> None:
        for each in (self.typist, self.scrolls, self.idle, self.way, self._candidates):
            each.end()
        self.clicks.add(self._candidates.ready(self.typist))
        self.clicks.end()

    @property
    def of_a_screen(self) -> bool:
        """Whether most of the time little changes: films and cameras never rest."""
        return self.frames > 0 and self._calm >= CALM * self.frames
