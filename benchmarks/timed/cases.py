"""What is timed against what."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import workprint
from workprint.analysis import probe
from workprint.ffmpeg import index_packets
from workprint.model import MediaFile
from workprint.studio import draft_json
from workprint.synth import music

from . import byhand
from .edits import MUSIC, Cut, Edit, Source, even_cuts, expected, timeline
from .exact import Expected, sound_of
from .footage import Footage, Sound, spoken
from .rivals import Rival
from .table import Target

FONT = Path(workprint.__file__).parent / "fonts" / "noto" / "NotoSans-Bold.ttf"
PROGRAM = (sys.executable, "-c", "from workprint.doors.cli import main; main()")


@dataclass(frozen=True)
class Scale:
    """How large everything is: the real thing, or a short version of it."""

    seconds: int = 120
    width: int = 1920
    height: int = 1080
    pieces: int = 30
    many: tuple[int, ...] = (120, 300)

    def footage(self, name: str, share: float = 1.0, **more: bool | int) -> Footage:
        return Footage(name, int(self.seconds * share), self.width, self.height, **more)  # type: ignore[arg-type]


FULL = Scale()
SHORT = Scale(16, 640, 360, 4, (8, 20))


@dataclass(frozen=True)
class Way:
    """One way to make a film. `home`: the data folder that Workprint uses; `fresh`: emptied before."""

    name: str
    edit: Edit
    args: Callable[[Path], list[str]]
    target: Target | None = None
    home: Path | None = None
    fresh: bool = True
    missing: str = ""

    def start(self) -> Mapping[str, str]:
        """The variables for a run, its data folder made ready."""
        if self.home is None:
            return {}
        if self.fresh:
            shutil.rmtree(self.home, ignore_errors=True)
        return {"WORKPRINT_HOME": str(self.home)}


@dataclass
class Shop:
    """Everything that the cases are made from, in one cache folder."""

    folder: Path
    scale: Scale
    others: Sequence[Rival] = ()
    known: dict[str, Source] = field(default_factory=dict)

    def source(self, kind: Footage, media_id: str = "m1") -> Source:
        """A recording, made and probed once."""
        path = kind.made(self.folder / "footage")
        found = self.known.get(f"{path}{media_id}")
        if found is None:
            on = _on(path, kind) if kind.uneven else []
            found = Source(path, probe(path, media_id), on)
            self.known[f"{path}{media_id}"] = found
        return found

    def sound(self, source: Source) -> Sound:
        return sound_of(source.path)

    @cached_property
    def _music(self) -> Path:
        path = self.folder / "footage" / f"music-{self.scale.seconds}.wav"
        if not path.is_file():
            music("lo-fi", 1, float(self.scale.seconds), path)
        return path

    def music(self, edit: Edit) -> MediaFile | None:
        return probe(self._music, MUSIC) if edit.music else None

    def draft(self, name: str, edit: Edit, sources: Sequence[Source]) -> Path:
        path = self.folder / f"{name}.json"
        path.write_text(draft_json(timeline(edit, sources, self.music(edit))), encoding="utf-8")
        return path

    def ours(self, name: str, label: str, edit: Edit, sources: Sequence[Source], target: Target | None = None,
             exact: bool = False, home: str = "", fresh: bool = True) -> Way:  # fmt: skip
        """Workprint's command line, on a draft."""
        draft = self.draft(name, edit, sources)
        how = "--exact-source" if exact else "--re-encode"

        def args(out: Path) -> list[str]:
            return [*PROGRAM, "render", str(draft), "-o", str(out), how, "--json"]

        return Way(label, edit, args, target, self.folder / "homes" / (home or name), fresh)

    def hand(self, name: str, edit: Edit, sources: Sequence[Source]) -> Way:
        """One FFmpeg command."""
        used = self._music if edit.music else None

        def args(out: Path) -> list[str]:
            return byhand.command(edit, sources, used, FONT, self.folder / f"{name}.graph", out)

        return Way("FFmpeg by hand", edit, args)

    def rival(self, rival: Rival, edit: Edit, source: Source) -> Way:
        return Way(
            rival.name, edit, lambda out: rival.command(edit, source, out), None, missing=rival.missing
        )

    def talk(self) -> Source:
        return self.source(self.scale.footage("talk"))

    def spoken_cuts(self) -> tuple[Cut, ...]:
        kind = self.scale.footage("talk")
        return tuple(Cut(first, last) for first, last in spoken(kind.frames, kind.rate))


def _on(path: Path, kind: Footage) -> list[int]:
    """Which frame of an uneven recording is on at each even frame: the last that came, its time rounded
    to the nearest even one. Frame numbers are those in the picture: every eleventh was left out."""
    index = index_packets(path)
    left = [number for number in range(kind.frames) if number % 11 != 7]
    times = sorted(Fraction(int(at)) * index.time_base for at in index.pts)
    places = [int(at * kind.rate + Fraction(1, 2)) for at in times]
    on: list[int] = []
    shown = 0
    for even in range(kind.frames):
        while shown + 1 < len(places) and places[shown + 1] <= even:
            shown += 1
        on.append(left[shown])
    return on


