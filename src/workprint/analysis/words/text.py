"""Written text as it is spoken: the words of a script, each with what a mouth makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .numbers import ordinal, spelled

CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
_HAN = re.compile(f"[{CJK}]")
_MARKUP = re.compile(r"<[^>\n]{0,200}>|\{\\[^}\n]{0,200}\}|♪+")
_ASIDE = re.compile(r"\[[^\]\n]{0,200}\]|\([^)\n]{0,200}\)|（[^）\n]{0,200}）|【[^】\n]{0,200}】")
_SPEAKER = re.compile(r"^[^\S\n]*(?:>>+\s*|[A-Z][A-Z0-9 .'-]{1,30}[:：]\s+|-\s+)", re.M)
_TOKEN = re.compile(rf"[{CJK}]|(?:[$£€](?=\d))?[^\W_](?:[^\s{CJK}]*[^\W_%{CJK}])?%?", re.UNICODE)
_NUMBER = re.compile(
    r"(?P<sign>[-−])?(?P<money>[$£€])?(?P<whole>\d{1,3}(?:,\d{3}){1,9}|\d{1,40})(?:\.(?P<part>\d+))?(?P<nth>st|nd|rd|th)?(?P<unit>%|s)?"
)
_MONEY = {"$": "dollars", "£": "pounds", "€": "euros"}
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)")


@dataclass(frozen=True)
class Token:
    """A word of a text: as it is written, with its punctuation, and the plain lower-case words that are
    spoken for it."""

    text: str
    spoken: tuple[str, ...]


def tokens(text: str) -> list[Token]:
    """The words of a text in order. Mark-up, asides in brackets and the names of speakers are not spoken;
    each Chinese, Japanese or Korean letter is a word."""
    text = _MARKUP.sub(" ", text)
    text = _SPEAKER.sub("", _ASIDE.sub(" ", text)).replace("’", "'")
    found = list(_TOKEN.finditer(text))
    made = []
    for index, match in enumerate(found):
        start = match.start() if index else 0
        end = found[index + 1].start() if index + 1 < len(found) else len(text)
        written = _with_marks(text, start, match.start(), match.end(), end)
        words = tuple(_spoken(match.group()))
        if words:
            made.append(Token(written, words))
    return made


def is_han(text: str) -> bool:
    """Whether most words of a text are letters, as in Chinese."""
    return len(_HAN.findall(text)) > len(re.findall(rf"[^\W\d_{CJK}]+", text))


def language_of(text: str) -> str:
    """The language of a text by its letters: "zh", "ja", "ko", "en" for Latin ones, "" for others."""
    if re.search(r"[\u3040-\u30ff]", text):
        return "ja"
    if len(re.findall(r"[\uac00-\ud7af]", text)) > 2:
        return "ko"
    if is_han(text):
        return "zh"
    letters = [letter for letter in text if letter.isalpha()]
    latin = sum(letter.isascii() for letter in letters)
    return "en" if letters and latin > 0.97 * len(letters) else ""


def _with_marks(text: str, least: int, start: int, end: int, most: int) -> str:
    """A word with the marks that are written at it, without a space."""
    while end < most and not text[end].isspace() and text[end] not in "“‘（(《「":
        end += 1
    while start > least and text[start - 1] in "“‘\"'《「（($£€-":
        start -= 1
    return text[start:end]


def _spoken(word: str) -> Iterator[str]:
    for part in re.split(r"[-–—/_…]+|\.{2,}", word):
        clock, number = _CLOCK.fullmatch(part), _NUMBER.fullmatch(part)
        if _HAN.fullmatch(part):
            yield part
        elif clock:
            yield from spelled(int(clock[1]))
            yield from ([] if clock[2] == "00" else spelled(int(clock[2])))
        elif number:
            yield from _number(number)
        elif re.search(r"\d", part):
            # Endless digits are no number that anybody says.
            for piece in re.findall(r"\d{1,40}|[^\W\d]+", part):
                yield from (spelled(int(piece)) if piece.isdecimal() else _plain(piece))
        else:
            yield from _plain(part)


def _number(found: re.Match[str]) -> Iterator[str]:
    whole = found["whole"].replace(",", "")
    if found["sign"]:
        yield "minus"
    yield from (ordinal(int(whole)) if found["nth"] else spelled(int(whole), "," not in found["whole"]))
    if found["part"]:
        yield "point"
        for digit in found["part"]:
            yield from spelled(int(digit))
    if found["money"]:
        yield _MONEY[found["money"]]
    if found["unit"] == "%":
        yield "percent"


def _plain(word: str) -> Iterator[str]:
    if word in ("&", "+"):
        yield "and" if word == "&" else "plus"
        return
    plain = re.sub(r"[^\w']", "", word.lower()).strip("'")
    if plain:
        yield plain
