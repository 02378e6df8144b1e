"""The sequence parameter set of H.264: what a decoder must know before the first picture."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

RICH = {100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135}
"""Profiles whose parameter sets say their sampling and depth."""
_FRAME_STORE = {
    9: 396, 10: 396, 11: 900, 12: 2376, 13: 2376, 20: 2376, 21: 4752, 22: 8100, 30: 8100, 31: 18000,
    32: 20480, 40: 32768, 41: 32768, 42: 34816, 50: 110400, 51: 184320, 52: 184320,
}  # fmt: skip
"""Macroblocks that a decoder of each level keeps."""
_ASPECTS = {
    1: (1, 1), 2: (12, 11), 3: (10, 11), 4: (16, 11), 5: (40, 33), 6: (24, 11), 7: (20, 11), 8: (32, 11),
    9: (80, 33), 10: (18, 11), 11: (15, 11), 12: (64, 33), 13: (160, 99), 14: (4, 3), 15: (3, 2), 16: (2, 1),
}  # fmt: skip


class Bits:
    """Reads the bits of a unit, its guard bytes left out."""

    def __init__(self, unit: bytes) -> None:
        plain = unit.replace(b"\0\0\3", b"\0\0")
        self.text = bin(int.from_bytes(b"\1" + plain, "big"))[3:]
        self.at = 0

    def take(self, count: int) -> int:
        if self.at + count > len(self.text):
            raise ValueError("a parameter set breaks off")
        self.at += count
        return int(self.text[self.at - count : self.at] or "0", 2)

    def ue(self) -> int:
        zeros = self.text.find("1", self.at) - self.at
        if not 0 <= zeros <= 32:
            raise ValueError("a parameter set is damaged")
        self.at += zeros
        return self.take(zeros + 1) - 1

    def se(self) -> int:
        value = self.ue()
        return (value + 1) // 2 if value & 1 else -(value // 2)


def coded(value: int) -> str:
    """A number as the standard writes them (Exp-Golomb)."""
    digits = bin(value + 1)[2:]
    return "0" * (len(digits) - 1) + digits


@dataclass(frozen=True)
class Colour:
    """Primaries, transfer and matrix by their standard numbers (2: not said); whether the range is full."""

    primaries: int = 2
    transfer: int = 2
    matrix: int = 2
    full: bool = False


BT709 = Colour(1, 1, 1)


@dataclass(frozen=True)
class Sequence:
    """A sequence parameter set: what it says, and its bits from its number up to the part on usability."""

    id: int
    profile: int
    constraints: int
    level: int
    chroma: int
    depth: tuple[int, int]
    width: int
    height: int
    macroblocks: int
    refs: int
    progressive: bool
    aspect: Fraction
    colour: Colour
    reorder: int | None
    buffering: int
    counting: int
    """Bits of a slice's frame number."""
    order_bits: int
    """Bits of a slice's place in the order of showing, 0 where it is not written."""
    order_steps: bool
    """Whether a slice writes by how much its place in that order differs from the usual."""
    middle: str

    def written(self, rate: Fraction) -> bytes:
        """The unit, saying the same, with one clock: `rate`."""
        start = f"{103:08b}{self.profile:08b}{self.constraints:08b}{self.level:08b}" + coded(self.id)
        return packed_bits(start + self.middle + "1" + self._usability(rate))

    def _usability(self, rate: Fraction) -> str:
        colour = self.colour
        reorder = self.reorder or 0
        aspect = f"1{255:08b}{self.aspect.numerator:016b}{self.aspect.denominator:016b}"
        if self.aspect == 1:
            aspect = f"1{1:08b}"
        signal = f"1101{int(colour.full)}1{colour.primaries:08b}{colour.transfer:08b}{colour.matrix:08b}"
        timing = f"1{rate.denominator:032b}{2 * rate.numerator:032b}1"
        # No buffering model and no picture timing: the messages that these promise are dropped.
        limits = "1" + "1" + "".join(coded(value) for value in (0, 0, 16, 16, reorder, self.buffering))
        return aspect + "0" + signal + "0" + timing + "00" + "0" + limits


