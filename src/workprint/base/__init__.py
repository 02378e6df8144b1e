"""Frames, ranges, rationals, hashes, curves and faults: what every room may use."""

from .curve import EASES, Curve
from .errors import Fault, Faults
from .hashing import digest, file_digest
from .machine import cores, memory
from .text import LANGUAGES, Lang, Text
from .time import (
    SAMPLE_RATE,
    Range,
    Rational,
    clock,
    frames,
    from_milliseconds,
    milliseconds,
    nearest,
    samples,
    seconds,
)

__all__ = [
    "EASES",
    "LANGUAGES",
    "SAMPLE_RATE",
    "Curve",
    "Fault",
    "Faults",
    "Lang",
    "Range",
    "Rational",
    "Text",
    "clock",
    "cores",
    "digest",
    "file_digest",
    "frames",
    "from_milliseconds",
    "memory",
    "milliseconds",
    "nearest",
    "samples",
    "seconds",
]
