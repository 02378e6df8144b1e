"""What people say of a voice, and which voice of those there are comes nearest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .plan import VoiceOffer

TRAITS: dict[str, tuple[str, str]] = {
    "british": (r"\bbritish\b|\buk (?:accent|english|voice)\b|\benglish accent\b|英式|英国口音|英音|英国腔", "英式"),
    "scottish": (r"\bscottish\b|\bscots\b|苏格兰", "苏格兰"),
    "american": (r"\bamerican\b|\bus (?:accent|english|voice)\b|美式|美国口音|美音|美国腔", "美式"),
    "caribbean": (r"\bcaribbean\b|\bjamaican\b|\bwest indian\b|加勒比", "加勒比"),
    "cantonese": (r"\bcantonese\b|粤语|广东话|港式", "粤语"),
    "mandarin": (r"\bmandarin\b|普通话|国语", "普通话"),
    "female": (r"\bfemale\b|\bwom[ae]n'?s?\b|\bgirl'?s?\b|\blady'?s?\b|\bher voice\b|\bfeminine\b|女(?:声|生|性|人|的|音|孩|士|主播)", "女声"),
    "male": (r"(?<!fe)\bmale\b|(?<!wo)\bm[ae]n'?s?\b|\bguy'?s?\b|\bmasculine\b|\bgentlem[ae]n'?s?\b|男(?:声|生|性|人|的|音|孩|士|主播)", "男声"),
    "deep": (r"\bdeep(?:er)?\b|\blow(?:er)?(?:-pitched)? voice\b|低沉|浑厚|深沉|磁性", "低沉"),
}  # fmt: skip
"""What a voice can be: how it is asked for, and what it is called in Chinese."""
ACCENTS = ("british", "scottish", "american", "caribbean", "cantonese", "mandarin")
_NEAREST = (
    (r"\b(?:australian|aussie|irish|welsh|indian|south african|new zealand|kiwi|posh|received pronunciation)\b|澳洲|澳大利亚|爱尔兰|印度(?:口音|英语|腔)", "british"),
    (r"\b(?:canadian|new york|southern|texan)\b|加拿大|纽约", "american"),
    (r"\btaiwanese\b|台湾腔|台湾口音|台腔|北京腔|京腔|儿化音|东北腔", "mandarin"),
)  # fmt: skip
"""Accents that no engine here has, and the one that comes nearest."""
_WEIGHTS = {"female": 8, "male": 8, "deep": 1}
_SHOWN = {"default": "默认"}


def asked(text: str) -> tuple[str, ...]:
    """What a text asks of a voice."""
    found = [name for name, (words, _) in TRAITS.items() if re.search(words, text)]
    return tuple(found)


def unlike(text: str) -> tuple[str, str] | None:
    """An accent that a text asks for and no voice has, and the one that comes nearest."""
    for words, nearest in _NEAREST:
        if match := re.search(words, text):
            return match[0], nearest
    return None


def nearest(voices: Sequence[VoiceOffer], wanted: Iterable[str], kept: Iterable[str]) -> VoiceOffer | None:
    """The voice that has most of what is wanted, of several the one that is most like what was heard;
    None where none has anything of it."""
    wanted, kept = set(wanted), set(kept)

    def worth(voice: VoiceOffer) -> tuple[int, int, int]:
        has = set(voice.traits)
        return (
            sum(_WEIGHTS.get(each, 4) for each in wanted & has),
            len(kept & has),
            -len(has - wanted - kept),
        )

    best = max(voices, key=worth, default=None)
    return best if best is not None and wanted & set(best.traits) else None


def by_name(wanted: Sequence[str]) -> str:
    """What a voice with these traits is called where it is not known which there are."""
    said = [each for each in wanted if each not in ("american", "mandarin")]
    return " ".join(each for each in said if each != "male" or "deep" not in said) or "default"


def named(voice: str, zh: bool) -> str:
    """A voice's name as a reply has it."""
    if not zh:
        return voice
    known = {name: cn for name, (_, cn) in TRAITS.items()} | _SHOWN
    return "".join(known.get(part, part) for part in voice.split(" "))
