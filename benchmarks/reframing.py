"""How well a crop keeps who it follows: films with drawn people whose places are known, another shape, and the
share of the frames in which the whole face is inside, against crops that stand still.

    python benchmarks/reframing.py

The people are drawn: this measures the path, the following and what the cascades make of clear faces. It says
nothing of faces turned away, in the dark or far off.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from drawn_faces import Person, drawn  # noqa: E402
from workprint.analysis import analyse, probe  # noqa: E402
from workprint.base import Curve, Range  # noqa: E402
from workprint.model import Canvas, Clip, Fact, FileRef, Timeline, Track  # noqa: E402
from workprint.ops import EditOp, bind  # noqa: E402

RATE, SECONDS = 10, 12
SHAPES = ("9:16", "1:1", "4:5")
Numbers = NDArray[np.float64]
Walk = Callable[[np.random.Generator, Numbers], Numbers]


def stands(random: np.random.Generator, t: Numbers) -> Numbers:
    """Stands and sways a little."""
    return random.uniform(0.2, 0.8) + 0.012 * np.sin(t * random.uniform(0.5, 2))


def crosses(random: np.random.Generator, t: Numbers) -> Numbers:
    """Walks through the picture once, resting at both ends."""
    start, end = sorted(random.uniform(1, 11, 2))
    way = np.interp(t, (start, max(end, start + 3)), (0.15, 0.85))
    return way if random.random() < 0.5 else 1 - way


def paces(random: np.random.Generator, t: Numbers) -> Numbers:
    """Goes to and fro."""
    return 0.5 + random.uniform(0.15, 0.33) * np.sin(t * random.uniform(0.5, 1.0) + random.uniform(0, 6))


def wanders(random: np.random.Generator, t: Numbers) -> Numbers:
    """Goes to several places and rests there."""
    places = random.uniform(0.15, 0.85, 4)
    return np.interp(t, (0, 2, 3.5, 5.5, 7, 9, 10.5, 12), np.repeat(places, 2))


WALKS: dict[str, Walk] = {"stands": stands, "crosses": crosses, "paces": paces, "wanders": wanders}


def film(path: Path, walk: Walk, seed: int) -> list[Person]:
    """Draw a film; who is where in each frame."""
    random = np.random.default_rng(seed)
    t = np.arange(RATE * SECONDS) / RATE
    x, size = walk(random, t), random.uniform(0.22, 0.38)
    y = 0.42 + 0.01 * np.sin(t * 3)
    people = [(float(a), float(b), float(size)) for a, b in zip(x, y, strict=True)]
    drawn(path, lambda n: [people[n]], len(people), (640, 360), RATE, lambda _: seed)
    return people


def found(facts: list[Fact], people: list[Person]) -> tuple[float, float, float]:
    """Share of the frames with a face found at its place, share of the faces told that are there, and the
    median distance of the middles, as a share of the picture's width."""
    hits, told, away = 0, 0, []
    for n, (x, _, _) in enumerate(people):
        here = [f.value for f in facts if f.kind == "face" and f.start <= n / RATE < f.end]
        off = [abs(f["x"] + f["w"] / 2 - x) for f in here]
        told += len(off)
        hits += bool(off) and min(off) < 0.08
        away += [min(off)] if off else []
    return hits / len(people), hits / max(1, told), float(np.median(away)) if away else 1.0


def inside(middles: Numbers, people: list[Person], window: float) -> float:
    """Share of the frames in which the whole face is inside of a crop."""
    # A drawn face is 0.76 of its height wide, and the picture 16:9.
    half = np.array([size * 0.38 * 9 / 16 for _, _, size in people])
    x = np.array([person[0] for person in people])
    middles = np.clip(middles, window / 2, 1 - window / 2)
    return float(np.mean((x - half >= middles - window / 2) & (x + half <= middles + window / 2)))


def followed(path: Path, facts: list[Fact], shape: str) -> Numbers:
    """The middle of the crop in each frame, as the edit has it."""
    media = probe(path, "m1")
    clip = Clip(id="c1", media=FileRef(media="m1"), source=Range(start=0, duration=RATE * SECONDS))
    start = Timeline(
        rate=Fraction(RATE), canvas=Canvas(width=640, height=360), media=(media,),
        tracks=(Track(id="v1", kind="video", items=(clip,)),),
    )  # fmt: skip
    after = bind(EditOp, "reframe", {"aspect": shape}).apply(start, {"m1": facts})
    place = after.find("c1")
    assert place is not None
    assert isinstance(place[2], Clip)
    keys = place[2].effects[-1].keyframes["x"]
    curve = Curve(tuple((k.at, k.value, k.ease) for k in keys), Fraction(RATE))
    return np.array([curve.at(n) for n in range(RATE * SECONDS)])


def main(seeds: int = 6) -> None:
    rows: dict[tuple[str, str], list[tuple[float, float, float, float]]] = {}
    seen: list[tuple[float, float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, walk in WALKS.items():
            for seed in range(seeds):
                path = Path(folder) / f"{name}{seed}.mp4"
                people = film(path, walk, seed)
                facts = list(analyse(path, probe(path), ["face", "faces", "motion"]))
                seen.append(found(facts, people))
                for shape in SHAPES:
                    across, down = (int(n) for n in shape.split(":"))
                    window = across / down * 9 / 16
                    path_of = followed(path, facts, shape)
                    stills = [
                        inside(np.full(len(people), at), people, window) for at in np.linspace(0, 1, 101)
                    ]
                    jumps = float(np.abs(np.diff(path_of, 2)).max())
                    rows.setdefault((shape, name), []).append(
                        (inside(np.full(len(people), 0.5), people, window), max(stills), inside(path_of, people, window), jumps)
                    )  # fmt: skip
    recall, precision, away = np.mean(seen, axis=0)
    print(
        f"faces: found in {recall:.1%} of the frames, {precision:.1%} of those told are there, middle off by {away:.2%}"
    )
    print(
        "| to | who | middle kept | best still crop | followed | largest change of speed, of the width a frame |"
    )
    print("|---|---|---|---|---|---|")
    for (shape, name), results in rows.items():
        middle, still, moving, jump = np.mean(results, axis=0)
        print(f"| {shape} | {name} | {middle:.1%} | {still:.1%} | {moving:.1%} | {jump:.2%} |")
    total = np.mean([result for results in rows.values() for result in results], axis=0)
    print(f"| all | all | {total[0]:.1%} | {total[1]:.1%} | {total[2]:.1%} | {total[3]:.2%} |")


if __name__ == "__main__":
    main()
