"""The planner's promises beyond single rows: replies, all or nothing, turns, speed, contexts."""

from __future__ import annotations

import json
import re
import time

import pytest

from planner_rows import ROWS, situation
from workprint.base import seconds
from workprint.model import Timeline, save
from workprint.planner import Edit, Plan, Situation, Turn, context_schema, load_context, plan, summary
from workprint.planner.context import BadContext
from workprint.planner.normalise import normalise


def after(found: Plan, before: Situation, request: str) -> Situation:
    """The situation of the next turn."""
    turn = Turn(request=request, edits=found.edits, reply=found.reply)
    return before.model_copy(update={"timeline": found.timeline, "history": (*before.history, turn)})


def talk(*requests: str, context: str = "three") -> list[Plan]:
    """Requests of one session, one after another."""
    now = situation(context)
    plans = []
    for request in requests:
        found = plan(request, now)
        plans.append(found)
        now = after(found, now, request)
    return plans


def test_figures_are_read_back() -> None:
    found = plan("remove the pauses", situation("talk_facts"))
    length = float(seconds(found.timeline.duration, found.timeline.rate))
    assert f"{60 - length:.1f} s" in found.reply
    assert f"{length:.1f} s" in found.reply
    assert found.duration_ms == round(length * 1000)


def test_reply_is_in_the_language_of_the_request() -> None:
    assert re.search(r"[\u4e00-\u9fff]", plan("删掉第二段", situation("three")).reply)
    assert not re.search(r"[\u4e00-\u9fff]", plan("delete the second clip", situation("three")).reply)


def test_out_of_bounds_says_the_length_and_changes_nothing() -> None:
    found = plan("cut 3:20 to 3:40", situation("interview"))
    assert "3:00" in found.reply
    assert not found.edits
    assert found.timeline == situation("interview").timeline


def test_a_refused_clause_leaves_the_others() -> None:
    found = plan("translate it to French and add a title 'Hi'", situation("interview"))
    assert [e.op for e in found.edits] == ["add_text"]
    assert [r.code for r in found.refusals] == ["missing_translate"]


@pytest.mark.parametrize(
    ("request_", "none", "stays"),
    [
        (
            "trim 1 second off the start and highlight the clicks",
            "No clicks were found",
            "othing was changed",
        ),
        ("去掉开头1秒，点击处加红圈", "没有找到点击", "没有做改动"),
    ],
)
def test_what_was_refused_beside_what_was_done_says_nothing_of_the_rest(
    request_: str, none: str, stays: str
) -> None:
    looked = {"kind": "screen", "start": 0, "end": 8, "value": {"by": "pixels", "recording": True}}
    screen = {
        "media": [{"name": "tour.mp4", "duration": 8, "facts": [looked]}],
        "timeline": {"film": ["tour.mp4"]},
    }
    both = plan(request_, load_context(screen))
    assert [edit.op for edit in both.edits] == ["delete_range"]
    assert none in both.reply
    assert stays not in both.reply
    alone = plan(request_.replace("，", " and ").split(" and ")[1], load_context(screen))
    assert none in alone.reply
    assert stays in alone.reply
    assert not alone.edits


def test_words_about_what_was_refused_are_left_out_with_it() -> None:
    found = plan("add a voice-over and make it louder", situation("three_music20"))
    assert not found.edits


def test_each_clause_sees_what_the_earlier_ones_did() -> None:
    found = plan('delete the second clip and put a title "Sunset" on the new second one', situation("three"))
    assert found.edits[1].params["start"] == pytest.approx(12)


def test_ranges_of_one_request_are_told_by_the_film_as_it_was() -> None:
    found = plan("cut 0:03 to 0:05 and cut 0:10 to 0:12", situation("three"))
    assert [(e.params["start"], e.params["end"]) for e in found.edits] == [(3, 5), (8, 10)]


def test_needs_name_every_file_to_analyse() -> None:
    found = plan("trim the silences and make it look better", situation("interview"))
    assert {need.kind for need in found.needs} == {"silence", "colour"}
    assert {need.media for need in found.needs} == {"m1"}
    assert "Removed" not in found.reply


