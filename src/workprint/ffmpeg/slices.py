"""Giving parameter sets other numbers, and the slices that name them.

Recordings of two cameras both count their sets from 0; side by side in one file one must give way.
What the slices code stays bit for bit; only the number in their headers changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, partial

from . import nal
from .sequence import Bits, Sequence, coded, packed_bits, sequence

MOST = 31
"""Numbers of sets that the record of an MP4 file has room for."""
_P, _B = 0, 1
_HEAD = 96
"""Bytes of a slice in which its header is looked for first."""


@dataclass(frozen=True)
class _Pictures:
    """What a picture parameter set says about slice headers."""

    base: int
    arithmetic: bool
    bottom: bool
    references: tuple[int, int]
    weighted: bool
    weighted_both: int
    deblocking: bool
    redundant: bool


def side_by_side(several: list[nal.Sets], rate: Fraction) -> tuple[nal.Sets, list[Renumbering]]:
    """Sets of several streams for one file, and for each stream how its slices are to name them.

    The first to use a number keeps it. Raises `ValueError` where the numbers do not suffice.
    """
    sequences: dict[int, bytes] = {}
    pictures: dict[int, bytes] = {}
    used = frozenset().union(*(sets.numbers for sets in several))
    free = [number for number in range(MOST) if number not in used]
    found = []
    for sets in several:
        read = {old: sequence(unit) for old, unit in sets.sequences.items()}
        moved = {
            old: _placed(sequences, old, free, partial(_sequence, one, rate)) for old, one in read.items()
        }
        numbers = {
            old: _placed(pictures, old, free, partial(_moved, unit, moved))
            for old, unit in sets.pictures.items()
        }
        found.append(Renumbering(read, sets.pictures, numbers))
    return nal.Sets(sequences, pictures), found


def _sequence(one: Sequence, rate: Fraction, number: int) -> bytes:
    return replace(one, id=number).written(rate)


def _moved(unit: bytes, sequences: Mapping[int, int], number: int) -> bytes:
    old, base = nal.picture_set(unit)
    if (old, base) == (number, sequences[base]):
        return unit
    return renumbered_pictures(unit, number, sequences[base])


def _placed(known: dict[int, bytes], old: int, free: list[int], made: Callable[[int], bytes]) -> int:
    """The number that a set gets: one under which the same is known, its own, or a free one."""
    for number in [old, *known, *free]:
        unit = made(number)
        if known.setdefault(number, unit) == unit:
            return number
    raise ValueError("there are too many different parameter sets")


def _pictures(unit: bytes) -> _Pictures:
    bits = Bits(unit)
    bits.take(8)
    bits.ue()
    base, arithmetic, bottom = bits.ue(), bool(bits.take(1)), bool(bits.take(1))
    if bits.ue():
        raise ValueError("its slices are in groups")
    references = bits.ue() + 1, bits.ue() + 1
    weighted, both = bool(bits.take(1)), bits.take(2)
    bits.se(), bits.se(), bits.se()
    deblocking, _, redundant = bool(bits.take(1)), bits.take(1), bool(bits.take(1))
    return _Pictures(base, arithmetic, bottom, references, weighted, both, deblocking, redundant)


def renumbered_pictures(unit: bytes, number: int, base: int) -> bytes:
    """A picture parameter set under another number, for another sequence set."""
    bits = Bits(unit)
    bits.take(8)
    bits.ue(), bits.ue()
    rest = bits.text[bits.at :].rstrip("0")[:-1]
    return packed_bits(bits.text[:8] + coded(number) + coded(base) + rest)


@dataclass(frozen=True)
class Renumbering:
    """Changes the numbers of picture sets in slices: `numbers` says from which to which."""

    sequences: Mapping[int, Sequence]
    pictures: Mapping[int, bytes]
    numbers: Mapping[int, int]

    @cached_property
    def idle(self) -> bool:
        """Whether every set keeps its number."""
        return all(old == new for old, new in self.numbers.items())

    def __call__(self, unit: bytes) -> bytes:
        """A unit with the numbers changed; what is no slice stays. Raises `ValueError` on damage."""
        if self.idle or nal.kind(unit) not in nal.PICTURE:
            return unit
        bits = Bits(unit[:_HEAD])
        bits.take(8)
        _, way = bits.ue(), bits.ue()
        place = bits.at
        old = bits.ue()
        if old not in self.numbers:
            raise ValueError("a slice names a set that is not there")
        if self.numbers[old] == old:
            return unit
        said = _pictures(self.pictures[old])
        start = bits.text[:place] + coded(self.numbers[old])
        plain = unit.replace(b"\0\0\3", b"\0\0").rstrip(b"\0")
        if not said.arithmetic:
            return _guarded(_shifted(start, plain, bits.at))
        after = bits.at
        base = self.sequences[said.base]
        try:
            _skip_header(bits, unit, way % 5, said, base)
        except ValueError:
            bits.at = len(bits.text)
        if bits.at > 8 * (_HEAD - 8):
            bits = Bits(unit)
            bits.at = after
            _skip_header(bits, unit, way % 5, said, base)
        head = start + bits.text[after : bits.at]
        head += "1" * (-len(head) % 8)
        return _guarded(
            int("1" + head, 2).to_bytes(len(head) // 8 + 1, "big")[1:] + plain[(bits.at + 7) // 8 :]
        )


def _shifted(start: str, plain: bytes, at: int) -> bytes:
    """`start` and then the bits of `plain` from `at` on, ending as a unit must."""
    length = 8 * len(plain) - at
    value = int.from_bytes(plain, "big") & ((1 << length) - 1)
    # The last one bit marks the end; what follows it is filling.
    filling = (value & -value).bit_length() - 1
    value, length = value >> filling, length - filling
    total = len(start) + length
    value |= int(start, 2) << length
    return (value << (-total % 8)).to_bytes((total + 7) // 8, "big")


def _guarded(plain: bytes) -> bytes:
    return re.sub(rb"\0\0(?=[\0-\3])", b"\0\0\3", plain)


def _skip_header(bits: Bits, unit: bytes, way: int, said: _Pictures, base: Sequence) -> None:
    """Read on to the end of a slice's header (of frames, not fields)."""
    fresh, kept = nal.kind(unit) == nal.IDR, unit[0] >> 5 & 3
    bits.take(base.counting)
    if fresh:
        bits.ue()
    if base.order_bits:
        bits.take(base.order_bits)
        if said.bottom:
            bits.se()
    elif base.order_steps:
        bits.se()
        if said.bottom:
            bits.se()
    if said.redundant:
        bits.ue()
    counts = list(said.references)
    if way == _B:
        bits.take(1)
    if way not in (_P, 3, _B):
        counts = []
    else:
        if bits.take(1):
            counts[0] = bits.ue() + 1
            counts[1] = bits.ue() + 1 if way == _B else counts[1]
        counts = counts[: 2 if way == _B else 1]
    for _ in counts:
        _skip_order(bits)
    if (said.weighted and way in (_P, 3)) or (said.weighted_both == 1 and way == _B):
        _skip_weights(bits, counts)
    if kept:
        _skip_marking(bits, fresh)
    if counts:
        bits.ue()
    bits.se()
    if way in (3, 4):
        raise ValueError("its slices switch")
    if said.deblocking and bits.ue() != 1:
        bits.se(), bits.se()


def _skip_order(bits: Bits) -> None:
    if bits.take(1):
        while bits.ue() != 3:
            bits.ue()


def _skip_weights(bits: Bits, counts: list[int]) -> None:
    bits.ue(), bits.ue()
    for count in counts:
        for _ in range(count):
            if bits.take(1):
                bits.se(), bits.se()
            if bits.take(1):
                bits.se(), bits.se(), bits.se(), bits.se()


def _skip_marking(bits: Bits, fresh: bool) -> None:
    if fresh:
        bits.take(2)
    elif bits.take(1):
        while action := bits.ue():
            if action != 5:
                bits.ue()
            if action == 3:
                bits.ue()
