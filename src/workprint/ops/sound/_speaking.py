"""When somebody speaks, as a signal that another sound can be steered by."""

from workprint.graph import Audio, Pad

from ._length import exactly


def speaking(voice: Pad, threshold: float, samples: int) -> Audio:
    """A full-scale wave while the voice is above the threshold, silence where it is not."""
    heard = exactly(Audio(voice.node, voice.index), samples)
    speech = heard.filter("highpass", f=120).filter("lowpass", f=5000)
    gated = speech.filter(
        "agate",
        threshold=10 ** (threshold / 20),
        ratio=9000,
        range=0,
        attack=4,
        release=160,
        knee=1,
        detection="rms",
        link="maximum",
    )
    return gated.filter("volume", volume="60dB", precision="float").filter("asoftclip", type="hard")
