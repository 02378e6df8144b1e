"""The timeline document.

Everything here is immutable and keeps keys it does not know, so that a document written by a
newer version survives being loaded and saved. Derived state (proxies, facts, renders) is never
stored in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from workprint.base import Range, Rational

from .media import MediaFile

SCHEMA_VERSION = 1

Ease = Literal["linear", "hold", "smooth"]
TrackKind = Literal["video", "audio", "text"]
Tie = Literal["start", "content", "length"]


class Node(BaseModel):
    """Common to all parts of the document: frozen, and unknown keys are kept."""

    model_config = ConfigDict(frozen=True, extra="allow")

    metadata: dict[str, Any] = Field(default_factory=dict)


class Keyframe(BaseModel):
    """A parameter's value at a frame counted from the start of its item."""

    model_config = ConfigDict(frozen=True, extra="allow")

    at: int
    value: float
    ease: Ease = "linear"


class Effect(Node):
    """An operation applied to an item, a track or the whole timeline.

    `params` are plain JSON; `inputs` names other items as side inputs ({"matte": "c1"}).
    """

    id: str
    op: str
    params: dict[str, Any] = Field(default_factory=dict)
    keyframes: dict[str, tuple[Keyframe, ...]] = Field(default_factory=dict)
    inputs: dict[str, str] = Field(default_factory=dict)
    enabled: bool = True


class FileRef(Node):
    """A file of the timeline's library, by its media id."""

    kind: Literal["file"] = "file"
    media: str


class GeneratorRef(Node):
    """Something made rather than filmed: a colour, a title, music."""

    kind: Literal["generator"] = "generator"
    op: str
    params: dict[str, Any] = Field(default_factory=dict)
    keyframes: dict[str, tuple[Keyframe, ...]] = Field(default_factory=dict)


class TimelineRef(Node):
    """A nested timeline."""

    kind: Literal["timeline"] = "timeline"
    timeline: Timeline


class ItemRef(Node):
    """The output of another clip of the same timeline."""

    kind: Literal["item"] = "item"
    item: str


MediaRef = Annotated[FileRef | GeneratorRef | TimelineRef | ItemRef, Field(discriminator="kind")]


class Clip(Node):
    """A range of media, placed.

    `source` counts frames of the media as conformed for this clip: at the timeline's rate, and
    already at this clip's `speed`. Its length therefore *is* the clip's length on the timeline.
    A reversed clip plays those same frames backwards; a frozen one shows the frame at
    `source.start` for the whole length; a looped one starts the media again at its end.

    `tie` says what happens when the picture beneath is cut or moved: `start` keeps the length and
    follows the frame under its start (titles), `content` is cut and moved with the picture
    (captions, detached sound, overlays), `length` reaches from where it starts to the end of the
    film (music, a logo).
    """

    type: Literal["clip"] = "clip"
    id: str
    name: str = ""
    media: MediaRef
    source: Range
    speed: Rational = Fraction(1)
    keep_pitch: bool = True
    reverse: bool = False
    freeze: bool = False
    loop: bool = False
    muted: bool = False
    link: str | None = None
    tie: Tie = "content"
    effects: tuple[Effect, ...] = ()

    @property
    def duration(self) -> int:
        return self.source.duration

    def sub(self, offset: int, duration: int) -> Clip:
        """The part that plays `duration` frames from `offset` on. Keyframes keep their moments."""
        if self.freeze:
            start = self.source.start
        elif self.reverse:
            start = self.source.end - offset - duration
        else:
            start = self.source.start + offset
        effects = tuple(_shifted(effect, -offset) for effect in self.effects) if offset else self.effects
        media = self.media
        if offset and isinstance(media, GeneratorRef) and media.keyframes:
            media = media.model_copy(update={"keyframes": _shift_keys(media.keyframes, -offset)})
        return self.model_copy(
            update={"source": Range(start=start, duration=duration), "effects": effects, "media": media}
        )


def _shift_keys(keys: dict[str, tuple[Keyframe, ...]], by: int) -> dict[str, tuple[Keyframe, ...]]:
    return {
        name: tuple(key.model_copy(update={"at": key.at + by}) for key in track)
        for name, track in keys.items()
    }


def _shifted(effect: Effect, by: int) -> Effect:
    if not effect.keyframes:
        return effect
    return effect.model_copy(update={"keyframes": _shift_keys(effect.keyframes, by)})


class Gap(Node):
    """Intended emptiness."""

    type: Literal["gap"] = "gap"
    id: str = ""
    duration: int = Field(ge=0)


class Transition(Node):
    """Blends the clip before it into the clip after it, without changing the timeline's length.

    It starts `in_offset` frames before the cut (borrowing a handle of the incoming clip) and ends
    `out_offset` frames after it (borrowing a handle of the outgoing one). Where the media has no
    handle its edge frame is held.
    """

    type: Literal["transition"] = "transition"
    id: str
    op: str
    params: dict[str, Any] = Field(default_factory=dict)
    in_offset: int = Field(ge=0)
    out_offset: int = Field(ge=0)

    @property
    def duration(self) -> int:
        """Frames it adds to its track: none."""
        return 0

    @property
    def overlap(self) -> int:
        """Frames it lasts."""
        return self.in_offset + self.out_offset


