"""Voice-overs from a request to the film: what is spoken once and kept, where it lies, how loud all is."""

from __future__ import annotations

import threading
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from edit_rows import edit, film, written
from footage import ffmpeg, heard, numbered
from workprint.analysis.word import Words
from workprint.base import Fault, Range
from workprint.ffmpeg import Cancelled
from workprint.model import AudioStream, FileRef, MediaFile, Timeline
from workprint.ops.edits import narrated
from workprint.ops.edits.fitting import Cue, Fit, fitted
from workprint.planner import Need, Speech
from workprint.planner.script_text import cues_in, draft_answer
from workprint.planner.script_text import shown as as_shown
from workprint.store import Blobs, Database
from workprint.studio import Studio
from workprint.synth import Scripted, VoiceOver
from workprint.synth.speaking.espeak import Espeak
from workprint.synth.speaking.speaker import Uttered


@pytest.mark.parametrize(
    ("fit", "cues", "starts", "speeds", "waits"),
    [
        ("stretch", [(20, 0), (20, 30)], [0, 30], [1, 1], []),
        ("stretch", [(33, 0), (20, 30)], [0, 30], [1.1, 1], []),
        ("stretch", [(44, 0), (20, 30)], [0, 40], [1.1, 1], []),
        ("shift", [(33, 0), (20, 30)], [0, 33], [1, 1], []),
        ("ripple", [(33, 0), (20, 30)], [0, 33], [1, 1], [(30, 3)]),
        ("overlap", [(33, 0), (20, 30)], [0, 30], [1, 1], []),
        ("stretch", [(20, 0), (20, None)], [0, 30], [1, 1], []),
        ("stretch", [(105, 0)], [0], [1.05], []),
        ("stretch", [(121, 0)], [0], [1.1], [(100, 10)]),
        ("overlap", [(20, 90)], [90], [1], [(100, 10)]),
    ],
)
def test_lines_are_fitted_to_the_picture(
    fit: Fit,
    cues: list[tuple[int, int | None]],
    starts: list[int],
    speeds: list[float],
    waits: list[tuple[int, int]],
) -> None:
    found = fitted([Cue(length, start) for length, start in cues], 100, 10, fit)
    assert [line.start for line in found.lines] == starts
    assert [float(line.speed) for line in found.lines] == pytest.approx(speeds)
    assert list(found.waits) == waits


def spoken(timeline: Timeline, text: str, seconds: float, **how: object) -> Timeline:
    """The timeline with a text spoken for it."""
    asked = {"text": text, "language": "", "voice": "", "rate": 1.0, "engine": "", **how}
    made = {"asked": asked, "engine": "scripted", "draft": True, "language": "en", "words": []}
    media = MediaFile(
        id=timeline.new_id("m"), kind="audio", duration=Fraction(seconds), audio=AudioStream(), metadata={"voice": made}
    )  # fmt: skip
    return timeline.model_copy(update={"media": (*timeline.media, media)})


def lines(timeline: Timeline) -> list[tuple[int, int]]:
    return [(at, clip.duration) for at, clip in narrated(timeline)]


