"""Pictures made rather than filmed: plain colours and the mask of a rounded rectangle."""

from workprint.graph import Video, source_filter

from .pixels import composed


def plain(like: Video, color: str, size: tuple[int, int], count: int, first: int) -> Video:
    """A colour for `count` frames from frame `first` on, which is when `like` begins."""
    width, height = size
    node = source_filter(
        "color", "video", like.node.origin, color=color, size=f"{width}x{height}", rate=like.rate
    )
    video = Video(node, 0, width, height, like.rate, count).filter("trim", end_frame=count)
    if first:
        rate = like.rate
        video = video.filter("setpts", expr=f"PTS+({first})/({rate.numerator}/{rate.denominator}*TB)")
    return video


def backdrop(like: Video, color: str, size: tuple[int, int], count: int, first: int) -> Video:
    """`plain`, as pictures are composed."""
    return composed(plain(like, color, size, count, first))


def corners(
    like: Video,
    box: tuple[int, int, int, int],
    radius: float,
    size: tuple[int, int],
    inside: bool,
    first: int,
) -> Video:
    """One grey picture: white inside the rounded rectangle `box` (x, y, width, height), or outside it.

    Filters that take it beside a running picture hold it to the end.
    """
    x, y, half_w, half_h = box[0], box[1], box[2] / 2, box[3] / 2
    across = f"st(2,abs(X+0.5-{x + half_w})-{half_w - radius:.3f})"
    down = f"st(3,abs(Y+0.5-{y + half_h})-{half_h - radius:.3f})"
    outwards = f"st(1,hypot(max(ld(2),0),max(ld(3),0))+min(max(ld(2),ld(3)),0)-{radius:.3f})"
    edge = "0.5-ld(1)" if inside else "0.5+ld(1)"
    grey = plain(like, "black", size, 1, first).filter("format", pix_fmts="gray")
    return grey.filter("geq", lum=f"{across};{down};{outwards};255*clip({edge},0,1)")
