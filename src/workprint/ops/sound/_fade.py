"""Fading sound, exact to the sample."""

from workprint.base import SAMPLE_RATE
from workprint.graph import Audio
from workprint.ops.operation import Context

from ._length import length


def faded(audio: Audio, context: Context, way: str, seconds: float) -> Audio:
    """A fade "in" at the start or "out" at the end; at most as long as the sound.

    A quarter sine: where a fade out lies over a fade in, the power of the sum stays level.
    """
    whole = length(audio, context)
    samples = min(round(seconds * SAMPLE_RATE), whole)
    if not samples:
        return audio
    start = 0 if way == "in" else whole - samples
    return audio.filter("afade", type=way, start_sample=start, nb_samples=samples, curve="qsin")
