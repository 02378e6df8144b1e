"""Text read aloud: what is said, when each word is heard, and engines that lack something."""

from __future__ import annotations

import json
import struct
import threading
import wave
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workprint.base import Fault
from workprint.ffmpeg import Cancelled
from workprint.synth import (
    Said,
    Scripted,
    SpeakerFailed,
    SpeakerMissing,
    SpeechServer,
    VoiceOver,
    VoiceSettings,
    Wanted,
    offers,
    speaker_of,
    voice_settings,
)
from workprint.synth.speaking import models
from workprint.synth.speaking.espeak import Espeak
from workprint.synth.speaking.level import loudness
from workprint.synth.speaking.numerals import read
from workprint.synth.speaking.script import runs

EN = "Welcome to our app, Bob. Click sign up 25 times to get started."
ZH = "欢迎使用本产品，点击右上角登录。打开 Wi-Fi 设置，共有25个选项。"


def sound(path: Path) -> tuple[np.ndarray, int]:
    with wave.open(str(path)) as file:
        data = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        return data.astype(np.float32) / np.float32(32768), file.getframerate()


@pytest.mark.parametrize(
    ("written", "after", "spoken"),
    [
        ("0", "", "零"),
        ("10", "", "十"),
        ("25", "个", "二十五"),
        ("2", "个", "两"),
        ("110", "", "一百一十"),
        ("10086", "", "一万零八十六"),
        ("2,000,000", "", "二百万"),
        ("2026", "年", "二零二六"),
        ("3.14", "", "三点一四"),
        ("15%", "", "百分之十五"),
        ("-5", "", "负五"),
        ("007", "", "零零七"),
        ("13800138000", "", "一三八零零一三八零零零"),
        ("10:30", "", "十点三十分"),
        ("8:05", "", "八点零五分"),
        ("9:00", "", "九点整"),
    ],
)
def test_numbers_as_chinese_reads_them(written: str, after: str, spoken: str) -> None:
    assert read(written, after) == spoken


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two!", [("en", "One.", 0.4), ("en", "Two!", 0.7)]),
        ("Dr. Who is 3.5 m tall.", [("en", "Dr. Who is 3.5 m tall.", 0.7)]),
        ("One\n\nTwo", [("en", "One", 0.7), ("en", "Two", 0.7)]),
        ("你好。再见", [("zh", "你好。", 0.4), ("zh", "再见", 0.7)]),
        ("打开Wi-Fi设置", [("zh", "打开", 0.05), ("en", "Wi-Fi", 0.05), ("zh", "设置", 0.7)]),
        ("点OK，完成15%", [("zh", "点", 0.05), ("en", "OK，", 0.22), ("zh", "完成百分之十五", 0.7)]),
        ("Hi 👋 *there*", [("en", "Hi there", 0.7)]),
        ("...", []),
    ],
)
def test_a_text_is_divided_by_sentences_and_scripts(
    text: str, expected: list[tuple[str, str, float]]
) -> None:
    assert [(run.language, run.text, run.pause) for run in runs(text)] == expected


def test_a_long_sentence_is_divided() -> None:
    found = runs("word, " * 200)
    assert len(found) > 2
    assert all(len(run.text) <= 400 for run in found)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Said, Path]]:
    folder = tmp_path_factory.mktemp("voice")
    found = {}
    for name, text in {"en": EN, "zh": ZH}.items():
        found[name] = (
            VoiceOver(Espeak()).speak(Wanted(text), folder / f"{name}.wav"),
            folder / f"{name}.wav",
        )
    return found


