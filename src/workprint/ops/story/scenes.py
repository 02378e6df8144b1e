"""The scenes of the film: its clips and the shots inside them; a long shot in which somebody talks, by topics.

film    [beach          ][talk, one shot of two minutes            ]
shots   [wide    ][close]
scenes  [1       ][2    ][3: prices        ][4: the team           ]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from workprint.base import Range
from workprint.model import Clip, Fact, Facts, FileRef, MediaFile, Timeline, of_kind
from workprint.ops.edits.faults import MissingFacts
from workprint.ops.edits.film import main_track
from workprint.ops.edits.silences import MARK
from workprint.ops.edits.sources import frame_in, media_in
from workprint.ops.edits.spoken import stretches

from .speech import speech
from .topics import turns

SHORTEST = 2.0
"""Seconds below which a shot belongs to the scene of the shot beside it in its file."""
TALK = 45.0
"""Seconds from which on a shot in which somebody talks is divided by topics."""


@dataclass(frozen=True)
class FilmScene:
    """A scene, counted from 1. `by` says how it begins: "start", "clip", "cut", "dissolve", "fade" or
    "topic"; `media` is the file it is from, "" for what was made; `shot` counts the file's shots from 0."""

    index: int
    span: Range
    by: str
    clips: tuple[str, ...]
    media: str = ""
    shot: int = 0


@dataclass
class _Piece:
    span: Range
    by: str
    clips: list[str]
    media: str
    shot: int
    parted: bool
    """Whether it begins where a person put a cut or another file begins."""


