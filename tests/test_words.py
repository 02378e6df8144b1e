"""Speech into words: scripts as they are spoken, put in step with sound; engines; what cannot be done."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from footage import ffmpeg
from speaking import LoudVoice, Scripted
from workprint.analysis import analyse, probe
from workprint.analysis.word import Words
from workprint.analysis.words import (
    EngineBroke,
    LanguageNotHeard,
    Recogniser,
    ScriptNotRead,
    UnknownRecogniser,
    chosen,
)
from workprint.analysis.words.match import matched
from workprint.analysis.words.model import write_model
from workprint.analysis.words.pronounce import dictionary
from workprint.analysis.words.recogniser import Heard
from workprint.analysis.words.script import read_script
from workprint.analysis.words.spans import Sound
from workprint.analysis.words.sphinx import opened
from workprint.analysis.words.step import not_alone
from workprint.analysis.words.text import language_of, tokens
from workprint.base import file_digest
from workprint.doors.cli import app
from workprint.ffmpeg import Cancelled
from workprint.model import Companion, CompanionKind, Fact, MediaFile, with_companions

SAMPLE = Path(__file__).parents[1] / "scripts" / "sample.py"

SPOKEN = [
    ("Hello, world!", ["Hello,", "world!"], "hello world"),
    ("It’s 3.5% of $20 – OK?", ["It's", "3.5%", "of", "$20", "OK?"], "it's three point five percent of twenty dollars ok"),
    ("In 1984, 2,500 people on the 21st at 10:30", None, "in nineteen eighty four two thousand five hundred people on the twenty first at ten thirty"),
    ("JOHN: <i>Well</i> [laughs] (off) yes", ["Well", "yes"], "well yes"),
    ("well-known e-mail", ["well-known", "e-mail"], "well known e mail"),
    ("你好，world。再见！", ["你", "好，", "world。", "再", "见！"], "你 好 world 再 见"),
    ("“Quoted” words …", ["“Quoted”", "words"], "quoted words"),
    ("MP3 and 2GB", ["MP3", "and", "2GB"], "mp three and two gb"),
    ("--- *** 5", ["5"], "five"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "written", "spoken"), SPOKEN)
def test_a_text_as_it_is_spoken(text: str, written: Sequence[str] | None, spoken: str) -> None:
    found = tokens(text)
    assert written is None or [each.text for each in found] == written
    assert [word for each in found for word in each.spoken] == spoken.split()


@pytest.mark.parametrize(
    ("text", "language"),
    [("Hello there", "en"), ("你好 Workprint", "zh"), ("こんにちは世界", "ja"), ("안녕하세요", "ko"), ("Привет всем", ""), ("12", "")],
)  # fmt: skip
def test_the_language_of_letters(text: str, language: str) -> None:
    assert language_of(text) == language


MATCHES = [
    ("a b c d", "a b c d", [(0, 0), (1, 1), (2, 2), (3, 3)]),
    ("a x c", "a b c", [(0, 0), (2, 2)]),
    ("a b c", "p q r a b c s", [(0, 3), (1, 4), (2, 5)]),
    ("", "a", []),
    # A sentence said twice is tied to what is written once, once.
    ("one two three one two three four", "one two three four", [(0, 0), (1, 1), (2, 2), (6, 3)]),
]


@pytest.mark.parametrize(("heard", "written", "pairs"), MATCHES)
def test_what_was_heard_beside_what_was_written(
    heard: str, written: str, pairs: list[tuple[int, int]]
) -> None:
    found = matched(heard.split(), written.split())
    assert len(found) == len(pairs)
    assert found == sorted(found)
    assert all(heard.split()[a] == written.split()[b] for a, b in found)


def test_long_texts_are_matched_in_order() -> None:
    written = [f"w{number}" for number in np.random.default_rng(1).integers(0, 700, 6000)]
    heard = [word for number, word in enumerate(written) if number % 9]
    found = matched(heard, written)
    assert len(found) >= 0.95 * len(heard)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(found))


def test_a_text_that_says_the_same_again_is_matched_copy_by_copy() -> None:
    """Of seven readings, in which some words are misheard, none is tied to another one's text."""
    written = [f"w{number}" for number in np.random.default_rng(2).integers(0, 70, 116)] * 7
    wrong = np.random.default_rng(3).random(len(written)) < 0.12
    heard = ["?" if off else word for off, word in zip(wrong, written, strict=True)]
    found = matched(heard, written)
    assert sum(a == b for a, b in found) >= 0.98 * (len(heard) - wrong.sum())