class TestEmbedded:
    @pytest.mark.parametrize(("lang", "text"), [("en", EN), ("zh", ZH)])
    def test_all_words_are_said_in_order(
        self, spoken: dict[str, tuple[Said, Path]], lang: str, text: str
    ) -> None:
        said, path = spoken[lang]
        assert "".join(word.text for word in said.words).replace(" ", "") == text.replace(" ", "")
        starts = [word.start for word in said.words]
        assert starts == sorted(starts)
        samples, rate = sound(path)
        assert rate == 48_000
        assert said.seconds == pytest.approx(len(samples) / rate)
        assert said.words[-1].end <= said.seconds
        assert (said.language, said.draft, all(word.timed for word in said.words)) == (lang, True, True)

    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_words_behind_a_pause_begin_where_the_sound_does(
        self, spoken: dict[str, tuple[Said, Path]], lang: str
    ) -> None:
        said, path = spoken[lang]
        samples, rate = sound(path)
        loud = np.abs(samples) > 0.02 * np.abs(samples).max()
        pairs = zip((None, *said.words), said.words, strict=False)
        paused = [(a, b) for a, b in pairs if a is None or b.start - a.end > 0.1]
        assert len(paused) > 1
        for before, word in paused:
            quiet_from = round((before.end + 0.02) * rate) if before else 0
            onset = (quiet_from + int(loud[quiet_from:].argmax())) / rate
            assert word.start == pytest.approx(onset, abs=0.02)

    @pytest.mark.parametrize("lang", ["en", "zh"])
    def test_it_is_as_loud_as_a_voice_should_be(
        self, spoken: dict[str, tuple[Said, Path]], lang: str
    ) -> None:
        samples, _ = sound(spoken[lang][1])
        assert loudness(samples) == pytest.approx(-16, abs=0.5)
        assert np.abs(samples).max() < 10 ** (-1 / 20)

    def test_the_same_text_gives_the_same_file(
        self, spoken: dict[str, tuple[Said, Path]], tmp_path: Path
    ) -> None:
        VoiceOver(Espeak()).speak(Wanted(EN), tmp_path / "again.wav")
        assert (tmp_path / "again.wav").read_bytes() == spoken["en"][1].read_bytes()

    def test_slower_and_another_voice(self, spoken: dict[str, tuple[Said, Path]], tmp_path: Path) -> None:
        slow = VoiceOver(Espeak()).speak(Wanted(EN, rate=0.8), tmp_path / "slow.wav")
        assert slow.seconds > 1.1 * spoken["en"][0].seconds
        VoiceOver(Espeak()).speak(Wanted(EN, voice="female"), tmp_path / "female.wav")
        assert (tmp_path / "female.wav").read_bytes() != spoken["en"][1].read_bytes()

    @pytest.mark.parametrize(
        ("wanted", "code", "named"),
        [
            (Wanted("こんにちは"), "no_voice", "Japanese"),
            (Wanted("hello", language="fr"), "no_voice", "fr"),
            (Wanted("hello", voice="alloy"), "no_such_voice", "alloy"),
            (Wanted("…"), "nothing_to_say", "…"),
            (Wanted("a" * 5001), "too_much_to_say", "5001"),
        ],
    )
    def test_what_it_cannot_say_is_named(self, wanted: Wanted, code: str, named: str, tmp_path: Path) -> None:
        with pytest.raises(Fault) as caught:
            VoiceOver(Espeak()).speak(wanted, tmp_path / "out.wav")
        assert caught.value.code == code
        assert named in caught.value.say("en")
        assert caught.value.say("zh")
        assert not (tmp_path / "out.wav").exists()

    def test_its_process_is_killed_on_cancel(self, tmp_path: Path) -> None:
        cancel = threading.Event()
        cancel.set()
        with pytest.raises(Cancelled):
            VoiceOver(Espeak()).speak(Wanted(EN), tmp_path / "out.wav", cancel)

    def test_its_library_never_enters_this_process(self, spoken: dict[str, tuple[Said, Path]]) -> None:
        assert "espeak" not in Path("/proc/self/maps").read_text()


KOKORO = """
import numpy
class Kokoro:
    def __init__(self, model, voices):
        print("loading", model)
    def create(self, text, voice, speed, lang):
        assert (voice, lang) in (("af_sky", "en-us"), ("zf_one", "cmn"))
        t = numpy.arange(int(24000 * 0.1 * len(text) / speed)) / 24000
        return 0.3 * numpy.sin(1400 * t), 24000
"""
PIPER = """
import numpy
from dataclasses import dataclass
@dataclass
class SynthesisConfig:
    length_scale: float
@dataclass
class Chunk:
    audio_int16_bytes: bytes
    sample_rate: int = 22050
class Config:
    length_scale = 1.5
class PiperVoice:
    config = Config()
    @staticmethod
    def load(model):
        return PiperVoice()
    def synthesize(self, text, syn_config):
        t = numpy.arange(int(22050 * 0.1 * len(text) * syn_config.length_scale / 1.5)) / 22050
        yield Chunk((9000 * numpy.sin(1400 * t)).astype("<i2").tobytes())
"""


