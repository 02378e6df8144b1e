"""Frames, ranges and rates.

Inside, time is an integer count of frames at the timeline's rate; at the media's edge it is a
rational number of seconds; sound is counted in samples; the wire speaks milliseconds.
Positions are rounded, never lengths, so rounding errors do not add up.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

SAMPLE_RATE = 48_000
"""Samples a second of everything heard in a timeline."""


def _rational(value: Any) -> Fraction:
    try:
        if isinstance(value, (list, tuple)) and len(value) == 2:
            return Fraction(int(value[0]), int(value[1]))
        if isinstance(value, float):
            return Fraction(value).limit_denominator(1_000_000)
        # Fraction would work out "1e999999999" to the last digit.
        if isinstance(value, str) and (len(value) > 80 or "e" in value.lower()):
            raise ValueError(f"not a rational number: {value[:20]!r}")
        return Fraction(value)
    except (ArithmeticError, TypeError) as error:
        raise ValueError(f"not a rational number: {value!r}") from error


Rational = Annotated[
    Fraction, BeforeValidator(_rational, json_schema_input_type=str), PlainSerializer(str, return_type=str)
]
"""A fraction that is written "30000/1001" in JSON."""


def nearest(value: Fraction) -> int:
    """Round half up: the same answer on every side of zero, unlike `round`."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def frames(seconds: Fraction | float | int, rate: Fraction) -> int:
    """The frame nearest to a position in seconds."""
    return nearest(_rational(seconds) * rate)


def seconds(frame: int, rate: Fraction) -> Fraction:
    """The position of a frame in seconds, exact."""
    return Fraction(frame) / rate


def milliseconds(frame: int, rate: Fraction) -> int:
    """The position of a frame in milliseconds, as the wire wants it."""
    return nearest(Fraction(frame * 1000) / rate)


def from_milliseconds(ms: int | float | Fraction, rate: Fraction) -> int:
    """The frame nearest to a position in milliseconds."""
    return nearest(_rational(ms) * rate / 1000)


def samples(frame: int, rate: Fraction, sample_rate: int = SAMPLE_RATE) -> int:
    """The sample at which a frame starts."""
    return nearest(Fraction(frame * sample_rate) / rate)


def clock(frame: int, rate: Fraction) -> str:
    """A position as people write it: 0:07.50, 1:02:03."""
    hundredths = nearest(seconds(frame, rate) * 100)
    whole, rest = divmod(hundredths, 100)
    minutes, secs = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    head = f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes}:{secs:02}"
    return f"{head}.{rest:02}" if rest else head


class Range(BaseModel):
    """Frames `start` up to, but not including, `end`."""

    model_config = ConfigDict(frozen=True)

    start: int
    duration: int = Field(ge=0)

    @classmethod
    def between(cls, start: int, end: int) -> Range:
        return cls(start=start, duration=max(0, end - start))

    @property
    def end(self) -> int:
        return self.start + self.duration

    def shift(self, by: int) -> Range:
        return Range(start=self.start + by, duration=self.duration)

    def meets(self, other: Range) -> bool:
        """Whether the two share a frame."""
        return self.start < other.end and other.start < self.end

    def intersect(self, other: Range) -> Range:
        """The frames both have; empty where there are none."""
        start = max(self.start, other.start)
        return Range.between(start, max(start, min(self.end, other.end)))

    def holds(self, frame: int) -> bool:
        return self.start <= frame < self.end