@pytest.mark.parametrize(
    ("found", "kept"),
    [([0, 1, 2, 12], [0, 1, 2]), ([0, 1, 2, 12, 13], [0, 1, 2, 12, 13]), ([0, 3, 6], [0, 3, 6]), ([0, 19], [0, 19]), ([9], []), ([], [])],
)  # fmt: skip
def test_a_single_word_far_from_all_others_of_a_script_was_not_said(
    found: list[int], kept: list[int]
) -> None:
    times = {number: Heard("and", number, number + 0.3, 0.9) for number in found}
    assert list(not_alone(times, 20)) == kept


def test_the_model_of_a_script_is_one(tmp_path: Path) -> None:
    path = tmp_path / "a.lm"
    write_model(["the", "cat", "and", "the", "dog", "and", "the", "cow"], path)
    sections = path.read_text().split("\\")
    ones = {line.split()[1]: line.split() for line in sections[3].splitlines()[1:] if line}
    assert sum(10 ** float(line[0]) for line in ones.values()) == pytest.approx(1, abs=0.001)
    twos = [line.split() for line in sections[4].splitlines()[1:] if line]
    # What follows "the", and what does not, is all there is.
    after = {line[2]: 10 ** float(line[0]) for line in twos if line[1] == "the"}
    rest = 10 ** float(ones["the"][2]) * sum(10 ** float(ones[word][0]) for word in ones if word not in after)
    assert sum(after.values()) + rest == pytest.approx(1, abs=0.001)


def test_words_that_no_dictionary_has_are_said_by_their_parts_and_letters() -> None:
    ways = dictionary(["hello", "workprint", "workprints", "zorbling", "xqz", "naïve"])
    assert ways["workprint"] == ((*dictionary(["work"])["work"][0], *dictionary(["print"])["print"][0]),)
    assert ways["workprints"][0][-1] == "S"
    assert ways["zorbling"][0][:2] == ("Z", "AO")
    assert all(ways.values())
    assert all(phones for said in ways.values() for phones in said)


def test_engines_are_chosen_by_the_environment() -> None:
    assert chosen({}).draft
    assert chosen({"WORKPRINT_RECOGNISER": "draft"}).name == "pocketsphinx"
    with pytest.raises(UnknownRecogniser, match="whatever"):
        chosen({"WORKPRINT_RECOGNISER": "whatever"})


# In recordings


def tone(path: Path, *stretches: tuple[float, float]) -> MediaFile:
    """A sound that is loud from and to each of these moments, 12 s long."""
    loud = "+".join(f"between(t,{a},{b})" for a, b in stretches) or "0"
    ffmpeg("-f", "lavfi", "-i", f"aevalsrc='0.4*sin(880*t)*({loud})':d=12:s=16000", str(path))
    return probe(path)


def given(media: MediaFile, path: Path, text: str, kind: CompanionKind = "script") -> MediaFile:
    path.write_text(text, encoding="utf-8")
    return with_companions(
        media, [Companion(kind=kind, name=path.name, hash=file_digest(path), uri=str(path))]
    )


def facts(media: MediaFile, engine: Recogniser, **more: Any) -> tuple[list[Fact], Any]:
    """The words found, and the value of the one transcript."""
    detector = Words(engine=engine, voice=LoudVoice)
    found = analyse(media.uri, media, ["word", "transcript"], detectors=[detector], **more)
    (transcript,) = (fact for fact in found if fact.kind == "transcript")
    assert (transcript.start, transcript.end) == (0, float(media.duration))
    return [fact for fact in found if fact.kind == "word"], transcript.value


def said(words: Sequence[Fact]) -> list[tuple[str, float, float, bool]]:
    return [
        (fact.value["text"], round(fact.start, 2), round(fact.end, 2), fact.value["timed"]) for fact in words
    ]


