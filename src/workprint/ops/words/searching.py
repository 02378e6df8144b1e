"""What a search over the words finds: places, sentences, passages, or all on one side of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workprint.model import Timeline
from workprint.ops.edits.film import film_of
from workprint.ops.edits.spoken import written

from .correcting import variants
from .finding import Found
from .phrases import Place, all_places
from .said import Heard, Sentence, around, sentences
from .topics import Passage, passages

LONG = 160
"""Characters of a passage that are quoted, at most."""


@dataclass(frozen=True)
class Search:
    """By `phrases` (the sentences that hold them if `whole`) or by `subject`; `side`: there, all before or
    after, from there on, or between the first phrase and the second; `nth` place alone where it is not 0 (-1: the last); `near`:
    passages too that hold only one word near to the subject, where no other is found."""

    phrases: tuple[str, ...] = ()
    subject: str = ""
    whole: bool = False
    side: str = "at"
    nth: int = 0
    near: bool = False


def searched(timeline: Timeline, heard: Heard, search: Search) -> list[Found]:
    """What is found, in order."""
    rate = float(timeline.rate)
    if search.subject:
        rows = sentences(heard.words, rate)
        found = [passage(heard, rows, p) for p in passages(rows, search.subject) if p.sure or search.near]
    else:
        found = _by_words(timeline, heard, search)
    if search.nth:
        index = search.nth - 1 if search.nth > 0 else search.nth
        found = found[index : index + 1 or None]
    return _sided(timeline, heard, found, search)


def _by_words(timeline: Timeline, heard: Heard, search: Search) -> list[Found]:
    wanted = [form for phrase in search.phrases for form in variants(timeline, phrase)]
    rows = sentences(heard.words, float(timeline.rate))
    found: list[Found] = []
    for place in all_places(heard.words, wanted):
        if not search.whole:
            found.append(_place(heard, place))
            continue
        row = [s for s in rows if s.first <= place.last and s.last >= place.first]
        whole = _span(heard, row[0].first, row[-1].last)
        if not found or found[-1].last < whole.first:
            found.append(whole)
    return found


def _place(heard: Heard, place: Place) -> Found:
    text = written([word.text for word in heard.words[place.first : place.last + 1]])
    about = around(heard.words, place.first, place.last)
    sure = heard.sure(place.first, place.last)
    return Found(text.strip(" ,.，。、"), place.first, place.last, place.start, place.end, about, sure)


def _span(heard: Heard, first: int, last: int) -> Found:
    """Words in a row, quoted."""
    text = written([word.text for word in heard.words[first : last + 1]])
    short = text if len(text) <= LONG else f"{text[: LONG // 2].rstrip()} … {text[-LONG // 2 :].lstrip()}"
    start, end = heard.words[first].start, heard.words[last].end
    return Found(short, first, last, start, end, short, heard.sure(first, last))


def passage(heard: Heard, rows: Sequence[Sentence], each: Passage) -> Found:
    """A passage with its words."""
    return _span(heard, rows[each.first].first, rows[each.last].last)


def _sided(timeline: Timeline, heard: Heard, found: Sequence[Found], search: Search) -> list[Found]:
    if search.side == "at" or not found:
        return list(found)
    end = film_of(timeline).duration
    last = len(heard.words) - 1
    if search.side == "before":
        one = found[0]
        return [replace(one, first=0, last=one.first - 1, start=0.0, end=one.start)] if one.start > 0 else []
    if search.side == "after":
        one = found[-1]
        return [replace(one, first=one.last + 1, last=last, start=one.end, end=float(end))]
    if search.side == "from":
        one = found[0]
        return [replace(one, last=last, end=float(end))]
    one, two = found[0], found[-1]
    if len(found) < 2:
        return []
    return [replace(_span(heard, one.first, two.last), start=one.start, end=two.end)]
