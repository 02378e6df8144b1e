"""The parts of a highlight on the timeline, and the film that they were chosen from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from workprint.base import Range
from workprint.model import Clip, Timeline, Track
from workprint.ops.story import choosing

from .film import Part, film_of, main_track, rebuilt
from .relinked import resounded, sounds_of
from .timemap import Move

MARK = "highlight"
"""Where a clip says in its metadata which part it is of and why that was kept, and a timeline what the
parts were chosen from."""


@dataclass(frozen=True)
class Choice:
    """What a highlight was chosen from: the tracks of picture and sound before it, frames of those that
    were kept, and those that were not wanted in their place."""

    tracks: tuple[Track, ...]
    rate: str
    kept: tuple[tuple[int, int], ...] = ()
    refused: tuple[tuple[int, int], ...] = ()

    def before(self, timeline: Timeline) -> Timeline:
        """The film as it was before."""
        return timeline.model_copy(update={"tracks": self.tracks, "markers": (), "metadata": {}})


def choice_of(timeline: Timeline) -> Choice | None:
    """What the highlight was chosen from; None where there is none, or where its frames count otherwise now."""
    kept = timeline.metadata.get(MARK)
    if not isinstance(kept, dict) or kept.get("rate") != str(timeline.rate):
        return None
    tracks = tuple(Track.model_validate(each) for each in kept["tracks"])
    spans = ([(int(a), int(b)) for a, b in kept[key]] for key in ("kept", "refused"))
    return Choice(tracks, kept["rate"], *map(tuple, spans))


def first_choice(timeline: Timeline) -> Choice:
    """The film as it is, to choose from."""
    tracks = tuple(track for track in timeline.tracks if track.kind != "text" and track.role != "music")
    return Choice(tracks, str(timeline.rate))


def whole_again(timeline: Timeline) -> Timeline:
    """The film from which a highlight was chosen, where all of the film are parts of that: what lies over
    these lies over them there. Else the timeline as it is."""
    choice, film = choice_of(timeline), main_track(timeline)
    whole = film is not None and all(MARK in clip.metadata for _, clip in film.clips())
    if choice is None or not whole:
        return timeline
    before = choice.before(timeline)
    moves = [
        Move(Range(start=now.start, duration=length), Range(start=was, duration=length))
        for now, mark in part_marks(timeline)
        for was, end in choice.kept[mark["part"] - 1 : mark["part"]]
        for length in (min(now.duration, end - was),)
    ]
    links = {clip.link for _, clip in film_of(before).clips() if clip.link}
    silent = sounds_of(timeline, links)[0]
    whole_film = rebuilt(silent, [Part(film_of(before).items, tuple(moves))])
    return resounded(whole_film, sounds_of(before, links)[1])


def noted(timeline: Timeline, choice: Choice, parts: Sequence[choosing.Part]) -> Timeline:
    """The timeline with what its parts were chosen from."""
    choice = replace(choice, kept=tuple((part.span.start, part.span.end) for part in parts))
    told = {
        **asdict(replace(choice, tracks=())),
        "tracks": [t.model_dump(mode="json") for t in choice.tracks],
    }
    plain = {key: [list(each) for each in told[key]] for key in ("kept", "refused")}
    return timeline.model_copy(update={"metadata": {**timeline.metadata, MARK: {**told, **plain}}})


def marked(timeline: Timeline, lies: Sequence[tuple[Range, dict[str, Any]]]) -> Timeline:
    """The timeline with the clips in each range marked as parts, counted from 1, with what is said of each."""
    film = film_of(timeline)
    items = []
    for at, item in film.placed():
        if isinstance(item, Clip):
            number = next((n for n, (span, _) in enumerate(lies, 1) if span.holds(at)), 0)
            mark = {MARK: {**lies[number - 1][1], "part": number}} if number else {}
            rest = {key: value for key, value in item.metadata.items() if key != MARK}
            item = item.model_copy(update={"metadata": {**rest, **mark}})
        items.append(item)
    return timeline.with_track(film.model_copy(update={"items": tuple(items)}))


def told(part: choosing.Part, timeline: Timeline, draft: bool) -> dict[str, Any]:
    """What a part says of itself: seconds of the film as it was, what is said there, and why it is kept."""
    was = [float(frame / timeline.rate) for frame in (part.span.start, part.span.end)]
    return {"was": was, "text": part.text, "why": part.why, "score": round(part.score, 2),
            "draft": draft and bool(part.text)}  # fmt: skip


def part_marks(timeline: Timeline) -> list[tuple[Range, dict[str, Any]]]:
    """Where each part of the highlight lies now, with what it says of itself; in the film's order."""
    film = main_track(timeline)
    found: list[tuple[Range, dict[str, Any]]] = []
    for at, clip in film.clips() if film is not None else ():
        mark = clip.metadata.get(MARK)
        here = Range(start=at, duration=clip.duration)
        if not isinstance(mark, dict):
            continue
        if found and found[-1][1]["part"] == mark["part"] and found[-1][0].end == at:
            found[-1] = Range.between(found[-1][0].start, here.end), mark
        else:
            found.append((here, mark))
    return found
