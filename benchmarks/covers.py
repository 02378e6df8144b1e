"""Whether what is hidden stays hidden: made recordings in which something is covered and followed.

    python benchmarks/covers.py [tuned|held-out] [--count 12] [--places 3]

In each recording three places of a page are covered from the first moment at which they stand still in view.
For each frame of the film it is known where the place is, and whether it is in view: scrolled, on another page,
under a window.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np
from screens import look
from screens.acting import Actor
from screens.desktop import Desktop
from screens.page import Thing
from screens.record import filmed

from workprint.analysis import analyse, probe
from workprint.base import Curve, Range
from workprint.model import Clip, Fact, FileRef, Timeline, Track
from workprint.ops import bind
from workprint.ops.edits.faults import MissingFacts
from workprint.ops.operation import EditOp

RATE = Fraction(30)
SECONDS = 20
Box = tuple[float, float, float, float]


@dataclass
class Score:
    """Frames with the place in view: how many there are, how many show more than a tenth of it, or any of it;
    how much of the picture is covered while it is sure, in its own sizes; and in how many frames all of the
    picture is covered, or more than a quarter of it although the place is smaller than half of that."""

    seen: int = 0
    shown: int = 0
    touched: int = 0
    sure: int = 0
    frames: int = 0
    whole: int = 0
    wide: int = 0
    sizes: list[float] = field(default_factory=list)
    cost: float = 0.0


def made(path: Path, seed: int, held_out: bool) -> dict[str, list[list[float]]]:
    """A recording, and the way of some things of its first page: [frame, left, top, right, bottom] in pixels
    while the page is shown."""
    known = path.with_suffix(".ways.json")
    if path.is_file() and known.is_file():
        return dict(json.loads(known.read_text()))
    seen = look(seed, held_out)
    rng = np.random.default_rng(seed)
    desk = Desktop(seen.manner, seen.size, rng)
    actor = Actor(desk, rng, seen.fps)
    first = desk.pages[0]
    chosen = [thing for thing in first.things if thing.label or thing.kind == "field"]
    chosen = [chosen[int(n)] for n in np.linspace(0, len(chosen) - 1, 9)]
    ways: dict[str, list[list[float]]] = {str(n): [] for n in range(len(chosen))}

    def note(index: int) -> None:
        if desk.at == 0:
            for name, thing in zip(ways, chosen, strict=True):
                ways[name].append([index / seen.fps, *_box(desk, thing)])

    filmed(path, desk, actor, seen, SECONDS * seen.fps, note)
    known.write_text(json.dumps(ways))
    return ways


def _box(desk: Desktop, thing: Thing) -> Box:
    x, y = desk.side + thing.x, desk.top + thing.y - round(desk.scroll)
    return x, y, x + thing.w, y + thing.h


def inside(box: Box, size: tuple[int, int], top: float) -> Box:
    """The part of a box that is in view."""
    left, high, right, low = box
    high = max(high, top)
    low = min(low, size[1])
    return left, min(high, low), min(right, size[0]), low


def measured(path: Path, ways: dict[str, list[list[float]]], seed: int, held_out: bool, places: int) -> Score:
    media = probe(path, "m1")
    assert media.video is not None
    size = (media.video.width, media.video.height)
    top = round(34 * look(seed, held_out).manner.unit)
    score = Score()
    length = round(media.duration * RATE)
    film = Timeline(
        rate=RATE, media=(media,),
        tracks=(Track(id="v1", kind="video", items=(Clip(id="c1", media=FileRef(media="m1"), source=Range(start=0, duration=length)),)),),
    )  # fmt: skip
    for way in list(ways.values())[::3][:places]:
        views = [(t, inside((a, b, c, d), size, top)) for t, a, b, c, d in way]
        start = next((t for t, box in views if box[3] - box[1] > 14 and t > 0.3), None)
        if start is None:
            continue
        box = next(box for t, box in views if t == start)
        place = {"x": box[0] / size[0], "y": box[1] / size[1], "width": (box[2] - box[0]) / size[0],
                 "height": (box[3] - box[1]) / size[1], "at": start + 0.01}  # fmt: skip
        op = bind(EditOp, "cover_up", {k: float(v) for k, v in place.items()})
        began = time.process_time()
        try:
            op.apply(film, {})
        except MissingFacts as missing:
            facts = analyse(path, media, [str(missing.fields["kind"])])
        score.cost += time.process_time() - began
        after = op.apply(film, {"m1": facts})
        own = place["width"] * place["height"]
        add(score, after, facts, dict(views), size, own)
    return score


def add(
    score: Score,
    film: Timeline,
    facts: tuple[Fact, ...],
    views: dict[float, Box],
    size: tuple[int, int],
    own: float,
) -> None:
    """What one cover shows and hides, frame by frame of the film."""
    effect = next(iter(film.film.clips()))[1].effects[0]  # type: ignore[union-attr]
    curves = {
        name: Curve(tuple((key.at, key.value, key.ease) for key in track), RATE)
        for name, track in effect.keyframes.items()
    }
    first, last = (
        edge(key.at for track in effect.keyframes.values() for key in track) for edge in (min, max)
    )
    times = sorted(views)
    for frame in range(film.duration):
        at = float(frame / RATE)
        x, y, w, h = (
            curves[name].at(frame) if first <= frame < last else 0.0 for name in ("x", "y", "width", "height")
        )
        score.frames += 1
        score.whole += w * h > 0.95
        score.wide += w * h > 0.25 and own < 0.125
        near = [views[t] for t in times if at - 0.04 < t <= at + 1e-6]
        if not near or near[-1][3] - near[-1][1] < 2:
            continue
        left, top, right, low = near[-1]
        area = (right - left) * (low - top)
        wide = min(right, (x + w) * size[0]) - max(left, x * size[0])
        high = min(low, (y + h) * size[1]) - max(top, y * size[1])
        open_part = 1 - max(0.0, wide) * max(0.0, high) / area
        score.seen += 1
        score.shown += open_part > 0.1
        score.touched += open_part > 0.005
        if any(f.value["seen"] == "sure" and f.start <= at < f.end for f in facts):
            score.sure += 1
            score.sizes.append(w * size[0] * h * size[1] / area)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("half", nargs="?", default="tuned", choices=("tuned", "held-out"))
    parser.add_argument("--folder", type=Path, default=Path("recordings"))
    parser.add_argument("--count", type=int, default=12)
    parser.add_argument("--places", type=int, default=3)
    given = parser.parse_args()
    given.folder.mkdir(exist_ok=True)
    total = Score()
    for seed in range(given.count):
        name = (400 if given.half == "tuned" else 900) + seed
        path = given.folder / f"cover-{given.half}-{name}.mp4"
        held = given.half == "held-out"
        score = measured(path, made(path, name, held), name, held, given.places)
        print(f"{path.name}: {score.seen} frames in view, {score.shown} open, {score.touched} touched, "
              f"{score.sure} sure, {score.whole} of {score.frames} all covered, {score.wide} over a quarter, "
              f"{score.cost:.1f} s", flush=True)  # fmt: skip
        for key in ("seen", "shown", "touched", "sure", "frames", "whole", "wide", "cost"):
            setattr(total, key, getattr(total, key) + getattr(score, key))
        total.sizes += score.sizes
    places = total.frames / (SECONDS * float(RATE))
    print(f"{given.half}: {places:.0f} places, {total.seen} frames in view")
    print(
        f"more than a tenth open: {total.shown / total.seen:.4f}; anything open: {total.touched / total.seen:.4f}"
    )
    print(
        f"sure: {total.sure / total.seen:.3f}; size of a sure cover: {np.median(total.sizes):.2f} of the place's (median)"
    )
    print(
        f"all of the picture covered: {total.whole / total.frames:.4f} of the frames; "
        f"more than a quarter: {total.wide / total.frames:.4f}"
    )
    print(f"{places * SECONDS / total.cost:.1f} times real time by processor time")


if __name__ == "__main__":
    main()
