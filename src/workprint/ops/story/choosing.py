"""The parts of a film that a highlight keeps, each with its reasons."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from workprint.base import Range
from workprint.model import Clip, Facts, FileRef, Timeline, of_kind
from workprint.ops.edits.faults import MissingFacts
from workprint.ops.edits.sources import frame_in
from workprint.ops.words.said import Sentence
from workprint.ops.words.weights import inverse, likeness, vector

from .brief import quotable
from .edges import Edges
from .phrase import WEAK_STARTS
from .scenes import FilmScene, scenes
from .speech import Speech, speech
from .weights import NOVELTY, surface, terms, textrank

BRIEF = 0.3
"""Seconds between two parts that are left in: with what stays beside each the pause is 0.6 s, and nobody
cuts a shorter one."""
MOST = 200
"""Sentences that are weighed against each other; of longer films the best so many."""
LOUD = 0.08
"""What each decibel above the film's usual speech adds to a sentence's score, up to `LOUDEST` decibels."""
LOUDEST = 4.0
STEP = 0.1
"""Seconds in which lengths are counted when parts are put together."""
LOOK = 4.0
"""Seconds taken from a scene in which nothing is said."""
AGAIN = 0.6
"""What another part of the same scene counts."""
STILL = 0.06
"""Movement (0 to 1) below which a pause of somebody who speaks shows nothing."""


@dataclass(frozen=True)
class Part:
    """A range of the film worth keeping. `why`: "rank" of "of" sentences, decibels "louder" than usual,
    "words" it has in common with the rest; or "motion", "scene" where nothing is said."""

    span: Range
    score: float
    text: str = ""
    why: dict[str, Any] = field(default_factory=dict)


def chosen(timeline: Timeline, facts: Facts, wanted: int) -> tuple[list[Part], Speech]:
    """Parts of the film in its order that last about `wanted` frames together, less where there is not so
    much worth keeping. Raises `MissingFacts`."""
    said = speech(timeline, facts)
    found = scenes(timeline, facts)
    parts = said_parts(timeline, facts, said, found)
    best = packed(parts, wanted, timeline.rate)
    lasting = sum(part.span.duration for part in joined(best, timeline.rate))
    if lasting > 1.05 * wanted:  # short pauses between them stay in, too
        best = packed(parts, 2 * wanted - lasting, timeline.rate)
        lasting = sum(part.span.duration for part in joined(best, timeline.rate))
    if lasting < 0.92 * wanted:
        quiet = seen_parts(timeline, facts, said, found)
        if sum(part.span.duration for part in quiet) < wanted - lasting:
            quiet = seen_parts(timeline, facts, said, found, whole=True)
        best += packed(quiet, wanted - lasting, timeline.rate)
        best = filled(best, quiet, wanted, timeline)
    return joined(best, timeline.rate), said


def candidates(timeline: Timeline, facts: Facts) -> Iterator[list[Part]]:
    """The parts that a highlight can be made of, the best first: what is said, then what is only seen.
    Raises `MissingFacts`."""
    said = speech(timeline, facts)
    found = scenes(timeline, facts)
    for parts in (said_parts, seen_parts):
        yield sorted(parts(timeline, facts, said, found), key=lambda part: -part.score)


def said_parts(timeline: Timeline, facts: Facts, said: Speech, found: Sequence[FilmScene]) -> list[Part]:
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
    edges = Edges(timeline, facts, said.sentences, found)
    parts: list[Part] = []
    again = dict.fromkeys(scores, 0.0)
    left = set(sorted(scores, key=lambda i: -scores[i])[:MOST])
    while left:
        best = min(left, key=lambda i: (-(scores[i] - NOVELTY * again[i]), i))
        left.discard(best)
        for i in left:
            again[i] = max(again[i], likeness(vectors[i], vectors[best]))
        why = {
            "rank": place[best],
            "of": len(ranks),
            "louder": round(louder[best], 1),
            "words": _shared(said.sentences[best].text, vectors[best], idf),
        }
        value = max(0.01, scores[best] - NOVELTY * again[best])
        parts.append(Part(edges.around(best), value, said.sentences[best].text, why))
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
    timeline: Timeline, facts: Facts, said: Speech, found: Sequence[FilmScene], whole: bool = False
) -> list[Part]:
    """Of each stretch of a scene in which nothing is said its middle and more, or the `whole`; but not where
    somebody who speaks only pauses and nothing moves. Raises `MissingFacts`."""
    parts: list[Part] = []
    look = round(LOOK * timeline.rate)
    for scene in found:
        gaps = [gap for gap in _unsaid(scene.span, said) if gap.duration >= timeline.rate]
        amount = _motion(timeline, facts, scene) if gaps else None
        if amount is not None and amount < STILL and said.within(scene.span):
            continue
        why = {"scene": scene.index, **({"motion": round(amount, 2)} if amount is not None else {})}
        for gap in gaps:
            for n, span in enumerate([gap] if whole else _looks(gap, look)):
                score = (0.2 + (amount or 0.0)) * (1.0 if n == 0 else AGAIN)
                parts.append(Part(span, score, why=why))
    return parts


def _looks(gap: Range, length: int) -> list[Range]:
    """Ranges of a length out of a longer one: its middle first, then what lies beside that."""
    if gap.duration <= length:
        return [gap]
    count = gap.duration // length | 1
    count -= 2 if count * length > gap.duration else 0
    first = gap.start + (gap.duration - count * length) // 2
    spans = [Range(start=first + n * length, duration=length) for n in range(count)]
    return sorted(spans, key=lambda span: abs(span.start + span.end - gap.start - gap.end))


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
    """How much moves in a scene, 0 to 1; None for what is no footage. Raises `MissingFacts`."""
    amounts = []
    for name in scene.clips:
        found = timeline.find(name)
        clip = found[2] if found is not None else None
        if found is None or not isinstance(clip, Clip) or not isinstance(clip.media, FileRef):
            continue
        file = timeline.file(clip.media.media)
        seen = of_kind(facts, clip.media.media, "motion")
        if file is not None and file.kind == "video" and not seen:
            raise MissingFacts(kind="motion", media=file.name or file.id)
        for fact in seen:
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
    missing = wanted - sum(part.span.duration for part in joined(best, timeline.rate))
    have = {part.span.start for part in best}
    for part in quiet:
        if missing < timeline.rate / 2:
            break
        if part.span.start not in have:
            length = min(part.span.duration, missing)
            best = [*best, Part(Range(start=part.span.start, duration=length), part.score, why=part.why)]
            missing -= length
    return best


def joined(parts: Sequence[Part], rate: Fraction) -> list[Part]:
    """Parts in the order of the film; those between which there is only a short pause are one."""
    row: list[Part] = []
    for part in sorted(parts, key=lambda part: part.span.start):
        near = row and part.text and row[-1].text and part.span.start - row[-1].span.end <= BRIEF * rate
        if row and (near or part.span.start <= row[-1].span.end):
            last = row[-1]
            span = Range.between(last.span.start, max(last.span.end, part.span.end))
            better = max((last, part), key=lambda each: each.score)
            text = " ".join(filter(None, (last.text, part.text)))
            row[-1] = Part(span, better.score, text, better.why)
        else:
            row.append(part)
    return row
