"""The engine against the hand-written FFmpeg command and other editors; every output checked.

python benchmarks/engine.py [--short] [--only NAME …] [--pairs N] [--rivals] [--cache FOLDER]

Makes its own footage in the cache folder. The tables go to docs/benchmarks.md, and with --short only to
the screen. Ratios are medians over pairs that run in turn, so that they hold on a machine whose speed
changes; figures are only as good as the machine is quiet.
"""

from __future__ import annotations

import argparse
import os
import pickle
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from timed import cases, preview
from timed.exact import Verdict, judge
from timed.machine import machine
from timed.measure import CommandFailed, Cost, run
from timed.rivals import rivals
from timed.table import Case, Row, put, table

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "workprint-benchmarks"


def main() -> None:
    asked = _asked()
    scale = cases.SHORT if asked.short else cases.FULL
    folder = asked.cache / ("short" if asked.short else "full")
    folder.mkdir(parents=True, exist_ok=True)
    shop = cases.Shop(folder, scale, rivals(asked.cache) if asked.rivals else ())
    kept = folder / "results.pickle"
    done: dict[str, Case] = pickle.loads(kept.read_bytes()) if kept.is_file() else {}
    names = [*cases.PLANS, "preview"]
    for name in asked.only or names:
        if name not in names:
            raise SystemExit(f"There is no case “{name}”; there are {', '.join(names)}.")
        done[name] = preview.case(shop) if name == "preview" else _run(name, shop, asked.pairs)
        kept.write_bytes(pickle.dumps(done))
        told = table([done[name]], machine())
        print(told, flush=True)
        if not asked.short:
            put(PAGE, table([done[each] for each in names if each in done], machine()))
    sys.exit(not all(_exact(done[name]) for name in asked.only or names))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time the engine and check what it writes.")
    parser.add_argument(
        "--short", action="store_true", help="small footage, about a minute; nothing is written"
    )
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only these cases")
    parser.add_argument("--pairs", type=int, default=3, help="how often each case runs (3)")
    parser.add_argument("--rivals", action="store_true", help="also install and time other editors")
    parser.add_argument("--cache", type=Path, default=CACHE, help=f"where footage lies ({CACHE})")
    asked = parser.parse_args()
    if asked.short:
        asked.pairs = 1
    return asked


def _run(name: str, shop: cases.Shop, pairs: int) -> Case:
    plan = cases.PLANS[name](shop)
    sounds = [shop.sound(source) for source in plan.sources]
    costs: list[list[Cost]] = [[] for _ in plan.ways]
    verdicts: list[list[Verdict]] = [[] for _ in plan.ways]
    failed = [way.missing for way in plan.ways]
    for turn in range(pairs):
        for index, way in enumerate(plan.ways):
            if failed[index]:
                continue
            out = shop.folder / f"{plan.name}-{index}.mp4"
            out.unlink(missing_ok=True)
            try:
                costs[index].append(run(way.args(out), way.start()))
            except CommandFailed as error:
                if not index:
                    raise
                failed[index] = str(error).replace("\n", " ").replace("|", "/")
                print(f"{name} {way.name}: {failed[index]}", flush=True)
                continue
            verdicts[index].append(judge(out, plan.expected(way), sounds))
            print(
                f"{name} {turn + 1}/{pairs} {way.name}: {costs[index][-1]} {verdicts[index][-1].told()}",
                flush=True,
            )
    rows = [
        Row(way.name, way.edit.seconds, tuple(cost), tuple(verdict), way.target, fail)
        for way, cost, verdict, fail in zip(plan.ways, costs, verdicts, failed, strict=True)
    ]
    return Case(name, plan.title, tuple(rows), datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"))


def _exact(case: Case) -> bool:
    """Whether all that Workprint wrote is what it should be; others answer for themselves."""
    ours: Sequence[Row] = [row for row in case.rows if not row.name.startswith(OTHERS)]
    return case.sound and all(row.costs and all(verdict.exact for verdict in row.verdicts) for row in ours)


OTHERS = ("FFmpeg", "melt", "MoviePy", "auto-editor")


if __name__ == "__main__":
    main()
