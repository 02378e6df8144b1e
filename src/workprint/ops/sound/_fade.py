"""Fading sound, exact to the sample."""

from workprint.base import SAMPLE_RATE
from workprint.graph import Audio
from workprint.ops.operation import Context

from ._length import exactly, length


def faded(audio: Audio, context: Context, way: str, seconds: float) -> Audio:
    """A fade "in" at the item's start or "out" at its end; at most as long as the item.

    A quarter sine: where a fade out lies over a fade in, the power of the sum stays level.
    """
    begins = round(context.zero * SAMPLE_RATE)
    whole = context.samples
    samples = min(round(seconds * SAMPLE_RATE), whole)
    if not samples:
        return audio
    start = begins if way == "in" else begins + whole - samples
    # FFmpeg's fades cannot begin before their stream does: put silence in front of it for so long.
    early = max(0, -start)
    longer = audio.filter("adelay", delays=f"{early}S", all=True) if early else audio
    fading = longer.filter("afade", type=way, start_sample=start + early, nb_samples=samples, curve="qsin")
    return exactly(fading, length(audio, context), late=early) if early else fading
