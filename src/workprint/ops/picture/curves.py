"""Tone curves of a look, mixed with the straight line by its strength."""

from collections.abc import Mapping, Sequence

from workprint.graph import Video

from .pixels import composed, rgb

Points = Sequence[tuple[float, float]]


def graded(video: Video, curves: Mapping[str, Points], strength: float) -> Video:
    """Each colour ("red", "green", "blue") through its curve; strength 0 changes nothing."""

    def mixed(points: Points) -> str:
        return " ".join(f"{x:g}/{x + (y - x) * strength:.4f}" for x, y in points)

    return composed(rgb(video).filter("curves", **{color: mixed(points) for color, points in curves.items()}))
