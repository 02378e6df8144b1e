"""Which voice is meant, and whether there is one to speak a text."""

from __future__ import annotations

import re
from typing import NoReturn

from .bench import Bench, decline
from .clause import Clause
from .plan import VoiceOffer

_KINDS = {
    "female": r"\bfemale\b|\bwom[ae]n'?s?\b|\bgirl\b|\blady\b|\bher voice\b|女(?:声|生|性|人|的声音|音)",
    "male": r"(?<!fe)\bmale\b|(?<!wo)\bm[ae]n'?s?\b|\bguy\b|\bboy\b|男(?:声|生|性|人|的声音|音)",
    "british": r"\bbritish\b|\buk accent\b|英式|英国口音",
    "deep": r"\bdeep(?:er)?\b|\blow(?:er)? voice\b|低沉|浑厚",
    "default": r"\b(?:default|usual|standard|normal) voice\b|默认(?:声音|音色|语音)",
}
_SCRIPTS = (
    ("zh", re.compile(r"[\u3400-\u9fff]"), "Chinese", "中文"),
    ("ja", re.compile(r"[\u3040-\u30ff]"), "Japanese", "日语"),
    ("ko", re.compile(r"[\uac00-\ud7af]"), "Korean", "韩语"),
    ("ru", re.compile(r"[\u0400-\u04ff]"), "Russian", "俄语"),
    ("ar", re.compile(r"[\u0600-\u06ff]"), "Arabic", "阿拉伯语"),
)

_TONGUES = (
    ("zh", "chinese|mandarin", "Chinese", "中文"),
    ("ja", "japanese", "Japanese", "日语"),
    ("ko", "korean", "Korean", "韩语"),
    ("fr", "french", "French", "法语"),
    ("de", "german", "German", "德语"),
    ("es", "spanish", "Spanish", "西班牙语"),
    ("it", "italian", "Italian", "意大利语"),
    ("pt", "portuguese", "Portuguese", "葡萄牙语"),
    ("ru", "russian", "Russian", "俄语"),
    ("ar", "arabic", "Arabic", "阿拉伯语"),
    ("hi", "hindi", "Hindi", "印地语"),
    ("yue", "cantonese", "Cantonese", "粤语"),
)
_SERVER = "speech server"
"""It speaks whatever language a text is in, and does not say which."""
_CALLED = re.compile(
    r"\bvoice (?:of |called |named )?([A-Z][\w.-]+)|\b([A-Z][\w.-]+)(?:'|’)s voice\b(?![- ]?over)"
)


def voice_named(c: Clause, bench: Bench, now: str, other: bool) -> str | None:
    """The voice that a clause asks for: by name, by kind, or another than the one heard `now`. Raises
    `Declined` where there is none like it."""
    speaking = bench.situation.speaking
    voices = speaking.voices if speaking else ()
    text = re.sub(r"⟦\d+⟧", " ", c.text)
    for voice in voices:
        if voice.name not in _KINDS and re.search(rf"(?<!\w){re.escape(voice.name.lower())}(?!\w)", text):
            return voice.name
    for kind, words in _KINDS.items():
        if re.search(words, text):
            return _of_kind(kind, voices) if voices else "" if kind == "default" else kind
    if not other:
        _unknown_name(c, voices)
        return None
    names = [voice.name for voice in voices] or ["default", "female", "male"]
    heard = names.index(now) if now in names else 0
    if len(names) < 2:
        decline(
            "no_other_voice",
            f"There is only one voice here: {names[0]}.",
            f"这里只有一种音色：{names[0]}。",
        )
    return names[(heard + 1) % len(names)]


def _of_kind(kind: str, voices: tuple[VoiceOffer, ...]) -> str:
    """A voice of a kind: by its name, or by kokoro's way of naming (af_…, bm_…)."""
    marks = {"female": r"[a-z]f_", "male": r"[a-z]m_", "british": r"b[fm]_"}
    for voice in voices:
        if voice.name == kind:
            return kind
    for voice in voices:
        if kind in marks and re.match(marks[kind], voice.name):
            return voice.name
    return _no_such(kind, voices)


def _unknown_name(c: Clause, voices: tuple[VoiceOffer, ...]) -> None:
    """Raises `Declined` where a voice is asked for by a name that none has."""
    said = c.original
    for quote in c.quotes:
        said = said.replace(quote, " ")
    found = _CALLED.search(said) if voices else None
    name = (found[1] or found[2]) if found else ""
    if name and not any(re.fullmatch(f"(?:{words})", name.lower()) for _, words, _, _ in _TONGUES):
        _no_such(name, voices)


def _no_such(wanted: str, voices: tuple[VoiceOffer, ...]) -> NoReturn:
    have = ", ".join(voice.name for voice in voices)
    decline(
        "no_such_voice",
        f"There is no such voice ({wanted}); there is: {have}.",
        f"没有这种音色（{wanted}），可选：{have}。",
    )


def can_speak(c: Clause, bench: Bench, text: str) -> None:
    """Raises `Declined` where nothing here can speak a text, or the language that is asked for by name, saying
    what would."""
    speaking = bench.situation.speaking
    if speaking is None:
        return
    if speaking.lacks is not None:
        decline("no_voice", speaking.lacks["en"], speaking.lacks["zh"])
    have = {language for voice in speaking.voices for language in voice.languages}
    foreign = [row for row in _SCRIPTS if row[1].search(text)]
    # Japanese has Chinese characters too: what only it has decides.
    language, _, en, zh = foreign[-1] if foreign else ("en", None, "English", "英语")
    if language not in have:
        _no_language(en, zh, speaking.engine, have)
    asked = _asked_language(c)
    if asked is not None and speaking.engine != _SERVER and asked[0] not in have:
        _no_language(asked[2], asked[3], speaking.engine, have)


def _asked_language(c: Clause) -> tuple[str, str, str, str] | None:
    """The language in which a clause wants it spoken, where it says so."""
    text = re.sub(r"⟦\d+⟧", " ", c.text)
    for row in _TONGUES:
        said = rf"\b(?:in|speak(?:s|ing)?) (?:{row[1]})\b|\b(?:{row[1]}) (?:\w+ )?(?:voice|narrat|speaker|speech|tts)"
        if re.search(rf"{said}|{row[3]}(?:配|旁白|解说|语音|女声|男声|的?声音|念|读|说|朗读)", text):
            return row
    return None


def _no_language(en: str, zh: str, engine: str, have: set[str]) -> NoReturn:
    decline(
        "no_voice",
        f"There is no voice here that speaks {en}: {engine} speaks {', '.join(sorted(have))}. “workprint doctor” says how to get others.",
        f"这里没有会说{zh}的语音：{engine} 支持 {'、'.join(sorted(have))}。“workprint doctor”说明如何获取其他语音。",
    )
