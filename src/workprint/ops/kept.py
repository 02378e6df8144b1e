"""What operations keep in the metadata of a film's parts, by key: the shape in which each is read again.

Metadata is everybody's: what has another key is never looked at. Under these keys something else would be read
as what it is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    TypeAdapter,
    ValidationError,
)

from workprint.base import Fault
from workprint.model import Companion

Part = Literal["timeline", "track", "clip", "effect", "marker", "media"]
Number = StrictInt | StrictFloat
Flag = StrictBool | None
Strings = tuple[StrictStr, ...]


class NotAsKept(Fault):
    """`at`: the part's id, empty for the film; `key`, and what is wrong `where` inside it."""

    code = "not_as_kept"
    en = "The metadata of “{part}” has under “{name}” something that Workprint keeps there in another form ({where}). Leave it as it came, or use another key."
    zh = "“{part}”的元数据中，“{name}”不是 Workprint 所用的形式（{where}）。请保持原样，或改用其他键名。"


class _Shape(BaseModel):
    """Other fields are let through."""

    model_config = ConfigDict(extra="allow")


class _Correction(_Shape):
    heard: StrictStr
    written: StrictStr


class _Listed(BaseModel):
    model_config = ConfigDict(extra="forbid")

    number: StrictInt
    text: StrictStr
    start: Number
    end: Number
    around: StrictStr
    sure: StrictBool
    taken: StrictBool


class _Pass(_Shape):
    op: StrictStr
    about: StrictStr
    mode: StrictStr
    listed: tuple[_Listed, ...]
    gone: tuple[tuple[StrictStr, Number, Number], ...]


class _Voice(_Shape):
    engine: StrictStr
    language: StrictStr
    draft: StrictBool
    words: tuple[tuple[StrictStr, Number, Number, StrictBool], ...]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: StrictStr
    language: StrictStr = ""
    voice: StrictStr = ""
    rate: Number = 1.0
    engine: StrictStr = ""


class _Line(_Shape):
    spoken: _Asked
    wanted: Number | None = None


class _Broll(_Shape):
    score: Number = 0
    why: dict[StrictStr, StrictStr] = {}
    refused: Strings = ()


class _Cut(_Shape):
    speed: Fraction = Fraction(1)
    start: Fraction | None = None
    end: Fraction | None = None


class _SceneLine(_Shape):
    scene: StrictInt
    made: Strings
    draft: Flag = None


class _Highlight(_Shape):
    was: tuple[Number, Number]
    text: StrictStr


class _Beat(_Shape):
    bpm: Number
    confidence: Number
    every: Number


Word = tuple[StrictStr, StrictStr, Number, Number]
SHAPES: Mapping[Part, Mapping[str, Any]] = {
    "timeline": {
        "companions": tuple[Companion, ...],
        "corrections": tuple[_Correction, ...],
        "word_passes": tuple[_Pass, ...],
    },
    "media": {"companions": tuple[Companion, ...], "tags": Strings, "voice": _Voice},
    "track": {"split": dict[StrictStr, Any]},
    "clip": {
        "spoken": tuple[Word, ...],
        "cue": dict[StrictStr, Any],
        "voice_over": Literal[True] | _Line,
        "broll": _Broll,
        "cut_silences": _Cut,
        "scene_caption": _SceneLine,
        "highlight": _Highlight,
        "beat": _Beat,
    },
    "effect": {"zoom": Number, "kept": Number, "events": Number},
    "marker": {"made_chapters": Strings, "effects": Strings, "confidence": Number},
}


@cache
def _reader(part: Part, key: str) -> TypeAdapter[Any]:
    return TypeAdapter(SHAPES[part][key])


def misread(part: Part, name: str, metadata: Mapping[str, Any]) -> Iterator[tuple[NotAsKept, str]]:
    """What in the metadata of a part could not be read again, each with its key."""
    for key in SHAPES[part].keys() & metadata.keys():
        try:
            _reader(part, key).validate_python(metadata[key])
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"])) or key
            yield NotAsKept(part=name or "film", name=key, where=where), key
