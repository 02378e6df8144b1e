"""Clips by their number or place in the row, as both languages count them."""

from __future__ import annotations

import re

from .bench import Placed, decline
from .words import ORDINALS

ORD = "|".join(ORDINALS)
_NOUN = r"(?:clips?|shots?|scenes?|videos?|segments?|parts?|pieces?|sections?|ones?|photos?|pictures?|images?|takes?|slides?|files?|footage)"
_NUMBERED = re.compile(
    r"\b(?:clips?|shots?|scenes?|segments?|pieces?|photos?|pictures?|videos?|parts?)\s*(?:number |no\.? ?|#)?(\d+(?:\s*(?:,|and|&|-|to|through|,\s*and)\s*(?:clips? )?#?\d+)*)(?![\d.]|:\d|\s*(?:x\b|%|times|fps|p\b|/|seconds|degrees|deg\b|°|db\b|lufs|semitones|copies|steps|px))"
)
_ORDINAL = re.compile(
    rf"\b((?:(?:{ORD}|last|final|middle)(?:(?:\s*,\s*|\s+and\s+|\s*,?\s*and\s+)(?:the )?)?)+)\s+(?:(\d+)\s+)?(?:\w+ )?{_NOUN}\b(?! (?:minutes?|seconds?))"
)
NUMBERED = re.compile(
    rf"\b(?:clip|shot|scene) \d|\b(?:{ORD}|last) (?:clip|shot|scene|video)\b|第\s*\d+(?:个|段)|最后1?(?:段|个)"
)
_BARE_ORDINAL = re.compile(
    rf"\b(?:on|over|for|in|of|from|to|except|but) the ({ORD}|last)(?: one)?(?=$|\s*[,.;]|\s+and\b|\s+⟦)"
)
_SECOND_LAST = re.compile(rf"\b(?:second[- ]to[- ]last|penultimate|next[- ]to[- ]last|second last)\s+{_NOUN}")
_ZH_NUMBERED = re.compile(
    r"第\s*(\d+)((?:(?:个|段|条|张)?(?:片段)?(?:、|和|,|到|至|-|~|与|跟)第?\s*\d+)*)\s*(?:个|段|条|张|幕|镜)?(?:片段|视频|镜头|素材|场景|画面|照片|图片|部分|段)?(?!@|\s*@|\d|步|行|句|个?(?:空镜|点击|[圆红]?圈|光圈|涟漪|缩放|放大|推近|打码|马赛克|遮挡)|标题|字幕|转场|文字|音乐|个标题|个字幕|条字幕|个转场|个文字|行)"
)
_ZH_LIST = re.compile(r"(?<![\d第@.])(\d+(?:[、,和]\d+)+)\s*(?:段|个片段|号片段)")
_ZH_EDGE = re.compile(
    r"(前|后|最后|末尾|最开始的?|开头的?)\s*(?:的|那)?\s*(\d+)\s*(?:个|段|条|张)(?:片段|视频|镜头|素材)?(?!标题|字幕|转场|文字)"
)
_ZH_BACK = re.compile(r"倒数第\s*(\d+)\s*(?:个|段|条)?")
_ZH_LAST = re.compile(
    r"(?:最后|末)(?:的|那)?(?:1)?(?:个|段|条|张|一段)(?:片段|视频|镜头|素材)?|(?:末|尾)段|最后(?:的)?(?:片段|视频|镜头)"
)
_ZH_FIRST = re.compile(r"(?:首段|头一段|开头(?:的)?(?:那|这)?(?:一)?(?:段|个片段)|第1(?:个|段))")
_ZH_MIDDLE = re.compile(r"中间(?:的|那)?(?:一|1)?(?:个|段|条)(?:片段|视频|镜头)?")


