"""Pieces: cut where the content says, kept by what they are made from, never rendered twice."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footage import HEIGHT, WIDTH, numbered, numbers
from workprint.base import Range
from workprint.compile import lower_picture
from workprint.jobs import FORMATS, RenderOptions, Report, render
from workprint.jobs.options import prepared
from workprint.jobs.shelf import Shelf
from workprint.jobs.spans import spans
from workprint.jobs.survey import Survey
from workprint.model import Canvas, Clip, FileRef, Gap, GeneratorRef, MediaFile, Timeline, Track, Transition

CANVAS = Canvas(width=WIDTH, height=HEIGHT)
MEDIA = MediaFile(id="m", duration=Fraction(10_000), video={"width": 64, "height": 64, "duration": 10_000})  # type: ignore[arg-type]


def clip(start: int, length: int, name: str, media: str = "m") -> Clip:
    return Clip(id=name, media=FileRef(media=media), source=Range(start=start, duration=length))


def film(lengths: list[int], blends: list[int] | None = None) -> Timeline:
    items: list[Any] = []
    at = 0
    for index, length in enumerate(lengths):
        items.append(clip(at, length, f"c{index}"))
        at += length + 7
        if blends and index < len(lengths) - 1 and blends[index % len(blends)]:
            items.append(Transition(id=f"x{index}", op="crossfade", in_offset=1, out_offset=1))
    track = Track(id="v1", kind="video", items=tuple(items))
    return Timeline(canvas=CANVAS, tracks=(track,), media=(MEDIA,))


@given(
    st.lists(st.integers(2, 1200), min_size=1, max_size=60),
    st.lists(st.integers(0, 1), min_size=1, max_size=5),
)
@settings(max_examples=60)
def test_spans_cover_the_film_once_and_spare_transitions(lengths: list[int], blends: list[int]) -> None:
    timeline = film(lengths, blends)
    found = spans(timeline)
    assert [span.start for span in found] == [0, *(span.end for span in found[:-1])]
    assert found[-1].end == timeline.duration
    assert all(span.duration for span in found)
    track = timeline.tracks[0]
    for at, item in track.placed():
        if isinstance(item, Transition):
            assert not any(at - 1 < span.start < at + 1 for span in found)


@given(st.lists(st.integers(2, 900), min_size=1, max_size=40), st.sets(st.integers(0, 39)))
@settings(max_examples=40)
def test_what_is_to_stand_alone_does(lengths: list[int], chosen: set[int]) -> None:
    """However short, and whatever lies beside it."""
    timeline = film(lengths)
    placed = [Range(start=at, duration=item.duration) for at, item in timeline.tracks[0].clips()]
    alone = [span for index, span in enumerate(placed) if index in chosen]
    found = spans(timeline, alone)
    assert [span.start for span in found] == [0, *(span.end for span in found[:-1])]
    assert found[-1].end == timeline.duration
    assert set(alone) <= set(found)


def test_pieces_are_neither_tiny_nor_endless() -> None:
    found = spans(film([2000, 30, 45, 20, 900, 33]))
    assert max(span.duration for span in found) <= 450
    assert len(found) < 16


def test_an_edit_early_on_leaves_later_cuts_where_the_content_is() -> None:
    lengths = [300, 40, 55, 900, 31, 77, 200, 64, 1200]
    before, after = spans(film(lengths)), spans(film([17, *lengths]))
    shifted = {(span.start - 17, span.end - 17) for span in after}
    kept = sum((span.start, span.end) in shifted for span in before)
    assert kept >= len(before) - 2


def titled(text: str, media: MediaFile, frames: int = 900) -> Timeline:
    whole = Clip(id="c1", media=FileRef(media=media.id), source=Range(start=0, duration=frames), loop=True)
    title = Clip(
        id="t", media=GeneratorRef(op="title", params={"text": text}), source=Range(start=0, duration=90)
    )
    return Timeline(
        canvas=CANVAS,
        tracks=(
            Track(id="v1", kind="video", items=(whole,)),
            Track(id="t1", kind="text", items=(Gap(id="g", duration=300), title)),
        ),
        media=(media,),
    )


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> MediaFile:
    return numbered(tmp_path_factory.mktemp("footage") / "a.mov", 60)


def options(cache: Path) -> RenderOptions:
    return RenderOptions(quality="draft", cache=cache)


def test_a_changed_title_renders_only_where_it_is(media: MediaFile, tmp_path: Path) -> None:
    first = render(titled("One", media), tmp_path / "a.mp4", options(tmp_path / "cache"))
    second = render(titled("Two", media), tmp_path / "b.mp4", options(tmp_path / "cache"))
    again = render(titled("One", media), tmp_path / "c.mp4", options(tmp_path / "cache"))
    assert (first.rendered, second.rendered, again.rendered) == (900, 90, 0)
    assert first.findings == second.findings == again.findings == ()
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "c.mp4").read_bytes()


def test_a_cut_in_a_film_of_short_clips_leaves_the_later_pieces_what_they_are() -> None:
    drawn = random.Random(7)
    clips = []
    for index in range(40):
        start, length = drawn.randint(0, 3000), drawn.randint(40, 140)
        clips.append(clip(start, length, f"c{index}"))

    def pieces(items: Sequence[Clip]) -> set[str]:
        film = Timeline(
            canvas=CANVAS, tracks=(Track(id="v", kind="video", items=tuple(items)),), media=(MEDIA,)
        )
        return {lower_picture(film, span).graph.key for span in spans(film)}

    whole = pieces(clips)
    assert len(whole) < 25
    for gone in range(0, 40, 7):
        assert len(pieces([*clips[:gone], *clips[gone + 1 :]]) - whole) <= 3


def test_a_moved_stretch_is_not_rendered_again(media: MediaFile, tmp_path: Path) -> None:
    def order(*names: str) -> Timeline:
        starts = {"a": 0, "b": 5, "c": 9}
        long = tuple(
            clip(0, 50, name, media.id).model_copy(
                update={"source": Range(start=starts[name], duration=180), "loop": True}
            )
            for name in names
        )
        return Timeline(canvas=CANVAS, tracks=(Track(id="v", kind="video", items=long),), media=(media,))

    render(order("a", "b", "c"), tmp_path / "x.mp4", options(tmp_path / "cache"))
    moved = render(order("c", "a", "b"), tmp_path / "y.mp4", options(tmp_path / "cache"))
    assert moved.rendered == 0
    assert numbers(tmp_path / "y.mp4")[:4] == [9, 10, 11, 12]


def only_piece(cache: Path, suffix: str = ".mkv") -> Path:
    return next(path for path in cache.glob(f"??/*{suffix}"))


def short(media: MediaFile) -> Timeline:
    track = Track(id="v", kind="video", items=(clip(3, 20, "a", media.id),))
    return Timeline(canvas=CANVAS, tracks=(track,), media=(media,))


def rendered(media: MediaFile, tmp_path: Path) -> Report:
    report = render(short(media), tmp_path / "out.mp4", options(tmp_path / "cache"))
    assert numbers(tmp_path / "out.mp4") == list(range(3, 23))
    return report


@pytest.mark.parametrize("harm", ["bytes", "cut", "note gone", "note garbled", "piece gone", "folder gone"])
def test_a_harmed_piece_is_made_again(media: MediaFile, tmp_path: Path, harm: str) -> None:
    rendered(media, tmp_path)
    piece = only_piece(tmp_path / "cache")
    note = piece.with_suffix(".json")
    if harm == "bytes":
        data = bytearray(piece.read_bytes())
        data[len(data) // 2] ^= 0xFF
        piece.write_bytes(bytes(data))
    elif harm == "cut":
        piece.write_bytes(piece.read_bytes()[:-100])
    elif harm == "note gone":
        note.unlink()
    elif harm == "note garbled":
        note.write_text("{")
    elif harm == "piece gone":
        piece.unlink()
    else:
        import shutil

        shutil.rmtree(tmp_path / "cache")
    assert rendered(media, tmp_path).rendered == 20
    assert rendered(media, tmp_path).rendered == 0


def test_the_shelf_keeps_within_its_limit(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf", limit=2500)
    for number in range(5):
        made = tmp_path / f"piece-{number}.mkv"
        made.write_bytes(bytes([number]) * 1000)
        shelf.put(f"{number}{number}key", made, {})
        import os

        os.utime(shelf.folder / f"{number}{number}" / f"{number}{number}key.json", (number, number))
    assert shelf.find("00key", ".mkv") is not None
    assert shelf.tidy() == 3000
    assert [bool(shelf.find(f"{n}{n}key", ".mkv")) for n in range(5)] == [True, False, False, False, True]


def test_nothing_half_written_lies_on_the_shelf(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    made = tmp_path / "piece.mkv"
    made.write_bytes(b"x" * 10)
    piece = shelf.put("abkey", made, {"length": 3})
    assert sorted(p.name for p in piece.path.parent.iterdir()) == ["abkey.json", "abkey.mkv"]
    assert json.loads(piece.path.with_suffix(".json").read_text())["length"] == 3


def test_the_note_of_a_piece_says_what_it_cost(media: MediaFile, tmp_path: Path) -> None:
    rendered(media, tmp_path)
    note = json.loads(only_piece(tmp_path / "cache").with_suffix(".json").read_text())
    assert 0 < note["cpu"] < 60


def test_a_survey_says_what_the_render_will_do(media: MediaFile, tmp_path: Path) -> None:
    def ways(timeline: Timeline) -> list[str]:
        film = prepared(timeline, FORMATS["mp4"], options(tmp_path / "cache"))
        survey = Survey(film, FORMATS["mp4"], options(tmp_path / "cache"), Shelf(tmp_path / "cache"))
        return [survey.picture(index).way for index in range(len(survey.spans))]

    assert set(ways(titled("One", media))) == {"rendered"}
    render(titled("One", media), tmp_path / "a.mp4", options(tmp_path / "cache"))
    assert set(ways(titled("One", media))) == {"cached"}
    assert sorted(ways(titled("Two", media))) == ["cached"] * 3 + ["rendered"]
