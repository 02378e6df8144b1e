"""Zooming on the centre of a moving picture."""

from workprint.graph import Video


def zoomed(video: Video, factor: str) -> Video:
    """Enlarged about the centre by an FFmpeg expression in `in`, the frame number; below 1 the edges
    are drawn out. Sub-pixel exact, so that slow moves do not tremble."""
    near, far = f"(0.5-0.5/{factor})", f"(0.5+0.5/{factor})"
    return video.filter(
        "perspective",
        x0=f"W*{near}",
        y0=f"H*{near}",
        x1=f"W*{far}",
        y1=f"H*{near}",
        x2=f"W*{near}",
        y2=f"H*{far}",
        x3=f"W*{far}",
        y3=f"H*{far}",
        interpolation="linear",
        sense="source",
        eval="frame",
    )
