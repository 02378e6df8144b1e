"""Timeline to sound graph: one continuous stream, exact to the sample.

Every join is an equal-power crossfade that leaves all positions where they are: both sides borrow
a little from beyond the cut. Where the source simply goes on there is no join.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise

from workprint.base import SAMPLE_RATE, Range, nearest, samples
from workprint.graph import Audio, Pad
from workprint.model import (
    Clip,
    Effect,
    FileRef,
    GeneratorRef,
    ItemRef,
    Timeline,
    TimelineRef,
    Track,
    Transition,
)
from workprint.ops import AudioEffect, AudioGenerator, Context, bind, registry

from .picture import CircularInput
from .sources import Decodes, MediaMissing, clip_samples, played, silence, sound

JOIN = SAMPLE_RATE // 100
"""Samples of the crossfade at an ordinary join: 10 ms."""

ROLE_ORDER = {"voice": 0, "": 1, "sound": 1, "music": 2}
"""What ducks under what: a track listens to those of a lower number."""


@dataclass(frozen=True)
class Voice:
    """A stretch of a track that sounds as one: a clip, or nothing. In samples of the timeline."""

    start: int
    end: int
    clip: Clip | None
    at: int = 0


@dataclass
class SoundLowering:
    """Lowers the sound of one timeline."""

    timeline: Timeline
    decodes: Decodes = field(default_factory=Decodes)
    within: tuple[str, ...] = ()

    @property
    def rate(self) -> Fraction:
        return self.timeline.rate

    def mix(self, length: int) -> Audio | None:
        """All that is heard in the first `length` samples, or None where nothing sounds at all."""
        tracks = {track.id: self._track(track, length) for track in self._audible()}
        heard = {key: audio for key, audio in tracks.items() if audio is not None}
        if not heard:
            return None
        shaped = []
        for track in self._audible():
            audio = heard.get(track.id)
            if audio is not None:
                voices = [heard[t.id] for t in self._audible() if t.id in heard and _rank(t) < _rank(track)]
                shaped.append(self._effects(audio, track.effects, samples_frames(length, self.rate), voices))
        master = _mixed([replace(audio, samples=length) for audio in shaped])
        master = self._effects(master, self.timeline.effects, samples_frames(length, self.rate), [])
        return _exactly(master, length)

    def _audible(self) -> list[Track]:
        return [t for t in self.timeline.tracks if t.enabled and not t.muted and t.kind != "text" and t.items]

    def _track(self, track: Track, length: int) -> Audio | None:
        voices = _merged(self._voices(track, length))
        if all(voice.clip is None for voice in voices):
            return None
        overlaps = self._overlaps(track, voices)
        bodies: list[Audio] = []
        tails: list[Audio] = []
        heads: list[Audio] = []
        for index, voice in enumerate(voices):
            before = overlaps[index - 1] if index else (0, 0)
            after = overlaps[index] if index < len(overlaps) else (0, 0)
            start, end = voice.start - before[0], voice.end + after[1]
            whole = self._voice(voice, start, end - start, track, length)
            body_start, body_end = voice.start + before[1] - start, voice.end - after[0] - start
            heads.append(_cut(whole, 0, body_start))
            bodies.append(_cut(whole, body_start, body_end))
            tails.append(_cut(whole, body_end, end - start))
        pieces: list[Audio] = []
        for index, body in enumerate(bodies):
            if index and sum(overlaps[index - 1]):
                pieces.append(_crossfade(tails[index - 1], heads[index]))
            if body.samples:
                pieces.append(body)
        return _exactly(_sequence(pieces), length)

    def _voices(self, track: Track, length: int) -> Iterator[Voice]:
        reached = 0
        for at, item in track.placed():
            start, end = samples(at, self.rate), min(length, samples(at + item.duration, self.rate))
            if not isinstance(item, Transition) and end > start:
                yield Voice(start, end, item if isinstance(item, Clip) and self._sounds(item) else None, at)
                reached = end
        if reached < length:
            yield Voice(reached, length, None)

    def _sounds(self, clip: Clip) -> bool:
        if clip.muted or clip.freeze:
            return False
        media = clip.media
        if isinstance(media, FileRef):
            file = self.timeline.file(media.media)
            if file is None:
                raise MediaMissing(clip=clip.name or clip.id, media=media.media)
            return file.audio is not None
        if isinstance(media, GeneratorRef):
            op = registry().get(media.op)
            return op is not None and issubclass(op, AudioGenerator)
        return True

    def _overlaps(self, track: Track, voices: Sequence[Voice]) -> list[tuple[int, int]]:
        """For each join, how many samples before and after the cut both sides sound."""
        around = {
            samples(at, self.rate): (item.in_offset, item.out_offset)
            for at, item in track.placed()
            if isinstance(item, Transition)
        }
        found = []
        for before, after in pairwise(voices):
            cut = before.end
            if cut in around:
                frame = nearest(Fraction(cut) * self.rate / SAMPLE_RATE)
                left, right = around[cut]
                sides = cut - samples(frame - left, self.rate), samples(frame + right, self.rate) - cut
            else:
                sides = JOIN // 2, JOIN // 2
            room = (before.end - before.start) // 2, (after.end - after.start) // 2
            found.append((min(sides[0], room[0]), min(sides[1], room[1])))
        return found

    def _voice(self, voice: Voice, start: int, count: int, track: Track, length: int) -> Audio:
        """The sound of a clip from sample `start` of the timeline on, its effects applied."""
        if voice.clip is None:
            return silence(count)
        clip = voice.clip
        offset = start - samples(voice.at, self.rate)
        audio = replace(self.clip(clip, offset, count), samples=count)
        voices = self._spoken(track, start, count, length) if _listens(clip.effects) else []
        return _exactly(self._effects(audio, clip.effects, clip.duration, voices, -offset), count)

    def _spoken(self, track: Track, start: int, count: int, length: int) -> list[Audio]:
        """What sounds meanwhile on the tracks that this one gives way to."""
        above = [self._track(each, length) for each in self._audible() if _rank(each) < _rank(track)]
        return [_exactly(_cut(audio, start, start + count), count) for audio in above if audio is not None]

    def clip(self, clip: Clip, offset: int, count: int) -> Audio:
        """`count` samples of a clip's media, from `offset` samples after the clip's start."""
        source, _ = clip_samples(clip.source, self.rate)
        if clip.reverse:
            end = samples(clip.source.end, self.rate) - offset
            return self._media(clip, end - count, count).filter("areverse")
        return self._media(clip, source + offset, count)

    def _media(self, clip: Clip, start: int, count: int) -> Audio:
        media = clip.media
        if isinstance(media, FileRef):
            file = self.timeline.file(media.media)
            if file is None:
                raise MediaMissing(clip=clip.name or clip.id, media=media.media)
            return sound(file, start, count, clip.speed, clip.keep_pitch, clip.loop, self.decodes, clip.id)
        if isinstance(media, GeneratorRef):
            op = bind(AudioGenerator, media.op, media.params, media.keyframes, self.rate, clip.id)
            frames = samples_frames(start + count, self.rate) + 1
            made = op.build(Context(self.rate, self.timeline.canvas, frames, origin=clip.id))
            return played(made, start, count, Fraction(1), True)
        if isinstance(media, TimelineRef):
            inner = SoundLowering(media.timeline, self.decodes, self.within)
            mixed = inner.mix(samples(media.timeline.duration, media.timeline.rate))
            return played(mixed, start, count, clip.speed, clip.keep_pitch) if mixed else silence(count)
        assert isinstance(media, ItemRef)
        found = self.timeline.find(media.item)
        if found is None or not isinstance(found[2], Clip):
            raise MediaMissing(clip=clip.id, media=media.item)
        if media.item in self.within:
            raise CircularInput(clip=media.item)
        if not self._sounds(found[2]):
            return silence(count)
        inner_self = replace(self, within=(*self.within, media.item))
        return inner_self.clip(found[2], start, count)

    def _effects(
        self, audio: Audio, effects: Sequence[Effect], frames: int, voices: Sequence[Audio], zero: int = 0
    ) -> Audio:
        """`zero` is the sample of the stream at which the item itself starts."""
        for effect in effects:
            op = registry().get(effect.op)
            if not effect.enabled or op is None or not issubclass(op, AudioEffect):
                continue
            at = Fraction(zero, SAMPLE_RATE)
            bound = bind(AudioEffect, effect.op, effect.params, effect.keyframes, self.rate, effect.id, at)
            inputs: dict[str, Pad] = {}
            if op.side_inputs:
                if not voices:
                    continue
                inputs["voice"] = _mixed(voices)
            context = Context(self.rate, self.timeline.canvas, frames, inputs, effect.id, 0, at)
            marked = replace(audio, node=replace(audio.node, origin=effect.id))
            audio = replace(bound.build(marked, context), samples=audio.samples)
        return audio


def _listens(effects: Sequence[Effect]) -> bool:
    """Whether any of them listens to other sounds."""
    ops = (registry().get(effect.op) for effect in effects if effect.enabled)
    return any(op is not None and issubclass(op, AudioEffect) and bool(op.side_inputs) for op in ops)


def samples_frames(count: int, rate: Fraction) -> int:
    """The frames that a number of samples lasts."""
    return nearest(Fraction(count) * rate / SAMPLE_RATE)


def _rank(track: Track) -> int:
    return ROLE_ORDER.get(track.role, 1)


def _merged(voices: Iterator[Voice]) -> list[Voice]:
    """Neighbours that are one source going on, or silence going on, as one."""
    merged: list[Voice] = []
    for voice in voices:
        last = merged[-1] if merged else None
        if last and _goes_on(last.clip, voice.clip):
            clip = last.clip
            if clip is not None and voice.clip is not None:
                span = Range(start=clip.source.start, duration=clip.duration + voice.clip.duration)
                clip = clip.model_copy(update={"source": span})
            merged[-1] = Voice(last.start, voice.end, clip, last.at)
        else:
            merged.append(voice)
    return merged


def _goes_on(before: Clip | None, after: Clip | None) -> bool:
    if before is None or after is None:
        return before is after
    plain = not (
        before.effects or after.effects or before.reverse or after.reverse or before.loop or after.loop
    )
    same = (before.media, before.speed, before.keep_pitch) == (after.media, after.speed, after.keep_pitch)
    return plain and same and before.source.end == after.source.start and isinstance(after.media, FileRef)


def _cut(audio: Audio, start: int, end: int) -> Audio:
    if (start, end) == (0, audio.samples):
        return audio
    piece = audio.filter("atrim", start_sample=start, end_sample=end).filter("asetpts", expr="PTS-STARTPTS")
    return piece.lasting(max(0, end - start))


def _crossfade(before: Audio, after: Audio) -> Audio:
    count = before.samples
    mixed = before.filter("acrossfade", after, ns=count, c1="qsin", c2="qsin")
    return _exactly(mixed, count)


def _exactly(audio: Audio, count: int) -> Audio:
    if audio.node.name == "atrim" and audio.node.args == (("end_sample", count),):
        return audio.lasting(count)
    return audio.filter("apad", whole_len=count).filter("atrim", end_sample=count).lasting(count)


def _sequence(pieces: Sequence[Audio]) -> Audio:
    if len(pieces) == 1:
        return pieces[0]
    joined = pieces[0].filter("concat", *pieces[1:], n=len(pieces), v=0, a=1)
    return joined.lasting(sum(piece.samples for piece in pieces))


def _mixed(audios: Sequence[Audio]) -> Audio:
    if len(audios) == 1:
        return audios[0]
    return audios[0].filter("amix", *audios[1:], inputs=len(audios), normalize=False, duration="longest")
