"""Finding what is to be covered, and covering it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from workprint.base import Fault, Range
from workprint.model import Clip, Effect, Fact, Facts, Followed, Marker, MediaFile, Timeline, of_kind
from workprint.ops.edits.faults import MissingFacts
from workprint.ops.edits.sources import media_in

from .covering import Box, Run, Stretch, effect, larger, runs, tracked
from .faced import faces
from .happenings import KINDS, recordings
from .lettered import CannotRead, texts
from .marks import COVER, marked, put_on

What = Literal["place", "text", "typing", "faces"]
HOLD = 3.0
"""Seconds for which a text that is no longer seen stays covered where it was."""
AFTER = 0.3
"""Seconds before and after somebody types for which the row is covered whatever is seen there."""
MOST = 40
"""Places of one file that are followed at most."""


class NothingThere(Fault):
    """What should be hidden was not found. `what` is said in both languages."""

    code = "nothing_to_cover"
    en = "{what[en]} in {files}, so nothing was covered. Say the place and the time: “blur the top right from 0:12 to 0:20 and follow it”."
    zh = "{files}里{what[zh]}，所以没有打码。请说出位置和时间，例如“0:12到0:20右上角打码并跟着移动”。"


_NONE: Mapping[What, Mapping[str, str]] = {
    "faces": {"en": "No face was found", "zh": "没有找到人脸"},
    "text": {"en": "That text was not read", "zh": "没有读到这段文字"},
    "typing": {"en": "Nobody is seen to type", "zh": "没有看到输入"},
    "place": {"en": "There is no moving picture at that time", "zh": "那个时刻没有动态画面"},
}


@dataclass(frozen=True)
class Wanted:
    """What is to be covered: `box` at frame `at` of the film, or what `what` and `text` say; within `span`."""

    what: What
    box: Box
    at: int
    text: str
    span: Range
    look: dict[str, object]
    clips: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A clip with the frames of it that are meant, and the seconds of its media that these show."""

    start: int
    clip: Clip
    first: int
    last: int
    since: float
    until: float


@dataclass
class Thing:
    """Something to hide in one file."""

    media: str
    stretches: list[Stretch] = field(default_factory=list)


def covered(timeline: Timeline, wanted: Wanted, facts: Facts, strict: bool = True) -> Timeline:
    """The timeline with what is wanted covered. Where there is none of it, raises `NothingThere`, or leaves
    the timeline as it is."""
    parts = [
        part
        for at, clip in recordings(timeline, wanted.clips)
        if (part := _part(timeline, at, clip, wanted.span))
    ]
    things = _FINDS[wanted.what](timeline, wanted, parts, facts)
    number = 1 + max(
        (int(m.metadata.get("number", 0)) for m in timeline.markers if m.kind == COVER), default=0
    )
    after = timeline
    for thing in things:
        after, put = _laid(
            after, thing, wanted, [p for p in parts if media_in(p.clip) == thing.media], number
        )
        number += put
    if after == timeline and strict:
        names = dict.fromkeys(f"“{_name(timeline, media_in(part.clip))}”" for part in parts)
        raise NothingThere(what=_NONE[wanted.what], files=", ".join(names) or "—")
    return after


def _name(timeline: Timeline, media: str) -> str:
    file = timeline.file(media)
    return (file.name if file else "") or media


def _part(timeline: Timeline, at: int, clip: Clip, span: Range) -> Part | None:
    here = span.intersect(Range(start=at, duration=clip.duration))
    if not here.duration:
        return None
    first, last = here.start - at, here.end - at
    moments = sorted(moment(clip, frame, timeline.rate) for frame in (first, last - 1))
    step = float(clip.speed / timeline.rate)
    return Part(at, clip, first, last, moments[0], moments[1] + step)


def moment(clip: Clip, frame: int, rate: Fraction) -> float:
    """The second of its media that a clip shows at one of its frames."""
    inside = clip.source.end - 1 - frame if clip.reverse else clip.source.start + frame
    return float(inside * clip.speed / rate)


def _laid(
    timeline: Timeline, thing: Thing, wanted: Wanted, parts: Sequence[Part], number: int
) -> tuple[Timeline, int]:
    """With a cover over one thing on each clip that shows it, and a marker; and how many there are of these."""
    ids = timeline.new_ids("e")
    new: dict[str, list[Effect]] = {}
    spans: list[Range] = []
    for part in parts:
        found = runs(part.clip, thing.stretches, timeline.rate, part.first, part.last)
        if not found:
            continue
        sure = runs(part.clip, [s for s in thing.stretches if s.sure], timeline.rate, part.first, part.last)
        about: dict[str, object] = {"cover": number, "what": wanted.what, "sure": list(_joined(sure))}
        new.setdefault(part.clip.id, []).append(effect(next(ids), found, wanted.look, about))
        spans.append(Range.between(found[0].start, found[-1].end).shift(part.start))
    if not new:
        return timeline, 0
    about = {"number": number, "effects": [each.id for row in new.values() for each in row]}
    whole = Range.between(min(s.start for s in spans), max(s.end for s in spans))
    marker = Marker(id=timeline.new_id("k"), name=f"Cover {number}", range=whole, kind=COVER, metadata=about)
    return marked(put_on(timeline, new), [marker]), 1


def _joined(found: Sequence[Run]) -> Iterator[list[int]]:
    """The frames from which and up to which runs go on without a break."""
    spans: list[list[int]] = []
    for run in found:
        if spans and spans[-1][1] == run.start:
            spans[-1][1] = run.end
        else:
            spans.append([run.start, run.end])
    yield from spans


