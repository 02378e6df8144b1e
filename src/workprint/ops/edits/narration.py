"""The voice-over of a film: what was spoken for it, the lines on its track, and what steps back for it.

A line is a clip of a sound that was made for its text. Who makes it writes what was asked for into the
media's `metadata["voice"]`, so that the same edit finds it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from typing import Any

from workprint.base import Fault, Range, frames, seconds
from workprint.model import Clip, Effect, FileRef, MediaFile, Timeline, Track

from .faults import NothingToDo
from .film import film_of, without
from .fitting import Cue, Fit, Layout, fitted
from .freeze_frame import FreezeFrame
from .sources import file_frames, has_sound, media_of, retimed
from .targets import effects_of, put, with_effects
from .timemap import placed
from .track_surgery import settle

VOICE_OVER = "voice_over"
"""Where the metadata of tracks, clips and effects say that they are of the voice-over."""
TRACK = Track(id="", kind="audio", role="voice", name="Voice-over", metadata={VOICE_OVER: True})
PAUSE = 0.7
"""Seconds between paragraphs."""
LONGEST_NAME = 60


class MissingVoice(Fault):
    """Texts that have to be spoken first; `wanted` says which, and how."""

    code = "missing_voice"
    en = "This has to be spoken first: “{text}”."
    zh = "需要先合成语音：“{text}”。"

    def __init__(self, wanted: Sequence[Spoken]) -> None:
        super().__init__(wanted=[asdict(each) for each in wanted], text=wanted[0].text)


class NoVoiceOver(Fault):
    code = "no_voice_over"
    en = "There is no voice-over in this film."
    zh = "影片里还没有配音。"


class VoiceTaken(Fault):
    code = "voice_taken"
    en = "At {at:.1f} s the voice-over already speaks (until {until:.1f} s). Say “add a voiceover after the first one: …” or “… before the first one: …”, “replace the voiceover with: …”, or another time."
    zh = "{at:.1f} 秒处已有配音（到 {until:.1f} 秒）。可以说“在配音后面加一句：……”、“在配音前面加一句：……”、“把配音换成：……”，或者换个时间。"


@dataclass(frozen=True)
class Spoken:
    """A text, and how it is spoken: `language` and `voice` empty for the usual, `rate` a share of the usual
    pace, `engine` the one that speaks."""

    text: str
    language: str = ""
    voice: str = ""
    rate: float = 1.0
    engine: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the voice-over: what is spoken, and at which frame; None: behind the line before it."""

    spoken: Spoken
    start: int | None = None


@dataclass(frozen=True)
class Manner:
    """How lines are laid: fitted by which rule, how loud, by how many dB all else steps back, and how many
    seconds are between them where that was asked for."""

    fit: Fit = "stretch"
    gain: float = 1.0
    depth: float = 10.0
    pause: float | None = None


def made_of(timeline: Timeline, spoken: Spoken) -> MediaFile | None:
    """The sound that was made for a text, if it was."""
    return next((media for media in timeline.media if asked_of(media) == asdict(spoken)), None)


