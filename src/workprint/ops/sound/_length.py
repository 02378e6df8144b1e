"""Keeping the number of samples through filters that delay, add or swallow some."""

from workprint.graph import Audio
from workprint.ops.operation import Context


def length(audio: Audio, context: Context) -> int:
    """The samples that go in and must come out."""
    return audio.samples or context.samples


def exactly(audio: Audio, samples: int, late: int = 0) -> Audio:
    """The first `samples` samples, silence where there are fewer; `late` samples are dropped first."""
    return (
        audio.filter("asetpts", expr="N/SR/TB")
        .filter("apad", whole_len=samples + late)
        .filter("atrim", start_sample=late, end_sample=samples + late)
        .filter("asetpts", expr="N/SR/TB")
        .lasting(samples)
    )