def test_loosen_is_the_same_pass_again() -> None:
    first, second = talk("remove the pauses", "you cut into my words, loosen it", context="talk_facts")
    assert second.edits[0].params["pad"] == pytest.approx(0.3)
    assert second.duration_ms > first.duration_ms


def test_it_is_what_the_last_turn_was_about() -> None:
    plans = talk("add lo-fi music at 20%", "make it louder", "no, 50%", "fade it out")
    assert plans[1].edits[0].params["gain"] == pytest.approx(0.35)
    assert plans[2].edits[0].params["gain"] == pytest.approx(0.5)


def test_a_number_corrects_the_last_edit() -> None:
    plans = talk('put the title "Hello" at the start', "no, 5 seconds", "make it red")
    assert plans[1].edits[0].op == "set_text"
    assert plans[1].edits[0].params["duration"] == 5
    assert plans[2].edits[0].params["params"]["color"] == "#ff3b30"


def test_more_less_and_the_same_elsewhere() -> None:
    plans = talk("brighten clip 2 by 20%", "a bit more", "same for clip 3")
    assert plans[1].edits[0].params["params"]["amount"] > 0.2
    assert plans[2].edits[0].params["targets"] == ["c3"]


def test_the_other_one() -> None:
    plans = talk("mute the first clip", "no, the other one, the sunset")
    assert plans[1].edits[-1].params["clips"] == ["c3"]


@pytest.mark.parametrize(
    ("request_", "answer", "op", "param", "value"),
    [
        ("add a title", "My trip", "add_text", "text", "My trip"),
        ("add rock music", "calm", "add_music", "mood", "calm"),
        ("加个标题", "我的旅行", "add_text", "text", "我的旅行"),
        ("加摇滚音乐", "舒缓", "add_music", "mood", "calm"),
    ],
)
def test_an_answer_completes_the_question(
    request_: str, answer: str, op: str, param: str, value: str
) -> None:
    asked, answered = talk(request_, answer)
    assert asked.questions
    assert not asked.edits
    assert answered.edits[0].op == op
    assert answered.edits[0].params[param] == value


def test_export_is_held_back_where_the_edit_failed() -> None:
    found = plan("cut 3:20 to 3:40 and export", situation("interview"))
    assert not found.actions
    assert "3:00" in found.reply


def test_summary_has_the_known_form() -> None:
    wanted = 'Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) 3. Title: "Urban Dreams" (0-3s)'
    assert summary(situation("city").timeline) == wanted


def test_plan_as_json() -> None:
    found = plan("add a vignette to clip 2", situation("three")).model_dump(mode="json")
    assert {"edits", "questions", "refusals", "reply", "draft", "summary", "duration_ms"} <= set(found)
    assert found["edits"] == [{"op": "add_effect", "params": {"effect": "vignette", "targets": ["c2"]}}]
    assert "timeline" not in found


@pytest.mark.parametrize(
    "request_",
    [
        "",
        "   ",
        "?",
        "。。。",
        "🙂",
        "⟦0⟧",
        '"',
        "'''",
        "@5@",
        "a" * 3000,
        "1 2 3 4 5",
        "and and and",
        "把把把",
        "第第第段",
        "0:00-0:00",
        "cut " * 200,
    ],
)
def test_odd_requests_change_nothing(request_: str) -> None:
    found = plan(request_, situation("three"))
    assert not found.edits
    assert found.reply


def test_speed() -> None:
    plan("trim the silences", situation("talk_facts"))
    began = time.perf_counter()
    for _ in range(20):
        normalise("move the sunset to the beginning and add lo-fi music at 35%")
        plan("move the sunset to the beginning and add lo-fi music at 35%", situation("three"))
    assert (time.perf_counter() - began) / 40 < 0.05


@pytest.mark.parametrize(("text", "wanted"), [
    ("two and a half seconds", "@2.5@"), ("a minute and a half", "@90@"), ("1:02:03", "@3723@"), ("0:12", "@12@"), ("5-10s", "@5@ to @10@"),
    ("1 min 20 sec", "@80@"), ("第十二秒", "第 @12@"), ("两分半", "@150@"), ("1分20秒", "@80@"), ("半分钟", "@30@"), ("一小时零五分", "@3900@"), ("16:9", "16:9"), ("百分之三十五", "35%"), ("二十五秒", "@25@"), ("三成", "30%"),
])  # fmt: skip
def test_times_and_numbers(text: str, wanted: str) -> None:
    assert normalise(text).text.strip() == wanted