class TestEdits:
    def test_what_was_not_spoken_yet_is_asked_for(self) -> None:
        with pytest.raises(Fault) as caught:
            edit(film("c1:a[0-100]"), "add_voice_over", text="One.\nTwo.")
        assert caught.value.code == "missing_voice"
        assert [each["text"] for each in caught.value.fields["wanted"]] == ["One.", "Two."]

    def test_it_lies_on_a_track_of_its_own_and_all_else_steps_back(self) -> None:
        before = spoken(spoken(film("c1:a[0-100]"), "One.", 2), "Two.", 1)
        after = edit(before, "add_voice_over", text="One.\nTwo.", start=1)
        assert lines(after) == [(10, 20), (37, 10)]
        track = after.tracks[-1]
        assert (track.kind, track.role) == ("audio", "voice")
        assert [(e.op, e.params["depth"]) for e in after.tracks[0].effects] == [("duck", 10)]
        assert edit(after, "remove_voice_over").tracks == before.tracks

    def test_the_last_frame_is_held_until_it_is_said_and_goes_with_it(self) -> None:
        after = edit(spoken(film("c1:a[0-30]"), "Long.", 4), "add_voice_over", text="Long.")
        assert written(after.tracks[0]) == "c1:a[0-30] c2:a[29-35]z"
        assert lines(after) == [(0, 36)]
        assert written(edit(after, "remove_voice_over").tracks[0]) == "c1:a[0-30]"

    def test_behind_one_that_lasts_until_the_end_the_last_frame_is_held(self) -> None:
        after = edit(spoken(film("c1:a[0-30]"), "Long.", 4), "add_voice_over", text="Long.")
        more = edit(spoken(after, "More.", 1), "add_voice_over", text="More.")
        assert lines(more) == [(0, 36), (43, 10)]
        assert more.film is not None
        assert more.film.duration == 53
        assert edit(more, "remove_voice_over").film == film("c1:a[0-30]").film

    def test_one_before_the_other_and_one_instead_of_it(self) -> None:
        first = edit(spoken(film("c1:a[0-100]"), "One.", 2), "add_voice_over", text="One.", start=4)
        more = spoken(spoken(first, "Short.", 1), "Much longer.", 5)
        assert lines(edit(more, "add_voice_over", text="Short.", beside="before")) == [(23, 10), (40, 20)]
        assert lines(edit(more, "add_voice_over", text="Much longer.", beside="before")) == [
            (0, 45),
            (45, 20),
        ]
        assert lines(edit(more, "add_voice_over", text="Short.", beside="instead")) == [(40, 10)]

    def test_pauses_fitting_and_depth_are_kept_when_it_is_laid_anew(self) -> None:
        before = film("c1:a[0-100]")
        for text, seconds in (("One.", 2), ("Two.", 3), ("Three.", 1)):
            before = spoken(before, text, seconds)
        after = edit(before, "add_voice_over", text="One.\nTwo.\nThree.")
        assert lines(after) == [(0, 20), (27, 30), (64, 10)]
        wide = edit(after, "set_voice_over", pause=2)
        assert lines(wide) == [(0, 20), (40, 30), (90, 10)]
        assert lines(edit(wide, "set_voice_over", depth=20)) == lines(wide)
        assert [e.params["depth"] for e in edit(wide, "set_voice_over", depth=20).tracks[0].effects] == [20]
        assert lines(edit(wide, "remove_voice_over", lines=(1,))) == [(40, 30), (90, 10)]

    def test_a_late_line_goes_back_where_it_was_wanted(self) -> None:
        before = spoken(spoken(film("c1:a[0-100]"), "One.", 4), "Two.", 1)
        after = edit(before, "add_voice_over", cues=((0, "One."), (2, "Two.")))
        assert lines(after) == [(0, 36), (36, 10)]
        short = spoken(after, "One.", 1, rate=2.0)
        assert lines(edit(short, "set_voice_over", line=1, rate=2.0)) == [(0, 10), (20, 10)]
        waits = edit(after, "set_voice_over", fit="ripple")
        assert lines(waits) == [(0, 40), (40, 10)]
        assert lines(edit(waits, "set_voice_over", fit="overlap")) == [(0, 40), (20, 10)]

    def test_it_follows_the_picture_and_is_not_cut(self) -> None:
        after = edit(spoken(film("c1:a[0-100]"), "One.", 2), "add_voice_over", text="One.", start=5)
        assert lines(edit(after, "delete_range", start=0, end=2)) == [(30, 20)]

    def test_changes(self) -> None:
        after = edit(spoken(spoken(film("c1:a[0-100]"), "One.", 2), "Two.", 1), "add_voice_over", text="One.\nTwo.")  # fmt: skip
        assert lines(edit(after, "set_voice_over", start=2)) == [(20, 20), (47, 10)]
        assert lines(edit(after, "set_voice_over", line=2, start=6)) == [(0, 20), (60, 10)]
        slower = spoken(after, "Two.", 3, rate=0.5)
        assert lines(edit(slower, "set_voice_over", line=2, rate=0.5)) == [(0, 20), (27, 30)]
        assert lines(edit(after, "remove_voice_over", lines=(1,))) == [(27, 10)]

    def test_a_recording_takes_its_place_line_by_line(self) -> None:
        from workprint.model import Fact

        after = edit(spoken(spoken(film("c1:a[0-100]"), "One.", 2), "Two.", 1), "add_voice_over", cues=((1, "One."), (5, "Two.")))  # fmt: skip
        with pytest.raises(Fault) as caught:
            edit(after, "replace_voice_over", media="s")
        assert caught.value.fields["kind"] == "silence"
        facts = {"s": [Fact(kind="silence", start=2.8, end=3.2), Fact(kind="silence", start=1, end=1.1)]}
        now = edit(after, "replace_voice_over", facts, media="s")
        assert lines(now) == [(10, 30), (50, 30)]
        assert [clip.name for _, clip in narrated(now)] == ["One.", "Two."]
        with pytest.raises(Fault, match="recording of your own"):
            edit(now, "set_voice_over", rate=0.8)

    @pytest.mark.parametrize(
        ("op", "params", "code"),
        [
            ("remove_voice_over", {}, "no_voice_over"),
            ("set_voice_over", {"rate": 2}, "no_voice_over"),
            ("replace_voice_over", {"media": "s"}, "no_voice_over"),
            ("add_voice_over", {}, "nothing_to_do"),
            ("add_voice_over", {"text": "One.", "start": 11}, "nothing_to_do"),
            ("add_voice_over", {"script": "x.txt"}, "no_such_item"),
            ("add_voice_over", {"media": "p"}, "nothing_to_do"),
        ],
    )
    def test_what_cannot_be_done_is_named(self, op: str, params: dict[str, object], code: str) -> None:
        with pytest.raises(Fault) as caught:
            edit(spoken(film("c1:a[0-100]"), "One.", 2), op, **params)
        assert caught.value.code == code
        assert caught.value.say("zh")

    def test_two_never_speak_at_once(self) -> None:
        after = edit(spoken(spoken(film("c1:a[0-100]"), "One.", 2), "Two.", 1), "add_voice_over", text="One.", start=3)  # fmt: skip
        with pytest.raises(Fault) as caught:
            edit(after, "add_voice_over", text="Two.", start=4)
        assert caught.value.code == "voice_taken"
        assert lines(edit(after, "add_voice_over", text="Two.")) == [(30, 20), (57, 10)]


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    made = Studio(tmp_path / "data")
    made.voicing.choose = lambda: VoiceOver(Scripted())
    return made


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("footage") / "screen.mkv"
    numbered(path, 150, 25)
    return path


