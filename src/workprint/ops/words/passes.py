"""A pass over the words, kept with the timeline: what it found, by number, and what of which file it took
out, so that it can be made again with other choices from what was there before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from workprint.base import Range
from workprint.model import FileRef, Timeline
from workprint.ops.edits.film import film_of
from workprint.ops.edits.mute import quietened
from workprint.ops.edits.spoken import stretches

from .bleeping import unbleeped
from .finding import Found
from .restoring import Gone, put_back

KEPT_AS = "word_passes"
"""Where passes are kept in a timeline's metadata."""


@dataclass(frozen=True)
class Listed:
    """One thing found: its number, seconds of the film as it was, and whether it was taken."""

    number: int
    text: str
    start: float
    end: float
    around: str
    sure: bool
    taken: bool


@dataclass(frozen=True)
class Pass:
    """`op` and `about` say which pass it is; `gone` are seconds of files, in the film's order."""

    op: str
    about: str
    mode: str
    listed: tuple[Listed, ...]
    gone: tuple[Gone, ...]


def passes(timeline: Timeline) -> tuple[Pass, ...]:
    """The passes made, the last one last."""
    kept = timeline.metadata.get(KEPT_AS)
    return tuple(_read(each) for each in kept) if isinstance(kept, list) else ()


def _read(kept: dict[str, Any]) -> Pass:
    return Pass(
        op=str(kept["op"]),
        about=str(kept["about"]),
        mode=str(kept["mode"]),
        listed=tuple(Listed(**each) for each in kept["listed"]),
        gone=tuple(Gone(str(m), float(a), float(b)) for m, a, b in kept["gone"]),
    )


def before_pass(timeline: Timeline, op: str, about: str) -> Timeline:
    """The timeline as if this pass had not been made; itself where it was not."""
    made = next((each for each in passes(timeline) if (each.op, each.about) == (op, about)), None)
    if made is None:
        return timeline
    rest = [each for each in passes(timeline) if each is not made and each != made]
    timeline = _with(timeline, rest)
    if made.mode == "mute":
        return quietened(timeline, _now(timeline, made.gone), muted=False)
    if made.mode == "bleep":
        return unbleeped(timeline, _now(timeline, made.gone))
    return put_back(timeline, made.gone)


def noted(timeline: Timeline, made: Pass) -> Timeline:
    """The timeline with a pass kept, in place of an earlier one about the same."""
    rest = [each for each in passes(timeline) if (each.op, each.about) != (made.op, made.about)]
    return _with(timeline, [*rest, made])


def _with(timeline: Timeline, kept: Sequence[Pass]) -> Timeline:
    metadata = {key: value for key, value in timeline.metadata.items() if key != KEPT_AS}
    if kept:
        metadata[KEPT_AS] = [
            {**asdict(each), "listed": [asdict(one) for one in each.listed],
             "gone": [[g.media, g.since, g.until] for g in each.gone]}
            for each in kept
        ]  # fmt: skip
    return timeline.model_copy(update={"metadata": metadata})


def listing(found: Sequence[Found], taken: Sequence[int], rate: Fraction) -> tuple[Listed, ...]:
    """What was found, by number, with its seconds."""
    return tuple(
        Listed(
            n, each.text, round(each.start / float(rate), 3), round(each.end / float(rate), 3),
            each.around, each.sure, n in taken,
        )
        for n, each in enumerate(found, 1)
    )  # fmt: skip


def taken_of(timeline: Timeline, ranges: Sequence[Range]) -> Iterator[Gone]:
    """The seconds of files that ranges of the film show."""
    for span in ranges:
        for at, clip in film_of(timeline).clips():
            part = Range(start=at, duration=clip.duration).intersect(span)
            if not part.duration or clip.reverse or clip.freeze or not isinstance(clip.media, FileRef):
                continue
            first = clip.source.start + part.start - at
            a, b = (
                round(float(frame * clip.speed / timeline.rate), 6)
                for frame in (first, first + part.duration)
            )
            yield Gone(clip.media.media, a, b)


def _now(timeline: Timeline, gone: Sequence[Gone]) -> list[Range]:
    """The frames of the film that show seconds of files."""
    film = film_of(timeline).id
    ranges = []
    for each in gone:
        for stretch in stretches(timeline):
            since, until = max(each.since, stretch.since), min(each.until, stretch.until)
            if stretch.track == film and stretch.media == each.media and until > since:
                ranges.append(Range.between(round(stretch.frame(since)), round(stretch.frame(until))))
    return [span for span in ranges if span.duration]


__all__ = ["Gone", "Listed", "Pass", "before_pass", "listing", "noted", "passes", "taken_of"]
