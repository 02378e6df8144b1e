"""Who or what a part of the film is about, and where it is: from faces, from what moves, from what stands out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np

from workprint.base import Range, nearest
from workprint.model import Clip, Fact, Facts, FileRef, MediaFile, of_kind

from .crop_path import STEP, Band
from .faults import MissingFacts

SHORTEST = 0.2
"""Seconds of the shortest scene."""
SEEN = 0.3
"""Share of a scene in which a face must be seen for the scene to be about it."""
MOVES = 0.012
"""How much must move for a scene without faces to be about what moves."""
CLEAR = 0.45
"""How clearly something must stand out for a still scene to be about it."""
BESIDE = 0.3
"""How much of a face's own size is kept beside it; above and below, twice that."""


@dataclass(frozen=True)
class Scene:
    """A shot within a clip: its frames, counted from the clip's start, and the seconds of the media."""

    span: Range
    start: float
    end: float


@dataclass(frozen=True)
class Subject:
    """What a scene is about: a word for it, and from where to where it reaches at moments of the media
    along the axis that the crop moves on."""

    what: str
    at: tuple[float, ...] = ()
    bands: tuple[Band, ...] = ()

    def each(self, moments: Sequence[float]) -> list[Band]:
        """From where to where it reaches at these moments; between what is known, in between."""
        low, high = zip(*self.bands, strict=True)
        return list(zip(np.interp(moments, self.at, low), np.interp(moments, self.at, high), strict=True))


def needed(facts: Facts, media: MediaFile) -> None:
    """Raises `MissingFacts` where a file was not looked at for faces or for what moves."""
    if media.kind != "video":
        return
    for kind, told in (("face", "faces"), ("motion", "motion")):
        if not of_kind(facts, media.id, told):
            raise MissingFacts(media=media.name or media.id, kind=kind)


def scenes_of(clip: Clip, facts: Facts, rate: Fraction) -> list[Scene]:
    """The shots that a clip shows, in its own order; one, where it is not played straight through."""
    whole = Scene(Range(start=0, duration=clip.duration), *seconds_of(clip, 0, clip.duration, rate))
    if not isinstance(clip.media, FileRef) or clip.freeze or clip.loop:
        return [whole]
    cuts = sorted(_frame(clip, fact.start, rate) for fact in of_kind(facts, clip.media.media, "motion"))
    least = max(1, nearest(Fraction(SHORTEST) * rate))
    edges = [0]
    for cut in cuts:
        if cut - edges[-1] >= least and clip.duration - cut >= least:
            edges.append(cut)
    edges.append(clip.duration)
    return [Scene(Range.between(a, b), *seconds_of(clip, a, b, rate)) for a, b in pairwise(edges)]


def divided(scenes: Sequence[Scene], span: Range, clip: Clip, rate: Fraction) -> Iterator[Scene]:
    """The scenes, parted where a range of frames begins and ends inside them."""
    for scene in scenes:
        inside = {edge for edge in (span.start, span.end) if scene.span.start < edge < scene.span.end}
        edges = sorted({scene.span.start, scene.span.end} | (inside if span.duration else set()))
        for a, b in pairwise(edges):
            yield Scene(Range.between(a, b), *seconds_of(clip, a, b, rate))


def _frame(clip: Clip, second: float, rate: Fraction) -> int:
    """The frame of a clip that shows a moment of its media."""
    at = nearest(Fraction(second) * rate / clip.speed)
    return clip.source.end - at if clip.reverse else at - clip.source.start


def seconds_of(clip: Clip, a: int, b: int, rate: Fraction) -> tuple[float, float]:
    """The moments of its media that a clip shows from frame `a` to frame `b`, the earlier one first."""
    first, last = (clip.source.end - b, clip.source.end - a) if clip.reverse else (
        clip.source.start + a, clip.source.start + b
    )  # fmt: skip
    if clip.freeze:
        first = last = clip.source.start
    return float(first * clip.speed / rate), float(last * clip.speed / rate)


def moments(scene: Scene, reverse: bool, count: int) -> list[float]:
    """So many moments of the media, evenly, as the scene shows them."""
    found = np.linspace(scene.start, scene.end, count)
    return [float(v) for v in (found[::-1] if reverse else found)]


def steps(scene: Scene, rate: Fraction) -> int:
    """How many places a path through a scene has."""
    return max(2, round(float(scene.span.duration / rate) / STEP) + 1)


def subject(
    scene: Scene, media: MediaFile, facts: Facts, across: bool, follow: str, window: float
) -> Subject:
    """What a scene is about. `across`: the crop moves from left to right, else up and down; it shows the
    share `window` of the picture."""
    people = _people(scene, of_kind(facts, media.id, "face"))
    if people and follow != "motion":
        return _of_faces(people, scene, across, follow, window)
    pointer = _pointed(scene, facts, media, across)
    if pointer and not people:
        return Subject("cursor", *zip(*pointer, strict=True))
    return _of_motion(scene, of_kind(facts, media.id, "motion"), across)