Item = Annotated[Clip | Gap | Transition, Field(discriminator="type")]


class Track(Node):
    """Items one after another. `role` says what a sound track is for: voice, music, sound."""

    id: str
    kind: TrackKind
    name: str = ""
    role: str = ""
    items: tuple[Item, ...] = ()
    effects: tuple[Effect, ...] = ()
    muted: bool = False
    enabled: bool = True

    @property
    def duration(self) -> int:
        return sum(item.duration for item in self.items)

    def placed(self) -> Iterator[tuple[int, Clip | Gap | Transition]]:
        """Each item with the frame at which it starts; a transition is given at its cut."""
        at = 0
        for item in self.items:
            yield at, item
            at += item.duration

    def clips(self) -> Iterator[tuple[int, Clip]]:
        """Each clip with the frame at which it starts."""
        return ((at, item) for at, item in self.placed() if isinstance(item, Clip))


class Marker(Node):
    """A named range without a picture."""

    id: str
    name: str = ""
    range: Range
    kind: str = ""


class Canvas(Node):
    """The size of the picture and what fills what the footage does not cover.

    `fill` is how a picture of another shape is put in: `bars` (whole picture, `background` around
    it), `blur` (whole picture over a blurred copy of itself), `crop` (fills the canvas, edges lost).
    """

    width: int = Field(1920, ge=16, le=8192, multiple_of=2)
    height: int = Field(1080, ge=16, le=8192, multiple_of=2)
    fill: Literal["bars", "blur", "crop"] = "bars"
    background: str = "#000000"


class Timeline(Node):
    """The document: an edit, entire.

    The first video track is the film; tracks above it in the list lie over it in the picture.
    """

    schema_version: int = SCHEMA_VERSION
    id: str = "timeline"
    name: str = ""
    rate: Rational = Fraction(30)
    canvas: Canvas = Field(default_factory=Canvas)
    tracks: tuple[Track, ...] = ()
    media: tuple[MediaFile, ...] = ()
    effects: tuple[Effect, ...] = ()
    markers: tuple[Marker, ...] = ()

    @property
    def duration(self) -> int:
        """Frames of the film: to the end of the last item that does not merely follow its length."""
        ends = [
            at + clip.duration for track in self.tracks for at, clip in track.clips() if clip.tie != "length"
        ]
        if ends:
            return max(ends)
        return max((track.duration for track in self.tracks), default=0)

    @property
    def film(self) -> Track | None:
        """The first video track."""
        return next((track for track in self.tracks if track.kind == "video"), None)

    def track(self, track_id: str) -> Track | None:
        return next((track for track in self.tracks if track.id == track_id), None)

    def file(self, media_id: str) -> MediaFile | None:
        return next((media for media in self.media if media.id == media_id), None)

    def find(self, item_id: str) -> tuple[Track, int, Clip | Gap | Transition] | None:
        """An item by id, with its track and the frame at which it starts."""
        for track in self.tracks:
            for at, item in track.placed():
                if item.id == item_id:
                    return track, at, item
        return None

    def with_track(self, track: Track) -> Timeline:
        """The timeline with the track of the same id replaced, or with this track added last."""
        if self.track(track.id) is None:
            return self.model_copy(update={"tracks": (*self.tracks, track)})
        tracks = tuple(track if old.id == track.id else old for old in self.tracks)
        return self.model_copy(update={"tracks": tracks})

    def ids(self) -> set[str]:
        """Every id in use."""
        found = (
            {effect.id for effect in self.effects} | {m.id for m in self.markers} | {m.id for m in self.media}
        )
        for track in self.tracks:
            found.add(track.id)
            found.update(effect.id for effect in track.effects)
            for item in track.items:
                found.add(item.id)
                if isinstance(item, Clip):
                    found.update(effect.id for effect in item.effects)
        return found

    def new_id(self, prefix: str) -> str:
        """The first free id of the form c1, c2, …: the same edit gives the same ids."""
        return next(self.new_ids(prefix))

    def new_ids(self, prefix: str) -> Iterator[str]:
        """Free ids, one after another."""
        used = self.ids()
        number = 1
        while True:
            if (name := f"{prefix}{number}") not in used:
                yield name
            number += 1


TimelineRef.model_rebuild()
Clip.model_rebuild()
Timeline.model_rebuild()

__all__ = [
    "SCHEMA_VERSION",
    "Canvas",
    "Clip",
    "Ease",
    "Effect",
    "FileRef",
    "Gap",
    "GeneratorRef",
    "Item",
    "ItemRef",
    "Keyframe",
    "Marker",
    "MediaRef",
    "Tie",
    "Timeline",
    "TimelineRef",
    "Track",
    "TrackKind",
    "Transition",
]
