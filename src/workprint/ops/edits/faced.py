"""The face that a clip shows, and where it is in what the clip shows of its picture."""

from __future__ import annotations

from statistics import median

from workprint.base import Curve, Range
from workprint.model import Clip, Facts, FileRef, MediaFile, Timeline, of_kind

from .faults import MissingFacts
from .following import crop_of, view_of
from .subjects import Scene, nearest_face, seconds_of

Place = tuple[float, float]


def looked_for(timeline: Timeline, clip: Clip, facts: Facts) -> None:
    """Raises `MissingFacts` where a clip's file was not looked at for faces."""
    media = _film(timeline, clip)
    if media is not None and not of_kind(facts, media.id, "faces"):
        raise MissingFacts(media=media.name or media.id, kind="face")


def face_in(timeline: Timeline, clip: Clip, facts: Facts) -> Place | None:
    """Where the nearest face of a clip usually is, as shares of what the clip's crops leave; None where
    none is seen for a good part of it."""
    media = _film(timeline, clip)
    if media is None:
        return None
    span = Range(start=0, duration=clip.duration)
    faces = nearest_face(Scene(span, *seconds_of(clip, 0, clip.duration, timeline.rate)), facts, media)
    if not faces:
        return None
    across = median(float(face.value["x"]) + float(face.value["w"]) / 2 for face in faces)
    down = median(float(face.value["y"]) + float(face.value["h"]) / 2 for face in faces)
    return _shown(timeline, clip, media, (across, down))


def _film(timeline: Timeline, clip: Clip) -> MediaFile | None:
    media = timeline.file(clip.media.media) if isinstance(clip.media, FileRef) else None
    return media if media is not None and media.video is not None and media.kind == "video" else None


def _shown(timeline: Timeline, clip: Clip, media: MediaFile, place: Place) -> Place:
    """A place of the picture by its place in what is left of it."""
    edges = {"left": 0.0, "right": 0.0, "top": 0.0, "bottom": 0.0}
    for effect in clip.effects:
        if effect.enabled and effect.op == "crop" and effect is not crop_of(clip):
            edges.update({side: float(effect.params.get(side, 0.0)) for side in edges})
    found = [
        (place[0] - edges["left"]) / max(0.01, 1 - edges["left"] - edges["right"]),
        (place[1] - edges["top"]) / max(0.01, 1 - edges["top"] - edges["bottom"]),
    ]
    crop, view = crop_of(clip), view_of(clip, media, timeline.canvas)
    if crop is not None and view is not None:
        axis = "x" if view.across else "y"
        keys = tuple((key.at, key.value, key.ease) for key in crop.keyframes.get(axis, ()))
        middle = Curve(keys, timeline.rate).at(clip.duration // 2) if keys else 0.5
        n = 0 if view.across else 1
        found[n] = 0.5 + (found[n] - float(middle)) / view.window
    return min(1.0, max(0.0, found[0])), min(1.0, max(0.0, found[1]))
