"""What a render would do and what that would cost, without rendering anything."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from workprint.base import Text, seconds
from workprint.compile import Lowered
from workprint.ffmpeg import require
from workprint.model import MediaFile, Timeline

from .causes import Cause, Shows, shown, touched
from .cost import NodeCost, encoder_name, files, picture_costs, sound_costs
from .fitness import copied_text, ends_text, unfit
from .formats import Format, format_named
from .options import RenderOptions, prepared
from .render import NothingToHear
from .shelf import Shelf
from .survey import SOUND, Segment, Survey, Way, encoding_for

_CACHED: Text = {
    "en": "nothing that reaches it has changed since it was last rendered",
    "zh": "上次渲染之后，影响它的内容都没有变",
}
_SOUND: Text = {"en": "the sound is one stream, rendered in one go", "zh": "声音是一条连续的流，一次渲染"}


@dataclass(frozen=True)
class Explained:
    """A segment explained: what it shows, how it is made and why, and what each node costs.

    `nodes` are those of a full render, `done` those of the work that is left. `copied` and `encoded`
    count frames. `measured` is the CPU time in milliseconds that a kept piece took when it was made.
    """

    segment: Segment
    shows: tuple[Shows, ...]
    causes: tuple[Cause, ...]
    nodes: tuple[NodeCost, ...]
    done: tuple[NodeCost, ...]
    copied: int = 0
    measured: float | None = None

    @property
    def way(self) -> Way:
        return self.segment.way

    @property
    def frames(self) -> int:
        return self.segment.span.duration

    @cached_property
    def full_ms(self) -> float:
        return sum(node.ms for node in self.nodes)

    @cached_property
    def left_ms(self) -> float:
        return sum(node.ms for node in self.done)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Nodes of which the table says nothing, each once."""
        return tuple(dict.fromkeys(node.name for node in (*self.nodes, *self.done) if node.each is None))

    @property
    def dearest(self) -> NodeCost | None:
        """The dearest node of a full render."""
        return max(self.nodes, key=lambda node: node.ms, default=None)

    @property
    def per_frame(self) -> float:
        return self.full_ms / max(1, self.frames)


@dataclass(frozen=True)
class Explanation:
    """All segments of a film and its sound, explained."""

    timeline: Timeline
    format: Format
    options: RenderOptions
    encoder: str
    parts: tuple[Explained, ...]
    sound: Explained | None

    @property
    def everything(self) -> tuple[Explained, ...]:
        return (*self.parts, *([self.sound] if self.sound else []))

    @cached_property
    def full_ms(self) -> float:
        """CPU milliseconds that rendering everything from its sources would take."""
        return sum(part.full_ms for part in self.everything)

    @cached_property
    def left_ms(self) -> float:
        """CPU milliseconds of what is really to be done."""
        return sum(part.left_ms for part in self.everything)

    @property
    def share(self) -> float:
        return self.left_ms / self.full_ms if self.full_ms else 0.0

    def frames(self, way: Way) -> int:
        """Frames of the picture made in this way; the encoded ends of copies count as rendered."""
        if way == "cached":
            return sum(part.frames for part in self.parts if part.way == "cached")
        copied = sum(part.copied for part in self.parts if part.way == "copied")
        if way == "copied":
            return copied
        return sum(part.frames for part in self.parts if part.way != "cached") - copied

    @cached_property
    def operations(self) -> tuple[tuple[str, float], ...]:
        """Milliseconds of a full render per kind of node, the dearest first."""
        found: dict[str, float] = defaultdict(float)
        for part in self.everything:
            for node in part.nodes:
                found[node.name] += node.ms
        return tuple(sorted(((name, ms) for name, ms in found.items() if ms >= 0.5), key=lambda row: -row[1]))

    @property
    def unknown(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for part in self.everything for name in part.unknown))

    def to_json(self, lang: str = "en") -> dict[str, Any]:
        canvas, rate = self.timeline.canvas, self.timeline.rate
        return {
            "format": self.format.name,
            "encoder": self.encoder,
            "width": canvas.width,
            "height": canvas.height,
            "rate": str(rate),
            "frames": self.timeline.duration,
            "duration": float(seconds(self.timeline.duration, rate)),
            "segments": [_part_json(part, self.timeline, lang) for part in self.parts],
            "sound": _part_json(self.sound, self.timeline, lang) if self.sound else None,
            "operations": [{"name": name, "cpu_ms": round(ms, 1)} for name, ms in self.operations],
            "total": {
                "cpu_ms": round(self.full_ms, 1),
                "left_ms": round(self.left_ms, 1),
                "share": round(self.share, 4),
                "unknown": list(self.unknown),
                "cached": self.frames("cached"),
                "copied": self.frames("copied"),
                "rendered": self.frames("rendered"),
            },
        }


