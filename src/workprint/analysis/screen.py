"""What is done on a screen: pointer, clicks, keys, typing, scrolling, and when nothing happens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from threading import Event
from typing import Any, Literal

from workprint.base import digest
from workprint.model import Fact, MediaFile

from .decode import greys
from .detector import Progress, Watch
from .recorded import Recorded
from .screen_findings import Findings
from .screen_ground import Ground
from .screen_offset import astray, offset
from .screen_path import told_ways
from .screen_typing import Typing
from .screen_watch import Look, watched
from .sidecar import given_with, recorded_with

RATE = 10
"""Pictures a second looked at."""
WIDEST = 1920
"""Pixels of the widest picture usually looked at; wider ones are made smaller by a whole number."""
LARGEST = 3840 * 2160
"""Pixels of the largest picture looked at where the pointer is too small in usual ones."""
TRIAL = 200
"""Pictures after which what is clearly no screen is given up."""
LATE = 0.09
"""Seconds from a click to the middle between the pictures that show it, beyond half their distance
(median, measured on made recordings)."""


@dataclass(frozen=True)
class Screen:
    """What is done in a screen recording, from a recorder's file where one was given, else from the picture.

    Facts: `cursor`, `click`, `key` (from a recorder only), `typing`, `scroll`, `idle`, and always one `screen`,
    which says where they are from. Footage that is not of a screen has none of the others.
    The confidence of a click from the picture is how often such are clicks in made recordings.
    """

    name: str = "screen"
    version: int = 8
    kinds: tuple[str, ...] = ("screen", "cursor", "click", "key", "typing", "scroll", "idle")
    needs: Literal["moving"] = "moving"

    def uses(self, media: MediaFile) -> str:
        """A recorder's file tells more than the picture does."""
        hashes = " ".join(each.hash for each in given_with(media))
        return digest(hashes) if hashes else ""

    def find(
        self, path: Path, media: MediaFile, on_progress: Progress | None, cancel: Event | None
    ) -> list[Fact]:
        told = recorded_with(media)
        ground = Ground()
        found = seen(path, media, Watch(media, on_progress), cancel, ground)
        rows = [*self._rows(found)]
        recording = told is not None or (found.of_a_screen and (found.pointer or bool(rows)))
        how: dict[str, Any] = {"by": "pixels", "file": "", "recording": recording}
        if told is not None:
            late = offset(told.moves, found.seen)
            how |= {"by": "sidecar", "file": ", ".join(each.name for each in given_with(media))}
            how |= {"shape": told.shape, "times": told.times, "places": told.places, "offset": round(late, 3)}
            told = told.shifted(late)
            if apart := astray(told.moves, found.seen):
                how["astray"] = [[round(number, 3) for number in place] for place in apart]
            rows += self._told(told, float(media.duration))
        elif recording:
            rows += [*found.way.found, *self._clicks(found)]
        else:
            rows = []
        if recording:
            rows += self._idle(found, [*(_busy(told) if told else ()), *_typed(found.typist.found)])
        rows = [_grounded(fact, ground) if fact.kind == "click" else fact for fact in rows]
        return [self._fact("screen", 0.0, float(media.duration), how, 1.0), *rows]

    def _fact(self, kind: str, start: float, end: float, value: Any, sure: float) -> Fact:
        times = round(max(0.0, start), 3), round(max(0.0, end), 3)
        return Fact(
            kind=kind, start=times[0], end=times[1], value=value, confidence=round(sure, 3), source=self.name
        )

    def _clicks(self, found: Findings) -> Iterator[Fact]:
        for each, sure in found.clicks.told():
            time = (each.index - 0.5) / RATE - LATE
            x, y = each.x / found.size[0], each.y / found.size[1]
            place = {"x": round(x, 4), "y": round(y, 4), "button": "unknown"}
            yield self._fact("click", time, time, place, sure)

    def _rows(self, found: Findings) -> Iterator[Fact]:
        size = found.size
        for row in found.typist.found:
            sure = min(0.95, 0.5 + 0.05 * row.letters)
            yield self._fact("typing", (row.first - 1) / RATE, row.last / RATE, _box(row.box, size), sure)
        for each in found.scrolls.found:
            way = {"dx": round(each.dx / size[0], 4), "dy": round(each.dy / size[1], 4)}
            value = {**_box(each.box, size), **way}
            yield self._fact("scroll", (each.first - 1) / RATE, each.last / RATE, value, each.fits)

    def _idle(self, found: Findings, busy: Sequence[float]) -> Iterator[Fact]:
        for start, end in found.idle.besides(sorted(busy)):
            yield self._fact("idle", start, end, None, 0.9)

    def _told(self, told: Recorded, duration: float) -> Iterator[Fact]:
        name = told.shape
        moves = [move for move in told.moves if 0 <= move[0] <= duration]
        yield from (fact.model_copy(update={"source": name}) for fact in told_ways(moves, name))
        for click in told.clicks:
            if click.place is not None:
                value = {"x": round(click.place[0], 4), "y": round(click.place[1], 4), "button": click.button}
                yield self._fact("click", click.time, click.time, value, 1.0).model_copy(
                    update={"source": name}
                )
        for key in told.keys:
            yield self._fact("key", key.start, key.end, {"keys": key.keys}, 1.0).model_copy(
                update={"source": name}
            )


def looked_at(media: MediaFile) -> list[tuple[int, int]]:
    """Widths and heights at which a recording is looked at, the usual one first, then larger ones."""
    assert media.video is not None
    width, height = media.video.width, media.video.height
    usual = -(-width // WIDEST)
    sizes = [(width // parts, height // parts) for parts in range(usual, 0, -1)]
    return [size for n, size in enumerate(sizes) if n == 0 or size[0] * size[1] <= LARGEST]


def seen(path: Path, media: MediaFile, watch: Watch, cancel: Event | None, ground: Ground) -> Findings:
    """What is found in a recording's pictures; not all of it where it is clearly none of a screen. How bright
    they are is noted."""

    def look(size: tuple[int, int]) -> Look[Findings]:
        return Look(
            lambda: ground.noted(greys(path, media, *size, Fraction(RATE), cancel)),
            lambda scale: Findings(RATE, size, scale, "screen"),
        )

    def enough(found: Findings) -> bool:
        watch.at(found.frames / RATE)
        return found.frames == TRIAL and not found.pointer and not found.of_a_screen

    return watched([look(size) for size in looked_at(media)], enough)


def _box(box: Sequence[float], size: tuple[int, int]) -> dict[str, float]:
    left, top, right, bottom = box
    shares = (left / size[0], top / size[1], (right - left) / size[0], (bottom - top) / size[1])
    return dict(zip("xywh", (round(each, 4) for each in shares), strict=True))


def _grounded(click: Fact, ground: Ground) -> Fact:
    """A click with how bright it is around it, shortly before."""
    bright = ground.around(int(click.start * RATE), click.value["x"], click.value["y"])
    return click.model_copy(update={"value": {**click.value, "ground": bright}})


def _busy(told: Recorded) -> list[float]:
    """The times at which a recorder tells of something."""
    return sorted(
        [*(t for t, _, _ in told.moves), *(c.time for c in told.clicks), *(k.start for k in told.keys)]
    )


def _typed(typing: Sequence[Typing]) -> list[float]:
    """The times at which somebody types."""
    return [index / RATE for row in typing for index in range(row.first, row.last + 1)]
