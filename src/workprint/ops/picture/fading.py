"""Fading in and out, for streams that may begin anywhere in their item."""

from workprint.graph import Value, Video
from workprint.ops.operation import Context

from .pixels import planes


def faded(video: Video, context: Context, way: str, start: int, count: int, color: str) -> Video:
    """A fade ("in" or "out") that takes `count` frames from frame `start` of the item.

    By time stamps, not by counting frames: the stream may begin in the middle of the fade.
    """
    options: dict[str, Value] = {
        "type": way,
        "start_time": float(start / context.rate + context.zero),
        "duration": float(count / context.rate),
    }
    if color == "clear" or video.alpha:
        return planes(video.with_alpha()).filter("fade", **options, alpha=True)
    return planes(video).filter("fade", **options, color=color)
