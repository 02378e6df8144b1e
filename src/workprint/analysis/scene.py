"""Shots: where the picture is cut or dissolves into another."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from threading import Event
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workprint.model import Fact, MediaFile

from .decode import pictures
from .detector import Progress, Watch

WIDTH, HEIGHT = 64, 36
FASTEST = Fraction(30)
"""Pictures a second looked at, at most."""
BLOCK = 30
CUT = 0.32
"""Difference (0 to 1) between neighbouring frames from which on it can be a cut."""
CUT_IN_CALM = 0.24
"""The same where nothing moves before and after: pages that follow one another differ by little."""
CALM_CHANGE = 0.02
"""Difference between neighbouring frames up to which nothing moves."""
STANDS_OUT = 3.0
"""How many times as large as the changes around it a cut's difference must be."""
IN_PLACE = 4.0
"""What turns a root mean square difference in place into one comparable to that of colours."""
FLASH = 0.25
"""Seconds within which the old picture returns after a flash."""
BLENDS = (0.3, 0.6, 1.1)
"""Seconds on each side between which a frame is tested to be a mixture."""
FAR = 0.08
"""Root mean square difference (0 to 1) of two pictures between which there can be a dissolve."""
CALM = 0.4
"""How much of a dissolve's change may go on before and after it: a pan goes on as it was."""
MOVING = 0.8
"""The same where the picture loses contrast on the way, as two pictures do that lie over each other, and none that moves."""
DIP = 0.75
"""Contrast (variance) of such a mixture, as a share of that of the two."""
WIDE = 0.55
"""Share of the picture that a dissolve changes: a title that fades in changes less."""
PLACED = 0.85
"""Share of a change's energy in a quarter of the picture from which on something came into it, as a title does."""
ALIKE = (0.85, 0.6)
"""Correlation of brightness, and of each colour, from which on a picture only got lighter or darker."""
FLAT = 0.02
"""Spread of brightness below which a picture is an empty one, as between two fades."""
SHORTEST = 0.2
"""Seconds of the shortest shot told."""
VERSION = 4
"""Of what `changes` finds: more wherever it finds other shots than before."""

