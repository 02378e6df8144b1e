"""Builds a timeline from the valid parts of a draft, and finds what is wrong among them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from workprint.base import Range, from_milliseconds, milliseconds, nearest
from workprint.model import (
    Canvas,
    Clip,
    Effect,
    FileRef,
    Gap,
    GeneratorRef,
    Item,
    ItemRef,
    Keyframe,
    Marker,
    MediaFile,
    MediaRef,
    Timeline,
    TimelineRef,
    Track,
    Transition,
)

from . import faults as wrong
from . import parts
from .limits import Place
from .report import Report
from .write import UNKNOWN_BLEND, UNKNOWN_KEYS, UNKNOWN_TRACKS

_ONLY_CLIPS = ("n", "fx", "mute", "tie", "link")


def build(draft: parts.Draft, report: Report, place: Place = (), nest: tuple[str, ...] = ()) -> Timeline:
    """The timeline of a draft, or of one nested in it: at `place`, inside the clips `nest`."""
    builder = _Builder(draft, report, nest)
    report.places.setdefault(nest, place)
    builder.library(draft.media, (*place, "media"))
    tracks, others = [], []
    for index, track in enumerate(draft.t):
        if isinstance(track, parts.OtherTrack):
            others.append([index, track.model_dump(mode="json")])
        elif track:
            tracks.append(builder.track(track, (*place, "t", index)))
    kept = report.kept(draft, Timeline, place)
    if others:
        kept["metadata"][UNKNOWN_TRACKS] = others
        builder.whole = False
    timeline = Timeline(
        id=draft.id,
        name=draft.n,
        rate=builder.rate,
        canvas=_canvas(draft.canvas, report, (*place, "canvas")) if draft.canvas else Canvas(),
        tracks=tuple(tracks),
        media=tuple(builder.files.values()),
        effects=builder.effects(draft.fx, (*place, "fx")),
        markers=builder.markers(draft.mk, (*place, "mk")),
        **kept,
    )
    report.others(draft, nest, place)
    if draft.d is not None:
        builder.compare(timeline.duration, draft.d, (*place, "d"))
    return timeline


def _canvas(frame: parts.Frame, report: Report, place: Place) -> Canvas:
    kept = report.kept(frame, Canvas, place)
    return Canvas(width=frame.w, height=frame.h, fill=frame.fill, background=frame.bg, **kept)


class _Builder:
    """Builds the parts of one draft.

    Without a valid rate no times are compared (`timed`); when a segment could not be placed, the
    sum of all is not known (`whole`).
    """

    def __init__(self, draft: parts.Draft, report: Report, nest: tuple[str, ...]) -> None:
        self.rate = draft.fps or Fraction(30)
        self.timed = draft.fps is not None
        self.whole = self.timed and all(draft.t)
        self.report = report
        self.nest = nest
        self.files: dict[str, MediaFile] = {}

    def frame(self, *ms: float) -> int:
        """The frame nearest to the sum of some milliseconds."""
        return from_milliseconds(sum((Fraction(repr(each)) for each in ms), Fraction(0)), self.rate)

    def span(self, part: parts.Segment | parts.Mark) -> Range:
        return Range.between(self.frame(part.s), self.frame(part.s, part.d))

    def compare(self, duration: int, said: float, place: Place) -> None:
        if self.whole and self.frame(said) != duration:
            end = milliseconds(duration, self.rate)
            self.report.fault(wrong.DurationDiffers, place, found=_shown(said), duration=end)

    def named(self, part_id: str, place: Place) -> str:
        """The id of a part, taken note of."""
        if not part_id:
            self.report.fault(wrong.MissingKey, place, key="id")
        return self.report.named(part_id, self.nest, place)

    def library(self, files: Sequence[MediaFile | None], place: Place) -> None:
        first: dict[str, int] = {}
        for index, file in enumerate(files):
            if file and file.id in first:
                at = wrong.pointer((*place, first[file.id]))
                self.report.fault(wrong.DuplicateId, (*place, index, "id"), id=file.id, first=at)
            elif file:
                first[file.id] = index
                self.files[file.id] = file
                self.report.files[(*self.nest, file.id)] = (*place, index)

    def markers(self, marks: Sequence[parts.Mark | None], place: Place) -> tuple[Marker, ...]:
        return tuple(
            Marker(
                id=self.named(mark.id, (*place, index)),
                name=mark.n,
                kind=mark.kind,
                range=self.span(mark),
                **self.report.kept(mark, Marker, (*place, index)),
            )
            for index, mark in enumerate(marks)
            if mark
        )

    def effects(self, fx: Sequence[parts.Fx | None], place: Place) -> tuple[Effect, ...]:
        return tuple(
            Effect(
                id=self.named(each.id, (*place, index)),
                op=each.op,
                params=each.p,
                keyframes=self.keyframes(each.k, (*place, index, "k")),
                inputs=each.side,
                enabled=not each.off,
                **self.report.kept(each, Effect, (*place, index)),
            )
            for index, each in enumerate(fx)
            if each
        )

    def keyframes(self, keys: parts.Keys, place: Place) -> dict[str, tuple[Keyframe, ...]]:
        return {
            name: tuple(self.keyframe(key, (*place, name, index)) for index, key in enumerate(track))
            for name, track in keys.items()
        }

    def keyframe(self, key: parts.Key, place: Place) -> Keyframe:
        extra = self.report.foreign(key, Keyframe, place)
        if key.model_extra:
            extra[UNKNOWN_KEYS] = key.model_extra
        return Keyframe(at=self.frame(key.t), value=key.v, ease=key.e, **extra)

    def track(self, track: parts.Track, place: Place) -> Track:
        name = self.named(track.id, place)
        kind = parts.TRACK_TYPES[track.tt]
        if kind != "audio":
            self.unused(track, place, f"a {kind} track", ("gain", "gid", "duck", "did"))
        return Track(
            id=name,
            kind=kind,
            name=track.n,
            role=track.role,
            items=self.items(track.sg, (*place, "sg")),
            effects=(*self.mix(track, place), *self.effects(track.fx, (*place, "fx"))),
            muted=track.mute,
            enabled=not track.off,
            **self.report.kept(track, Track, place),
        )

    def mix(self, track: parts.Track, place: Place) -> list[Effect]:
        """Gain and ducking: short for the first effects of a sound track."""
        found = []
        if track.gain is not None:
            name = self.named(track.gid or f"{track.id}.gain", (*place, "gain"))
            found.append(Effect(id=name, op="volume", params={"gain": track.gain}))
        if track.duck is not None:
            name = self.named(track.did or f"{track.id}.duck", (*place, "duck"))
            found.append(Effect(id=name, op="duck", params=track.duck))
        return found

    def items(self, segments: Sequence[parts.Segment | None], place: Place) -> tuple[Item, ...]:
        items: list[Item] = []
        at: int | None = 0
        for index, segment in enumerate(segments):
            here = (*place, index)
            if segment is None:
                at, self.whole = None, False
            elif segment.tr:
                between = self.between(segments, here)
                items.append(self.transition(segment, segment.tr, at if between else None, here))
            else:
                span = self.span(segment)
                timed = self.report.sure(here, "s", "d")
                if at is not None and timed and span.start > at:
                    items.append(Gap(duration=span.start - at))
                if at is not None and timed and span.start < at:
                    self.overlap(segment, at, (*here, "s"))
                items.append(self.item(segment, span, here))
                at = span.end if timed else None
                self.whole = self.whole and timed
        return tuple(items)

    def between(self, segments: Sequence[parts.Segment | None], place: Place) -> bool:
        """Whether a transition lies between two segments. Where one of the three is not as it was
        sent, nothing can be said of that."""
        *above, index = place
        assert isinstance(index, int)
        beside = [n for n in (index - 1, index + 1) if 0 <= n < len(segments)]
        keys = ("s", "d", "src", "tx", "tr")
        valid = all(segments[n] and self.report.sure((*above, n), *keys) for n in (*beside, index))
        if not (valid and self.timed):
            self.report.unsure.add((*place, "tr"))
        return valid and len(beside) == 2 and not any((each := segments[n]) and each.tr for n in beside)

    def overlap(self, segment: parts.Segment, at: int, place: Place) -> None:
        self.whole = False
        if self.timed:
            end = milliseconds(at, self.rate)
            self.report.fault(wrong.Overlap, place, start=_shown(segment.s), end=end)

    def unused(self, part: parts.Part, place: Place, kind: str, keys: tuple[str, ...]) -> None:
        """Refuses keys that mean nothing on this part."""
        for key in keys:
            if getattr(part, key) != type(part).model_fields[key].default:
                self.report.fault(wrong.KeyNotUsed, (*place, key), key=key, part=kind)

    def transition(self, segment: parts.Segment, blend: parts.Blend, at: int | None, place: Place) -> Item:
        self.unused(segment, place, "a transition", (*_ONLY_CLIPS, "src", "tx"))
        span = self.span(segment)
        cut = span.start if at is None else at
        if self.timed and not span.start <= cut <= span.end:
            times = {"start": _shown(segment.s), "end": _shown(segment.s + segment.d)}
            self.report.fault(wrong.TransitionOffCut, place, cut=milliseconds(cut, self.rate), **times)
        name = self.named(segment.id, place)
        self.report.places[(*self.nest, name)] = (*place, "tr")
        kept = self.report.kept(segment, Transition, place)
        if more := blend.model_dump(mode="json", exclude={"op", "p"}, exclude_defaults=True):
            kept["metadata"][UNKNOWN_BLEND] = more
        return Transition(
            id=name,
            op=blend.op,
            params=blend.p,
            in_offset=max(0, cut - span.start),
            out_offset=max(0, span.end - cut),
            **kept,
        )

    def item(self, segment: parts.Segment, span: Range, place: Place) -> Item:
        if segment.src and segment.tx:
            self.report.fault(wrong.NotOneSource, place, choices="src, tx", count=2)
        if segment.src is None and segment.tx is None:
            self.unused(segment, place, "a gap", _ONLY_CLIPS)
            kept = self.report.kept(segment, Gap, place)
            name = self.named(segment.id, place) if segment.id else ""
            return Gap(id=name, duration=span.duration, **kept)
        play: parts.Play
        media: MediaRef
        name = self.named(segment.id, place)
        self.report.media[(*self.nest, name)] = (*place, "tx" if segment.tx else "src")
        if segment.tx:
            play, media = segment.tx, self.words(segment.tx, (*place, "tx"))
        else:
            assert segment.src is not None
            play, media = segment.src, self.source(segment, segment.src, name, (*place, "src"))
        return Clip(
            id=name,
            name=segment.n,
            media=media,
            source=Range(
                start=nearest(play.in_ * self.rate / 1000 / play.sp),
                duration=span.duration,
            ),
            speed=play.sp,
            keep_pitch=play.kp,
            reverse=play.rev,
            freeze=play.frz,
            loop=play.loop,
            muted=segment.mute,
            link=segment.link,
            tie=segment.tie,
            effects=self.effects(segment.fx, (*place, "fx")),
            **self.report.kept(segment, Clip, place),
        )

    def words(self, words: parts.Words, place: Place) -> GeneratorRef:
        params = dict(words.p)
        if words.text is not None:
            if "text" in params:
                self.report.fault(wrong.NotOneSource, place, choices="text, p.text", count=2)
            params["text"] = words.text
        keys = self.keyframes(words.k, (*place, "k"))
        kept = self.report.kept(words, GeneratorRef, place)
        return GeneratorRef(op=words.style, params=params, keyframes=keys, **kept)

    def source(self, segment: parts.Segment, source: parts.Source, name: str, place: Place) -> MediaRef:
        choices = ("file", "gen", "draft", "seg")
        count = sum(getattr(source, key) is not None for key in choices)
        if count != 1:
            self.report.fault(wrong.NotOneSource, place, choices=", ".join(choices), count=count)
        if source.gen is None:
            self.unused(source, place, "a source that is not a generator", ("p", "k"))
        else:
            keys = self.keyframes(source.k, (*place, "k"))
            kept = self.report.kept(source, GeneratorRef, place)
            return GeneratorRef(op=source.gen, params=source.p, keyframes=keys, **kept)
        if source.draft is not None:
            inner = build(source.draft, self.report, (*place, "draft"), (*self.nest, name))
            return TimelineRef(timeline=inner, **self.report.kept(source, TimelineRef, place))
        if source.seg is not None:
            return ItemRef(item=source.seg, **self.report.kept(source, ItemRef, place))
        self.bounds(segment, source, place)
        return FileRef(media=source.file or "", **self.report.kept(source, FileRef, place))

    def bounds(self, segment: parts.Segment, source: parts.Source, place: Place) -> None:
        """The media exists, and has what the segment uses of it: to the frame, since the frames of a
        file and of the timeline need not begin at the same moments."""
        file = self.files.get(source.file or "")
        if file is None:
            if source.file is not None:
                have = ", ".join(self.files) or "-"
                self.report.fault(wrong.UnknownMedia, (*place, "file"), media=source.file, have=have)
            return
        length = file.duration * 1000
        timed = self.report.sure(place, "in", "sp") and self.report.sure(place[:-1], "d")
        if file.kind == "image" or not length or not timed:
            return
        told = {"media": file.name or file.id, "length": nearest(length)}
        end = source.in_ + Fraction(repr(segment.d)) * source.sp
        if source.in_ >= length:
            self.report.fault(wrong.InPointPastEnd, (*place, "in"), start=_shown(source.in_), **told)
        elif not (source.loop or source.frz) and end > length + 1000 / self.rate * source.sp:
            self.report.fault(wrong.OutPointPastEnd, (*place, "in"), end=nearest(end), **told)


def _shown(ms: float | Fraction) -> str:
    return f"{float(ms):g}" if ms != int(ms) else str(int(ms))
