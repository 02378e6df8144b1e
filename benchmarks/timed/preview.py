"""How long one waits for a preview: a changed piece of two seconds, and a frame."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from workprint.jobs import Preview

from .cases import Shop
from .edits import Edit, Source, even_cuts, timeline
from .exact import Expected, Verdict, judge, look, shows
from .table import Case

RUNS = 9
PIECE_MS, FRAME_MS = 250, 120


def case(shop: Shop) -> Case:
    """A title over a film changes, and the piece under it is wanted; frames anywhere in the film. In one
    process that goes on, as behind a window; at once, and when proxies of the footage have been made."""
    kind = shop.scale.footage("talk")
    source = shop.source(kind)
    edit = Edit(even_cuts(shop.scale.pieces, kind.frames), title="Take", title_frames=60)
    folder = shop.folder / "previews"
    shutil.rmtree(folder, ignore_errors=True)
    lines = ["| what | median ms | least | most | result | target |\n|---|---|---|---|---|---|"]
    at_once = _looks(edit, source, folder, "first")
    started = time.perf_counter()
    for done in Preview(timeline(edit, [source]), folder).prepare():
        done.result()
    spent = time.perf_counter() - started
    later = _looks(edit, source, folder, "then")
    for when, looks in (("at once", at_once), ("proxies made", later)):
        lines.append(_line(f"changed piece of 2 s, 360p, {when}", looks.pieces, PIECE_MS, looks.judged))
        lines.append(_line(f"a frame, 360p, {when}", looks.frames, FRAME_MS, looks.judged))
    lines += ["", f"Proxies of the whole film were made in {spent:.1f} s."]
    title = f"Preview of a film of {edit.seconds:.0f} s in {len(edit.cuts)} pieces"
    sound = at_once.judged == later.judged == "exact"
    return Case("preview", title, (), datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"), tuple(lines), sound)


@dataclass(frozen=True)
class _Looks:
    """Seconds that each piece and each frame took, and the first that was wrong with one."""

    pieces: list[float]
    frames: list[float]
    judged: str


def _looks(edit: Edit, source: Source, folder: Path, word: str) -> _Looks:
    whole = [(number,) for cut in edit.cuts for number in range(cut.first, cut.last)]
    looks = _Looks([], [], "exact")
    verdicts = []
    for turn in range(RUNS):
        looking = Preview(timeline(replace(edit, title=f"{word} {turn}"), [source]), folder)
        started = time.perf_counter()
        piece = looking.piece(0)
        looks.pieces.append(time.perf_counter() - started)
        number = len(whole) * (2 * turn + 1) // (2 * RUNS) + (word == "then")
        started = time.perf_counter()
        picture = looking.frame(number / edit.rate)
        looks.frames.append(time.perf_counter() - started)
        verdicts.append(judge(piece, Expected(tuple(whole[:60])), []))
        levels, _, error = look(picture)
        right = len(levels) == 1 and shows(levels[0], whole[number])
        verdicts.append(Verdict(1 - len(levels), int(not right), 0, error))
    wrong = [verdict.told() for verdict in verdicts if not verdict.exact]
    return replace(looks, judged=wrong[0] if wrong else "exact")


def _line(name: str, taken: list[float], limit: int, judged: str) -> str:
    middle = median(taken) * 1000
    target = "met" if middle <= limit else f"missed by {middle - limit:.0f}"
    least, most = min(taken) * 1000, max(taken) * 1000
    return f"| {name} | {middle:.0f} | {least:.0f} | {most:.0f} | {judged} | ≤ {limit}: {target} |"