def asked_of(media: MediaFile) -> Any:
    """What was asked for when a sound was made; None for footage."""
    voice = media.metadata.get("voice")
    return voice.get("asked") if isinstance(voice, dict) else None


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text."""
    return [each for line in text.split("\n") if (each := line.strip())]


def is_narration(track: Track) -> bool:
    return bool(track.metadata.get(VOICE_OVER))


def narrated(timeline: Timeline) -> list[tuple[int, Clip]]:
    """The lines in order of time, with the frames at which they start."""
    tracks = [track for track in timeline.tracks if is_narration(track)]
    return sorted(((at, clip) for track in tracks for at, clip in track.clips()), key=lambda pair: pair[0])


def lines_of(timeline: Timeline) -> list[tuple[int, Clip]]:
    """The same. Raises `NoVoiceOver` where there are none."""
    found = narrated(timeline)
    if not found:
        raise NoVoiceOver()
    return found


def spoken_of(clip: Clip) -> Spoken:
    """What a line says, and how."""
    told = clip.metadata.get(VOICE_OVER)
    return Spoken(**told["spoken"]) if isinstance(told, dict) else Spoken(clip.name)


def follows(clip: Clip) -> bool:
    """Whether a line has no time of its own: it comes behind the one before it."""
    told = clip.metadata.get(VOICE_OVER)
    return isinstance(told, dict) and bool(told.get("follows"))


def spoken_clips(timeline: Timeline, lines: Sequence[Line]) -> list[Clip]:
    """A clip for each line. Raises `MissingVoice` naming all that were not spoken yet, or `NothingToDo`."""
    if not lines:
        raise NothingToDo(en="Say what the voice should read.", zh="请说明要念的内容。")
    found = [made_of(timeline, line.spoken) for line in lines]
    missing = [line.spoken for line, media in zip(lines, found, strict=True) if media is None]
    if missing:
        raise MissingVoice(list(dict.fromkeys(missing)))
    pairs = zip(found, lines, strict=True)
    return [clip_of_sound(timeline, media, line.spoken.text) for media, line in pairs if media is not None]


def heard(timeline: Timeline, media_id: str) -> MediaFile:
    """A file that has sound. Raises `NoSuchItem` or `NothingToDo`."""
    media = media_of(timeline, media_id)
    if media.audio is None:
        raise NothingToDo(en=f"“{media.name}” has no sound.", zh=f"“{media.name}”没有声音。")
    return media


def laid(timeline: Timeline, lines: Sequence[Line], clips: Sequence[Clip], how: Manner) -> Timeline:
    """The timeline with lines laid on the voice-over's track, fitted to the picture, and all else that
    sounds stepping back under them."""
    film = film_of(timeline)
    rate = timeline.rate
    cues = [Cue(clip.duration, line.start) for line, clip in zip(lines, clips, strict=True)]
    pause = frames(PAUSE if how.pause is None else how.pause, rate)
    layout = fitted(cues, film.duration, pause, how.fit, 0 if how.pause is None else pause)
    after = _waiting(timeline, layout)
    ids = timeline.new_ids("c")
    for line, clip, place in zip(lines, clips, layout.lines, strict=True):
        quick = retimed(clip, place.speed) if place.speed != 1 else clip
        if how.fit != "overlap":
            _free(timeline, Range(start=place.start, duration=quick.duration))
        told = {
            "spoken": asdict(line.spoken),
            "follows": line.start is None,
            "late": place.late,
            "fit": how.fit,
            "pause": how.pause,
        }
        changes = {"id": next(ids), "metadata": {VOICE_OVER: told}, "effects": _volume(after, how.gain)}
        after = placed(after, quick.model_copy(update=changes), place.start, TRACK)
    return settle(timeline, _ducked(after, how.depth))


def laid_before(timeline: Timeline, lines: Sequence[Line], clips: Sequence[Clip], how: Manner) -> Timeline:
    """New lines before those there are: where there is room before the first, else from its start on, and
    those that are in the way come behind."""
    old = changed(timeline, {}, None, None)
    room = sum(clip.duration for clip in clips) + len(clips) * frames(PAUSE, timeline.rate)
    begin = max(0, (old[0].start or 0) - room)
    new = [replace(line, start=None if n else begin) for n, line in enumerate(lines)]
    there = [_unfitted(clip) for _, clip in lines_of(timeline)]
    return laid(stripped(timeline), [*new, *old], [*clips, *there], how)


def clip_of_sound(timeline: Timeline, media: MediaFile, text: str, span: Range | None = None) -> Clip:
    """A clip of a sound (or of a range of it) to be laid on the track."""
    whole = max(1, file_frames(media, timeline.rate) or 1)
    name = text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + "…"
    source = span or Range(start=0, duration=whole)
    return Clip(id="", name=name, media=FileRef(media=media.id), source=source, tie="start")


def stripped(timeline: Timeline, ids: Iterable[str] = ()) -> Timeline:
    """The timeline without those lines of the voice-over. Without `ids` without all of it: its track,
    where the picture waited for it, and the stepping back."""
    chosen = set(ids)
    gone = [clip.id for _, clip in narrated(timeline)]
    if chosen and not chosen >= set(gone):
        return _without_lines(timeline, chosen)
    tracks = tuple(track for track in timeline.tracks if not is_narration(track))
    after = timeline.model_copy(update={"tracks": tracks})
    targets = ["timeline", *(track.id for track in after.tracks)]
    targets = [each for each in targets if any(_own(effect) for effect in effects_of(after, each))]
    after = with_effects(after, targets, lambda _, effects: tuple(e for e in effects if not _own(e)))
    film = after.film
    held = [] if film is None else [Range(start=at, duration=c.duration) for at, c in film.clips() if _own(c)]
    return settle(timeline, without(after, held) if held else after)


def changed(
    timeline: Timeline, wanted: Mapping[str, Any], index: int | None, start: float | None
) -> list[Line]:
    """The lines there are with other texts, voices or times: the one at `index`, else all of them; where
    all move, the first is at `start` then."""
    old = [(wanted_at(timeline, at, clip), clip) for at, clip in lines_of(timeline)]
    by = 0
    if start is not None:
        by = cue_frames(timeline, start) - old[index or 0][0]
    lines = []
    for n, (at, clip) in enumerate(old):
        touched = index is None or n == index
        if touched and wanted and not _made(timeline, clip):
            raise NothingToDo(
                en=f"“{clip.name}” is a recording of your own: how it is spoken cannot be changed.",
                zh=f"“{clip.name}”是你自己的录音，无法修改其语音。",
            )
        spoken = replace(spoken_of(clip), **wanted) if touched else spoken_of(clip)
        own = not n or not follows(clip) or (start is not None and n == index)
        lines.append(Line(spoken, max(0, at + by if touched else at) if own else None))
    return lines


def wanted_at(timeline: Timeline, at: int, clip: Clip) -> int:
    """Where a line at a frame was to begin: without what it is late by, and without the frames that are
    held for the voice-over, as these go when it is laid anew."""
    told = clip.metadata.get(VOICE_OVER)
    late = int(told.get("late", 0)) if isinstance(told, dict) else 0
    film = timeline.film
    held = sum(c.duration for start, c in film.clips() if _own(c) and start < at) if film else 0
    return max(0, at - late - held)


def begins(timeline: Timeline) -> float:
    """At which second the voice-over there is was to begin."""
    at, clip = lines_of(timeline)[0]
    return float(seconds(wanted_at(timeline, at, clip), timeline.rate))


def manner_of(timeline: Timeline) -> Manner:
    """How the voice-over there is was laid."""
    first = lines_of(timeline)[0][1]
    told = first.metadata.get(VOICE_OVER)
    kept = told if isinstance(told, dict) else {}
    return Manner(kept.get("fit", "stretch"), gain_of(first), depth_of(timeline), kept.get("pause"))


def laid_again(timeline: Timeline, lines: Sequence[Line], how: Manner) -> Timeline:
    """The voice-over made anew of these lines."""
    old = [clip for _, clip in lines_of(timeline)]
    other = [line for line, clip in zip(lines, old, strict=True) if line.spoken != spoken_of(clip)]
    spoken = dict(zip(other, spoken_clips(timeline, other), strict=True)) if other else {}
    clips = [spoken.get(line) or _unfitted(clip) for line, clip in zip(lines, old, strict=True)]
    return laid(stripped(timeline), lines, clips, how)


def _unfitted(clip: Clip) -> Clip:
    return retimed(clip, Fraction(1)) if clip.speed != 1 else clip


def _made(timeline: Timeline, clip: Clip) -> bool:
    media = timeline.file(clip.media.media) if isinstance(clip.media, FileRef) else None
    return media is not None and asked_of(media) is not None


def gain_of(clip: Clip) -> float:
    """How loud a line is played, as a gain."""
    volume = next((effect for effect in clip.effects if effect.op == "volume"), None)
    return float(volume.params.get("gain", 1)) if volume else 1.0


def depth_of(timeline: Timeline) -> float:
    """By how many dB the film steps back for the voice-over."""
    ducks = (effect for track in timeline.tracks for effect in track.effects if _own(effect))
    return next((float(effect.params.get("depth", 10)) for effect in ducks), 0.0)


def _without_lines(timeline: Timeline, ids: set[str]) -> Timeline:
    after = timeline
    for track in timeline.tracks:
        if is_narration(track):
            kept = [(at, clip) for at, clip in track.clips() if clip.id not in ids]
            after = after.with_track(track.model_copy(update={"items": ()}))
            for at, clip in kept:
                after = placed(after, clip, at, TRACK)
    tracks = tuple(track for track in after.tracks if track.items or not is_narration(track))
    return settle(timeline, after.model_copy(update={"tracks": tracks}))


def _own(part: Clip | Effect) -> bool:
    return bool(part.metadata.get(VOICE_OVER))


def _waiting(timeline: Timeline, layout: Layout) -> Timeline:
    """The film with its picture held where the voice needs longer."""
    after, shifted = timeline, 0
    if timeline.film is None:
        return timeline
    for at, count in layout.waits:
        before = {clip.id for _, clip in film_of(after).clips()}
        where, length = (float(seconds(x, timeline.rate)) for x in (at + shifted, count))
        after = FreezeFrame(at=where, duration=length).apply(after, {})
        after = _marked(after, before)
        shifted += count
    return after


def _marked(timeline: Timeline, before: set[str]) -> Timeline:
    """The held frame marked as the voice-over's own; at the end of the film it is what fades out."""
    film = film_of(timeline)
    clips = [clip for _, clip in film.clips()]
    still = next(clip for clip in clips if clip.freeze and clip.id not in before)
    index = clips.index(still)
    ending: tuple[Effect, ...] = ()
    if index == len(clips) - 1 and index:
        ending = tuple(effect for effect in clips[index - 1].effects if effect.op == "fade_out")

    def changed(item: Any) -> Any:
        if item is still:
            return item.model_copy(
                update={"metadata": {VOICE_OVER: True}, "effects": (*item.effects, *ending)}
            )
        if ending and item is clips[index - 1]:
            left = tuple(effect for effect in item.effects if effect not in ending)
            return item.model_copy(update={"effects": left})
        return item

    return timeline.with_track(film.model_copy(update={"items": tuple(map(changed, film.items))}))


