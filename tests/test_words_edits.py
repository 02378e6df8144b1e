"""Edits by what is said: where they cut, what comes back, what is asked first, and what is answered."""

from __future__ import annotations

from typing import Any

import pytest

from spoken_footage import RATE, facts_of, film, plays
from workprint.base import Fault, Range
from workprint.model import Clip, Fact, Facts, GeneratorRef, Timeline, Track
from workprint.ops import EditOp, bind, heard, passes, sentences
from workprint.planner import Plan, Situation, Turn, plan

FRAME = 1 / RATE
TALK = "So um the plan |0.5| like |0.5| works. |0.8| Um |0.4| next we talk uhh about it."
SHOW = (
    "Welcome everybody to the show. |0.6| Our price is ten dollars. It costs less for students. "
    "|0.7| Next the team grew. We hired people."
)


def made(timeline: Timeline, facts: Facts, op: str, **params: Any) -> Timeline:
    return bind(EditOp, op, params, where=op).apply(timeline, facts)


def talk(text: str, **how: Any) -> tuple[Timeline, Facts]:
    return film(("a", 0, 16)), {"a": facts_of(text, **how)}


def said(timeline: Timeline, facts: Facts, *requests: str) -> tuple[Plan, Timeline]:
    """The plan of the last of several requests of a session, and the timeline after it."""
    history: list[Turn] = []
    found = None
    for request in requests:
        found = plan(request, Situation(timeline=timeline, facts=facts, history=tuple(history)))
        timeline = found.timeline if found.edits else timeline
        history.append(Turn(request=request, edits=found.edits, reply=found.reply))
    assert found is not None
    return found, timeline


def words_left(timeline: Timeline, facts: Facts) -> str:
    return " ".join(word.text for word in heard(timeline, facts).words)


def test_fillers_go_with_their_pauses_and_no_other_word_is_touched() -> None:
    film_, facts = talk(TALK)
    after = made(film_, facts, "cut_fillers")
    assert words_left(after, facts) == "So the plan works. next we talk about it."
    for _, start, end in plays(after)[1:]:
        inside = [
            w for w in facts["a"] if w.kind == "word" and w.end > start + FRAME and w.start < end - FRAME
        ]
        assert all(start - 1e-9 <= w.start and w.end <= end + 1e-9 for w in inside)


def test_a_tone_is_heard_exactly_where_the_sound_is_muted() -> None:
    film_, facts = talk(TALK)
    after = made(film_, facts, "cut_fillers", mode="bleep")
    muted = [(at, at + clip.duration) for at, clip in after.film.clips() if clip.muted]  # type: ignore[union-attr]
    tones = next(track for track in after.tracks if track.name == "Bleeps")
    assert len(muted) == 4
    assert [(at, at + clip.duration) for at, clip in tones.clips()] == muted
    assert after.duration == film_.duration


def test_tones_go_when_the_words_come_back() -> None:
    found, after = said(*talk(TALK), "bleep the fillers", "keep 1 and 2", "put them all back")
    assert [edit.params["mode"] for edit in found.edits] == ["bleep"]
    assert not any(track.name == "Bleeps" for track in after.tracks)
    assert not any(clip.muted for _, clip in after.film.clips())  # type: ignore[union-attr]


def test_numbers_are_of_the_last_pass_until_something_else_is_changed() -> None:
    film_, facts = talk(TALK)
    asked = ("cut the filler words", "how long is it?", "keep 2")
    found, _ = said(film_, facts, *asked)
    assert [edit.params for edit in found.edits] == [{"keep": [2]}]
    found, _ = said(film_, facts, "cut the filler words", "make it black and white", "keep 2")
    assert [refusal.code for refusal in found.refusals] == ["no_list"]


@pytest.mark.parametrize("request_", ["yes", "是的", "keep 2", "保留2"])
def test_an_answer_to_nothing_changes_nothing(request_: str) -> None:
    two = film(("a", 0, 4), ("a", 8, 12))
    facts = talk(TALK)[1]
    done, before = said(two, facts, "add fade transitions")
    found, after = said(two, facts, "add fade transitions", request_)
    assert done.edits
    assert (found.edits, after) == ((), before)


