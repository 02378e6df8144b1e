"""Which words and sentences matter: what their words are, TextRank over sentences, and choosing without repeating.

TextRank: Mihalcea and Tarau, "TextRank: Bringing Order into Texts", 2004. Maximal marginal relevance:
Carbonell and Goldstein, 1998.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from workprint.ops.words.weights import likeness

DAMPING = 0.85
ROUNDS = 30
NEAR = 1e-4
NOVELTY = 0.35
"""How much likeness to what is already chosen counts against a sentence's rank."""

_SMALL_WORDS = """
    a about above after again against all almost also although always am an and another any anybody anyone
    anything are aren't around as at back be because been before being below between both but by came can can't
    cannot come could couldn't did didn't do does doesn't doing don't done down during each either else enough
    even ever every everybody everyone everything few first for from further get gets getting give go goes going
    gone gonna good got gotta had hadn't has hasn't have haven't having he he's her here hers herself him himself
    his how however i i'd i'll i'm i've if in into is isn't it it's its itself just kind know last least less let
    let's like little look lot lots made make makes many may maybe me mean might mine more most much must my myself
    need never new next no nobody none nor not nothing now of off often oh ok okay on once one ones only onto or
    other others our ours ourselves out over own part perhaps put quite rather really right said same say says see
    seen shall she should shouldn't since so some somebody someone something sometimes soon sort still such sure
    take than that that's the their theirs them themselves then there there's these they they're thing things think
    this those though three through thus time to today too took toward towards two under until up upon us use used
    using very want wants was wasn't way we we'll we're we've well went were weren't what what's when where whether
    which while who whole whom whose why will with within without won't would wouldn't yeah yes yet you you'll
    you're you've your yours yourself yourselves um uh er erm hmm ah actually basically literally anyway
"""
STOP = frozenset(_SMALL_WORDS.split())
"""English words that say nothing by themselves."""
STOP_ZH = frozenset(
    "的了是在我你他她它们这那就都也和与或而但很不没有会能要说去来到上下里个一二两吧呢啊吗嗯呃哦把被让给对从向为以于之其所又还再只才更最太等着过得地什么怎样些每各自己想看做用好多少大小人时候后前中可"
)
_TOKEN = re.compile(r"[a-z0-9]+(?:['’][a-z]+)?|[\u3400-\u9fff]+")


def terms(text: str) -> list[str]:
    """What a text is about: English words without those that say nothing, in a simple stem, and pairs of
    Chinese characters of which at most one says nothing."""
    found: list[str] = []
    for token in _TOKEN.findall(text.lower().replace("’", "'")):
        if token[0] >= "\u3400":
            pairs = (token[i : i + 2] for i in range(len(token) - 1))
            found += [pair for pair in pairs if not STOP_ZH.issuperset(pair)]
        elif token not in STOP and len(token) > 1:
            found.append(stem(token))
    return found


def stem(word: str) -> str:
    """An English word without the endings that most often only bend it."""
    word = word.split("'")[0]
    for ending, left in (
        ("ies", "y"),
        ("sses", "ss"),
        ("ing", ""),
        ("edly", ""),
        ("ed", ""),
        ("es", "e"),
        ("s", ""),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith(("ss", "us", "is")):
            return word[: len(word) - len(ending)] + left
    return word


def textrank(vectors: Sequence[Mapping[str, float]]) -> list[float]:
    """How central each sentence is among all, 0 to 1: those like many others that are central are."""
    edges = _edges(vectors)
    count = len(vectors)
    if not count:
        return []
    out = [sum(row.values()) for row in edges]
    ranks = [1.0 / count] * count
    for _ in range(ROUNDS):
        new = [(1 - DAMPING) / count] * count
        for i, row in enumerate(edges):
            for j, weight in row.items():
                new[j] += DAMPING * ranks[i] * weight / out[i]
        moved = max((abs(a - b) for a, b in zip(new, ranks, strict=True)), default=0.0)
        ranks = new
        if moved < NEAR / count:
            break
    most = max(ranks, default=0.0)
    return [rank / most if most else 0.0 for rank in ranks]


def _edges(vectors: Sequence[Mapping[str, float]]) -> list[dict[int, float]]:
    """The likeness of each pair that shares a term, found by the terms."""
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    rows: list[dict[int, float]] = [{} for _ in vectors]
    for index, weights in enumerate(vectors):
        for term, weight in weights.items():
            for other, its in holders[term]:
                rows[index][other] = rows[index].get(other, 0.0) + weight * its
                rows[other][index] = rows[index][other]
            holders[term].append((index, weight))
    return rows


def diverse(
    scores: Sequence[float], vectors: Sequence[Mapping[str, float]], count: int, novelty: float = NOVELTY
) -> list[int]:
    """Up to `count` places in order of choice: high scores, but not what says again what is chosen."""
    chosen: list[int] = []
    left = set(range(len(scores)))
    again = [0.0] * len(scores)
    while left and len(chosen) < count:
        best = min(left, key=lambda i: (-(scores[i] - novelty * again[i]), i))
        left.discard(best)
        chosen.append(best)
        for i in left:
            again[i] = max(again[i], likeness(vectors[i], vectors[best]))
    return chosen


def stem_words(texts: Sequence[str], count: int = 3) -> tuple[str, ...]:
    """The words most spoken of, as they are most often said; none that is said only once."""
    forms = surface(texts)
    often = sorted(forms, key=lambda term: -sum(forms[term].values()))
    return tuple(forms[t].most_common(1)[0][0] for t in often[:count] if sum(forms[t].values()) > 1)


def surface(texts: Sequence[str]) -> dict[str, Counter[str]]:
    """The forms in which each term is said, counted."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for token in _TOKEN.findall(text.lower().replace("’", "'")):
            for term in terms(token):
                forms[term][term if token[0] >= "\u3400" else token] += 1
    return forms
