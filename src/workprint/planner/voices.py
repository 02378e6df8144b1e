"""Which voice is meant, and whether there is one to speak a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple, NoReturn

from .bench import Bench, decline
from .clause import Clause
from .plan import VoiceOffer
from .voice_traits import ACCENTS, TRAITS, asked, by_name, named, nearest, unlike

_USUAL = re.compile(r"\b(?:default|usual|standard|normal) voice\b|默认(?:的)?(?:声音|音色|语音)")
_NOBODY = re.compile(
    r"\b(?:robot(?:ic)?|alien|monster|cartoon|celebrity|child(?:ren)?'?s?|kid'?s?|bab(?:y|ies)'?s?|elderly|old|young|whisper\w*|singing|sung|rapp\w*) (?:\w+ )?(?:voice|narrat\w+|speaker)|\bin a whisper\b|\b(?:sing|rap) (?:it|this|the)\b|童声|小孩|孩子的声音|机器人|老人|大叔|萝莉|御姐|耳语|名人|明星"
)
"""Voices that no engine here has."""
_MOODS = re.compile(
    r"\b(?:cheerful(?:ly)?|excited(?:ly)?|happy|happily|sad(?:ly)?|angry|angrily|enthusiastic(?:ally)?|dramatic(?:ally)?|sarcastic(?:ally)?|warm|friendly|serious|emotional(?:ly)?|energetic)\b(?= (?:\w+ )?(?:voice|narrat|tone|speaker|way|manner))|(?:兴奋|开心|悲伤|愤怒|激动|温柔|亲切|严肃|欢快|活泼|深情)(?:的|地)?(?=.{0,4}(?:语气|声音|女声|男声|配|念|读))"
)
_SCRIPTS = (
    ("zh", re.compile(r"[\u3400-\u9fff]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
)


class _Tongue(NamedTuple):
    code: str
    said: str
    en: str
    zh: str

    @property
    def pattern(self) -> str:
        """How it is named in either language; Latin words stand alone."""
        return "|".join(rf"\b(?:{word})\b" if word.isascii() else word for word in self.said.split("|"))


_TONGUES = (
    _Tongue("zh", r"chinese|mandarin|cantonese|中文|汉语|华语|普通话|国语|粤语|广东话", "Chinese", "中文"),
    _Tongue("en", r"english|英文|英语", "English", "英语"),
    _Tongue("ja", r"japanese|日文|日语", "Japanese", "日语"),
    _Tongue("ko", r"korean|韩文|韩语", "Korean", "韩语"),
    _Tongue("fr", r"french|法文|法语", "French", "法语"),
    _Tongue("de", r"german|德文|德语", "German", "德语"),
    _Tongue("es", r"spanish|西班牙语", "Spanish", "西班牙语"),
    _Tongue("it", r"italian|意大利语", "Italian", "意大利语"),
    _Tongue("pt", r"portuguese|葡萄牙语", "Portuguese", "葡萄牙语"),
    _Tongue("ru", r"russian|俄文|俄语", "Russian", "俄语"),
    _Tongue("ar", r"arabic|阿拉伯语", "Arabic", "阿拉伯语"),
    _Tongue("hi", r"hindi|印地语", "Hindi", "印地语"),
    _Tongue("nl", r"dutch|荷兰语", "Dutch", "荷兰语"),
    _Tongue("pl", r"polish|波兰语", "Polish", "波兰语"),
    _Tongue("tr", r"turkish|土耳其语", "Turkish", "土耳其语"),
    _Tongue("vi", r"vietnamese|越南语", "Vietnamese", "越南语"),
    _Tongue("th", r"thai|泰语", "Thai", "泰语"),
    _Tongue("wuu", r"shanghainese|上海话", "Shanghainese", "上海话"),
    _Tongue("dialect", r"sichuanese|hokkien|hakka|四川话|重庆话|东北话|闽南[话语]|客家话|方言|河南话|陕西话|湖南话", "this dialect", "这种方言"),
)  # fmt: skip
LANGUAGE = re.compile("|".join(f"(?:{tongue.pattern})" for tongue in _TONGUES))
"""A language by its name."""
_MOST = 12
"""Voices that a refusal lists."""
_SERVER = "speech server"
"""It speaks whatever language a text is in, and does not say which."""
_CALLED = re.compile(
    r"\b(?:voice|speaker|narrator) (?:of |called |named )?([A-Z][\w.-]+(?: [A-Z][\w.-]+)?)|\b([A-Z][\w.-]+(?: [A-Z][\w.-]+)?)(?:'|’)s voice\b(?![- ]?over)|\bhave ([A-Z][\w.-]+(?: [A-Z][\w.-]+)?) (?:read|say|speak|narrate)"
)


def voice_named(c: Clause, bench: Bench, now: str, other: bool) -> str | None:
    """The voice that a clause asks for: by name, by what it is like, or another than the one heard `now`;
    what of that there is not, is said. Raises `Declined` where nothing of it is there."""
    speaking = bench.situation.speaking
    voices = speaking.voices if speaking else ()
    text = _own_words(c)
    for voice in voices:
        known = set(voice.name.split(" ")) & {*TRAITS, "default"}
        if not known and re.search(rf"(?<!\w){re.escape(voice.name.lower())}(?!\w)", text):
            return voice.name
    if odd := _NOBODY.search(text):
        _no_such(odd[0], voices)
    if mood := _MOODS.search(text):
        bench.tell(
            f"The voices here have one tone of voice: “{mood[0]}” is not heard.",
            f"这里的语音只有一种语气，“{mood[0]}”不会体现。",
        )
    if _USUAL.search(text):
        return ""
    wanted, accent = asked(text), unlike(text)
    if accent is not None:
        wanted = (*wanted, accent[1])
    if wanted:
        return _like(wanted, "" if accent is None else accent[0], now, voices, bench)
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


def _own_words(c: Clause) -> str:
    """A clause without what is to be spoken."""
    return re.sub(r"⟦\d+⟧", " ", c.text)


def _like(
    wanted: tuple[str, ...], accent: str, now: str, voices: tuple[VoiceOffer, ...], bench: Bench
) -> str:
    """The voice that comes nearest to what is wanted, as like the one heard `now` as can be."""
    if not voices:
        return by_name(wanted)
    heard = next((set(voice.traits) for voice in voices if voice.name == now), set())
    sexes, ways = {"female", "male"}, set(ACCENTS)
    kept = {t for t in heard if not (t in sexes | {"deep"} and sexes & {*wanted}) and not (t in ways and ways & {*wanted})}  # fmt: skip
    best = nearest(voices, wanted, kept)
    if best is None and {*wanted} <= {"american", "mandarin"}:
        return ""  # what voices are of whom nothing is known
    if best is None:
        _no_such(" ".join(wanted), voices)
    lacks = [trait for trait in wanted if trait not in best.traits]
    if lacks or accent:
        missing = [accent] if accent else lacks
        bench.tell(
            f"No voice of {_engine(bench)} is {' or '.join(missing)}; the nearest one speaks: {best.name}.",
            f"{_engine(bench)} 没有{'、'.join(named(each, True) for each in missing)}的语音，用最接近的：{named(best.name, True)}。",
        )
    return best.name


def _engine(bench: Bench) -> str:
    return bench.situation.speaking.engine if bench.situation.speaking else ""


def _unknown_name(c: Clause, voices: tuple[VoiceOffer, ...]) -> None:
    """Raises `Declined` where a voice is asked for by a name that none has."""
    said = c.original
    for quote in c.quotes:
        said = said.replace(quote, " ")
    found = _CALLED.search(said) if voices else None
    name = next((group for group in found.groups() if group), "") if found else ""
    if name and not LANGUAGE.search(name.lower()):
        _no_such(name, voices)


def _no_such(wanted: str, voices: Iterable[VoiceOffer]) -> NoReturn:
    names = [voice.name for voice in voices]
    parts = list(dict.fromkeys(part for name in names for part in name.split(" ")))
    told = parts if {*parts} <= {*TRAITS, "default"} else names
    more = len(told) - _MOST
    decline(
        "no_such_voice",
        f"There is no such voice ({wanted}); there is: {', '.join(told[:_MOST])}{f' and {more} more' if more > 0 else ''}.",
        f"没有这种音色（{wanted}），可选：{'、'.join(named(name, True) for name in told[:_MOST])}{f' 等 {len(told)} 种' if more > 0 else ''}。",
    )


def can_speak(c: Clause, bench: Bench, text: str) -> None:
    """Raises `Declined` where nothing here can speak a text, or where another language is asked for by name
    than it is in: saying what would help."""
    speaking = bench.situation.speaking
    tongue = _asked_language(c)
    if speaking is not None:
        if speaking.lacks is not None:
            decline("no_voice", speaking.lacks["en"], speaking.lacks["zh"])
        have = {language for voice in speaking.voices for language in voice.languages}
        own = _tongue(language_of(text))
        if own.code not in have:
            _no_language(own, speaking.engine, have)
        if tongue is not None and speaking.engine != _SERVER and tongue.code not in have:
            _no_language(tongue, speaking.engine, have)
    if tongue is not None and text:
        _same_language(tongue, language_of(text))


def language_of(text: str) -> str:
    """The language of a text by its letters. Japanese has Chinese characters too: what only it has decides."""
    return next((code for code, letters in reversed(_SCRIPTS) if letters.search(text)), "en")


def _tongue(code: str) -> _Tongue:
    return next(tongue for tongue in _TONGUES if tongue.code == code)


def _same_language(wanted: _Tongue, code: str) -> None:
    """Raises `Declined` where a text is certainly not in the language that is asked for."""
    lettered = {each for each, _ in _SCRIPTS}
    if wanted.code == code or not ({wanted.code, code} & lettered):
        return
    own = _tongue(code)
    decline(
        "missing_translate",
        f"The text is in {own.en} and there is no translation in this release: give me the words in {wanted.en} (“replace the voiceover with: …”).",
        f"文本是{own.zh}，当前版本不能翻译：请给出{wanted.zh}的内容（“把配音换成：……”）。",
    )


def asks_language(c: Clause) -> bool:
    """Whether a clause names a language."""
    return _asked_language(c) is not None


def _asked_language(c: Clause) -> _Tongue | None:
    """The language in which a clause wants it spoken, where it says so."""
    text = re.sub(r"\b(?:american|british|indian|australian) english\b|\benglish accent\b|\S+\.\w{2,4}\b|英语?口音|印度英语", " ", _own_words(c))  # fmt: skip
    return next((tongue for tongue in _TONGUES if re.search(tongue.pattern, text)), None)


def _no_language(tongue: _Tongue, engine: str, have: set[str]) -> NoReturn:
    decline(
        "no_voice",
        f"There is no voice here that speaks {tongue.en}: {engine} speaks {', '.join(sorted(have))}. A speech server (WORKPRINT_VOICE_URL) speaks more; “workprint doctor” says how to get others.",
        f"这里没有会说{tongue.zh}的语音：{engine} 支持 {'、'.join(sorted(have))}。语音服务（WORKPRINT_VOICE_URL）支持更多语言；“workprint doctor”说明如何获取其他语音。",
    )
