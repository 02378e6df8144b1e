"""Fading in and out, for streams that may begin anywhere in their item."""

from workprint.graph import Value, Video
from workprint.ops.operation import Context

from .pixels import planes


def faded(video: Video, context: Context, way: str, start: int, count: int, color: str) -> Video:
    """A fade ("in" or "out") that takes `count` frames from frame `start` of the item.

    By time stamps, not by counting frames: the stream may begin in the middle of the fade. Those
    before the item's start are moved up for as long as it takes: the filter cannot count below 0.
    """
    rate = context.rate
    early = max(0, -context.first)
    shift = f"{early}/({rate.numerator}/{rate.denominator}*TB)"
    options: dict[str, Value] = {
        "type": way,
        "start_time": float((start + early) / rate),
        "duration": float(count / rate),
    }
    clear = color == "clear" or video.alpha
    video = planes(video.with_alpha() if clear else video)
    options |= {"alpha": True} if clear else {"color": color}
    if early:
        video = video.filter("setpts", expr=f"PTS+{shift}")
    video = video.filter("fade", **options)
    return video.filter("setpts", expr=f"PTS-{shift}") if early else video
