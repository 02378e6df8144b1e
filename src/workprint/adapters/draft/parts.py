"""The draft's own form: what the JSON Schema says, and what a client's draft is checked against."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
)
from pydantic.functional_validators import BeforeValidator
from pydantic_core import PydanticCustomError

from workprint.model import MediaFile, TrackKind

VERSION = 1
TrackType = Literal[0, 1, 7]
TRACK_TYPES: Mapping[TrackType, TrackKind] = {0: "video", 1: "audio", 7: "text"}


def _pair(value: Any) -> Fraction | None:
    whole = isinstance(value, (list, tuple)) and len(value) == 2 and all(type(part) is int for part in value)
    return Fraction(value[0], value[1]) if whole and value[1] > 0 else None


def _ratio(value: Any) -> Fraction:
    if isinstance(value, Fraction):
        return value
    if type(value) in (int, float) and abs(value) < float("inf"):
        return Fraction(repr(value))
    if (pair := _pair(value)) is None:
        raise PydanticCustomError("ratio", "a number or [n, d]")
    return pair


def _rate(value: Any) -> Fraction:
    rate = value if isinstance(value, Fraction) else _pair(value)
    if rate is None:
        raise PydanticCustomError("rate", "[n, d]")
    return rate


def plain(value: Fraction) -> int | float | list[int]:
    """A number where JSON's numbers hold the value exactly, else [n, d]."""
    if value.denominator == 1:
        return value.numerator
    number = float(value)
    return number if Fraction(repr(number)) == value else [value.numerator, value.denominator]


_PAIR: dict[str, Any] = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}

Ratio = Annotated[
    Fraction,
    BeforeValidator(_ratio),
    PlainSerializer(plain),
    WithJsonSchema({"anyOf": [{"type": "number"}, _PAIR]}),
]
Rate = Annotated[
    Fraction,
    Field(gt=0, lt=1000),
    BeforeValidator(_rate),
    PlainSerializer(lambda rate: [rate.numerator, rate.denominator]),
    WithJsonSchema(_PAIR),
]
Milliseconds = Annotated[float, PlainSerializer(lambda ms: int(ms) if ms == int(ms) else ms)]
Position = Annotated[Milliseconds, Field(ge=0)]


def _forgiving(value: Any, handler: Callable[[Any], Any], info: ValidationInfo) -> Any:
    """With the context "forgiving", a part that is not valid becomes None, so that the rest can be
    looked at and all faults be told at once."""
    try:
        return handler(value)
    except ValidationError:
        if info.context == "forgiving":
            return None
        raise


Forgiving = WrapValidator(_forgiving)


class Loose(BaseModel):
    """Keys that this version does not know are kept."""

    model_config = ConfigDict(
        strict=True, extra="allow", frozen=True, allow_inf_nan=False, populate_by_name=True
    )

    x: dict[str, Any] = Field({}, description="Keys of the document that this version does not know")


class Part(Loose):
    m: dict[str, Any] = Field({}, description="Metadata, kept as it is")


class Key(Loose):
    """A keyframe: the value at a moment, and how it goes on from there."""

    t: Milliseconds = Field(description="Milliseconds from the start of the segment")
    v: float = Field(description="The value")
    e: Literal["linear", "hold", "smooth"] = "linear"


Keys = dict[str, list[Key]]


class Fx(Part):
    """An effect."""

    id: str = Field(min_length=1)
    op: str = Field(description="The operation")
    p: dict[str, Any] = Field({}, description="Its parameters")
    k: Keys = Field({}, description="Keyframes by parameter")
    side: dict[str, str] = Field({}, description="Other segments it looks at or listens to, by name")
    off: bool = False


FxList = list[Annotated[Fx, Forgiving]]


class Play(Part):
    """How the media is played."""

    in_: Annotated[Ratio, Field(ge=0)] = Field(
        Fraction(0), alias="in", description="In-point, milliseconds of the media"
    )
    sp: Annotated[Ratio, Field(gt=0)] = Field(Fraction(1), description="Speed: 2 is twice as fast")
    kp: bool = Field(True, description="Keep the pitch when the speed is not 1")
    rev: bool = Field(False, description="Backwards")
    frz: bool = Field(False, description="The frame at the in-point stands still")
    loop: bool = Field(False, description="At its end the media starts again")


