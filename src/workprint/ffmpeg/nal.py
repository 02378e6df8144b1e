"""H.264 as bits: units, parameter sets, and the record in which MP4 and Matroska keep them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from .sequence import RICH, Bits, Colour, sequence

SLICE, PARTITIONS, IDR, SEI, SPS, PPS = 1, (2, 3, 4), 5, 6, 7, 8
LAYERS = (14, 15, 20, 21)
"""Unit types of streams with several layers or views in one."""
PICTURE = (SLICE, IDR)


def units(data: bytes, length_size: int) -> list[bytes]:
    """The units of an access unit; `length_size` 0 means that start codes part them."""
    return list(_after_codes(data) if length_size == 0 else _after_lengths(data, length_size))


def _after_lengths(data: bytes, size: int) -> Iterator[bytes]:
    at = 0
    while at + size <= len(data):
        length = int.from_bytes(data[at : at + size], "big")
        at += size
        if length > len(data) - at:
            raise ValueError("a unit runs past the end of its packet")
        if length:
            yield data[at : at + length]
        at += length


def _after_codes(data: bytes) -> Iterator[bytes]:
    at = data.find(b"\0\0\1")
    while at >= 0:
        following = data.find(b"\0\0\1", at + 3)
        unit = data[at + 3 : following if following >= 0 else len(data)].rstrip(b"\0")
        if unit:
            yield unit
        at = following


def kind(unit: bytes) -> int:
    return unit[0] & 31


def packed(found: Iterable[bytes]) -> bytes:
    """Units as a packet with lengths of four bytes, only what is picture: players choke on the rest
    where the sets in force have changed."""
    return b"".join(len(unit).to_bytes(4, "big") + unit for unit in found if kind(unit) in PICTURE)


def picture_set(unit: bytes) -> tuple[int, int]:
    """The number of a picture parameter set, and of the sequence parameter set that it builds on."""
    bits = Bits(unit[:24])
    bits.take(8)
    return bits.ue(), bits.ue()


@dataclass(frozen=True)
class Sets:
    """The parameter sets of a stream, by number."""

    sequences: Mapping[int, bytes]
    pictures: Mapping[int, bytes]

    @classmethod
    def of(cls, found: Iterable[bytes]) -> Sets:
        """Gather from units. Raises `ValueError` where two of one number differ."""
        sequences: dict[int, bytes] = {}
        pictures: dict[int, bytes] = {}
        for unit in found:
            if kind(unit) == SPS:
                _add(sequences, sequence(unit).id, unit)
            elif kind(unit) == PPS:
                _add(pictures, picture_set(unit)[0], unit)
        return cls(sequences, pictures)

    @property
    def numbers(self) -> frozenset[int]:
        return frozenset(self.sequences) | frozenset(self.pictures)

    def units(self) -> Iterator[bytes]:
        yield from self.sequences.values()
        yield from self.pictures.values()

    def record(self) -> bytes:
        """As MP4 and Matroska keep them (avcC)."""
        known = [sequence(unit) for unit in self.sequences.values()]
        first = max(known, key=lambda one: one.profile)
        common = 255
        for one in known:
            common &= one.constraints
        out = bytes([1, first.profile, common, max(one.level for one in known), 255])
        out += bytes([0xE0 | len(self.sequences)])
        out += b"".join(len(unit).to_bytes(2, "big") + unit for unit in self.sequences.values())
        out += bytes([len(self.pictures)])
        out += b"".join(len(unit).to_bytes(2, "big") + unit for unit in self.pictures.values())
        if first.profile in RICH:
            out += bytes([0xFC | first.chroma, 0xF8 | (first.depth[0] - 8), 0xF8 | (first.depth[1] - 8), 0])
        return out


def _add(into: dict[int, bytes], number: int, unit: bytes) -> None:
    if into.setdefault(number, unit) != unit:
        raise ValueError(f"two different parameter sets have the number {number}")


def from_record(data: bytes) -> tuple[list[bytes], int]:
    """The parameter sets in a stream's extra data, and the length size of its packets (0: start codes)."""
    if not data or data[0] != 1:
        return [unit for unit in units(data, 0) if kind(unit) in (SPS, PPS)], 0
    found: list[bytes] = []
    at = 5
    for mask in (31, 255):
        count = data[at] & mask
        at += 1
        for _ in range(count):
            length = int.from_bytes(data[at : at + 2], "big")
            found.append(data[at + 2 : at + 2 + length])
            at += 2 + length
    return found, (data[4] & 3) + 1


def evened(several: Iterable[Sets], rate: Fraction, reorder: int) -> list[Sets]:
    """The sets of streams that follow one another in one file, made to say the same of the rest.

    That is the depth of reordering, the buffer, the level and the colours: a decoder that changes from
    one to the next then has no reason to drop pictures that it still holds, nor a player to show
    them otherwise. Raises `ValueError` where colours contradict each other.
    """
    known = list(several)
    read = [sequence(unit) for sets in known for unit in sets.sequences.values()]
    reorder = max([reorder, *(one.reorder or 0 for one in read)])
    level = max(one.level for one in read)
    buffering = max([reorder, *(one.buffering for one in read)])
    colour = agreed([one.colour for one in read])

    def even(unit: bytes) -> bytes:
        one = replace(sequence(unit), level=level, reorder=reorder, buffering=buffering, colour=colour)
        return one.written(rate)

    return [
        Sets({number: even(unit) for number, unit in sets.sequences.items()}, sets.pictures) for sets in known
    ]


def agreed(colours: list[Colour]) -> Colour:
    """One colour that says all that any of them says. Raises `ValueError` where they contradict."""
    said = []
    for name in ("primaries", "transfer", "matrix"):
        values = {getattr(colour, name) for colour in colours} - {2}
        if len(values) > 1:
            raise ValueError("their colours are coded in different ways")
        said.append(values.pop() if values else 2)
    if len({colour.full for colour in colours}) > 1:
        raise ValueError("their colours have different ranges")
    return Colour(said[0], said[1], said[2], colours[0].full)


def coloured(sets: Sets, colour: Colour, rate: Fraction, reorder: int) -> Sets:
    """The same sets with other colour tags, of a stream that is reordered as deep as that."""
    said = {number: sequence(unit) for number, unit in sets.sequences.items()}
    return Sets(
        {
            number: replace(one, colour=colour, reorder=max(reorder, one.reorder or 0)).written(rate)
            for number, one in said.items()
        },
        sets.pictures,
    )
