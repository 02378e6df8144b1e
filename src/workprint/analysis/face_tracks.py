"""Faces followed from picture to picture; what is seen too seldom is taken for a mistake."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .face_finder import Box, Seen

PATIENCE = 0.9
"""Seconds a face may be missed, turned away or blinking, and still be the same."""
SHORTEST = 1.2
"""Seconds for which a face must be followed to be believed; in shorter shots, half of the shot."""
SEEN = 0.5
"""Share of a track's pictures in which the face must have been found."""
FAR = 1.0
"""How far a face gets from one picture to the next, at most, in its own sizes."""
LIKE = 1.7
"""How many times as large it gets, at most."""


@dataclass
class Track:
    """One face in consecutive pictures; pictures in which it was missed lie between those it is in."""

    number: int
    at: list[int] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)

    def add(self, index: int, face: Seen) -> None:
        self.at.append(index)
        self.seen.append(face)

    @property
    def pictures(self) -> int:
        return self.at[-1] - self.at[0] + 1

    @property
    def confidence(self) -> float:
        return sum(face.score for face in self.seen) / self.pictures

    def boxes(self) -> Iterator[tuple[int, Box]]:
        """The face in each picture from the first to the last; where it was missed, between neighbours."""
        for n, (index, face) in enumerate(zip(self.at, self.seen, strict=True)):
            yield index, face.box
            if n + 1 < len(self.at):
                after, gap = self.seen[n + 1].box, self.at[n + 1] - index
                for step in range(1, gap):
                    yield index + step, _between(face.box, after, step / gap)


class Tracks:
    """Gathers what is found picture after picture into tracks; `step` seconds lie between pictures."""

    def __init__(self, step: float) -> None:
        self._patience = max(1, round(PATIENCE / step))
        self._shortest = max(1, round(SHORTEST / step))
        self._index = 0
        self._shot = 0
        self._count = 0
        self._live: list[Track] = []
        self._kept: list[Track] = []

    def expected(self) -> int:
        """How many faces were there lately."""
        return len(self._live)

    def cut(self) -> None:
        """The next picture is of another shot: nobody is followed into it."""
        for track in self._live:
            self._close(track)
        self._live = []
        self._shot = self._index

    def add(self, faces: Sequence[Seen]) -> None:
        """The faces of the next picture."""
        free = list(faces)
        pairs = sorted(
            (cost, n, m)
            for n, track in enumerate(self._live)
            for m, face in enumerate(free)
            if (cost := _distance(track, face, self._index)) is not None
        )
        tracks, used = set(), set()
        for _, n, m in pairs:
            if n not in tracks and m not in used:
                self._live[n].add(self._index, free[m])
                tracks.add(n)
                used.add(m)
        for m, face in enumerate(free):
            if m not in used:
                self._count += 1
                track = Track(self._count)
                track.add(self._index, face)
                self._live.append(track)
        self._index += 1
        gone = [track for track in self._live if self._index - track.at[-1] > self._patience]
        for track in gone:
            self._close(track)
        self._live = [track for track in self._live if track not in gone]

    def finish(self) -> list[Track]:
        """All the faces that are believed, by when they were first seen."""
        self.cut()
        return sorted(self._kept, key=lambda track: (track.at[0], track.number))

    def _close(self, track: Track) -> None:
        needed = min(self._shortest, max(1, (self._index - self._shot + 1) // 2))
        if len(track.at) >= needed and len(track.at) / track.pictures >= SEEN:
            self._kept.append(track)


def _distance(track: Track, face: Seen, index: int) -> float | None:
    """How far a face is from where a track was last, in its own sizes; None where it is another's."""
    x, y, w, h = track.seen[-1].box
    fx, fy, fw, fh = face.box
    size = max(h, fh, 1e-6)
    if max(h, fh) > LIKE * max(min(h, fh), 1e-6):
        return None
    # Widths and heights are shares of different lengths: each is measured by its own.
    across = abs((fx + fw / 2) - (x + w / 2)) / max(w, fw, 1e-6)
    down = abs((fy + fh / 2) - (y + h / 2)) / size
    away = (across**2 + down**2) ** 0.5
    return away if away <= FAR * (index - track.at[-1]) else None


def _between(a: Box, b: Box, share: float) -> Box:
    x, y, w, h = (p + (q - p) * share for p, q in zip(a, b, strict=True))
    return x, y, w, h
