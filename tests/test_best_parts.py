"""Highlights: where they are cut, what they leave out, and other parts in their place."""

from __future__ import annotations

import pytest

from story_films import RATE, film, heard, looks, shots, talk, words
from workprint.base import Fault
from workprint.model import Clip, Fact, Timeline
from workprint.ops import EditOp, bind, part_marks
from workprint.ops.story import speech
from workprint.planner import Situation, plan

Facts = dict[str, list[Fact]]


def edited(timeline: Timeline, facts: Facts, op: str, **params: object) -> Timeline:
    return bind(EditOp, op, params).apply(timeline, facts)


def sources(timeline: Timeline) -> list[tuple[str, float, float]]:
    """The pieces of the film as seconds of their files."""
    assert timeline.film is not None
    clips = [clip for _, clip in timeline.film.clips() if isinstance(clip, Clip)]
    return [(c.media.media, float(c.source.start / RATE), float(c.source.end / RATE)) for c in clips]  # type: ignore[union-attr]


def unpunctuated() -> tuple[Timeline, Facts]:
    """A draft without punctuation: three sentences, then 20 s of nothing in which only a clock moves."""
    said: list[Fact] = []
    for start, text in (
        (1.0, "this is how we roast the coffee beans in the morning"),
        (6.2, "you are allowed to taste the coffee beans for free"),
        (11.3, "when the coffee is ready the roasting machine rings a bell"),
    ):
        said += words(text, start, 0.35)[0]
    facts = [*shots(0, end=40), *heard(said, 40, draft=True), *looks(40, amount=0.01)]
    return film(("talk.mp4", 40)), {"m1": facts}


def test_sentences_without_punctuation_end_at_pauses() -> None:
    timeline, facts = unpunctuated()
    assert [s.text.split()[0] for s in speech(timeline, facts).sentences] == ["this", "you", "when"]


def test_cuts_lie_a_little_into_the_pauses_and_silence_is_left_out() -> None:
    timeline, facts = unpunctuated()
    made = edited(timeline, facts, "highlight", seconds=15)
    silences = [(f.start, f.end) for f in facts["m1"] if f.kind == "silence"]
    for _, start, end in sources(made):
        before = next(b for a, b in silences if a <= start <= b)
        after = next(a for a, b in silences if a <= end <= b)
        assert before - start == pytest.approx(0.15, abs=0.02)
        assert end - after == pytest.approx(0.15, abs=0.02)
    # The 26 s at the end, in which nobody speaks and nothing moves, fill nothing up.
    assert sources(made)[-1][2] < 17


def test_a_voice_that_ends_after_its_last_word_is_heard_to_its_end() -> None:
    timeline, facts = unpunctuated()
    late = [f for f in facts["m1"] if f.kind != "silence"]
    late += [Fact(kind="silence", start=a, end=b, value={"quiet": True}) for a, b in ((0, 0.9), (5.55, 6.1), (10.5, 11.25), (15.9, 40))]  # fmt: skip
    made = edited(timeline, {"m1": late}, "highlight", seconds=5)
    ends = {round(end, 1) for _, _, end in sources(made)}
    assert ends <= {5.7, 10.6, 10.7, 16.0, 16.1}


def test_no_frame_of_the_picture_before_is_in_a_part() -> None:
    timeline, facts = unpunctuated()
    facts = {"m1": [f for f in facts["m1"] if f.kind != "scene"] + shots(0, 6.1, 11.25, end=40)}
    for _, start, end in sources(edited(timeline, facts, "highlight", seconds=5)):
        assert not any(start < cut < end for cut in (6.1, 11.25))


def test_pictures_without_words_say_by_what_they_were_chosen() -> None:
    silent = [*shots(0, 8, end=20), *heard([], 20), *looks(20, amount=0.4)]
    situation = Situation(timeline=film(("a.mp4", 20)), facts={"m1": silent})
    for request, says in (
        ("make an 8 second highlight", "chosen by how much moves"),
        ("剪一个8秒的精彩片段", "按画面动静"),
    ):
        reply = plan(request, situation).reply
        assert says in reply
        assert not any(word in reply for word in ("between sentences", "transcript", "句子之间", "草稿")), (
            reply
        )


def test_another_part_comes_in_its_place_and_none_that_was_refused() -> None:
    timeline, facts = talk()
    made = edited(timeline, facts, "highlight", seconds=15)
    text = edited(made, facts, "add_effect", effect="black_and_white", targets=[sources_ids(made)[0]])
    seen = {tuple(mark["was"]) for _, mark in part_marks(text)}
    for _ in range(4):
        last = part_marks(text)[-1][1]["part"]
        text = edited(text, facts, "swap_part", part=last)
        new = [mark for _, mark in part_marks(text) if mark["new"]]
        assert len(new) == 1
        assert tuple(new[0]["was"]) not in seen
        seen.add(tuple(new[0]["was"]))
        starts = [mark["was"][0] for _, mark in part_marks(text)]
        assert starts == sorted(starts)
        assert [mark["part"] for _, mark in part_marks(text)] == list(range(1, len(starts) + 1))
    effects = [e.op for _, c in text.film.clips() for e in c.effects]  # type: ignore[union-attr]
    assert effects.count("black_and_white") <= 1


def sources_ids(timeline: Timeline) -> list[str]:
    assert timeline.film is not None
    return [clip.id for _, clip in timeline.film.clips()]


def test_where_nothing_else_is_worth_it_that_is_said() -> None:
    timeline, facts = unpunctuated()
    made = edited(timeline, facts, "highlight", seconds=15)
    with pytest.raises(Fault, match="no other part"):
        edited(made, facts, "swap_part", part=1)
    with pytest.raises(Fault):
        edited(timeline, facts, "swap_part", part=1)


def test_made_again_it_is_chosen_from_the_whole_film_and_what_lies_over_it_stays() -> None:
    timeline, facts = talk()
    short = edited(timeline, facts, "highlight", seconds=10)
    titled = edited(short, facts, "add_text", style="title", text="Coffee", start=0, duration=2)
    longer = edited(titled, facts, "highlight", seconds=30)
    assert float(longer.duration / RATE) == pytest.approx(30, rel=0.1)
    assert sources(longer) == sources(edited(timeline, facts, "highlight", seconds=30))
    assert [c.name for t in longer.tracks if t.kind == "text" for _, c in t.clips()] == ["Coffee"]


def test_the_best_moments_are_told_with_scores_and_nothing_is_changed() -> None:
    timeline, facts = talk()
    found = plan("what are the best moments?", Situation(timeline=timeline, facts=facts))
    assert not found.edits
    assert "score" in found.reply
    assert "Nothing was changed" in found.reply
