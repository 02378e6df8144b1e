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


def rgb(video: Video) -> Video:
    """In red, green and blue planes. Conversion of packed pixels is less exact by 2 or 3 of 255."""
    return video.filter("format", pix_fmts="gbrap" if video.alpha else "gbrp")


def composed(video: Video) -> Video:
    """After filters that work in RGB: BT.709 4:2:0 again."""
    return planes(rgb(video).filter("scale", out_color_matrix="bt709", out_range="tv"))


def keeping_alpha(video: Video, change: Callable[[Video], Video]) -> Video:
    """`change` applied to the colours only, for filters that know no alpha plane."""
    if not video.alpha:
        return change(video)
    whole = planes(video)
    return (
        change(whole.opaque())
        .filter("format", pix_fmts="yuv420p")
        .filter("alphamerge", whole.filter("alphaextract"))
        .with_alpha()
    )


def masked(video: Video, mask: Video) -> Video:
    """Seen where the grey picture `mask` is light, as far as it was seen before."""
    if video.alpha:
        whole = planes(video)
        mask = whole.filter("alphaextract").filter("blend", mask, all_mode="multiply")
        video = whole.opaque()
    return planes(video).filter("alphamerge", mask).with_alpha()


def even(value: float) -> int:
    """The nearest even number of pixels, at least 2 (colour is stored for pairs of pixels)."""
    return max(2, 2 * round(value / 2))
