"""What is hidden stays hidden where it goes: what is followed, what is covered while it is lost, how it looks."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from exactness import raw
from footage import ffmpeg
from workprint.analysis import analyse, probe
from workprint.base import Fault, Range
from workprint.model import (
    Canvas,
    Clip,
    Fact,
    FileRef,
    Followed,
    MediaFile,
    Timeline,
    Track,
    VideoStream,
    followed,
)
from workprint.ops import bind
from workprint.ops.edits.faults import MissingFacts
from workprint.ops.operation import EditOp

RATE = Fraction(30)
WIDTH, HEIGHT = 320, 200
PAGE = np.random.default_rng(3).integers(0, 2, (300, 107)).repeat(2, 0).repeat(3, 1)[:, :WIDTH]
PAGE = (PAGE * 150 + 60).astype(np.uint8)
"""A long page as fine as print, no two parts of it alike."""


def scrolled(folder: Path, tops: list[int | None]) -> MediaFile:
    """A recording of the page: how far it is scrolled in each frame; None shows another page."""
    path = folder / "page.mp4"
    other = np.full((HEIGHT, WIDTH), 128, np.uint8)
    frames = [other if top is None else PAGE[top : top + HEIGHT] for top in tops]
    ffmpeg("-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{WIDTH}x{HEIGHT}", "-r", "30", "-i", "-", "-c:v",
           "libx264", "-qp", "12", "-pix_fmt", "yuv420p", str(path), data=b"".join(f.tobytes() for f in frames))  # fmt: skip
    return probe(path, "m1")


def film(media: MediaFile, **more: Any) -> Timeline:
    clip = Clip(
        id="c1",
        media=FileRef(media="m1"),
        source=Range(start=0, duration=round(media.duration * RATE)),
        **more,
    )
    canvas = Canvas(width=WIDTH, height=HEIGHT)
    return Timeline(
        rate=RATE, media=(media,), canvas=canvas, tracks=(Track(id="v1", kind="video", items=(clip,)),)
    )


def covered(timeline: Timeline, facts: dict[str, list[Fact]], **params: Any) -> Timeline:
    """The edit, with what it asks to be known found out."""
    op = bind(EditOp, "cover_up", params)
    media = timeline.media[0]
    try:
        return op.apply(timeline, facts)
    except MissingFacts as missing:
        found = analyse(media.uri, media, [str(missing.fields["kind"])])
        return covered(timeline, {"m1": [*facts.get("m1", ()), *found]}, **params)


BOX = {"x": 100 / WIDTH, "y": 80 / HEIGHT, "width": 80 / WIDTH, "height": 40 / HEIGHT}
TOPS: list[int | None] = [*[0] * 6, *range(0, 60, 6), *[60] * 4, *[200] * 6, *[None] * 8, *[30] * 6]
"""The page rests, scrolls, jumps so far that the place is out of sight, is another, and comes back."""


def test_a_cover_is_over_its_place_in_every_frame_that_shows_it(tmp_path: Path) -> None:
    timeline = film(scrolled(tmp_path, TOPS))
    after = covered(timeline, {}, **BOX, at=0.0, mode="solid", color="#ffffff")
    for frame, top in enumerate(TOPS):
        if top is None or top > 120:
            continue
        high = max(0, 80 - top), max(0, 120 - top)
        assert seen(after, frame)[high[0] : high[1], 100:180].min(initial=255) > 220, frame


def seen(timeline: Timeline, frame: int) -> NDArray[np.uint8]:
    planes = raw(timeline, Range(start=frame, duration=1))[0]
    return planes[: WIDTH * HEIGHT].reshape(HEIGHT, WIDTH)


def test_what_is_covered_is_no_more_than_needed_while_it_is_sure(tmp_path: Path) -> None:
    timeline = film(scrolled(tmp_path, TOPS))
    after = covered(timeline, {}, **BOX, at=0.0, mode="solid", color="#ffffff")
    assert np.mean(seen(after, 2) > 220) < 0.12
    effect = next(iter(after.film.clips()))[1].effects[0]  # type: ignore[union-attr]
    assert [span[0] for span in effect.metadata["sure"]][:1] == [0]
    assert len(effect.metadata["sure"]) == 2
    marker = after.markers[0]
    assert (marker.kind, marker.range.duration, marker.metadata["effects"]) == (
        "cover",
        len(TOPS),
        [effect.id],
    )


@pytest.mark.parametrize("mode", ["mosaic", "blur", "solid"])
def test_nothing_can_be_made_out_under_a_cover(mode: str, tmp_path: Path) -> None:
    after = covered(film(scrolled(tmp_path, [0] * 6)), {}, **BOX, at=0.0, mode=mode)
    under = seen(after, 3)[84:116, 104:176].astype(float)
    open_ = PAGE[84:116, 104:176].astype(float)
    assert under.std() < open_.std() / 4


def fact(kind: str, start: float, end: float, sure: float = 1.0, **value: Any) -> Fact:
    return Fact(kind=kind, start=start, end=end, value=value, confidence=sure)


def still(seconds: float = 10) -> MediaFile:
    video = VideoStream(width=1280, height=720, duration=Fraction(seconds))
    return MediaFile(id="m1", name="a.mp4", duration=Fraction(seconds), video=video)


def boxes(timeline: Timeline, frame: int) -> list[tuple[float, float, float, float]]:
    """What the covers of the first clip hide at a frame: left, top, right, bottom."""
    found = []
    for effect in next(iter(timeline.film.clips()))[1].effects:  # type: ignore[union-attr]
        at = {name: [k for k in track if k.at <= frame][-1:] for name, track in effect.keyframes.items()}
        if all(at.values()):
            x, y, w, h = (at[name][0].value for name in ("x", "y", "width", "height"))
            found += [(x, y, x + w, y + h)] if w and h else []
    return found


def holds(box: tuple[float, ...], inner: tuple[float, ...]) -> bool:
    return box[0] <= inner[0] and box[1] <= inner[1] and box[2] >= inner[2] and box[3] >= inner[3]


FACES = [
    fact("faces", 0, 10, engine="test", people=2, seen=0.5),
    *(fact("face", n * 0.4, n * 0.4 + 0.4, x=0.2 + 0.02 * n, y=0.3, w=0.1, h=0.18, id=0) for n in range(5, 10)),
    *(fact("face", n * 0.4, n * 0.4 + 0.4, x=0.44, y=0.3, w=0.1, h=0.18, id=1) for n in range(14, 18)),
]  # fmt: skip


def test_faces_are_covered_with_room_before_after_and_while_they_are_missed() -> None:
    after = covered(film(still()), {"m1": FACES}, what="faces")
    assert not boxes(after, 20)
    for frame, left in ((40, 0.3), (60, 0.3), (66, 0.32), (119, 0.38), (200, 0.44)):
        assert any(holds(box, (left, 0.3, left + 0.1, 0.48)) for box in boxes(after, frame)), frame
    # Missed for 1.6 s, back beside where it was.
    assert any(holds(box, (0.38, 0.3, 0.54, 0.48)) for box in boxes(after, 145))
    assert {m.name for m in after.markers} == {"Cover 1", "Cover 2"}


def test_only_the_time_asked_for_is_covered() -> None:
    after = covered(film(still()), {"m1": FACES}, what="faces", start=2.5, end=3.0)
    assert boxes(after, 80)
    assert not boxes(after, 70)
    assert not boxes(after, 95)


@pytest.mark.parametrize(
    ("params", "facts", "code"),
    [
        ({"what": "faces"}, [fact("faces", 0, 10, engine="test", people=0, seen=0)], "nothing_to_cover"),
        ({"what": "typing"}, [fact("screen", 0, 10, by="pixels", recording=True)], "nothing_to_cover"),
        ({"what": "text", "text": "email"}, [fact("lettering", 0, 10, text="", boxes=[], read=False)], "cannot_read"),
        ({"what": "text", "text": "email"}, [fact("lettering", 0, 10, text="", boxes=[], read=True)], "nothing_to_cover"),
        ({"start": 4.0, "end": 4.0}, [], "empty_range"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said(params: dict[str, Any], facts: list[Fact], code: str) -> None:
    with pytest.raises(Fault) as told:
        bind(EditOp, "cover_up", params).apply(film(still()), {"m1": facts})
    assert told.value.code == code


READ = [
    fact("lettering", 0, 10, text="", boxes=[], read=True),
    fact("lettering", 1, 4, text="", boxes=[["Mail: jane.doe@acme.com", 0.1, 0.2, 0.4, 0.03], ["Password", 0.1, 0.4, 0.08, 0.03]]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("email", (0.13, 0.19, 0.55, 0.24)),
        ("jane.doe", (0.15, 0.19, 0.4, 0.24)),
        ("password", (0.1, 0.38, 0.58, 0.52)),
    ],
)
def test_a_text_that_was_read_is_followed_from_there(text: str, place: tuple[float, ...]) -> None:
    with pytest.raises(MissingFacts) as missing:
        bind(EditOp, "cover_up", {"what": "text", "text": text}).apply(film(still()), {"m1": READ})
    wanted = followed(str(missing.value.fields["kind"]))
    assert wanted is not None
    assert 1 <= wanted.at < 1.1
    assert (wanted.x, wanted.y, wanted.x + wanted.w, wanted.y + wanted.h) == pytest.approx(place, abs=0.02)


def test_a_place_is_the_kind_of_its_facts() -> None:
    place = Followed(1.5, 0.1, 0.2, 0.3, 0.4, 0.0, 12.5)
    assert followed(place.kind) == place
    assert followed("click") is None


def test_what_looks_like_it_far_away_is_not_taken_for_it(tmp_path: Path) -> None:
    """A part of the place changes while another one that looks alike stands elsewhere."""
    page = np.full((HEIGHT, WIDTH), 90, np.uint8)
    card = PAGE[:40, :80]
    page[20:60, 20:100] = card
    page[140:180, 200:280] = card
    page[150:152, 200:280] = 90
    changed = page.copy()
    changed[20:60, 20:76] = PAGE[200:240, 100:156]
    path = tmp_path / "cards.mp4"
    frames = [page] * 5 + [changed] * 10
    ffmpeg("-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{WIDTH}x{HEIGHT}", "-r", "30", "-i", "-", "-c:v",
           "libx264", "-qp", "12", "-pix_fmt", "yuv420p", str(path), data=b"".join(f.tobytes() for f in frames))  # fmt: skip
    box = {"x": 20 / WIDTH, "y": 20 / HEIGHT, "width": 80 / WIDTH, "height": 40 / HEIGHT}
    after = covered(film(probe(path, "m1")), {}, **box, at=0.0, mode="solid", color="#ffffff")
    for frame in (2, 8, 14):
        assert seen(after, frame)[20:60, 20:100].min() > 220, frame


def test_a_page_without_it_is_not_covered_as_a_whole(tmp_path: Path) -> None:
    """Another page on which two of its patches are found by chance."""
    other = np.full((HEIGHT, WIDTH), 90, np.uint8)
    other[150:170, 20:60] = PAGE[80:100, 100:140]
    path = tmp_path / "other.mp4"
    frames = [PAGE[:HEIGHT]] * 5 + [other] * 10
    ffmpeg("-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{WIDTH}x{HEIGHT}", "-r", "30", "-i", "-", "-c:v",
           "libx264", "-qp", "12", "-pix_fmt", "yuv420p", str(path), data=b"".join(f.tobytes() for f in frames))  # fmt: skip
    after = covered(film(probe(path, "m1")), {}, **BOX, at=0.0, mode="solid", color="#ffffff")
    left, top, right, low = boxes(after, 12)[0]
    assert holds(
        (left, top, right, low), (BOX["x"], BOX["y"], BOX["x"] + BOX["width"], BOX["y"] + BOX["height"])
    )
    assert (right - left) * (low - top) < 0.9
