"""A language model of a script: which word follows which, as far as the script goes.

Trigrams with an absolute discount that back off to shorter ones (Ney, Essen and Kneser, 1994), as ARPA text.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

DISCOUNT = 0.5
NEVER = -99.0
ENDS = 0.05
"""How likely a stretch of sound ends after any word: it is cut where the speaker pauses."""

Gram = tuple[str, ...]


def write_model(words: Sequence[str], path: Path) -> None:
    """Write the model of a script, given as its spoken words in order."""
    ones, twos, threes = (
        Counter(zip(*(words[shift:] for shift in range(size)), strict=False)) for size in (1, 2, 3)
    )
    first = {gram: (1 - ENDS) * many / len(words) for gram, many in ones.items()} | {("</s>",): ENDS}
    second, third = _shares(twos), _shares(threes)

    def of_pair(gram: Gram) -> float:
        """How likely the second word of a pair is after the first."""
        return second.get(gram) or 10 ** after_one.get(gram[:1], 0.0) * first[gram[1:]]

    after_one = _backoffs(second, first.__getitem__)
    after_two = _backoffs(third, of_pair)
    sections = [
        [f"{NEVER} <s> 0", *(_line(gram, share, after_one) for gram, share in sorted(first.items()))],
        [_line(gram, share, after_two) for gram, share in sorted(second.items())],
        [_line(gram, share, None) for gram, share in sorted(third.items())],
    ]
    head = ["\\data\\", *(f"ngram {size}={len(lines)}" for size, lines in enumerate(sections, 1))]
    body = (line for size, lines in enumerate(sections, 1) for line in ("", f"\\{size}-grams:", *lines))
    path.write_text("\n".join([*head, *body, "", "\\end\\", ""]), encoding="utf-8")


def _shares(counts: Mapping[Gram, int]) -> dict[Gram, float]:
    """How likely the last word of each gram is after the ones before it."""
    before: Counter[Gram] = Counter()
    for gram, many in counts.items():
        before[gram[:-1]] += many
    return {gram: (many - DISCOUNT) / before[gram[:-1]] for gram, many in counts.items()}


def _backoffs(longer: Mapping[Gram, float], shorter: Callable[[Gram], float]) -> dict[Gram, float]:
    """By the words before: the logarithm of what is left for words that never followed them, over what
    those have by the shorter grams."""
    known: defaultdict[Gram, float] = defaultdict(float)
    elsewhere: defaultdict[Gram, float] = defaultdict(float)
    for gram, share in longer.items():
        known[gram[:-1]] += share
        elsewhere[gram[:-1]] += shorter(gram[1:])
    return {
        before: math.log10(max(1e-9, 1 - known[before]) / max(1e-9, 1 - elsewhere[before]))
        for before in known
    }


def _line(gram: Gram, share: float, backoffs: Mapping[Gram, float] | None) -> str:
    more = "" if backoffs is None else f" {backoffs.get(gram, 0.0):.4f}"
    return f"{math.log10(share):.4f} {' '.join(gram)}{more}"
