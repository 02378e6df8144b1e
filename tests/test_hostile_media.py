"""Files made to do harm: each is refused with a reason, and who looks at files goes on."""

from __future__ import annotations

import struct
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from workprint.analysis import Apart
from workprint.base import Fault
from workprint.ffmpeg import binary

HUGE = 60_000


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def box(kind: bytes, data: bytes = b"", size: int | None = None) -> bytes:
    return struct.pack(">I", 8 + len(data) if size is None else size) + kind + data


def png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(9_000_000)))


def gif(side: int) -> bytes:
    where = struct.pack("<HHHH", 0, 0, side, side)
    picture = b"," + where + b"\0" + b"\x02\x02\x4c\x01\0"
    return b"GIF89a" + struct.pack("<HHBBB", side, side, 0x80, 0, 0) + bytes(6) + picture + b";"


def boxes(depth: int) -> bytes:
    """Boxes in boxes, as deep as that."""
    found = b""
    for number in range(depth):
        found = box((b"trak", b"mdia", b"minf", b"stbl")[number % 4], found)
    return FTYP + box(b"moov", found)


FTYP = box(b"ftyp", b"isom\0\0\2\0isommp41")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
LIST = b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n"
BAD = {"damaged_media", "unsupported_media"}
MADE: dict[str, tuple[bytes, set[str]]] = {
    "bomb.png": (png(HUGE, HUGE), {"media_too_large", "damaged_media"}),
    "negative.png": (png(2**32 - 1, 1), BAD),
    "wide.png": (png(20_000, 1), {"media_too_large"}),
    "bomb.gif": (gif(65_535), {"media_too_large", "damaged_media"}),
    "deep.mp4": (boxes(20_000), BAD),
    "huge box.mp4": (FTYP + box(b"moov", b"\0" * 64, size=2**32 - 1), BAD),
    "wide box.mp4": (FTYP + box(b"moov", struct.pack(">Q", 2**63 - 1) + bytes(64), size=1), BAD),
    "empty boxes.mp4": (FTYP + box(b"free", size=8) * 200_000, BAD),
    "endless box.mp4": (FTYP + box(b"moov", box(b"trak", size=0), size=0), BAD),
    "hls.mp4": (LIST + b"http://127.0.0.1/a.ts\n", {"unsupported_media"}),
    "hls of a file.mp4": (LIST + b"/etc/passwd\n", {"unsupported_media"}),
    "behind a mark.mp4": (b"\xef\xbb\xbf\n" + LIST + b"a.ts\n", {"unsupported_media"}),
    "list.mp4": (b"ffconcat version 1.0\nfile '/etc/passwd'\n", {"unsupported_media"}),
    "list without a head.mp4": (b"file '/etc/passwd'\n", {"unsupported_media"}),
    "drawing.mp4": (SVG, {"unsupported_media"}),
    "drawing in xml.mp4": (b"<?xml version='1.0'?>" + SVG, {"unsupported_media"}),
    "dash.mp4": (b"<MPD><BaseURL>file:///etc/</BaseURL></MPD>", {"unsupported_media"}),
    "subtitles.mp4": (b"1\n00:00:00,000 --> 99:59:59,000\nhello\n", {"unsupported_media"}),
}
"""Files by name, and how each may be refused."""


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    looking = Apart(seconds=30)
    yield looking
    looking.close()


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("good") / "good.mp4"
    ffmpeg(path, "-f", "lavfi", "-i", "testsrc=s=64x48:r=25:d=0.4", "-c:v", "mpeg4")
    return path


def ffmpeg(path: Path, *line: str) -> None:
    subprocess.run([binary(), "-v", "error", "-y", *line, str(path)], check=True, stdin=subprocess.DEVNULL)


def refused(apart: Apart, path: Path, good: Path) -> Fault:
    """The fault of a file; one that is good is looked at afterwards as before it."""
    with pytest.raises(Fault) as caught:
        apart.probe(path, "m1")
    for lang in ("en", "zh"):
        assert str(path.parent) not in caught.value.say(lang)
    assert "crashes" not in caught.value.say()
    assert apart.probe(good, "m2").kind == "video"
    return caught.value


@pytest.mark.parametrize("name", MADE)
def test_it_is_refused(apart: Apart, good: Path, tmp_path: Path, name: str) -> None:
    data, codes = MADE[name]
    path = tmp_path / name
    path.write_bytes(data)
    assert refused(apart, path, good).code in codes


def test_more_streams_than_anyone_needs(apart: Apart, good: Path, tmp_path: Path) -> None:
    path = tmp_path / "streams.mkv"
    ffmpeg(path, "-f", "lavfi", "-i", "sine=d=0.02:r=8000", *["-map", "0:a"] * 220, "-c:a", "pcm_s16le")
    assert refused(apart, path, good).code in {"media_too_large", "damaged_media"}


def test_times_without_end(apart: Apart, good: Path, tmp_path: Path) -> None:
    """Each frame lasts for days: longer than a film may be."""
    data = bytearray(good.read_bytes())
    at = data.index(b"stts")
    many = struct.unpack_from(">I", data, at + 8)[0]
    assert many >= 1
    struct.pack_into(">I", data, at + 16, 2**31 - 1)
    path = tmp_path / "times.mp4"
    path.write_bytes(data)
    assert refused(apart, path, good).code in {"media_too_large", "damaged_media"}
