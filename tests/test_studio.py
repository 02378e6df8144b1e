"""The use cases, with parts that answer at once."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from studio_parts import FakeParts
from workprint.base import Fault, Lang
from workprint.model import Canvas, MediaFile, Timeline, VideoStream
from workprint.store import NothingToUndo, SessionChanged
from workprint.studio import (
    NoMedia,
    NoSuchOperation,
    OutputIsSource,
    Studio,
    catalogue,
    export_of,
    only_sounds,
    subtitles,
    timeline_svg,
)
from workprint.studio.shape import canvas_for, standard_rate

DELETE = ("delete_range", {"start": 2, "end": 4})
TITLE = ("add_text", {"style": "title", "text": "Hi", "start": 0, "duration": 2})
VIGNETTE = ("add_effect", {"effect": "vignette"})
SCRIPT: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "cut": [DELETE],
    "put the title": [TITLE],
    "vignette": [VIGNETTE],
    "cut and export": [DELETE, ("export", {"format": "webm", "height": 720, "name": "best.webm"})],
    "export the first half": [("export", {"start": 0, "end": 5, "fps": 50})],
    "preview": [("preview", {"height": 480})],
    "wide": [("set_canvas", {"aspect": "16:9"})],
    "corner": [("overlay", {"media": "m2"})],
    "silences": [("need", {"media": "m1", "kind": "silence"}), DELETE],
    "ask": [("question", {})],
    "refuse": [("refusal", {})],
    "impossible": [DELETE, ("delete_range", {"start": 50, "end": 60})],
    "undo": [("undo", {"steps": 1})],
    "undo all": [("undo", {"steps": "all"})],
    "undo the title": [("undo", {"what": "the title"})],
    "redo": [("redo", {"steps": 1})],
}


@pytest.fixture
def parts() -> FakeParts:
    return FakeParts(SCRIPT)


@pytest.fixture
def studio(tmp_path: Path, parts: FakeParts) -> Studio:
    return Studio(tmp_path / "home", parts)


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    found = {}
    for name in ("a.mp4", "b.mp4", "tall.mp4", "photo.png", "song.wav"):
        found[name] = tmp_path / name
        found[name].write_bytes(name.encode())
    return found


def seconds(timeline: Timeline) -> float:
    return float(timeline.duration / timeline.rate)


def test_taking_in_puts_videos_on_an_empty_film(studio: Studio, files: dict[str, Path]) -> None:
    taken = studio.ingest([files["photo.png"], files["a.mp4"], files["b.mp4"], files["song.wav"]], "s")
    assert [media.name for media in taken.media] == ["photo.png", "a.mp4", "b.mp4", "song.wav"]
    film = taken.timeline.film
    assert film
    assert [clip.media.media for _, clip in film.clips()] == ["m2", "m3"]  # type: ignore[union-attr]
    assert (taken.timeline.rate, seconds(taken.timeline)) == (Fraction(25), 20.0)
    assert (taken.timeline.canvas.width, taken.timeline.canvas.height) == (1920, 1080)
    assert all(media.hash and media.size and Path(media.uri).is_absolute() for media in taken.media)
    assert studio.head("s").timeline == taken.timeline


@pytest.mark.parametrize(
    ("request_", "film"),
    [("add b-roll", ["m1"]), ("用 a.mp4 做空镜", ["m2", "m3"]), ("undo the b-roll", ["m1", "m2", "m3"])],
)
def test_videos_given_with_a_request_for_b_roll_wait_for_it(
    studio: Studio, parts: FakeParts, files: dict[str, Path], request_: str, film: list[str]
) -> None:
    parts.script[request_] = [("refusal", {})]
    done = studio.edit(request_, [files[name] for name in ("a.mp4", "b.mp4", "tall.mp4")], lang="en")
    kept = done.revision.timeline
    assert kept.film
    assert [clip.media.media for _, clip in kept.film.clips()] == film  # type: ignore[union-attr]
    names = [each.name for each in kept.media if each.id not in film]
    assert not names or f"in the library as b-roll: {', '.join(names)}." in done.reply


def test_portrait_footage_stays_portrait_and_says_so(studio: Studio, files: dict[str, Path]) -> None:
    done = studio.edit("cut", [files["tall.mp4"]], lang="zh")
    assert done.revision.timeline.canvas == Canvas(width=1080, height=1920)
    assert "1080x1920" in done.reply
    assert "竖屏" in done.reply
    assert "竖屏" not in studio.edit("wide", [files["tall.mp4"]], lang="zh").reply


@pytest.mark.parametrize(
    ("size", "lang", "told"),
    [
        ((1280, 720), "en", "The footage is 1280x720 and the film 1920x1080, so it is enlarged."),
        ((1280, 720), "zh", "素材是 1280x720，影片是 1920x1080，画面因此会放大。"),
        (
            (2560, 1600),
            "en",
            "2560x1600 and the film 1920x1080, so it is made smaller, with edges beside it.",
        ),
        ((1920, 800), "zh", "画面因此旁边会留边。"),
        ((720, 1280), "en", "The footage is portrait (720x1280), so the film is 1080x1920."),
        ((1920, 1080), "en", ""),
        ((1920, 1088), "en", ""),
    ],
)
def test_what_size_footage_is_shown_at_is_told_once(
    studio: Studio, parts: FakeParts, files: dict[str, Path], size: tuple[int, int], lang: Lang, told: str
) -> None:
    parts.size = size
    first = studio.edit("cut", [files["a.mp4"]], session="s", lang=lang)
    assert told in first.reply
    assert bool(told) == (f"{size[0]}x{size[1]}" in first.reply)
    studio.undo("s")
    for request in ("vignette", "ask"):
        assert f"{size[0]}x{size[1]}" not in studio.edit(request, session="s", lang=lang).reply


def test_what_size_footage_is_shown_at_is_told_of_what_was_uploaded_too(
    studio: Studio, parts: FakeParts, files: dict[str, Path]
) -> None:
    parts.size = (1280, 720)
    studio.ingest([files["a.mp4"]], "s")
    assert "1280x720" in studio.edit("ask", session="s").reply
    assert "1280x720" not in studio.edit("vignette", session="s").reply


@pytest.mark.parametrize("request_", ["wide", "cut and export"])
def test_a_size_that_is_asked_for_needs_no_word(
    studio: Studio, parts: FakeParts, files: dict[str, Path], request_: str
) -> None:
    parts.size = (1280, 720)
    parts.script["wide"] = [("set_canvas", {"width": 1280, "height": 720})]
    assert "The footage is" not in studio.edit(request_, [files["a.mp4"]], lang="en").reply


def test_the_same_file_is_taken_in_once(studio: Studio, files: dict[str, Path], tmp_path: Path) -> None:
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(files["a.mp4"].read_bytes())
    studio.ingest([files["a.mp4"]], "s")
    assert len(studio.ingest([copy], "s").timeline.media) == 1


def test_files_added_later_wait_in_the_library(studio: Studio, files: dict[str, Path]) -> None:
    studio.edit("cut", [files["a.mp4"]], session="s")
    done = studio.edit("vignette", [files["b.mp4"]], session="s")
    assert seconds(done.revision.timeline) == 8
    assert "b.mp4" in done.reply


def test_a_file_that_the_request_places_is_not_on_the_film_too(
    studio: Studio, files: dict[str, Path]
) -> None:
    done = studio.edit("corner", [files["a.mp4"], files["b.mp4"]])
    film = done.revision.timeline.film
    assert film
    assert [clip.media.media for _, clip in film.clips()] == ["m1"]  # type: ignore[union-attr]


def test_a_missing_file_is_named(studio: Studio, tmp_path: Path) -> None:
    with pytest.raises(NoMedia, match=r"nothing\.mp4"):
        studio.edit("cut", [tmp_path / "nothing.mp4"])


def test_an_edit_is_a_revision_that_keeps_its_request(studio: Studio, files: dict[str, Path]) -> None:
    done = studio.edit("cut", [files["a.mp4"]], session="s")
    assert (done.changed, done.reply, done.unanswered) == (True, "It lasts 8.0 s.", False)
    first, second = studio.history("s")
    assert (first.request, seconds(first.timeline)) == ("", 10)
    assert (second.request, second.edits) == ("cut", ({"op": DELETE[0], "params": DELETE[1]},))


def test_a_session_goes_on_and_knows_what_was_said(
    studio: Studio, files: dict[str, Path], parts: FakeParts
) -> None:
    studio.edit("cut", [files["a.mp4"]], session="s")
    studio.edit("ask", session="s")
    studio.edit("vignette", session="s")
    turns = parts.situations[-1].history
    assert [turn.request for turn in turns] == ["cut", "ask"]
    assert turns[0].edits[0].op == "delete_range"
    assert seconds(studio.head("s").timeline) == 8


def test_what_was_taken_back_is_not_referred_to(
    studio: Studio, files: dict[str, Path], parts: FakeParts
) -> None:
    studio.edit("put the title", [files["a.mp4"]], session="s")
    studio.edit("cut", session="s")
    studio.undo("s", "the title")
    studio.edit("vignette", session="s")
    assert [turn.request for turn in parts.situations[-1].history] == ["cut"]


def test_without_a_session_nothing_is_kept(studio: Studio, files: dict[str, Path]) -> None:
    studio.edit("cut", [files["a.mp4"]])
    assert studio.sessions() == ()


def test_a_plan_that_fails_changes_nothing(studio: Studio, files: dict[str, Path]) -> None:
    studio.edit("cut", [files["a.mp4"]], session="s")
    with pytest.raises(Fault):
        studio.edit("impossible", session="s")
    assert studio.head("s").number == 2


def test_questions_and_refusals_change_nothing(studio: Studio, files: dict[str, Path]) -> None:
    for request in ("ask", "refuse"):
        done = studio.edit(request, [files["a.mp4"]], session=request)
        assert (done.changed, done.unanswered) == (False, True)


def test_planning_changes_nothing(studio: Studio, files: dict[str, Path]) -> None:
    planned = studio.plan("cut", [files["a.mp4"]], session="s")
    assert (seconds(planned.before), seconds(planned.after)) == (10, 8)
    assert studio.sessions() == ()
    answer = planned.to_json()
    assert list(answer) == [
        "edits", "actions", "questions", "refusals", "reply", "draft", "summary", "duration_ms",
    ]  # fmt: skip
    assert answer["draft"]["d"] == 8000


def test_facts_are_found_when_a_plan_needs_them(
    studio: Studio, files: dict[str, Path], parts: FakeParts
) -> None:
    done = studio.edit("silences", [files["a.mp4"]])
    assert parts.asked == [("m1", ("loudness", "silence", "speech"))]
    assert parts.situations[-1].facts["m1"][1].kind == "silence"
    assert done.changed


def test_facts_of_several_files_are_asked_for_together(
    studio: Studio, files: dict[str, Path], parts: FakeParts, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = [studio.intake.probed(files[name], name) for name in ("a.mp4", "tall.mp4")]
    calls: list[int] = []
    facts = parts.facts

    def counted(wanted: Any, *more: Any) -> Any:
        calls.append(len(wanted))
        return facts(wanted, *more)

    monkeypatch.setattr(parts, "facts", counted)
    asked = [(media, ["scene"]) for media in begin] + [(begin[0], [])]
    found = studio.finding.of_all(asked, None, None)
    assert [[fact.kind for fact in each] for each in found] == [["scene"], ["scene"], []]
    assert calls == [2]


def test_facts_found_once_are_known_to_the_next_request(
    studio: Studio, files: dict[str, Path], parts: FakeParts
) -> None:
    studio.edit("silences", [files["a.mp4"]], session="s")
    studio.edit("vignette", session="s")
    assert {fact.kind for fact in parts.situations[-1].facts["m1"]} >= {"silence", "speech"}


def test_someone_else_editing_meanwhile_is_a_conflict(
    studio: Studio, files: dict[str, Path], parts: FakeParts, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.edit("cut", [files["a.mp4"]], session="s")
    other = Studio(studio.folder, FakeParts(SCRIPT))
    plan = parts.plan

    def slow(request: str, situation: Any) -> Any:
        other.edit("vignette", session="s")
        return plan(request, situation)

    monkeypatch.setattr(parts, "plan", slow)
    with pytest.raises(SessionChanged) as caught:
        studio.edit("put the title", session="s")
    assert caught.value.fields["current"] == 3
    assert studio.head("s").request == "vignette"


def test_undo_and_redo_in_words(studio: Studio, files: dict[str, Path]) -> None:
    studio.edit("cut", [files["a.mp4"]], session="s")
    done = studio.edit("undo", session="s")
    assert "0:10 long" in done.reply
    assert seconds(studio.head("s").timeline) == 10
    studio.edit("redo", session="s")
    assert seconds(studio.head("s").timeline) == 8
    studio.edit("vignette", session="s")
    studio.edit("undo all", session="s")
    assert studio.head("s").number == 1
    with pytest.raises(NothingToUndo):
        studio.edit("undo", session="s")


def test_one_change_in_the_middle_can_be_taken_back(studio: Studio, files: dict[str, Path]) -> None:
    studio.edit("put the title", [files["a.mp4"]], session="s")
    studio.edit("cut", session="s")
    studio.edit("vignette", session="s")
    now = studio.undo("s", "the title")
    assert seconds(now.timeline) == 8
    assert [each.request for each in studio.kept.line("s")] == ["", "cut", "vignette"]
    assert not [track for track in now.timeline.tracks if track.kind == "text" and track.items]
    assert "暗角" not in studio.undo("s", "那个暗角").request
    with pytest.raises(Fault, match="cut"):
        studio.undo("s", "the music")


def test_what_later_changes_build_on_cannot_be_taken_back(
    studio: Studio, files: dict[str, Path], parts: FakeParts
) -> None:
    parts.script["longer"] = [("append", {"media": "m1"})]
    parts.script["swap them"] = [("swap_clips", {"a": "c1", "b": "c2"})]
    studio.edit("longer", [files["a.mp4"]], session="s")
    studio.edit("swap them", session="s")
    with pytest.raises(Fault, match="longer"):
        studio.undo("s", "longer")
    assert studio.head("s").request == "swap them"


def test_a_render_is_noted_and_finds_moved_footage(
    studio: Studio, files: dict[str, Path], parts: FakeParts, tmp_path: Path
) -> None:
    studio.edit("cut", [files["a.mp4"]], session="s")
    studio.render(tmp_path / "cut.mp4", session="s")
    assert [each.path for each in studio.outputs("s")] == [str(tmp_path / "cut.mp4")]
    moved = tmp_path / "moved.mp4"
    files["a.mp4"].rename(moved)
    with pytest.raises(Fault, match=r"a\.mp4"):
        studio.render(tmp_path / "again.mp4", session="s")
    studio.ingest([moved], "s")
    studio.render(tmp_path / "again.mp4", session="s")
    assert parts.films[-1].media[0].uri == str(moved)


def test_footage_is_never_written_over(studio: Studio, files: dict[str, Path]) -> None:
    studio.edit("cut", [files["a.mp4"]], session="s")
    with pytest.raises(OutputIsSource):
        studio.render(files["a.mp4"], session="s")


def test_an_export_in_words_sets_the_render(studio: Studio, files: dict[str, Path]) -> None:
    done = studio.edit("cut and export", [files["a.mp4"]], session="s")
    export = export_of(done.plan, done.revision.timeline)
    assert export
    assert (export.options.format, export.options.size, export.name) == ("webm", "720p", "best.webm")
    done = studio.edit("export the first half", session="s")
    export = export_of(done.plan, done.revision.timeline)
    assert export
    assert (seconds(export.timeline), export.timeline.rate) == (5.0, Fraction(50))
    assert seconds(studio.head("s").timeline) == 8
    done = studio.edit("preview", session="s")
    export = export_of(done.plan, done.revision.timeline)
    assert export
    assert (export.preview, export.options.quality, export.options.size) == (True, "draft", "480p")


def test_inspect_finds_facts_and_draws(studio: Studio, files: dict[str, Path], tmp_path: Path) -> None:
    found = studio.inspect(files["a.mp4"], tmp_path / "out")
    assert {fact.kind for fact in found.facts} >= {"silence", "scene", "loudness", "beat", "screen", "click"}
    assert found.sheet == tmp_path / "out" / "a-sheet.png"
    assert found.waveform
    assert found.waveform.exists()
    photo = studio.inspect(files["photo.png"])
    assert (photo.facts, photo.waveform) == ((), None)


def test_a_draft_is_opened_beside_its_files(studio: Studio, files: dict[str, Path]) -> None:
    planned = studio.plan("cut", [files["a.mp4"]])
    from workprint.studio import draft_json

    timeline = studio.open_draft(draft_json(planned.after), files["a.mp4"].parent)
    assert seconds(timeline) == 8
    studio.render(files["a.mp4"].with_name("out.mp4"), timeline=timeline)


@pytest.mark.parametrize(
    ("rate", "wanted"),
    [
        ("30", "30"), ("29.97", "30000/1001"), ("29.5", "30000/1001"), ("23.976", "24000/1001"), ("25", "25"),
        ("15", "30"), ("12", "24"), ("10", "30"), ("120", "60"), ("119.88", "60000/1001"), ("100", "50"), ("0", "30"),
    ],
)  # fmt: skip
def test_rates_snap_to_standard_ones(rate: str, wanted: str) -> None:
    assert standard_rate(Fraction(rate)) == Fraction(wanted)


@pytest.mark.parametrize(
    ("size", "wanted"),
    [
        ((3840, 2160), (1920, 1080)),
        ((1080, 1920), (1080, 1920)),
        ((640, 480), (1920, 1080)),
        ((500, 500), (1080, 1080)),
    ],
)
def test_the_canvas_suits_the_footage(size: tuple[int, int], wanted: tuple[int, int]) -> None:
    media = MediaFile(id="m", video=VideoStream(width=size[0], height=size[1]))
    canvas = canvas_for(media)
    assert (canvas.width, canvas.height) == wanted


def test_the_catalogue_has_every_operation_in_both_languages() -> None:
    entries = catalogue()
    assert len({entry["name"] for entry in entries}) == len(entries) > 100
    for entry in entries:
        assert entry["title"]["en"]
        assert entry["title"]["zh"]
        assert entry["doc"]
    (volume,) = catalogue("音量")
    assert volume["name"] == "volume"
    with pytest.raises(NoSuchOperation, match="vignette"):
        catalogue("vignete")


def test_the_picture_shows_every_track(studio: Studio, files: dict[str, Path]) -> None:
    studio.edit("put the title", [files["a.mp4"]], session="s")
    timeline = studio.edit("vignette", session="s").revision.timeline
    svg = timeline_svg(timeline)
    import xml.etree.ElementTree as ElementTree

    ElementTree.fromstring(svg)
    assert "a.mp4" in svg
    assert ">Hi<" in svg
    assert "vignette" in svg


def test_texts_become_subtitles(studio: Studio, files: dict[str, Path]) -> None:
    timeline = studio.edit("put the title", [files["a.mp4"]]).revision.timeline
    assert subtitles(timeline) == "1\n00:00:00,000 --> 00:00:02,000\nHi\n"
    assert subtitles(timeline, "vtt").startswith("WEBVTT\n\n1\n00:00:00.000 --> ")
    assert subtitles(Timeline()) == ""


def test_the_doctor_names_what_is_there(studio: Studio) -> None:
    parts = {part.name: part for part in studio.doctor()}
    assert parts["ffmpeg"].present
    assert parts["ffmpeg parts"].present
    # What no command gets (hardware) is told in words.
    assert all(part.purpose["zh"] and (part.present or part.get or part.detail_zh) for part in parts.values())


def test_one_part_of_a_request_is_taken_back_and_undo_brings_it_back(
    studio: Studio, files: dict[str, Path], parts: FakeParts
) -> None:
    parts.script["all of it"] = [VIGNETTE, TITLE, DELETE]
    studio.edit("all of it", [files["a.mp4"]], session="s")
    before = studio.head("s").timeline
    done = studio.take_back("s", "the title")
    assert "Title" in done.said["en"]
    assert "标题" in done.said["zh"]
    assert [edit["op"] for edit in done.revision.edits] == ["add_effect", "delete_range"]
    assert seconds(done.revision.timeline) == 8
    with pytest.raises(Fault, match="title"):
        studio.take_back("s", "the title")
    assert studio.undo("s").timeline == before
    assert studio.kept.redo("s").timeline == done.revision.timeline
    studio.edit("undo", session="s")
    assert studio.head("s").timeline == before
    told = studio.edit("undo the title", session="s")
    assert "Taken back: Title" in told.reply
    studio.edit("cut", session="s")
    assert [edit.op for edit in parts.situations[-1].history[0].edits] == ["add_effect", "delete_range"]


def test_a_change_is_named_by_what_was_done_then(studio: Studio, files: dict[str, Path]) -> None:
    studio.edit("cut", [files["a.mp4"]], session="s")
    studio.edit("put the title", session="s")
    assert "(“cut”)" in studio.take_back("s", "the cutting").said["en"]
    assert seconds(studio.head("s").timeline) == 10


def test_the_last_change_taken_back_by_name_comes_back_with_undo(
    studio: Studio, files: dict[str, Path]
) -> None:
    studio.edit("put the title", [files["a.mp4"]], session="s")
    titled = studio.head("s").timeline
    assert studio.undo("s", "the title").timeline != titled
    assert studio.undo("s").timeline == titled


def test_sounds_alone_lie_on_an_audio_track(studio: Studio, files: dict[str, Path], tmp_path: Path) -> None:
    other = tmp_path / "other.wav"
    other.write_bytes(b"other")
    taken = studio.ingest([files["song.wav"], other], "s")
    (track,) = taken.timeline.tracks
    assert (track.id, track.kind, [at for at, _ in track.clips()]) == ("a1", "audio", [0, 300])
    assert only_sounds(taken.timeline)
    assert not only_sounds(studio.ingest([files["song.wav"], files["photo.png"]], "t").timeline)


def test_a_sound_that_the_request_places_is_there_once(
    studio: Studio, files: dict[str, Path], parts: FakeParts
) -> None:
    parts.script["music"] = [("add_music", {"media": "m1"})]
    parts.script["card"] = [("append", {"media": "color", "duration": 3})]
    parts.script["both"] = [*parts.script["card"], *parts.script["music"]]
    done = studio.edit("both", [files["song.wav"]])
    sounds = [
        clip for track in done.revision.timeline.tracks if track.kind == "audio" for _, clip in track.clips()
    ]
    assert len(sounds) == 1


def test_what_was_made_after_the_change_taken_back_is_still_meant(
    studio: Studio, files: dict[str, Path], parts: FakeParts
) -> None:
    studio.edit("put the title", [files["a.mp4"]], session="s")
    parts.script["lower third"] = [("add_text", {"style": "lower_third", "text": "Ann", "start": 5})]
    studio.edit("lower third", session="s")
    texts = [
        clip
        for track in studio.head("s").timeline.tracks
        if track.kind == "text"
        for _, clip in track.clips()
    ]
    parts.script["other words"] = [("set_text", {"id": texts[-1].id, "text": "Bob"})]
    studio.edit("other words", session="s")
    now = studio.take_back("s", "put the title").revision.timeline
    (left,) = [clip for track in now.tracks if track.kind == "text" for _, clip in track.clips()]
    assert left.id != texts[-1].id
    assert left.media.params["text"] == "Bob"  # type: ignore[union-attr]


def test_a_render_does_not_wait_for_the_grammar() -> None:
    loaded = "import sys, workprint.studio; sys.exit('workprint.planner.planner' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], check=False).returncode == 0
