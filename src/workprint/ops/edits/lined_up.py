"""Recordings of one event, lined up by their sound."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from workprint.base import Fault, Range, frames
from workprint.model import Clip, Facts, Timeline, of_kind

from .faults import MissingFacts
from .sources import has_sound, made, media_in

SHORTEST = 2.0
"""Seconds that two recordings must have in common."""
CLEAR = 1.5
"""How much better the best place must fit than any other one."""
USUAL = 2.0
"""Seconds within which a level counts as usual."""
QUIET = 12
"""Half decibels between the quietest and the loudest moment below which nothing happens."""
ASIDE = 0.5
"""Seconds around the best place that belong to it."""


class NotTogether(Fault):
    code = "not_together"
    en = "“{one}” and “{other}” cannot be lined up by their sound: {why[en]}."
    zh = "无法按声音对齐“{one}”和“{other}”：{why[zh]}。"


_UNLIKE = {
    "en": "they do not sound like recordings of the same moments",
    "zh": "听起来不是同一时刻的录音",
}
_CHANGED = {
    "en": "one of them is no recording, or does not play forwards at its own pace",
    "zh": "其中一个不是录像，或者没有按原速正向播放",
}
_APART = {"en": "they show no moment in common", "zh": "没有共同的时刻"}
_SILENT = {"en": "one of them has no sound", "zh": "其中一个没有声音"}


def began_later(timeline: Timeline, facts: Facts, one: str, other: str) -> float:
    """By how many seconds the recording `other` began later than `one` (media ids); negative where it began
    earlier. Raises `MissingFacts` or `NotTogether`.

    It is where the courses of both fit best (their cross-correlation), to about 5 ms.
    """
    if one == other:
        return 0.0
    names = [file.name or file.id for id in (one, other) if (file := timeline.file(id)) is not None]
    a, b = (_course(facts, timeline, id, names) for id in (one, other))
    rate = a[1]
    fit = _correlated(a[0], b[0])
    best = int(fit.argmax())
    lag = best - (len(b[0]) - 1)
    aside = round(ASIDE * rate)
    others = np.concatenate([fit[: max(0, best - aside)], fit[best + aside + 1 :]])
    common = min(len(a[0]), lag + len(b[0])) - max(0, lag)
    if common < SHORTEST * rate or not others.size or fit[best] < CLEAR * max(0.0, float(others.max())):
        raise NotTogether(one=names[0], other=names[-1], why=_UNLIKE)
    return (lag + _between(fit, best)) / rate


def alongside(timeline: Timeline, facts: Facts, media: str, span: Range) -> Iterator[tuple[int, Clip]]:
    """What another recording has of the moments that the film shows in `span`: clips of it, each with its place.

    Where the film shows something else than recordings with sound, or plays them otherwise than at their own
    pace, there is none; nor where the other one was not running. Raises `MissingFacts` or `NotTogether`.
    """
    ids = timeline.new_ids("c")
    rate = timeline.rate
    whole = made(timeline, media)
    # A film of hundreds of pieces of one recording is lined up once.
    known: dict[str, int] = {}
    for at, clip in timeline.film.clips() if timeline.film else ():
        here = Range(start=at, duration=clip.duration).intersect(span)
        own = media_in(clip)
        if not here.duration or not _as_recorded(clip) or not own or not has_sound(timeline, clip):
            continue
        if own not in known:
            known[own] = frames(began_later(timeline, facts, own, media), rate)
        ahead = clip.source.start - at - known[own]
        shown = here.shift(ahead).intersect(Range(start=0, duration=whole.duration))
        if shown.duration:
            yield shown.start - ahead, whole.model_copy(update={"id": next(ids), "source": shown})


def together(timeline: Timeline, facts: Facts, clips: list[Clip]) -> list[Clip]:
    """These clips, each cut to the moments that all of them have. Raises `MissingFacts` or `NotTogether`."""
    rate = timeline.rate
    files = [media_in(clip) for clip in clips]
    one, other = (clip.name or clip.id for clip in (clips[0], clips[-1]))
    if not all(files) or not all(_as_recorded(clip) for clip in clips):
        raise NotTogether(one=one, other=other, why=_CHANGED)
    later = [frames(began_later(timeline, facts, files[0], file), rate) for file in files]
    begin = max(clip.source.start + d for clip, d in zip(clips, later, strict=True))
    end = min(clip.source.end + d for clip, d in zip(clips, later, strict=True))
    if end <= begin:
        raise NotTogether(one=one, other=other, why=_APART)
    return [
        clip.sub(begin - d - clip.source.start, end - begin) for clip, d in zip(clips, later, strict=True)
    ]


def _as_recorded(clip: Clip) -> bool:
    return clip.speed == 1 and not (clip.reverse or clip.freeze or clip.loop)


def _course(
    facts: Facts, timeline: Timeline, media: str, names: list[str]
) -> tuple[NDArray[np.float64], float]:
    """How loud a recording is against what is usual around each moment, and how often a second that is told."""
    file = timeline.file(media)
    if file is None or file.audio is None:
        raise NotTogether(one=names[0], other=names[-1], why=_SILENT)
    told = of_kind(facts, media, "levels")
    if not told:
        raise MissingFacts(kind="levels", media=file.name or file.id)
    raw, rate = (
        np.frombuffer(base64.b64decode(told[0].value["levels"]), np.uint8),
        float(told[0].value["rate"]),
    )
    loud = 10 ** (raw.astype(np.float64) / 40)
    if not len(raw) or np.ptp(raw) < QUIET:
        raise NotTogether(one=names[0], other=names[-1], why=_SILENT)
    # Steady noise adds the same everywhere; what stands out of it is heard by both microphones.
    above = loud - _around(loud, rate)
    return above / np.sqrt(_around(above * above, rate) + 1e-6 * float(np.mean(above * above))), rate


def _around(values: NDArray[np.float64], rate: float) -> NDArray[np.float64]:
    """The mean around each step."""
    many = min(len(values), round(USUAL * rate))
    sums = np.concatenate([[0.0], np.cumsum(values)])
    first = np.clip(np.arange(len(values)) - many // 2, 0, len(values) - many)
    return np.asarray((sums[first + many] - sums[first]) / many)


def _correlated(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    """How well `b` fits to `a` at each lag: the first one has b's last step at a's first."""
    length = len(a) + len(b) - 1
    size = 1 << (length - 1).bit_length()
    fit = np.fft.irfft(np.fft.rfft(a, size) * np.conj(np.fft.rfft(b, size)), size)
    return np.concatenate([fit[size - len(b) + 1 :], fit[: len(a)]])


def _between(fit: NDArray[np.float64], best: int) -> float:
    """Where between the steps the peak is, by the parabola through it and its neighbours."""
    if not 0 < best < len(fit) - 1:
        return 0.0
    before, at, after = (float(each) for each in fit[best - 1 : best + 2])
    bend = before - 2 * at + after
    return 0.5 * (before - after) / bend if bend < 0 else 0.0
