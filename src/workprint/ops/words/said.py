"""What is said in the film: its words in sentences, and how far they can be trusted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from workprint.base import Range
from workprint.model import Facts, Timeline, of_kind
from workprint.ops.edits.spoken import HEARD, Spoken, ends, spoken, written

BREATH = 0.7
"""Seconds of silence behind which a new sentence begins, whatever the punctuation says."""
LONGEST, SHORT = 30, 0.25
"""Words after which a sentence without punctuation ends at its next pause of so many seconds."""
BESIDE = 4
"""Words shown on each side of what is listed."""

_UNITS = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")


@dataclass(frozen=True)
class Sentence:
    """Words `first` to `last` of all that is said."""

    words: tuple[Spoken, ...]
    first: int

    @property
    def last(self) -> int:
        return self.first + len(self.words) - 1

    @property
    def text(self) -> str:
        return written([word.text for word in self.words])

    @property
    def start(self) -> float:
        return self.words[0].start

    @property
    def end(self) -> float:
        return self.words[-1].end

    @property
    def span(self) -> Range:
        """From its first word to its last, in whole frames of the film."""
        start = round(self.start)
        return Range.between(start, max(start + 1, round(self.end)))


@dataclass(frozen=True)
class Heard:
    """All that is said in the film, in order of time; `draft`: files whose words an engine wrote that is
    often wrong; `given`: files whose words a person gave; `languages`: what is spoken, where it is known."""

    words: tuple[Spoken, ...]
    draft: frozenset[str] = frozenset()
    given: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()
    engines: tuple[str, ...] = ()

    def sure(self, first: int, last: int) -> bool:
        """Whether these words and their times can be relied upon."""
        return all(word.media not in self.draft and word.timed for word in self.words[first : last + 1])


def heard(timeline: Timeline, facts: Facts, clips: Sequence[str] = ()) -> Heard:
    """What is said in the film, or in some clips. Raises `MissingFacts` where a file was not listened to yet."""
    words = spoken(timeline, facts, clips)
    media = sorted({file.id for file in timeline.media})
    told = {
        name: fact.value
        for name in media
        for fact in of_kind(facts, name, HEARD)
        if isinstance(fact.value, dict)
    }
    return Heard(
        words,
        draft=frozenset(name for name, value in told.items() if value.get("draft")),
        given=frozenset(name for name, value in told.items() if value.get("script")),
        languages=tuple(dict.fromkeys(str(v["language"]) for v in told.values() if v.get("language"))),
        engines=tuple(dict.fromkeys(str(v["engine"]) for v in told.values() if v.get("engine"))),
    )


def sentences(words: Sequence[Spoken], rate: float) -> tuple[Sentence, ...]:
    """Words in sentences: by punctuation, by pauses, and where another file or another place begins."""
    found: list[Sentence] = []
    first = 0
    for index in range(1, len(words) + 1):
        if index == len(words) or _parts(words[first:index], words[index], rate):
            found.append(Sentence(tuple(words[first:index]), first))
            first = index
    return tuple(found) if words else ()


def _parts(row: Sequence[Spoken], after: Spoken, rate: float) -> bool:
    last = row[-1]
    if last.media != after.media or after.since < last.since or ends(last.text):
        return True
    length = pause(last, after, rate)
    return length >= BREATH or (len(row) >= LONGEST and length >= SHORT)


def pause(last: Spoken, after: Spoken, rate: float) -> float:
    """Seconds between two words of a file: where an earlier cut took a pause, the file still knows it."""
    return max((after.start - last.end) / rate, after.since - last.until)


def units(text: str) -> list[str]:
    """A text as it is compared: words without case and marks, Chinese by the character."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _UNITS.findall(re.sub(r"['’‘`-]", "", plain))


def around(words: Sequence[Spoken], first: int, last: int) -> str:
    """The words about a place, the place itself in brackets: "so I [um] went"."""
    before = [word.text for word in words[max(0, first - BESIDE) : first]]
    here = written([word.text for word in words[first : last + 1]])
    after = [word.text for word in words[last + 1 : last + 1 + BESIDE]]
    left = "… " if first > BESIDE else ""
    right = " …" if last + 1 + BESIDE < len(words) else ""
    return f"{left}{written([*before, f'[{here}]', *after])}{right}"
