"""Text as it is read aloud: paragraphs and sentences with the pauses behind them, and in each sentence
stretches of one language, word by word as written and as spoken."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .numerals import read

PARAGRAPH, SENTENCE, CLAUSE, NONE = 0.7, 0.4, 0.22, 0.05
"""Seconds of silence behind a paragraph, a sentence, a clause, and where only the language changes."""
LONGEST = 400
"""Characters of a sentence; a longer one is divided at a clause."""

CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_FOREIGN = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
)
_ENDS = re.compile(r"(?<=[。！？!?；;…])[”’」』\"')）\]]*\s*|(?<=[.])[”’\"')\]]*(?:\s+|$)")
_ABBREVIATED = re.compile(r"(?:^|[\s(])(?:[A-Z]|Mr|Mrs|Ms|Dr|St|vs|etc|e\.g|i\.e|No|approx|Inc|Ltd)\.$")
_COMMAS = "，,、；;：:—"
_WORD_ZH = re.compile(
    r"\s+|[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f0-9'’._+#/&-]*[A-Za-z0-9+#]|[A-Za-z\u00c0-\u024f]|"
    r"-?\d{1,2}:\d{2}(?!\d)|-?\d[\d,]*(?:\.\d+)?%?|.",
    re.S,
)


@dataclass(frozen=True)
class Token:
    """A word as written, with its punctuation, and as spoken."""

    written: str
    spoken: str


@dataclass(frozen=True)
class Run:
    """Words of one language, and the silence behind them in seconds."""

    language: str
    tokens: tuple[Token, ...]
    pause: float

    @property
    def text(self) -> str:
        """What is read aloud."""
        return self.glue.join(token.spoken for token in self.tokens)

    @property
    def glue(self) -> str:
        return "" if self.language == "zh" else " "


def language_of(text: str) -> str:
    """The language of a text by its letters: zh where there are Chinese characters; one that is written
    in letters that nobody here reads is named as such."""
    for name, letters in _FOREIGN:
        if letters.search(text):
            return name
    if CJK.search(text):
        return "zh"
    letter = any(char.isalpha() and not _LATIN.match(char) for char in text)
    return "other" if letter and not _LATIN.search(text) else "en"


def runs(text: str, language: str = "", mixes: bool = False) -> list[Run]:
    """A text in stretches of one language. With `mixes` a sentence stays whole."""
    found: list[Run] = []
    for paragraph in re.split(r"\s*\n\s*", text.strip()):
        sentences = list(_sentences(paragraph))
        for number, sentence in enumerate(sentences):
            pause = PARAGRAPH if number == len(sentences) - 1 else SENTENCE
            found += _spoken(sentence, language or language_of(text), pause, mixes)
    return found


def _sentences(paragraph: str) -> Iterator[str]:
    begun = ""
    for part in _divided(paragraph, _ENDS):
        begun += part
        if not _ABBREVIATED.search(begun.rstrip()):
            yield from _shortened(begun)
            begun = ""
    yield from _shortened(begun)


def _divided(text: str, ends: re.Pattern[str]) -> Iterator[str]:
    start = 0
    for match in ends.finditer(text):
        if match.end() > start:
            yield text[start : match.end()]
            start = match.end()
    if start < len(text):
        yield text[start:]


def _shortened(sentence: str) -> Iterator[str]:
    rest = sentence.strip()
    while len(rest) > LONGEST:
        cut = max((rest.rfind(mark, 0, LONGEST) for mark in ("，", ", ", "、", "；", " ")), default=-1)
        cut = cut if cut > 0 else LONGEST - 1
        yield rest[: cut + 1].strip()
        rest = rest[cut + 1 :].strip()
    if rest:
        yield rest


def _spoken(sentence: str, language: str, pause: float, mixes: bool) -> Iterator[Run]:
    if language != "zh" or not CJK.search(sentence):
        # A sentence of Latin words within a Chinese text is English all the same.
        plain = "en" if language == "zh" and _LATIN.search(sentence) else language
        tokens = _words_zh(sentence) if plain == "zh" else [("en", each) for each in _words_en(sentence)]
        if said := tuple(token for _, token in tokens):
            yield Run(plain, said, pause)
        return
    pieces = _words_zh(sentence)
    if mixes:
        yield Run("zh", tuple(token for _, token in pieces), pause)
        return
    start = 0
    for index in range(1, len(pieces) + 1):
        if index == len(pieces) or pieces[index][0] != pieces[start][0]:
            last = index == len(pieces)
            behind = pause if last else CLAUSE if pieces[index - 1][1].written[-1:] in _COMMAS else NONE
            yield Run(pieces[start][0], tuple(token for _, token in pieces[start:index]), behind)
            start = index


def _words_en(sentence: str) -> Iterator[Token]:
    for word in sentence.split():
        spoken = _pronounceable(word)
        if re.search(r"\w", spoken):
            yield Token(word, spoken)


def _words_zh(sentence: str) -> list[tuple[str, Token]]:
    """Characters, numbers and Latin words, each with its language; punctuation goes with what it follows."""
    found: list[tuple[str, Token]] = []
    pieces = [match for match in _WORD_ZH.finditer(sentence) if not match[0].isspace()]
    for match in pieces:
        piece = match[0]
        if _LATIN.match(piece):
            found.append(("en", Token(piece, piece)))
        elif re.search(r"\d", piece):
            found.append(("zh", Token(piece, read(piece, sentence[match.end() :].lstrip()))))
        elif CJK.match(piece) or re.match(r"\w", piece):
            found.append(("zh", Token(piece, piece)))
        elif found:
            kind, token = found[-1]
            found[-1] = (kind, Token(token.written + piece, token.spoken + _pronounceable(piece)))
    return found


def _pronounceable(text: str) -> str:
    """The text without what is not said: pictures, stars, hashes, angle brackets."""
    kept = (char for char in text if unicodedata.category(char) not in ("So", "Cs", "Cc", "Sk"))
    return re.sub(r"[*_#<>`|~^\\{}]+", " ", "".join(kept)).strip()


def words_of(found: Sequence[Run]) -> int:
    """How many words there are to speak."""
    return sum(len(run.tokens) for run in found)
