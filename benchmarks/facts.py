"""What finding facts takes: memory at ten minutes and at two hours, time, and what a render beside it loses.

python benchmarks/facts.py [KIND …] [--minutes 10 120] [--cache FOLDER] [--render]

Recordings are made into the cache folder. Each kind of facts is found by a process of its own with an empty data
folder; memory is what is resident at a time, that process and all it starts together, looked at ten times a
second. The table goes to docs/facts.md. `--render` renders a film instead, in turn alone and while the kinds are
found in the same process, and tells the ratio: it says little where the machine has other work to do.
"""

from __future__ import annotations

import argparse
import pickle
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from facts_found import RECORDINGS, Recordings, asked, measured
from facts_found.beside import beside
from facts_found.finding import Found
from timed.machine import machine
from timed.table import put

PAGE = Path(__file__).parents[1] / "docs" / "facts.md"
CACHE = Path.home() / ".cache" / "workprint-benchmarks" / "facts"
BEGIN, END = "<!-- facts: begin -->", "<!-- facts: end -->"
PAIRS = 3
Known = dict[tuple[str, float], Found]


def main() -> None:
    given = _given()
    if given.find:
        kind, path, home = given.find
        asked(kind, Path(path), Path(home))
        return
    if given.render:
        print(_beside(given.cache, given.kinds or ["scene", "face"]))
        return
    kinds = given.kinds or list(RECORDINGS)
    if unknown := set(kinds) - set(RECORDINGS):
        raise SystemExit(f"There is no kind {', '.join(sorted(unknown))}; there are {', '.join(RECORDINGS)}.")
    for minutes in given.minutes:
        for kind in kinds:
            found = measured(Recordings(given.cache), kind, minutes)
            _keep(given.cache / "facts.pickle", {(kind, minutes): found})
            print(_line(kind, minutes, found), flush=True)
    put(PAGE, table(_known(given.cache / "facts.pickle")), BEGIN, END)


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kinds", nargs="*", metavar="KIND", help="only these kinds of facts")
    parser.add_argument(
        "--minutes", nargs="+", type=float, default=[10, 120], help="lengths of the recordings"
    )
    parser.add_argument("--cache", type=Path, default=CACHE, help=f"where recordings lie ({CACHE})")
    parser.add_argument("--render", action="store_true", help="what a render loses beside it")
    parser.add_argument("--find", nargs=3, metavar=("KIND", "FILE", "FOLDER"), help=argparse.SUPPRESS)
    return parser.parse_args()


def _beside(cache: Path, kinds: Sequence[str]) -> str:
    recording = Recordings(cache).talk(10)
    pairs = [(beside(recording, ()), beside(recording, kinds)) for _ in range(PAIRS)]
    alone, together = (median(each) for each in zip(*pairs, strict=True))
    ratio = median(b / a for a, b in pairs)
    return f"render alone {alone:.1f} s, while {', '.join(kinds)} are found {together:.1f} s: {ratio:.2f}"


def _known(path: Path) -> Known:
    known: Known = pickle.loads(path.read_bytes()) if path.is_file() else {}
    return known


def _keep(path: Path, new: Known) -> None:
    path.write_bytes(pickle.dumps({**_known(path), **new}))


def _line(kind: str, minutes: float, found: Found) -> str:
    cost = found.cost
    speed = minutes * 60 / cost.cpu
    return (
        f"| {kind} | {minutes:g} | {cost.memory / 1e6:.0f} | {cost.cpu:.0f} | {speed:.0f} | {found.facts} "
        f"| {found.kept / 1e6:.1f} |"
    )


def table(known: Known) -> str:
    """All that was measured, with the machine."""
    head = [
        "| facts | minutes | MB | CPU s | times as fast as it plays | facts | MB kept |",
        "| :-- | --: | --: | --: | --: | --: | --: |",
    ]
    rows: Sequence[str] = [
        _line(kind, minutes, known[kind, minutes])
        for kind in RECORDINGS
        for minutes in sorted(minutes for name, minutes in known if name == kind)
    ]
    return "\n".join([f"Machine: {machine()}.", "", *head, *rows]) + "\n"


if __name__ == "__main__":
    main()