def test_context_round_trip_and_faults() -> None:
    context = {
        "media": [{"name": "a.mp4", "duration": 5}],
        "timeline": json.loads(save(situation("three").timeline)),
    }
    assert load_context(context).timeline.film == situation("three").timeline.film
    with pytest.raises(BadContext) as caught:
        load_context({"media": [{"name": "a.mp4", "duration": -1, "what": 1}], "lang": "xx"})
    assert "/media/0/duration" in caught.value.say()
    assert "/lang" in caught.value.say()
    assert context_schema()["properties"]["media"]
    assert all(
        load_context(c) for c in json.loads((ROWS / "contexts.json").read_text(encoding="utf-8")).values()
    )


def test_edits_apply_as_planned() -> None:
    """What a plan lists gives the plan's own timeline when it is applied."""
    from workprint.ops import EditOp, bind

    before = situation("talk_facts")
    found = plan("trim the silences, title 'Hi' for 2 s, lo-fi music at 35%, black and white", before)
    now = before.timeline
    for edit in found.edits:
        now = bind(EditOp, edit.op, Edit.model_validate(edit).params).apply(now, before.facts)
    assert now == found.timeline


@pytest.mark.parametrize(
    ("lang", "request_text", "reply"),
    [
        ("zh", "make clip 1 sepia", "beach：怀旧棕褐 80%。"),
        ("en", "第一段黑白", "Black and white 100% on beach."),
        (
            "",
            "slip clip 1 by 0.5 seconds",
            "beach shows what lies 0.5 s later in its footage; its place and length stay.",
        ),
        ("", "第二段外滑1秒", "street：在前后两段之间后移 1 秒，影片总长不变。"),
    ],
)
def test_replies_are_in_the_language_of_the_session(lang: str, request_text: str, reply: str) -> None:
    three = situation("three").model_copy(update={"lang": lang})
    assert plan(request_text, three).reply == reply


@pytest.mark.parametrize(
    ("request_text", "lost"), [("cut the first 3.5 seconds", "3.52 s"), ("删掉前3.5秒", "3.52 秒")]
)
def test_figures_are_those_of_the_frames(request_text: str, lost: str) -> None:
    film = load_context(
        {"media": [{"name": "a.mp4", "duration": 10}], "timeline": {"fps": 25, "film": ["a.mp4"]}}
    )
    assert lost in plan(request_text, film).reply


@pytest.mark.parametrize(
    ("request_", "op", "key"),
    [("mute the bunny", "mute", "clips"), ("make the bunny black and white", "add_effect", "targets")],
)
def test_a_picture_over_the_film_is_found_by_its_name(request_: str, op: str, key: str) -> None:
    """Never the whole film instead."""
    files = [
        {"id": f"m{i}", "name": name, "duration": "40", "video": {"width": 64, "height": 36}, "audio": {}}
        for i, name in ((1, "talk.mp4"), (2, "bunny.webm"))
    ]
    below = {
        "type": "clip",
        "id": "c1",
        "name": "talk.mp4",
        "media": {"kind": "file", "media": "m1"},
        "source": {"start": 0, "duration": 1200},
    }
    above = {
        **below,
        "id": "c2",
        "name": "bunny.webm",
        "media": {"kind": "file", "media": "m2"},
        "source": {"start": 0, "duration": 210},
    }
    tracks = [
        {"id": "v1", "kind": "video", "items": [below]},
        {"id": "v2", "kind": "video", "items": [{"type": "gap", "duration": 90}, above]},
    ]
    timeline = Timeline.model_validate({"tracks": tracks, "media": files})
    found = plan(request_, Situation(timeline=timeline))
    assert [(edit.op, list(edit.params[key])) for edit in found.edits] == [(op, ["c2"])]


def test_many_clips_put_in_a_row_are_told_as_one() -> None:
    for request, said in (
        ("join them", "Placed 6 clips one after another"),
        ("把它们连起来", "依次放入了 6 段"),
    ):
        found = plan(request, situation("trip"))
        assert [edit.op for edit in found.edits] == ["append"] * 6
        assert said in found.reply
        assert "0:00–1:13" in found.reply
