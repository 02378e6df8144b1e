"""Faces: where they are, and which is whose within a shot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from threading import Event
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workprint.base import file_digest
from workprint.model import Fact, MediaFile, VideoStream

from .decode import pictures
from .detector import Progress, Watch
from .face_finder import Finder, chosen
from .face_tracks import Track, Tracks
from .scene import CUT, features

RATE = Fraction(5, 2)
"""Pictures a second looked at."""
LONGEST = 416
"""Pixels of the longer side of what is looked at."""
BLOCK = 5

Picture = NDArray[np.uint8]


@dataclass(frozen=True)
class Face:
    """One fact per face and picture looked at, value {"x", "y", "w", "h", "id"}: its upper left corner
    and size as shares of the picture, and whose it is. An id is one person within one shot and is not
    given again. The confidence is the share of the track's pictures in which the face was found, less
    for faces seen from the side. What is seen for less than about a second is taken for a mistake.

    Always one fact of kind "faces" over the file: {"engine", "people": tracks, "seen": share of the time}.
    """

    name: str = "face"
    version: int = 1
    kinds: tuple[str, ...] = ("face", "faces")
    needs: Literal["moving"] = "moving"

    def uses(self, media: MediaFile) -> str:
        """Another engine, or another model of it, finds other faces."""
        model = chosen().model
        return file_digest(model) if model is not None and model.is_file() else ""

    def find(
        self, path: Path, media: MediaFile, on_progress: Progress | None, cancel: Event | None
    ) -> list[Fact]:
        assert media.video is not None
        finder = chosen().load()
        watch, tracks = Watch(media, on_progress), Tracks(float(1 / RATE))
        last: Picture | None = None
        seen = 0
        for picture in _frames(path, media, media.video, cancel):
            if last is not None and other_shot(last, picture):
                tracks.cut()
            tracks.add(finder.find(picture, tracks.expected()))
            last, seen = picture, seen + 1
            watch.at(float(seen / RATE))
        found = tracks.finish()
        length = float(media.duration) or float(seen / RATE)
        return [_summary(found, seen, length, finder, self.name), *_facts(found, length, self.name)]


def _frames(path: Path, media: MediaFile, video: VideoStream, cancel: Event | None) -> Iterator[Picture]:
    width, height = looked_at(video)
    for block in pictures(path, media, width, height, RATE, BLOCK, cancel):
        yield from block


def looked_at(video: VideoStream) -> tuple[int, int]:
    """The size in which faces are looked for: the picture's shape, never larger than it is."""
    scale = min(1.0, LONGEST / max(video.width, video.height))
    return max(2, round(video.width * scale / 2) * 2), max(2, round(video.height * scale / 2) * 2)


def other_shot(before: Picture, after: Picture) -> bool:
    """Whether two pictures, 0.4 s apart, have so different colours that they are of two shots."""
    return float(np.abs(_look(before) - _look(after)).sum() / 2) >= CUT


def _look(picture: Picture) -> NDArray[np.float32]:
    rows = np.linspace(0, picture.shape[0] - 1, 36).astype(np.intp)
    columns = np.linspace(0, picture.shape[1] - 1, 64).astype(np.intp)
    return features(picture[rows][:, columns])


def _facts(tracks: list[Track], length: float, source: str) -> Iterator[Fact]:
    step = float(1 / RATE)
    for number, track in enumerate(tracks):
        for index, box in track.boxes():
            start = index * step
            if start >= length:
                continue
            x, y, w, h = (round(float(v), 4) for v in box)
            yield Fact(
                kind="face",
                start=round(start, 4),
                end=round(min(start + step, length), 4),
                value={"x": x, "y": y, "w": w, "h": h, "id": number},
                confidence=round(track.confidence, 3),
                source=source,
            )


def _summary(tracks: list[Track], seen: int, length: float, finder: Finder, source: str) -> Fact:
    with_face = {index for track in tracks for index, _ in track.boxes()}
    share = len(with_face) / seen if seen else 0.0
    value = {"engine": finder.name, "people": len(tracks), "seen": round(share, 3)}
    return Fact(kind="faces", start=0.0, end=length, value=value, source=source)
