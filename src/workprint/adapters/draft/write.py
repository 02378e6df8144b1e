"""Timeline to draft."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from pydantic import BaseModel

from workprint.base import milliseconds, nearest
from workprint.model import (
    Clip,
    Effect,
    FileRef,
    Gap,
    GeneratorRef,
    Keyframe,
    Marker,
    Timeline,
    TimelineRef,
    Track,
    Transition,
)

from . import parts

UNKNOWN_KEYS = "wire"
"""Where the document keeps keys of a draft that this version does not know (in metadata)."""
UNKNOWN_TRACKS = "wire_tracks"
"""Where it keeps whole tracks of unknown types, each with its place among the others."""
UNKNOWN_BLEND = "wire_tr"
"""Where it keeps what is in the `tr` of a segment besides the operation and its parameters."""
_TYPES = {kind: number for number, kind in parts.TRACK_TYPES.items()}


def write(timeline: Timeline) -> dict[str, Any]:
    """The draft of a timeline: plain JSON. Positions are rounded to the millisecond, lengths never,
    so that `read` finds every frame again. Raises `ValidationError` where the document holds what a
    draft cannot say (1000 frames a second or more, times before the start)."""
    return _draft(timeline).model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _draft(timeline: Timeline) -> parts.Draft:
    writer = _Writer(timeline.rate)
    canvas = timeline.canvas
    return parts.Draft(
        v=parts.VERSION,
        id=timeline.id,
        n=timeline.name,
        fps=timeline.rate,
        canvas=parts.Frame(
            w=canvas.width,
            h=canvas.height,
            bg=canvas.background,
            fill=canvas.fill,
            **_kept(canvas, canvas.metadata, parts.Frame),
        ),
        d=writer.ms(timeline.duration),
        t=_tracks(writer, timeline),
        media=list(timeline.media),
        fx=writer.effects(timeline.effects),
        mk=[writer.marker(marker) for marker in timeline.markers],
        **_kept(timeline, timeline.metadata, parts.Draft),
    )


def _tracks(writer: _Writer, timeline: Timeline) -> list[parts.Track | parts.OtherTrack]:
    tracks: list[parts.Track | parts.OtherTrack] = [writer.track(track) for track in timeline.tracks]
    for place, raw in timeline.metadata.get(UNKNOWN_TRACKS, ()):
        tracks.insert(place, parts.OtherTrack.model_validate(raw))
    return tracks


def _kept(node: BaseModel, metadata: Mapping[str, Any], part: type[parts.Part]) -> dict[str, Any]:
    """What this version does not understand: metadata, keys of the document, keys of a draft."""
    rest = {key: value for key, value in metadata.items() if key != UNKNOWN_TRACKS}
    unknown = rest.get(UNKNOWN_KEYS)
    names = {field.alias or name for name, field in part.model_fields.items()}
    if isinstance(unknown, dict) and unknown and not names & unknown.keys():
        del rest[UNKNOWN_KEYS]
    else:
        unknown = {}
    return {"m": rest, "x": dict(node.model_extra or {}), **unknown}


class _Writer:
    """Writes the parts of a timeline at its rate."""

    def __init__(self, rate: Fraction) -> None:
        self.rate = rate

    def ms(self, frame: int) -> int:
        return milliseconds(frame, self.rate)

    def span(self, start: int, end: int) -> dict[str, Any]:
        return {"s": self.ms(start), "d": self.ms(end) - self.ms(start)}

    def marker(self, marker: Marker) -> parts.Mark:
        return parts.Mark(
            id=marker.id,
            n=marker.name,
            kind=marker.kind,
            **self.span(marker.range.start, marker.range.end),
            **_kept(marker, marker.metadata, parts.Mark),
        )

    def track(self, track: Track) -> parts.Track:
        effects = list(track.effects)
        mix: dict[str, Any] = {}
        if track.kind == "audio":
            if effects and _is_plain(effects[0], "volume") and _is_gain(effects[0].params):
                gain = effects.pop(0)
                mix |= {"gain": gain.params["gain"], "gid": _unless(gain.id, f"{track.id}.gain")}
            if effects and _is_plain(effects[0], "duck"):
                duck = effects.pop(0)
                mix |= {"duck": duck.params, "did": _unless(duck.id, f"{track.id}.duck")}
        return parts.Track(
            id=track.id,
            tt=_TYPES[track.kind],
            n=track.name,
            role=track.role,
            sg=self.segments(track),
            fx=self.effects(effects),
            mute=track.muted,
            off=not track.enabled,
            **mix,
            **_kept(track, track.metadata, parts.Track),
        )

    def segments(self, track: Track) -> list[parts.Segment]:
        found = []
        for at, item in track.placed():
            if isinstance(item, Clip):
                found.append(self.clip(item, at, track))
            elif isinstance(item, Gap):
                span = self.span(at, at + item.duration)
                kept = _kept(item, item.metadata, parts.Segment)
                found.append(parts.Segment(id=item.id, **span, **kept))
            else:
                found.append(self.transition(item, at))
        return found

    def transition(self, item: Transition, cut: int) -> parts.Segment:
        metadata = dict(item.metadata)
        more = metadata.get(UNKNOWN_BLEND)
        if isinstance(more, dict) and more and not {"op", "p"} & more.keys():
            del metadata[UNKNOWN_BLEND]
        else:
            more = {}
        return parts.Segment(
            id=item.id,
            tr=parts.Blend(op=item.op, p=item.params, **more),
            **self.span(cut - item.in_offset, cut + item.out_offset),
            **_kept(item, metadata, parts.Segment),
        )

    def clip(self, clip: Clip, at: int, track: Track) -> parts.Segment:
        media = clip.media
        content: dict[str, Any]
        if isinstance(media, GeneratorRef) and track.kind == "text":
            content = {"tx": self.words(clip, media)}
        else:
            content = {"src": self.source(clip)}
        return parts.Segment(
            id=clip.id,
            n=clip.name,
            fx=self.effects(clip.effects),
            mute=clip.muted,
            tie=clip.tie,
            link=clip.link,
            **content,
            **self.span(at, at + clip.duration),
            **_kept(clip, clip.metadata, parts.Segment),
        )

    def words(self, clip: Clip, media: GeneratorRef) -> parts.Words:
        params = dict(media.params)
        text = params.pop("text") if isinstance(params.get("text"), str) else None
        return parts.Words(
            style=media.op,
            text=text,
            p=params,
            k=self.keys(media.keyframes),
            **self.play(clip, parts.Words),
        )

    def source(self, clip: Clip) -> parts.Source:
        media = clip.media
        content: dict[str, Any]
        if isinstance(media, FileRef):
            content = {"file": media.media}
        elif isinstance(media, GeneratorRef):
            content = {"gen": media.op, "p": media.params, "k": self.keys(media.keyframes)}
        elif isinstance(media, TimelineRef):
            content = {"draft": _draft(media.timeline)}
        else:
            content = {"seg": media.item}
        return parts.Source(**content, **self.play(clip, parts.Source))

    def play(self, clip: Clip, part: type[parts.Part]) -> dict[str, Any]:
        kept = _kept(clip.media, clip.media.metadata, part)
        return {
            "in": self.in_point(clip.source.start, clip.speed),
            "sp": clip.speed,
            "kp": clip.keep_pitch,
            "rev": clip.reverse,
            "frz": clip.freeze,
            "loop": clip.loop,
            **kept,
        }

    def in_point(self, start: int, speed: Fraction) -> Fraction:
        """Whole milliseconds of the media where those find the frame again, else exact ones: at a
        tenth of the speed a frame may be shorter than a millisecond."""
        exact = Fraction(start * 1000) / self.rate * speed
        whole = nearest(exact)
        return Fraction(whole) if nearest(whole * self.rate / 1000 / speed) == start else exact

    def effects(self, effects: tuple[Effect, ...] | list[Effect]) -> list[parts.Fx]:
        return [
            parts.Fx(
                id=effect.id,
                op=effect.op,
                p=effect.params,
                k=self.keys(effect.keyframes),
                side=effect.inputs,
                off=not effect.enabled,
                **_kept(effect, effect.metadata, parts.Fx),
            )
            for effect in effects
        ]

    def keys(self, keyframes: Mapping[str, tuple[Keyframe, ...]]) -> parts.Keys:
        return {name: [self.key(key) for key in keys] for name, keys in keyframes.items()}

    def key(self, key: Keyframe) -> parts.Key:
        extra = dict(key.model_extra or {})
        unknown = extra.get(UNKNOWN_KEYS)
        if isinstance(unknown, dict) and unknown and not parts.Key.model_fields.keys() & unknown.keys():
            del extra[UNKNOWN_KEYS]
        else:
            unknown = {}
        return parts.Key(t=self.ms(key.at), v=key.value, e=key.ease, x=extra, **unknown)


def _is_plain(effect: Effect, op: str) -> bool:
    """Whether the effect is no more than an operation with parameters."""
    more = effect.keyframes or effect.inputs or effect.metadata or effect.model_extra
    return effect.op == op and effect.enabled and not more


def _is_gain(params: Mapping[str, Any]) -> bool:
    return params.keys() == {"gain"} and type(params["gain"]) in (int, float)


def _unless(value: str, default: str) -> str | None:
    return None if value == default else value
