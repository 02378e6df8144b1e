"""A described session: the JSON of `--context`, and the situation it stands for.

It describes media with what is known of them, a timeline in a short form or whole, and earlier
turns, so that planning can be tried with no media file at hand.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from workprint.base import Fault, Range, Rational, frames
from workprint.model import (
    AudioStream,
    Canvas,
    Clip,
    Companion,
    Effect,
    Fact,
    FileRef,
    Gap,
    GeneratorRef,
    MediaFile,
    Timeline,
    Track,
    VideoStream,
    load,
    with_companions,
)

from .plan import Credits, Render, Situation, Turn


class _Described(BaseModel):
    model_config = ConfigDict(extra="forbid")


class MediaContext(_Described):
    """A file of the session. `silences` and `scenes` are short for facts; `speech` says that somebody
    talks in it, without saying when."""

    name: str
    id: str = ""
    kind: Literal["", "video", "audio", "image"] = Field(
        "", description="Guessed from the name's ending if empty."
    )
    duration: float = Field(0, ge=0, description="Seconds; 0 for a photo.")
    width: int = 1920
    height: int = 1080
    fps: Rational = Fraction(30)
    audio: bool = True
    speech: bool = False
    alpha: bool = False
    rotation: int = 0
    hdr: Literal["", "hlg", "pq"] = ""
    variable: bool = Field(False, description="Its frames do not come evenly.")
    silences: list[tuple[float, float]] | None = Field(
        None, description="Pauses found, in seconds; [] if there are none."
    )
    scenes: list[tuple[float, float]] | None = None
    facts: list[Fact] = Field(default_factory=list)
    companions: list[Companion] = Field(
        default_factory=list, description="Scripts, subtitles and events given along with it."
    )


class ClipContext(_Described):
    """A clip on the film, or a picture over it. Without `media`, a file of this name is made."""

    name: str = ""
    id: str = ""
    media: str = Field("", description="A file's name or id.")
    start: float | None = Field(
        None, description="Where it starts on the timeline; after the one before if empty."
    )
    duration: float | None = Field(None, gt=0)
    source: float = Field(0, ge=0, description="Where it starts in the media.")
    audio: bool = True
    muted: bool = False
    speed: Rational = Fraction(1)
    effects: list[dict[str, Any]] = Field(default_factory=list, description='[{"op", "params"}]')


class MusicContext(_Described):
    """Music: made by `mood` or from a file, at `gain` (0.35 is 35 %)."""

    mood: str = ""
    media: str = ""
    name: str = ""
    gain: float = Field(0.35, ge=0)
    start: float = Field(0, ge=0)
    end: float | None = None


class TextContext(_Described):
    """Words over the picture."""

    text: str
    style: str = "title"
    start: float = 0
    end: float | None = None
    params: dict[str, Any] = Field(default_factory=dict)


class TimelineContext(_Described):
    """A timeline in short: the clips of the film, and what lies over and under it."""

    film: list[ClipContext | str] = Field(default_factory=list)
    overlays: list[ClipContext] = Field(default_factory=list)
    music: list[MusicContext] = Field(default_factory=list)
    texts: list[TextContext] = Field(default_factory=list)
    width: int | None = None
    height: int | None = None
    fps: Rational = Fraction(30)


class SessionContext(_Described):
    """The whole of a described session."""

    lang: Literal["", "en", "zh"] = ""
    media: list[MediaContext] = Field(default_factory=list)
    timeline: TimelineContext | dict[str, Any] | None = Field(
        None,
        description="In short, or a whole timeline document (one that has `tracks`). None: nothing is placed.",
    )
    draft: dict[str, Any] | None = Field(None, description="A wire draft in place of a timeline.")
    history: list[Turn] = Field(
        default_factory=list, description="Earlier turns, their edits already applied."
    )
    playhead: float | None = None
    selection: list[str] = Field(default_factory=list)
    renders: list[Render] = Field(default_factory=list)
    credits: Credits | None = None


class BadContext(Fault):
    code = "bad_context"
    en = "The context is not valid: {faults}"
    zh = "上下文无效：{faults}"


def context_schema() -> dict[str, Any]:
    """The JSON Schema of the context file."""
    return SessionContext.model_json_schema()


def load_context(
    text: str | bytes | Mapping[str, Any], read_draft: Callable[[dict[str, Any]], Timeline] | None = None
) -> Situation:
    """The situation that a context file describes. Raises `BadContext` with every fault.

    `read_draft` turns a wire draft into a timeline where the context holds one.
    """
    try:
        data = json.loads(text) if isinstance(text, (str, bytes)) else dict(text)
        timeline = data.get("timeline")
        whole = timeline if isinstance(timeline, dict) and "tracks" in timeline else None
        session = SessionContext.model_validate({**data, "timeline": None} if whole else data)
    except ValidationError as error:
        faults = "; ".join(f"/{'/'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise BadContext(faults=faults) from error
    except ValueError as error:
        raise BadContext(faults=str(error)) from error
    if session.draft is not None and read_draft is None:
        raise BadContext(faults="/draft: drafts cannot be read here")
    document = load(whole) if whole else read_draft(session.draft) if session.draft and read_draft else None
    return _situation(session, document)


def _situation(session: SessionContext, document: Timeline | None) -> Situation:
    builder = _Builder(session)
    timeline = builder.with_media(document) if document is not None else builder.timeline()
    return Situation(
        timeline=timeline,
        facts=builder.facts,
        history=tuple(session.history),
        playhead=session.playhead,
        selection=tuple(session.selection),
        lang=session.lang,
        renders=tuple(session.renders),
        credits=session.credits,
    )


_KINDS = {"png": "image", "jpg": "image", "jpeg": "image", "webp": "image", "mp3": "audio", "wav": "audio", "m4a": "audio", "aac": "audio", "flac": "audio"}  # fmt: skip


class _Builder:
    """Makes a timeline of a description."""

    def __init__(self, session: SessionContext) -> None:
        self.session = session
        short = session.timeline
        self.short = short if isinstance(short, TimelineContext) else TimelineContext()
        self.media: dict[str, MediaFile] = {}
        self.facts: dict[str, list[Fact]] = {}
        for described in session.media:
            self._file(described)

    @property
    def rate(self) -> Fraction:
        return Fraction(self.short.fps)

    def _file(self, d: MediaContext) -> MediaFile:
        kind = d.kind or _KINDS.get(d.name.rsplit(".", 1)[-1].lower(), "video")
        media_id = d.id or f"m{len(self.media) + 1}"
        length = Fraction(str(d.duration))
        video = None
        if kind != "audio":
            video = VideoStream(
                width=d.width,
                height=d.height,
                rate=d.fps,
                duration=length,
                rotation=d.rotation,
                alpha=d.alpha,
                hdr=d.hdr,
                variable=d.variable,
            )
        sound = AudioStream(duration=length) if d.audio and kind != "image" else None
        file = MediaFile.model_validate(
            {
                "id": media_id,
                "name": d.name,
                "kind": kind,
                "duration": length,
                "video": video,
                "audio": sound,
                "metadata": {"speech": d.speech} if d.speech else {},
            }
        )
        file = with_companions(file, d.companions)
        self.media[media_id] = file
        facts = list(d.facts)
        facts += [Fact(kind="silence", start=a, end=b) for a, b in d.silences or ()]
        facts += [Fact(kind="scene", start=a, end=b) for a, b in d.scenes or ()]
        if d.silences is not None:
            facts += [Fact(kind="speech", start=a, end=b) for a, b in _between(d.silences, d.duration)]
        if facts:
            self.facts[media_id] = facts
        return file

    def _find(self, name: str) -> MediaFile | None:
        if name in self.media:
            return self.media[name]
        stem = name.rsplit(".", 1)[0].lower()
        return next((f for f in self.media.values() if f.name.lower() == name.lower()), None) or next(
            (f for f in self.media.values() if f.name.rsplit(".", 1)[0].lower() == stem), None
        )

    def with_media(self, document: Timeline) -> Timeline:
        """A whole document, with the described files that it lacks added to its library."""
        have = {file.id for file in document.media}
        extra = tuple(file for file in self.media.values() if file.id not in have)
        return document.model_copy(update={"media": (*document.media, *extra)})

    def timeline(self) -> Timeline:
        short = self.short
        film = self._film()
        tracks: list[Track] = [film] if film.items else []
        if short.overlays:
            tracks.append(self._overlays())
        length = film.duration
        if short.music:
            tracks.append(self._music(length))
        if short.texts:
            tracks.append(self._texts(length))
        canvas = Canvas()
        if short.width and short.height:
            canvas = Canvas(width=short.width, height=short.height)
        return Timeline(rate=self.rate, canvas=canvas, tracks=tuple(tracks), media=tuple(self.media.values()))

    def _clip(self, d: ClipContext, clip_id: str) -> Clip:
        file = self._find(d.media or d.name)
        if file is None:
            length = d.duration or 10.0
            file = self._file(
                MediaContext(name=d.media or d.name or clip_id, duration=d.source + length, audio=d.audio)
            )
        length = d.duration or float(file.duration) - d.source or 4.0
        source = Range.between(frames(d.source, self.rate), frames(d.source + length, self.rate))
        effects = tuple(
            Effect(id=f"{clip_id}e{n}", op=str(e["op"]), params=dict(e.get("params", {})))
            for n, e in enumerate(d.effects, 1)
        )
        return Clip(
            id=clip_id,
            name=d.name,
            media=FileRef(media=file.id),
            source=source,
            muted=d.muted,
            speed=d.speed,
            effects=effects,
        )

    def _film(self) -> Track:
        items: list[Clip | Gap] = []
        at = 0
        for n, described in enumerate(self.short.film, 1):
            d = ClipContext(name=described) if isinstance(described, str) else described
            clip = self._clip(d, d.id or f"c{n}")
            if d.start is not None and (start := frames(d.start, self.rate)) > at:
                items.append(Gap(id=f"g{n}", duration=start - at))
                at = start
            items.append(clip)
            at += clip.duration
        return Track(id="v1", kind="video", name="V1", items=tuple(items))

    def _placed(self, clips: list[tuple[int, Clip]]) -> tuple[Clip | Gap, ...]:
        items: list[Clip | Gap] = []
        at = 0
        for n, (start, clip) in enumerate(sorted(clips, key=lambda pair: pair[0]), 1):
            if start > at:
                items.append(Gap(id=f"{clip.id}g{n}", duration=start - at))
                at = start
            items.append(clip)
            at += clip.duration
        return tuple(items)

    def _overlays(self) -> Track:
        clips = [
            (frames(d.start or 0, self.rate), self._clip(d, d.id or f"o{n}"))
            for n, d in enumerate(self.short.overlays, 1)
        ]
        return Track(id="v2", kind="video", name="V2", items=self._placed(clips))

    def _music(self, length: int) -> Track:
        clips = []
        for n, d in enumerate(self.short.music, 1):
            start = frames(d.start, self.rate)
            end = frames(d.end, self.rate) if d.end is not None else length
            ref: FileRef | GeneratorRef = GeneratorRef(
                op="music", params={"mood": d.mood or "lo-fi", "seed": 0}
            )
            if d.media:
                file = self._find(d.media) or self._file(
                    MediaContext(name=d.media, kind="audio", duration=60)
                )
                ref = FileRef(media=file.id)
            volume = Effect(id=f"m{n}volume", op="volume", params={"gain": d.gain})
            clip_id = f"music{n}"
            clips.append(
                (
                    start,
                    Clip(
                        id=clip_id,
                        name=d.name,
                        media=ref,
                        source=Range.between(0, end - start),
                        loop=bool(d.media),
                        tie="length",
                        effects=(volume,),
                    ),
                )
            )
        return Track(id="a1", kind="audio", name="A1", role="music", items=self._placed(clips))

    def _texts(self, length: int) -> Track:
        clips = []
        for n, d in enumerate(self.short.texts, 1):
            start = frames(d.start, self.rate)
            end = frames(d.end, self.rate) if d.end is not None else min(length, start + frames(3, self.rate))
            ref = GeneratorRef(op=d.style, params={"text": d.text, **d.params})
            clips.append(
                (
                    start,
                    Clip(
                        id=f"t{n}c",
                        media=ref,
                        source=Range.between(0, end - start),
                        tie="content" if d.style == "caption" else "start",
                    ),
                )
            )
        return Track(id="t1", kind="text", name="T1", items=self._placed(clips))


def _between(silences: list[tuple[float, float]], duration: float) -> list[tuple[float, float]]:
    """What lies between the pauses."""
    found, at = [], 0.0
    for start, end in sorted(silences):
        if start > at:
            found.append((at, start))
        at = max(at, end)
    return [*found, (at, duration)] if duration > at else found
