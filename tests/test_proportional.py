"""What an edit costs follows the edit: frames rendered, programs started and bytes read, counted."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from footage import HEIGHT, WIDTH, numbered
from workprint.base import Range
from workprint.jobs import RenderOptions, Report, render, shelf
from workprint.model import (
    Canvas,
    Clip,
    Effect,
    FileRef,
    Gap,
    GeneratorRef,
    Item,
    MediaFile,
    Timeline,
    Track,
)

CANVAS = Canvas(width=WIDTH, height=HEIGHT)
SHOT, TITLE = 300, 90
BARE: dict[str, Any] = {"outline": 0, "shadow": 0, "size": 0.2}
"""Words that only their colour sets off: the picture behind them has to be looked at."""


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> MediaFile:
    return numbered(tmp_path_factory.mktemp("footage") / "a.mov", SHOT)


@dataclass
class Counted:
    """What a render costs."""

    started: int = 0
    hashed: list[Path] = field(default_factory=list)


@pytest.fixture
def cost(monkeypatch: pytest.MonkeyPatch) -> Counted:
    found = Counted()
    process = importlib.import_module("workprint.ffmpeg.run")._Process
    begin, digest = process.__init__, shelf.file_digest

    def started(*args: Any) -> None:
        found.started += 1
        begin(*args)

    def hashed(path: Path) -> str:
        found.hashed.append(path)
        return digest(path)

    monkeypatch.setattr(process, "__init__", started)
    monkeypatch.setattr(shelf, "file_digest", hashed)
    return found


def shot(media: MediaFile, name: str, start: int = 0, length: int = SHOT, **more: Any) -> Clip:
    return Clip(id=name, media=FileRef(media=media.id), source=Range(start=start, duration=length), **more)


def words(name: str, text: str, length: int = TITLE, **look: Any) -> Clip:
    made = GeneratorRef(op="title", params={"text": text, **BARE, **look})
    return Clip(id=name, media=made, source=Range(start=0, duration=length))


def film(media: MediaFile, shots: list[Clip], titles: list[str], **more: Any) -> Timeline:
    items: list[Item] = []
    for index, text in enumerate(titles):
        items += [Gap(id=f"g{index}", duration=SHOT - TITLE), words(f"t{index}", text)]
    tracks = [Track(id="v", kind="video", items=tuple(shots))]
    if items:
        tracks.append(Track(id="t", kind="text", items=tuple(items)))
    return Timeline(canvas=CANVAS, tracks=tuple(tracks), media=(media,), **more)


def kept(folder: Path) -> RenderOptions:
    return RenderOptions(quality="draft", cache=folder / "pieces", copying="never")


def anew(timeline: Timeline, out: Path, cost: Counted) -> tuple[Report, int, list[Path]]:
    """Render as another process would, which has read no piece yet; what that cost."""
    shelf.CHECKED_BY_HASH_ONCE.clear()
    cost.started, cost.hashed = 0, []
    report = render(timeline, out, kept(out.parent))
    return report, cost.started, cost.hashed


def test_a_changed_title_costs_its_own_segment_and_taking_it_back_a_join(
    media: MediaFile, tmp_path: Path, cost: Counted
) -> None:
    shots = [shot(media, "a"), shot(media, "b", reverse=True)]
    before, after = (film(media, shots, ["One", second]) for second in ("Two", "Three"))
    first, started, _ = anew(before, tmp_path / "first.mp4", cost)
    assert first.rendered == 2 * SHOT
    pieces = len([path for path in (tmp_path / "pieces").glob("??/*") if path.suffix != ".json"])
    # The renders, their checks, and a look at each title.
    assert started == 2 * 5 + 2

    changed, started, hashed = anew(after, tmp_path / "changed.mp4", cost)
    assert changed.rendered == TITLE
    # It is rendered, checked and looked at.
    assert started == 3
    assert len(hashed) == len(set(hashed)) == pieces - 2 + 2

    back, started, hashed = anew(before, tmp_path / "back.mp4", cost)
    assert (back.rendered, started) == (0, 0)
    assert len(hashed) == len(set(hashed)) == pieces
    assert (tmp_path / "back.mp4").read_bytes() == (tmp_path / "first.mp4").read_bytes()
    assert replace(back, path="", rendered=0) == replace(first, path="", rendered=0)


def test_whether_words_stand_out_is_asked_again_when_what_is_behind_them_changed(
    tmp_path: Path, cost: Counted
) -> None:
    codes = []
    for ground in ("#101010", "#e0e0e0", "#101010", "#e0e0e0"):
        clip = Clip(
            id="c",
            media=GeneratorRef(op="color", params={"color": ground}),
            source=Range(start=0, duration=10),
        )
        tracks = (
            Track(id="v", kind="video", items=(clip,)),
            Track(id="t", kind="text", items=(words("t", "Hello", 10, color="white"),)),
        )
        report, started, _ = anew(Timeline(canvas=CANVAS, tracks=tracks), tmp_path / "out.mp4", cost)
        codes.append((started, *(finding.code for finding in report.findings)))
    assert codes == [(3,), (3, "contrast"), (0,), (0, "contrast")]


@pytest.mark.parametrize("where", ["stabilised", "layered"])
def test_words_over_picture_that_is_made_in_steps_are_looked_at(
    media: MediaFile, tmp_path: Path, where: str
) -> None:
    effects = (Effect(id="s", op="stabilise"),) if where == "stabilised" else ()
    timeline = film(media, [shot(media, "a", length=4, effects=effects)], [])
    small = (Effect(id="p", op="place", params={"width": 0.2, "x": 0, "y": 0}),)
    layers = tuple(
        Track(id=f"o{n}", kind="video", items=(shot(media, f"l{n}", 9 * n, 4, effects=small),))
        for n in range(9 if where == "layered" else 0)
    )
    text = Track(id="t", kind="text", items=(words("t", "Hello", 4, color="white"),))
    timeline = timeline.model_copy(update={"tracks": (*timeline.tracks, *layers, text)})
    assert render(timeline, tmp_path / "out.mp4", kept(tmp_path)).passed


@pytest.mark.parametrize("where", ["clips", "track", "film"])
def test_what_is_inserted_at_the_front_is_all_that_is_rendered(
    media: MediaFile, tmp_path: Path, where: str, cost: Counted
) -> None:
    graded = (Effect(id="e", op="brightness"), Effect(id="r", op="rounded"))
    rest = [shot(media, name, start, 185, effects=graded if where == "clips" else ()) for name, start in REST]
    new = shot(media, "new", 110, 190)
    found = []
    for shots in (rest, [new, *rest]):
        timeline = film(media, shots, [], effects=graded if where == "film" else ())
        if where == "track":
            track = timeline.tracks[0].model_copy(update={"effects": graded})
            timeline = timeline.model_copy(update={"tracks": (track,)})
        found.append(anew(timeline, tmp_path / "out.mp4", cost))
    assert [report.rendered for report, _, _ in found] == [2 * 185, new.duration]
    # The new clip, its check, and the sound, which is made of the whole film.
    assert [started for _, started, _ in found] == [2 * 2 + 2, 2 + 2]


REST = [("b", 0), ("c", 100)]
