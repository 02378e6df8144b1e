"""Putting back what a pass took out: into the holes between pieces of the same file.

before  [A 0-2][A 3-5]      back: A 2-3
after   [A 0-5]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from workprint.base import Fault, Range
from workprint.model import Clip, FileRef, Timeline
from workprint.ops.edits.film import Part, film_of, rebuilt
from workprint.ops.edits.relinked import resounded, sounds_of
from workprint.ops.edits.silences import looks
from workprint.ops.edits.sources import frame_of
from workprint.ops.edits.timemap import Move
from workprint.ops.edits.track_surgery import CLOSING, AnyItem, stretch


@dataclass(frozen=True)
class Gone:
    """Seconds of a file that were taken out."""

    media: str
    since: float
    until: float


class CannotReturn(Fault):
    """The place from which something was cut is not there any more."""

    code = "cannot_return"
    en = "What was cut there cannot be brought back: its neighbours have been changed since. “Undo” goes back step by step."
    zh = "剪掉的内容放不回去了：它前后的片段后来又改过。可以说“撤销”逐步退回。"


@dataclass
class _Run:
    """Clips of one file in order, played alike, one after another, and what lies in front of each."""

    clips: list[tuple[int, Clip]]
    before: list[list[AnyItem]]

    def holes(self) -> Iterator[tuple[int, int, int]]:
        """Source frames that are missing: from, to, and the place in the run."""
        for n, ((_, one), (_, two)) in enumerate(zip(self.clips, self.clips[1:], strict=False), 1):
            yield one.source.end, two.source.start, n


def put_back(timeline: Timeline, gone: Sequence[Gone]) -> Timeline:
    """The film with these seconds of its files in their places again. Raises `CannotReturn`."""
    runs, tail = _runs(timeline)
    back: dict[int, list[Range]] = {}
    for each in gone:
        place = _place(runs, each, timeline.rate)
        if place is None:
            raise CannotReturn()
        number, span = place
        back.setdefault(number, []).append(span)
    changed = [run for n, run in enumerate(runs) if isinstance(run, _Run) and n in back]
    silent, sounds = sounds_of(timeline, {c.link for run in changed for _, c in run.clips if c.link})
    parts: list[Part] = []
    at = 0
    for number, run in enumerate(runs):
        if isinstance(run, _Run):
            parts += _mended(run, back.get(number, []))
            at = run.clips[-1][0] + run.clips[-1][1].duration
        else:
            parts.append(
                Part(
                    (run,),
                    (Move(Range(start=at, duration=run.duration), Range(start=0, duration=run.duration)),),
                )
            )
            at += run.duration
    if tail:
        parts.append(Part(tuple(tail)))
    return resounded(rebuilt(silent, parts), sounds)


def _runs(timeline: Timeline) -> tuple[list[_Run | AnyItem], list[AnyItem]]:
    """The film as runs and what is none of them, and what lies behind the last one."""
    found: list[_Run | AnyItem] = []
    between: list[AnyItem] = []
    for at, item in film_of(timeline).placed():
        if not isinstance(item, Clip):
            between.append(item)
            continue
        last = found[-1] if found else None
        joined = not any(each.duration for each in between)
        if isinstance(last, _Run) and joined and _alike(last.clips[-1][1], item):
            last.clips.append((at, item))
            last.before.append(between)
        elif _plain(item):
            found.append(_Run([(at, item)], [between]))
        else:
            found += [*between, item]
        between = []
    return found, between


def _plain(clip: Clip) -> bool:
    return isinstance(clip.media, FileRef) and not (clip.reverse or clip.freeze or clip.loop)


def _alike(one: Clip, two: Clip) -> bool:
    return (
        _plain(two)
        and (one.media, one.speed, one.muted) == (two.media, two.speed, two.muted)
        and looks(one) == looks(two)
        and two.source.start >= one.source.end
    )


def _place(runs: Sequence[_Run | AnyItem], gone: Gone, rate: Fraction) -> tuple[int, Range] | None:
    """The run into which something goes back, and the source frames it is there."""
    nearest: tuple[int, int, Range] | None = None
    for number, run in enumerate(runs):
        if not isinstance(run, _Run) or not _of(run, gone):
            continue
        clip = run.clips[0][1]
        span = Range.between(*(frame_of(edge, rate, clip.speed) for edge in (gone.since, gone.until)))
        if any(a <= span.start + 1 and span.end <= b + 1 and b > a for a, b, _ in run.holes()):
            return number, span
        away = max(clip.source.start - span.end, span.start - run.clips[-1][1].source.end)
        if away >= -1 and (nearest is None or away < nearest[0]):
            nearest = away, number, span
    return None if nearest is None else (nearest[1], nearest[2])


def _of(run: _Run, gone: Gone) -> bool:
    media = run.clips[0][1].media
    return isinstance(media, FileRef) and media.media == gone.media


def _mended(run: _Run, back: Sequence[Range]) -> Iterator[Part]:
    """The run with ranges of its source put back; pieces that then go on from each other are one."""
    rows: list[tuple[Range, int | None]] = [(clip.source, n) for n, (_, clip) in enumerate(run.clips)]
    rows = sorted([*rows, *((span, None) for span in back)], key=lambda row: row[0].start)
    groups: list[list[tuple[Range, int | None]]] = []
    for row in rows:
        returned = bool(groups) and (row[1] is None or groups[-1][-1][1] is None)
        if groups and returned and row[0].start <= groups[-1][-1][0].end + 1:
            groups[-1].append(row)
        else:
            groups.append([row])
    for number, group in enumerate(groups):
        yield _piece(run, group, first=number == 0)


def _piece(run: _Run, group: Sequence[tuple[Range, int | None]], first: bool) -> Part:
    olds = [n for _, n in group if n is not None]
    source = Range.between(min(r.start for r, _ in group), max(r.end for r, _ in group))
    near = (
        olds[0]
        if olds
        else max((n for n, (_, c) in enumerate(run.clips) if c.source.start <= source.start), default=0)
    )
    clip = run.clips[near][1]
    if olds:
        head, tail = clip.source.start - source.start, source.end - clip.source.end
        new = stretch(clip, head, tail) if head or tail else clip
    else:
        new = stretch(clip, max(0, clip.source.start - source.start), max(0, source.end - clip.source.end))
        new = new.sub(source.start - new.source.start, source.duration)
    if len(olds) > 1:
        closing = [e for e in run.clips[olds[-1]][1].effects if e.op in CLOSING]
        new = new.model_copy(update={"effects": (*(e for e in new.effects if e.op not in CLOSING), *closing)})
    front = run.before[olds[0]] if olds else run.before[0] if first else []
    lead = sum(item.duration for item in front)
    start = run.clips[olds[0] if olds else 0][0] - lead
    moves = [Move(Range(start=start, duration=lead), Range(start=0, duration=lead))]
    moves += [
        Move(
            Range(start=at, duration=old.duration),
            Range(start=lead + old.source.start - source.start, duration=old.duration),
        )
        for at, old in (run.clips[n] for n in olds)
    ]
    return Part((*front, new), tuple(moves))
