"""A short line out of what is said: a clause, or the part of one, that reads well by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from workprint.ops.edits.spoken import written
from workprint.ops.text.fonts import is_chinese

from .weights import STOP_ZH, terms

_OPENERS_WORDS = """
    and but so well now then also or because okay ok um uh er erm hmm ah oh like actually basically really
    just right yeah yes no anyway however therefore thus hey please still yet plus that which who
"""
OPENERS = frozenset(_OPENERS_WORDS.split())
"""Words that a line does not need at its beginning."""
OPENINGS = ("you know", "i mean", "i think", "i guess", "i believe", "of course", "let me", "as i said", "in fact", "sort of", "kind of", "as you can see", "what we do is")  # fmt: skip
_DANGLING_WORDS = """
    a an the of to in on at for with from by into about and or but so because as if when while that which
    who whose is are was were be been am will would can could should may might must do does did has have had
    not very my your our their his her its this these those than then i we you they he she it's i'm we're
    very really just also we've i've don't doesn't isn't there's what
"""
DANGLING = frozenset(_DANGLING_WORDS.split())
"""Words after which more must come."""
_WEAK_STARTS_WORDS = """
    it this that they he she there these those is are was were of to than as if it's that's
"""
WEAK_STARTS = frozenset(_WEAK_STARTS_WORDS.split())
"""Words that refer to something said before, so that a line that begins with them hangs in the air."""
GREETING = re.compile(
    r"^(?:hello|hi|hey|welcome|thanks?|thank you|good (?:morning|evening|afternoon)|bye|see you)\b|^(?:大家好|你好|您好|哈喽|谢谢|感谢|再见|拜拜|欢迎)"
)
_CLAUSE = re.compile(r"[,;:.!?…]$|^[–—-]+$")
_JOINTS_WORDS = """
    and but because so while although which when where if
"""
_JOINTS = frozenset(_JOINTS_WORDS.split())
OPENERS_ZH = re.compile(
    r"^(?:然后呢?|那么|那个|那|所以说?|就是说?|但是|可是|不过|因为|其实|而且|另外|首先|接着|接下来|嗯+|呃+|啊+|哦|额|对|好的?|我觉得|我认为|我们知道|大家知道|大家都知道|你知道|这个|另一方面)+"
)
CLOSERS_ZH = re.compile(r"(?:的话|的时候|[吧呢啊吗呀哦嘛了])+$")
_STOPS_ZH = re.compile(r"[，。！？；：、,.!?;:…\s]+")
_BREAKS_ZH = re.compile(r"(?<=[了的着过])|(?=[把被让在从对向并而和与])")
DANGLING_ZH = frozenset("的是把被让在从对向和与或而并很更最不没有会能要就都也这那一")

Weights = Mapping[str, float]


def phrase(texts: Sequence[tuple[str, float]], weights: Weights, short: bool = False) -> str:
    """The best line out of sentences given with their rank: 3 to 8 words, or 5 to 12 Chinese characters;
    `short` asks for up to 5 words or 8 characters. "" where no words tell anything."""
    best, most = "", 0.0
    for text, rank in texts:
        chinese = sum(map(is_chinese, text)) * 2 > len(text.replace(" ", ""))
        lines = _lines_zh(text, 8 if short else 12) if chinese else _lines_en(text, 5 if short else 8)
        for line, fit in lines:
            score = _told(line, weights) * fit * (0.5 + rank) * (0.3 if GREETING.match(line.lower()) else 1.0)
            if score > most:
                best, most = line, score
    return _polished(best)


def _told(line: str, weights: Weights) -> float:
    """How much a line says, for how long it is."""
    found = set(terms(line))
    size = len(line) / 2 if line and is_chinese(line[0]) else len(line.split())
    return sum(weights.get(term, 0.5) for term in found) / max(3.0, size) ** 0.5 if found else 0.0


def _lines_en(text: str, most: int) -> Iterator[tuple[str, float]]:
    """Lines of English, each with how well it reads alone, 0 to 1."""
    for clause in _clauses(text.split()):
        words = _bare(clause)
        if 2 <= len(words) <= most:
            yield " ".join(words), _reads(words) * (0.7 if len(words) == 2 else 1.0)
        if len(words) <= most:
            continue
        for start in range(len(words) - 2):
            for end in range(start + 3, min(start + most, len(words)) + 1):
                part = words[start:end]
                own = part[0].lower() in _SUBJECTS
                edge = (1.0 if start == 0 else 0.7 if own else 0.3) * (1.0 if end == len(words) else 0.75)
                yield " ".join(part), _reads(part) * edge


def _clauses(words: Sequence[str]) -> Iterator[list[str]]:
    """Words between punctuation; a clause of more than eight is also cut before "and", "because" and such."""
    row: list[str] = []
    for word in words:
        if word.lower() in _JOINTS and len(row) >= 3:
            yield row
            row = []
        row.append(word.strip('“”"()[]'))
        if _CLAUSE.search(word):
            yield row
            row = []
    if row:
        yield row


def _bare(clause: Sequence[str]) -> list[str]:
    """A clause without the words that only begin or end it."""
    words = [word.strip(",;:.!…—–") for word in clause]
    words = [word for word in words if word]
    again = True
    while words and again:
        again = False
        if words[0].lower() in OPENERS:
            words, again = words[1:], True
        for opening in OPENINGS:
            if " ".join(words).lower().startswith(f"{opening} "):
                words, again = words[len(opening.split()) :], True
    while words and words[-1].lower() in DANGLING:
        words = words[:-1]
    return words


def _reads(words: Sequence[str]) -> float:
    """How well words read as a line of their own."""
    first, last = words[0].lower(), words[-1].lower()
    if last in DANGLING or first in ("of", "than"):
        return 0.0
    fit = 0.5 if first in WEAK_STARTS else 0.7 if first in DANGLING and first not in _SUBJECTS else 1.0
    return fit * (1.0 if len(words) >= 4 else 0.85)


_SUBJECTS_WORDS = """
    i we you my our your the a an
"""
_SUBJECTS = frozenset(_SUBJECTS_WORDS.split())


def _lines_zh(text: str, most: int) -> Iterator[tuple[str, float]]:
    for clause in _STOPS_ZH.split(text):
        line = CLOSERS_ZH.sub("", OPENERS_ZH.sub("", clause.strip('“”‘’"（）()《》')))
        if 3 <= len(line) <= most:
            yield line, 1.0 if len(line) >= 5 else 0.6
        if len(line) > most:
            parts = [part for part in _BREAKS_ZH.split(line) if part]
            for start in range(len(parts)):
                for end in range(start + 1, len(parts) + 1):
                    part = CLOSERS_ZH.sub("", "".join(parts[start:end])).rstrip("的")
                    if 4 <= len(part) <= most:
                        whole = (0.9 if start == 0 else 0.7) * (0.9 if end == len(parts) else 0.7)
                        yield part, whole * (0.3 if part[-1] in DANGLING_ZH or part[0] in "的了着过" else 1.0)
            yield line[:most].rstrip("".join(DANGLING_ZH)), 0.2


def _polished(line: str) -> str:
    """A line as it is shown: its first letter large, "i" large, nothing hanging at its ends."""
    line = line.strip(" ,;:.，。；：、")
    words = ["I" + word[1:] if re.match(r"i(?:$|')", word) else word for word in line.split(" ")]
    text = written(words) if words else ""
    return text[:1].upper() + text[1:]


def telling(text: str) -> bool:
    """Whether a text has any term that tells something."""
    return bool(terms(text)) and not all(character in STOP_ZH for character in text)
