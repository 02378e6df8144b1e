"""The most memory that films of any size take: many cuts, many layers, long sources.

python benchmarks/memory.py [--only NAME …] [--short] [--cache FOLDER]

Each film is rendered, all of it encoded, by the command line as anybody starts it. Memory is what is
resident at a time, Python and every FFmpeg together, looked at ten times a second. The table goes to
docs/benchmarks.md, with --short only to the screen. Ends with 1 where a film takes more than a gigabyte.
"""

from __future__ import annotations

import argparse
import pickle
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from timed.cases import FULL, PROGRAM, SHORT, Shop
from timed.edits import Cut, Edit, Source, even_cuts, timeline
from timed.footage import Footage
from timed.machine import machine
from timed.measure import Cost, run
from timed.table import put

from workprint.analysis import probe
from workprint.base import Range
from workprint.ffmpeg import binary
from workprint.model import Clip, Effect, FileRef, Timeline, Track
from workprint.studio import draft_json

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"
CACHE = Path.home() / ".cache" / "workprint-benchmarks"
BEGIN, END = "<!-- memory: begin -->", "<!-- memory: end -->"
LIMIT = 1 << 30
"""Bytes that a render may take."""
CUTS, UNEVEN, LAYERS = 500, 300, 50


@dataclass(frozen=True)
class Film:
    """What is rendered, and in words."""

    title: str
    timeline: Timeline


def ordered(shop: Shop) -> Film:
    source = shop.talk()
    cuts = _scattered(source, shop)
    return Film(f"{CUTS} clips of one recording, in its order", timeline(Edit(cuts), [source]))


def shuffled(shop: Shop) -> Film:
    source = shop.talk()
    cuts = list(_scattered(source, shop))
    random.Random(1).shuffle(cuts)
    return Film(f"{CUTS} clips of one recording, shuffled", timeline(Edit(tuple(cuts)), [source]))


def layers(shop: Shop) -> Film:
    """Small pictures of other moments over the whole length of a shot."""
    source, length = shop.talk(), 4 * shop.scale.footage("talk").rate
    base = timeline(Edit((Cut(0, length),)), [source])
    tracks = []
    for index in range(LAYERS):
        place = {"width": 0.1, "x": index % 10 / 10, "y": index // 10 / 6}
        clip = Clip(
            id=f"l{index}",
            media=FileRef(media=source.media.id),
            source=Range(start=3 * index + 7, duration=length),
            effects=(Effect(id=f"p{index}", op="place", params=place),),
        )
        tracks.append(Track(id=f"o{index}", kind="video", items=(clip,), muted=True))
    film = base.model_copy(update={"tracks": (*base.tracks, *tracks)})
    return Film(f"{LAYERS} layers over each other", film)


def backwards(shop: Shop) -> Film:
    source, kind = shop.talk(), shop.scale.footage("talk")
    base = timeline(Edit((Cut(0, min(kind.frames, 20 * kind.rate)),)), [source])
    (track,) = base.tracks
    items = tuple(item.model_copy(update={"reverse": True}) for item in track.items)
    return Film(
        "A shot of 20 s played backwards",
        base.model_copy(update={"tracks": (track.model_copy(update={"items": items}),)}),
    )


def hours(shop: Shop) -> Film:
    """A minute, over and over."""
    minute = Footage("minute", 60, 160, 90, 250, still=True)
    short, times = minute.made(shop.folder / "footage"), 180 if shop.scale is FULL else 2
    path = short.with_name(f"hours-{times}.mp4")
    if not path.is_file():
        part = path.with_suffix(".part")
        again = ["-stream_loop", str(times - 1), "-i", str(short), "-c", "copy", "-f", "mp4", str(part)]
        subprocess.run([binary(), "-v", "error", "-y", *again], check=True)
        part.replace(path)
    source = Source(path, probe(path, "m1"))
    cut = Cut(0, times * minute.frames - 2 * minute.rate)
    title = f"{times / 60:.2g} hours of a small picture in one shot"
    return Film(title, timeline(Edit((cut,)), [source]))


def uneven(shop: Shop) -> Film:
    kind = Footage("phone", shop.scale.seconds // 2, 1280, 720, 250, uneven=True, seed=3)
    count = min(UNEVEN, kind.frames // 4)
    edit = Edit(even_cuts(count, kind.frames))
    return Film(f"{count} cuts of variable-rate footage", timeline(edit, [shop.source(kind)]))


FILMS: Mapping[str, Callable[[Shop], Film]] = {
    "ordered": ordered,
    "shuffled": shuffled,
    "layers": layers,
    "backwards": backwards,
    "hours": hours,
    "uneven": uneven,
}


def _scattered(source: Source, shop: Shop) -> tuple[Cut, ...]:
    """Short clips from all over the recording."""
    total = shop.scale.footage("talk").frames
    length = max(1, min(4, total // CUTS - 1))
    return tuple(Cut(at, at + length) for at in (index * (total - length) // CUTS for index in range(CUTS)))


def main() -> None:
    asked = _asked()
    scale = SHORT if asked.short else FULL
    folder = asked.cache / ("short" if asked.short else "full")
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "memory.pickle"
    done: dict[str, tuple[str, float, Cost]] = pickle.loads(kept.read_bytes()) if kept.is_file() else {}
    names = asked.only or list(FILMS)
    for name in names:
        if name not in FILMS:
            raise SystemExit(f"There is no film “{name}”; there are {', '.join(FILMS)}.")
        done[name] = measured(name, FILMS[name](Shop(folder, scale)), folder)
        kept.write_bytes(pickle.dumps(done))
        print(line(*done[name]), flush=True)
    if not asked.short:
        put(PAGE, table([done[name] for name in FILMS if name in done]), BEGIN, END)
    sys.exit(any(done[name][2].memory > LIMIT for name in names))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the memory that renders take.")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only these films")
    parser.add_argument("--short", action="store_true", help="small footage; nothing is written")
    parser.add_argument("--cache", type=Path, default=CACHE, help=f"where footage lies ({CACHE})")
    return parser.parse_args()


def measured(name: str, film: Film, folder: Path) -> tuple[str, float, Cost]:
    """Render a film with an empty data folder: its title, its seconds and what that cost."""
    draft, out, home = folder / f"memory-{name}.json", folder / f"memory-{name}.mp4", folder / "homes" / name
    draft.write_text(draft_json(film.timeline), encoding="utf-8")
    shutil.rmtree(home, ignore_errors=True)
    try:
        cost = run(
            [*PROGRAM, "render", str(draft), "-o", str(out), "--re-encode", "--json"],
            {"WORKPRINT_HOME": str(home)},
            timeout=7200,
        )
    finally:
        shutil.rmtree(home, ignore_errors=True)
        out.unlink(missing_ok=True)
    return film.title, float(film.timeline.duration / film.timeline.rate), cost


def line(title: str, seconds: float, cost: Cost) -> str:
    """A row of the table."""
    flag = "" if cost.memory <= LIMIT else f", {cost.memory / LIMIT:.2f} of the limit"
    return f"| {title} | {seconds:.0f} | {cost.memory / (1 << 20):.0f}{flag} | {cost.cpu / seconds:.2f} |"


def table(rows: Sequence[tuple[str, float, Cost]]) -> str:
    """All films, with the machine."""
    head = ["| film | s | MB | CPU s per second of film |", "| :-- | --: | --: | --: |"]
    return "\n".join([f"Machine: {machine()}.", "", *head, *(line(*row) for row in rows)]) + "\n"


if __name__ == "__main__":
    main()