def test_words_are_on_the_clock_of_the_media(tmp_path: Path) -> None:
    media = tone(tmp_path / "a.wav", (1, 3), (7, 9))
    engine = Scripted([[("one", 0.5, 0.9), ("two", 1.2, 1.6)], [("three", 0.5, 1.0)]])
    words, about = facts(media, engine)
    assert about == {"language": "en", "engine": "scripted", "draft": False, "script": False}
    assert [each[0] for each in said(words)] == ["one", "two", "three"]
    starts = [fact.start for fact in words]
    assert starts == pytest.approx([1.3, 2.0, 7.3], abs=0.1)
    assert engine.lengths == pytest.approx([2.4, 2.4], abs=0.1)


def test_stretches_are_no_longer_than_an_engine_takes(tmp_path: Path) -> None:
    media = tone(tmp_path / "a.wav", (0, 12))
    engine = Scripted(longest=5)
    facts(media, engine)
    assert len(engine.lengths) >= 3
    assert max(engine.lengths) <= 5
    assert sum(engine.lengths) == pytest.approx(12, abs=0.1)


def test_where_somebody_speaks_is_judged_once(tmp_path: Path) -> None:
    media = tone(tmp_path / "a.wav", (1, 3), (7, 9), (9.5, 12))
    judges: list[LoudVoice] = []

    def judge() -> LoudVoice:
        judges.append(LoudVoice())
        return judges[-1]

    recording = Sound(Path(media.uri), media, 5, None, judge)
    first, again = (list(recording.spans(None)) for _ in range(2))
    assert len(judges) == 1
    assert len(first) >= 2
    assert [each.start for each in again] == [each.start for each in first]
    assert all(np.array_equal(a.samples, b.samples) for a, b in zip(first, again, strict=True))


@pytest.mark.parametrize("length", [0.1, 3])
def test_where_nobody_speaks_there_are_no_words(tmp_path: Path, length: float) -> None:
    path = tmp_path / "music.wav"
    ffmpeg("-f", "lavfi", "-i", f"sine=440:d={length}:r=16000,tremolo=4", str(path))
    media = probe(path)
    found = analyse(path, media, ["word", "transcript"], detectors=[Words()])
    assert [fact.kind for fact in found] == ["transcript"]
    assert found[0].value == {"language": "", "engine": "pocketsphinx", "draft": True, "script": False}


CHINESE = "1\n00:00:01,000 --> 00:00:03,000\n你好吗？\n\n2\n00:00:07,000 --> 00:00:09,000\n很 OK。\n"


def test_words_of_chinese_subtitles_share_the_time_of_their_cue(tmp_path: Path) -> None:
    media = given(tone(tmp_path / "a.wav", (1, 3), (7, 9)), tmp_path / "a.srt", CHINESE, "captions")
    words, about = facts(media, Scripted(draft=True))
    assert [each[0] for each in said(words)] == ["你", "好", "吗？", "很", "OK。"]
    assert not any(each[3] for each in said(words))
    assert (words[0].start, words[2].end, words[3].start, words[4].end) == pytest.approx((1, 3, 7, 9))
    assert (about["language"], about["script"], about["draft"], about["unspoken"]) == ("zh", True, False, 0)


def test_a_chinese_script_without_times_needs_another_engine(tmp_path: Path) -> None:
    media = given(tone(tmp_path / "a.wav", (1, 3)), tmp_path / "a.txt", "你好，世界。")
    with pytest.raises(LanguageNotHeard) as caught:
        facts(media, Scripted(draft=True))
    assert "Chinese" in caught.value.say("en")
    assert "faster-whisper" in caught.value.say("zh")
    engine = Scripted([[("你好世间", 0.5, 1.3)]], language="zh")
    words, about = facts(
        media, Scripted([[(each, n * 0.3 + 0.2, n * 0.3 + 0.4) for n, each in enumerate("你好是界")]])
    )
    assert [(text, timed) for text, _, _, timed in said(words)] == [
        ("你", True),
        ("好，", True),
        ("世", False),
        ("界。", True),
    ]
    assert about["unspoken"] == 0
    assert engine.language == "zh"


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [("a.txt", "[music]", "script"), ("a.srt", "00:01.0 --> 00:02.0\n\n", "captions")],
)
def test_a_script_without_words_is_refused_by_name(
    tmp_path: Path, name: str, text: str, kind: CompanionKind
) -> None:
    media = given(tone(tmp_path / "a.wav", (1, 3)), tmp_path / name, text, kind)
    with pytest.raises(ScriptNotRead, match=name):
        facts(media, Scripted())


