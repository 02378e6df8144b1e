"""The rate and the canvas that suit the footage."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from workprint.base import Text
from workprint.model import Canvas, MediaFile, Timeline

RATES = tuple(Fraction(rate) for rate in (24, 25, 30, 50, 60, "24000/1001", "30000/1001", "60000/1001"))
SQUARE = (Fraction(95, 100), Fraction(105, 100))


def standard_rate(rate: Fraction) -> Fraction:
    """The standard rate for footage of an average rate: the nearest one; faster footage halved until
    it is at most 60, slower footage a multiple of its own rate where there is one."""
    if rate <= 0:
        return Fraction(30)
    while rate > Fraction("60.5"):
        rate /= 2
    if rate < Fraction("23.5"):
        multiples = [
            each for each in (Fraction(30), Fraction(24), Fraction(25)) if (each / rate).denominator == 1
        ]
        return multiples[0] if multiples else Fraction(30)
    return min(RATES, key=lambda each: abs(each - rate))


def canvas_for(media: MediaFile) -> Canvas:
    """1920x1080 for wide footage, 1080x1920 for tall, 1080x1080 for square."""
    if media.video is None:
        return Canvas()
    shape = Fraction(media.video.width, media.video.height)
    if SQUARE[0] <= shape <= SQUARE[1]:
        return Canvas(width=1080, height=1080)
    return Canvas(width=1080, height=1920) if shape < 1 else Canvas(width=1920, height=1080)


def shaped(timeline: Timeline, media: Sequence[MediaFile]) -> tuple[Timeline, tuple[Text, ...]]:
    """An empty timeline with the rate and canvas of the first video, else of the first photo; and
    what the user should know of that."""
    first = next((each for each in media if each.kind == "video"), None) or next(
        (each for each in media if each.kind == "image"), None
    )
    if first is None or first.video is None:
        return timeline, ()
    canvas = canvas_for(first)
    rate = standard_rate(first.video.rate) if first.kind == "video" else timeline.rate
    notes: tuple[Text, ...] = ()
    if canvas.width < canvas.height:
        notes = (
            {
                "en": "The footage is portrait, so the film is 1080x1920. Ask for 16:9 to change that.",
                "zh": "素材是竖屏，因此影片为 1080x1920。需要横屏请说“改成 16:9”。",
            },
        )
    elif canvas.width == canvas.height:
        notes = (
            {
                "en": "The footage is square, so the film is 1080x1080. Ask for 16:9 to change that.",
                "zh": "素材是方形，因此影片为 1080x1080。需要横屏请说“改成 16:9”。",
            },
        )
    return timeline.model_copy(update={"rate": rate, "canvas": canvas}), notes