@pytest.mark.parametrize("mode", ["cut", "mute", "bleep"])
def test_what_is_kept_comes_back_exactly(mode: str) -> None:
    film_, facts = talk(TALK)
    once = made(film_, facts, "cut_fillers", mode=mode)
    kept = made(once, facts, "cut_fillers", mode=mode, keep=[2, 4])
    direct = made(film_, facts, "cut_fillers", mode=mode, keep=[2, 4])
    assert words_left(kept, facts) == words_left(direct, facts)
    if mode == "cut":
        assert plays(kept) == plays(direct)
        assert plays(made(kept, facts, "cut_fillers", keep=[1, 2, 3, 4])) == plays(film_)


def test_a_word_that_was_its_own_piece_comes_back_to_its_place() -> None:
    facts = {"a": facts_of("so |1.5| um |1.5| yes")}
    cut = film(("a", 0, 1.2), ("a", 2.1, 2.8), ("a", 3.7, 6))
    after = made(cut, facts, "cut_fillers")
    assert plays(after) == [("a", 0, 1.2), ("a", 3.7, 6)]
    assert plays(made(after, facts, "cut_fillers", keep=[1])) == plays(cut)


def test_words_are_found_where_they_play_now() -> None:
    facts = {"a": facts_of("one um two"), "b": facts_of("three um four")}
    fast = film(("b", 0, 3), ("a", 0, 3), ("a", 0.8, 3), speeds={1: 2})
    after = made(fast, facts, "cut_fillers")
    assert words_left(after, facts) == "three four one two two"
    assert [name for name, _, _ in plays(after)] == ["b", "b", "a", "a", "a"]


def test_only_the_fillers_of_a_part_go() -> None:
    film_, facts = talk("um we start |0.5| uh and um stop |0.5| er now")
    first = facts["a"][3].start
    after = made(film_, facts, "cut_fillers", end=first - 0.1)
    assert words_left(after, facts) == "we start uh and um stop er now"
    assert words_left(made(film_, facts, "cut_fillers", start=first - 0.1), facts).startswith(
        "um we start and"
    )


def test_a_filler_word_needs_its_pauses() -> None:
    film_, facts = talk("I like it and you know it |0.4| like |0.4| a lot, like, really")
    after = made(film_, facts, "cut_fillers")
    assert words_left(after, facts) == "I like it and you know it a lot, really"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("嗯 我们 |0.3| 那个 |0.3| 开始 吧", "我们 开始 吧"),
        ("呃 那个 人 就是 我 好 啊", "那个 人 就是 我 好 啊"),
        ("呃 金 额 很 大 |0.3| 额 |0.3| 对", "金 额 很 大 对"),
    ],
)
def test_chinese_fillers(text: str, left: str) -> None:
    film_, facts = talk(text, language="zh")
    assert words_left(made(film_, facts, "cut_fillers"), facts) == left


def test_hesitations_that_only_the_sound_suggests_stay_until_they_are_asked_for() -> None:
    film_, facts = talk("so um we |1.2| go now")
    heard_too = Fact(kind="filler", start=2.2, end=2.5, value={"text": "um", "by": "sound"}, confidence=0.5)
    facts = {"a": [*facts["a"], heard_too]}
    found, after = said(film_, facts, "cut the filler words")
    assert "2. 0:02.2" in found.reply
    assert "cut 2 too" in found.reply
    assert [row.taken for row in passes(after)[-1].listed] == [True, False]
    _, more = said(film_, facts, "cut the filler words", "cut 2 too")
    assert more.duration < after.duration


def test_cuts_fall_where_it_is_silent() -> None:
    film_, facts = talk("so |0.2| um |0.2| we go")
    quiet = [Fact(kind="silence", start=0.9, end=1.0), Fact(kind="silence", start=1.4, end=1.44)]
    after = made(film_, {"a": [*facts["a"], *quiet]}, "cut_fillers")
    assert plays(after)[0][2] == pytest.approx(0.9)
    assert plays(after)[1][1] == pytest.approx(1.44)


