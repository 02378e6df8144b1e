"""How well clicks, pointer, typing, scrolling and idle stretches are found in screen recordings.

python benchmarks/screen_recordings.py [tuned|held-out …] [--folder recordings] [--count 24] [-v] [--fit]

Makes recordings (kept in the folder, made once) and compares what is found in them with what happened.
`--fit` prints the weights of `screen_clicks` fitted on the tuned half; the other half is never fitted on.
"""

from __future__ import annotations

import argparse
import time
from fractions import Fraction
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from screens import Truth, look, make
from screens.score import CLOSE, SOON, Score

from workprint.analysis import probe
from workprint.analysis.decode import greys
from workprint.analysis.screen import LATE, RATE, USUAL, Screen, looked_at
from workprint.analysis.screen_clicks import NAMES, candidates
from workprint.analysis.screen_path import with_earlier
from workprint.analysis.screen_typing import typed
from workprint.analysis.screen_watch import Watcher

FIRST = {"tuned": 0, "held-out": 1000}
"""The first seed of each half."""
SECONDS = 24
RIDGE = 1.0


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


def scored(made: list[tuple[Path, Truth]]) -> tuple[Score, float]:
    """The score over recordings, and how many times faster than they play they were looked at."""
    score, played, taken = Score(), 0.0, 0.0
    for path, truth in made:
        media = probe(path)
        began = time.perf_counter()
        facts = Screen().find(path, media, None, None)
        taken += time.perf_counter() - began
        played += float(media.duration)
        score.add(path.stem, facts, truth)
    return score, played / taken


def show(half: str, score: Score, speed: float, verbose: bool) -> None:
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
    print(f"Speed: {speed:.1f} times real time.")
    if verbose:
        print("missed:", *score.missed, sep="\n  ")
        print("wrong:", *score.wrong, sep="\n  ")


def fit(made: list[tuple[Path, Truth]]) -> None:
    """Print the weights of a logistic regression on what was done in recordings."""
    rows: list[tuple[float, ...]] = []
    labels: list[bool] = []
    for path, truth in made:
        media = probe(path)
        size = looked_at(media)
        watcher = Watcher()
        frames = list(watcher.watch(greys(path, media, *size, Fraction(RATE), None)))
        frames = with_earlier(frames, watcher.pointer.earlier())
        unit = USUAL * (watcher.pointer.scale or 1.0)
        for each in candidates(frames, typed(frames, RATE, unit), unit):
            at = (each.index - 0.5) / RATE - LATE
            wide = truth.height / size[1]
            rows.append(each.features)
            labels.append(
                any(
                    abs(at - real[0]) <= SOON
                    and np.hypot(each.x * wide - real[1], each.y * wide - real[2])
                    <= CLOSE * truth.height / 1080
                    for real in truth.clicks
                )
            )
    x, y = np.array(rows), np.array(labels, float)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        z, free = x @ weights, np.r_[0.0, weights[1:]]
        likely = 1 / (1 + np.exp(-z))
        return float(np.logaddexp(0, -z * (2 * y - 1)).sum() + RIDGE / 2 * (free**2).sum()), x.T @ (
            likely - y
        ) + RIDGE * free

    weights = minimize(loss, np.zeros(x.shape[1]), jac=True).x
    print(f"{len(rows)} moments, {int(y.sum())} of them clicks")
    for name, weight in zip(NAMES, weights, strict=True):
        print(f"    {weight:.2f},  # {name}")


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