def _pick(number: int, film: list[Placed]) -> Placed:
    if 1 <= number <= len(film):
        return film[number - 1]
    count = len(film)
    names_en = ", ".join(f"{n}. {p.name}" for n, p in enumerate(film[:12], 1))
    return decline(
        "no_such_clip",
        f"There is no clip {number}: the film has {count} clip{'s' if count != 1 else ''} ({names_en})."
        if count
        else f"There is no clip {number}: the film is empty.",
        f"没有第{number}段：影片共有 {count} 个片段（{names_en}）。"
        if count
        else f"没有第{number}段：影片是空的。",
    )


def by_number(text: str, film: list[Placed]) -> list[Placed]:
    """Clips named by their number in the row."""
    numbers: list[int] = []
    count = len(film)
    for match in _NUMBERED.finditer(text):
        numbers += _numbers(match[1])
    for _ in _SECOND_LAST.finditer(text):
        numbers.append(count - 1)
    rest = _SECOND_LAST.sub(" ", text)
    for match in _ORDINAL.finditer(rest):
        numbers += _ordinals(match[1], match[2], count)
    rest = _ZH_BACK.sub(lambda m: numbers.append(count + 1 - int(m[1])) or " ", rest)  # type: ignore[func-returns-value]
    for match in _ZH_EDGE.finditer(rest):
        n = int(match[2])
        first = match[1].startswith(("前", "最开始", "开头"))
        numbers += list(range(1, n + 1)) if first else list(range(count - n + 1, count + 1))
    rest = _ZH_EDGE.sub(" ", rest)
    for match in _ZH_LIST.finditer(rest):
        numbers += [int(n) for n in re.findall(r"\d+", match[1])]
    for match in _ZH_NUMBERED.finditer(_ZH_LIST.sub(" ", rest)):
        numbers += _numbers(match[1] + match[2])
    for match in _BARE_ORDINAL.finditer(rest):
        numbers += _ordinals(match[1], None, count)
    if _ZH_LAST.search(rest):
        numbers.append(count)
    if _ZH_FIRST.search(rest) and 1 not in numbers:
        numbers.append(1)
    if _ZH_MIDDLE.search(rest) and count:
        numbers.append((count + 1) // 2)
    if re.search(r"\bevery (?:other|second) (?:clip|shot)|每隔(?:一|1)(?:个|段)", text):
        numbers += list(range(2, count + 1, 2))
    if film and (
        match_size := re.search(
            r"\b(longest|shortest) (?:clip|shot|one)|最(长|短)的(?:那)?(?:一|1)?(?:段|个|片段)", text
        )
    ):
        longest = match_size[1] == "longest" or match_size[2] == "长"
        chosen = (max if longest else min)(film, key=lambda p: p.end - p.start)
        numbers.append(film.index(chosen) + 1)
    return [_pick(n, film) for n in dict.fromkeys(numbers)]


def numbers_out(text: str) -> str:
    """A text without the numbers that count clips: "clips 1 and 3", 第2段, the 2nd."""
    for pattern in (_NUMBERED, _ZH_LIST, _ZH_EDGE, _ZH_BACK, _ZH_NUMBERED):
        text = pattern.sub(" ", text)
    return re.sub(r"\b\d+(?:st|nd|rd|th)\b|第\s*\d+", " ", text)


def _numbers(text: str) -> list[int]:
    found: list[int] = []
    for match in re.finditer(
        r"(\d+)(?:\s*(?:-|to|through|到|至|~)\s*(?:clips? )?第?#?\s*(\d+))?",
        re.sub(r"(?:个|段|条|张)(?:片段)?", "", text),
    ):
        low = int(match[1])
        found += range(low, int(match[2]) + 1) if match[2] else [low]
    return found


def _ordinals(words: str, many: str | None, count: int) -> list[int]:
    names = re.findall(rf"{ORD}|last|final|middle", words)
    found: list[int] = []
    for word in names:
        if word in ("last", "final"):
            found += list(range(count - int(many) + 1, count + 1)) if many else [count]
        elif word == "middle":
            found.append((count + 1) // 2)
        elif many and word == "first":
            found += list(range(1, int(many) + 1))
        else:
            found.append(ORDINALS[word])
    return found
