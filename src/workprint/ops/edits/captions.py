"""Captions on the timeline: clips on a text track of their own, each tied to the words it shows.

A clip's metadata keeps which seconds of which file each of its words is. Its place, its words' times
and, where a cut took words away, its text are found anew from what plays (see `retelling`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from workprint.base import Range
from workprint.model import Canvas, Clip, Gap, GeneratorRef, Timeline, Track
from workprint.ops.registry import bind
from workprint.ops.text.caption import Caption
from workprint.ops.text.layout import LATIN_LINE, Run
from workprint.ops.text.look import Look
from workprint.ops.text.placing import room

from .cues import CHINESE, LATIN, Setting, counted, lines
from .spoken import Spoken, Stretch, placed_word

CAPTIONS = "captions"
"""The role of tracks that hold what is said."""
TIED = "spoken"
"""Where a caption's metadata has its words: [text, media, seconds since, until]."""
DELAY = "delay"
"""Where that says by how many seconds captions are later than their words."""
SPLIT = "split"
"""Where a track's metadata has how its words are gathered: lines, words."""


@dataclass(frozen=True)
class Word:
    """A word of a caption and the seconds of the file that it is."""

    text: str
    media: str
    since: float
    until: float

    def plays(self, each: Stretch) -> bool:
        return each.media == self.media and each.plays(self.since, self.until)

    def on(self, each: Stretch) -> Spoken:
        return placed_word(each, self.text, self.since, self.until)


def is_captions(track: Track) -> bool:
    """Whether a track holds captions of what is said."""
    return track.kind == "text" and track.role == CAPTIONS


def captions(timeline: Timeline) -> Iterator[tuple[Track, int, Clip]]:
    """The captions of what is said, with their tracks and starts."""
    for track in timeline.tracks:
        if is_captions(track):
            for at, clip in track.clips():
                yield track, at, clip


def tied(clip: Clip) -> tuple[Word, ...]:
    """The words a caption is tied to; none for one that stays where it was put."""
    kept = clip.metadata.get(TIED)
    return tuple(Word(*each) for each in kept) if isinstance(kept, (list, tuple)) else ()


def untied(clip: Clip) -> Clip:
    """A caption that from now on stays where it was put."""
    rest = {key: value for key, value in clip.metadata.items() if key != TIED}
    return clip if len(rest) == len(clip.metadata) else clip.model_copy(update={"metadata": rest})


def caption(
    clip_id: str, words: Sequence[Spoken], span: Range, text: str, params: Mapping[str, Any], rate: Fraction
) -> Clip:
    """A caption on screen for `span`, with the times of its words."""
    times = [[word.text, _after(span, word.start, rate), _after(span, word.end, rate)] for word in words]
    kept = [[word.text, word.media, word.since, word.until] for word in words]
    return Clip(
        id=clip_id,
        name=" ".join(text.split()),
        media=GeneratorRef(op="caption", params={**params, "text": text, "times": times}),
        source=Range(start=0, duration=span.duration),
        tie="content",
        metadata={TIED: kept},
    )


def _after(span: Range, frame: float, rate: Fraction) -> float:
    """Seconds from a caption's start to a moment, which may lie a little before it."""
    return round((frame - span.start) / float(rate), 4) + 0.0


def look_of(params: Mapping[str, Any]) -> Look:
    """How a caption of such parameters looks."""
    rest = {key: value for key, value in params.items() if key not in ("text", "times")}
    return bind(Caption, "caption", {**rest, "text": "…"}).look()


def setting(
    params: Mapping[str, Any], canvas: Canvas, most_lines: int = 2, most_words: int | None = None
) -> Setting:
    """What fits into a caption of such a look on such a canvas."""
    look = look_of(params)
    if look.highlight == "single":
        # One word alone is on screen.
        return Setting(_letters, most_lines, most_words)
    em = look.size * min(canvas.width, canvas.height)
    ems = min(LATIN_LINE, room(canvas, look.room * em)[0] / em)
    run = Run("", look.font, look.bold, look.italic, spacing=look.spacing)
    return Setting(
        lambda text: max(_letters(text), run.measure(look.cased(text)) / ems), most_lines, most_words
    )


def _letters(text: str) -> float:
    """The share of a line that a text takes, by its letters."""
    return counted(text, LATIN, CHINESE)


def broken(words: Sequence[Spoken], setting: Setting) -> str:
    """The text of a caption; a word that is too long for its lines is broken where it is drawn."""
    texts = [word.text for word in words]
    found = lines(texts, setting) or lines(texts, replace(setting, share=lambda text: len(text) / 1000))
    return "\n".join(found or texts)


def text_of(clip: Clip) -> str:
    return str(clip.media.params.get("text", "")) if isinstance(clip.media, GeneratorRef) else ""


def setting_of(params: Mapping[str, Any], canvas: Canvas, split: Mapping[str, Any]) -> Setting:
    """What fits into a caption of a track whose words were gathered as `split` says."""
    return setting(params, canvas, int(split.get("lines", 2)), split.get("words"))


def film_end(timeline: Timeline) -> int:
    """The frame at which captions end at the latest."""
    film = timeline.film
    if film is not None and film.duration:
        return film.duration
    return max((track.duration for track in timeline.tracks if track.kind != "text"), default=0)


def laid_out(timeline: Timeline, parts: Sequence[tuple[int, Clip]]) -> Timeline:
    """The timeline with these captions and no others; what would lie over another, on a further track."""
    rows: list[list[tuple[int, Clip]]] = []
    for at, clip in sorted(parts, key=lambda part: part[0]):
        row = next((row for row in rows if row[-1][0] + row[-1][1].duration <= at), None)
        rows.append([(at, clip)]) if row is None else row.append((at, clip))
    own = [track for track in timeline.tracks if is_captions(track)]
    pattern = own[0] if own else Track(id="", kind="text", role=CAPTIONS)
    tracks = [
        _row(track, rows.pop(0) if rows else []) if is_captions(track) else track for track in timeline.tracks
    ]
    ids = timeline.new_ids("t")
    tracks += [_row(pattern.model_copy(update={"id": next(ids)}), row) for row in rows]
    return timeline.model_copy(update={"tracks": tuple(tracks)})


def delayed(parts: Iterable[tuple[int, Clip]], by: float, rate: Fraction, end: int) -> list[tuple[int, Clip]]:
    """Captions later by some seconds; what would lie outside the film is left out."""
    later = round(by * float(rate))
    if not later:
        return list(parts)
    found: list[tuple[int, Clip]] = []
    for at, clip in parts:
        first, last = max(0, at + later), min(end, at + later + clip.duration)
        if last > first:
            found.append((first, clip.sub(first - at - later, last - first)))
    return found


def _row(track: Track, parts: Sequence[tuple[int, Clip]]) -> Track:
    items: list[Clip | Gap] = []
    reached = 0
    for at, clip in parts:
        items += [Gap(duration=at - reached)] if at > reached else []
        items.append(clip)
        reached = at + clip.duration
    return track.model_copy(update={"items": tuple(items)})
