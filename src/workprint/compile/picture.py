"""Timeline to picture graph, for any range of its frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial

from workprint.base import Curve, Fault, Range, nearest, seconds
from workprint.graph import Pad, Video
from workprint.model import (
    Canvas,
    Clip,
    Effect,
    FileRef,
    GeneratorRef,
    ItemRef,
    Timeline,
    TimelineRef,
    Track,
)
from workprint.ops import (
    Context,
    Operation,
    TextGenerator,
    TransitionOp,
    VideoEffect,
    VideoGenerator,
    bind,
    operation,
    registry,
)
from workprint.ops.text import draw, script

from .clocks import clocks
from .fit import fit, on_background, over, pinned
from .keyed import acts, stages
from .layers import covers, layered, looks_around, may_cover
from .shots import Shot, shots_in
from .sources import Decodes, MediaMissing, as_yuv, colour, counted, held, picture
from .steps import bounded


class CircularInput(Fault):
    code = "circular_input"
    en = "“{clip}” takes its picture, directly or through others, from itself."
    zh = "“{clip}”的画面直接或间接来自它自己。"


@dataclass
class PictureLowering:
    """Lowers one timeline. `decodes` is shared with nested ones, `within` guards against circles."""

    timeline: Timeline
    decodes: Decodes = field(default_factory=Decodes)
    within: tuple[str, ...] = ()

    @property
    def rate(self) -> Fraction:
        return self.timeline.rate

    @property
    def canvas(self) -> Canvas:
        return self.timeline.canvas

    def frames(self, span: Range) -> Video:
        """The finished picture of the frames `span`."""
        base = _joined([self._layers(part, lowest) for part, lowest in self._visible(span)])
        timeline = self.timeline
        return self._timed(self._text(base, span), timeline.effects, span, timeline.duration)

    def _visible(self, span: Range) -> list[tuple[Range, Track | None]]:
        """`span` in parts, each with the lowest track that is seen in it; None: all, and the background."""
        upper = [track for track in self._tracks() if track is not self.timeline.film]
        shown = [each for track in self._tracks() for each in shots_in(track, span)]
        if not upper or any(looks_around(clip.effects) for shot, _ in shown for clip in shot.clips):
            return [(span, None)]
        apart = replace(self, decodes=replace(self.decodes, last={}, count={}))
        hiding = [
            (part, track)
            for track in upper
            for shot, part in shots_in(track, span)
            if shot.clip is not None and shot.transition is None and may_cover(shot.clip)
            if covers(apart.clip(shot.clip, part.shift(-shot.at), film=False), self.canvas)
        ]
        return layered(span, hiding)

    def _tracks(self) -> list[Track]:
        return [t for t in self.timeline.tracks if t.enabled and t.kind == "video" and t.items]

    def _layers(self, span: Range, lowest: Track | None) -> Video:
        """The tracks from `lowest` on, which hides those beneath it; or all of them."""
        tracks = self._tracks()
        film = self.timeline.film
        if lowest is not None:
            (shot, part), *_ = shots_in(lowest, span)
            base = self._shot(shot, part, film=False)
            tracks = tracks[tracks.index(lowest) + 1 :]
        else:
            base = (
                self._film(film, span) if film is not None and film in tracks else self._plain(span.duration)
            )
        for track in tracks:
            if track is not film:
                base = self._lay_over(base, track, span)
        return base

    def _plain(self, count: int) -> Video:
        return colour(self.canvas.background, self.canvas.width, self.canvas.height, self.rate, count)

    def _film(self, track: Track, span: Range) -> Video:
        pieces = []
        reached = span.start
        for shot, part in shots_in(track, span):
            pieces += [self._shot(shot, stage, film=True) for stage in stages(shot, part)]
            reached = part.end
        if reached < span.end:
            pieces.append(self._plain(span.end - reached))
        return self._timed(_joined(pieces), track.effects, span, track.duration)

    def _timed(self, video: Video, effects: Sequence[Effect], span: Range, total: int) -> Video:
        """Effects of a track or the timeline: their clock is the timeline's."""
        working = self._working(effects, span, total)
        if not working:
            return video
        # Where in the film it is reaches only what looks at the clock: behind an insertion all else
        # stays what it was.
        first = span.start if any(map(_looks_at_the_clock, working)) else 0
        # Counted, whether joined or not: what works together across must not depend on the piece.
        video = _from(counted(video), first)
        for effect in working:
            video = self._effect(video, effect, total, first)
            if video.x is None:
                video = pinned(fit(video, self.canvas, film=True))
        return on_background(_restarted(video, first) if first else video, self.canvas)

    def _working(self, effects: Sequence[Effect], span: Range, total: int) -> list[Effect]:
        """The effects that do something to frames `span` of an item of `total` frames."""
        found = []
        for effect in effects:
            if not effect.enabled or not touches_picture(effect):
                continue
            op = operation(effect.op, VideoEffect, effect.id)
            if not acts(effect, span):
                continue
            if op.timed and not effect.keyframes:
                bound = bind(VideoEffect, effect.op, effect.params, rate=self.rate, where=effect.id)
                if bound.idle(span, total, self.rate):
                    continue
            found.append(effect)
        return found

    def _lay_over(self, base: Video, track: Track, span: Range) -> Video:
        self.decodes.part()
        for shot, part in shots_in(track, span):
            if shot.clip is not None:
                base = over(bounded(base), self._shot(shot, part, film=False), part.start - span.start)
        return base

    def _shot(self, shot: Shot, part: Range, film: bool) -> Video:
        if shot.clip is None:
            return self._plain(part.duration)
        if shot.transition is None or shot.following is None:
            video = self.clip(shot.clip, part.shift(-shot.at), film, apart=film)
            return on_background(video, self.canvas) if film else video
        whole = shot.span
        sides = [self._whole(self.clip(shot.clip, whole.shift(-shot.at), film), film)]
        self.decodes.part()
        sides.append(self._whole(self.clip(shot.following, whole.shift(-shot.follows_at), film), film))
        name = shot.transition.op
        op = bind(TransitionOp, name, shot.transition.params, where=shot.transition.id)
        context = Context(self.rate, self.canvas, whole.duration, origin=shot.transition.id)
        mixed = replace(op.build(sides[0], sides[1], context), x=None, y=None, alpha=sides[0].alpha)
        mixed = counted(pinned(mixed))
        if part == whole:
            return mixed.lasting(whole.duration)
        first = part.start - whole.start
        cut = mixed.filter("trim", start_frame=first, end_frame=first + part.duration)
        return cut.filter("setpts", expr="PTS-STARTPTS").lasting(part.duration)

    def _whole(self, video: Video, film: bool) -> Video:
        """One side of a transition: canvas size; over the film with transparency around it."""
        if film:
            return on_background(video, self.canvas)
        back = colour("#00000000", self.canvas.width, self.canvas.height, self.rate, video.frames, alpha=True)
        return replace(over(back, video.with_alpha()), alpha=True)

    def clip(self, clip: Clip, part: Range, film: bool, apart: bool = False) -> Video:
        """Frames `part` of a clip, counted from its start; frames outside it are its handles."""
        effects = self._working(clip.effects, part, clip.duration)
        classes = [operation(effect.op, VideoEffect, effect.id) for effect in effects]
        # Only some effects look at the clock. Some filters cannot count below zero: with a handle
        # before it, the item starts later.
        timed = any(map(_looks_at_the_clock, effects))
        begin, zero = (max(0, part.start), max(0, -part.start)) if timed else (0, 0)
        video = _from(self._source(clip, part), begin)
        first = [effect for effect, op in zip(effects, classes, strict=True) if op.before_fit]
        rest = [effect for effect in effects if effect not in first]
        for effect in first:
            video = self._effect(video, effect, clip.duration, begin, zero, apart)
        if video.x is None:
            video = pinned(fit(video, self.canvas, film))
        for effect in rest:
            video = self._effect(video, effect, clip.duration, begin, zero, apart)
        return _restarted(video, begin) if begin else video

    def _effect(
        self, video: Video, effect: Effect, frames: int, first: int, zero: int = 0, apart: bool = False
    ) -> Video:
        at = seconds(zero, self.rate)
        op = bind(VideoEffect, effect.op, effect.params, effect.keyframes, self.rate, effect.id, at)
        inputs: dict[str, Pad] = {}
        for name, item in effect.inputs.items():
            inputs[name] = self._item(item, effect.id, Range(start=0, duration=video.frames))
        context = Context(
            self.rate,
            self.canvas,
            frames,
            inputs,
            effect.id,
            first,
            at,
            partial(self._still, effect.id),
            apart,
        )
        marked = replace(video, node=replace(video.node, origin=effect.id))
        return pinned(op.build(marked, context)).lasting(video.frames)

    def _item(self, item: str, origin: str, part: Range) -> Video:
        found = self.timeline.find(item)
        if found is None or not isinstance(found[2], Clip):
            raise MediaMissing(clip=origin, media=item)
        if item in self.within:
            raise CircularInput(clip=item)
        inner = replace(self, within=(*self.within, item))
        return inner.clip(found[2], part, film=True)

    def _source(self, clip: Clip, part: Range) -> Video:
        """The media's own picture for frames `part` of a clip, time stamps from 0."""
        if clip.freeze:
            frame = self._media(clip, Range(start=clip.source.start, duration=1))
            return held(frame, part.duration)
        if clip.reverse:
            end = clip.source.end - part.start
            video = self._media(clip, Range.between(end - part.duration, end))
            return video.filter("reverse")
        return self._media(clip, part.shift(clip.source.start))

    def _media(self, clip: Clip, span: Range) -> Video:
        media = clip.media
        if isinstance(media, FileRef):
            file = self.timeline.file(media.media)
            if file is None:
                raise MediaMissing(clip=clip.name or clip.id, media=media.media)
            return picture(file, span, self.rate, clip.speed, clip.loop, self._decodes(clip), clip.id)
        if isinstance(media, GeneratorRef):
            return self._generated(media, span, clip)
        if isinstance(media, TimelineRef):
            return self._nested(media.timeline, span, clip)
        assert isinstance(media, ItemRef)
        return self._item(media.item, clip.id, span)

    def _decodes(self, clip: Clip) -> Decodes:
        """Effects on the media's own frame (a crop) want it at its own size, not a stand-in."""
        if self.decodes.stand_ins is None:
            return self.decodes
        ops = [operation(e.op, VideoEffect, e.id) for e in clip.effects if e.enabled and touches_picture(e)]
        enlarged = any(op.before_fit and not op.keyed for op in ops)
        return replace(self.decodes, stand_ins=None) if enlarged else self.decodes

    def _generated(self, media: GeneratorRef, span: Range, clip: Clip) -> Video:
        start = max(0, span.start)
        end = max(span.end, start + 1)
        if issubclass(operation(media.op, Operation, clip.id), TextGenerator):
            return self._words_alone(media, span, clip)
        op = bind(VideoGenerator, media.op, media.params, media.keyframes, self.rate, clip.id)
        context = Context(self.rate, self.canvas, end, origin=clip.id, still=partial(self._still, clip.id))
        made = op.build(context)
        video = as_yuv(made.filter("format", pix_fmts="rgba" if made.alpha else "rgb24"))
        before = start - span.start
        if start or before:
            video = video.filter("trim", start_frame=start).filter("setpts", expr="PTS-STARTPTS")
        if before:
            video = video.filter("tpad", start=before, start_mode="clone").filter(
                "trim", end_frame=span.duration
            )
        return video.lasting(span.duration)

    def _still(self, where: str, media: str) -> Video:
        file = self.timeline.file(media)
        if file is None:
            raise MediaMissing(clip=where, media=media)
        return picture(file, Range(start=0, duration=1), self.rate, Fraction(1), False, self.decodes, where)

    def _nested(self, inner: Timeline, span: Range, clip: Clip) -> Video:
        ratio = inner.rate * clip.speed / self.rate
        first, last = nearest(max(0, span.start) * ratio), nearest(max(1, span.end) * ratio)
        last = max(first + 1, min(last, max(1, inner.duration)))
        first = min(first, last - 1)
        lowering = PictureLowering(inner, self.decodes, self.within)
        video = counted(lowering.frames(Range.between(first, last)))
        video = replace(video, width=inner.canvas.width, height=inner.canvas.height)
        if ratio != 1:
            video = video.filter("setpts", expr=f"PTS*{clip.speed.denominator}/{clip.speed.numerator}")
            video = replace(video.filter("fps", fps=self.rate, start_time=0), rate=self.rate)
        before = max(0, -span.start)
        video = video.filter("tpad", start=before, start_mode="clone", stop=span.duration, stop_mode="clone")
        return video.filter("trim", end_frame=span.duration).lasting(span.duration)

    def _words_alone(self, media: GeneratorRef, span: Range, clip: Clip) -> Video:
        """Words as a picture of their own, transparent around them."""
        back = colour(
            "#00000000", self.canvas.width, self.canvas.height, self.rate, span.duration, alpha=True
        )
        op = bind(TextGenerator, media.op, media.params, media.keyframes, self.rate, clip.id)
        end = seconds(max(clip.source.end, span.end), self.rate)
        events = op.events(Fraction(0), end, self.canvas)
        return _from(draw(_from(back, max(0, span.start)), script(events, self.canvas)), 0, reset=True)

    def _text(self, base: Video, span: Range) -> Video:
        """All words on text tracks; words with effects of their own come as pictures."""
        placed = [
            (at, clip)
            for track in self.timeline.tracks
            if track.kind == "text" and track.enabled
            for at, clip in track.clips()
            if at < span.end and span.start < at + clip.duration
        ]
        plain = [
            (at, clip) for at, clip in placed if not clip.effects and isinstance(clip.media, GeneratorRef)
        ]
        for clock in clocks(plain, self.rate):
            events = [event for at, clip in clock.placed(span.start) for event in self._events(at, clip)]
            base = counted(draw(clock.set(base, span.start), script(events, self.canvas)))
        for at, clip in placed:
            if (at, clip) not in plain:
                part = Range(start=at, duration=clip.duration).intersect(span)
                above = self.clip(clip, part.shift(-at), film=False)
                base = over(bounded(base), above, part.start - span.start)
        return base

    def _events(self, at: int, clip: Clip) -> tuple[str, ...]:
        """The lines of script of words that start with frame `at` of their clock."""
        media = clip.media
        assert isinstance(media, GeneratorRef)
        op = bind(TextGenerator, media.op, media.params, media.keyframes, self.rate, clip.id)
        op = op.later(float(seconds(clip.source.start, self.rate)))
        return op.events(seconds(at, self.rate), seconds(at + clip.duration, self.rate), self.canvas)


