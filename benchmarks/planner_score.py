"""The planner's score on the rows of requests, per table and language.

python benchmarks/planner_score.py [table …] [-v]
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from planner_rows import faults, planned, rows

TABLES = ("examples", "requests", "held_out", "held_out_2", "held_out_3", "held_out_4", "translated")


def main() -> None:
    tables = [name for name in sys.argv[1:] if not name.startswith("-")] or list(TABLES)
    for table in tables:
        right: dict[str, int] = defaultdict(int)
        total: dict[str, int] = defaultdict(int)
        began, count = time.perf_counter(), 0
        for row in rows(table):
            found = planned(row)
            wrong = faults(row, found)
            total[row.lang] += 1
            right[row.lang] += not wrong
            count += 1
            if wrong and "-v" in sys.argv:
                print(
                    f"{row.where} [{row.context}] {row.request}\n    {'; '.join(wrong)}\n    = {found.reply[:160]}"
                )
        taken = (time.perf_counter() - began) / max(count, 1) * 1000
        score = ", ".join(f"{lang} {right[lang]}/{total[lang]}" for lang in sorted(total))
        print(f"{table}: {score} ({taken:.1f} ms a request)")


if __name__ == "__main__":
    main()
