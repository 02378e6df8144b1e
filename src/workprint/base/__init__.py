"""Frames, ranges, rationals, hashes, curves and faults: what every room may use."""

from .curve import EASES, Curve
from .english import is_english, pronouncing_dictionary
from .errors import Fault, Faults
from .hashing import digest, file_digest
from .light import LINEAR, READABLE, WEIGHTS, contrast, luminance
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
    "LINEAR",
    "READABLE",
    "SAMPLE_RATE",
    "WEIGHTS",
    "Curve",
    "Fault",
    "Faults",
    "Lang",
    "Range",
    "Rational",
    "Text",
    "clock",
    "contrast",
    "cores",
    "digest",
    "file_digest",
    "frames",
    "from_milliseconds",
    "is_english",
    "luminance",
    "memory",
    "milliseconds",
    "nearest",
    "pronouncing_dictionary",
    "samples",
    "seconds",
]
