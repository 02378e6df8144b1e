"""What can stand in the way of knowing what is said."""

from __future__ import annotations

from workprint.base import Fault


class NoDraftEngine(Fault):
    code = "no_draft_engine"
    en = "Finding words needs the package pocketsphinx: pip install pocketsphinx."
    zh = "识别语音需要 pocketsphinx 软件包：pip install pocketsphinx。"


class EngineBroke(Fault):
    """`engine` by its name, `reason` as it says it."""

    code = "speech_engine_broke"
    en = "The speech engine {engine} failed: {reason}"
    zh = "语音引擎 {engine} 出错：{reason}"


class EngineOverLimit(Fault):
    """`limit` in both languages."""

    code = "speech_engine_limit"
    en = "The speech engine {engine} was stopped: {limit[en]}. Nothing was changed. A smaller model, or another engine, takes less."
    zh = "语音引擎 {engine} 已停止：{limit[zh]}。没有改动。可改用较小的模型或其他引擎。"


class EngineSilent(Fault):
    code = "speech_engine_silent"
    en = "The speech engine {engine} gave no answer for {seconds} s and was stopped. Nothing was changed."
    zh = "语音引擎 {engine} 在 {seconds} 秒内没有应答，已停止。没有改动。"


class LanguageNotHeard(Fault):
    """The engine at hand cannot hear this language; `language` as people call it, in both languages."""

    code = "language_not_heard"
    en = "The embedded speech engine knows English only, so {language[en]} in “{name}” cannot be put into words. What would do it: subtitles with times (.srt, .vtt) given along with the film, or another engine: WORKPRINT_RECOGNISER=faster-whisper:FOLDER, or the address of a transcription server; `workprint doctor` says how to get one."
    zh = "内置语音引擎只懂英语，无法识别“{name}”中的{language[zh]}。可行的办法：随影片提供带时间的字幕（.srt、.vtt），或改用其他引擎：WORKPRINT_RECOGNISER=faster-whisper:文件夹，或转写服务器的地址；获取方式见 `workprint doctor`。"


class UnknownRecogniser(Fault):
    code = "unknown_recogniser"
    en = "“{given}” is no speech engine. WORKPRINT_RECOGNISER can be draft, faster-whisper:FOLDER, or the address of a server (http://host/v1)."
    zh = "没有语音引擎“{given}”。WORKPRINT_RECOGNISER 可以是 draft、faster-whisper:文件夹，或服务器地址（http://host/v1）。"


class ScriptNotRead(Fault):
    """A script or subtitle file in which there are no words to put in step; `because` in both languages."""

    code = "script_not_read"
    en = "“{name}” cannot be put in step with the sound: {because[en]}."
    zh = "无法将“{name}”与声音对齐：{because[zh]}。"


class NoWhisper(Fault):
    code = "no_whisper"
    en = (
        "WORKPRINT_RECOGNISER names faster-whisper, which is not installed: pip install 'workprint[whisper]'."
    )
    zh = "WORKPRINT_RECOGNISER 指定了 faster-whisper，但尚未安装：pip install 'workprint[whisper]'。"


class NoWhisperModel(Fault):
    code = "no_whisper_model"
    en = "There is no faster-whisper model in {folder} ({missing} missing). Put the files of one there, as of “faster-whisper-small”; nothing is downloaded by itself."
    zh = "{folder} 中没有 faster-whisper 模型（缺少 {missing}）。请放入一个模型的文件，例如“faster-whisper-small”；程序不会自行下载。"
