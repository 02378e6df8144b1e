"""Stretches of the film in which the picture is enlarged: where they begin and end, and the way between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from workprint.base import Range
from workprint.model import Clip, Effect, Keyframe
from workprint.ops.edits.sources import media_in

from .happenings import Happening
from .marks import keys
from .zoom_to import focus

SHORTEST = 0.5
"""Seconds that an enlarged picture must stand still; a region with less room is left out."""
STAYS = 0.3
"""Share of the window, to each side of its middle, within which a next click needs no move."""


@dataclass(frozen=True)
class Pace:
    """Lengths in frames, and how much larger the picture becomes."""

    amount: float
    before: int
    hold: int
    gap: int
    ease: int
    shortest: int


@dataclass(frozen=True)
class Stop:
    """A place to look at, from a frame of the film on."""

    film: int
    x: float
    y: float


@dataclass(frozen=True)
class Region:
    """Enlarged from `start` to `end`, and moving out until `end` + `out`, in frames of the film."""

    start: int
    end: int
    out: int
    media: str
    stops: tuple[Stop, ...] = field(default=())

    @property
    def span(self) -> Range:
        return Range.between(self.start, self.end + self.out)


def runs(placed: Sequence[tuple[int, Clip]]) -> list[tuple[Range, str]]:
    """Stretches of the film without a change of recording."""
    found: list[tuple[Range, str]] = []
    for at, clip in placed:
        media = media_in(clip)
        if found and found[-1][0].end == at and found[-1][1] == media:
            found[-1] = (Range.between(found[-1][0].start, at + clip.duration), media)
        else:
            found.append((Range(start=at, duration=clip.duration), media))
    return found


def regions(
    clicks: Sequence[Happening], busy: Sequence[Happening], placed: Sequence[tuple[int, Clip]],
    pace: Pace, limit: int,
) -> list[Region]:  # fmt: skip
    """The regions around clicks, merged where little lies between; none reaches past frame `limit`.
    What is typed (`busy`) while one holds prolongs it."""
    found: list[Region] = []
    for click in clicks:
        start, end = click.film - pace.before, _held(click.film + pace.hold, click, busy)
        stop = Stop(click.film, click.share("x"), click.share("y"))
        last = found[-1] if found else None
        near = last is not None and last.media == click.media and start - last.end < pace.gap
        if last is not None and near and _same_run(last.start, click.film, placed):
            found[-1] = replace(last, end=max(last.end, end), stops=(*last.stops, stop))
            continue
        found.append(Region(start, end, pace.ease, click.media, (stop,)))
    spans = runs(placed)
    held = (_bounded(region, spans, pace, limit) for region in found)
    return [region for region in held if region is not None]


def _held(end: int, click: Happening, busy: Sequence[Happening]) -> int:
    for typed in busy:
        if typed.media == click.media and click.film <= typed.film < end:
            end = max(end, typed.film + typed.end - typed.at)
    return end


def _same_run(start: int, frame: int, placed: Sequence[tuple[int, Clip]]) -> bool:
    return any(span.holds(frame) and span.start <= max(0, start) for span, _ in runs(placed))


def _bounded(region: Region, spans: Sequence[tuple[Range, str]], pace: Pace, limit: int) -> Region | None:
    """The region within its recording and before `limit`; None where too little would be left of it."""
    run = next(span for span, _ in spans if span.holds(region.stops[0].film))
    start = max(run.start, region.start)
    cut = region.end >= run.end and run.end <= limit
    # Where another recording follows, the cut itself ends the zoom.
    end = run.end if cut else min(region.end, run.end - pace.ease, limit - pace.ease)
    if end - start - pace.ease < pace.shortest:
        return None
    stops = tuple(stop for stop in region.stops if stop.film < end)
    return replace(region, start=start, end=end, out=0 if cut else pace.ease, stops=stops)


def way(region: Region, pace: Pace) -> dict[str, tuple[Keyframe, ...]]:
    """Keyframes of a region, in frames of the film."""
    arrived = region.start + pace.ease
    amount = [
        (region.start, 1.0, "smooth"),
        (arrived, pace.amount, "hold"),
        (region.end, pace.amount, "smooth"),
    ]
    if region.out:
        amount.append((region.end + region.out, 1.0, "linear"))
    stops = list(_moves(region, pace))
    across = keys(*((at, x, ease) for at, x, _, ease in stops))
    down = keys(*((at, y, ease) for at, _, y, ease in stops))
    found = {"amount": keys(*amount)}
    if len({(x, y) for _, x, y, _ in stops}) > 1:
        found |= {"x": across, "y": down}
    return found


def _moves(region: Region, pace: Pace) -> Iterator[tuple[int, float, float, str]]:
    """Where the middle is from when: it moves on before a click that would lie far from it."""
    here = region.stops[0]
    yield region.start, here.x, here.y, "hold"
    reached = region.start + pace.ease
    for stop in region.stops[1:]:
        if _seen(here, stop, pace.amount):
            continue
        begin, end = max(reached, stop.film - pace.ease), max(reached + 2, stop.film)
        if end >= region.end:
            return
        yield begin, here.x, here.y, "smooth"
        yield end, stop.x, stop.y, "hold"
        here, reached = stop, end


def _seen(here: Stop, there: Stop, amount: float) -> bool:
    """Whether a place is near enough to the middle of the window that looks at another."""
    for a, b in ((here.x, there.x), (here.y, there.y)):
        middle = focus(a, amount) * (1 - 1 / amount) + 0.5 / amount
        if abs(b - middle) > STAYS / amount:
            return False
    return True


def on_clips(
    region: Region, number: int, placed: Sequence[tuple[int, Clip]], pace: Pace, ids: Iterator[str]
) -> Iterator[tuple[str, Effect]]:
    """The effect of a region on each clip that it reaches, on the clip's own frames."""
    moves = way(region, pace)
    stop = region.stops[0]
    params = {"amount": pace.amount, "x": round(stop.x, 5), "y": round(stop.y, 5)}
    for at, clip in placed:
        if region.span.meets(Range(start=at, duration=clip.duration)):
            shifted = {
                name: tuple(key.model_copy(update={"at": key.at - at}) for key in track)
                for name, track in moves.items()
            }
            effect = Effect(
                id=next(ids), op="zoom_to", params=params, keyframes=shifted, metadata={"zoom": number}
            )
            yield clip.id, effect


def seconds_of(rate: Fraction, **lengths: float) -> dict[str, int]:
    """Lengths in seconds as frames."""
    return {name: round(float(value) * rate) for name, value in lengths.items()}