def test_a_passage_is_cut_by_whole_sentences_and_quoted() -> None:
    film_, facts = talk(SHOW)
    found, after = said(film_, facts, "cut the part where I talk about pricing")
    assert words_left(after, facts) == "Welcome everybody to the show. Next the team grew. We hired people."
    assert "Our price is ten dollars. It costs less for students." in found.reply
    _, kept = said(film_, facts, "only keep the part where I talk about pricing")
    assert words_left(kept, facts) == "Our price is ten dollars. It costs less for students."


def test_what_nobody_speaks_of_is_not_guessed() -> None:
    film_, facts = talk(SHOW)
    found, after = said(film_, facts, "cut the part where I talk about dinosaurs")
    assert [refusal.code for refusal in found.refusals] == ["not_said"]
    assert after == film_


def test_what_is_only_near_is_asked() -> None:
    film_, facts = talk("Hello there friends. We have a new tripod. Let us begin now.")
    found, after = said(film_, facts, "cut the part where I talk about cameras")
    assert found.questions
    assert after == film_
    _, after = said(film_, facts, "cut the part where I talk about cameras", "yes")
    assert words_left(after, facts) == "Hello there friends. Let us begin now."


@pytest.mark.parametrize(
    ("params", "left"),
    [
        ({"phrases": ["the team"]}, "Welcome everybody to the show. Our price is ten dollars. It costs less for students. Next grew. We hired people."),
        ({"phrases": ["THE TEAM!"], "whole": True}, "Welcome everybody to the show. Our price is ten dollars. It costs less for students. We hired people."),
        ({"phrases": ["our price"], "side": "before"}, "Our price is ten dollars. It costs less for students. Next the team grew. We hired people."),
        ({"phrases": ["ten dollars"], "side": "after"}, "Welcome everybody to the show. Our price is ten dollars."),
        ({"phrases": ["price", "students"], "side": "between"}, "Welcome everybody to the show. Our Next the team grew. We hired people."),
        ({"phrases": ["the"], "nth": -1}, "Welcome everybody to the show. Our price is ten dollars. It costs less for students. Next team grew. We hired people."),
        ({"phrases": ["we hired"], "mode": "mute"}, "Welcome everybody to the show. Our price is ten dollars. It costs less for students. Next the team grew. people."),
    ],
)  # fmt: skip
def test_phrases(params: dict[str, Any], left: str) -> None:
    film_, facts = talk(SHOW)
    assert words_left(made(film_, facts, "cut_words", **params), facts) == left


def test_chinese_phrases_are_found_across_words_and_inside_them() -> None:
    film_, facts = talk("我们的 价格 很 便宜", language="zh")
    after = made(film_, facts, "cut_words", phrases=["价格很"])
    assert words_left(after, facts) == "我们的 便宜"


def test_a_passage_can_be_played_faster() -> None:
    film_, facts = talk(SHOW)
    after = made(film_, facts, "cut_words", subject="pricing", mode="speed", factor=2)
    assert after.film is not None
    assert [float(clip.speed) for _, clip in after.film.clips()] == [1, 2, 1]


def test_of_several_takes_the_last_whole_one_stays() -> None:
    text = (
        "We began the company in |0.8| We began the company in two thousand. |0.8| Sorry, let me start again. "
        "|0.8| We began the company in two thousand and one. |0.8| Today it is big. |0.8| Today it"
    )
    film_, facts = talk(text)
    found, after = said(film_, facts, "remove the retakes")
    assert (
        words_left(after, facts) == "We began the company in two thousand and one. Today it is big. Today it"
    )
    assert found.reply.count("We began the company") == 2
    back = made(after, facts, "cut_retakes", keep=[2])
    assert "in two thousand. We began" in words_left(back, facts)


def test_sentences_that_only_begin_alike_are_no_retakes() -> None:
    film_, facts = talk("I love this city. I love this country. We have apples. We have pears.")
    with pytest.raises(Fault):
        made(film_, facts, "cut_retakes")


