"""What finds faces in one picture: OpenCV's cascades, or YuNet where its model file is at hand."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from .faults import BadFaceModel

MODEL = "WORKPRINT_FACE_MODEL"
"""Names the file of a YuNet model (ONNX), which finds more faces than the cascades."""
SMALLEST = 24
"""Pixels of the smallest face that is looked for."""
RARELY = 3
"""Where nobody is seen, each so many pictures one is searched for faces from the side, too: that is slow."""
SURE = 0.7
"""YuNet's score from which on something is a face."""
FRONT, SIDE = 1.0, 0.75
"""How much is held of a face found by the cascade of faces from the front, and from the side."""

Box = tuple[float, float, float, float]
"""Left, top, width, height, as shares of the picture."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A face in one picture, and how much is held of it (0 to 1)."""

    box: Box
    score: float


class Finder(Protocol):
    """Finds the faces of RGB pictures of one size, one after the other."""

    @property
    def name(self) -> str: ...

    def find(self, picture: NDArray[np.uint8], expected: int) -> list[Seen]:
        """The faces of a picture in which `expected` ones are likely."""
        ...


@dataclass(frozen=True)
class Choice:
    """An engine that can be loaded: "haar", or "yunet" from a file."""

    name: str
    model: Path | None = None

    def load(self) -> Finder:
        """Raises `BadFaceModel` where the file is no YuNet model."""
        return YuNet(self.model) if self.model else Cascades()


def chosen() -> Choice:
    """YuNet where `WORKPRINT_FACE_MODEL` names its model, else the cascades."""
    named = os.environ.get(MODEL, "")
    return Choice("yunet", Path(named)) if named else Choice("haar")


def face_model() -> Path | None:
    """The model file that `WORKPRINT_FACE_MODEL` names, if it names one."""
    return chosen().model


class Cascades:
    """Haar cascades (Viola and Jones 2001; Lienhart and Maydt 2002), as OpenCV brings them: faces from
    the front, and from either side where fewer are found than expected, or now and then where none is."""

    name = "haar"

    def __init__(self) -> None:
        # Loaded here: it takes a quarter of a second, which only those who look for faces should wait.
        import cv2

        # A render beside this needs the other cores.
        cv2.setNumThreads(1)
        folder = Path(cv2.__file__).parent / "data"
        self._cv = cv2
        self._alone = 0
        self._front = cv2.CascadeClassifier(str(folder / "haarcascade_frontalface_alt2.xml"))
        self._side = cv2.CascadeClassifier(str(folder / "haarcascade_profileface.xml"))

    def find(self, picture: NDArray[np.uint8], expected: int) -> list[Seen]:
        grey = self._cv.equalizeHist(self._cv.cvtColor(picture, self._cv.COLOR_RGB2GRAY))
        size = grey.shape[1], grey.shape[0]
        found = [Seen(_shares(box, size), FRONT) for box in self._boxes(self._front, grey)]
        self._alone = 0 if found else self._alone + 1
        if len(found) < expected or self._alone % RARELY == 1:
            # The cascade knows faces that look to the left: the others are found in the mirror.
            for mirrored in (False, True):
                shown = self._cv.flip(grey, 1) if mirrored else grey
                for x, y, w, h in self._boxes(self._side, shown):
                    box = _shares((size[0] - x - w if mirrored else x, y, w, h), size)
                    if all(overlap(box, other.box) < 0.2 for other in found):
                        found.append(Seen(box, SIDE))
        return found

    def _boxes(self, cascade: Any, grey: Any) -> list[tuple[float, float, float, float]]:
        least = max(SMALLEST, round(min(grey.shape[:2]) / 12))
        rows = cascade.detectMultiScale(grey, scaleFactor=1.2, minNeighbors=4, minSize=(least, least))
        return [(float(x), float(y), float(w), float(h)) for x, y, w, h in rows]


class YuNet:
    """A small network for faces (Wu, Peng and Yu 2023), run by OpenCV from its model file."""

    name = "yunet"

    def __init__(self, model: Path) -> None:
        import cv2

        self._size = (320, 320)
        try:
            self._net = cv2.FaceDetectorYN.create(str(model), "", self._size, SURE)
        except cv2.error as error:
            raise BadFaceModel(path=str(model), variable=MODEL) from error
        self._error = cv2.error
        self._model = model

    def find(self, picture: NDArray[np.uint8], expected: int) -> list[Seen]:
        size = picture.shape[1], picture.shape[0]
        try:
            if size != self._size:
                self._net.setInputSize(size)
                self._size = size
            _, rows = self._net.detect(np.ascontiguousarray(picture[:, :, ::-1]))
        except self._error as error:
            raise BadFaceModel(path=str(self._model), variable=MODEL) from error
        if rows is None:
            return []
        return [Seen(_shares(tuple(map(float, row[:4])), size), float(min(1.0, row[-1]))) for row in rows]


def _shares(box: Sequence[float], size: tuple[int, int]) -> Box:
    """A box in pixels as shares of the picture, kept inside it."""
    x, y, w, h = box
    left, top = max(0.0, x / size[0]), max(0.0, y / size[1])
    right, bottom = min(1.0, (x + w) / size[0]), min(1.0, (y + h) / size[1])
    return left, top, max(0.0, right - left), max(0.0, bottom - top)


def overlap(a: Box, b: Box) -> float:
    """What two boxes have in common, as a share of what they cover together."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    common = width * height
    return common / (a[2] * a[3] + b[2] * b[3] - common)
