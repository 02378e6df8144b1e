"""Hesitations and words that only fill: which are sure, and which are so only between pauses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from workprint.model import Facts, Timeline, of_kind
from workprint.ops.edits.spoken import Spoken, ends, stretches, written

from .finding import Found
from .phrases import Place, all_places
from .said import Heard, around, units

SURE = frozenset({"um", "uhm", "uh", "er", "erm", "ah", "hm", "eh", "嗯", "呃"})
"""Hesitations, with letters that are drawn out written once."""
BETWEEN = ("like", "you know", "啊", "唔", "额", "哦", "那个", "就是", "然后", "就是说")
"""Words that only fill where there is a pause, or a comma, on both sides."""
PAUSE = 0.12
"""Seconds of silence beside a word that only fills."""

_MARK = re.compile(r"[,，、;；:：—–…-]['\"”’」』)）]*$")


def plain(word: str) -> str:
    """A word as hesitations are compared: "Ummm," is "um"."""
    text = "".join(units(word))
    return re.sub(r"(.)\1+", r"\1", text)


def said_fillers(
    heard: Heard, rate: float, words: Sequence[str] = (), also: Sequence[str] = ()
) -> list[Found]:
    """The hesitations and filling words that are among the words: the usual ones or, where given, only
    `words`; and every one of `also`."""
    chosen = [*(words or (*SURE, *BETWEEN)), *also]
    sure = {plain(word) for word in chosen} & SURE
    loose = [word for word in chosen if word.lower() in BETWEEN]
    own = [word for word in chosen if plain(word) not in SURE and word not in loose]
    found = [
        Place(n, n, word.start, word.end) for n, word in enumerate(heard.words) if plain(word.text) in sure
    ]
    found += all_places(heard.words, own)
    found += [place for place in all_places(heard.words, loose) if _between(heard.words, place, rate)]
    taken: list[Place] = []
    for place in sorted(found, key=lambda p: (p.start, -p.end)):
        if not taken or place.start >= taken[-1].end - 1e-6:
            taken.append(place)
    return [_told(heard, place) for place in taken]


def _told(heard: Heard, place: Place) -> Found:
    text = written([word.text for word in heard.words[place.first : place.last + 1]])
    return Found(
        text.strip(" ,.，。、…"),
        place.first,
        place.last,
        place.start,
        place.end,
        around(heard.words, place.first, place.last),
        heard.sure(place.first, place.last),
    )


def _between(words: Sequence[Spoken], place: Place, rate: float) -> bool:
    """Whether a word stands alone: a pause or a mark before it and behind it."""
    first, last = words[place.first], words[place.last]
    if place.start > first.start + 1e-6 or place.end < last.end - 1e-6:
        return False  # a part of a longer word
    before = words[place.first - 1] if place.first else None
    after = words[place.last + 1] if place.last + 1 < len(words) else None
    apart = before is None or _parted(before, first, rate)
    return apart and (after is None or _parted(last, after, rate))


def _parted(one: Spoken, two: Spoken, rate: float) -> bool:
    if one.media != two.media or _MARK.search(one.text) or ends(one.text):
        return True
    return two.since - one.until >= PAUSE or (two.start - one.end) / rate >= PAUSE


def heard_fillers(timeline: Timeline, facts: Facts, heard: Heard, said: Sequence[Found]) -> Iterator[Found]:
    """Hesitations that only the sound suggests, where no word is known: never sure."""
    for stretch in stretches(timeline):
        if not stretch.heard:
            continue
        for fact in of_kind(facts, stretch.media, "filler"):
            if not stretch.plays(fact.start, fact.end):
                continue
            start = stretch.frame(max(fact.start, stretch.since))
            end = stretch.frame(min(fact.end, stretch.until))
            if any(each.start < end and start < each.end for each in said):
                continue
            value = fact.value if isinstance(fact.value, dict) else {}
            after = next((n for n, w in enumerate(heard.words) if w.start >= start), len(heard.words))
            before = written([w.text for w in heard.words[max(0, after - 4) : after]])
            behind = written([w.text for w in heard.words[after : after + 4]])
            text = str(value.get("text") or "um")
            yield Found(text, after, after - 1, start, end, f"{before} [{text}?] {behind}".strip(), False)
