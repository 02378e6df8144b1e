"""Scenes of the film, and what is made of them: captions, chapters, highlights, summaries."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from story_films import RATE, TALK, ZH_TALK, film, heard, looks, shots, talk, words
from workprint.base import Fault, Range
from workprint.model import AudioStream, Clip, Fact, FileRef, GeneratorRef, MediaFile, Timeline, Track
from workprint.ops import EditOp, bind
from workprint.ops.story import chapter_list, scenes, script_draft, speech, summary_of
from workprint.ops.story.names import named
from workprint.ops.story.weights import terms, textrank
from workprint.ops.words.weights import vector
from workprint.planner import Situation, plan

Facts = dict[str, list[Fact]]


def edited(timeline: Timeline, facts: Facts, op: str, **params: Any) -> Timeline:
    return bind(EditOp, op, params).apply(timeline, facts)


def captions(timeline: Timeline) -> list[tuple[float, float, str, list[str]]]:
    """The captions of scenes with their seconds and what they were made of."""
    return [
        (
            float(at / RATE),
            float((at + clip.duration) / RATE),
            clip.name,
            clip.metadata["scene_caption"]["made"],
        )
        for track in timeline.tracks
        for at, clip in track.clips()
        if "scene_caption" in clip.metadata
    ]


def silent(length: float, *starts: float, **seen: Any) -> list[Fact]:
    return [*shots(*starts, end=length), *heard([], length), *looks(length, **seen)]


def spans(timeline: Timeline, facts: Facts) -> list[tuple[float, float, str]]:
    found = scenes(timeline, facts)
    return [(float(s.span.start / RATE), float(s.span.end / RATE), s.by) for s in found]


def test_clips_and_the_shots_inside_them_are_scenes() -> None:
    facts = {"m1": silent(20, 0, 8), "m2": silent(15, 0, 5, 5.8, 10)}
    assert spans(film(("a.mp4", 20), ("b.mp4", 15)), facts) == [
        (0, 8, "start"), (8, 20, "cut"), (20, 25.8, "clip"), (25.8, 30, "cut"), (30, 35, "cut"),
    ]  # fmt: skip


def test_pieces_between_which_pauses_were_cut_are_one_scene_and_cuts_by_hand_are_not() -> None:
    facts = {"m1": silent(20, 0, 8)}
    timeline = film(("a.mp4", 20))
    assert spans(edited(timeline, facts, "delete_range", start=2, end=3), facts) == [
        (0, 7, "start"),
        (7, 19, "cut"),
    ]
    assert spans(edited(timeline, facts, "split", at=4), facts) == [
        (0, 4, "start"),
        (4, 8, "clip"),
        (8, 20, "cut"),
    ]


def test_scenes_follow_speed_and_reversed_clips_are_one() -> None:
    facts = {"m1": silent(20, 0, 8)}
    fast = edited(film(("a.mp4", 20)), facts, "set_speed", factor=2)
    assert spans(fast, facts) == [(0, 4, "start"), (4, 10, "cut")]
    assert spans(edited(film(("a.mp4", 20)), facts, "reverse"), facts) == [(0, 20, "start")]


def test_a_talk_in_one_shot_is_divided_where_it_turns_to_something_else() -> None:
    timeline, facts = talk()
    lines = TALK.splitlines()
    edges = []
    at = 0
    every = [fact for fact in facts["m1"] if fact.kind == "word"]
    for line in lines[:-1]:
        at += len(line.split())
        edges.append((every[at - 1].end, every[at].start))
    found = [s.span.start / RATE for s in scenes(timeline, facts)][1:]
    assert len(found) == len(edges)
    assert all(a <= start <= b for start, (a, b) in zip(found, edges, strict=True))


def test_what_is_missing_is_named() -> None:
    timeline, facts = talk()
    with pytest.raises(Fault) as wants_shots:
        scenes(timeline, {})
    with pytest.raises(Fault) as wants_words:
        scenes(timeline, {"m1": [fact for fact in facts["m1"] if fact.kind == "scene"]})
    assert [f.value.fields["kind"] for f in (wants_shots, wants_words)] == ["scene", "word"]


def test_each_scene_gets_a_line_of_what_is_said_there() -> None:
    timeline, facts = talk()
    made = captions(edited(timeline, facts, "caption_scenes"))
    spoken_words = [set(line.lower().replace(",", "").replace(".", "").split()) for line in TALK.splitlines()]
    assert len(made) == 4
    for (start, end, text, of), scene, said in zip(made, scenes(timeline, facts), spoken_words, strict=True):
        assert (start, end) == (float(scene.span.start / RATE), float(scene.span.end / RATE))
        assert 3 <= len(text.split()) <= 8
        assert set(text.lower().split()) <= said
        assert of == ["word"]
    assert len({text for _, _, text, _ in made}) == 4


def test_chinese_lines_have_five_to_twelve_characters() -> None:
    timeline, facts = talk(ZH_TALK, "zh")
    # Short of a topic's length: by hand in three.
    for second in (facts["m1"][-1].end * 2 / 3, facts["m1"][-1].end / 3):
        timeline = edited(timeline, facts, "split", at=round(second, 2))
    made = captions(edited(timeline, facts, "caption_scenes", lang="zh"))
    assert len(made) == 3
    plain = ZH_TALK.replace("\n", "")
    assert all(5 <= len(text) <= 12 and text in plain for _, _, text, _ in made), made


def test_where_nothing_is_said_the_name_and_the_picture_tell() -> None:
    files = [("beach.mp4", 10), ("IMG_2041.MOV", 10), ("VID_20240612_101500.mp4", 10), ("trip_02.mp4", 10)]
    facts = {"m1": silent(10, 0), "m2": silent(10, 0, people=2), "m3": silent(10, 0, mean=(0.1, 0.1, 0.1)), "m4": silent(10, 0, amount=0.8)}  # fmt: skip
    made = captions(edited(film(*files), facts, "caption_scenes"))
    assert [(text, of) for _, _, text, of in made] == [
        ("Beach in blue tones", ["name", "colour"]),
        ("Two people, in blue tones", ["face", "colour"]),
        ("12 June 2024 in the dark", ["date", "colour"]),
        ("Trip 2, lots of movement", ["name", "motion"]),
    ]


def test_lettering_comes_before_what_is_seen_and_like_lines_are_told_apart() -> None:
    sign = Fact(
        kind="lettering", start=0, end=4, value={"text": "Main Street Market", "boxes": []}, confidence=0.9
    )
    facts = {"m1": [*silent(12, 0, 4, 8), sign]}
    made = captions(edited(film(("beach.mp4", 12)), facts, "caption_scenes"))
    assert [text for _, _, text, _ in made] == [
        "Main Street Market",
        "Beach in blue tones",
        "Beach in blue tones, part 2",
    ]
    assert made[2][3] == ["name", "colour", "number"]


def test_run_again_it_replaces_its_lines_and_keeps_those_in_own_words() -> None:
    timeline, facts = talk()
    first = edited(timeline, facts, "caption_scenes")
    own = edited(first, facts, "caption_scenes", own=[[2, "Our prices"]], only=[2])
    assert [text for _, _, text, _ in captions(own)][1] == "Our prices"
    again = captions(edited(own, facts, "caption_scenes", short=True, length=3))
    assert len(again) == 4
    assert again[1][2:] == ("Our prices", ["own"])
    assert all(end - start == pytest.approx(3) for start, end, _, _ in again)
    assert all(len(text.split()) <= 5 for _, _, text, _ in again)


def test_lines_go_to_the_top_where_captions_lie_at_the_bottom_and_follow_cuts() -> None:
    timeline, facts = talk()
    spoken_caption = edited(timeline, facts, "add_text", style="caption", text="Hello", start=1, duration=2)
    made = edited(spoken_caption, facts, "caption_scenes")
    places = {
        c.name: c.media.params.get("position") for t in made.tracks for _, c in t.clips() if t.kind == "text"
    }  # type: ignore[union-attr]
    assert places.pop("Hello") is None
    assert set(places.values()) == {"top"}
    cut = edited(edited(timeline, facts, "caption_scenes"), facts, "delete_range", start=0, end=10)
    assert captions(cut)[1][0] == pytest.approx(
        captions(edited(timeline, facts, "caption_scenes"))[1][0] - 10
    )


def test_chapters_are_markers_with_names_and_titles_where_wanted() -> None:
    timeline, facts = talk()
    made = edited(timeline, facts, "add_chapters", titles=True)
    assert [start for start, _ in chapter_list(made)] == [
        float(s.span.start / RATE) for s in scenes(timeline, facts)
    ]
    assert [c.name for t in made.tracks if t.kind == "text" for _, c in t.clips()] == [
        name for _, name in chapter_list(made)
    ]
    own = edited(made, facts, "add_marker", label="Mine", start=5, kind="chapter")
    fewer = edited(own, facts, "add_chapters", count=2)
    assert len(chapter_list(fewer)) == 3
    assert not [c for t in fewer.tracks if t.kind == "text" for c in t.clips()]


@pytest.mark.parametrize("asked", [8, 10, 15, 20, 30, 45])
def test_a_highlight_is_as_long_as_asked_and_cuts_between_words(asked: float) -> None:
    timeline, facts = talk()
    made = edited(timeline, facts, "highlight", seconds=asked)
    assert abs(made.duration / RATE - asked) <= 0.1 * asked
    assert made.film is not None
    for _, clip in made.film.clips():
        for edge in (clip.source.start / RATE, clip.source.end / RATE):
            inside = [f for f in facts["m1"] if f.kind == "word" and f.start + 0.02 < edge < f.end - 0.02]
            assert not inside
    marks = [clip.metadata["highlight"] for _, clip in made.film.clips()]
    assert all(mark["why"]["rank"] >= 1 and mark["text"] for mark in marks)


def test_a_highlight_of_pictures_alone_takes_where_the_most_moves() -> None:
    still, lively = silent(30, 0, 15, amount=0.05), silent(30, 0, amount=0.9)
    made = edited(film(("a.mp4", 30), ("b.mp4", 30)), {"m1": still, "m2": lively}, "highlight", seconds=8)
    assert abs(made.duration / RATE - 8) <= 0.8
    assert made.film is not None
    first = max(
        (clip for _, clip in made.film.clips()), key=lambda clip: clip.metadata["highlight"]["why"]["motion"]
    )
    assert first.media.media == "m2"  # type: ignore[union-attr]


def test_a_film_shorter_than_its_highlight_is_left_alone() -> None:
    with pytest.raises(Fault, match="only 5"):
        edited(film(("a.mp4", 5)), {"m1": silent(5, 0)}, "highlight", seconds=30)


def test_a_summary_quotes_what_is_said() -> None:
    timeline, facts = talk()
    found = summary_of(timeline, facts)
    assert 2 <= len(found.sentences) <= 4
    assert all(sentence.text in TALK.replace("\n", " ") for sentence in found.sentences)
    assert "coffee" in found.subjects
    assert not found.draft


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        ("what is it about?", "In its own words: 0:"),
        ("总结一下", "用片中的原话说"),
    ],
)
def test_a_summary_is_told_and_changes_nothing(request_: str, says: str) -> None:
    timeline, facts = talk(draft=True)
    found = plan(request_, Situation(timeline=timeline, facts=facts))
    assert says in found.reply
    assert ("draft" in found.reply) or ("草稿" in found.reply)
    assert not found.edits


def test_where_nothing_is_said_the_summary_says_so() -> None:
    found = plan(
        "summarise this video", Situation(timeline=film(("beach.mp4", 10)), facts={"m1": silent(10, 0)})
    )
    assert "No words were found" in found.reply


@pytest.mark.parametrize(
    ("request_", "holds"),
    [
        ("caption each scene", ["“", "from what is said"]),
        ("split into chapters", ["4 chapters", "0:00", "from what is said"]),
        ("make a 20 second highlight", ["Kept", "number 1 of", "The cut is now"]),
        ("每个场景加一句字幕", ["来自说话内容", "4 个场景"]),
        ("剪一个20秒的精彩集锦", ["留下了", "关联度", "影片现在"]),
    ],
)
def test_replies_say_what_was_made_from_what(request_: str, holds: list[str]) -> None:
    timeline, facts = talk()
    reply = plan(request_, Situation(timeline=timeline, facts=facts)).reply
    assert all(part in reply for part in holds), reply


def test_facts_are_asked_for_until_there_are_enough() -> None:
    timeline, facts = film(("beach.mp4", 10)), {"m1": silent(10, 0)}
    have: Facts = {"m1": []}
    asked = []
    for _ in range(8):
        found = plan("caption each scene", Situation(timeline=timeline, facts=have))
        if not found.needs:
            break
        asked += [need.kind for need in found.needs]
        kinds = {"word": ("transcript",), "face": ("faces",)}
        wanted = [kind for need in found.needs for kind in kinds.get(need.kind, (need.kind,))]
        have["m1"] += [fact for fact in facts["m1"] if fact.kind in wanted]
    assert asked == ["scene", "word", "colour", "motion", "face"]
    assert found.edits[0].op == "caption_scenes"


@pytest.mark.parametrize(
    ("name", "words_", "date"),
    [
        ("beach.mp4", "Beach", ""),
        ("IMG_2041.MOV", "", ""),
        ("DSC00012.JPG", "", ""),
        ("VID_20240612_101500.mp4", "", "12 June 2024"),
        ("trip_01.mp4", "Trip 1", ""),
        ("broll_3.mp4", "B-roll 3", ""),
        ("city_timelapse_final_v2_1080p.mov", "City timelapse", ""),
        ("MyHolidayInRome.mp4", "My Holiday In Rome", ""),
        ("GX010123.MP4", "", ""),
        ("a1b2c3d4e5f6.mp4", "", ""),
        ("海滩.mp4", "海滩", ""),
        ("微信视频20240101.mp4", "", "1 January 2024"),
        ("Screen Recording 2024-05-06 at 10.11.12.mov", "", "6 May 2024"),
    ],
)
def test_names_tell_what_they_can(name: str, words_: str, date: str) -> None:
    found = named(name)
    assert (found.words, found.date(False)) == (words_, date)


def test_central_sentences_rank_first() -> None:
    texts = ["cats chase mice", "mice fear cats and dogs", "dogs chase cats", "the weather is mild"]
    ranks = textrank([vector(terms(text), {}) for text in texts])
    assert max(ranks) == 1.0
    assert ranks.index(min(ranks)) == 3


def test_words_are_those_left_in_the_film() -> None:
    said, end = words("One two three four five six seven eight nine ten.", second=0.5)
    timeline, facts = film(("a.mp4", 12.0)), {"m1": [*shots(0, end=12), *heard(said, end)]}
    cut = edited(timeline, facts, "delete_range", start=2, end=4)
    text = " ".join(s.text for s in speech(cut, facts).sentences)
    assert text == "One two three seven eight nine ten."


def test_what_is_made_of_the_words_is_spelt_as_they_were_corrected() -> None:
    timeline, facts = talk(TALK.replace("Hamburg", "ham burg").replace("coffee", "covfefe"))
    for heard_, written in (("ham burg", "Hamburg"), ("covfefe", "coffee")):
        timeline = edited(timeline, facts, "correct_word", heard=heard_, written=written)
    right, as_said = talk()
    told = (speech(timeline, facts), speech(right, as_said))
    assert [s.text for s in told[0].sentences] == [s.text for s in told[1].sentences]
    summary = summary_of(timeline, facts)
    assert "coffee" in summary.subjects
    best = edited(timeline, facts, "highlight", seconds=30)
    assert best.film is not None
    made = [
        *(sentence.text for sentence in summary.sentences),
        *(name for _, name in chapter_list(edited(timeline, facts, "add_chapters"))),
        *(text for _, _, text, _ in captions(edited(timeline, facts, "caption_scenes"))),
        *(clip.metadata["highlight"]["text"] for _, clip in best.film.clips()),
    ]
    assert "coffee" in " ".join(made).lower()
    assert not any(wrong in text.lower() for text in made for wrong in ("covfefe", "ham burg"))


def test_a_word_is_corrected_in_the_names_of_chapters_there_are() -> None:
    timeline, facts = talk()
    word = chapter_list(edited(timeline, facts, "add_chapters"))[0][1].split()[-1]
    made = edited(edited(timeline, facts, "add_chapters"), facts, "correct_word", heard=word, written="Xyz")
    assert chapter_list(made)[0][1].endswith("Xyz")


def test_where_a_voice_alone_tells_the_film_its_words_are_what_it_says() -> None:
    said, end = words(TALK)
    length = float(int(end) + 1)
    picture, voice = film(("beach.mp4", length), ("voice.wav", length)).media
    clips = [
        Clip(id=f"c{n}", media=FileRef(media=m.id), source=Range(start=0, duration=int(length * RATE)))
        for n, m in enumerate((picture, voice), 1)
    ]
    tracks = (
        Track(id="v1", kind="video", items=(clips[0].model_copy(update={"muted": True}),)),
        Track(id="a1", kind="audio", role="voice", items=(clips[1],)),
    )
    facts = {"m1": shots(0, end=length), "m2": heard(said, length)}
    narrated = Timeline(rate=RATE, tracks=tracks, media=(picture, voice))
    assert "coffee" in summary_of(narrated, facts).subjects
    assert [scene.by for scene in scenes(narrated, facts)] == ["start"]
    assert script_draft(narrated, facts, zh=False)[0].made == "word"


@pytest.mark.parametrize("order", [("caption_scenes", "add_chapters"), ("add_chapters", "caption_scenes")])
def test_names_of_chapters_and_captions_do_not_lie_over_each_other(order: tuple[str, str]) -> None:
    timeline, facts = talk()
    for op in order:
        timeline = edited(timeline, facts, op, **({"titles": True} if op == "add_chapters" else {}))
    places = {
        (clip.media.op, str(clip.media.params["position"]).split("-")[0])
        for track in timeline.tracks
        for _, clip in track.clips()
        if isinstance(clip.media, GeneratorRef)
    }
    assert len({place for _, place in places}) == len(places) == 2


def podcast() -> tuple[Timeline, Facts]:
    """A talk without a picture."""
    said, end = words(TALK)
    length = Fraction(int(end) + 1)
    media = MediaFile(
        id="m1", name="podcast.mp3", kind="audio", duration=length, audio=AudioStream(duration=length)
    )
    clip = Clip(id="c1", media=FileRef(media="m1"), source=Range(start=0, duration=int(length * RATE)))
    tracks = (Track(id="a1", kind="audio", items=(clip,)),)
    return Timeline(rate=RATE, tracks=tracks, media=(media,)), {"m1": heard(said, float(length))}


def test_sound_alone_has_chapters_and_highlights_and_no_captions() -> None:
    timeline, facts = podcast()
    assert len(chapter_list(edited(timeline, facts, "add_chapters"))) == 4
    assert abs(edited(timeline, facts, "highlight", seconds=20).duration / RATE - 20) <= 2
    told = plan("make a 20 second highlight", Situation(timeline=timeline, facts=facts)).reply
    assert "number 1 of" in told
    with pytest.raises(Fault, match="no picture"):
        edited(timeline, facts, "caption_scenes")


def test_too_little_is_said_plainly() -> None:
    facts = {"m1": silent(0.1, 0)}
    with pytest.raises(Fault, match="shorter than a second"):
        edited(film(("a.mp4", 0.1)), facts, "caption_scenes")
    one = edited(film(("a.mp4", 60)), {"m1": silent(60, 0)}, "highlight", seconds=10)
    assert abs(one.duration / RATE - 10) <= 1


@pytest.mark.parametrize("request_", ["make the scene captions yellow", "场景字幕改成黄色"])
def test_the_captions_of_scenes_change_their_colour_where_they_are(request_: str) -> None:
    timeline, facts = talk()
    captioned = edited(timeline, facts, "caption_scenes")
    found = plan(request_, Situation(timeline=captioned, facts=facts))
    assert [edit.op for edit in found.edits] == ["set_text"] * 4
    assert [text for _, _, text, _ in captions(found.timeline)] == [
        text for _, _, text, _ in captions(captioned)
    ]
