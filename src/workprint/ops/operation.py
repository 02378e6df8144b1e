"""What an operation is. One file holds one operation; the registry finds it there.

From one class come the planner's vocabulary in both languages, the node palette, the API's and
command line's documentation, the JSON schema, and the compiler.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from workprint.base import Fault, Lang, Range, Text, samples
from workprint.graph import Audio, Pad, Video
from workprint.model import Canvas, Facts, Timeline

RGB = tuple[int, int, int]


def Param(
    default: Any = ...,
    *,
    en: str,
    zh: str,
    unit: str = "",
    animates: bool = False,
    **limits: Any,
) -> Any:
    """A parameter: its default, its name in both languages, its unit and its limits (`ge`, `le`).

    `animates` says that keyframes may change it; `build` then may find a `Curve` in its place.
    """
    extra: dict[str, JsonValue] = {"en": en, "zh": zh, "unit": unit, "animates": animates}
    return Field(default, json_schema_extra=extra, **limits)


@dataclass(frozen=True)
class Context:
    """Where an operation is being built.

    `frames` is the length of the item at `rate`; `inputs` are the side inputs by name. A stream may
    begin in the middle of its item, or before it with a handle: on the clock of its time stamps it
    begins with frame `first`, and the item itself begins at `zero` seconds. `still` gives a photo of
    the timeline's library, by media id, as a picture of one frame.
    """

    rate: Fraction
    canvas: Canvas
    frames: int
    inputs: Mapping[str, Pad] = field(default_factory=dict)
    origin: str = ""
    first: int = 0
    zero: Fraction = Fraction(0)
    still: Callable[[str], Video] | None = None
    apart: bool = False

    @property
    def seconds(self) -> float:
        return float(Fraction(self.frames) / self.rate)

    @property
    def samples(self) -> int:
        return samples(self.frames, self.rate)


class Operation(BaseModel):
    """A word of the vocabulary.

    `name` is the stable id; `group` the family shown to users; `say` the phrases that mean it in
    each language; `examples` one request per language that plans to exactly this operation;
    `main` the parameter that a bare amount ("a bit", "35%") sets.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[str] = ""
    group: ClassVar[str] = ""
    title: ClassVar[Text] = {}
    say: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    examples: ClassVar[Text] = {}
    main: ClassVar[str] = ""

    @classmethod
    def doc(cls) -> str:
        """What it does: the docstring up to its drawing."""
        return " ".join((cls.__doc__ or "").split("\n\n")[0].split())


class VideoEffect(Operation):
    """One picture stream in, one out, with the same number of frames.

    `before_fit`: built on the media's own frame, before it is fitted to the canvas (crops, keys);
    it may itself place the picture on the canvas.
    `whole`: looks at more than the frame it shows, so the item is rendered in one piece.
    `timed`: what it does to a frame depends on when the frame is shown, even without keyframes.
    `keyed`: its places are shares of the picture of any size, and where it has keyframes it acts only
    from the first of them to the last.
    `staged`: where it stands still it is another, cheaper thing: built apart between its keyframes.
    """

    family: ClassVar[str] = "video_effect"
    before_fit: ClassVar[bool] = False
    whole: ClassVar[bool] = False
    timed: ClassVar[bool] = False
    keyed: ClassVar[bool] = False
    staged: ClassVar[bool] = False

    def build(self, video: Video, context: Context) -> Video:
        raise NotImplementedError

    def idle(self, span: Range, frames: int, rate: Fraction) -> bool:
        """Whether it leaves frames `span` of an item of `frames` as they are (asked of `timed` ones)."""
        return False


class AudioEffect(Operation):
    """One sound stream in, one out, with the same number of samples.

    `side_inputs` are other sounds it listens to; "voice" is filled with all tracks in that role.
    """

    family: ClassVar[str] = "audio_effect"
    side_inputs: ClassVar[tuple[str, ...]] = ()

    def build(self, audio: Audio, context: Context) -> Audio:
        raise NotImplementedError


class TransitionOp(Operation):
    """Two picture streams of equal length in, one of that length out. The linked sound crossfades."""

    family: ClassVar[str] = "transition"

    def build(self, outgoing: Video, incoming: Video, context: Context) -> Video:
        raise NotImplementedError


class VideoGenerator(Operation):
    """No input; a picture stream of `context.frames` frames out."""

    family: ClassVar[str] = "video_generator"

    def build(self, context: Context) -> Video:
        raise NotImplementedError


class AudioGenerator(Operation):
    """No input; a sound stream of `context.samples` samples out."""

    family: ClassVar[str] = "audio_generator"

    def build(self, context: Context) -> Audio:
        raise NotImplementedError


class TextGenerator(Operation):
    """Words over the picture.

    `events` gives lines of an ASS script for an item that is on screen from `start` to `end`
    (seconds). All the text of a render is drawn by one filter.
    """

    family: ClassVar[str] = "text"

    def events(self, start: Fraction, end: Fraction, canvas: Canvas) -> tuple[str, ...]:
        raise NotImplementedError

    def later(self, seconds: float) -> Self:
        """The same text with its first `seconds` cut off."""
        return self

    def paint(self) -> tuple[RGB, RGB | None]:
        """The colour of the letters, and that of the box or outline that sets them off, if any."""
        raise NotImplementedError

    def words(self) -> str:
        """All that will be drawn, so that missing glyphs are found before the render."""
        raise NotImplementedError


class EditOp(Operation):
    """Document in, document out; pure. Raises a `Fault` where it cannot be done as asked."""

    family: ClassVar[str] = "edit"

    def apply(self, timeline: Timeline, facts: Facts) -> Timeline:
        raise NotImplementedError

    def wishes(self, timeline: Timeline, facts: Facts) -> Iterable[tuple[str, str]]:
        """Facts that it does without but does better with: kinds, and the files of which they are not known."""
        return ()


AnyOperation = type[Operation]


class UnknownOperation(Fault):
    code = "unknown_operation"
    en = "“{where}” uses the operation “{op}”, which this Workprint does not have."
    zh = "“{where}”用到了操作“{op}”，当前 Workprint 没有这个操作。"


class BadParameter(Fault):
    code = "bad_parameter"
    en = "“{op}”: {param} = {value} is not possible ({reason[en]})."
    zh = "“{op}”：{param} = {value} 不可用（{reason[zh]}）。"

    def __init__(self, *, value: Any, **fields: Any) -> None:
        """Of a long `value` its beginning is told."""
        said = value if isinstance(value, str) else str(value)
        super().__init__(value=value if len(said) <= 200 else said[:199] + "…", **fields)


class WrongFamily(Fault):
    code = "wrong_family"
    en = "“{op}” cannot be used as {wanted} in “{where}”."
    zh = "“{op}”不能在“{where}”中用作{wanted}。"


def language(texts: Mapping[str, Any], lang: Lang) -> Any:
    """The entry for `lang`, else the English one."""
    return texts.get(lang) or texts["en"]
