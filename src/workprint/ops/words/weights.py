"""How telling each word is, and how like two texts are.

TF-IDF: Salton and Buckley, "Term-weighting approaches in automatic text retrieval", 1988.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence


def inverse(documents: Sequence[Sequence[str]]) -> dict[str, float]:
    """How telling each term is: the fewer documents have it, the more."""
    held = Counter(term for document in documents for term in set(document))
    return {term: math.log((1 + len(documents)) / (1 + count)) + 1 for term, count in held.items()}


def vector(document: Sequence[str], idf: Mapping[str, float]) -> dict[str, float]:
    """A document as weights of its terms, of length 1."""
    weights = {term: (1 + math.log(count)) * idf.get(term, 1.0) for term, count in Counter(document).items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {term: weight / length for term, weight in weights.items()} if length else {}


def likeness(one: Mapping[str, float], two: Mapping[str, float]) -> float:
    """The cosine of the angle between two vectors of length 1."""
    small, large = (one, two) if len(one) <= len(two) else (two, one)
    return sum(weight * large[term] for term, weight in small.items() if term in large)