def touches_picture(effect: Effect) -> bool:
    """Whether an effect belongs to the picture; one that is not known is taken for such, and told."""
    op = registry().get(effect.op)
    return op is None or issubclass(op, VideoEffect)


def _looks_at_the_clock(effect: Effect) -> bool:
    """Whether what an effect does to a frame depends on when the frame is shown."""
    op = operation(effect.op, VideoEffect, effect.id)
    return op.timed or any(len(keys) > 1 for keys in effect.keyframes.values())


def _from(video: Video, frame: int, reset: bool = False) -> Video:
    """The same frames with time stamps that start at `frame`."""
    if reset:
        return video.filter("setpts", expr="PTS-STARTPTS")
    if not frame:
        return video
    return video.filter("setpts", expr=f"PTS+{frame}/({video.rate.numerator}/{video.rate.denominator}*TB)")


def _restarted(video: Video, first: int) -> Video:
    """The stream, which begins with frame `first` on its clock, with that frame at zero: a place that
    moves keeps its moments."""
    back = seconds(first, video.rate)
    x, y = (replace(v, zero=v.zero - back) if isinstance(v, Curve) else v for v in (video.x, video.y))
    return replace(_from(video, 0, reset=True), x=x, y=y)


def _joined(pieces: Sequence[Video]) -> Video:
    if len(pieces) == 1:
        return pieces[0]
    joined = counted(pieces[0].filter("concat", *pieces[1:], n=len(pieces), v=1, a=0))
    return joined.lasting(sum(piece.frames for piece in pieces))