def _follow(file: MediaFile, facts: Facts, place: Followed, hold: float | None) -> list[Stretch]:
    """What is known of a place that is followed. Raises `MissingFacts` where it was not."""
    known = of_kind(facts, file.id, place.kind)
    if not known:
        raise MissingFacts(kind=place.kind, media=file.id)
    return tracked(known, hold)


def _place(timeline: Timeline, wanted: Wanted, parts: Sequence[Part], facts: Facts) -> list[Thing]:
    """What is at a place at a moment."""
    part = next((p for p in parts if p.start <= wanted.at < p.start + p.clip.duration), None)
    part = part or next(iter(parts), None)
    if part is None:
        return []
    file = _file(timeline, part)
    frame = min(max(wanted.at - part.start, part.first), part.last - 1)
    since, until = _window(parts, file.id)
    x, y, right, low = wanted.box
    place = Followed(moment(part.clip, frame, timeline.rate), x, y, right - x, low - y, since, until)
    return [Thing(file.id, _follow(file, facts, place, None))]


def _window(parts: Sequence[Part], media: str) -> tuple[float, float]:
    shown = [(p.since, p.until) for p in parts if media_in(p.clip) == media]
    return min(start for start, _ in shown), max(end for _, end in shown)


def _file(timeline: Timeline, part: Part) -> MediaFile:
    file = timeline.file(media_in(part.clip))
    assert file is not None  # `recordings` gives clips of files only
    return file


def _typing(timeline: Timeline, wanted: Wanted, parts: Sequence[Part], facts: Facts) -> list[Thing]:
    """The rows in which somebody types, while they do and as long as they are seen."""

    def rows(file: MediaFile) -> Iterator[tuple[float, Box, list[Stretch]]]:
        if not any(of_kind(facts, file.id, kind) for kind in KINDS):
            raise MissingFacts(kind="typing", media=file.name or file.id)
        for fact in of_kind(facts, file.id, "typing"):
            box = larger(_boxed(fact), 0.1)
            yield fact.end, box, [Stretch(fact.start - AFTER, fact.end + AFTER, larger(box, 0.2))]

    return _things(timeline, parts, facts, rows)


def _text(timeline: Timeline, wanted: Wanted, parts: Sequence[Part], facts: Facts) -> list[Thing]:
    """The places where a text is read."""

    def rows(file: MediaFile) -> Iterator[tuple[float, Box, list[Stretch]]]:
        known = of_kind(facts, file.id, "lettering")
        if not known:
            raise MissingFacts(kind="lettering", media=file.name or file.id)
        if not any(fact.value.get("read", True) for fact in known):
            raise CannotRead()
        for fact in known:
            for box in texts(fact, wanted.text):
                yield fact.start + 0.02, box, []

    return _things(timeline, parts, facts, rows)


Rows = Callable[[MediaFile], Iterator[tuple[float, Box, list[Stretch]]]]


def _things(timeline: Timeline, parts: Sequence[Part], facts: Facts, rows: Rows) -> list[Thing]:
    """What is seen at moments and boxes of each file, followed; what is followed already only once."""
    found: list[Thing] = []
    for media in dict.fromkeys(media_in(part.clip) for part in parts):
        file = next(_file(timeline, part) for part in parts if media_in(part.clip) == media)
        since, until = _window(parts, media)
        here: list[Thing] = []
        for at, box, more in rows(file):
            if not since - HOLD <= at <= until or any(_holds(thing, at, box) for thing in here):
                continue
            if len(here) >= MOST:
                raise TooMuch(most=MOST)
            left, top, right, low = (min(1.0, max(0.0, side)) for side in box)
            place = Followed(at, left, top, right - left, low - top, since, until)
            here.append(Thing(media, [*more, *_follow(file, facts, place, HOLD)]))
        found += here
    return found


class TooMuch(Fault):
    code = "too_many_places"
    en = "That is to be seen at more than {most} places; say from when to when, and it is done for these."
    zh = "这样的地方超过 {most} 处；请说出时间段，分段来做。"


def _holds(thing: Thing, at: float, box: Box) -> bool:
    """Whether something is surely covered at a moment over all of a box."""
    return any(
        each.sure and each.start <= at <= each.end
        and each.box[0] <= box[0] + 0.01 and each.box[1] <= box[1] + 0.01
        and box[2] <= each.box[2] + 0.01 and box[3] <= each.box[3] + 0.01
        for each in thing.stretches
    )  # fmt: skip


def _faces(timeline: Timeline, wanted: Wanted, parts: Sequence[Part], facts: Facts) -> list[Thing]:
    found = []
    for media in dict.fromkeys(media_in(part.clip) for part in parts):
        file = timeline.file(media)
        if not of_kind(facts, media, "faces"):
            raise MissingFacts(kind="face", media=(file.name if file else "") or media)
        found += [Thing(media, stretches) for stretches in faces(of_kind(facts, media, "face"))]
    return found


def _boxed(fact: Fact) -> Box:
    x, y, w, h = (float(fact.value[each]) for each in "xywh")
    return x, y, x + w, y + h


_FINDS: Mapping[What, Callable[[Timeline, Wanted, Sequence[Part], Facts], list[Thing]]] = {
    "place": _place, "text": _text, "typing": _typing, "faces": _faces,
}  # fmt: skip
