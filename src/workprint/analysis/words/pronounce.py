"""How a word sounds: by the engine's dictionary, by the words it is made of, or by its letters.

The rules for letters are our own and few: they are for names and new words, which the words around them
hold in place; a wrong vowel costs little there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from workprint.base import pronouncing_dictionary

Phones = tuple[str, ...]

_LETTERS = {
    "a": "EY", "b": "B IY", "c": "S IY", "d": "D IY", "e": "IY", "f": "EH F", "g": "JH IY", "h": "EY CH", "i": "AY",
    "j": "JH EY", "k": "K EY", "l": "EH L", "m": "EH M", "n": "EH N", "o": "OW", "p": "P IY", "q": "K Y UW", "r": "AA R",
    "s": "EH S", "t": "T IY", "u": "Y UW", "v": "V IY", "w": "D AH B AH L Y UW", "x": "EH K S", "y": "W AY", "z": "Z IY",
}  # fmt: skip
# What the letters sound like: the first rule that fits where one stands, longest first.
_RULES: tuple[tuple[str, str], ...] = (
    (r"tion", "SH AH N"), (r"sion", "ZH AH N"), (r"tch", "CH"), (r"igh", "AY"), (r"eau", "OW"), (r"sch", "SH"), (r"ough", "AO"),
    (r"augh", "AO"), (r"ck", "K"), (r"ch", "CH"), (r"sh", "SH"), (r"th", "TH"), (r"ph", "F"), (r"wh", "W"), (r"^kn", "N"),
    (r"^wr", "R"), (r"^ps", "S"), (r"mb$", "M"), (r"ng", "NG"), (r"qu", "K W"), (r"gh", ""), (r"dge", "JH"), (r"ee", "IY"),
    (r"ea", "IY"), (r"ie", "IY"), (r"ei", "EY"), (r"ai", "EY"), (r"ay", "EY"), (r"ey$", "IY"), (r"ey", "EY"), (r"oa", "OW"),
    (r"oo", "UW"), (r"ou", "AW"), (r"ow$", "OW"), (r"ow", "AW"), (r"oi", "OY"), (r"oy", "OY"), (r"au", "AO"), (r"aw", "AO"),
    (r"ew", "UW"), (r"ue$", "UW"), (r"er", "ER"), (r"ir", "ER"), (r"ur", "ER"), (r"ar", "AA R"), (r"or", "AO R"), (r"le$", "AH L"),
    (r"([bcdfghjklmnpqrstvwxz])\1", ""), (r"c(?=[eiy])", "S"), (r"g(?=[eiy])", "JH"), (r"y(?=[aeiou])", "Y"), (r"y$", "IY"),
    (r"e$", ""), (r"a(?=[^aeiouy]e$)", "EY"), (r"e(?=[^aeiouy]e$)", "IY"), (r"i(?=[^aeiouy]e$)", "AY"), (r"o(?=[^aeiouy]e$)", "OW"),
    (r"u(?=[^aeiouy]e$)", "UW"), (r"o$", "OW"), (r"i$", "IY"), (r"a$", "AH"), (r"s$", "Z"),
    (r"a", "AE"), (r"b", "B"), (r"c", "K"), (r"d", "D"), (r"e", "EH"), (r"f", "F"), (r"g", "G"), (r"h", "HH"), (r"i", "IH"),
    (r"j", "JH"), (r"k", "K"), (r"l", "L"), (r"m", "M"), (r"n", "N"), (r"o", "AA"), (r"p", "P"), (r"q", "K"), (r"r", "R"),
    (r"s", "S"), (r"t", "T"), (r"u", "AH"), (r"v", "V"), (r"w", "W"), (r"x", "K S"), (r"y", "IH"), (r"z", "Z"),
)  # fmt: skip
_COMPILED = tuple((re.compile(pattern), tuple(phones.split())) for pattern, phones in _RULES)
_HISSING = {"S", "Z", "SH", "ZH", "CH", "JH"}
_VOICELESS = {"P", "T", "K", "F", "TH"}
_ACCENTS = str.maketrans("àáâãäåçèéêëìíîïñòóôõöùúûüýÿß", "aaaaaaceeeeiiiinooooouuuuyys")


def dictionary(words: Iterable[str]) -> dict[str, tuple[Phones, ...]]:
    """The ways in which each of these words is said."""
    known = _dictionary()
    return {word: known.get(word) or (_made(word, known),) for word in words}


@cache
def _dictionary() -> Mapping[str, tuple[Phones, ...]]:
    found: dict[str, tuple[Phones, ...]] = {}
    for line in pronouncing_dictionary().read_text(encoding="utf-8").splitlines():
        word, *phones = line.split()
        word = word.partition("(")[0]
        found[word] = (*found.get(word, ()), tuple(phones))
    return found


def _made(word: str, known: Mapping[str, tuple[Phones, ...]]) -> Phones:
    """How a word sounds that the dictionary does not have."""
    word = word.translate(_ACCENTS)
    if word in known:
        return known[word][0]
    for ending in ("'s", "s"):
        stem = word.removesuffix(ending)
        if stem != word and stem in known:
            return (*known[stem][0], *_plural(known[stem][0][-1]))
    if word.endswith("ed") and (stem := word[:-2] if word[:-2] in known else word[:-1]) in known:
        last = known[stem][0][-1]
        return (*known[stem][0], *(("IH", "D") if last in "TD" else ("T",) if last in _VOICELESS else ("D",)))
    if word.endswith("ing") and (stem := word[:-3] if word[:-3] in known else f"{word[:-3]}e") in known:
        return (*known[stem][0], "IH", "NG")
    for cut in range(len(word) - 3, 2, -1):
        if word[:cut] in known and word[cut:] in known:
            return (*known[word[:cut]][0], *known[word[cut:]][0])
    return _by_letters(word)


def _plural(last: str) -> Phones:
    return ("IH", "Z") if last in _HISSING else ("S",) if last in _VOICELESS else ("Z",)


def _by_letters(word: str) -> Phones:
    word = re.sub(r"[^a-z]", "", word)
    if not re.search(r"[aeiouy]", word) or len(word) == 1:
        return tuple(phone for letter in word for phone in _LETTERS[letter].split()) or ("AH",)
    said: list[str] = []
    at = 0
    while at < len(word):
        rule, phones = next(
            (found, phones) for pattern, phones in _COMPILED if (found := pattern.match(word, at))
        )
        # Of a letter written twice one is passed over.
        at = rule.end() if phones or len(rule.group()) != 2 or rule.group()[0] != rule.group()[1] else at + 1
        said += phones
    return tuple(said) or ("AH",)


def familiar(words: Iterable[str]) -> float:
    """The share of words that the dictionary has."""
    known, told = _dictionary(), list(words)
    return sum(word in known for word in told) / max(1, len(told))
