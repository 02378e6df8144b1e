"""What stands at a place of the picture, followed wherever the picture takes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from threading import Event
from typing import Any, Literal

import cv2
import numpy as np

from workprint.base import digest
from workprint.model import Fact, Followed, MediaFile

from .decode import greys
from .detector import Progress, Watch
from .follow_search import Grey, Part
from .follow_tiles import Spot, Tiles

FASTEST = 60
"""Pictures a second looked at, at most; else each picture of the file is."""
WIDEST = 1280
"""Pixels of the widest picture looked at; wider ones are made smaller."""
SAME = 1.5
"""Levels (of 255) by which a picture around the place may differ from the one before to count as the same."""
CELL = 16
"""Pixels of the side of such a part."""


@dataclass(frozen=True)
class Follow:
    """Where the content of one place is, picture by picture: patches of it and of what is around it are
    searched near where they were, and in all of the picture where they are not.

    One fact for each stretch in which it stays, value {"x", "y", "w", "h", "seen"}; `seen` is "sure",
    "doubt" (it is found at several places, or only some of it is: the box holds them all and where it was
    last; or it has nothing to hold on to: the box is the whole picture) or "gone"
    (nothing like it is found; the box is where it was last). The confidence is the share of the patches that
    are found.
    """

    place: Followed
    name: str = "follow"
    version: int = 2
    needs: Literal["moving"] = "moving"

    @property
    def kinds(self) -> tuple[str, ...]:
        return (self.place.kind,)

    def uses(self, media: MediaFile) -> str:
        """Facts are kept for each place."""
        return digest(self.place.kind)

    def find(
        self, path: Path, media: MediaFile, on_progress: Progress | None, cancel: Event | None
    ) -> list[Fact]:
        size, rate = looked_at(media)
        first = next(greys(path, media, *size, rate, cancel, since=self.place.at), None)
        until = min(self.place.until, float(media.duration) or self.place.until)
        if first is None:
            return [self._fact(self.place.since, until, Spot("doubt", (0.0, 0.0, 1.0, 1.0), 0.0))]
        tiles = Tiles(first, self.place)
        watch = Watch(media, on_progress)
        return list(self._stretches(self._spots(path, media, tiles, watch, cancel), rate, until))

    def _spots(
        self, path: Path, media: MediaFile, tiles: Tiles, watch: Watch, cancel: Event | None
    ) -> Iterator[Spot]:
        """Where it is in each picture; what shows the same as when it was last looked at is not searched."""
        size, rate = looked_at(media)
        known: Grey | None = None
        spot: Spot | None = None
        since, until = self.place.since, self.place.until
        for index, picture in enumerate(greys(path, media, *size, rate, cancel, since=since, until=until)):
            if spot is None or known is None:
                known, spot = picture.copy(), tiles.find(picture, None)
            elif (changed := _changed(known, picture)) is not None:
                spot = tiles.find(picture, spot, changed)
            watch.at(since + float(index / rate))
            yield spot

    def _stretches(self, spots: Iterator[Spot], rate: Fraction, until: float) -> Iterator[Fact]:
        start, last = self.place.since, None
        for index, spot in enumerate(spots):
            at = self.place.since + float(index / rate)
            if last is not None and (spot.seen, spot.box) != (last.seen, last.box):
                yield self._fact(start, at, last)
                start = at
            if last is None or (spot.seen, spot.box) != (last.seen, last.box):
                last = spot
        whole = Spot("doubt", (0.0, 0.0, 1.0, 1.0), 0.0)
        yield self._fact(start, max(start, until), last or whole)

    def _fact(self, start: float, end: float, spot: Spot) -> Fact:
        value: dict[str, Any] = dict(zip("xywh", (round(each, 5) for each in spot.box), strict=True))
        return Fact(
            kind=self.place.kind,
            start=round(start, 4),
            end=round(end, 4),
            value={**value, "seen": spot.seen},
            confidence=round(spot.share, 3),
            source=self.name,
        )


def looked_at(media: MediaFile) -> tuple[tuple[int, int], Fraction]:
    """Width, height and rate at which a file is looked at."""
    assert media.video is not None
    scale = min(1.0, WIDEST / media.video.width)
    rate = Fraction(FASTEST) if media.video.variable else min(Fraction(FASTEST), media.video.rate)
    return (max(16, round(media.video.width * scale)), max(16, round(media.video.height * scale))), rate


def _changed(known: Grey, picture: Grey) -> Part | None:
    """The part of a picture that differs from what is known of it, by cells of 16 pixels; they are known
    from then on, each as it was when it last differed: what fades in slowly differs in the end."""
    height, width = (side // CELL for side in picture.shape)
    apart = cv2.absdiff(known, picture)[: height * CELL, : width * CELL]
    rows, columns = np.nonzero(
        cv2.resize(apart.astype(np.float32), (width, height), interpolation=cv2.INTER_AREA) > SAME
    )
    if not len(rows):
        return None
    for row, column in zip(rows, columns, strict=True):
        here = slice(row * CELL, (row + 1) * CELL), slice(column * CELL, (column + 1) * CELL)
        known[here] = picture[here]
    left, top = int(columns.min()) * CELL, int(rows.min()) * CELL
    # What is left of the last cells belongs to them.
    right, low = (int(each.max() + 2) * CELL for each in (columns, rows))
    return left, top, right, low
