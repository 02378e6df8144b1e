"""Edits of screen recordings: where rings, zooms and halos lie, in time and in the picture."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from exactness import raw
from footage import ffmpeg
from workprint.base import Range
from workprint.compile import lower_picture
from workprint.jobs.causes import shown, touched
from workprint.jobs.spans import spans as spans_of
from workprint.model import (
    AudioStream,
    Canvas,
    Clip,
    Effect,
    Fact,
    FileRef,
    MediaFile,
    Timeline,
    Track,
    VideoStream,
)
from workprint.ops import bind, marks, unsure_clicks
from workprint.ops.edits.faults import MissingFacts, NothingToDo
from workprint.ops.operation import EditOp
from workprint.ops.screen.happenings import EventsAstray, NoEvents
from workprint.ops.screen.paths import simplified

RATE = Fraction(30)


def media(seconds: float = 20, width: int = 2560, height: int = 1600, uri: str = "") -> MediaFile:
    video = VideoStream(width=width, height=height, duration=Fraction(seconds), pixel_format="yuv420p", color_space="bt709")  # fmt: skip
    return MediaFile(id="m1", name="demo.mp4", uri=uri, hash=uri, duration=Fraction(seconds), video=video)


def film(*clips: Clip, **more: Any) -> Timeline:
    return Timeline(
        rate=RATE, tracks=(Track(id="v1", kind="video", items=clips),), **{"media": (media(),), **more}
    )


def clip(start: float, end: float, name: str = "c1", **more: Any) -> Clip:
    span = Range.between(round(start * RATE), round(end * RATE))
    return Clip(id=name, media=FileRef(media="m1"), source=span, **more)


def click(at: float, x: float = 0.5, y: float = 0.5, sure: float = 0.9) -> Fact:
    return Fact(kind="click", start=at, end=at, value={"x": x, "y": y, "button": "left"}, confidence=sure)


def clicks(*facts: Fact) -> dict[str, list[Fact]]:
    return {"m1": [Fact(kind="screen", start=0, end=20, value={"by": "pixels", "recording": True}), *facts]}


def edited(timeline: Timeline, facts: dict[str, list[Fact]], op: str, **params: Any) -> Timeline:
    return bind(EditOp, op, params).apply(timeline, facts)


def starts(timeline: Timeline, op: str = "click_ring") -> list[float]:
    return [float(mark.span.start / RATE) for mark in marks(timeline, op)]


FACTS = clicks(click(1, 0.2, 0.3), click(5, 0.8, 0.6), click(9, 0.4, 0.4, 0.4), click(15, 0.9, 0.9))


def test_only_certain_clicks_are_drawn_and_all_are_marked() -> None:
    after = edited(film(clip(0, 20)), FACTS, "highlight_clicks")
    assert starts(after) == [1, 5, 15]
    assert [marker.name for marker in after.markers] == ["Click 1", "Click 2", "Click 3?", "Click 4"]
    assert [marker.range.start for marker in unsure_clicks(after)] == [270]


def test_an_uncertain_click_is_drawn_on_demand_and_the_others_stay_as_they_are() -> None:
    first = edited(film(clip(0, 20)), FACTS, "highlight_clicks", color="red")
    less = edited(first, FACTS, "highlight_clicks", off=True, moments=(5.2,))
    after = edited(less, FACTS, "highlight_clicks", moments=(8.6,), color="red")
    assert starts(after) == [1, 9, 15]
    assert not unsure_clicks(after)
    with pytest.raises(NothingToDo, match="nearest is at 0:15"):
        edited(after, FACTS, "highlight_clicks", moments=(17.5,))


def test_a_second_pass_replaces_the_first() -> None:
    first = edited(film(clip(0, 20)), FACTS, "highlight_clicks")
    again = edited(first, FACTS, "highlight_clicks", confidence=0.3)
    assert starts(again) == [1, 5, 9, 15]
    assert len(again.markers) == 4


def test_a_file_of_another_recording_is_refused_with_where_it_parts() -> None:
    value = {
        "by": "sidecar",
        "file": "other.csv",
        "recording": True,
        "astray": [[3.2, 0.1, 0.4], [3.2, 0.8, 0.7]],
    }
    found = {"m1": [Fact(kind="screen", start=0, end=20, value=value), click(1)]}
    for op in ("highlight_clicks", "zoom_to_clicks", "show_keys", "cut_idle"):
        with pytest.raises(EventsAstray, match=r"other\.csv.*3\.2 s.*10%.*40%.*80%.*70%"):
            edited(film(clip(0, 20)), found, op)


@pytest.mark.parametrize(
    ("clips", "found"),
    [
        ((clip(0, 4), clip(6, 20, "c2")), [1, 13]),
        ((clip(0, 20).model_copy(update={"speed": Fraction(2), "source": Range(start=0, duration=300)}),), [0.5, 2.5, 7.5]),
        ((clip(4, 10), clip(0, 3, "c2")), [1, 7]),
        ((clip(0, 10, reverse=True),), [149 / 30, 269 / 30]),
        ((clip(1, 10, freeze=True),), []),
    ],
    ids=["cut", "speed", "reordered", "reversed", "frozen"],
)  # fmt: skip
def test_rings_are_where_the_film_shows_the_clicks(clips: Sequence[Clip], found: list[float]) -> None:
    if not found:
        with pytest.raises(NoEvents):
            edited(film(*clips), FACTS, "highlight_clicks")
        return
    after = edited(film(*clips), FACTS, "highlight_clicks")
    assert starts(after) == pytest.approx(found, abs=0.02)


@pytest.mark.parametrize(
    ("op", "params", "found"),
    [
        ("delete_range", {"start": 2, "end": 4}, [1, 3, 13]),
        ("set_speed", {"factor": 2}, [0.5, 2.5, 7.5]),
        ("split", {"at": 5}, [1, 5, 15]),
        ("keep_range", {"start": 4, "end": 12}, [1]),
    ],
)
def test_rings_stay_on_their_pictures(op: str, params: dict[str, Any], found: list[float]) -> None:
    ringed = edited(film(clip(0, 20)), FACTS, "highlight_clicks")
    after = edited(ringed, {}, op, **params)
    assert starts(after) == pytest.approx(found)
    drawn = [float(m.range.start / RATE) for m in after.markers if m.kind == "click"]
    assert drawn == pytest.approx(found)


def test_nested_recordings_are_drawn_on_inside() -> None:
    nested = edited(film(clip(0, 8), clip(8, 20, "c2")), FACTS, "nest", clips=("c1",))
    after = edited(nested, FACTS, "highlight_clicks")
    inner = next(iter(after.film.clips()))[1].media.timeline  # type: ignore[union-attr]
    assert starts(inner) == [1, 5]
    assert starts(after) == [15]


def test_without_events_it_is_said_what_was_looked_at() -> None:
    with pytest.raises(MissingFacts):
        edited(film(clip(0, 20)), {}, "highlight_clicks")
    for op in ("highlight_clicks", "zoom_to_clicks", "highlight_cursor"):
        with pytest.raises(NoEvents, match=r"demo\.mp4.*pictures were searched"):
            edited(film(clip(0, 20)), clicks(), op)


def spans(timeline: Timeline) -> list[tuple[float, float]]:
    found = [marker.range for marker in timeline.markers if marker.kind == "zoom"]
    return [(float(span.start / RATE), float(span.end / RATE)) for span in found]


@pytest.mark.parametrize(
    ("moments", "found"),
    [
        ([3], [(2.7, 6.1)]),
        ([3, 7], [(2.7, 10.1)]),
        ([3, 8.4], [(2.7, 6.1), (8.1, 11.5)]),
        ([0.1], [(0, 3.2)]),
        ([17], [(16.7, 19)]),
        ([18.6], []),
        ([19.5], []),
    ],
)
def test_zooms_around_clicks(moments: list[float], found: list[tuple[float, float]]) -> None:
    facts = clicks(*(click(at) for at in moments))
    if not found:
        with pytest.raises(NothingToDo):
            edited(film(clip(0, 20)), facts, "zoom_to_clicks")
        return
    after = edited(film(clip(0, 20)), facts, "zoom_to_clicks")
    assert spans(after) == pytest.approx(np.array(found), abs=0.02)  # type: ignore[comparison-overlap]


def test_a_zoom_goes_on_over_a_join_of_the_same_recording_and_as_one() -> None:
    facts = clicks(click(4.5))
    after = edited(film(clip(0, 5), clip(6, 20, "c2")), facts, "zoom_to_clicks")
    assert [mark.clip.id for mark in marks(after, "zoom_to")] == ["c1", "c2"]
    assert not marks(edited(after, facts, "zoom_to_clicks", off=True, moments=(5.5,)), "zoom_to")


def test_zooms_change_their_strength_and_those_taken_away_stay_away() -> None:
    facts = clicks(click(2), click(9), click(15))
    less = edited(edited(film(clip(0, 20)), facts, "zoom_to_clicks"), facts, "zoom_to_clicks", off=True, moments=(9.5,))  # fmt: skip
    after = edited(less, facts, "zoom_to_clicks", amount=1.4, ease=1.0, restyle=True)
    assert starts(after, "zoom_to") == pytest.approx([1.7, 14.7], abs=0.02)
    track = marks(after, "zoom_to")[0].effect.keyframes["amount"]
    assert [key.value for key in track] == [1, 1.4, 1.4, 1]
    assert track[1].at - track[0].at == track[3].at - track[2].at == 30


def test_what_is_typed_prolongs_a_zoom() -> None:
    typing = Fact(kind="typing", start=5, end=9, value={"x": 0.4, "y": 0.4, "w": 0.2, "h": 0.05})
    after = edited(film(clip(0, 20)), clicks(click(4), typing), "zoom_to_clicks")
    assert spans(after)[0][1] == pytest.approx(9.6, abs=0.05)


def test_a_way_keeps_the_points_that_matter() -> None:
    way = [(n, n / 100, 0.5 if n < 50 else 0.5 + (n - 50) / 100) for n in range(100)]
    assert simplified(way, 0.003) == [way[0], way[50], way[99]] or len(simplified(way, 0.003)) <= 4


def recording(folder: Path, width: int, height: int, frames: int = 12) -> MediaFile:
    path = folder / "screen.mp4"
    ffmpeg("-f", "lavfi", "-i", f"color=0x606060:s={width}x{height}:r=30:d={frames / 30}", "-c:v", "libx264",
           "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-colorspace", "bt709", str(path))  # fmt: skip
    return media(frames / 30, width, height, str(path))


def seen(timeline: Timeline, frame: int) -> NDArray[np.float64]:
    """The light of one frame of the film."""
    canvas = timeline.canvas
    planes = raw(timeline, Range(start=frame, duration=1))[0]
    return planes[: canvas.width * canvas.height].reshape(canvas.height, canvas.width).astype(float)


def middle(picture: NDArray[np.float64], usual: float) -> tuple[float, float]:
    """The middle of what is drawn on a plain picture."""
    rows, columns = np.nonzero(np.abs(picture - usual) > 25)
    return float(columns.min() + columns.max() + 1) / 2, float(rows.min() + rows.max() + 1) / 2


CLICK = click(0.1, 0.3, 0.62)
BEFORE = [
    ("bars", Canvas(width=1920, height=1080), (), (0.05 + 0.3 * 0.9, 0.62)),
    ("crop", Canvas(width=1920, height=1080, fill="crop"), (), (0.3, (0.62 - 0.05) / 0.9)),
    (
        "cropped edges",
        Canvas(width=1920, height=1080, fill="crop"),
        (Effect(id="e1", op="crop", params={"bottom": 0.1}),),
        (0.3, 0.62 / 0.9),
    ),
    (
        "in a corner",
        Canvas(width=1920, height=1080),
        (Effect(id="e1", op="place", params={"x": 0.5, "y": 0.25, "width": 0.4}),),
        (0.5 + 0.4 * 0.3, 0.25 + 0.62 * 0.4 * 1920 * 10 / 16 / 1080),
    ),
]


@pytest.mark.parametrize(
    ("canvas", "effects", "place"), [row[1:] for row in BEFORE], ids=[r[0] for r in BEFORE]
)
def test_a_ring_lies_on_the_click_whatever_frames_it(
    canvas: Canvas, effects: tuple[Effect, ...], place: tuple[float, float], tmp_path: Path
) -> None:
    """Within 2 pixels of the truth in a film of 1920 x 1080, also where the frame is set afterwards."""
    timeline = film(clip(0, 0.4), media=(recording(tmp_path, 1920, 1200),))
    ringed = edited(timeline, clicks(CLICK), "highlight_clicks")
    # An effect that was there before lies above the ring; so does one that comes after it.
    after = ringed.model_copy(update={"canvas": canvas})
    for effect in effects:
        after = edited(after, {}, "add_effect", effect=effect.op, params=effect.params)
    x, y = middle_of_ring(after, 6, 2)
    assert (x, y) == pytest.approx((place[0] * 1920, place[1] * 1080), abs=2)


def middle_of_ring(timeline: Timeline, frame: int, without: int) -> tuple[float, float]:
    """The middle of what one frame shows and another, earlier one does not."""
    change = np.abs(seen(timeline, frame) - seen(timeline, without))
    return middle(change, 0)


def test_a_zoomed_ring_lies_where_the_zoom_puts_the_click(tmp_path: Path) -> None:
    timeline = film(
        clip(0, 0.4), media=(recording(tmp_path, 1920, 1080),), canvas=Canvas(width=1920, height=1080)
    )
    ringed = edited(timeline, clicks(CLICK), "highlight_clicks")
    zoomed = edited(ringed, {}, "add_effect", effect="zoom_to", params={"amount": 2, "x": 0.4, "y": 0.6})
    x, y = middle_of_ring(zoomed, 6, 2)
    assert (x, y) == pytest.approx((0.3 * 2 * 1920 - 0.15 * 2 * 1920, (0.62 - 0.35) * 2 * 1080), abs=2)


def test_the_halo_goes_where_the_cursor_goes(tmp_path: Path) -> None:
    timeline = film(
        clip(0, 0.4), media=(recording(tmp_path, 1280, 720),), canvas=Canvas(width=1280, height=720)
    )
    path = [[0, 0.2, 0.3], [0.2, 0.6, 0.5], [0.4, 0.6, 0.8]]
    facts = {"m1": [Fact(kind="cursor", start=0, end=0.4, value={"path": path})]}
    after = edited(timeline, facts, "highlight_cursor")
    for frame, place in ((3, (0.4, 0.4)), (9, (0.6, 0.65))):
        x, y = middle(seen(after, frame), np.median(seen(after, frame)))
        assert (x, y) == pytest.approx((place[0] * 1280, place[1] * 720), abs=2)


def test_a_moving_zoom_and_one_that_stands_show_the_same(tmp_path: Path) -> None:
    """What is built for a zoom standing still goes on where the move ends."""
    path = tmp_path / "screen.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=s=640x400:r=30:d=0.4", "-c:v", "libx264", "-qp", "0", "-preset",
           "ultrafast", "-pix_fmt", "yuv420p", "-colorspace", "bt709", str(path))  # fmt: skip
    timeline = film(
        clip(0, 0.4), media=(media(0.4, 640, 400, str(path)),), canvas=Canvas(width=640, height=400)
    )
    place = {"x": 0.5, "y": 0.5, "amount": 1.6}
    still = edited(timeline, {}, "add_effect", effect="zoom_to", params=place)
    keys = {"amount": ({"at": 0, "value": 1.6}, {"at": 5, "value": 1.6}, {"at": 11, "value": 1.61})}
    moving = edited(timeline, {}, "add_effect", effect="zoom_to", params=place, keyframes=keys)
    assert np.abs(seen(still, 3) - seen(moving, 3)).mean() < 0.01
    assert np.abs(seen(still, 6) - seen(moving, 6)).mean() < 6


IDLE = clicks(
    Fact(kind="idle", start=3, end=9),
    Fact(kind="idle", start=12, end=13),
    Fact(kind="idle", start=14, end=19),
)


@pytest.mark.parametrize(
    ("params", "length"),
    [
        ({}, 20 - 5.2 - 4.2),
        ({"mode": "speed"}, 20 - (5.2 + 4.2) * 7 / 8),
        ({"min_idle": 6}, 20 - 5.2),
        ({"pad": 1}, 20 - 4 - 3),
    ],
)
def test_idle_stretches_go_or_play_fast(params: dict[str, Any], length: float) -> None:
    after = edited(film(clip(0, 20)), IDLE, "cut_idle", **params)
    assert float(after.duration / RATE) == pytest.approx(length, abs=0.07)


def test_idle_stretches_stay_where_somebody_speaks() -> None:
    loud = media().model_copy(update={"audio": AudioStream()})
    timeline = film(clip(0, 20), media=(loud,))
    with pytest.raises(MissingFacts):
        edited(timeline, IDLE, "cut_idle")
    talk = {"m1": [*IDLE["m1"], Fact(kind="speech", start=4, end=8)]}
    assert float(edited(timeline, talk, "cut_idle").duration / RATE) == pytest.approx(15.8, abs=0.05)
    anyway = edited(timeline, talk, "cut_idle", over_speech=True)
    assert float(anyway.duration / RATE) == pytest.approx(10.6, abs=0.07)


def key(at: float, keys: str) -> Fact:
    return Fact(kind="key", start=at, end=at + 0.1, value={"keys": keys})


def test_keys_are_captioned_and_letters_are_not() -> None:
    facts = clicks(
        key(2, "Ctrl+S"), key(4, "h"), key(4.2, "i"), key(6, "Ctrl+Z"), key(6.4, "Ctrl+Z"), key(7, "Esc")
    )
    after = edited(film(clip(0, 20)), facts, "show_keys")
    texts = [
        (at / 30, each.name, each.duration / 30) for track in after.tracks[1:] for at, each in track.clips()
    ]
    assert texts == [(2, "Ctrl + S", 1.5), (6, "Ctrl + Z ×2", 1), (7, "Esc", 1.5)]
    assert len([1 for t in edited(after, facts, "show_keys", which="all").tracks[1:] for _ in t.clips()]) == 5
    assert not any(t.items for t in edited(after, facts, "show_keys", off=True).tracks[1:])
    with pytest.raises(NoEvents, match="only a recorder's event file"):
        edited(film(clip(0, 20)), clicks(), "show_keys")


@pytest.mark.parametrize(
    ("places", "top"),
    [([], 0.05), ([(0.5, 0.5)], 0.05), ([(0.5, 0.96)], 0.1), ([(0.5, 0.02), (0.4, 0.3)], 0), ([(0.5, 0.93), (0.2, 0.2)], 0.06)],
)  # fmt: skip
def test_a_crop_keeps_what_happens(places: list[tuple[float, float]], top: float) -> None:
    facts = clicks(*(click(n + 1, x, y) for n, (x, y) in enumerate(places)))
    after = edited(film(clip(0, 20)), facts, "crop_to_action", aspect="16:9")
    crop = next(iter(after.film.clips()))[1].effects[0]  # type: ignore[union-attr]
    assert (after.canvas.width, after.canvas.height, after.canvas.fill) == (1920, 1080, "crop")
    assert crop.params["top"] == pytest.approx(top, abs=0.011)
    assert crop.params["top"] + crop.params["bottom"] == pytest.approx(0.1, abs=1e-4)
    assert crop.metadata["kept"] == len(places)


def test_a_following_crop_goes_where_things_happen() -> None:
    facts = clicks(click(2, 0.1, 0.5), click(3, 0.12, 0.5), click(16, 0.9, 0.5), click(17, 0.88, 0.5))
    after = edited(film(clip(0, 20)), facts, "crop_to_action", aspect="9:16", follow=True)
    crop = next(iter(after.film.clips()))[1].effects[0]  # type: ignore[union-attr]
    way = crop.keyframes["x"]
    assert crop.op == "moving_crop"
    assert way[0].value == pytest.approx(0, abs=0.02)
    assert way[-1].value + crop.params["width"] == pytest.approx(1, abs=0.02)
    assert crop.metadata["kept"] == 4


def test_a_moving_crop_shows_its_part(tmp_path: Path) -> None:
    timeline = film(
        clip(0, 0.4),
        media=(recording(tmp_path, 640, 400),),
        canvas=Canvas(width=640, height=360, fill="crop"),
    )
    ringed = edited(timeline, clicks(CLICK), "highlight_clicks")
    keys = {"y": ({"at": 0, "value": 0.0}, {"at": 10, "value": 0.1})}
    after = edited(ringed, {}, "add_effect", effect="moving_crop", params={"x": 0, "y": 0, "width": 1, "height": 0.9}, keyframes=keys)  # fmt: skip
    x, y = middle(seen(after, 6), np.median(seen(after, 6)))
    assert (x, y) == pytest.approx((0.3 * 640, (0.62 - 0.06) / 0.9 * 360), abs=2)


def test_on_a_background_the_picture_lies_inside_with_a_ring_where_it_was_clicked(tmp_path: Path) -> None:
    timeline = film(
        clip(0, 0.4), media=(recording(tmp_path, 960, 600),), canvas=Canvas(width=960, height=540)
    )
    ringed = edited(timeline, clicks(CLICK), "highlight_clicks")
    look = {"ground": "color", "first": "#ffffff", "padding": 0.1, "shadow": 0.6}
    after = edited(ringed, {}, "add_effect", effect="on_background", params=look)
    picture = seen(after, 2)
    assert picture[4, 4] > 225
    # In the shadow below the picture it is darker than above it.
    assert picture[540 - 48, 480] < picture[48, 480] - 15
    x, y = middle_of_ring(after, 6, 2)
    high = 540 - 2 * 54
    wide = high * 1.6
    assert (x, y) == pytest.approx(((960 - wide) / 2 + 0.3 * wide, 54 + 0.62 * high), abs=2)


def test_one_ring_more_or_less_touches_one_piece_of_the_film() -> None:
    facts = clicks(*(click(3 * n + 1) for n in range(30)))
    timeline = film(clip(0, 100), media=(media(100),), canvas=Canvas(width=640, height=360))
    ringed = edited(timeline, facts, "highlight_clicks")
    fewer = edited(ringed, facts, "highlight_clicks", off=True, moments=(46,))
    before, after = (
        [lower_picture(each, span).graph.key for span in spans_of(each)] for each in (ringed, fewer)
    )
    assert len(before) == 10
    assert [n for n in range(10) if before[n] != after[n]] == [4]
    told = [cause.text["en"] for cause in touched(ringed, spans_of(ringed)[4])]
    assert (
        3
        <= len([each for each in shown(ringed, spans_of(ringed)[4])[0].effects if each == "click_ring"])
        <= 4
    )
    assert told


def test_rings_drawn_after_a_cut_are_kept_when_it_is_made_again() -> None:
    """Loosening a pass over the pauses begins from the source again; what was drawn on its pieces stays."""
    loud = media().model_copy(update={"audio": AudioStream()})
    quiet = [Fact(kind="silence", start=at, end=at + 2) for at in (3, 8, 12)]
    facts = {"m1": [*FACTS["m1"], *quiet]}
    cut = edited(film(clip(0, 20), media=(loud,)), facts, "cut_silences", pad=0.1)
    ringed = edited(cut, facts, "highlight_clicks")
    assert len(starts(ringed)) == 3
    looser = edited(ringed, facts, "cut_silences", pad=0.4)
    fresh = edited(
        edited(film(clip(0, 20), media=(loud,)), facts, "cut_silences", pad=0.4), facts, "highlight_clicks"
    )
    assert looser.duration == fresh.duration
    assert starts(looser) == pytest.approx(starts(fresh), abs=0.04)
