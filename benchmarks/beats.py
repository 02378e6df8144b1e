"""How well the beat of music is heard.

python benchmarks/beats.py [--seeds 3] [--seconds 24]

Music of every mood, composed from seeds that no test has, knows its own beats: those that are heard in its sound are
compared with them. Noise has none: there only the confidence is told.
"""

from __future__ import annotations

import argparse
import tempfile
import wave
from pathlib import Path

import numpy as np

from workprint.analysis import analyse, probe
from workprint.model import Fact
from workprint.synth import moods, music

NEAR = 0.07
"""Seconds within which a beat counts as right."""
FIRST = 101
RATE = 22_050


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seeds", type=int, default=3)
    asked.add_argument("--seconds", type=float, default=24)
    given = asked.parse_args()
    print("| music | beats | found | told are right | tempo right | confidence |\n|---|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "heard.wav"
        for mood in moods():
            print(of_mood(mood, range(FIRST, FIRST + given.seeds), given.seconds, path), flush=True)
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))
            loud = np.random.default_rng(FIRST).normal(0, 3000, int(given.seconds * RATE))
            file.writeframes(loud.clip(-32767, 32767).astype("<i2").tobytes())
        print(f"| noise | 0 | – | – | – | {heard(path)[0].confidence:.2f} |")


def of_mood(mood: str, seeds: range, length: float, path: Path) -> str:
    """The row of a mood."""
    true = hit = told = right = tempo = 0
    sure = []
    for seed in seeds:
        grid = music(mood, seed, length, path)
        facts = heard(path)
        beats, found = np.array(grid.beats), np.array([f.start for f in facts if f.kind == "beat"])
        off = np.abs(beats[:, None] - found[None, :]) if found.size else np.full((beats.size, 1), np.inf)
        true, told = true + beats.size, told + found.size
        hit += int((off.min(axis=1) < NEAR).sum())
        right += int((off.min(axis=0) < NEAR).sum()) if found.size else 0
        tempo += abs(float(facts[0].value.get("tempo") or 0) / grid.bpm - 1) < 0.02
        sure.append(facts[0].confidence)
    shares = f"{hit / max(1, true):.0%} | {right / max(1, told):.0%} | {tempo} of {len(seeds)}"
    return f"| {mood} | {true} | {shares} | {min(sure):.2f} to {max(sure):.2f} |"


def heard(path: Path) -> list[Fact]:
    """The facts of the beat, that of the whole file first."""
    facts = analyse(path, probe(path), kinds=("beat", "beats"))
    return sorted(facts, key=lambda fact: (fact.kind != "beats", fact.start))


if __name__ == "__main__":
    main()
