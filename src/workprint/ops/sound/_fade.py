"""Fading sound, exact to the sample."""

from workprint.base import SAMPLE_RATE, nearest
from workprint.graph import Audio
from workprint.ops.operation import Context


def faded(audio: Audio, context: Context, way: str, seconds: float) -> Audio:
    """A fade "in" at the start or "out" at the end; at most as long as the sound.

    A quarter sine: where a fade out lies over a fade in, the power of the sum stays level.
    """
    begin = nearest(context.zero * SAMPLE_RATE)
    samples = min(round(seconds * SAMPLE_RATE), context.samples)
    if not samples:
        return audio
    start = begin if way == "in" else begin + context.samples - samples
    return audio.filter("afade", type=way, start_sample=start, nb_samples=samples, curve="qsin")
