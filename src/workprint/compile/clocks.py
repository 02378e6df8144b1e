"""On which clock words are drawn.

A script's times are hundredths of a second; frames seldom begin on one. So every text gets a clock
that is exactly at a hundredth when it starts: where it lies in the film, and where the rendered piece
begins, then makes no difference to any of its pixels. One filter can serve many texts, since its clock
may jump between them; those that are on screen together and out of step need one each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from workprint.base import Curve, Range
from workprint.graph import Video
from workprint.model import Clip

HUNDREDTHS = 100
FINE = 1000
"""Parts of a frame that the clock counts."""
AHEAD = 7
"""Parts by which it is ahead: the filter cuts milliseconds off, and must not meet 2.9999. Odd, so that
with no rate it makes a whole millisecond."""

Placed = tuple[int, Clip]


@dataclass
class Clock:
    """Texts that one filter draws, each with the frame of its clock at which it starts, in order."""

    step: int
    texts: list[tuple[int, Clip]] = field(default_factory=list)

    def takes(self, at: int, clip: Clip) -> bool:
        """Whether a text can be drawn on it: alone on screen, or in step with those that are."""
        span = Range(start=at, duration=clip.duration)
        return all(
            (at - other) % self.step == 0
            for other, each in self.texts
            if Range(start=other, duration=each.duration).meets(span)
        )

    def starts(self, first: int) -> list[int]:
        """For each text, in order of time, the frame of the clock at which it starts, where the
        stream begins with frame `first` of the film."""
        # Never at 0: a text's first frame comes a little after the start of its line.
        ahead = self.step + max(0, self._timed[0][0] - first)
        found = [-(-ahead // self.step) * self.step]
        for (before, _), (at, _) in pairwise(self._timed):
            ahead = found[-1] + at - before
            found.append(-(-ahead // self.step) * self.step)
        return found

    @property
    def _timed(self) -> list[tuple[int, Clip]]:
        return sorted(self.texts, key=lambda placed: placed[0])

    def placed(self, first: int) -> list[tuple[int, Clip]]:
        """The texts in the order of drawing, with the frames of the clock at which they start."""
        starts = dict(zip((id(clip) for _, clip in self._timed), self.starts(first), strict=True))
        return [(starts[id(clip)], clip) for _, clip in self.texts]

    def set(self, video: Video, first: int) -> Video:
        """The stream, which begins with frame `first` of the film, on this clock."""
        points: list[tuple[int, float, str]] = []
        for (at, _), start in zip(self._timed, self.starts(first), strict=True):
            points.append((at - first, start - (at - first), "hold"))
        offset = Curve(tuple(points), Fraction(1)).expression("N")
        video = video.filter("settb", expr=1 / (video.rate * FINE))
        return video.filter("setpts", expr=f"{FINE}*(N+{offset})+{AHEAD}")


def clocks(texts: Sequence[Placed], rate: Fraction) -> list[Clock]:
    """Texts shared out among as few clocks as possible; a text is drawn over those before it that it meets."""
    step = (HUNDREDTHS / rate).denominator
    found: list[Clock] = []
    for at, clip in texts:
        span = Range(start=at, duration=clip.duration)
        beneath = [
            index
            for index, clock in enumerate(found)
            if any(Range(start=a, duration=c.duration).meets(span) for a, c in clock.texts)
        ]
        free = next((c for c in found[max(beneath, default=0) :] if c.takes(at, clip)), None)
        if free is None:
            found.append(free := Clock(step))
        free.texts.append((at, clip))
    return found