def test_a_draft_is_listed_and_nothing_changes_until_it_is_answered() -> None:
    film_, facts = talk(TALK, draft=True, script=False)
    found, after = said(film_, facts, "cut the filler words, add lo-fi music, and export")
    assert after == film_
    assert not found.edits
    assert not found.actions
    assert "draft" in found.reply
    assert "script" in found.reply
    assert "4. 0:06.06" in found.reply
    found, after = said(film_, facts, "cut the filler words, add lo-fi music, and export", "keep 3")
    assert [edit.op for edit in found.edits] == ["cut_fillers", "add_music"]
    assert [action.action for action in found.actions] == ["export"]
    assert words_left(after, facts) == "So the plan works. Um next we talk about it."


def test_words_whose_times_are_only_shared_out_are_asked_about() -> None:
    film_, facts = talk("so um we go")
    loose = [f.model_copy(update={"value": {**f.value, "timed": False}}) for f in facts["a"]]
    found, after = said(film_, {"a": loose}, "cut the filler words")
    assert found.questions
    assert after == film_


def test_numbers_bring_back_and_words_are_added() -> None:
    film_, facts = talk(TALK + " Basically done.")
    found, after = said(film_, facts, "cut the filler words", "keep 2 and 3", "also cut 'basically'")
    assert words_left(after, facts) == "So the plan like works. Um next we talk about it. done."
    assert found.edits[0].params == {"also": ["basically"], "keep": [2, 3]}


def test_a_list_first_changes_nothing() -> None:
    film_, facts = talk(TALK)
    found, after = said(film_, facts, "list the fillers first")
    assert after == film_
    assert found.reply.count("\n") >= 4
    _, after = said(film_, facts, "list the fillers first", "only 1 and 2")
    assert words_left(after, facts) == "So the plan works. Um next we talk uhh about it."
    _, after = said(film_, facts, "先列出语气词", "都剪")
    assert words_left(after, facts) == "So the plan works. next we talk about it."


def test_a_language_that_no_engine_understands_is_said() -> None:
    nothing = Fact(
        kind="transcript",
        start=0,
        end=16,
        value={"language": "zh", "engine": "", "draft": True, "script": False},
    )
    found, after = said(film(("a", 0, 16)), {"a": [nothing]}, "剪掉语气词")
    assert [refusal.code for refusal in found.refusals] == ["no_words"]
    assert "zh" in found.reply
    assert "脚本" in found.reply
    assert after == film(("a", 0, 16))


def test_questions_are_answered_from_what_is_said() -> None:
    film_, facts = talk(SHOW)
    assert "Our price is ten dollars." in said(film_, facts, "what do I say about pricing?")[0].reply
    read = said(film_, facts, "read me the transcript from 0:00 to 0:03")[0].reply
    assert "Welcome everybody to the show." in read
    assert "hired" not in read
    assert "2 times" in said(film_, facts, "how often do I say the?")[0].reply
    film_, facts = talk(TALK)
    assert said(film_, facts, "how many filler words are there?")[0].reply.startswith("4 fillers (um 2")


def captioned(*texts: str, **params: Any) -> Timeline:
    base = film(("a", 0, 16))
    items = tuple(
        Clip(id=f"t{n}", media=GeneratorRef(op="caption", params={"text": text, **params}), source=Range(start=0, duration=100))
        for n, text in enumerate(texts)
    )  # fmt: skip
    return base.model_copy(update={"tracks": (*base.tracks, Track(id="t1", kind="text", items=items))})


def texts_of(timeline: Timeline) -> list[Any]:
    return [clip.media.params["text"] for t in timeline.tracks if t.kind == "text" for _, clip in t.clips()
            if isinstance(clip.media, GeneratorRef)]  # fmt: skip


def test_a_word_is_corrected_everywhere_and_in_what_is_made_later() -> None:
    before = captioned("Work print is here", "use work  print, or WORK PRINT", "network printing")
    _, after = said(before, {}, "it's Workprint, not work print")
    assert texts_of(after) == ["Workprint is here", "use Workprint, or Workprint", "network printing"]
    assert after.metadata["corrections"] == [{"heard": "work print", "written": "Workprint"}]
    _, after = said(captioned("张三来了", "是张三"), {}, "把“张三”改成“章三”")
    assert texts_of(after) == ["章三来了", "是章三"]


