"""Where something is talked about: sentences by the likeness of their words to a subject.

Weights are over stems, Chinese by pairs of characters; words of the same subject count less than the word
itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .related import RELATED, stem
from .said import Sentence, units
from .weights import inverse, likeness, vector

KIN = 0.6
"""What a word of the same subject counts, of the word itself."""
ALIKE = 0.2
"""The likeness to a passage from which on the sentence beside it belongs to it."""
FURTHER = 2
"""Sentences on each side by which a passage may grow."""
PARTED = 3.0
"""Seconds of silence over which a passage never goes on."""
SHARE = 0.5
"""The share of a subject's weight that a sentence must name."""

_STOP_EN = """a about above after again all also am an and another any are as at be because been before being but by can come could
    did do does doing done dont down each even every few for from get gets getting go goes going gone gonna good got had has
    have having he her here him his how i id ill im in into is isnt it its ive just kind know let lets like little lot made make
    makes many may maybe me mean might more most much must my need never no nor not now of off oh ok okay on once one only or
    other our out over own part perhaps put quite really right said same say says see she should so some something still such
    take than that thats the their them then there theres these they theyre thing things think this those though through to too
    um uh up us use used very want was way we well went were what when where which while who whole why will with without
    wont would yeah yes yet you youre your actually basically talk talks talking speak mention mentions discuss explain stuff bit
    section subject topic everything"""
_STOP = frozenset(_STOP_EN.split())
_STOP_ZH = frozenset(
    "的了是在我你他她它们这那就都也和与或而但很不没有会能要说去来到上下里个一二两吧呢啊吗嗯呃哦把被让给对从向为以于之其所又还再只才更最太等着过得地什么怎样些每各自己想看做用讲谈聊提"
)


@dataclass(frozen=True)
class Passage:
    """Sentences `first` to `last` in a row that are about something. `sure`: the subject itself is named,
    or several words of it are."""

    first: int
    last: int
    score: float
    sure: bool


def terms(text: str) -> list[str]:
    """What a text is about: stems of words that say something, pairs of Chinese characters."""
    found: list[str] = []
    for run in re.findall(r"[\u3400-\u9fff]+|[^\u3400-\u9fff]+", text):
        if "\u3400" <= run[0] <= "\u9fff":
            pairs = [run[n : n + 2] for n in range(len(run) - 1)] or [run]
            found += [pair for pair in pairs if not set(pair) & _STOP_ZH]
        else:
            found += [stem(unit) for unit in units(run) if unit not in _STOP and len(unit) > 1]
    if re.search(r"[$€£¥]\s*\d", text):
        found.append("dollar")
    return found


def passages(sentences: Sequence[Sentence], subject: str) -> list[Passage]:
    """The passages about a subject, in order; of none that is sure, those that hold one word near to it."""
    wanted = list(dict.fromkeys(terms(subject)))
    if not wanted or not sentences:
        return []
    documents = [terms(sentence.text) for sentence in sentences]
    weight = inverse(documents)
    kin = frozenset().union(*(RELATED.get(term, frozenset()) for term in wanted)) - set(wanted)
    named = [_named(document, wanted, weight) for document in documents]
    near = [_near(s.text, document, kin) for s, document in zip(sentences, documents, strict=True)]
    seeds = [n for n in range(len(sentences)) if named[n] >= SHARE or near[n] >= 2]
    sure = bool(seeds)
    seeds = seeds or [n for n in range(len(sentences)) if named[n] > 0 or near[n]]
    found = []
    for first, last in _together(seeds, sentences):
        if sure:
            first, last = _grown(first, last, documents, weight, near, sentences)
        score = max(named[n] + KIN * min(1.0, near[n] / 2) for n in range(first, last + 1))
        found.append(Passage(first, last, round(score, 3), sure))
    return _apart(found)


def _apart(found: Sequence[Passage]) -> list[Passage]:
    """Passages that have grown into each other, as one."""
    joined: list[Passage] = []
    for each in found:
        if joined and each.first <= joined[-1].last + 1:
            last = joined.pop()
            each = Passage(last.first, max(last.last, each.last), max(last.score, each.score), each.sure)
        joined.append(each)
    return joined


def _named(document: Sequence[str], wanted: Sequence[str], weight: Mapping[str, float]) -> float:
    """The share of what is looked for that a sentence names itself; a word nobody says weighs most."""
    most = max(weight.values(), default=1.0)
    weights = {term: weight.get(term, most) for term in wanted}
    return sum(weights[term] for term in wanted if term in document) / sum(weights.values())


def _near(text: str, document: Sequence[str], kin: frozenset[str]) -> int:
    """How many different words of the same subject a sentence holds."""
    return sum(word in document if word.isascii() else word in text for word in kin)


def _together(seeds: Sequence[int], sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    """Seeds with at most one sentence of the same file between them, as one."""
    groups: list[tuple[int, int]] = []
    for n in seeds:
        if groups and n - groups[-1][1] <= 2 and _follows(groups[-1][1], n, sentences):
            groups[-1] = (groups[-1][0], n)
        else:
            groups.append((n, n))
    return groups


def _follows(one: int, two: int, sentences: Sequence[Sentence]) -> bool:
    """Whether two sentences are of one recording, in its order, without a long silence between."""
    row = sentences[one : two + 1]
    return all(
        a.words[-1].media == b.words[0].media
        and a.words[-1].since <= b.words[0].since
        and b.words[0].since - a.words[-1].until <= PARTED
        for a, b in pairwise(row)
    )


def _grown(
    first: int, last: int, documents: Sequence[Sequence[str]], weight: Mapping[str, float],
    near: Sequence[int], sentences: Sequence[Sentence],
) -> tuple[int, int]:  # fmt: skip
    """A passage with the sentences beside it that are like it."""
    passage = vector([term for n in range(first, last + 1) for term in documents[n]], weight)

    def belongs(n: int) -> bool:
        return near[n] > 0 or likeness(vector(documents[n], weight), passage) >= ALIKE

    for _ in range(FURTHER):
        if first > 0 and _follows(first - 1, first, sentences) and belongs(first - 1):
            first -= 1
        if last + 1 < len(documents) and _follows(last, last + 1, sentences) and belongs(last + 1):
            last += 1
    return first, last
