"""Another shape with the subject kept: the path, what it follows, and where the faces are in what is rendered."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from drawn_faces import drawn
from footage import pictures
from workprint.analysis import analyse, probe
from workprint.base import Curve, Range
from workprint.jobs import render
from workprint.model import (
    Canvas,
    Clip,
    Effect,
    Fact,
    Facts,
    FileRef,
    MediaFile,
    Timeline,
    Track,
    VideoStream,
)
from workprint.ops.edits.add_effect import AddEffect
from workprint.ops.edits.crop_path import STRAIGHT, allowed, lines, moving, standing
from workprint.ops.edits.faults import MissingFacts, NothingToDo, OutOfRange
from workprint.ops.edits.following import crop_of
from workprint.ops.edits.punch_in import PunchIn
from workprint.ops.edits.reframe import Reframe
from workprint.ops.edits.subjects import scenes_of
from workprint.planner import Situation, plan
from workprint.planner.change import Change
from workprint.planner.plan import Edit
from workprint.planner.told.framing import framing, punched

WINDOW = 0.316


def walk(count: int = 100, jitter: float = 0.0) -> list[tuple[float, float]]:
    """A subject that stands, walks from 0.3 to 0.7, and stands."""
    random = np.random.default_rng(2)
    middle = np.interp(np.arange(count), [count * 0.3, count * 0.6], [0.3, 0.7]) + random.normal(
        0, jitter, count
    )
    return [(float(m) - 0.05, float(m) + 0.05) for m in middle]


def test_a_subject_that_stays_is_held_by_a_crop_that_stands() -> None:
    at, held = standing([(0.5 + 0.02 * (n % 3), 0.6 + 0.02 * (n % 3)) for n in range(30)], WINDOW)
    assert held == 1.0
    assert at == pytest.approx(0.57, abs=0.02)
    assert standing(walk(), WINDOW)[1] < 0.7


def test_a_path_holds_the_subject_without_jitter() -> None:
    bands = walk(jitter=0.006)
    path = moving(bands, WINDOW)
    assert all(
        at - WINDOW / 2 <= low and high <= at + WINDOW / 2
        for at, (low, high) in zip(path, bands, strict=True)
    )
    steps = np.diff(path)
    assert np.abs(steps[:20]).max() < 1e-4  # it stands before the walk,
    assert np.abs(steps[-20:]).max() < 1e-4  # and after it;
    assert (steps > -1e-4).all()  # it never turns back,
    assert np.abs(np.diff(steps, 2)).max() < 0.002  # and speeds up and slows down as a camera does
    kept = lines(path)
    told = np.interp(range(len(path)), kept, [path[n] for n in kept])
    assert len(kept) < 25
    assert np.abs(told - path).max() <= STRAIGHT


def test_a_long_path_is_reckoned_in_sections_that_join() -> None:
    bands = walk(650)
    path = moving(bands, WINDOW)
    assert len(path) == 650
    assert np.abs(np.diff(path, 2)).max() < 0.002


@pytest.mark.parametrize(
    ("band", "window", "least", "most"),
    [
        ((0.45, 0.55), 0.4, 0.39, 0.61),  # a margin of a tenth on both sides
        ((0.05, 0.15), 0.4, 0.2, 0.21),  # not beyond the edge
        ((0.3, 0.7), 0.3, 0.482, 0.518),  # too wide: near its middle
    ],
)
def test_where_a_crop_may_be(band: tuple[float, float], window: float, least: float, most: float) -> None:
    low, high = allowed([band], window)
    assert (float(low[0]), float(high[0])) == pytest.approx((least, most))


def media(name: str = "m1", seconds: int = 10, size: tuple[int, int] = (1920, 1080)) -> MediaFile:
    video = VideoStream(width=size[0], height=size[1], duration=Fraction(seconds))
    return MediaFile(id=name, name=f"{name}.mp4", hash=name, duration=Fraction(seconds), video=video)


def film(*clips: Clip, files: tuple[MediaFile, ...] = (media(),)) -> Timeline:
    return Timeline(tracks=(Track(id="v1", kind="video", items=clips),), media=files)


def clip(name: str = "c1", start: int = 0, frames: int = 300, **more: Any) -> Clip:
    return Clip(id=name, media=FileRef(media="m1"), source=Range(start=start, duration=frames), **more)


def faces(
    who: int, start: float, end: float, x: float, to: float | None = None, size: float = 0.1
) -> list[Fact]:
    """Somebody from `start` to `end` with their middle going from `x` to `to`."""
    at = np.arange(start, end - 1e-6, 0.4)
    places = np.interp(at, [start, end], [x, x if to is None else to])
    return [
        Fact(kind="face", start=float(t), end=float(t) + 0.4, value={"x": float(p) - size / 2, "y": 0.3, "w": size, "h": size, "id": who})
        for t, p in zip(at, places, strict=True)
    ]  # fmt: skip


def shot(start: float, end: float, **value: Any) -> Fact:
    return Fact(
        kind="motion", start=start, end=end, value={"amount": 0.0, "x": 0.5, "y": 0.5, "path": [], **value}
    )


def known(*facts: Fact) -> Facts:
    return {"m1": [Fact(kind="faces", start=0, end=10, value={}), *facts]}


def crop(timeline: Timeline, name: str = "c1") -> Effect:
    found = timeline.find(name)
    assert found
    assert isinstance(found[2], Clip)
    return next(effect for effect in found[2].effects if effect.op == "crop")


def told(timeline: Timeline, facts: Facts, zh: bool = False, **params: Any) -> str:
    after = Reframe(**params).apply(timeline, facts)
    return framing(Change(Edit(op="reframe", params=params), timeline, after), zh)


THREE = known(
    *faces(0, 0, 4, 0.25, 0.75),
    *faces(1, 4, 7, 0.8),
    shot(0, 4),
    shot(4, 7),
    shot(7, 10, eye=[0.2, 0.5, 0.9]),
)


def test_each_shot_is_framed_by_itself() -> None:
    after = Reframe(aspect="9:16").apply(film(clip()), THREE)
    assert (after.canvas.width, after.canvas.height) == (1080, 1920)
    keys = crop(after).keyframes["x"]
    walks, stands, still = ([k for k in keys if a <= k.at < b] for a, b in ((0, 120), (120, 210), (210, 300)))
    assert walks[0].value < 0.35
    assert walks[-1].value > 0.65
    assert walks[-1].ease == "hold"
    assert [k.at for k in stands] == [120]
    assert stands[0].value == pytest.approx(0.8, abs=0.04)
    assert [(k.at, k.value) for k in still] == [(210, pytest.approx(0.2, abs=0.03))]
    assert told(film(clip()), THREE, aspect="9:16") == (
        "Canvas 1080×1920. Scene 1 (0:00–0:04) follows the face; scene 2 (0:04–0:07) stands still with the face in it; "
        "scene 3 (0:07–0:10) stands still with what stands out in it. No face was found in 1 scene."
    )
    assert "停在" in told(film(clip()), THREE, True, aspect="9:16", hold="left")


def test_one_scene_is_told_to_stay_elsewhere_and_the_others_stay_as_they_are() -> None:
    first = Reframe(aspect="9:16").apply(film(clip()), THREE)
    after = Reframe(start=4, end=7, hold="left").apply(first, THREE)
    old, new = crop(first).keyframes["x"], crop(after).keyframes["x"]
    assert [k for k in new if not 120 <= k.at < 210] == [k for k in old if not 120 <= k.at < 210]
    (held,) = (k for k in new if 120 <= k.at < 210)
    assert held.value == pytest.approx(WINDOW / 2, abs=0.001)
    part = Reframe(start=1, end=2, hold="right").apply(after, THREE)
    keys = crop(part).keyframes["x"]
    assert [k.value for k in keys if 30 <= k.at < 60] == [pytest.approx(1 - WINDOW / 2, abs=0.001)]
    before, again = (Curve(tuple((k.at, k.value, k.ease) for k in row), Fraction(30)) for row in (new, keys))
    for frame in (0, 15, 29, 60, 75, 119, 150, 299):
        assert again.at(frame) == pytest.approx(before.at(frame))
    with pytest.raises(OutOfRange):
        Reframe(start=40, end=50, hold="left").apply(first, THREE)
    with pytest.raises(NothingToDo, match="stay on the top"):
        Reframe(hold="top").apply(first, THREE)


TWO = [*faces(0, 0, 10, 0.2, size=0.08), *faces(1, 0, 10, 0.8, size=0.12), shot(0, 10)]


@pytest.mark.parametrize(
    ("facts", "params", "x", "what"),
    [
        (known(*TWO), {}, 0.8, "nearest face"),
        (known(*TWO), {"follow": "left person"}, 0.2, "left person"),
        (known(*TWO), {"follow": "right person"}, 0.8, "right person"),
        (known(*faces(0, 0, 10, 0.45), *faces(1, 0, 10, 0.58), shot(0, 10)), {}, 0.515, "faces"),
        (known(*faces(0, 0, 1, 0.3), shot(0, 10)), {}, 0.5, "nothing"),  # seen for a moment only
        (known(shot(0, 10, amount=0.2, path=[[t, 0.7, 0.5] for t in range(10)])), {}, 0.7, "motion"),
        (known(*TWO[:-1], shot(0, 10, amount=0.2, path=[[t, 0.4, 0.5] for t in range(10)])), {"follow": "motion"}, 0.4, "motion"),
        (known(shot(0, 10)), {}, 0.5, "nothing"),
        (known(shot(0, 10), Fact(kind="cursor", start=0, end=10, value={"path": [[t, 0.3, 0.5] for t in range(10)]})), {}, 0.3, "cursor"),
    ],
)  # fmt: skip
def test_what_is_followed(facts: Facts, params: dict[str, Any], x: float, what: str) -> None:
    after = Reframe(aspect="9:16", **params).apply(film(clip()), facts)
    (key,) = crop(after).keyframes["x"]
    assert key.value == pytest.approx(x, abs=0.05)
    assert (key.model_extra or {})["what"] == what


def test_the_wider_way_is_followed_up_and_down() -> None:
    upright = film(clip(), files=(media(size=(1080, 1920)),))
    after = Reframe(aspect="16:9").apply(upright, known(*faces(0, 0, 10, 0.5), shot(0, 10)))
    (key,) = crop(after).keyframes["y"]
    assert key.value == pytest.approx(0.35, abs=0.05)


def test_facts_that_are_missing_are_asked_for() -> None:
    with pytest.raises(MissingFacts) as caught:
        Reframe(aspect="9:16").apply(film(clip()), {})
    assert caught.value.fields["kind"] == "face"
    with pytest.raises(MissingFacts) as caught:
        Reframe(aspect="9:16").apply(film(clip()), known())
    assert caught.value.fields["kind"] == "motion"
    with pytest.raises(NothingToDo, match="shows the whole picture"):
        Reframe().apply(film(clip()), THREE)


def test_photos_are_filled_from_the_middle_and_what_is_placed_stays() -> None:
    photo = media("m2").model_copy(update={"kind": "image", "duration": Fraction(0)})
    still = Clip(id="c2", media=FileRef(media="m2"), source=Range(start=0, duration=60))
    placed = clip("c3", effects=(Effect(id="e1", op="place", params={"width": 0.5}),))
    after = Reframe(aspect="1:1").apply(film(clip(), still, placed, files=(media(), photo)), THREE)
    assert [k.value for k in crop(after, "c2").keyframes["x"]] == [0.5]
    found = after.find("c3")
    assert found
    assert found[2] == placed


def test_a_crop_of_ones_own_moves_the_places() -> None:
    own = clip(effects=(Effect(id="e1", op="crop", params={"left": 0.5}),))
    after = Reframe(aspect="9:16").apply(film(own), known(*faces(0, 0, 10, 0.75), shot(0, 10)))
    found = after.find("c1")
    assert found
    assert isinstance(found[2], Clip)
    mine = found[2].effects[-1]
    assert mine.keyframes["x"][0].value == pytest.approx(0.5, abs=0.02)


def test_edges_cut_off_later_leave_the_face_in_the_crop() -> None:
    facts = known(*faces(0, 0, 10, 0.6), shot(0, 10))
    framed_ = Reframe(aspect="9:16").apply(film(clip()), facts)
    before = crop(framed_).keyframes["x"][0].value
    after = AddEffect(effect="crop", params={"left": 0.2}).apply(framed_, facts)
    found = after.find("c1")
    assert found
    assert isinstance(found[2], Clip)
    edges, follows = found[2].effects
    assert edges.params == {"left": 0.2}
    assert 0.2 + 0.8 * follows.keyframes["x"][0].value == pytest.approx(before, abs=1e-4)
    assert crop_of(found[2]) == follows


@pytest.mark.parametrize("upright", [False, True])
def test_a_punch_in_leaves_the_face_where_it_is(upright: bool) -> None:
    pieces = clip("c1", 0, 60), clip("c2", 90, 60), clip("c3", 180, 60)
    facts = known(*faces(0, 0, 10, 0.7), shot(0, 10))
    before = film(*pieces)
    if upright:
        before = Reframe(aspect="9:16").apply(before, facts)
    after = PunchIn().apply(before, facts)
    zooms = [[e for e in c.effects if e.op == "zoom"] for _, c in after.film.clips()]  # type: ignore[union-attr]
    assert [len(each) for each in zooms] == [0, 1, 0]
    x = 0.5 if upright else 0.7
    assert zooms[1][0].params == {
        "amount": 1.12,
        "x": pytest.approx(x, abs=0.02),
        "y": pytest.approx(0.35, abs=0.01),
    }
    assert "x" not in PunchIn(on="middle").apply(film(*pieces), facts).find("c2")[2].effects[0].params  # type: ignore[index, union-attr]
    assert "on the face" in punched(Change(Edit(op="punch_in"), before, after), False)
    with pytest.raises(MissingFacts):
        PunchIn(on="face").apply(film(*pieces), {})


@pytest.mark.parametrize(
    ("more", "edges"),
    [
        ({}, [0, 60, 150]),
        ({"speed": Fraction(2)}, [0, 30, 75]),
        ({"reverse": True}, [0, 60, 150]),
        ({"freeze": True}, [0]),
    ],
)
def test_shots_lie_where_the_clip_shows_them(more: dict[str, Any], edges: list[int]) -> None:
    start, frames = (30, 150) if more.get("speed") else (60, 210)
    shots = known(shot(0, 4), shot(4, 7), shot(7, 10))
    found = scenes_of(clip(start=start, frames=frames, **more), shots, Fraction(30))
    assert [scene.span.start for scene in found] == edges


def test_the_face_is_in_what_is_rendered(tmp_path: Path) -> None:
    """A face crosses the picture, then another shot: in every frame of the result it is whole."""
    path = drawn(
        tmp_path / "a.mp4",
        lambda n: [(0.2 + 0.6 * n / 30, 0.45, 0.4)] if n < 30 else [(0.25, 0.45, 0.4)],
        50,
        tone=lambda n: n // 30,
    )
    file = probe(path, "m1")
    facts = {"m1": analyse(path, file, ["face", "faces", "motion"])}
    start = Timeline(
        rate=Fraction(10), canvas=Canvas(width=320, height=180), media=(file,),
        tracks=(Track(id="v1", kind="video", items=(clip(frames=50),)),),
    )  # fmt: skip
    after = Reframe(aspect="9:16").apply(start, facts)
    render(after, tmp_path / "b.mp4")
    seen = pictures(tmp_path / "b.mp4", 180, 320)
    assert len(seen) == 50
    for frame in seen:
        # The coat is the darkest thing in the lower part of both rooms.
        columns = np.flatnonzero((frame[250:300] < 90).mean(axis=0) > 0.5)
        assert 60 < columns.mean() < 120


def lettering(*boxes: tuple[str, float, float, float, float]) -> Fact:
    value = {"text": "\n".join(box[0] for box in boxes), "boxes": [list(box) for box in boxes]}
    return Fact(kind="lettering", start=0, end=10, value=value, source="test")


LOGO, NAME = ("ACME", 0.05, 0.9, 0.1, 0.05), ("Ann", 0.45, 0.1, 0.1, 0.05)


@pytest.mark.parametrize(
    ("request_", "known_", "says"),
    [
        ("make it vertical and keep me in frame", (lettering(LOGO, NAME),), "cut at the edge: “ACME” (0:05)"),
        ("竖屏，让人始终在画面里", (lettering(LOGO, NAME),), "画面里的文字会被裁掉：“ACME”（0:05）。"),
        ("crop to 9:16", (lettering(LOGO, NAME),), "cut at the edge: “ACME” (0:05)"),
        ("make it vertical with a blurred background", (lettering(LOGO, NAME),), ""),
        ("make it vertical and keep me in frame", (lettering(NAME),), ""),
        ("make it vertical and keep me in frame", (), ""),
    ],
)
def test_texts_in_the_picture_that_are_cut_are_told_where_they_were_read(
    request_: str, known_: tuple[Fact, ...], says: str
) -> None:
    seen = [shot(0, 10), *faces(0, 0, 10, 0.5), *known_]
    found = plan(request_, Situation(timeline=film(clip()), facts=known(*seen)))
    assert found.edits
    assert not found.needs
    assert says in found.reply
    assert ("ACME" in found.reply) == bool(says)