def _free(timeline: Timeline, line: Range) -> None:
    """Raises `VoiceTaken` where another line already speaks."""
    for at, other in narrated(timeline):
        span = Range(start=at, duration=other.duration)
        if span.intersect(line).duration:
            told = (float(seconds(frame, timeline.rate)) for frame in (at, span.end))
            raise VoiceTaken(at=next(told), until=next(told))


def _volume(timeline: Timeline, gain: float) -> tuple[Effect, ...]:
    return () if gain == 1 else (Effect(id=timeline.new_id("e"), op="volume", params={"gain": gain}),)


def _ducked(timeline: Timeline, depth: float) -> Timeline:
    """All other sound steps back under the voice-over, but what already steps back under voices."""
    if not depth:
        return timeline
    others = [track for track in timeline.tracks if track.kind != "text" and not is_narration(track)]
    heard = [track for track in others if any(has_sound(timeline, clip) for _, clip in track.clips())]
    ids = [track.id for track in heard if not any(effect.op == "duck" for effect in track.effects)]
    return put(timeline, ids, "duck", {"depth": depth}, metadata={VOICE_OVER: True}) if ids else timeline


def cue_frames(timeline: Timeline, at: float) -> int:
    """The frame of a moment of the film. Raises `NothingToDo` past its end."""
    film = film_of(timeline)
    frame = frames(at, timeline.rate)
    if frame >= film.duration:
        length = float(seconds(film.duration, timeline.rate))
        raise NothingToDo(
            en=f"The voice-over cannot begin at {at:g} s: the film is {length:.1f} s long.",
            zh=f"配音不能从 {at:g} 秒开始：影片只有 {length:.1f} 秒。",
        )
    return max(0, frame)