def test_cues_are_read_in_order_of_time(tmp_path: Path) -> None:
    text = "WEBVTT\n\nNOTE no cue\n\n00:05.000 --> 00:06.500 align:start\nlater\n\nid\n00:01.000 --> 00:02.000\n<b>first</b>\nline two\n"
    path = tmp_path / "a.vtt"
    path.write_text(text.replace("\n", "\r\n"), encoding="utf-8")
    script = read_script(Companion(kind="captions", name="a.vtt", hash="", uri=str(path)))
    assert [each.text for each in script.tokens] == ["first", "line", "two", "later"]
    assert [(cue.start, cue.end, cue.first, cue.last) for cue in script.cues] == [
        (1, 2, 0, 3),
        (5, 6.5, 3, 4),
    ]


# The embedded engine


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> tuple[MediaFile, Any]:
    """Two sentences that are spoken, and when."""
    pytest.importorskip("espeakng_loader")
    path = tmp_path_factory.mktemp("talk") / "second.mp4"
    subprocess.run([sys.executable, str(SAMPLE), str(path), "--kind", "second"], check=True, timeout=300)
    return probe(path), json.loads(path.with_suffix(".json").read_text("utf-8"))["sentences"]


def test_a_script_is_put_in_step(talk: tuple[MediaFile, Any], tmp_path: Path) -> None:
    media, sentences = talk
    text = f"{sentences[0]['text']} Nobody ever reads this part of it aloud. {sentences[1]['text']}"
    found = analyse(media.uri, given(media, tmp_path / "a.txt", text), ["word", "transcript"])
    (about,) = (fact.value for fact in found if fact.kind == "transcript")
    words = [fact for fact in found if fact.kind == "word" and fact.value["timed"]]
    spoken = [word for each in sentences for word in each["text"].split()]
    assert [fact.value["text"] for fact in words] == spoken
    assert (about["script"], about["words"], about["unspoken"]) == (True, len(spoken) + 8, 8)
    assert about["unspoken_text"] == ["Nobody ever reads this part of it aloud."]
    at = 0
    for each in sentences:
        last = at + len(each["text"].split()) - 1
        assert words[at].start == pytest.approx(each["start"], abs=0.1)
        assert words[last].end == pytest.approx(each["end"], abs=0.1)
        at = last + 1


def test_subtitles_that_are_late_are_put_in_step_too(talk: tuple[MediaFile, Any], tmp_path: Path) -> None:
    media, sentences = talk
    cues = [
        f"00:00:{each['start'] + 0.8:06.3f} --> 00:00:{each['end'] + 0.8:06.3f}\n{each['text']}\n"
        for each in sentences
    ]
    found = analyse(media.uri, given(media, tmp_path / "a.srt", "\n".join(cues), "captions"), ["word"])
    assert found[0].start == pytest.approx(sentences[0]["start"], abs=0.1)
    assert found[-1].end == pytest.approx(sentences[1]["end"], abs=0.1)


def test_a_script_of_something_else_is_not_used(talk: tuple[MediaFile, Any], tmp_path: Path) -> None:
    other = "Ask not what your country can do for you, ask what you can do for your country."
    detector = Words(engine=Scripted([[("Here", 0.2, 0.5)]], draft=True))
    media = given(talk[0], tmp_path / "other.txt", other)
    found = analyse(media.uri, media, ["word", "transcript"], detectors=[detector])
    about, word = (fact.value for fact in found)
    assert (about["refused"], about["script"], about["draft"]) == ("other.txt", False, True)
    assert word["text"] == "Here"