def packed_bits(bits: str) -> bytes:
    """The bits of a unit, ended and guarded as the standard wants."""
    bits += "1"
    bits += "0" * (-len(bits) % 8)
    plain = int("1" + bits, 2).to_bytes(len(bits) // 8 + 1, "big")[1:]
    out = bytearray()
    zeros = 0
    for byte in plain:
        if zeros >= 2 and byte <= 3:
            out.append(3)
            zeros = 0
        out.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes(out)


def sequence(unit: bytes) -> Sequence:
    """Read a sequence parameter set. Raises `ValueError` where it is damaged."""
    bits = Bits(unit)
    bits.take(8)
    profile, constraints, level, number = bits.take(8), bits.take(8), bits.take(8), bits.ue()
    begin = bits.at
    chroma, depth = 1, (8, 8)
    if profile in RICH:
        chroma, depth = _sampling(bits)
    counting = bits.ue() + 4
    order_bits, order_steps = _picture_order(bits)
    refs = bits.ue()
    bits.take(1)
    columns, rows = bits.ue() + 1, bits.ue() + 1
    progressive = bool(bits.take(1))
    if not progressive:
        bits.take(1)
    bits.take(1)
    width, height = 16 * columns, 16 * rows * (1 if progressive else 2)
    store = min(16, _FRAME_STORE.get(level, 696320) // max(1, columns * rows * (1 if progressive else 2)))
    if bits.take(1):
        left, right, top, bottom = (bits.ue() for _ in range(4))
        across, down = (2 if chroma in (1, 2) else 1), (2 if chroma == 1 else 1) * (1 if progressive else 2)
        width, height = width - across * (left + right), height - down * (top + bottom)
    middle = bits.text[begin : bits.at]
    aspect, colour, reorder, buffering = _read_usability(bits) if bits.take(1) else (*_SILENT, None)
    return Sequence(
        number, profile, constraints, level, chroma, depth, width, height, columns * rows, refs, progressive,
        aspect, colour, reorder, max(refs, 1, store if buffering is None else buffering),
        counting, order_bits, order_steps, middle,
    )  # fmt: skip


_SILENT = (Fraction(1), Colour(), None)


def _sampling(bits: Bits) -> tuple[int, tuple[int, int]]:
    chroma = bits.ue()
    if chroma == 3:
        bits.take(1)
    depth = bits.ue() + 8, bits.ue() + 8
    bits.take(1)
    if bits.take(1):
        for index in range(12 if chroma == 3 else 8):
            if bits.take(1):
                _scaling_list(bits, 16 if index < 6 else 64)
    return chroma, depth


def _scaling_list(bits: Bits, size: int) -> None:
    last = following = 8
    for _ in range(size):
        if following:
            following = (last + bits.se()) % 256
        last = following or last


def _picture_order(bits: Bits) -> tuple[int, bool]:
    way, steps = bits.ue(), False
    if way == 0:
        return bits.ue() + 4, False
    if way == 1:
        steps = not bits.take(1)
        bits.se(), bits.se()
        for _ in range(bits.ue()):
            bits.se()
    return 0, steps


def _read_usability(bits: Bits) -> tuple[Fraction, Colour, int | None, int | None]:
    aspect, colour = Fraction(1), Colour()
    if bits.take(1):
        number = bits.take(8)
        across, down = (bits.take(16), bits.take(16)) if number == 255 else _ASPECTS.get(number, (1, 1))
        aspect = Fraction(across, down) if across and down else Fraction(1)
    if bits.take(1):
        bits.take(1)
    if bits.take(1):
        bits.take(3)
        colour = Colour(full=bool(bits.take(1)))
        if bits.take(1):
            colour = Colour(bits.take(8), bits.take(8), bits.take(8), colour.full)
    if bits.take(1):
        bits.ue(), bits.ue()
    if bits.take(1):
        bits.take(65)
    if _skip_buffering_models(bits):
        bits.take(1)
    bits.take(1)
    if not bits.take(1):
        return aspect, colour, None, None
    bits.take(1)
    for _ in range(4):
        bits.ue()
    return aspect, colour, bits.ue(), bits.ue()


def _skip_buffering_models(bits: Bits) -> bool:
    """Whether there was one."""
    seen = False
    for _ in range(2):
        if bits.take(1):
            seen = True
            count = bits.ue() + 1
            bits.take(8)
            for _ in range(count):
                bits.ue(), bits.ue(), bits.take(1)
            bits.take(20)
    return seen