class _Shots:
    """The shots of files, looked up once for each."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._found: dict[str, tuple[Fact, ...]] = {}

    def of(self, file: MediaFile) -> tuple[Fact, ...]:
        """Raises `MissingFacts`."""
        if file.id not in self._found:
            self._found[file.id] = of_kind(self._facts, file.id, "scene")
        if not self._found[file.id]:
            raise MissingFacts(kind="scene", media=file.name or file.id)
        return self._found[file.id]


def scenes(timeline: Timeline, facts: Facts) -> tuple[FilmScene, ...]:
    """The scenes of the film in order. Raises `MissingFacts` ("scene", or "word" for a long shot with sound)."""
    film = main_track(timeline)
    if film is None:
        return ()
    held = _Shots(facts)
    pieces: list[_Piece] = []
    before: Clip | None = None
    for at, clip in film.clips():
        shots = list(_shots(timeline, clip, at, held))
        if before is not None and not _parted(before, clip, timeline.rate) and _goes_on(pieces[-1], shots[0]):
            last, first = pieces[-1], shots.pop(0)
            last.span = Range.between(last.span.start, first.span.end)
            last.clips.append(clip.id)
        pieces += shots
        before = clip
    least = round(SHORTEST * timeline.rate)
    merged = _merged(pieces, least)
    divided = list(_by_topics(timeline, merged, facts))
    return tuple(
        FilmScene(n, piece.span, piece.by if n > 1 else "start", tuple(piece.clips), piece.media, piece.shot)
        for n, piece in enumerate(divided, 1)
    )


def of_clips(timeline: Timeline) -> tuple[FilmScene, ...]:
    """Each clip of the film as a scene."""
    film = main_track(timeline)
    placed = list(film.clips()) if film is not None else []
    return tuple(
        FilmScene(
            n,
            Range(start=at, duration=clip.duration),
            "clip" if n > 1 else "start",
            (clip.id,),
            media_in(clip),
        )
        for n, (at, clip) in enumerate(placed, 1)
    )


def _shots(timeline: Timeline, clip: Clip, at: int, held: _Shots) -> Iterator[_Piece]:
    """The shots of a clip as the film shows them."""
    whole = Range(start=at, duration=clip.duration)
    file = timeline.file(clip.media.media) if isinstance(clip.media, FileRef) else None
    if file is None or file.kind != "video" or clip.freeze or clip.reverse or clip.loop:
        yield _Piece(whole, "clip", [clip.id], file.id if file else "", 0, True)
        return
    found = held.of(file)
    start, shot, how = at, 0, "clip"
    for index, fact in enumerate(found):
        edge = at + frame_in(clip, fact.start, timeline.rate)
        if edge <= at:
            shot = index
        elif edge < whole.end:
            yield _Piece(Range.between(start, edge), how, [clip.id], file.id, shot, how == "clip")
            how = str(fact.value.get("by", "cut")) if isinstance(fact.value, dict) else "cut"
            start, shot = edge, index
    yield _Piece(Range.between(start, whole.end), how, [clip.id], file.id, shot, how == "clip")


def _parted(before: Clip, after: Clip, rate: Fraction) -> bool:
    """Whether two clips are two on purpose. Pieces between which only a part of the file is missing, as
    after the pauses were cut, go on; where nothing is missing, a person put the cut there."""
    if before.media != after.media or before.reverse or after.reverse or before.freeze or after.freeze:
        return True
    missing = float((after.source.start * after.speed - before.source.end * before.speed) / rate)
    paced = MARK in before.metadata or MARK in after.metadata
    frame = float(max(before.speed, after.speed) / rate)
    return missing < (-2 * frame if paced else frame / 2)


def _goes_on(last: _Piece, first: _Piece) -> bool:
    return (last.media, last.shot) == (first.media, first.shot)


def _merged(pieces: Sequence[_Piece], least: int) -> list[_Piece]:
    """Without the shots that are too short to be scenes: each joins the shot before it in its file, the
    first one that after it."""
    kept: list[_Piece] = []
    for piece in pieces:
        short = piece.span.duration < least or (kept and kept[-1].span.duration < least)
        if kept and short and not piece.parted and kept[-1].media == piece.media:
            last = kept[-1]
            last.span = Range.between(last.span.start, piece.span.end)
            last.clips += [clip for clip in piece.clips if clip not in last.clips]
        else:
            kept.append(piece)
    return kept


def _by_topics(timeline: Timeline, pieces: Sequence[_Piece], facts: Facts) -> Iterator[_Piece]:
    sounds = sounding(timeline)
    long = [p for p in pieces if p.span.duration >= TALK * timeline.rate and p.clips[0] in sounds]
    heard = [sound for piece in long for name in piece.clips for sound in sounds.get(name, ())]
    said = speech(timeline, facts, heard) if long else None
    film = main_track(timeline)
    lies = {clip.id: Range(start=at, duration=clip.duration) for at, clip in film.clips()} if film else {}
    for piece in pieces:
        if said is None or piece not in long:
            yield piece
            continue
        edges = [piece.span.start, *turns(said.within(piece.span), piece.span, timeline.rate), piece.span.end]
        for number, (a, b) in enumerate(pairwise(edges)):
            span = Range.between(a, b)
            clips = [name for name in piece.clips if lies[name].meets(span)]
            yield replace(piece, span=span, clips=clips, by="topic" if number else piece.by)


def sounding(timeline: Timeline) -> dict[str, list[str]]:
    """For each clip of the film that is heard, the clips that sound: itself, or what was detached from it."""
    film = main_track(timeline)
    loud = {each.clip for each in stretches(timeline) if each.heard}
    every = [clip for track in timeline.tracks for _, clip in track.clips()]
    linked: dict[str, list[str]] = {}
    for clip in every:
        if clip.link is not None and clip.id in loud:
            linked.setdefault(clip.link, []).append(clip.id)
    own = [clip for _, clip in film.clips()] if film is not None else []
    found = {clip.id: [clip.id] if clip.id in loud else linked.get(clip.link or "", []) for clip in own}
    return {name: sounds for name, sounds in found.items() if sounds}


def file_of(timeline: Timeline, scene: FilmScene) -> MediaFile | None:
    """The file a scene is from."""
    return timeline.file(scene.media) if scene.media else None