def test_a_transcript_is_written_down(
    talk: tuple[MediaFile, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKPRINT_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(" ".join(each["text"] for each in talk[1]))
    for name in ("a.srt", "a.vtt", "out.txt", "a.json"):
        done = CliRunner().invoke(app, ["transcribe", talk[0].uri, "--script", "a.txt", "-o", name])
        assert done.exit_code == 0, done.output
    assert Path("a.srt").read_text().startswith("1\n00:00:00,8")
    assert "00:00:04.2" in Path("a.vtt").read_text()
    assert Path("out.txt").read_text().strip() == Path("a.txt").read_text()
    assert [each["timed"] for each in json.loads(Path("a.json").read_text())["words"]] == [True] * 17
    told = json.loads(
        CliRunner().invoke(app, ["transcribe", talk[0].uri, "--script", "a.srt", "--json"]).stdout
    )
    assert (told["transcript"]["script"], told["notes"]) == (True, [])


WRONG = [
    (["none.mp4"], "none.mp4"), (["a.wav", "--script", "none.txt"], "none.txt"), (["a.wav", "--script", "a.wav"], "“a.wav” is no text"),
    (["a.txt"], "a.txt"), (["a.wav", "-o", "a.doc"], ".srt"), (["silent.mp4"], "has no sound"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "said"), WRONG)
def test_what_cannot_be_transcribed_is_said(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKPRINT_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    tone(Path("a.wav"))
    ffmpeg("-f", "lavfi", "-i", "color=s=32x32:r=10:d=0.5", "silent.mp4")
    Path("a.txt").write_text("Hello")
    done = CliRunner().invoke(app, ["transcribe", *words, "--lang", "en"])
    assert done.exit_code in (1, 2)
    assert said in done.output


def test_where_nobody_speaks_a_transcript_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKPRINT_HOME", str(tmp_path / "home"))
    tone(tmp_path / "a.wav")
    for lang, said in (("en", "Nobody is heard"), ("zh", "没有听到说话声")):
        done = CliRunner().invoke(app, ["transcribe", str(tmp_path / "a.wav"), "--lang", lang])
        assert (done.exit_code, said in done.output) == (0, True), done.output


def test_a_vowel_that_stays_as_it_is_beside_pauses_is_a_hesitation(tmp_path: Path) -> None:
    """A buzz through an open mouth is one; where a word is known it is none; a glide and a hiss are none."""
    rate, path = 16_000, tmp_path / "a.wav"
    time = np.arange(4 * rate) / rate

    def vowel(mouth: Any) -> Any:
        partials = (
            np.exp(-6 * np.log(n * 120 / mouth) ** 2) * np.sin(n * 2 * np.pi * 120 * time)
            for n in range(1, 30)
        )
        return sum(partials) * 0.1

    steady = vowel(700) * ((time > 0.5) & (time < 0.9))
    glide = vowel(300 * 4 ** ((time * 6) % 1)) * ((time > 1.7) & (time < 2.1))
    hiss = np.random.default_rng(1).normal(0, 0.1, time.size) * ((time > 3) & (time < 3.4))
    sound = (steady + glide + hiss + np.random.default_rng(2).normal(0, 0.0005, time.size)).astype("<f4")
    ffmpeg("-f", "f32le", "-ar", "16000", "-ac", "1", "-i", "pipe:0", str(path), data=sound.tobytes())
    for words, fillers in (([("x", 3.0, 3.1)], [(0.5, 0.9)]), ([("x", 0.2, 0.8)], [])):
        found = analyse(
            path, probe(path), ["filler"], detectors=[Words(engine=Scripted([words]), voice=LoudVoice)]
        )
        assert [(fact.start, fact.end) for fact in found] == [
            pytest.approx(each, abs=0.06) for each in fillers
        ]
        assert all(fact.value == {"text": "um", "by": "sound"} and fact.confidence < 0.8 for fact in found)


def test_the_engine_stops_in_the_middle_of_its_work() -> None:
    cancel = Event()
    cancel.set()
    noise = np.random.default_rng(1).normal(0, 0.2, 20 * 16_000).astype(np.float32)
    with opened() as sphinx:
        with pytest.raises(Cancelled):
            sphinx.hear(noise, cancel)
        assert sphinx.engine.process.poll() is not None


def test_an_engine_that_breaks_says_so(tmp_path: Path) -> None:
    with (
        opened({"lm": str(tmp_path / "none.lm")}) as sphinx,
        pytest.raises(EngineBroke, match="pocketsphinx"),
    ):
        sphinx.hear(np.zeros(16_000, np.float32), None)
