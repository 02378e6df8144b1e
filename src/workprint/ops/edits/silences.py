"""Pauses: where they are in the media, which of them go, and undoing an earlier pass.

A piece made by a pass carries in its metadata which range of the media it was cut from and at what
speed that played, so that the next pass begins from there again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from workprint.base import Range, nearest
from workprint.model import Clip, Effect, Facts, FileRef, MediaFile, Timeline, Track, Transition, of_kind
from workprint.ops.operation import VideoEffect
from workprint.ops.registry import registry

from .faults import MissingFacts
from .sources import frame_of, has_sound, media_in, retimed
from .track_surgery import CLOSING, OPENING, AnyItem, stretch

MARK = "cut_silences"
GRACE = 0.1
"""Seconds of sound between two pauses that an earlier pass may have dropped as too short."""

Span = tuple[float, float]
"""Seconds of the media, from and to."""


@dataclass
class Run:
    """Neighbouring clips of one file, played alike, between which only pauses are missing."""

    pieces: list[tuple[int, Clip]]
    joints: list[Transition] = field(default_factory=list)
    before: list[AnyItem] = field(default_factory=list)
    """Gaps and transitions in front of it."""

    @property
    def speed(self) -> Fraction:
        """The speed at which its words play; pauses may play faster."""
        return _speed(self.pieces[0][1])


def _marked(clip: Clip) -> dict[str, str]:
    found = clip.metadata.get(MARK)
    return found if isinstance(found, dict) else {}


def _speed(clip: Clip) -> Fraction:
    return Fraction(_marked(clip).get("speed", clip.speed))


def _origin(clip: Clip) -> tuple[str | None, str | None]:
    """The range of the media from which a pass cut this piece."""
    return _marked(clip).get("start"), _marked(clip).get("end")


def span_of_media(clip: Clip, rate: Fraction) -> Span:
    """The seconds of its media that a clip plays."""
    return (
        float(clip.source.start * clip.speed / rate),
        float(clip.source.end * clip.speed / rate),
    )


def pauses(timeline: Timeline, media: MediaFile, facts: Facts) -> list[Span]:
    """The pauses of a file: those found, else what is left between its speech.

    Raises `MissingFacts` where its sound was not analysed.
    """
    found = of_kind(facts, media.id, "silence")
    if found:
        # Nobody speaks there, but applause or a jingle is no pause.
        loud = (isinstance(fact.value, dict) and fact.value.get("quiet") is False for fact in found)
        return [(fact.start, fact.end) for fact, is_loud in zip(found, loud, strict=True) if not is_loud]
    speech = [(fact.start, fact.end) for fact in of_kind(facts, media.id, "speech")]
    if not speech:
        if of_kind(facts, media.id, "loudness"):
            return []
        raise MissingFacts(kind="silence", media=media.name or media.id)
    edges = [0.0, *(edge for span in speech for edge in span), float(media.duration)]
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a]


def sounding(span: Span, quiet: Sequence[Span]) -> float:
    """Seconds of a range that are no pause."""
    covered = sum(max(0.0, min(span[1], b) - max(span[0], a)) for a, b in quiet)
    return max(0.0, span[1] - span[0] - covered)


def runs(
    timeline: Timeline, film: Track, chosen: set[str], quiet: dict[str, list[Span]]
) -> Iterator[Run | AnyItem]:
    """The film's items, with the clips that can be cut gathered into runs."""
    run: Run | None = None
    between: list[AnyItem] = []
    for at, item in film.placed():
        if not isinstance(item, Clip):
            between.append(item)
            continue
        usable = item.id in chosen and cuttable(timeline, item) and media_in(item) in quiet
        if run and usable and not _gap(between) and _rejoins(run.pieces[-1][1], item, quiet, timeline.rate):
            run.joints += [joint for joint in between if isinstance(joint, Transition)]
            run.pieces.append((at, item))
            between = []
            continue
        if run:
            yield run
        if usable:
            run, between = Run([(at, item)], before=between), []
        else:
            yield from (*between, item)
            run, between = None, []
    if run:
        yield run
    yield from between


def cuttable(timeline: Timeline, clip: Clip) -> bool:
    """Whether pauses can be taken out of a clip: footage with sound that plays forwards."""
    plain = not (clip.reverse or clip.freeze or clip.loop)
    return plain and isinstance(clip.media, FileRef) and has_sound(timeline, clip)


def _gap(between: Sequence[AnyItem]) -> bool:
    return any(not isinstance(item, Transition) for item in between)