@pytest.fixture
def with_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with voices of both kinds, and packages that answer as the real ones do."""
    site, voices = tmp_path / "site", tmp_path / "models"
    voices.mkdir()
    for package, code in (("kokoro_onnx", KOKORO), ("piper", PIPER)):
        (site / package).mkdir(parents=True)
        (site / package / "__init__.py").write_text(code)
    monkeypatch.setattr(models, "package_folder", lambda package: site)
    (voices / "kokoro-v1.0.onnx").touch()
    with zipfile.ZipFile(voices / "voices-v1.0.bin", "w") as archive:
        for name in ("af_sky", "zf_one", "jf_other"):
            archive.writestr(f"{name}.npy", b"")
    (voices / "en_US-amy-low.onnx").touch()
    (voices / "en_US-amy-low.onnx.json").write_text(json.dumps({"language": {"family": "en"}}))
    return voices


class TestModels:
    def test_kokoro_speaks_both_languages(self, with_models: Path, tmp_path: Path) -> None:
        speaker = speaker_of(VoiceSettings(with_models))
        assert (speaker.engine, speaker.draft) == ("kokoro", False)
        assert [(v.name, v.languages) for v in speaker.voices()] == [("af_sky", ("en",)), ("zf_one", ("zh",))]
        said = speaker.speak(Wanted("打开Wi-Fi吧。"), tmp_path / "out.wav")
        assert [word.text for word in said.words] == ["打", "开", "Wi-Fi", "吧。"]
        assert not any(word.timed for word in said.words)
        assert said.words[-1].end == pytest.approx(said.seconds - 0.15, abs=0.02)

    def test_what_names_say_of_voices(self, with_models: Path) -> None:
        with zipfile.ZipFile(with_models / "voices-v1.0.bin", "w") as archive:
            for name in ("af_alloy", "af_heart", "bm_george", "zf_xiaoxiao"):
                archive.writestr(f"{name}.npy", b"")
        (with_models / "kokoro-v0.9-zh.onnx").touch()
        found = {v.name: v.traits for v in speaker_of(VoiceSettings(with_models)).voices()}
        assert next(iter(found)) == "af_heart"
        assert found["bm_george"] == ("british", "male")
        assert found["zf_xiaoxiao"] == ("mandarin", "female")
        piper = speaker_of(VoiceSettings(with_models, engine="piper")).voices()
        assert [v.traits for v in piper] == [("american", "female")]
        espeak = {v.name: set(v.traits) for v in Espeak().voices()}
        assert espeak["british female"] == {"british", "female", "mandarin"}
        assert espeak["cantonese deep"] == {"cantonese", "deep", "american", "male"}

    def test_piper_goes_by_pace_and_lacks_chinese(self, with_models: Path, tmp_path: Path) -> None:
        speaker = speaker_of(VoiceSettings(with_models, engine="piper"))
        said = [speaker.speak(Wanted("Hello there.", rate=rate), tmp_path / "out.wav") for rate in (1, 0.5)]
        assert said[1].seconds - 0.2 == pytest.approx(2 * (said[0].seconds - 0.2), rel=0.05)
        with pytest.raises(Fault, match="Chinese"):
            speaker.speak(Wanted("你好"), tmp_path / "out.wav")

    def test_a_program_that_fails_says_why(self, with_models: Path, tmp_path: Path) -> None:
        package = tmp_path / "site" / "piper" / "__init__.py"
        package.write_text("raise SystemExit('broken model')")
        with pytest.raises(SpeakerFailed) as caught:
            speaker_of(VoiceSettings(with_models, "piper")).speak(Wanted("Hello."), tmp_path / "out.wav")
        assert "broken model" in caught.value.say("zh")


class Speech(BaseHTTPRequestHandler):
    asked: list[dict[str, Any]]
    status = 200

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).asked.append({**body, "path": self.path, "key": self.headers["Authorization"]})
        self.send_response(self.status)
        self.end_headers()
        time = np.arange(len(body["input"]) * 2400) / 24000
        data = (9000 * np.sin(1400 * time)).astype("<i2").tobytes()
        # As a server that streams: it does not know how long the sound will be.
        head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 0xFFFFFFFF, b"WAVE", b"fmt ", 16, 1, 1, 24000, 48000, 2, 16, b"data", 0xFFFFFFFF)  # fmt: skip
        self.wfile.write(head + data if self.status == 200 else b"{}")

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[tuple[str, type[Speech]]]:
    handler = type("Handler", (Speech,), {"asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}/v1", handler
        http.shutdown()


class TestServer:
    def test_it_is_asked_sentence_by_sentence(self, server: tuple[str, type[Speech]], tmp_path: Path) -> None:
        url, handler = server
        given = {
            "WORKPRINT_VOICE_URL": url,
            "WORKPRINT_VOICE_KEY": "k1",
            "WORKPRINT_VOICE_NAMES": "nova, echo",
        }
        speaker = speaker_of(voice_settings(tmp_path, given))
        assert (speaker.engine, speaker.draft) == ("speech server", False)
        said = speaker.speak(Wanted("点OK吧。Second one.", voice="echo", rate=1.25), tmp_path / "out.wav")
        assert [each["input"] for each in handler.asked] == ["点OK吧。", "Second one."]
        first = handler.asked[0]
        assert first["key"] == "Bearer k1"
        assert first["path"] == "/v1/audio/speech"
        assert (first["voice"], first["speed"], first["response_format"]) == ("echo", 1.25, "wav")
        assert [word.text for word in said.words][-2:] == ["Second", "one."]
        assert not any(word.timed for word in said.words)

    def test_what_goes_wrong_is_told_without_the_key(
        self, server: tuple[str, type[Speech]], tmp_path: Path
    ) -> None:
        url, handler = server
        handler.status = 401
        with pytest.raises(SpeakerFailed) as caught:
            VoiceOver(SpeechServer(url, "k1")).speak(Wanted("Hi."), tmp_path / "out.wav")
        assert "401" in caught.value.say()
        assert "k1" not in repr(VoiceSettings(tmp_path, url=url, key="k1"))

    def test_a_server_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(SpeakerFailed):
            VoiceOver(SpeechServer("http://127.0.0.1:9")).speak(Wanted("Hi."), tmp_path / "out.wav")


def test_the_scripted_voice_is_exact(tmp_path: Path) -> None:
    said = VoiceOver(Scripted()).speak(Wanted("one three"), tmp_path / "out.wav")
    assert [(w.text, round(w.start, 2), round(w.end, 2)) for w in said.words] == [
        ("one", 0.05, 0.23),
        ("three", 0.28, 0.58),
    ]


class TestChoice:
    def test_what_is_missing_is_named_with_how_to_get_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("workprint.synth.speaking.espeak.PACKAGE", "no_such_package_here")
        with pytest.raises(SpeakerMissing) as caught:
            speaker_of(VoiceSettings(tmp_path))
        assert "workprint[voice]" in caught.value.say()
        assert "espeakng-loader" in caught.value.say("zh")
        assert [(each.name, each.speaker) for each in offers(VoiceSettings(tmp_path))] == [
            ("server", None),
            ("kokoro", None),
            ("piper", None),
            ("espeak", None),
        ]

    @pytest.mark.parametrize(
        ("engine", "code"),
        [("none", "speaker_missing"), ("kokoro", "speaker_missing"), ("siri", "bad_voice_setting")],
    )
    def test_an_engine_that_is_not_there(self, engine: str, code: str, tmp_path: Path) -> None:
        with pytest.raises(Fault) as caught:
            speaker_of(VoiceSettings(tmp_path, engine))
        assert caught.value.code == code