BOXES = 64 + 72
_PART = (np.arange(HEIGHT) * 3 // HEIGHT)[:, None] * 3 + (np.arange(WIDTH) * 3 // WIDTH)[None, :]
"""Which of nine parts of the picture a pixel is in."""

Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class Change:
    """A new shot that begins at `frame`: by a "cut", in the middle of a "dissolve", or of a "fade"."""

    frame: int
    by: str
    strength: float


@dataclass(frozen=True)
class Scene:
    """One fact per shot, over its length; value {"by": "start", "cut", "dissolve" or "fade", "index"}.

    `by` says how the shot begins; the middle of a dissolve, or of the empty frames between two
    fades, is taken for the boundary. Flashes are no
    cuts. Fast pans can pass for cuts: such have low confidence.
    """

    name: str = "scene"
    version: int = VERSION
    kinds: tuple[str, ...] = ("scene",)
    needs: Literal["moving"] = "moving"

    def find(
        self, path: Path, media: MediaFile, on_progress: Progress | None, cancel: Event | None
    ) -> list[Fact]:
        assert media.video is not None
        rate = min(FASTEST, media.video.rate)
        watch, seen = Watch(media, on_progress), Differences(rate)
        for block in pictures(path, media, WIDTH, HEIGHT, rate, BLOCK, cancel):
            for picture in block:
                seen.add(picture)
            watch.at(float(seen.count / rate))
        seen.finish()
        return shots(changes(seen), rate, float(media.duration), self.name)


class Differences:
    """How much each frame differs from those before it, and how well it is a mixture of two others.

    Frames pass through; only a few numbers of each are kept.
    """

    def __init__(self, rate: Fraction) -> None:
        self.rate = float(rate)
        self.lags = tuple(range(1, max(2, round(FLASH * self.rate)) + 2))
        self.reaches = tuple(max(2, round(seconds * self.rate)) for seconds in BLENDS)
        self.count = 0
        # Bare numbers: two hours have 200,000 frames.
        self.by_lag = array("f")
        self.mixes = array("f")
        self.spread = array("f")
        # The frames before, newest first; those before the beginning are not numbers.
        self._looks: Numbers = np.full((len(self.lags), BOXES), np.nan, np.float32)
        self._places: Numbers = np.full((len(self.lags), 16 * 9 * 3), np.nan, np.float32)
        self._small: deque[Numbers] = deque(maxlen=4 * max(self.reaches) + 1)

    def add(self, picture: NDArray[np.uint8]) -> None:
        self.count += 1
        look, small = features(picture), thumbnail(picture)
        self.by_lag.frombytes(differences(look, small, self._looks, self._places).tobytes())
        for history, newest in ((self._looks, look), (self._places, small.ravel())):
            history[1:] = history[:-1]
            history[0] = newest
        self.spread.append(float(small.std()))
        # Before its first frame a film is thought to stand still, and behind its last one.
        for _ in range(1 + 2 * max(self.reaches) * (self.count == 1)):
            self._test(small)

    def finish(self) -> None:
        """Test the last frames for mixtures, so that there is one number for each."""
        while self._small and len(self.mixes) < self.count:
            self._test(self._small[-1])

    def _test(self, small: Numbers) -> None:
        self._small.append(small)
        if len(self._small) == self._small.maxlen:
            self.mixes.append(self._mixture())

    def _mixture(self) -> float:
        """How certainly the middle frame mixes an earlier and a later one, which differ; 0 if not."""
        middle = 2 * max(self.reaches)
        return max(self._mixed(middle, reach) for reach in self.reaches)

    def _mixed(self, middle: int, reach: int) -> float:
        small = self._small
        before, after = small[middle - reach], small[middle + reach]
        way = after - before
        length = float(np.linalg.norm(way))
        if length / np.sqrt(way.size) < FAR or np.mean(np.abs(way).max(axis=2) > FAR / 2) < WIDE:
            return 0.0
        if min(before.std(), after.std()) < FLAT:
            return 0.0
        if _placed(way) or _relit(before, after):
            return 0.0
        outside = (before - small[middle - 2 * reach], after - small[middle + 2 * reach])
        moves = max(float(np.linalg.norm(moved)) for moved in outside) / length
        if moves > MOVING or (moves > CALM and not _dips(before, small[middle], after)):
            return 0.0
        return _evenly([small[middle + step] - before for step in (-reach // 4, 0, reach // 4)], way, length)


def _placed(way: Numbers) -> bool:
    """Whether a change lies in a part of the picture: a title, or something that comes into it."""
    energy = np.sort((way**2).sum(axis=2).ravel())
    return bool(energy[-energy.size // 4 :].sum() > PLACED * energy.sum())


def _relit(before: Numbers, after: Numbers) -> bool:
    """Whether two pictures show the same in another light."""
    grey = np.corrcoef(before.mean(axis=2).ravel(), after.mean(axis=2).ravel())[0, 1]
    colours = [np.corrcoef(before[..., c].ravel(), after[..., c].ravel())[0, 1] for c in range(3)]
    return bool(grey > ALIKE[0] and min(colours) > ALIKE[1])


def _dips(before: Numbers, middle: Numbers, after: Numbers) -> bool:
    """Whether a picture has less contrast than the two beside it: a mixture has, a pan has not (the dip in
    variance of Alattar, "Detecting and Compressing Dissolve Regions in Video Sequences", 1993)."""
    one, two, three = (float(picture.var(axis=(0, 1)).sum()) for picture in (before, middle, after))
    return two < DIP * (one + three) / 2


def _evenly(steps: list[Numbers], way: Numbers, length: float) -> float:
    """How certainly three pictures lie one after the other on the straight way between two others."""
    shares = [float(np.vdot(step, way)) / length**2 for step in steps]
    errors = [float(np.linalg.norm(s - x * way)) / length for s, x in zip(steps, shares, strict=True)]
    rising = shares[0] < shares[1] - 0.04 and shares[1] < shares[2] - 0.04
    if not rising or not 0.25 < shares[1] < 0.75 or max(errors) > 0.3:
        return 0.0
    return (1 - max(errors)) * (1 - abs(shares[1] - 0.5))


def differences(look: Numbers, small: Numbers, looks: Numbers, places: Numbers) -> Numbers:
    """How different a picture is from each of those before it, 0 to 1: in colours *and* in place.

    Shares alone jump when a plain area's slow change crosses from one box of colours to the next.
    """
    shares = np.abs(looks - look).sum(axis=1) / 2
    place = np.sqrt(np.mean((places - small.ravel()) ** 2, axis=1))
    both: Numbers = np.nan_to_num(np.minimum(shares, IN_PLACE * place))
    return both


def features(picture: NDArray[np.uint8]) -> Numbers:
    """Shares of pixels by colour (64 boxes) in the whole and by brightness in nine parts, summing to 1."""
    top = (picture >> 6).astype(np.intp)
    whole = np.bincount((top[..., 0] * 16 + top[..., 1] * 4 + top[..., 2]).ravel(), minlength=64)
    luma = picture.sum(axis=2, dtype=np.intp) // 96
    parts = np.bincount((_PART * 8 + luma).ravel(), minlength=72)
    shares: Numbers = (np.concatenate([whole, parts]) / (2 * WIDTH * HEIGHT)).astype(np.float32)
    return shares


def thumbnail(picture: NDArray[np.uint8]) -> Numbers:
    """The picture in 16 x 9, values 0 to 1."""
    small = picture.reshape(9, HEIGHT // 9, 16, WIDTH // 16, 3).mean(axis=(1, 3))
    scaled: Numbers = (small / 255).astype(np.float32)
    return scaled


def changes(seen: Differences) -> list[Change]:
    """Cuts and dissolves in order of time, at least `SHORTEST` apart."""
    lags = np.asarray(seen.by_lag).reshape(-1, len(seen.lags))
    cuts = [
        c for frame in np.flatnonzero(lags[:, 0] >= CUT_IN_CALM) if (c := _cut(lags, int(frame), seen.rate))
    ]
    cuts += [Change(frame, "fade", 0.9) for frame in _between_fades(seen.spread, lags)]
    found = sorted(cuts + _dissolves(seen, cuts), key=lambda change: change.frame)
    kept: list[Change] = []
    for change in found:
        if kept and change.frame - kept[-1].frame < SHORTEST * seen.rate:
            if change.strength > kept[-1].strength:
                kept[-1] = change
        else:
            kept.append(change)
    return kept


def _cut(lags: Numbers, frame: int, rate: float) -> Change | None:
    """A cut at a frame, unless it is one of many changes or the old picture comes back."""
    size = float(lags[frame, 0])
    around = round(rate / 3)
    near = np.concatenate([lags[max(1, frame - around) : frame, 0], lags[frame + 1 : frame + 1 + around, 0]])
    usual = float(np.percentile(near, 75)) if len(near) else 0.0
    if size < max(CUT if usual > CALM_CHANGE else CUT_IN_CALM, STANDS_OUT * usual):
        return None
    back = [lags[frame + k, k] for k in range(1, lags.shape[1]) if frame + k < len(lags)]
    if back and min(back) < size / 2:
        return None
    # The frame after a flash differs from it as much as a cut: it must differ from before it, too.
    forth = [lags[frame, k] for k in range(1, lags.shape[1]) if frame - k > 0]
    if forth and min(forth) < size / 2:
        return None
    return Change(frame, "cut", min(1.0, 0.5 + size / 2))


def _between_fades(spread: Sequence[float], lags: Numbers) -> list[int]:
    """The middles of empty stretches of two frames or more, but not of flashes and not at the ends."""
    flat = np.asarray(spread) < FLAT
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flat, [False]]).astype(np.int8)))
    middles = []
    for a, b in zip(edges[::2], edges[1::2], strict=True):
        inside = a > 0 and b < len(flat) and b - a >= 2
        # A flash is there at once and gives the old picture back; a fade comes and goes slowly.
        sudden = inside and spread[a - 1] > 3 * FLAT
        back = max(CUT / 2, float(lags[a, 0]) / 2)
        flash = sudden and b - a < lags.shape[1] and lags[b, b - a] < back
        if inside and not flash:
            middles.append(int(a + b) // 2)
    return middles


def _dissolves(seen: Differences, cuts: list[Change]) -> list[Change]:
    """Peaks of the mixture test, away from cuts."""
    mixes = np.asarray(seen.mixes)
    reach = max(seen.reaches)
    found: list[Change] = []
    for frame in np.argsort(-mixes):
        if mixes[frame] < 0.35:
            break
        apart = all(abs(int(frame) - other.frame) > reach for other in [*cuts, *found])
        if apart:
            found.append(Change(int(frame), "dissolve", float(mixes[frame])))
    return found


def shots(found: list[Change], rate: Fraction, duration: float, source: str) -> list[Fact]:
    """The stretches between the changes."""
    starts = [(0.0, "start", 1.0)] + [(float(c.frame / rate), c.by, c.strength) for c in found]
    ends = [start for start, _, _ in starts[1:]] + [max(duration, starts[-1][0])]
    return [
        Fact(
            kind="scene",
            start=round(start, 4),
            end=round(end, 4),
            value={"by": by, "index": index},
            confidence=round(sure, 3),
            source=source,
        )
        for index, ((start, by, sure), end) in enumerate(zip(starts, ends, strict=True))
    ]
