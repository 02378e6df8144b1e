"""Results as Markdown, and into the docs between their markers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from .exact import Verdict
from .measure import Cost

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
HEAD = "| way | wall | CPU | s | CPU s | MB | result | target |\n|---|---|---|---|---|---|---|---|"


@dataclass(frozen=True)
class Target:
    """At most `limit` times the first row's `measure`."""

    measure: str
    limit: float

    def told(self, reached: float) -> str:
        name = "wall" if self.measure == "wall" else "CPU"
        asked = f"{name} ≤ {self.limit:.2f}"
        return f"{asked}: {'met' if reached <= self.limit else f'missed by {reached - self.limit:.2f}'}"


@dataclass(frozen=True)
class Row:
    """One way of one case: its runs, in pairs with those of the first row, and its outputs' verdicts.
    `missing` says why there are none. `seconds` is the film's length."""

    name: str
    seconds: float = 0.0
    costs: tuple[Cost, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    target: Target | None = None
    missing: str = ""


@dataclass(frozen=True)
class Case:
    """A table of its own: the first row is what the others are held against, run by run and second of
    film by second of film."""

    name: str
    title: str
    rows: tuple[Row, ...]
    date: str = ""
    plain: tuple[str, ...] = ()
    """Lines for cases that are no pairs."""
    sound: bool = True
    """Of those: whether everything was exact."""


def ratio(row: Row, first: Row, measure: str) -> float:
    """The median over the pairs."""
    pairs = zip(row.costs, first.costs, strict=False)
    scale = first.seconds / row.seconds if row.seconds and first.seconds else 1.0
    return median(getattr(mine, measure) / getattr(other, measure) * scale for mine, other in pairs)


def lines(case: Case) -> list[str]:
    """The case as Markdown."""
    told = [f"### {case.title}", "", f"{_pairs(case)}{case.date}", ""]
    told += list(case.plain) or [HEAD, *(_line(row, case.rows[0]) for row in case.rows)]
    return [*told, ""]


def _pairs(case: Case) -> str:
    count = max((len(row.costs) for row in case.rows), default=0)
    return "" if not count else f"{count} {'pair' if count == 1 else 'pairs'}; "


def _line(row: Row, first: Row) -> str:
    if row.missing or not row.costs:
        return f"| {row.name} | | | | | | {row.missing} | |"
    wall, cpu = (ratio(row, first, measure) for measure in ("wall", "cpu"))
    target = row.target.told(wall if row.target.measure == "wall" else cpu) if row.target else ""
    figures = [
        f"{wall:.2f}" if wall >= 0.1 else f"{wall:.3f}",
        f"{cpu:.2f}" if cpu >= 0.1 else f"{cpu:.3f}",
        f"{median(cost.wall for cost in row.costs):.1f}",
        f"{median(cost.cpu for cost in row.costs):.1f}",
        f"{max(cost.memory for cost in row.costs) / 1e6:.0f}" if row.costs[0].memory else "",
        _judged(row.verdicts),
        target,
    ]
    return f"| {row.name} | {' | '.join(figures)} |"


def _judged(verdicts: Sequence[Verdict]) -> str:
    """The worst of what was found."""
    told = [verdict.told() for verdict in verdicts if not verdict.exact]
    return told[0] if told else "exact"


def table(cases: Sequence[Case], machine: str) -> str:
    """All cases, with the machine."""
    head = [f"Machine: {machine}.", ""]
    return "\n".join([*head, *(line for case in cases for line in lines(case))]).rstrip() + "\n"


def put(page: Path, text: str, start: str = BEGIN, stop: str = END) -> None:
    """Write the tables into the page, between the markers."""
    whole = page.read_text(encoding="utf-8")
    before, begin, rest = whole.partition(start)
    _, end, after = rest.partition(stop)
    if not begin or not end:
        raise SystemExit(f"{page} has no markers {start} and {stop}.")
    page.write_text(f"{before}{start}\n\n{text}\n{stop}{after}", encoding="utf-8")
