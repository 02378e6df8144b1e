"""Precision and recall of the detector of shots on drawn films, of which the truth is known.

python benchmarks/scenes.py [--films 12] [--tuned] [-v]

Without `--tuned` on the half that nothing was tuned on: other seeds, and shots of kinds (night, water,
crowds) that are not in the tuned half. A cut counts as found within two frames, a dissolve or a fade
anywhere from its first frame to its last.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from made_films import HELD_OUT, TUNED, Boundary, Made, make
from workprint.analysis import analyse, probe

GRACE = 2


def matched(
    made: Made, found: list[tuple[float, str]]
) -> tuple[list[tuple[Boundary, str]], list[tuple[float, str]]]:
    """Each true boundary with how it was found ("" if not), and what was found where there is none."""
    left = list(found)
    pairs = []
    slack = (GRACE + 0.5) / made.rate
    for truth in made.boundaries:
        near = [f for f in left if truth.start - slack <= f[0] <= truth.end + slack]
        pairs.append((truth, near[0][1] if near else ""))
        # What else is found within one change is one change told twice: it stays as false.
        if near:
            left.remove(near[0])
    return pairs, left


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--films", type=int, default=12)
    options.add_argument("--tuned", action="store_true")
    options.add_argument("-v", action="store_true")
    given = options.parse_args()
    families, first = (TUNED, 0) if given.tuned else (HELD_OUT, 10_000)
    true, hit, false, as_kind = Counter[str](), Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    seconds, spent, traps = 0.0, 0.0, Counter[str]()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(given.films):
            made = make(Path(folder) / f"{number}.mp4", first + number, families)
            began = time.perf_counter()
            facts = analyse(made.path, probe(made.path, "m1"), ["scene"])
            spent, seconds = spent + time.perf_counter() - began, seconds + made.length
            pairs, wrong = matched(
                made, [(f.start, f.value["by"]) for f in facts if f.value["by"] != "start"]
            )
            traps.update(name for name, _ in made.traps)
            for truth, how in pairs:
                true[truth.kind] += 1
                hit[truth.kind] += bool(how)
                as_kind[truth.kind, how] += 1
                if not how and given.v:
                    print(f"film {number}: missed {truth}")
            for at, how in wrong:
                near = min(made.traps, key=lambda trap: abs(trap[1] - at), default=("", 99.0))
                false[near[0] if abs(near[1] - at) < 1.2 else "elsewhere"] += 1
                if given.v:
                    print(f"film {number}: false {how} at {at:.2f}, near {near}")
            made.path.unlink()
    print("half: " + ("tuned" if given.tuned else "held out"))
    print("| change | true | found | recall | told as |\n|---|---|---|---|---|")
    for kind in ("cut", "dissolve", "fade"):
        told = ", ".join(f"{n} {how}" for (k, how), n in sorted(as_kind.items()) if k == kind and how)
        print(f"| {kind} | {true[kind]} | {hit[kind]} | {hit[kind] / max(1, true[kind]):.2f} | {told} |")
    found = sum(hit.values())
    wrong_ones = sum(false.values())
    print(f"| all | {sum(true.values())} | {found} | {found / max(1, sum(true.values())):.2f} | |")
    print(
        f"false: {wrong_ones} ({dict(false)}), precision {found / max(1, found + wrong_ones):.2f}; traps {dict(traps)}"
    )
    print(f"{seconds:.0f} s of film at {seconds / max(spent, 1e-9):.0f} times real time")


if __name__ == "__main__":
    main()