Person = list[Fact]


def nearest_face(scene: Scene, facts: Facts, media: MediaFile) -> Person:
    """The face that a scene shows most and nearest, each time it is seen; empty where there is none."""
    people = _people(scene, of_kind(facts, media.id, "face"))
    return people[0] if people else []


def _people(scene: Scene, faces: Sequence[Fact]) -> list[Person]:
    """Each person seen in a good part of a scene, the one most seen and nearest first."""
    by_id: dict[int, Person] = defaultdict(list)
    touching = [f for f in faces if f.end > scene.start and f.start < max(scene.end, scene.start + 1e-6)]
    # A picture was looked at when its fact starts: one from before the scene may be of another shot.
    for fact in [f for f in touching if f.start >= scene.start - 1e-3] or touching:
        by_id[fact.value["id"]].append(fact)
    length = max(scene.end - scene.start, 1e-6)

    def time(person: Person) -> float:
        return sum(f.end - f.start for f in person) / length

    def size(person: Person) -> float:
        return float(sum(f.value["w"] * f.value["h"] * f.confidence for f in person))

    seen = [person for person in _chained(by_id.values()) if time(person) >= SEEN]
    return sorted(seen, key=size, reverse=True)


def _chained(tracks: Iterable[Person]) -> list[Person]:
    """Tracks that follow one another joined: who was lost for a while and is found again is most likely the
    same, of several the one who was nearest."""
    chains: list[Person] = []
    for track in sorted(tracks, key=lambda track: track[0].start):
        ended = [chain for chain in chains if chain[-1].end <= track[0].start + 1e-3]
        if ended:
            min(ended, key=lambda chain: abs(_middle(chain[-1:]) - _middle(track[:1]))).extend(track)
        else:
            chains.append(list(track))
    return chains


def _reach(fact: Fact, across: bool) -> Band:
    """From where to where a face reaches, with what belongs to it around it."""
    value = fact.value
    if across:
        return value["x"] - BESIDE * value["w"], value["x"] + (1 + BESIDE) * value["w"]
    return value["y"] - 2 * BESIDE * value["h"], value["y"] + (1 + 2 * BESIDE) * value["h"]


def _middle(person: Person) -> float:
    return float(np.median([fact.value["x"] + fact.value["w"] / 2 for fact in person]))


def _of_faces(people: list[Person], scene: Scene, across: bool, follow: str, window: float) -> Subject:
    if follow in ("left person", "right person"):
        ordered = sorted(people, key=_middle)
        person = ordered[0] if follow == "left person" else ordered[-1]
        return _one(follow if len(people) > 1 else "face", person, across)
    first = _one("face" if len(people) == 1 else "nearest face", people[0], across)
    if len(people) == 1:
        return first
    every = [_one("faces", person, across) for person in people]
    at = sorted({moment for each in every for moment in each.at})
    low, high = zip(*(zip(*each.each(at), strict=True) for each in every), strict=True)
    together = list(zip(np.min(low, axis=0), np.max(high, axis=0), strict=True))
    if np.mean([b - a <= window for a, b in together]) > 0.9:
        return Subject("faces", tuple(at), tuple(together))
    return first


def _one(what: str, person: Person, across: bool) -> Subject:
    return Subject(what, tuple(fact.start for fact in person), tuple(_reach(fact, across) for fact in person))


def _pointed(scene: Scene, facts: Facts, media: MediaFile, across: bool) -> list[tuple[float, Band]]:
    """Where the cursor of a screen recording is, where that is known."""
    found = [
        (float(t), (float(x if across else y),) * 2)
        for fact in of_kind(facts, media.id, "cursor")
        for t, x, y in fact.value["path"]
        if scene.start <= t <= scene.end
    ]
    return sorted(found)


def _of_motion(scene: Scene, motion: Sequence[Fact], across: bool) -> Subject:
    """What moves; in still scenes what stands out; else nothing."""
    if not motion:
        return Subject("nothing")
    value = max(motion, key=lambda fact: min(fact.end, scene.end) - max(fact.start, scene.start)).value
    path = [(t, x if across else y) for t, x, y in value.get("path", ()) if scene.start <= t <= scene.end]
    if value["amount"] >= MOVES and len(path) >= 2:
        times, places = zip(*path, strict=True)
        # The middle of what moves leaps about as arms and leaves do: what counts is where it goes.
        calm = [float(np.median(places[max(0, n - 3) : n + 4])) for n in range(len(places))]
        return Subject("motion", times, tuple((at, at) for at in calm))
    eye_x, eye_y, clear = value.get("eye", (0.5, 0.5, 0.0))
    if clear >= CLEAR:
        at = float(eye_x if across else eye_y)
        return Subject("eye", (scene.start,), ((at, at),))
    return Subject("nothing")