def _rejoins(before: Clip, after: Clip, quiet: dict[str, list[Span]], rate: Fraction) -> bool:
    """Whether an earlier pass parted these two: alike, and nothing but a pause is missing."""
    if (before.media, _speed(before), before.muted) != (after.media, _speed(after), after.muted):
        return False
    if looks(before) != looks(after) or _origin(before) != _origin(after):
        return False
    missing = span_of_media(before, rate)[1], span_of_media(after, rate)[0]
    # A piece that plays fast is placed by whole frames of its own, each many of the media's.
    frame = float(max(before.speed, after.speed) / rate)
    if missing[1] - missing[0] < frame / 2:
        # Nothing is missing: parted by a pass that speeds up, or by a person, who meant it.
        return missing[1] - missing[0] > -2 * frame and "fast" in {**_marked(before), **_marked(after)}
    return sounding(missing, quiet[media_in(before)]) <= GRACE + 2 * frame


def looks(clip: Clip) -> list[tuple[str, object, bool]]:
    """The effects that all pieces of a clip share."""
    return [
        (effect.op, effect.params, effect.enabled)
        for effect in clip.effects
        if effect.op not in OPENING | CLOSING and not effect.metadata.get("punch_in") and not _keyed(effect)
    ]


def whole(run: Run, quiet: Sequence[Span], rate: Fraction) -> Clip:
    """The run as the one clip from which an earlier pass cut it."""
    first, last = run.pieces[0][1], run.pieces[-1][1]
    start, end = span_of_media(first, rate)[0], span_of_media(last, rate)[1]
    frame = float(max(first.speed, last.speed) / rate)
    origin = _origin(first)
    if origin[0] is not None and -frame <= start - float(origin[0]):
        start = float(origin[0]) if sounding((float(origin[0]), start), quiet) <= GRACE + frame else start
    if origin[1] is not None and -frame <= float(origin[1]) - end:
        end = float(origin[1]) if sounding((end, float(origin[1])), quiet) <= GRACE + frame else end
    clip = first if first.speed == run.speed else retimed(first, run.speed)
    head = clip.source.start - frame_of(start, rate, run.speed)
    tail = frame_of(end, rate, run.speed) - clip.source.end
    closing = tuple(e for e in last.effects if e.op in CLOSING) if len(run.pieces) > 1 else ()
    clip = stretch(clip, head, tail)
    return clip.model_copy(update={"effects": (*_own(clip.effects), *closing, *_drawn(run, clip))})


def _drawn(run: Run, clip: Clip) -> list[Effect]:
    """What was drawn on single pieces of a run since (rings at clicks, say), on the frames of the whole."""
    have = [_told(effect) for effect in clip.effects if _keyed(effect)]
    found: list[Effect] = []
    for _, piece in run.pieces[1:]:
        ratio = piece.speed / run.speed
        for effect in piece.effects:
            if not _keyed(effect):
                continue
            placed = _moved(effect, piece.source.start, ratio, clip.source.start)
            # A piece cut off another carries the same effect once more.
            if _told(placed) not in have:
                have.append(_told(placed))
                found.append(placed)
    return found


def _moved(effect: Effect, start: int, ratio: Fraction, base: int) -> Effect:
    """An effect whose keyframes count from source frame `start`, `ratio` times as slow, counting from
    frame `base` of another clip of the same media."""
    keyframes = {
        name: tuple(key.model_copy(update={"at": nearest((start + key.at) * ratio) - base}) for key in keys)
        for name, keys in effect.keyframes.items()
    }
    return effect.model_copy(update={"keyframes": keyframes})


def _keyed(effect: Effect) -> bool:
    """Whether an effect acts between its keyframes only, and so belongs to a moment of the footage."""
    op = registry().get(effect.op)
    return bool(effect.keyframes) and op is not None and issubclass(op, VideoEffect) and op.keyed


def _told(effect: Effect) -> tuple[object, ...]:
    return effect.op, effect.params, effect.enabled, effect.keyframes


def _own(effects: Sequence[Effect]) -> tuple[Effect, ...]:
    return tuple(effect for effect in effects if not effect.metadata.get("punch_in"))


def kept_and_cut(span: Span, cuts: Sequence[Span], least: float) -> list[tuple[Span, bool]]:
    """A range divided: (piece, whether it stays). Pieces shorter than `least` beside a cut go too."""
    edges = [span[0], *(edge for cut in cuts for edge in cut), span[1]]
    parts: list[tuple[Span, bool]] = []
    for index, (a, b) in enumerate(pairwise(edges)):
        stays = index % 2 == 0 and (b - a >= least or not cuts)
        if b <= a:
            continue
        if parts and parts[-1][1] == stays:
            parts[-1] = ((parts[-1][0][0], b), stays)
        else:
            parts.append(((a, b), stays))
    return parts


def source_of(span: Span, clip: Clip, rate: Fraction) -> Range:
    """The frames of a clip's source that a range of its media is."""
    first, last = (frame_of(second, rate, clip.speed) for second in span)
    return Range.between(first, last).intersect(clip.source)