class Source(Play):
    """What a segment shows or plays: exactly one of file, gen, draft, seg."""

    file: str | None = Field(None, description="A media id")
    gen: str | None = Field(None, description="A generator: a colour, music")
    draft: Draft | None = Field(None, description="A nested draft")
    seg: str | None = Field(None, description="The output of another segment")
    p: dict[str, Any] = Field({}, description="Parameters of the generator")
    k: Keys = Field({}, description="Keyframes of the generator")


class Words(Play):
    """Text on screen."""

    style: str = Field(description="The text operation: title, caption, …")
    text: str | None = Field(None, description="The words")
    p: dict[str, Any] = Field({}, description="Other parameters")
    k: Keys = Field({}, description="Keyframes by parameter")


class Blend(Part):
    """A transition between the segment before it and the one after it."""

    op: str
    p: dict[str, Any] = Field({}, description="Its parameters")


class Segment(Part):
    """An element of a track: media (src), text (tx), a transition (tr), or, with none, a gap.

    A transition's s and d are the stretch in which both neighbours are seen; its cut is where the
    segment before it ends.
    """

    id: str = Field("", description="Needed for all but gaps")
    n: str = Field("", description="Name")
    s: Position = Field(description="Start on the timeline, milliseconds")
    d: Position = Field(description="Duration, milliseconds")
    src: Source | None = None
    tx: Words | None = None
    tr: Blend | None = None
    fx: FxList = []
    mute: bool = False
    tie: Literal["start", "content", "length"] = Field(
        "content", description="What happens when the film beneath is cut"
    )
    link: str | None = Field(None, description="What moves together has the same link")


class Track(Part):
    """Segments one after another."""

    id: str = Field(min_length=1)
    tt: TrackType = Field(description="0 video, 1 audio, 7 text")
    n: str = Field("", description="Name")
    role: str = Field("", description="What a sound track is for: voice, music, sound")
    sg: list[Annotated[Segment, Forgiving]]
    fx: FxList = []
    mute: bool = False
    off: bool = False
    gain: float | None = Field(None, description="Volume of an audio track; 1 is as it is")
    gid: str | None = Field(None, description="Id of the gain; <track id>.gain if absent")
    duck: dict[str, Any] | None = Field(
        None, description="Ducking of an audio track under the voices: its parameters"
    )
    did: str | None = Field(None, description="Id of the ducking; <track id>.duck if absent")


class OtherTrack(BaseModel):
    """A track of a type that this version does not know, kept untouched."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)

    tt: int = Field(json_schema_extra={"not": {"enum": [0, 1, 7]}})


def _track(value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
    if isinstance(value, (Track, OtherTrack)):
        return value
    other = isinstance(value, dict) and type(value.get("tt")) is int and value["tt"] not in TRACK_TYPES
    kind = OtherTrack if other else Track
    return _forgiving(value, lambda raw: kind.model_validate(raw, context=info.context), info)


class Mark(Part):
    """A named stretch of time."""

    id: str = Field(min_length=1)
    n: str = Field("", description="Name")
    s: Position
    d: Position
    kind: str = ""


class Frame(Part):
    """The size of the picture, and what fills what the footage does not cover."""

    w: int = Field(ge=16, le=8192, multiple_of=2)
    h: int = Field(ge=16, le=8192, multiple_of=2)
    bg: str = "#000000"
    fill: Literal["bars", "blur", "crop"] = "bars"


class Draft(Part):
    """A timeline on the wire."""

    v: int = Field(ge=1, le=VERSION, description="Version of this form")
    id: str
    n: str = Field("", description="Name")
    fps: Annotated[Rate, Forgiving] = Field(description="Frames a second as [n, d], below 1000")
    canvas: Annotated[Frame, Forgiving] = Field(description="The picture")
    d: Annotated[Position | None, Forgiving] = Field(None, description="Duration of the film, milliseconds")
    t: list[Annotated[Track | OtherTrack, WrapValidator(_track)]] = Field(
        description="Tracks; the first video track is the film, later ones lie over it"
    )
    media: list[Annotated[MediaFile, Forgiving]] = []
    fx: FxList = Field([], description="Effects on the whole film")
    mk: list[Annotated[Mark, Forgiving]] = Field([], description="Markers")


Source.model_rebuild()


def schema() -> dict[str, Any]:
    """The JSON Schema of a draft."""
    found = Draft.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found, "title": "Workprint draft"}
