"""Captions of what is said: which words they hold, when, and that they follow every edit exactly."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workprint.base import Fault, Range
from workprint.model import (
    AudioStream,
    Canvas,
    Clip,
    Fact,
    FileRef,
    GeneratorRef,
    MediaFile,
    Timeline,
    Track,
    VideoStream,
    load,
    save,
)
from workprint.ops import EditOp, TextGenerator, bind

RATE = Fraction(25)
LONG = 40
TALK = (
    "So, last summer we went to the big store in the middle of the town. It was closed. Nobody knew why, but "
    "we waited for three hours and then the man at the door told us that everything had been sold."
)
CHINESE = (
    "大家好，欢迎来到我的频道。今天我们来看看这个新产品，它的价格很便宜，而且非常好用，我自己已经用了三个月。"
)


def said(text: str, start: float = 0.5, step: float = 0.35, **told: Any) -> list[Fact]:
    """The facts of words that follow each other, with a pause behind each sentence."""
    found: list[Fact] = []
    for word in text.split() if " " in text else text:
        if word in "，。":
            last = found[-1]
            found[-1] = last.model_copy(update={"value": {"text": last.value["text"] + word}})
        else:
            found.append(Fact(kind="word", start=start, end=start + step - 0.05, value={"text": word}))
            start += step
        if word[-1] in ".。":
            start += 0.5
    return [
        *found,
        Fact(kind="transcript", start=0, end=LONG, value={"language": "en", "draft": False, **told}),
    ]


def media(name: str) -> MediaFile:
    picture = VideoStream(width=1920, height=1080, duration=Fraction(LONG))
    return MediaFile(id=name, name=f"{name}.mp4", duration=Fraction(LONG), video=picture, audio=AudioStream())


def film(*clips: Clip, **fields: Any) -> Timeline:
    track = Track(id="v1", kind="video", items=clips)
    return Timeline(rate=RATE, tracks=(track,), media=(media("a"), media("b"), media("v")), **fields)


def clip(name: str, of: str = "a", start: int = 0, length: int = LONG * 25, **fields: Any) -> Clip:
    return Clip(id=name, media=FileRef(media=of), source=Range(start=start, duration=length), **fields)


FACTS = {
    "a": said(TALK),
    "b": said("Here is another clip. " + TALK, 0.2, 0.3),
    "v": said("A voice over the film. It explains."),
}


def edit(timeline: Timeline, op: str, facts: Any = None, **params: Any) -> Timeline:
    return bind(EditOp, op, params).apply(timeline, FACTS if facts is None else facts)


def cues(timeline: Timeline) -> list[tuple[int, int, str]]:
    return [
        (at, at + each.duration, str(each.media.params["text"]))
        for track in timeline.tracks
        if track.kind == "text"
        for at, each in track.clips()
        if isinstance(each.media, GeneratorRef)
    ]


def shown(timeline: Timeline) -> list[tuple[str, float, float]]:
    """Each word of the captions with the frames in which it is marked."""
    found = []
    for track in timeline.tracks:
        for at, each in track.clips() if track.kind == "text" else ():
            assert isinstance(each.media, GeneratorRef)
            for word, since, until in each.media.params["times"]:
                found.append((word, at + since * float(RATE), at + until * float(RATE)))
    return sorted(found, key=lambda word: word[1])


def playing(timeline: Timeline, facts: Any = None) -> list[tuple[str, float, float]]:
    """Each word of the footage with the frames in which it plays, counted from the clips themselves."""
    found = []
    for track in timeline.tracks:
        for at, each in track.clips():
            if track.kind == "text" or not isinstance(each.media, FileRef) or each.reverse or each.muted:
                continue
            frame = float(RATE / each.speed)
            for fact in (FACTS if facts is None else facts).get(each.media.media, ()):
                middle = (fact.start + fact.end) / 2 * frame
                if fact.kind == "word" and each.source.start <= middle < each.source.end:
                    ends = (
                        min(max(t * frame, each.source.start), each.source.end)
                        for t in (fact.start, fact.end)
                    )
                    since, until = (at + end - each.source.start for end in ends)
                    found.append((fact.value["text"], since, until))
    return sorted(found, key=lambda word: word[1])


def same(one: list[tuple[str, float, float]], two: list[tuple[str, float, float]]) -> bool:
    return [word for word, *_ in one] == [word for word, *_ in two] and all(
        math.isclose(a, b, abs_tol=0.003) for x, y in zip(one, two, strict=True) for a, b in zip(x[1:], y[1:], strict=True)
    )  # fmt: skip


def test_words_become_captions_by_sentence_and_pause() -> None:
    found = cues(edit(film(clip("c1")), "caption_speech"))
    assert [text for *_, text in found] == [
        "So, last summer we went to the big\nstore in the middle of the town.",
        "It was closed.",
        "Nobody knew why,\nbut we waited for three hours",
        "and then the man at the door told\nus that everything had been sold.",
    ]
    assert found[0][0] == 12, "the frame in which the first word begins"


@pytest.mark.parametrize("text", [TALK, CHINESE, TALK + " " + TALK, "Yes. No. Maybe. I really do not know."])
@pytest.mark.parametrize("canvas", [Canvas(), Canvas(width=1080, height=1920)])
@pytest.mark.parametrize("preset", ["clean", "bold-yellow", "one-word"])
def test_captions_can_be_read(text: str, canvas: Canvas, preset: str) -> None:
    """Two lines of 42 letters (16 Chinese), 1 to 7 s, gaps of nothing or 0.3 s, every word once."""
    facts = {"a": said(text, step=0.3)}
    after = edit(film(clip("c1"), canvas=canvas), "caption_speech", facts, preset=preset)
    found = cues(after)
    for (start, end, words), following in zip(found, [*found[1:], None], strict=True):
        lines = words.split("\n")
        assert len(lines) <= 2
        assert all(len(line) <= (16 if "，" in text else 42) for line in lines)
        assert end - start <= 7 * 25
        gap = (following[0] if following else LONG * 25) - end
        assert gap == 0 or gap >= 0.3 * 25
        assert end - start >= 25 or gap == 0
        op: Any = bind(TextGenerator, "caption", {"preset": preset, "text": words})
        drawn = op.scene(op.runs(op.look()), op.look(), Fraction(0), Fraction(1), canvas).block
        assert preset == "one-word" or len(drawn.lines) == len(lines), "drawn in the lines it was given"
    assert same(shown(after), playing(after, facts))


def test_a_cut_that_took_time_away_parts_captions() -> None:
    cut = film(clip("c1", "a", 0, 100), clip("c2", "b", 300, 200))
    after = edit(cut, "caption_speech")
    assert all(end <= 100 or start >= 100 for start, end, _ in cues(after))
    run_on = film(clip("c1", "a", 0, 60), clip("c2", "a", 60, 400))
    assert any(start < 60 < end for start, end, _ in cues(edit(run_on, "caption_speech")))


EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("delete_range"), st.integers(0, 900), st.integers(1, 200)),
        st.tuples(st.just("set_speed"), st.integers(0, 900), st.sampled_from([0.5, 0.73, 1.37, 2, 3.3])),
        st.tuples(st.just("split"), st.integers(1, 900), st.just(0)),
        st.tuples(st.just("move_clip"), st.integers(0, 5), st.integers(0, 5)),
        st.tuples(st.just("trim"), st.integers(0, 5), st.integers(1, 40)),
        st.tuples(st.just("slip"), st.integers(0, 5), st.integers(-20, 20)),
    ),
    max_size=6,
)


def changed(timeline: Timeline, op: str, one: int, two: float) -> Timeline:
    """The timeline after a random edit; as it was where the edit cannot be made."""
    last = timeline.film.duration if timeline.film else 0
    names = [each.id for _, each in timeline.film.clips()] if timeline.film else []
    name = names[one % len(names)]
    at = min(one, last - 1) / 25
    params: dict[str, Any] = {
        "delete_range": {"start": at, "end": min(at + two / 25, last / 25)},
        "set_speed": {"clips": [name], "factor": two},
        "split": {"at": at},
        "move_clip": {"clip": name, "at": min(two, last / 25)},
        "trim": {"clip": name, "head": two / 25},
        "slip": {"clip": name, "by": two / 25},
    }[op]
    try:
        return edit(timeline, op, {}, **params)
    except Fault:
        return timeline


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EDITS.map(lambda edits: [each for each in edits if each[0] != "slip"]))
def test_no_word_that_plays_is_lost(edits: list[tuple[str, int, float]]) -> None:
    after = edit(film(clip("c1", "a", 0, 420), clip("c2", "b", 0, 400)), "caption_speech")
    for each in edits:
        after = changed(after, *each)
        assert same(shown(after), playing(after))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EDITS)
def test_every_word_is_marked_where_it_plays(edits: list[tuple[str, int, float]]) -> None:
    """After random cuts, speeds, moves, trims and slips of captioned footage."""
    after = edit(film(clip("c1", "a", 0, 420), clip("c2", "b", 0, 400)), "caption_speech")
    for each in edits:
        after = changed(after, *each)
        heard = {word[0] for word in playing(after)}
        marked = shown(after)
        where = playing(after)
        assert {word[0] for word in marked} <= heard
        for word, since, until in marked:
            assert any(
                word == other and abs(since - a) < 0.003 and abs(until - b) < 0.003 for other, a, b in where
            ), (word, since, until)
        for start, end, text in cues(after):
            assert start < end
            assert text.strip()
        rows = [row for row in after.tracks if row.kind == "text"]
        assert all(row.role == "captions" for row in rows)
    assert load(save(after)) == after


def test_cuts_take_their_words_and_no_others() -> None:
    after = edit(film(clip("c1", "a", 0, 420)), "caption_speech")
    cut = edit(after, "delete_range", {}, start=2.9, end=4.6)
    assert same(shown(cut), playing(cut))
    assert cues(cut)[0][2] == "So, last summer\nwe went to the of the town."
    assert len(cues(cut)) == len(cues(after)), "parted by the cut and grown together again"


def test_captions_of_a_faster_film_are_exact() -> None:
    after = edit(film(clip("c1", "a", 0, 420)), "caption_speech")
    for factor in (1.7, 0.6, 1.3):
        after = edit(after, "set_speed", {}, factor=factor)
        assert same(shown(after), playing(after))


def test_run_again_it_replaces_its_own() -> None:
    once = edit(film(clip("c1")), "caption_speech")
    title = edit(once, "add_text", text="My title", start=1, duration=2)
    again = edit(title, "caption_speech", preset="bold-yellow")
    assert [row.role for row in again.tracks if row.kind == "text"].count("captions") == 1
    assert "My title" in [text for *_, text in cues(again)]
    assert same(shown_captions(again), playing(again))


def shown_captions(timeline: Timeline) -> list[tuple[str, float, float]]:
    rows = tuple(row for row in timeline.tracks if row.kind != "text" or row.role == "captions")
    return shown(timeline.model_copy(update={"tracks": rows}))


def test_a_voice_over_counts_where_it_speaks() -> None:
    voice = Track(id="a1", kind="audio", role="voice", items=(clip("w1", "v", 0, 60),))
    both = film(clip("c1"))
    both = both.model_copy(update={"tracks": (*both.tracks, voice)})
    found = [text for *_, text in cues(edit(both, "caption_speech"))]
    assert found[0] == "A voice over the film."
    assert not any("last summer" in text for text in found)
    assert any("everything had been sold" in text for text in found)


def test_another_wording_keeps_its_times() -> None:
    after = edit(film(clip("c1")), "caption_speech")
    changed = edit(
        after, "set_text", {}, id="c2", text="So, last autumn we went to a shop in the middle of the town."
    )
    marked, before = {w: a for w, a, _ in shown(changed)}, {w: a for w, a, _ in shown(after)}
    assert marked["town."] == before["town."]
    assert marked["autumn"] == before["summer"]
    assert cues(changed)[0][2].count("\n") == 1, "broken into lines as others are"
    later = edit(changed, "delete_range", {}, start=0, end=0.4)
    assert cues(later)[0][2].startswith("So, last autumn")


def test_a_corrected_word_stays_corrected() -> None:
    after = edit(film(clip("c1")), "caption_speech")
    put_right = edit(after, "correct_word", {}, heard="big store", written="bookshop")
    cut = edit(put_right, "delete_range", {}, start=0, end=0.9)
    assert (
        cues(cut)[0][2].replace("\n", " ") == "last summer we went to the bookshop in the middle of the town."
    )
    marked = {word: (since, until) for word, since, until in shown(cut)}
    there = {word: (since, until) for word, since, until in playing(cut)}
    assert marked["bookshop"] == pytest.approx((there["big"][0], there["store"][1]), abs=0.01)
    large = edit(cut, "style_captions", {}, params={"size": 0.12})
    assert "bookshop" in " ".join(text for *_, text in cues(large))


def test_a_caption_that_was_moved_by_hand_stays() -> None:
    after = edit(film(clip("c1")), "caption_speech")
    moved = edit(after, "set_text", {}, id="c3", start=20, duration=2)
    assert (500, 550, "It was closed.") in cues(moved)
    assert (450, 500, "It was closed.") in cues(edit(moved, "delete_range", {}, start=17, end=19))


def test_all_captions_change_their_look_and_fit() -> None:
    after = edit(film(clip("c1")), "caption_speech")
    large = edit(after, "style_captions", {}, params={"size": 0.12})
    assert len(cues(large)) > len(cues(after))
    assert same(shown(large), playing(large))
    yellow = edit(after, "style_captions", {}, params={"color": "yellow"})
    assert [each[:2] for each in cues(yellow)] == [each[:2] for each in cues(after)]
    with pytest.raises(Fault) as fault:
        edit(film(clip("c1")), "style_captions", {}, params={"size": 0.1})
    assert fault.value.code == "nothing_to_do"


@pytest.mark.parametrize(
    ("params", "becomes"),
    [
        ({"color": "black"}, {"outline_color": "white"}),
        ({"color": "white", "outline_color": "yellow"}, {"outline_color": "black"}),
        ({"box": "white", "color": "yellow"}, {"box": "black"}),
        ({"outline": 0}, {"outline": 0.05}),
        ({"color": "yellow"}, {}),
    ],
)
def test_letters_stand_out_from_what_is_around_them(params: dict[str, Any], becomes: dict[str, Any]) -> None:
    after = edit(film(clip("c1")), "caption_speech", params=params)
    looks = next(each for _, each in after.tracks[-1].clips()).media.params  # type: ignore[union-attr]
    assert {key: looks[key] for key in becomes} == becomes
    assert {key for key in looks if key not in ("preset", "text", "times")} == {*params, *becomes}


def test_captions_go_to_the_top_where_a_face_is_in_the_way() -> None:
    face = Fact(kind="face", start=0, end=3, value={"x": 0.3, "y": 0.6, "w": 0.4, "h": 0.4, "id": 1})
    facts = {**FACTS, "a": [*FACTS["a"], face]}
    after = edit(film(clip("c1", "a", 0, 420)), "caption_speech", facts)
    assert {each.media.params.get("position") for _, each in after.tracks[-1].clips()} == {"top"}  # type: ignore[union-attr]
    above = face.model_copy(update={"start": 8.0, "end": 20.0, "value": {**face.value, "y": 0.0}})
    facts = {**facts, "a": [*facts["a"], above]}
    after = edit(film(clip("c1", "a", 0, 420)), "caption_speech", facts)
    places = [each.media.params.get("position") for _, each in after.tracks[-1].clips()]  # type: ignore[union-attr]
    assert places[0] == "top"
    assert places[-1] is None


def test_where_nothing_is_said() -> None:
    with pytest.raises(Fault) as fault:
        edit(film(clip("c1")), "caption_speech", {"a": said("x")[1:]})
    assert fault.value.code == "nothing_to_do"
    with pytest.raises(Fault) as fault:
        edit(film(clip("c1")), "caption_speech", {})
    assert fault.value.fields == {"kind": "word", "media": "a.mp4"}
