"""What happened on a recorded screen, as the film shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from workprint.base import Fault
from workprint.model import Clip, Fact, Facts, FileRef, MediaFile, Timeline, TimelineRef, of_kind
from workprint.ops.edits.faults import MissingFacts
from workprint.ops.edits.film import clip_of, film_of, revised
from workprint.ops.edits.sources import frame_in, media_in

KINDS = ("screen", "click", "cursor", "key", "typing", "scroll", "idle")
"""What is found together about a recorded screen; `screen` is always there once it was looked for."""
SURE = 0.6
"""Confidence from which a click is drawn without asking."""


class NoEvents(Fault):
    """Nothing of the kind was found. `what` and `was` are said in both languages."""

    code = "no_events"
    en = "{what[en]} in {files}{was[en]}. Nothing was changed. A recorder's event file (cursor, clicks, keys) given along with the recording would help; or tell me the time and the place."
    zh = "{files}里{what[zh]}{was[zh]}。没有做改动。如果录屏软件能另存光标、点击和按键的事件文件，和视频一起添加就可以；也可以直接告诉我时间和位置。"


class EventsAstray(Fault):
    """A recorder's file tells of another pointer than the one that is seen."""

    code = "events_astray"
    en = "{file} does not fit the recording {media}: at {at} the pointer is seen {x:.0%} from the left and {y:.0%} from the top, and the file says {u:.0%} and {v:.0%}; so it goes nearly everywhere. Nothing was changed. Give the file that was recorded with it, or begin anew without the file."
    zh = "{file} 与录屏 {media} 不符：{at} 处画面中的光标在距左 {x:.0%}、距上 {y:.0%}，文件却说在 {u:.0%}、{v:.0%}，别处也大多如此。没有做改动。请提供与它同时录制的文件，或者不用该文件重新开始。"


@dataclass(frozen=True)
class Happening:
    """A fact where the film shows it: `at` is the frame of the clip, `film` that of the timeline, `end`
    the frame of the clip at which it is over."""

    fact: Fact
    clip: Clip
    at: int
    film: int
    end: int

    def share(self, name: str) -> float:
        """A place in the picture, held inside it."""
        value = self.fact.value.get(name, 0.5) if isinstance(self.fact.value, dict) else 0.5
        return min(1.0, max(0.0, float(value)))

    @property
    def media(self) -> str:
        return media_in(self.clip)


def recordings(timeline: Timeline, ids: Sequence[str] = ()) -> list[tuple[int, Clip]]:
    """Clips that can show what happened on a screen, with their starts: moving footage of the film, or
    the clips named."""
    if ids:
        placed = [(at, clip) for _, at, clip in (clip_of(timeline, name) for name in ids)]
    else:
        placed = list(film_of(timeline).clips())
    return [(at, clip) for at, clip in placed if _file(timeline, clip) is not None]


def _file(timeline: Timeline, clip: Clip) -> MediaFile | None:
    if not isinstance(clip.media, FileRef) or clip.freeze or clip.loop:
        return None
    media = timeline.file(clip.media.media)
    return media if media is not None and media.kind == "video" else None


def looked_for(timeline: Timeline, placed: Sequence[tuple[int, Clip]], facts: Facts, kind: str) -> None:
    """Raises `MissingFacts` where a recording was not yet searched for what happens on it, and `EventsAstray`
    where the file that was given with it is of another one."""
    for _, clip in placed:
        media = _file(timeline, clip)
        if media is None:
            continue
        if not any(of_kind(facts, media.id, each) for each in KINDS):
            raise MissingFacts(kind=kind, media=media.name or media.id)
        for fact in of_kind(facts, media.id, "screen"):
            if isinstance(fact.value, dict) and (apart := fact.value.get("astray")):
                (at, x, y), (_, u, v) = apart
                file, name = fact.value.get("file", ""), media.name or media.id
                raise EventsAstray(file=file, media=name, at=f"{at:.1f} s", x=x, y=y, u=u, v=v)


def shown(timeline: Timeline, placed: Sequence[tuple[int, Clip]], facts: Facts, kind: str) -> list[Happening]:
    """What of a kind begins within the clips, in the order of the film."""
    found = []
    for start, clip in placed:
        media = _file(timeline, clip)
        for fact in of_kind(facts, media.id, kind) if media is not None else ():
            at, end = (frame_in(clip, second, timeline.rate) for second in (fact.start, fact.end))
            at, end = min(at, end), max(at, end)
            if 0 <= at < clip.duration:
                found.append(Happening(fact, clip, at, start + at, end))
    return sorted(found, key=lambda each: (each.film, each.fact.start))


def found_in(
    timeline: Timeline, ids: Sequence[str], facts: Facts, kind: str, en: str, zh: str
) -> list[Happening]:
    """What of a kind the film shows, also in what it nests. Raises `MissingFacts` where it was not looked
    for, and `NoEvents` where there is none."""
    found: list[Happening] = []
    every: list[MediaFile] = []
    for inner in nested(timeline):
        placed = recordings(inner, ids if inner is timeline else ())
        looked_for(inner, placed, facts, kind)
        found += shown(inner, placed, facts, kind)
        every += [file for _, clip in placed if (file := _file(inner, clip)) is not None]
    if not found:
        names = dict.fromkeys(f"“{file.name or file.id}”" for file in every)
        looked = [fact.value for file in every for fact in of_kind(facts, file.id, "screen")]
        raise NoEvents(what={"en": en, "zh": zh}, files=", ".join(names) or "—", was=_looked_at(looked))
    return found


def _looked_at(values: Sequence[Any]) -> dict[str, str]:
    told = [value for value in values if isinstance(value, dict)]
    if any(value.get("by") == "sidecar" for value in told):
        return {"en": " (its event file was read)", "zh": "（已读取事件文件）"}
    if told and not any(value.get("recording", True) for value in told):
        return {
            "en": " (its pictures were searched; they do not look like a recorded screen)",
            "zh": "（已在画面里找过，看起来不是录屏）",
        }
    return {"en": " (its pictures were searched)", "zh": "（已在画面里找过）"}


def everywhere(timeline: Timeline, change: Callable[[Timeline], Timeline]) -> Timeline:
    """The timeline changed, and in the same way what its film nests."""
    for _, clip in film_of(timeline).clips():
        if isinstance(clip.media, TimelineRef) and clip.media.timeline.film is not None:
            inner = everywhere(clip.media.timeline, change)
            media = clip.media.model_copy(update={"timeline": inner})
            timeline = revised(timeline, [clip.id], _with_media(media))
    return change(timeline)


def _with_media(media: TimelineRef) -> Callable[[Clip], Clip]:
    return lambda clip: clip.model_copy(update={"media": media})


def nested(timeline: Timeline) -> Iterator[Timeline]:
    """The timeline, and all that its film nests."""
    yield timeline
    for _, clip in timeline.film.clips() if timeline.film else ():
        if isinstance(clip.media, TimelineRef):
            yield from nested(clip.media.timeline)