def test_a_plain_word_keeps_the_capitals_of_its_place() -> None:
    after = made(
        captioned("Colonel means COLONEL, colonel"), {}, "correct_word", heard="colonel", written="kernel"
    )
    assert texts_of(after) == ["Kernel means KERNEL, kernel"]


def test_words_with_times_become_one() -> None:
    times = [["Work", 0.0, 0.3], ["print,", 0.3, 0.7], ["yes", 0.8, 1.0]]
    before = captioned("Work print, yes", times=times)
    after = made(before, {}, "correct_word", heard="work print", written="Workprint")
    clip = next(clip for t in after.tracks if t.kind == "text" for _, clip in t.clips())
    assert isinstance(clip.media, GeneratorRef)
    assert clip.media.params["times"] == [["Workprint,", 0.0, 0.7], ["yes", 0.8, 1.0]]


def test_captions_made_later_are_written_so_too() -> None:
    film_, facts = talk("I use work print daily. Work print!")
    fixed = made(film_, facts, "correct_word", heard="work print", written="Workprint")
    after = made(fixed, facts, "caption_speech")
    assert " ".join(" ".join(texts_of(after)).split()) == "I use Workprint daily. Workprint!"


def test_a_corrected_word_is_found_by_its_new_name() -> None:
    film_, facts = talk("I use work print daily")
    after = made(film_, facts, "correct_word", heard="work print", written="Workprint")
    assert words_left(made(after, facts, "cut_words", phrases=["Workprint"]), facts) == "I use daily"


def test_sentences_end_at_marks_and_pauses() -> None:
    film_, facts = talk("One two. Three four |1| five six")
    assert [s.text for s in sentences(heard(film_, facts).words, RATE)] == [
        "One two.",
        "Three four",
        "five six",
    ]


def test_of_passages_to_keep_the_numbers_named_are_kept() -> None:
    text = (
        SHOW
        + " |1| Ten more words come here now about nothing at all. |1| Sleep well tonight everybody. |1| The price again is low."
    )
    film_, facts = talk(text, draft=True, script=False)
    film_ = film(("a", 0, 30))
    asked, _ = said(film_, facts, "only keep the part where I talk about pricing")
    assert "2. " in asked.reply
    _, after = said(film_, facts, "only keep the part where I talk about pricing", "keep 2")
    assert words_left(after, facts) == "The price again is low."


def test_without_sound_nothing_is_said() -> None:
    mute = film(("a", 0, 16))
    mute = mute.model_copy(update={"media": (mute.media[0].model_copy(update={"audio": None}),)})
    found, after = said(mute, {}, "cut the filler words")
    assert [refusal.code for refusal in found.refusals] == ["no_words"]
    assert "no sound" in found.reply
    assert after == mute


@pytest.mark.parametrize("request_", ["mute them instead", "改成静音"])
def test_cut_words_can_be_muted_instead(request_: str) -> None:
    film_, facts = talk(TALK)
    found, after = said(film_, facts, "remove the ums", request_)
    assert [edit.params["mode"] for edit in found.edits] == ["mute"]
    assert after.duration == film_.duration
    assert words_left(after, facts) == "So the plan like works. next we talk about it."


@pytest.mark.parametrize("request_", ["put them all back", "全部恢复"])
def test_all_that_was_cut_comes_back(request_: str) -> None:
    film_, facts = talk(TALK)
    assert plays(said(film_, facts, "cut the filler words", request_)[1]) == plays(film_)


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        ("caption it and make chapters", "the recogniser takes all speech for English"),
        ("加字幕，再划分章节", "识别引擎把语音都当作英语来听"),
    ],
)
def test_that_words_are_a_draft_and_taken_for_english_is_said_once_in_a_reply(
    request_: str, says: str
) -> None:
    timeline, facts = talk(SHOW, draft=True, script=False)
    scenes = [Fact(kind="scene", start=at, end=at, value=1.0, source="test") for at in (0, 8)]
    found, _ = said(timeline, {"a": [*facts["a"], *scenes]}, request_)
    assert [edit.op for edit in found.edits] == ["caption_speech", "add_chapters"]
    assert found.reply.count(says) == 1
