"""Fitting a picture of any shape to the canvas."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from workprint.base import Curve
from workprint.graph import Video
from workprint.model import Canvas

from .sources import colour


def _even(value: float) -> int:
    return max(2, 2 * round(value / 2))


def inside(video: Video, width: int, height: int) -> tuple[int, int]:
    """The size at which the whole picture fits into `width` x `height`."""
    scale = min(width / video.width, height / video.height)
    size = _even(video.width * scale), _even(video.height * scale)
    return min(size[0], width), min(size[1], height)


def covering(video: Video, width: int, height: int) -> tuple[int, int]:
    """The size at which the picture covers `width` x `height`."""
    scale = max(width / video.width, height / video.height)
    return max(_even(video.width * scale), width), max(_even(video.height * scale), height)


def resized(video: Video, width: int, height: int) -> Video:
    """Scaled, unless it has that size."""
    if (video.width, video.height) == (width, height):
        return video
    return video.scaled(width, height, flags="bicubic")


def cropped(video: Video, width: int, height: int) -> Video:
    """Scaled to cover, and the middle kept."""
    video = resized(video, *covering(video, width, height))
    if (video.width, video.height) == (width, height):
        return video
    x, y = (video.width - width) // 4 * 2, (video.height - height) // 4 * 2
    return video.filter("crop", w=width, h=height, x=x, y=y, exact=1).sized(width, height)


def blurred_behind(video: Video, width: int, height: int) -> Video:
    """The whole picture over a blurred, darkened copy that fills the canvas."""
    front = resized(video, *inside(video, width, height))
    if (front.width, front.height) == (width, height):
        return front
    small = cropped(video, _even(width / 8), _even(height / 8))
    back = small.filter("gblur", sigma=max(2.0, width / 240)).filter("eq", brightness=-0.08)
    back = back.scaled(width, height, flags="bilinear")
    x, y = (width - front.width) // 4 * 2, (height - front.height) // 4 * 2
    return back.filter("overlay", front, x=x, y=y, format="yuv420")


def pinned(video: Video) -> Video:
    """In the pixel format in which pictures are composed, and said so.

    Left to itself, FFmpeg agrees on formats over the whole graph, so what is far away in the film
    would decide how finely a picture is blended, or whether it keeps its transparency.
    """
    return video.filter("format", pix_fmts="yuva420p" if video.alpha else "yuv420p")


def fit(video: Video, canvas: Canvas, film: bool) -> Video:
    """The picture at the size of the canvas.

    A clip that lies over the film (`film` false) is scaled into the canvas and centred, without
    bars: what lies beneath shows beside it.
    """
    width, height = canvas.width, canvas.height
    if (video.width, video.height) == (width, height):
        return video
    if canvas.fill == "crop":
        return cropped(video, width, height)
    if not film:
        scaled = resized(video, *inside(video, width, height))
        return scaled.at((width - scaled.width) // 4 * 2, (height - scaled.height) // 4 * 2)
    if canvas.fill == "blur":
        return blurred_behind(video, width, height)
    scaled = resized(video, *inside(video, width, height))
    if (scaled.width, scaled.height) == (width, height):
        return scaled
    x, y = (width - scaled.width) // 4 * 2, (height - scaled.height) // 4 * 2
    padded = scaled.filter("pad", w=width, h=height, x=x, y=y, color=canvas.background)
    return padded.sized(width, height)


def on_background(video: Video, canvas: Canvas) -> Video:
    """A film picture of canvas size without alpha: transparency and free edges show the background."""
    if not video.alpha and video.x is None:
        return video
    back = colour(canvas.background, canvas.width, canvas.height, video.rate, video.frames)
    return over(back, video)


def over(back: Video, front: Video, offset: int = 0) -> Video:
    """`front` laid over `back`, from frame `offset` of `back` on."""
    if offset:
        front = front.filter(
            "setpts", expr=f"PTS+{offset}/({back.rate.numerator}/{back.rate.denominator}*TB)"
        )
    x, y = (_position(value, back.rate, offset) for value in (front.x, front.y))
    # Colour is stored for pairs of pixels: between two pairs, and in motion, it is blended finer.
    still = all(value is None or (isinstance(value, int) and value % 2 == 0) for value in (front.x, front.y))
    fine = "yuv420" if still else "auto"
    return pinned(back.filter("overlay", front, x=x, y=y, eof_action="pass", repeatlast=0, format=fine))


def _position(value: object, rate: Fraction, offset: int) -> str:
    """One coordinate. A place that moves is reckoned in whole frames: in seconds the last digit, which
    depends on where the rendered piece begins, would decide between two pixels."""
    if value is None:
        return "0"
    if isinstance(value, Curve):
        frame = f"(floor(t*{rate.numerator}/{rate.denominator}+0.5)-{offset})"
        return replace(value, rate=Fraction(1), zero=value.zero * value.rate).expression(frame)
    return str(value)