class Untold(Espeak):
    """It does not say when its words begin, as kokoro, piper and servers do not."""

    def utter(self, *asked: Any) -> list[Uttered]:
        return [replace(each, marks=None) for each in super().utter(*asked)]


def test_words_of_an_engine_that_does_not_tell_when_are_found_in_the_sound(studio: Studio) -> None:
    text = "Water carries sand and stones. For many years they cut deep valleys, hills, rocks."
    starts = {}
    for name, engine in (("told", Espeak()), ("found", Untold())):
        voicing = replace(studio.voicing, folder=studio.folder / name, choose=lambda: VoiceOver(engine))  # noqa: B023
        told = voicing.spoken(Speech(text=text)).metadata["voice"]["words"]
        assert " ".join(word[0] for word in told) == text
        starts[name] = {word[0]: word[1] for word in told if word[3]}
    # Pairs of words that the engine takes as one have no time of their own among those it told.
    both = starts["told"].keys() & starts["found"].keys()
    assert len(both) >= 10
    off = [abs(starts["told"][word] - starts["found"][word]) for word in both]
    assert np.median(off) < 0.03
    assert max(off) < 0.2


def test_words_that_are_not_found_stay_where_they_were_guessed(studio: Studio) -> None:
    studio.voicing.choose = lambda: VoiceOver(Scripted(timed=False))
    words = studio.voicing.spoken(Speech(text="One two. Three.")).metadata["voice"]["words"]
    assert [(word[0], word[3]) for word in words] == [("One", False), ("two.", False), ("Three.", False)]
    assert all(a[2] <= b[1] for a, b in pairwise(words))


