"""The render graph: immutable nodes joined by pads, compared by content.

A pad is an output of a node and the handle one builds with: `video.filter("gblur", sigma=3)`
gives the pad behind a new node. Two nodes with the same filter, options and inputs are the same
node, so shared prefixes are found for nothing. `origin`, the document id that a node comes from,
is outside the comparison.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Literal, TypeVar

from workprint.base import SAMPLE_RATE, Curve, digest

from .values import Made, Text, Value

Kind = Literal["video", "audio"]
INPUT = "input"


@dataclass(frozen=True, eq=False)
class Node:
    """A filter with its options, or an input file (`name` is "input")."""

    name: str
    args: tuple[tuple[str, Value], ...] = ()
    inputs: tuple[Pad, ...] = ()
    outputs: tuple[Kind, ...] = ("video",)
    label: str = ""
    origin: str = ""
    key: str = field(init=False, default="")

    def __post_init__(self) -> None:
        parts = [
            self.name,
            [[k, _plain(v)] for k, v in self.args],
            [p.key for p in self.inputs],
            self.outputs,
            self.label,
        ]
        object.__setattr__(self, "key", digest(parts))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Node) and other.key == self.key

    def __hash__(self) -> int:
        return hash(self.key)

    def arg(self, name: str) -> Value | None:
        return next((value for key, value in self.args if key == name), None)


def _plain(value: Value) -> str:
    return f"{type(value).__name__}:{value}"


@dataclass(frozen=True, eq=False)
class Pad:
    """One output of a node. Use `Video` and `Audio`."""

    node: Node
    index: int = 0

    @property
    def kind(self) -> Kind:
        return self.node.outputs[self.index]

    @property
    def key(self) -> str:
        return f"{self.node.key}:{self.index}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pad) and other.key == self.key

    def __hash__(self) -> int:
        return hash(self.key)

    def _behind(
        self, name: str, others: Sequence[Pad], args: dict[str, Value], outputs: tuple[Kind, ...]
    ) -> Node:
        source: Pad = self
        label = ""
        moving = {key: value for key, value in args.items() if isinstance(value, Curve)}
        if moving:
            steady = [(key, _plain(value)) for key, value in args.items()]
            label = "k" + digest([self.key, name, steady])[:10]
            commands = Text(_commands(f"{name}@{label}", moving), ".cmd")
            command_filter = "sendcmd" if self.kind == "video" else "asendcmd"
            source = replace(
                self,
                node=Node(command_filter, (("f", commands),), (self,), (self.kind,), origin=self.node.origin),
                index=0,
            )
        fixed = tuple(
            (key, value.at(0) if isinstance(value, Curve) else value) for key, value in args.items()
        )
        return Node(name, fixed, (source, *others), outputs, label, self.node.origin)


def _commands(target: str, moving: dict[str, Curve]) -> str:
    """FFmpeg commands that set options frame by frame, only where they change."""
    lines = []
    for option, curve in moving.items():
        last = None
        for frame in range(curve.points[0][0], curve.points[-1][0] + 1):
            value = f"{curve.at(frame):.5f}"
            if value != last:
                # Half a frame early: a command counts from the first frame at or after its time.
                at = max(0.0, float((frame - Fraction(1, 2)) / curve.rate + curve.zero))
                lines.append((at, f"{at:.6f} {target} {option} {value};"))
            last = value
    return "\n".join(line for _, line in sorted(lines)) + "\n"


V = TypeVar("V", bound="Video")


@dataclass(frozen=True, eq=False)
class Video(Pad):
    """A picture stream of square pixels.

    `frames` of `width` x `height` at `rate`; time stamps count from the start of its item. `x` and
    `y`, where set, say where on the canvas its top left corner belongs (pixels, or an expression in
    `t`); unset, it fills the canvas.
    """

    width: int = 0
    height: int = 0
    rate: Fraction = Fraction(30)
    frames: int = 0
    alpha: bool = False
    x: Value | None = None
    y: Value | None = None

    def filter(self, name: str, *others: Pad, **args: Value) -> Video:
        """The stream behind one filter. An argument that is a `Curve` is sent as commands per frame
        (for options that FFmpeg can change while it runs); inside a string it is an expression.
        A trailing underscore is dropped from names that Python reserves."""
        named = {key.rstrip("_"): value for key, value in args.items()}
        return replace(self, node=self._behind(name, others, named, ("video",)), index=0)

    def sized(self, width: int, height: int) -> Video:
        """The same stream, known to have another size (say so after a filter that changes it)."""
        return replace(self, width=width, height=height)

    def lasting(self, frames: int) -> Video:
        """The same stream, known to have another number of frames."""
        return replace(self, frames=frames)

    def scaled(self, width: int, height: int, **args: Value) -> Video:
        """Resized, with square pixels."""
        return self.filter("scale", w=width, h=height, **args).filter("setsar", sar="1").sized(width, height)

    def with_alpha(self) -> Video:
        """With an alpha plane."""
        return self if self.alpha else replace(self.filter("format", pix_fmts="yuva420p"), alpha=True)

    def opaque(self) -> Video:
        """Marked as having no alpha (after a filter that drops it)."""
        return replace(self, alpha=False)

    def at(self, x: Value, y: Value) -> Video:
        """Placed on the canvas."""
        return replace(self, x=x, y=y)

    def split(self, count: int = 2) -> tuple[Video, ...]:
        """The same stream several times. Splits are inserted when the graph is emitted."""
        return (self,) * count


@dataclass(frozen=True, eq=False)
class Audio(Pad):
    """A sound stream: stereo float at 48 kHz, `samples` long."""

    samples: int = 0
    rate: int = SAMPLE_RATE

    def filter(self, name: str, *others: Pad, **args: Value) -> Audio:
        named = {key.rstrip("_"): value for key, value in args.items()}
        return replace(self, node=self._behind(name, others, named, ("audio",)), index=0)

    def lasting(self, samples: int) -> Audio:
        return replace(self, samples=samples)


def source_filter(name: str, kind: Kind, origin: str = "", **args: Value) -> Node:
    """A filter without inputs: color, gradients, sine, anullsrc."""
    return Node(
        name, tuple((key.rstrip("_"), value) for key, value in args.items()), (), (kind,), origin=origin
    )


@dataclass(frozen=True)
class Graph:
    """What a render gives: the pads to be written, in order."""

    outputs: tuple[Pad, ...]

    @property
    def key(self) -> str:
        """The content hash: equal keys give equal pictures and sound."""
        return digest([pad.key for pad in self.outputs])

    def walk(self) -> Iterator[Node]:
        """Every node once, inputs first."""
        seen: set[str] = set()
        stack: list[tuple[Node, bool]] = [(pad.node, False) for pad in reversed(self.outputs)]
        while stack:
            node, ready = stack.pop()
            if node.key in seen:
                continue
            if ready:
                seen.add(node.key)
                yield node
                continue
            stack.append((node, True))
            stack.extend((pad.node, False) for pad in reversed(node.inputs) if pad.node.key not in seen)

    def made(self) -> list[Made]:
        """What must be made before this graph can run, each once. What those need in turn is theirs."""
        found: dict[str, Made] = {}
        for node in self.walk():
            for _, value in node.args:
                if isinstance(value, Made):
                    found.setdefault(value.key, value)
        return list(found.values())
