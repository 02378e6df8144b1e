"""Back to the pixel format in which pictures are composed, and alpha kept past filters that drop it."""

from collections.abc import Callable

from workprint.graph import Video

COLOR = r"^#[0-9a-fA-F]{6}$"
"""How a colour is written: #rrggbb."""


def planes(video: Video) -> Video:
    """Held to 4:2:0, with an alpha plane only where there is alpha.

    For filters that act on planes by number or otherwise on RGB or alpha, which FFmpeg would choose
    when what follows likes it better.
    """
    return video.filter("format", pix_fmts="yuva420p" if video.alpha else "yuv420p")


def composed(video: Video) -> Video:
    """After filters that work in RGB: BT.709 4:2:0 again."""
    return planes(video.filter("scale", out_color_matrix="bt709", out_range="tv"))


def keeping_alpha(video: Video, change: Callable[[Video], Video]) -> Video:
    """`change` applied to the colours only, for filters that know no alpha plane."""
    if not video.alpha:
        return change(video)
    alpha = video.filter("alphaextract")
    return change(video).filter("format", pix_fmts="yuv420p").filter("alphamerge", alpha)


def even(value: float) -> int:
    """The nearest even number of pixels, at least 2 (colour is stored for pairs of pixels)."""
    return max(2, 2 * round(value / 2))
