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
from .steps import INPUTS, VOICES, stored_sound

JOIN = SAMPLE_RATE // 100
"""Samples of the crossfade at an ordinary join: 10 ms."""

REVERSED = SAMPLE_RATE * 60
"""Samples that are turned round at once: they are held in memory."""

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
    played: dict[str, Audio | None] = field(default_factory=dict)

    @property
    def rate(self) -> Fraction:
        return self.timeline.rate

    def mix(self, length: int) -> Audio | None:
        """All that is heard in the first `length` samples, or None where nothing sounds at all."""
        tracks = {track.id: self._once(track, length) for track in self._audible()}
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

    def _once(self, track: Track, length: int) -> Audio | None:
        """A track's sound, lowered once: what gives way to it listens to the same decode."""
        if track.id not in self.played:
            self.played[track.id] = self._track(track, length)
        return self.played[track.id]

    def _track(self, track: Track, length: int) -> Audio | None:
        voices = _merged(self._voices(track, length))
        if all(voice.clip is None for voice in voices):
            return None
        overlaps = self._overlaps(track, voices)
        step, begun = _Step(self, track, voices, overlaps, length), 0
        done: list[Audio] = []
        for index in range(len(voices)):
            if step.pieces and (index - begun >= VOICES or step.lowering.decodes.opened > INPUTS):
                done.append(step.sound())
                step, begun = _Step(replace(self, decodes=Decodes()), track, voices, overlaps, length), index
            step.add(index)
        if step.pieces:
            done.append(step.sound())
        # Alone in its graph a step needs no file between; but a graph has room for some tracks only.
        alone = len(done) == 1 and self.decodes.opened <= INPUTS
        return _exactly(done[0] if alone else stored_sound(done), length)

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
        above = [self._once(each, length) for each in self._audible() if _rank(each) < _rank(track)]
        return [_exactly(_cut(audio, start, start + count), count) for audio in above if audio is not None]

    def clip(self, clip: Clip, offset: int, count: int) -> Audio:
        """`count` samples of a clip's media, from `offset` samples after the clip's start."""
        source, _ = clip_samples(clip.source, self.rate)
        if clip.reverse:
            end = samples(clip.source.end, self.rate) - offset
            return self._reversed(clip, end - count, count)
        return self._media(clip, source + offset, count)

    def _reversed(self, clip: Clip, start: int, count: int) -> Audio:
        """Backwards, from the end. The filter keeps all that it turns round, so much of it is done in steps."""
        if count <= REVERSED:
            return self._media(clip, start, count).filter("areverse")
        steps = []
        for end in range(start + count, start, -REVERSED):
            own = replace(self, decodes=Decodes())
            length = min(REVERSED, end - start)
            steps.append(_exactly(own._media(clip, end - length, length).filter("areverse"), length))
        return stored_sound(steps)

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


@dataclass
class _Step:
    """Neighbouring voices of a track, joined by one graph; the sound begins with the join to the voice
    before them."""

    lowering: SoundLowering
    track: Track
    voices: Sequence[Voice]
    overlaps: Sequence[tuple[int, int]]
    length: int
    pieces: list[Audio] = field(default_factory=list)
    wholes: dict[int, Audio] = field(default_factory=dict)

    def add(self, index: int) -> None:
        """Join a voice to those before it."""
        before, after = self._around(index)
        if sum(before):
            self.pieces.append(_crossfade(self._tail(index - 1), self._cut(index, 0, sum(before))))
        voice = self.voices[index]
        begin, end = sum(before), voice.end - voice.start + before[0] - after[0]
        if end > begin:
            self.pieces.append(self._cut(index, begin, end))
        self.wholes = {key: audio for key, audio in self.wholes.items() if key >= index}

    def sound(self) -> Audio:
        joined = _sequence(self.pieces)
        return _exactly(joined, joined.samples)

    def _around(self, index: int) -> tuple[tuple[int, int], tuple[int, int]]:
        before = self.overlaps[index - 1] if index else (0, 0)
        return before, self.overlaps[index] if index < len(self.overlaps) else (0, 0)

    def _cut(self, index: int, begin: int, end: int) -> Audio:
        """Samples of a voice, counted from where the join before it begins."""
        if index not in self.wholes:
            before, after = self._around(index)
            voice = self.voices[index]
            start, stop = voice.start - before[0], voice.end + after[1]
            self.wholes[index] = self.lowering._voice(voice, start, stop - start, self.track, self.length)
        return _cut(self.wholes[index], begin, end)

    def _tail(self, index: int) -> Audio:
        """What of a voice sounds in the join behind it."""
        before, after = self._around(index)
        voice = self.voices[index]
        if index not in self.wholes and _steady(voice):
            # It belongs to the step before: no need to play all of it once more.
            start = voice.end - after[0]
            return self.lowering._voice(voice, start, sum(after), self.track, self.length)
        end = voice.end + after[1] - voice.start + before[0]
        return self._cut(index, end - sum(after), end)


def _steady(voice: Voice) -> bool:
    """Whether its samples are the same wherever one begins to play it."""
    clip = voice.clip
    return clip is None or (
        clip.speed == 1 and not clip.effects and not clip.reverse and isinstance(clip.media, FileRef)
    )


def _listens(effects: Sequence[Effect]) -> bool:
    """Whether any of them listens to other sounds."""
    ops = (registry().get(effect.op) for effect in effects if effect.enabled)
    return any(op is not None and issubclass(op, AudioEffect) and bool(op.side_inputs) for op in ops)


def samples_frames(count: int, rate: Fraction) -> int:
    """The frames that a number of samples lasts."""
    return nearest(Fraction(count) * rate / SAMPLE_RATE)


def _rank(track: Track) -> int:
    # The film's own voices give way to a voice-over too.
    return -1 if track.metadata.get("voice_over") else ROLE_ORDER.get(track.role, 1)


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
