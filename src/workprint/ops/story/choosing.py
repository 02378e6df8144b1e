"""The parts of a film that a highlight keeps, each with its reasons."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from workprint.base import Range
from workprint.model import Clip, Facts, FileRef, Timeline, of_kind
from workprint.ops.edits.sources import frame_in
from workprint.ops.words.said import Sentence
from workprint.ops.words.weights import inverse, likeness, vector

from .brief import quotable
from .phrase import WEAK_STARTS
from .scenes import FilmScene, scenes
from .speech import Speech, speech
from .weights import NOVELTY, surface, terms, textrank

PAD = 0.15
"""Seconds kept before and after a sentence, where no other word is."""
MOST = 200
"""Sentences that are weighed against each other; of longer films the best so many."""
LOUD = 0.08
"""What each decibel above the film's usual speech adds to a sentence's score, up to `LOUDEST` decibels."""
LOUDEST = 4.0
STEP = 0.1
"""Seconds in which lengths are counted when parts are put together."""
LOOK = 4.0
"""Seconds taken from a scene in which nothing is said."""


@dataclass(frozen=True)
class Part:
    """A range of the film worth keeping. `why`: "rank" of "of" sentences, decibels "louder" than usual,
    "words" it has in common with the rest; or "motion", "scene" where nothing is said."""

    span: Range
    score: float
    text: str = ""
    why: dict[str, Any] = field(default_factory=dict)


def chosen(timeline: Timeline, facts: Facts, wanted: int) -> tuple[list[Part], Speech]:
    """Parts of the film in its order that last about `wanted` frames together. Raises `MissingFacts`."""
    said = speech(timeline, facts)
    found = scenes(timeline, facts)
    parts = said_parts(timeline, facts, said)
    best = packed(parts, wanted, timeline.rate)
    lasting = sum(part.span.duration for part in joined(best))
    if lasting < 0.92 * wanted:
        quiet = seen_parts(timeline, facts, found, said)
        if sum(part.span.duration for part in quiet) < wanted - lasting:
            quiet = seen_parts(timeline, facts, found, said, whole=True)
        best += packed(quiet, wanted - lasting, timeline.rate)
        best = filled(best, quiet, wanted, timeline)
    return joined(best), said


def said_parts(timeline: Timeline, facts: Facts, said: Speech) -> list[Part]:
    """Every sentence that can stand alone, scored; what says again what a better one says scores less."""
    each = [terms(sentence.text) for sentence in said.sentences]
    idf = inverse(each)
    vectors = [vector(document, idf) for document in each]
    ranks = textrank(vectors)
    order = sorted(range(len(ranks)), key=lambda i: -ranks[i])
    place = {index: n for n, index in enumerate(order, 1)}
    louder = _louder(facts, said.sentences)
    scores = {
        i: (ranks[i] + LOUD * max(0.0, min(LOUDEST, louder[i]))) * quotable(s) * _begins(s)
        for i, s in enumerate(said.sentences)
        if quotable(s) > 0
    }
    parts: list[Part] = []
    taken: list[int] = []
    again = dict.fromkeys(scores, 0.0)
    left = set(sorted(scores, key=lambda i: -scores[i])[:MOST])
    while left:
        best = min(left, key=lambda i: (-(scores[i] - NOVELTY * again[i]), i))
        left.discard(best)
        for i in left:
            again[i] = max(again[i], likeness(vectors[i], vectors[best]))
        taken.append(best)
        why = {
            "rank": place[best],
            "of": len(ranks),
            "louder": round(louder[best], 1),
            "words": _shared(said.sentences[best].text, vectors[best], idf),
        }
        value = max(0.01, scores[best] - NOVELTY * again[best])
        parts.append(Part(padded(said.sentences, best, timeline), value, said.sentences[best].text, why))
    return parts


def _shared(text: str, weights: Mapping[str, float], idf: Mapping[str, float]) -> list[str]:
    """The two words of a sentence that weigh most among those that others say, too."""
    rarest = max(idf.values())
    shared = sorted((term for term in weights if idf[term] < rarest), key=lambda term: -weights[term])
    forms = surface([text])
    return [forms[term].most_common(1)[0][0] for term in shared[:2]]


def _begins(sentence: Sentence) -> float:
    """A sentence that leans on the one before it says less alone."""
    return 0.75 if sentence.words[0].text.lower().strip(",") in WEAK_STARTS | {"and", "but", "so"} else 1.0


def padded(sentences: Sequence[Sentence], index: int, timeline: Timeline) -> Range:
    """A sentence with a little room on both sides, but no part of the words beside it."""
    span = sentences[index].span
    pad = round(PAD * timeline.rate)
    before = sentences[index - 1].span.end if index else 0
    after = sentences[index + 1].span.start if index + 1 < len(sentences) else timeline.duration
    start = max(span.start - pad, min(span.start, (before + span.start + 1) // 2), 0)
    end = min(span.end + pad, max(span.end, (span.end + after) // 2), timeline.duration)
    return Range.between(start, end)


def _louder(facts: Facts, sentences: Sequence[Sentence]) -> list[float]:
    """How many decibels each sentence is louder than the usual speech of its file."""
    levels: dict[str, list[tuple[float, float, float]]] = {}
    found: list[float] = []
    for sentence in sentences:
        media = sentence.words[0].media
        if media not in levels:
            levels[media] = [
                (f.start, f.end, float(f.value["level_db"]))
                for f in of_kind(facts, media, "speech")
                if isinstance(f.value, dict) and "level_db" in f.value
            ]
        spans = levels[media]
        middle = sentence.words[len(sentence.words) // 2]
        moment = (middle.since + middle.until) / 2
        level = next((db for start, end, db in spans if start <= moment < end), None)
        usual = statistics.median(db for _, _, db in spans) if spans else 0.0
        found.append(level - usual if level is not None else 0.0)
    return found


def seen_parts(
    timeline: Timeline, facts: Facts, found: Sequence[FilmScene], said: Speech, whole: bool = False
) -> list[Part]:
    """The middle of each stretch of a scene in which nothing is said, or the `whole` of it."""
    parts: list[Part] = []
    look = round(LOOK * timeline.rate)
    for scene in found:
        for gap in _unsaid(scene.span, said):
            length = gap.duration if whole else min(look, gap.duration)
            if length < timeline.rate:
                continue
            span = Range(start=gap.start + (gap.duration - length) // 2, duration=length)
            amount = _motion(timeline, facts, scene)
            why: dict[str, Any] = {"scene": scene.index}
            if amount is not None:
                why["motion"] = round(amount, 2)
            parts.append(Part(span, 0.2 + (amount or 0.0), why=why))
    return parts


def _unsaid(span: Range, said: Speech) -> list[Range]:
    """The stretches of a scene in which nothing is said."""
    free, at = [], span.start
    for sentence in said.sentences:
        here = sentence.span.intersect(span)
        if here.duration:
            free.append(Range.between(at, here.start))
            at = max(at, here.end)
    free.append(Range.between(at, span.end))
    return [gap for gap in free if gap.duration]


def _motion(timeline: Timeline, facts: Facts, scene: FilmScene) -> float | None:
    """How much moves in a scene, 0 to 1, where that is known."""
    amounts = []
    for name in scene.clips:
        found = timeline.find(name)
        clip = found[2] if found is not None else None
        if found is None or not isinstance(clip, Clip) or not isinstance(clip.media, FileRef):
            continue
        for fact in of_kind(facts, clip.media.media, "motion"):
            start, end = (found[1] + frame_in(clip, s, timeline.rate) for s in (fact.start, fact.end))
            if isinstance(fact.value, dict) and scene.span.meets(Range.between(start, max(start + 1, end))):
                amounts.append(float(fact.value.get("amount", 0)))
    return statistics.fmean(amounts) if amounts else None


def packed(parts: Sequence[Part], wanted: int, rate: Fraction) -> list[Part]:
    """The parts of the highest score together that last between 95 and 105 % of `wanted` frames, else as
    long as they can up to that: a knapsack, filled in steps of `STEP` seconds."""
    step = max(1, round(STEP * rate))
    room = round(1.05 * wanted / step)
    best: list[tuple[float, tuple[int, ...]] | None] = [None] * (room + 1)
    best[0] = (0.0, ())
    for index, part in enumerate(parts):
        size = max(1, round(part.span.duration / step))
        gain = part.score * size
        for filled_to in range(room, size - 1, -1):
            before = best[filled_to - size]
            here = best[filled_to]
            if before is not None and (here is None or before[0] + gain > here[0]):
                best[filled_to] = (before[0] + gain, (*before[1], index))
    least = round(0.95 * wanted / step)
    enough = [each for each in best[least:] if each is not None]
    if enough:
        return [parts[i] for i in max(enough)[1]]
    longest = next((each for each in reversed(best) if each is not None), (0.0, ()))
    return [parts[i] for i in longest[1]]


def filled(best: list[Part], quiet: Sequence[Part], wanted: int, timeline: Timeline) -> list[Part]:
    """Parts without words made as long, or one more cut as short, as brings the whole to `wanted` frames."""
    missing = wanted - sum(part.span.duration for part in joined(best))
    have = {part.span.start for part in best}
    for part in quiet:
        if missing < timeline.rate / 2:
            break
        if part.span.start not in have:
            length = min(part.span.duration, missing)
            best = [*best, Part(Range(start=part.span.start, duration=length), part.score, why=part.why)]
            missing -= length
    return best


def joined(parts: Sequence[Part]) -> list[Part]:
    """Parts in the order of the film; those that touch are one."""
    row: list[Part] = []
    for part in sorted(parts, key=lambda part: part.span.start):
        if row and part.span.start <= row[-1].span.end:
            last = row[-1]
            span = Range.between(last.span.start, max(last.span.end, part.span.end))
            better = max((last, part), key=lambda each: each.score)
            text = " ".join(filter(None, (last.text, part.text)))
            row[-1] = Part(span, better.score, text, better.why)
        else:
            row.append(part)
    return row
