"""Words that are written otherwise than they were heard: kept with the timeline, for captions that exist
and those made later."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from workprint.model import Timeline
from workprint.ops.edits.spoken import Spoken
from workprint.ops.edits.spoken import written as joined

from .said import units

Row = TypeVar("Row")

KEPT_AS = "corrections"
"""Where corrections are kept in a timeline's metadata: {"heard": …, "written": …}, the last one last."""


def corrections(timeline: Timeline) -> tuple[tuple[str, str], ...]:
    """What was heard and how it is written, the last one last."""
    kept = timeline.metadata.get(KEPT_AS)
    rows = kept if isinstance(kept, list) else []
    return tuple((str(each["heard"]), str(each["written"])) for each in rows)


def corrected(text: str, pairs: Sequence[tuple[str, str]]) -> str:
    """A text with all corrections made, in whole words, its capitals kept sensibly."""
    for heard, written in pairs:
        text = _pattern(heard).sub(lambda match, new=written: _cased(match[0], new), text)  # type: ignore[misc]
    return text


def holds(text: str, heard: str) -> bool:
    """Whether a text has what a correction is about."""
    return _pattern(heard).search(text) is not None


def timed(words: Sequence[Sequence[Any]], heard: str, written: str) -> list[tuple[str, float, float]]:
    """Words with their times, corrected; several that are one now have the time of all."""
    rows = [(str(text), float(start), float(end)) for text, start, end in words]
    return [
        (text, row[0][1], row[-1][2])
        for text, row in _written([row[0] for row in rows], rows, (heard, written))
    ]


def respelt(timeline: Timeline, words: Sequence[Spoken]) -> tuple[Spoken, ...]:
    """Words as they play, written as the timeline's corrections have them."""
    for pair in corrections(timeline):
        words = [
            replace(row[0], text=text, until=row[-1].until, end=row[-1].end)
            for text, row in _written([word.text for word in words], words, pair)
        ]
    return tuple(words)


def _written(
    texts: Sequence[str], rows: Sequence[Row], pair: tuple[str, str]
) -> Iterator[tuple[str, Sequence[Row]]]:
    """Each word corrected, with the rows that it was; several that are one now together."""
    wanted = units(pair[0])
    held = [units(text) for text in texts]
    at = 0
    while at < len(rows):
        count, found = 1, list(held[at])
        while len(found) < len(wanted) and at + count < len(rows):
            found += held[at + count]
            count += 1
        count = count if found == wanted else 1
        yield corrected(joined(texts[at : at + count]), [pair]), rows[at : at + count]
        at += count


def with_correction(timeline: Timeline, heard: str, written: str) -> Timeline:
    """The timeline with one more correction, in place of an earlier one of the same words."""
    rows = [(a, b) for a, b in corrections(timeline) if a.casefold() != heard.casefold()]
    kept = [{"heard": a, "written": b} for a, b in (*rows, (heard, written))]
    return timeline.model_copy(update={"metadata": {**timeline.metadata, KEPT_AS: kept}})


def variants(timeline: Timeline, phrase: str) -> list[str]:
    """A phrase, and what was heard where it was said, as corrections have it."""
    pairs = corrections(timeline)
    heard = [re.sub(re.escape(b), lambda _, a=a: a, phrase, flags=re.I) for a, b in pairs]  # type: ignore[misc]
    return list(dict.fromkeys([phrase, *heard]))


def _pattern(heard: str) -> re.Pattern[str]:
    words = r"[\s\u00a0-]+".join(re.escape(word) for word in heard.split())
    left = r"(?<!\w)" if heard[:1].isascii() else ""
    right = r"(?!\w)" if heard[-1:].isascii() else ""
    return re.compile(f"{left}{words}{right}", re.I)


def _cased(old: str, new: str) -> str:
    """A name is written as it is given; a plain word follows the capitals of what it stands for."""
    if any(letter.isupper() for letter in new):
        return new
    if len(old) > 1 and old.isupper():
        return new.upper()
    return new[:1].upper() + new[1:] if old[:1].isupper() else new
