"""How long one waits for a preview: a changed piece of two seconds, and a frame."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from datetime import UTC, datetime
from statistics import median

from workprint.jobs import Preview

from .cases import Shop
from .edits import Edit, even_cuts, timeline
from .exact import Expected, Verdict, judge, look, shows
from .table import Case

RUNS = 9
PIECE_MS, FRAME_MS = 250, 120


def case(shop: Shop) -> Case:
    """A title over a film changes, and the piece under it is wanted; frames anywhere in the film. In one
    process that goes on, as behind a window."""
    kind = shop.scale.footage("talk")
    source = shop.source(kind)
    edit = Edit(even_cuts(shop.scale.pieces, kind.frames), title="Take 0", title_frames=60)
    folder = shop.folder / "previews"
    shutil.rmtree(folder, ignore_errors=True)
    whole = [(number,) for cut in edit.cuts for number in range(cut.first, cut.last)]
    pieces, frames, verdicts = [], [], []
    for turn in range(RUNS):
        film = timeline(replace(edit, title=f"Take {turn}"), [source])
        looking = Preview(film, folder)
        started = time.perf_counter()
        piece = looking.piece(0)
        pieces.append(time.perf_counter() - started)
        number = len(whole) * (2 * turn + 1) // (2 * RUNS)
        started = time.perf_counter()
        picture = looking.frame(number / edit.rate)
        frames.append(time.perf_counter() - started)
        verdicts.append(judge(piece, Expected(tuple(whole[:60])), []))
        levels, _, error = look(picture)
        verdicts.append(
            Verdict(1 - len(levels), 0 if len(levels) and shows(levels[0], whole[number]) else 1, 0, error)
        )
    wrong = [verdict.told() for verdict in verdicts if not verdict.exact]
    judged = wrong[0] if wrong else "exact"
    lines = (
        "| what | median ms | least | most | result | target |\n|---|---|---|---|---|---|",
        _line("changed piece of 2 s, 360p", pieces, PIECE_MS, judged),
        _line("a frame, 360p", frames, FRAME_MS, judged),
    )
    title = f"Preview of a film of {edit.seconds:.0f} s in {len(edit.cuts)} pieces"
    return Case("preview", title, (), datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"), lines, not wrong)


def _line(name: str, taken: list[float], limit: int, judged: str) -> str:
    middle = median(taken) * 1000
    target = "met" if middle <= limit else f"missed by {middle - limit:.0f}"
    least, most = min(taken) * 1000, max(taken) * 1000
    return f"| {name} | {middle:.0f} | {least:.0f} | {most:.0f} | {judged} | ≤ {limit}: {target} |"