@dataclass(frozen=True)
class Plan:
    """A case before it has run."""

    name: str
    title: str
    ways: tuple[Way, ...]
    sources: tuple[Source, ...]

    def expected(self, way: Way) -> Expected:
        return expected(way.edit, self.sources)


def full(shop: Shop) -> Plan:
    edit = Edit(shop.spoken_cuts(), loudness=True)
    talk = (shop.talk(),)
    hand = shop.hand("full", edit, talk)
    ours = shop.ours("full", "Workprint", edit, talk, Target("wall", 1.00))
    title = f"Full edit: {len(edit.cuts)} pieces of an interview, one conform, loudness"
    return Plan("full", title, (hand, ours), talk)


def composited(shop: Shop) -> Plan:
    clips = tuple(shop.source(shop.scale.footage(f"clip{n}", 0.125, seed=n), f"m{n}") for n in range(1, 6))
    rate, length = 30, int(shop.scale.seconds * 0.125)
    cuts = tuple(Cut(rate // 2, length * rate - rate // 2, n) for n in range(5))
    edit = Edit(cuts, overlap=rate // 2, title="My talk", title_at=15, graded=True, music=True, loudness=True)
    ours = shop.ours("composited", "Workprint", edit, clips, Target("wall", 1.05))
    title = "Composited edit: 5 clips with crossfades, a grade, a 3 s title, music that gives way, loudness"
    return Plan("composited", title, (shop.hand("composited", edit, clips), ours), clips)


def cuts(shop: Shop) -> Plan:
    edit, talk = Edit(shop.spoken_cuts()), (shop.talk(),)
    ways = [
        shop.hand("cuts", edit, talk),
        shop.ours("cuts", "Workprint, all encoded", edit, talk, Target("wall", 1.00)),
        shop.ours("copied", "Workprint, copying", edit, talk, Target("cpu", 0.35), exact=True),
        *(shop.rival(rival, edit, talk[0]) for rival in shop.others),
    ]
    return Plan("cuts", f"Cuts only: {len(edit.cuts)} pieces, a keyframe a second", tuple(ways), talk)


def _long(shop: Shop, name: str, title: str, kind: Footage, limit: float | None) -> Plan:
    source = (shop.source(kind),)
    edit = Edit(even_cuts(4, kind.frames, 0.95))
    target = Target("cpu", limit) if limit else None
    ways = (
        shop.hand(name, edit, source),
        shop.ours(name, "Workprint, copying", edit, source, target, exact=True),
    )
    return Plan(name, title, ways, source)


def long_pieces(shop: Shop) -> Plan:
    title = "Lightly cut: 4 long pieces, a keyframe a second"
    return _long(shop, "long", title, shop.scale.footage("talk"), 0.35)


def sparse(shop: Shop) -> Plan:
    title = "Lightly cut: 4 long pieces, a keyframe every 250 frames"
    return _long(shop, "sparse", title, shop.scale.footage("talk", gap=250), None)


def screen(shop: Shop) -> Plan:
    title = "Lightly cut: 4 long pieces of a screen recording, a keyframe every 250 frames"
    return _long(shop, "screen", title, shop.scale.footage("screen", gap=250, still=True), None)


def title_change(shop: Shop) -> Plan:
    kind = shop.scale.footage("talk", 1.5)
    source = (shop.source(kind),)
    base = Edit(
        even_cuts(shop.scale.pieces // 3, kind.frames, 1.0), title="My talk", title_at=kind.frames // 2
    )
    changed = Edit(base.cuts, title="Our talk", title_at=base.title_at)
    ways = (
        shop.ours("title", "full render", base, source),
        shop.ours("title-changed", "title changed", changed, source, Target("wall", 0.05), False, "title", False),
        shop.ours("title", "changed back", base, source, Target("wall", 0.05), False, "title", False),
    )  # fmt: skip
    return Plan("title", f"One title changed in a film of {base.seconds:.0f} s, and taken back", ways, source)


def many(shop: Shop) -> Plan:
    kind, talk = shop.scale.footage("talk"), (shop.talk(),)
    counts = (shop.scale.pieces, *shop.scale.many)
    edits = [Edit(even_cuts(count, kind.frames)) for count in counts]
    ways = [
        shop.ours(f"many{count}", f"{count} pieces", edit, talk, Target("cpu", 1.10) if index else None)
        for index, (count, edit) in enumerate(zip(counts, edits, strict=True))
    ]
    return Plan("many", "More cuts in the same length, per second of film", tuple(ways), talk)


def uneven(shop: Shop) -> Plan:
    kind = Footage("phone", shop.scale.seconds // 2, 1280, 720, 250, uneven=True, seed=3)
    source = (shop.source(kind),)
    edit = Edit(even_cuts(shop.scale.many[-1], kind.frames))
    ways = (
        shop.hand("uneven", edit, source),
        shop.ours("uneven", "Workprint", edit, source, Target("wall", 1.00)),
    )
    return Plan("uneven", f"{len(edit.cuts)} cuts of variable-rate footage", ways, source)


PLANS: Mapping[str, Callable[[Shop], Plan]] = {
    "full": full,
    "composited": composited,
    "cuts": cuts,
    "long": long_pieces,
    "sparse": sparse,
    "screen": screen,
    "title": title_change,
    "many": many,
    "uneven": uneven,
}