class TestStudio:
    def test_the_words_are_where_the_film_says_them(self, studio: Studio, footage: Path) -> None:
        done = studio.edit("at 0:01 add a voiceover that says: Open the settings.", [footage], session="s")
        assert "0:01–0:02" in done.reply
        assert "draft voice" in done.reply
        head = studio.head("s").timeline
        media = next(each for each in head.media if "voice" in each.metadata)
        words = studio.finding.facts(media, ["word", "transcript"], None, None)
        assert [fact.value["text"] for fact in words if fact.kind == "word"] == ["Open", "the", "settings."]
        captions = studio.edit("caption the voice-over", session="s")
        assert "aption" in captions.reply
        placed = [(at, clip) for t in captions.revision.timeline.tracks if t.kind == "text" for at, clip in t.clips()]  # fmt: skip
        assert abs(placed[0][0] - 25 * (1 + words[1].start)) <= 2

    def test_captions_of_it_need_nobody_to_listen(
        self, studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        film = tmp_path / "loud.mkv"
        ffmpeg("-f", "lavfi", "-i", "testsrc=s=64x64:r=25:d=5", "-f", "lavfi", "-i", "anoisesrc=d=5", film)
        studio.edit("at 0:01 add a voiceover that says: Open the settings.", [film], session="s")
        listened: list[str] = []
        monkeypatch.setattr(Words, "find", lambda self, path, media, *rest: listened.append(media.name) or [])
        captions = studio.edit("caption the voice-over", session="s")
        assert [edit.op for edit in captions.plan.edits] == ["caption_speech"]
        assert "1 caption" in captions.reply
        assert not listened

    def test_it_is_spoken_once_and_found_again(self, studio: Studio, footage: Path) -> None:
        need = Need(media="", kind="voice", speech=Speech(text="Once."))
        assert need.speech is not None
        first = studio.voicing.spoken(need.speech)
        stamp = Path(first.uri).stat().st_mtime_ns
        again = studio.voicing.spoken(need.speech)
        assert (again.hash, again.uri) == (first.hash, first.uri)
        assert Path(again.uri).stat().st_mtime_ns == stamp
        Path(again.uri).unlink()
        assert studio.voicing.spoken(need.speech).hash == first.hash

    def test_with_a_service_it_lies_in_its_store(self, tmp_path: Path) -> None:
        blobs = Blobs(tmp_path / "blobs")
        kept: list[str] = []
        studio = Studio(tmp_path / "data", database=Database(tmp_path / "w.db"), blobs=blobs)
        studio.voicing = replace(studio.voicing, choose=lambda: VoiceOver(Scripted()), kept=lambda *told: kept.append(told[0]))  # fmt: skip
        media = studio.voicing.spoken(Speech(text="Stored."))
        assert media.uri == f"blob:media/{media.hash[:2]}/{media.hash}.wav"
        assert kept == [media.hash]
        assert blobs.path(media.uri.removeprefix("blob:"), media.hash).is_file()

    def test_undo_and_taking_back_work_without_speaking_again(self, studio: Studio, footage: Path) -> None:
        studio.edit("add a voiceover: One two three.", [footage], session="s")
        studio.edit("make it black and white", session="s")
        studio.edit("make the voice-over slower", session="s")
        studio.voicing.choose = None  # type: ignore[assignment]
        studio.voicing.__dict__.pop("speaker", None)
        taken = studio.take_back("s", "black and white")
        assert lines(taken.revision.timeline)

    def test_nothing_is_changed_where_there_is_no_voice(self, studio: Studio, footage: Path) -> None:
        studio.voicing.choose = lambda: VoiceOver(Scripted(languages=["en"]))
        done = studio.edit("加个配音：你好", [footage], session="s")
        assert not done.plan.edits
        assert "中文" in done.reply

    @pytest.mark.parametrize(
        ("request_", "said"),
        [
            ("add a voiceover in French: Bonjour tout le monde", "French"),
            ("add a Spanish voiceover: Hola a todos", "Spanish"),
            ("add a voiceover in Japanese: hello", "Japanese"),
            ("加个法语配音：Bonjour", "法语"),
            ("用日语念“你好”", "日语"),
            ("add a voiceover with the voice Zoltan: hello there", "Zoltan"),
            ("add a voiceover in Morgan's voice: hello there", "Morgan"),
        ],
    )
    def test_a_language_or_a_voice_that_is_missing_is_said(
        self, studio: Studio, footage: Path, request_: str, said: str
    ) -> None:
        done = studio.edit(request_, [footage], session="s")
        assert not done.plan.edits
        assert said in done.reply

    @pytest.mark.parametrize(
        "request_",
        [
            "add a voiceover that says: Learn French in the Voice Studio",
            "add an English voiceover: hello",
            "加个中文配音：你好",
            "add a voiceover in Mandarin: 你好",
            "Add a Voiceover: He heard Morgan's voice",
            "add a voiceover saying “speak Spanish with Anna's voice”",
        ],
    )
    def test_languages_and_names_that_are_only_spoken_of_are_read(
        self, studio: Studio, footage: Path, request_: str
    ) -> None:
        done = studio.edit(request_, [footage], session="s")
        assert [step.op for step in done.plan.edits] == ["add_voice_over"]

    def test_cancelled_before_it_speaks(self, studio: Studio, footage: Path) -> None:
        cancel = threading.Event()
        cancel.set()
        with pytest.raises(Cancelled):
            studio.edit("add a voiceover: Hello.", [footage], session="s", cancel=cancel)
        assert not studio.kept.has("s")

    def test_subtitles_and_scripts_given_along_are_read(
        self, studio: Studio, footage: Path, tmp_path: Path
    ) -> None:
        srt = tmp_path / "cues.srt"
        srt.write_text("1\n00:00:01,000 --> 00:00:02,000\n<i>One</i> two\n\n2\n00:00:03,500 --> 00:00:04,000\n三\n", "utf-8")  # fmt: skip
        done = studio.edit("read cues.srt as the voice-over", [footage, srt], session="srt")
        assert [(at, clip.name) for at, clip in narrated(done.revision.timeline)] == [(25, "One two"), (88, "三")]  # fmt: skip
        text = tmp_path / "script.txt"
        text.write_text("First.\n\nSecond.\n", "utf-8")
        done = studio.edit("用 script.txt 配音", [footage, text], session="txt")
        assert [clip.name for _, clip in narrated(done.revision.timeline)] == ["First.", "Second."]


class TestDrafts:
    def test_answers_to_a_draft(self) -> None:
        reply = as_shown([(5.0, "Click here."), (20.0, "Press “Save”.")], "en", "from what happens on screen")
        say = draft_answer("say it", reply)
        assert say is not None
        assert say.startswith("add a voiceover 「[0:05] Click here.\n[0:20]")
        assert (
            draft_answer("change 2 to Done.", reply)
            == "draft a voiceover 「[0:05] Click here.\n[0:20] Done.」"
        )
        assert draft_answer("drop 1 and say it", reply) == "add a voiceover 「[0:20] Press “Save”.」"
        assert draft_answer("add music", reply) is None
        assert draft_answer("say it", "The film is 0:12 long.") is None

    def test_lines_with_times(self) -> None:
        assert cues_in("0:05 Click\n[0:10.5] Save\n12s - Done") == [
            (5, "Click"),
            (10.5, "Save"),
            (12, "Done"),
        ]
        assert cues_in("Welcome\n0:05 Click") == []


def loudness(path: Path) -> float:
    text = ffmpeg_report(path)
    return float(text.rpartition("I:")[2].split()[0])


def ffmpeg_report(path: Path) -> str:
    import subprocess

    from workprint.ffmpeg import binary

    done = subprocess.run(
        [binary(), "-hide_banner", "-i", str(path), "-af", "ebur128", "-f", "null", "-"], capture_output=True, text=True, check=True
    )  # fmt: skip
    return done.stderr


def test_loudness_under_the_voice(tmp_path: Path) -> None:
    """The film is 10 dB softer while it is spoken over, and as loud as ever before and after."""
    source = tmp_path / "hum.mkv"
    ffmpeg("-f", "lavfi", "-i", "testsrc=s=128x72:r=25:d=8", "-f", "lavfi", "-i", "sine=f=900:r=48000:d=8",
           "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "pcm_s16le", str(source))  # fmt: skip
    studio = Studio(tmp_path / "data")
    text = "Welcome to our app. Click sign up to get started."
    studio.edit(f"at 0:02 add a voiceover that says: {text}", [source], session="s")
    studio.render(tmp_path / "out.wav", session="s")
    mix, rate = heard(tmp_path / "out.wav"), 48_000
    timeline = studio.head("s").timeline
    ((at, clip),) = narrated(timeline)
    assert isinstance(clip.media, FileRef)
    media = timeline.file(clip.media.media)
    assert media is not None
    words = studio.finding.facts(media, ["word"], None, None)
    inside = words[2].start + 2, words[4].end + 2

    def tone(start: float, end: float) -> float:
        part = mix[round(start * rate) : round(end * rate)]
        time = np.arange(len(part)) / rate
        return 20 * np.log10(2 * abs(np.mean(part * np.exp(-2j * np.pi * 900 * time))))

    assert tone(*inside) - tone(0.5, 1.5) == pytest.approx(-10, abs=1.5)
    end = float(at / timeline.rate) + float(media.duration)
    assert tone(end + 1, end + 2) - tone(0.5, 1.5) == pytest.approx(0, abs=0.3)
    studio.edit("mute clip 1", session="s")
    studio.render(tmp_path / "voice.wav", session="s")
    assert loudness(tmp_path / "voice.wav") == pytest.approx(-16, abs=1)
    assert Range(start=at, duration=clip.duration).end / timeline.rate == pytest.approx(end, abs=0.05)
