"""Text that stands in the picture: signs, slides, buttons. An extra reads it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from threading import Event
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from workprint.model import Fact, MediaFile

from .decode import pictures
from .detector import Progress, Watch

PACKAGE = "rapidocr_onnxruntime"
RATE = Fraction(1)
"""Pictures a second looked at."""
KEYS_FROM = 90
"""Seconds from which on only key frames are decoded."""
LONGEST = 960
"""Pixels of the longer side of what is read."""
OTHER = 0.04
"""Mean difference in brightness (0 to 1) from which on a picture is another one and is read again."""
MOST = 60
"""Pictures of a file that are read at most: reading one takes a tenth of a second and more."""
SURE = 0.6
"""Confidence of a line below which it is left out."""

Picture = NDArray[np.uint8]
Line = tuple[Sequence[Sequence[float]], str, float]
"""The corners of a line in pixels, what it says, how sure that is (0 to 1)."""


class Reader(Protocol):
    """Reads a picture (height, width, RGB)."""

    def __call__(self, picture: Picture) -> Sequence[Line]: ...


class RapidOcr:
    """RapidOCR's models for English and Chinese, which come with its package."""

    def __init__(self) -> None:
        from rapidocr_onnxruntime import RapidOCR

        self._read: Any = RapidOCR()

    def __call__(self, picture: Picture) -> Sequence[Line]:
        found, _ = self._read(np.ascontiguousarray(picture[..., ::-1]))
        return [(corners, str(text), float(sure)) for corners, text, sure in found or ()]


def readable() -> bool:
    """Whether something that reads is installed."""
    return find_spec(PACKAGE) is not None


def installed() -> Reader | None:
    return RapidOcr() if readable() else None


@dataclass(frozen=True)
class OnScreen:
    """One fact for each picture unlike the one before, until the next: value {"text": its lines, "boxes":
    [[line, x, y, w, h], …] in shares of the picture}. The confidence is that of its surest line.

    Always a first fact over the file with {"text": "", "boxes": [], "read": whether anything could read it}.
    """

    name: str = "lettering"
    version: int = 1
    kinds: tuple[str, ...] = ("lettering",)
    needs: Literal["picture"] = "picture"
    reader: Callable[[], Reader | None] = installed

    def uses(self, media: MediaFile) -> str:
        """Once something reads, what could not be read is looked at again."""
        return PACKAGE if readable() else ""

    def find(
        self, path: Path, media: MediaFile, on_progress: Progress | None, cancel: Event | None
    ) -> list[Fact]:
        length = float(media.duration)
        reader = self.reader()
        whole: dict[str, object] = {"text": "", "boxes": [], "read": reader is not None}
        first = Fact(kind="lettering", start=0, end=length, value=whole, confidence=1, source=self.name)
        if reader is None:
            return [first]
        watch = Watch(media, on_progress)
        seen: list[tuple[float, dict[str, object], float]] = []
        last: Picture | None = None
        for at, picture in _looked_at(path, media, cancel):
            watch.at(at)
            if last is not None and (len(seen) >= MOST or _alike(last, picture)):
                continue
            last = picture
            seen.append((at, *_told(reader(picture), picture)))
        ends = [at for at, _, _ in seen[1:]] + [length]
        return [first] + [
            Fact(kind="lettering", start=at, end=max(at, end), value=value, confidence=sure, source=self.name)
            for (at, value, sure), end in zip(seen, ends, strict=True)
            if value["text"]
        ]


def _looked_at(path: Path, media: MediaFile, cancel: Event | None) -> Any:
    video = media.video
    assert video is not None
    scale = min(1.0, LONGEST / max(video.width, video.height))
    width, height = (max(2, 2 * round(side * scale / 2)) for side in (video.width, video.height))
    long = float(media.duration) > KEYS_FROM
    for index, block in enumerate(pictures(path, media, width, height, RATE, 1, cancel, key_only=long)):
        yield float(index / RATE), block[0]


def _alike(one: Picture, two: Picture) -> bool:
    small = [picture[::8, ::8].mean(axis=2) / 255 for picture in (one, two)]
    return bool(np.abs(small[0] - small[1]).mean() < OTHER)


def _told(lines: Sequence[Line], picture: Picture) -> tuple[dict[str, object], float]:
    """The lines of a picture from top to bottom, and how sure the surest is."""
    height, width = picture.shape[:2]
    boxes = []
    best = 0.0
    for corners, text, sure in lines:
        if sure < SURE or not text.strip():
            continue
        across, down = [x for x, _ in corners], [y for _, y in corners]
        x, y = min(across) / width, min(down) / height
        w, h = (max(across) - min(across)) / width, (max(down) - min(down)) / height
        boxes.append([text.strip(), *(round(float(each), 4) for each in (x, y, w, h))])
        best = max(best, sure)
    boxes.sort(key=lambda box: (box[2], box[1]))
    return {"text": "\n".join(str(box[0]) for box in boxes), "boxes": boxes}, round(min(1.0, best), 3)
