"""B-roll: where it fits, why, and that the sound beneath goes on."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner_rows import situation
from workprint.base import Range
from workprint.model import Clip, Fact, FileRef, MediaFile, Timeline, Track, VideoStream
from workprint.ops import EditOp, bind
from workprint.ops.broll.about import about, described
from workprint.ops.broll.choosing import BETWEEN, Wishes, chosen, fit
from workprint.ops.broll.placing import on_film, pieces
from workprint.ops.edits.faults import MissingFacts, NoSuchItem, NothingToDo
from workprint.planner import plan

FILE = MediaFile(id="m2", name="x.mp4", duration=Fraction(10), video=VideoStream(width=640, height=360))


def edited(timeline: Timeline, facts: dict[str, list[Fact]], op: str, **params: object) -> Timeline:
    return bind(EditOp, op, params).apply(timeline, facts)


@pytest.mark.parametrize(
    ("name", "word", "fits"),
    [
        ("coffee.mp4", "coffee.", 1.0),
        ("Coffee-Shop_01.mov", "coffees", 1.0),
        ("coffee.mp4", "espresso", 0.6),
        ("coffee.mp4", "咖啡", 0.6),
        ("咖啡馆.mp4", "咖啡", 1.0),
        ("咖啡.mp4", "coffee", 0.6),
        ("CityTraffic.mp4", "traffic", 1.0),
        ("restaurant.mp4", "restaurent", 0.9),
        ("IMG_2041.mp4", "image", None),
        ("broll_1.mp4", "role", None),
        ("coffee.mp4", "the", None),
        ("coffee.mp4", "office", None),
    ],
)
def test_what_a_file_is_about_is_held_against_words(name: str, word: str, fits: float | None) -> None:
    found = fit(about(FILE.model_copy(update={"name": name}), {}), word)
    assert (found and found[1]) == fits


def test_what_its_owner_says_counts_before_its_name_and_what_stands_in_it() -> None:
    file = FILE.model_copy(update={"name": "coffee.mp4", "metadata": {"tags": ["coffee"]}})
    sign = Fact(kind="lettering", start=0, end=1, value={"text": "ESPRESSO 3 €", "boxes": []})
    face = Fact(kind="face", start=0, end=1, value={"x": 0, "y": 0, "w": 0.1, "h": 0.1, "id": 1})
    hints = {hint.said: hint.by for hint in about(file, {"m2": [sign, face]})}
    assert hints["coffee"] == "tag"
    assert hints["ESPRESSO"] == "lettering"
    assert hints["people"] == "face"


def test_a_file_is_described_by_what_was_found_in_it() -> None:
    facts = {
        "m2": [
            Fact(kind="motion", start=0, end=10, value={"amount": 0.8, "x": 0.5, "y": 0.5}),
            Fact(kind="colour", start=0, end=10, value={"luma": 0.1}),
            Fact(kind="face", start=0, end=1, value={"x": 0, "y": 0, "w": 0.1, "h": 0.1, "id": 3}),
        ]
    }
    file = FILE.model_copy(update={"name": "market.mp4"})
    assert described(file, facts)["en"] == "10.0 s; about market; faces: 1; much moves; dark"
    assert described(file, facts)["zh"] == "10.0 秒；关于market；人脸：1；动感强；偏暗"


def test_it_lies_over_the_words_it_shows_and_says_so() -> None:
    here = situation("broll_said")
    after = edited(here.timeline, dict(here.facts), "add_broll")
    found = {piece.media: piece for piece in pieces(after)}
    assert {name: round(piece.start, 1) for name, piece in found.items()} == {
        "m2": 2.4,
        "m3": 13.0,
        "m4": 25.5,
    }
    assert found["m3"].length == 3.0
    assert "espresso" in found["m3"].why["en"]
    assert found["m2"].score > found["m3"].score > 0
    film = after.film
    assert film is not None
    assert film == here.timeline.film
    for _, clip in on_film(after):
        assert clip.muted
        assert {"fade_in", "fade_out", "place"} <= {effect.op for effect in clip.effects}
    assert after.duration == here.timeline.duration
    # A photo moves slowly.
    assert any(effect.op == "ken_burns" for _, clip in on_film(after)[2:] for effect in clip.effects)


def test_words_that_nobody_listened_to_are_asked_for_and_joins_need_none() -> None:
    here = situation("broll")
    with pytest.raises(MissingFacts):
        edited(here.timeline, {}, "add_broll")
    with pytest.raises(NothingToDo, match="jump cut"):
        edited(here.timeline, {}, "add_broll", over="joins")
    cut = situation("broll_cut")
    after = edited(cut.timeline, {}, "add_broll", over="joins")
    joins = [20.0, 36.0]
    assert [any(p.start < join < p.end for join in joins) for p in pieces(after)] == [True, True]


def test_another_one_is_never_the_one_that_was_refused() -> None:
    here = situation("broll_said")
    facts = dict(here.facts)
    after = edited(here.timeline, facts, "add_broll", media=("m3",))
    clip = on_film(after)[0][1].id
    seen = ["m3"]
    for _ in range(2):
        after = edited(after, facts, "swap_broll", clip=clip)
        ((at, now),) = on_film(after)
        assert now.id == clip
        assert at == 13 * 30
        assert isinstance(now.media, FileRef)
        seen.append(now.media.media)
    assert sorted(seen) == ["m2", "m3", "m4"]
    with pytest.raises(NothingToDo):
        edited(after, facts, "swap_broll", clip=clip)
    with pytest.raises(NoSuchItem):
        edited(after, facts, "swap_broll", clip="c1")


def test_suggestions_change_nothing_and_are_what_is_placed() -> None:
    here = situation("broll_said")
    told = plan("what b-roll would fit?", here)
    assert not told.edits
    placed = plan("add b-roll", here)
    for piece in pieces(placed.timeline):
        file = here.timeline.file(piece.media)
        assert file is not None
        line = next(line for line in told.reply.splitlines() if file.name in line)
        assert line in {
            line.replace(f"({piece.why['en']})", f"({piece.score:.2f}): {piece.why['en']}")
            for line in placed.reply.splitlines()
        }


def test_the_library_is_looked_into_before_it_is_listed() -> None:
    here = situation("broll_said")
    asked = plan("which b-roll do I have?", here)
    assert {(need.media, need.kind) for need in asked.needs} >= {
        ("m2", "face"),
        ("m3", "motion"),
        ("m4", "colour"),
    }
    facts = {name: list(found) for name, found in here.facts.items()}
    for need in asked.needs:
        value = {"luma": 0.9, "amount": 0.1, "x": 0.5, "y": 0.5, "faces": 0}
        kind = "faces" if need.kind == "face" else need.kind
        facts.setdefault(need.media, []).append(Fact(kind=kind, start=0, end=3, value=value))
    told = plan("which b-roll do I have?", here.model_copy(update={"facts": facts}))
    assert "2. coffee.mp4: 3.0 s; about coffee; calm; bright" in told.reply


@settings(deadline=None)
@given(
    lengths=st.lists(st.integers(1, 20), max_size=6),
    film=st.integers(1, 90),
    length=st.floats(0.5, 12),
    words=st.lists(st.tuples(st.sampled_from(["coffee", "city", "hm"]), st.floats(0, 89)), max_size=12),
)
def test_pieces_lie_inside_the_film_apart_from_each_other_each_file_once(
    lengths: list[int], film: int, length: float, words: list[tuple[str, float]]
) -> None:
    talk = FILE.model_copy(update={"id": "m1", "duration": Fraction(film), "audio": _SOUND})
    names = ("coffee.mp4", "city.mp4", "x.mp4")
    media = [
        FILE.model_copy(update={"id": f"b{n}", "name": names[n % 3], "duration": Fraction(each)})
        for n, each in enumerate(lengths)
    ]
    clip = Clip(id="c1", media=FileRef(media="m1"), source=Range(start=0, duration=film * 30))
    timeline = Timeline(media=(talk, *media), tracks=(Track(id="v1", kind="video", items=(clip,)),))
    listened = Fact(kind="transcript", start=0, end=film, value={"language": "en"})
    facts = {
        "m1": [
            listened,
            *(Fact(kind="word", start=at, end=at + 0.3, value={"text": word}) for word, at in words),
        ]
    }
    found = chosen(timeline, facts, Wishes(length=length))
    assert len({piece.media for piece in found}) == len(found) <= len(media)
    for piece in found:
        assert 0 <= piece.start < piece.end <= film + 0.001
        assert piece.length <= length + 0.001
    for before, after in pairwise(found):
        assert after.start - before.end >= BETWEEN - 0.002


_SOUND = situation("broll_said").timeline.media[0].audio


def test_what_is_not_used_says_why_and_what_comes_instead_was_not_asked_for() -> None:
    here = situation("broll_said")
    reply = plan("add 1 piece of b-roll", here).reply
    assert "(no more pieces were asked for)" in reply
    after = edited(here.timeline, dict(here.facts), "add_broll", media=("m3",))
    clip = on_film(after)[0][1].id
    nothing_said = {name: [f for f in facts if f.kind != "word"] for name, facts in here.facts.items()}
    other = edited(after, nothing_said, "swap_broll", clip=clip)
    assert "asked for" not in on_film(other)[0][1].metadata["broll"]["why"]["en"]
    asked = edited(after, nothing_said, "swap_broll", clip=clip, media="m4")
    assert on_film(asked)[0][1].metadata["broll"]["why"]["en"] == "it was asked for"


def test_what_is_spread_lies_at_its_place_where_the_sentence_near_it_has_no_room() -> None:
    here = situation("broll_said")
    whole = float(here.timeline.duration / here.timeline.rate)
    said = [
        Fact(kind="word", start=at, end=at + 0.3, value={"text": text})
        for at, text in ((0.1, "Hello."), (whole / 2 - whole * 0.15, "Well."), (whole - 0.5, "Bye."))
    ]
    facts = {name: [fact for fact in known if fact.kind != "word"] for name, known in here.facts.items()}
    facts[here.timeline.media[0].id] += said
    after = edited(here.timeline, facts, "add_broll", over="spread")
    assert len(list(pieces(after))) == 3


def test_over_a_range_it_lies_exactly_there() -> None:
    here = situation("broll_said")
    after = edited(here.timeline, {}, "add_broll", media=("m2",), over="range", start=6.0, end=8.5, most=1)
    assert [(p.start, p.end) for p in pieces(after)] == [(6.0, 8.5)]
    with pytest.raises(NothingToDo):
        edited(after, {}, "add_broll", media=("m3",), over="range", start=6.5, end=8.0, most=1)
