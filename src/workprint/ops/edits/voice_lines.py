"""Which lines a voice-over has: those of a text, of cues with times, or of a script given along."""

from __future__ import annotations

from collections.abc import Sequence

from workprint.base import frames
from workprint.model import Fact, Facts, MediaFile, Timeline, companions, of_kind

from .faults import MissingFacts, NoSuchItem
from .narration import PAUSE, Line, Spoken, cue_frames, narrated

Cues = Sequence[tuple[float, str]]


def of_text(timeline: Timeline, texts: Sequence[str], how: Spoken, start: float | None) -> list[Line]:
    """Lines one behind the other, the first at `start`, else behind the voice-over that is there."""
    first = _behind(timeline) if start is None else cue_frames(timeline, start)
    return [Line(_saying(text, how), None if n else first) for n, text in enumerate(texts)]


def of_cues(timeline: Timeline, cues: Cues, how: Spoken, start: float | None) -> list[Line]:
    """Each line at its time; all of them moved so that the first is at `start`, if that is given."""
    ordered = sorted(cues, key=lambda cue: cue[0])
    by = 0.0 if start is None else start - ordered[0][0]
    return [Line(_saying(text, how), cue_frames(timeline, at + by)) for at, text in ordered]


def of_script(timeline: Timeline, facts: Facts, name: str, how: Spoken, start: float | None) -> list[Line]:
    """The lines of a file given along: a text's paragraphs, or cues at their times. Raises `NoSuchItem`
    or `MissingFacts`."""
    owner = _owner(timeline, name)
    told = [fact for fact in of_kind(facts, owner.id, "script") if fact.value["name"] == name]
    if not told:
        raise MissingFacts(kind="script", media=owner.name or owner.id)
    if all(fact.value["timed"] for fact in told):
        return of_cues(timeline, [(fact.start, _text(fact)) for fact in told], how, start)
    return of_text(timeline, [_text(fact) for fact in told], how, start)


def _saying(text: str, how: Spoken) -> Spoken:
    return Spoken(text, how.language, how.voice, how.rate, how.engine)


def _text(fact: Fact) -> str:
    return str(fact.value["text"])


def _behind(timeline: Timeline) -> int:
    """The frame behind the voice-over that is there; that can be behind the film's end too."""
    ends = [at + clip.duration for at, clip in narrated(timeline)]
    return max(ends) + frames(PAUSE, timeline.rate) if ends else 0


def _owner(timeline: Timeline, name: str) -> MediaFile:
    have = [each.name for media in timeline.media for each in companions(media)]
    for media in timeline.media:
        if any(each.name == name for each in companions(media)):
            return media
    raise NoSuchItem(id=name, have=have)
