"""How well clicks, pointer, typing, scrolling and idle stretches are found in screen recordings.

python benchmarks/screen_recordings.py [tuned|held-out …] [--folder recordings] [--count 24] [-v]
python benchmarks/screen_recordings.py --fit --count 48 [--folder recordings]

Makes recordings (kept in the folder, made once) and compares what is found in them with what happened.
`--fit` fits the trees of `screen_clicks` on the tuned half; the other half is never fitted on.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from screens import Truth, look, make
from screens.boost import boosted
from screens.score import CLOSE, SOON, Score

from workprint.analysis import probe, trees
from workprint.analysis.decode import greys
from workprint.analysis.screen import LATE, RATE, Screen, looked_at
from workprint.analysis.screen_candidates import NAMES, Candidate, Candidates
from workprint.analysis.screen_clicks import Clicks
from workprint.analysis.screen_findings import USUAL
from workprint.analysis.screen_typing import Typist
from workprint.analysis.screen_watch import Frame, Look, watched
from workprint.analysis.trees import worth

FIRST = {"tuned": 0, "held-out": 1000}
"""The first seed of each half."""
SECONDS = 24
WEIGHTS = Path(trees.__file__).with_name("screen_clicks.json")


def recordings(folder: Path, half: str, count: int) -> list[tuple[Path, Truth]]:
    """The recordings of a half, made where they are not there."""
    place = folder / half
    place.mkdir(parents=True, exist_ok=True)
    found = []
    for seed in range(FIRST[half], FIRST[half] + count):
        path = place / f"{seed:04}.mp4"
        if path.is_file() and path.with_suffix(".json").is_file():
            found.append((path, Truth.load(path.with_suffix(".json"))))
        else:
            found.append((path, make(path, seed, SECONDS, look(seed, half == "held-out"))))
    return found


def spent() -> float:
    """Seconds of processor time of this process and those it waited for."""
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in usage)


def scored(made: list[tuple[Path, Truth]]) -> tuple[Score, tuple[float, float]]:
    """The score over recordings, and how many times faster than they play they were looked at: by the
    clock, and by processor time."""
    score, played, taken, began_with = Score(), 0.0, 0.0, spent()
    for path, truth in made:
        media = probe(path)
        began = time.perf_counter()
        facts = Screen().find(path, media, None, None)
        taken += time.perf_counter() - began
        played += float(media.duration)
        score.add(path.stem, facts, truth)
    return score, (played / taken, played / (spent() - began_with))


def show(half: str, score: Score, speed: tuple[float, float], verbose: bool) -> None:
    print(f"\n## {half}: {score.clicks} clicks\n")
    print("| confidence of a click, at least | precision | recall |\n|---|---|---|")
    for least in (0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9):
        print(f"| {least} | {score.precision(least):.2f} | {score.recall(least):.2f} |")
    print("\n| told with a confidence of | clicks told | of them clicks |\n|---|---|---|")
    for low, high in ((0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        right = [each for sure, each in score.sure if low <= sure < high]
        print(
            f"| {low} to {min(high, 1.0)} | {len(right)} | {np.mean(right) if right else float('nan'):.2f} |"
        )
    print(
        f"\nA click counts within {SOON} s and {CLOSE} px at 1080p; told {np.median(score.late):+.3f} s late (median)."
    )
    offs = np.array(score.offs)
    print(
        f"Pointer: {np.median(offs):.1f} px off (median, at 1080p), 9 of 10 within {np.percentile(offs, 90):.1f} px,"
        f" not told {score.unseen / score.moments:.0%} of the time."
    )
    for kind, (real, told, right) in score.stretches.items():
        print(f"{kind}: {right} of {real} found; {right} of {told} told are right.")
    print(f"Speed: {speed[0]:.1f} times real time; {speed[1]:.1f} times by processor time.")
    if verbose:
        print("missed:", *score.missed, sep="\n  ")
        print("wrong:", *score.wrong, sep="\n  ")


@dataclass
class Gathered:
    """Takes frames one after another and keeps all that may be a click."""

    size: tuple[int, int]
    typist: Typist
    candidates: Candidates
    of_a_screen: bool = True
    found: list[Candidate] = field(default_factory=list)

    @classmethod
    def begin(cls, size: tuple[int, int], scale: float | None) -> Gathered:
        unit = USUAL * (scale or 1.0)
        return cls(size, Typist(RATE, unit), Candidates(unit))

    def add(self, frame: Frame) -> None:
        self.typist.add(frame)
        self.candidates.add(frame)
        self.found += self.candidates.ready(self.typist)

    def end(self) -> None:
        self.typist.end()
        self.candidates.end()
        self.found += self.candidates.ready(self.typist)


def moments(path: Path, truth: Truth) -> tuple[list[Candidate], list[int]]:
    """What may be a click in a recording, and which one of the real ones each is (-1 for none)."""
    media = probe(path)
    looks = [
        Look(partial(greys, path, media, *size, Fraction(RATE), None), partial(Gathered.begin, size))
        for size in looked_at(media)
    ]
    gathered = watched(looks, lambda _: False)
    found, size = gathered.found, gathered.size
    wide, reach = truth.height / size[1], CLOSE * truth.height / 1080
    labels = []
    for each in found:
        at = (each.index - 0.5) / RATE - LATE
        near = [
            (abs(at - time), number)
            for number, (time, x, y) in enumerate(truth.clicks)
            if abs(at - time) <= SOON and np.hypot(each.x * wide - x, each.y * wide - y) <= reach
        ]
        labels.append(min(near)[1] if near else -1)
    return found, labels


Seen = tuple[list[Candidate], list[int]]
"""What may be a click in a recording, and which real one each is."""


def fit(made: list[tuple[Path, Truth]]) -> None:
    """Write the trees of clicks fitted on recordings, and show how those do on looks left out: each recording
    is told by trees that saw neither its theme nor its pointer."""
    looks = [look(int(path.stem), False) for path, _ in made]
    kinds = [(each.manner.theme, each.arrow) for each in looks]
    left_out = sorted(set(kinds))
    with ProcessPoolExecutor() as pool:
        seen = list(pool.map(moments, *zip(*made, strict=True)))
        others = [
            [one for one, has in zip(seen, kinds, strict=True) if has[0] != kind[0] and has[1] != kind[1]]
            for kind in left_out
        ]
        whole, *rest = pool.map(boosted, *zip(*map(table, [seen, *others]), strict=True))
    told: list[tuple[float, bool]] = []
    for one, kind in zip(seen, kinds, strict=True):
        told += once(*one, likely(rest[left_out.index(kind)], table([one])[0]))
    real = sum(len(truth.clicks) for _, truth in made)
    for least in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        hits = [ok for sure, ok in told if sure >= least]
        print(f"left out, {least}: precision {np.mean(hits):.2f}, recall {sum(hits) / real:.2f}")
    (start, grown), even = whole, evened(told)
    text = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in grown)
    WEIGHTS.write_text(
        f'{{"begin": {start:.5f}, "even": [{even[0]:.3f}, {even[1]:.3f}], "trees": [\n{text}\n]}}\n', "utf-8"
    )


def likely(grown: tuple[float, list[Any]], rows: np.ndarray) -> np.ndarray:
    """How likely rows are clicks, by trees and what their sum begins with."""
    total = np.full(len(rows), grown[0])
    for tree in grown[1]:
        total += worth(tree, rows)
    return 1 / (1 + np.exp(-total))


def table(seen: Sequence[Seen]) -> tuple[np.ndarray, np.ndarray]:
    """A row of features for each of the candidates, and which of them are clicks."""
    rows = [each.features for found, _ in seen for each in found]
    right = [label >= 0 for _, labels in seen for label in labels]
    return np.array(rows, float).reshape(-1, len(NAMES)), np.array(right, bool)


def evened(told: list[tuple[float, bool]]) -> tuple[float, float]:
    """Shift and slope that make of how sure clicks are how often they are real (Platt 1999)."""
    sure, right = np.array(told, float).T
    x = np.log(sure / (1 - sure))

    def loss(line: np.ndarray) -> float:
        return float(np.logaddexp(0, -(line[0] + line[1] * x) * (2 * right - 1)).sum())

    shift, slope = minimize(loss, np.array([0.0, 1.0])).x
    return float(shift), float(slope)


def once(found: list[Candidate], labels: list[int], odds: np.ndarray) -> list[tuple[float, bool]]:
    """How sure the clicks told are, and whether they are real; each real one counts once."""
    number = {each.index: label for each, label in zip(found, labels, strict=True)}
    got: set[int] = set()
    told = []
    clicks = Clicks(RATE, lambda _: odds)
    clicks.add(found)
    clicks.end()
    for each, sure in sorted(clicks.found, key=lambda pair: -pair[1]):
        label = number[each.index]
        told.append((sure, label >= 0 and label not in got))
        got.add(label)
    return told


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("halves", nargs="*", default=["tuned", "held-out"])
    parser.add_argument("--folder", type=Path, default=Path("recordings"))
    parser.add_argument("--count", type=int, default=24)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("-v", "--verbose", action="store_true")
    given = parser.parse_args()
    if given.fit:
        fit(recordings(given.folder, "tuned", given.count))
        return
    for half in given.halves:
        show(half, *scored(recordings(given.folder, half, given.count)), given.verbose)


if __name__ == "__main__":
    main()
