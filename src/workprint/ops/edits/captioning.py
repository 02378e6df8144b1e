"""Making captions of words: their looks, their places, their clips."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from workprint.model import Clip, Facts, GeneratorRef, Timeline, of_kind

from .captions import DELAY, SPLIT, broken, caption, delayed, film_end, is_captions, laid_out, setting, tied
from .cues import gathered, spans
from .retelling import Playing, heard_as
from .spoken import HEARD, Spoken, stretches
from .standing_out import BEHIND, UNSEEN, settled

Placed = tuple[int, Clip]
_SAID = ("text", "times")


def captioned(
    timeline: Timeline,
    words: Sequence[Spoken],
    params: Mapping[str, Any],
    split: Mapping[str, Any],
    ids: Iterator[str] | None = None,
) -> list[Placed]:
    """Captions of these words as they play."""
    fits = setting(params, timeline.canvas, int(split.get("lines", 2)), split.get("words"))
    cues = gathered(words, timeline.rate, fits)
    ids = ids or timeline.new_ids("c")
    placed = spans(cues, timeline.rate, film_end(timeline))
    made = [
        (span.start, caption(next(ids), cue, span, broken(cue, fits), params, timeline.rate))
        for cue, span in zip(cues, placed, strict=True)
    ]
    return delayed(made, float(split.get(DELAY, 0.0)), timeline.rate, film_end(timeline))


def anew(
    timeline: Timeline,
    placed: Sequence[Placed],
    split: Mapping[str, Any],
    stays: Callable[[Spoken], bool] = lambda word: True,
) -> list[Placed]:
    """The words of captions gathered anew, those that stay, of neighbours of one look together; a caption
    that is tied to no words stays as it is."""
    playing = Playing(stretches(timeline))
    ids = timeline.new_ids("c")
    later = round(float(split.get(DELAY, 0.0)) * float(timeline.rate))
    found: list[Placed] = []
    for looks, parts in groupby(placed, key=lambda part: _look(part[1])):
        if looks is None:
            found += parts
            continue
        words = [word for at, clip in parts for word in heard_as(clip, at - later, playing)]
        found += captioned(timeline, [word for word in words if stays(word)], looks, split, ids)
    return found


def _look(clip: Clip) -> dict[str, Any] | None:
    """The looks of a caption that is tied to words."""
    params = clip.media.params if isinstance(clip.media, GeneratorRef) and tied(clip) else None
    return None if params is None else {key: value for key, value in params.items() if key not in _SAID}


def replaced(
    timeline: Timeline, facts: Facts, made: Sequence[Placed], old: Iterable[Placed], split: Mapping[str, Any]
) -> Timeline:
    """The timeline with new captions, those `old` ones that lie beside them, and how they were made: none
    over a face where another place is free, all in looks that can be read there."""
    new, said = settled(timeline, facts, made)
    split = {**{key: value for key, value in split.items() if key not in (BEHIND, UNSEEN)}, **said}
    reach = [(at, at + clip.duration) for at, clip in new]
    kept = [(at, clip) for at, clip in old if not any(a < at + clip.duration and at < b for a, b in reach)]
    after = laid_out(timeline, [*kept, *new])
    tracks = tuple(
        track.model_copy(update={"metadata": {**track.metadata, SPLIT: dict(split)}})
        if is_captions(track)
        else track
        for track in after.tracks
    )
    return after.model_copy(update={"tracks": tracks})


def drafted(facts: Facts, words: Sequence[Spoken]) -> bool:
    """Whether some of the words come from an engine that gets many of them wrong."""
    return any(
        isinstance(fact.value, dict) and bool(fact.value.get("draft"))
        for media in {word.media for word in words}
        for fact in of_kind(facts, media, HEARD)
    )


def restyled(clip: Clip, params: Mapping[str, Any]) -> Clip:
    """A caption with other looks and the same words."""
    assert isinstance(clip.media, GeneratorRef)
    return clip.model_copy(update={"media": clip.media.model_copy(update={"params": dict(params)})})
