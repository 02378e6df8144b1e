"""What a filter's option can hold, besides numbers and plain strings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from workprint.base import Curve, digest

if TYPE_CHECKING:
    from .node import Pad


@dataclass(frozen=True)
class File:
    """A file on this machine. Its content counts, not where it lies."""

    path: str = field(compare=False)
    hash: str

    def __str__(self) -> str:
        return f"file:{self.hash}"


@dataclass(frozen=True)
class Text:
    """A small file that the renderer writes before FFmpeg runs: an ASS script, a command list."""

    content: str
    suffix: str = ".txt"

    def __str__(self) -> str:
        return f"text:{self.suffix}:{digest(self.content)}"


@dataclass(frozen=True)
class Made:
    """Something that must be made before FFmpeg runs, by the maker registered for `kind`.

    Music is synthesised, a stabiliser's first pass is run, loudness is measured. `pads` are what
    it is made from. `field` picks one of several results.
    """

    kind: str
    params: tuple[tuple[str, Any], ...] = ()
    pads: tuple[Pad, ...] = ()
    field: str = ""

    @classmethod
    def of(cls, kind: str, params: Mapping[str, Any] | None = None, *pads: Pad, field: str = "") -> Made:
        return cls(kind, tuple(sorted((params or {}).items())), pads, field)

    @property
    def key(self) -> str:
        """What it is made from, whatever field is wanted."""
        return digest(["made", self.kind, self.params, [pad.key for pad in self.pads]])

    def __str__(self) -> str:
        return f"made:{self.key}:{self.field}"


Value = str | int | float | bool | Fraction | Curve | File | Text | Made