def _part_json(part: Explained, timeline: Timeline, lang: str) -> dict[str, Any]:
    span, dearest = part.segment.span, part.dearest
    return {
        "name": part.segment.name,
        "start": span.start,
        "end": span.end,
        "from": float(seconds(span.start, timeline.rate)),
        "to": float(seconds(span.end, timeline.rate)),
        "way": part.way,
        "copied": part.copied,
        "encoded": part.frames - part.copied if part.way == "copied" else 0,
        "shows": [
            {"id": s.id, "kind": s.kind, "name": s.name[lang], "track": s.track, "effects": list(s.effects)}
            for s in part.shows
        ],
        "reasons": [{"code": c.code, "message": c.text[lang], "item": c.item} for c in part.causes],
        "cost": {
            "cpu_ms": round(part.full_ms, 1),
            "left_ms": round(part.left_ms, 1),
            "per_frame_ms": round(part.per_frame, 3),
            "measured_ms": None if part.measured is None else round(part.measured, 1),
            "dearest": dearest.name if dearest else None,
            "unknown": list(part.unknown),
            "nodes": [_node_json(node) for node in part.nodes],
        },
    }


def _node_json(node: NodeCost) -> dict[str, Any]:
    each = None if node.each is None else round(node.each, 4)
    return {
        "name": node.name,
        "item": node.origin,
        "units": round(node.units, 2),
        "each_ms": each,
        "cpu_ms": None if each is None else round(node.ms, 2),
    }


def explain(timeline: Timeline, options: RenderOptions, cancel: threading.Event | None = None) -> Explanation:
    """What `render` would do with the same timeline and options. Raises what it would raise at its
    start: `NothingToRender`, `NothingToHear`, `MediaGone`, `MediaChanged`, `UnknownFormat`."""
    chosen = format_named(options.format or "mp4")
    require()
    film = prepared(timeline, chosen, options)
    shelf = Shelf(options.cache, options.cache_limit) if options.cache else None
    cancel = cancel or threading.Event()
    encoding = encoding_for(film, chosen, options, cancel)
    survey = Survey(film, chosen, options, shelf, cancel, encoding)
    media = files(film)
    parts = tuple(_picture(survey, index, media) for index in range(len(survey.spans)))
    sound = _heard(survey, media)
    if sound is None and chosen.video is None:
        raise NothingToHear(format=chosen.name)
    encoder = survey.encoder if chosen.video else chosen.audio or ()
    return Explanation(film, chosen, options, encoder_name(encoder), parts, sound)


def _picture(survey: Survey, index: int, media: Mapping[str, MediaFile]) -> Explained:
    segment = survey.picture(index)
    lowered = segment.lowered or survey.picture(index, copying=False).lowered
    assert lowered is not None
    check = survey.options.check
    full = picture_costs(lowered, segment.encoder, media, check)
    copied = survey.copied(segment)
    causes: Iterable[Cause]
    if segment.way == "cached":
        done, causes = [], [Cause("cached", _CACHED)]
    elif segment.untouched is not None:
        done = list(_copying(lowered, full, copied))
        causes = _copied_because(segment, copied)
    else:
        done = full
        causes = touched(survey.timeline, segment.span) or unfit(survey, segment.span)
    shows = tuple(shown(survey.timeline, segment.span))
    return Explained(segment, shows, tuple(causes), tuple(full), tuple(done), copied, _measured(segment))


def _copied_because(segment: Segment, copied: int) -> Iterator[Cause]:
    assert segment.untouched is not None
    yield Cause("copied", copied_text(segment.untouched))
    if copied < segment.span.duration:
        yield Cause("ends", ends_text(segment.span.duration - copied))


def _copying(lowered: Lowered, full: list[NodeCost], copied: int) -> Iterator[NodeCost]:
    """The work of a copy: its ends are decoded and encoded. Its proof looks at samples, and is left out."""
    share = 1 - copied / lowered.length
    yield NodeCost("copy", copied, 0.0)
    for node in full:
        if node.name in ("decode", "encode"):
            yield NodeCost(node.name, node.units * share, node.each, node.origin)


def _heard(survey: Survey, media: Mapping[str, MediaFile]) -> Explained | None:
    segment = survey.sound
    if segment is None or segment.lowered is None:
        return None
    full = tuple(sound_costs(segment.lowered, segment.encoder, media, survey.options.check))
    kept = segment.way == "cached"
    cause = Cause("cached", _CACHED) if kept else Cause(SOUND, _SOUND)
    return Explained(segment, (), (cause,), full, () if kept else full, measured=_measured(segment))


def _measured(segment: Segment) -> float | None:
    spent = segment.piece.note.get("cpu") if segment.piece is not None else None
    return None if spent is None else 1000 * float(spent)
