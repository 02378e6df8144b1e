"""Which kind of container a file is, told from its first bytes and never from its name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workprint.base import Text
from workprint.model import MediaFile

from .faults import DamagedMedia, NoSuchFile, UnsupportedMedia

HEAD = 4096
"""Bytes read to tell what a file is."""


@dataclass(frozen=True)
class Container:
    """A container by the name people use, and the demuxer (FFmpeg's name) that reads it."""

    name: str
    demuxer: str
    still: bool = False


_STARTS: tuple[tuple[bytes, Container], ...] = (
    (b"fLaC", Container("flac", "flac")),
    (b"OggS", Container("ogg", "ogg")),
    (b"GIF87a", Container("gif", "gif")),
    (b"GIF89a", Container("gif", "gif")),
    (b"\xff\xd8\xff", Container("jpeg", "jpeg_pipe", still=True)),
    (b"BM", Container("bmp", "bmp_pipe", still=True)),
    (b"II*\0", Container("tiff", "tiff_pipe", still=True)),
    (b"MM\0*", Container("tiff", "tiff_pipe", still=True)),
    (b"FLV\x01", Container("flv", "flv")),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", Container("asf", "asf")),
    (b"riff\x2e\x91\xcf\x11", Container("w64", "w64")),
    (b"DKIF", Container("ivf", "ivf")),
    (b"\x00\x00\x01\xba", Container("mpeg", "mpeg")),
    (b"ID3", Container("mp3", "mp3")),
)

_DEMUXERS = {
    "mp4": "mov",
    "mov": "mov",
    "m4a": "mov",
    "avif": "mov",
    "webm": "matroska",
    "mkv": "matroska",
    "avi": "avi",
    "wav": "wav",
    "aiff": "aiff",
    "png": "png_pipe",
    "apng": "apng",
    "mpegts": "mpegts",
    "aac": "aac",
    **{known.name: known.demuxer for _, known in _STARTS},
}


def demuxer(media: MediaFile) -> str:
    """FFmpeg's name of the demuxer for a probed file, so that it need not guess again."""
    if media.container == "webp":
        return "webp_pipe" if media.kind == "image" else "webp_anim"
    return _DEMUXERS[media.container]


_REFUSED: tuple[tuple[bytes, Text], ...] = (
    (b"#EXTM3U", {"en": "it is a playlist, not a recording", "zh": "这是播放列表，而不是录制的文件"}),
    (b"ffconcat", {"en": "it is a list of other files", "zh": "这是其他文件的清单"}),
    (b"[playlist]", {"en": "it is a playlist, not a recording", "zh": "这是播放列表，而不是录制的文件"}),
    (b"<?xml", {"en": "it is a text, not a recording", "zh": "这是文本，而不是录制的文件"}),
    (b"%PDF", {"en": "it is a PDF document", "zh": "这是 PDF 文档"}),
    (b"PK\x03\x04", {"en": "it is an archive; unpack it first", "zh": "这是压缩包，请先解压"}),
)

_ATOMS = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"styp", b"moof", b"sidx"})
_HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"})

_NOT_KNOWN: Text = {
    "en": "its content is none of the known video, sound or picture formats",
    "zh": "其内容不是已知的视频、音频或图片格式",
}


def container(path: Path) -> Container:
    """What the file is. Raises `NoSuchFile`, `DamagedMedia` (empty) or `UnsupportedMedia`."""
    if not path.is_file():
        raise NoSuchFile(path=str(path))
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise DamagedMedia(name=path.name, reason={"en": "it is empty", "zh": "文件是空的"})
    for start, reason in _REFUSED:
        if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(start):
            raise UnsupportedMedia(name=path.name, reason=reason)
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        raise UnsupportedMedia(
            name=path.name,
            reason={
                "en": "it is a HEIC photo; save it as JPEG or PNG first",
                "zh": "这是 HEIC 照片，请先存为 JPEG 或 PNG",
            },
        )
    found = told_from(_past_tag(path, head))
    if found is None:
        raise UnsupportedMedia(name=path.name, reason=_NOT_KNOWN)
    return found


def _past_tag(path: Path, head: bytes) -> bytes:
    """The first bytes after an ID3 tag, which can stand before MP3, AAC and FLAC."""
    if not head.startswith(b"ID3") or len(head) < 10:
        return head
    size = sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
    with path.open("rb") as file:
        file.seek(10 + size)
        after = file.read(HEAD).lstrip(b"\0")
    return after if told_from(after) else head


def told_from(head: bytes) -> Container | None:
    """The container that begins with these bytes, or None."""
    for start, known in _STARTS:
        if head.startswith(start):
            return known
    return _boxed(head) or _chunked(head) or _stream(head)


def _boxed(head: bytes) -> Container | None:
    """MP4 and its relatives, Matroska and WebM."""
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in (b"avif", b"avis"):
            return Container("avif", "mov", still=brand == b"avif")
        return Container({b"qt  ": "mov", b"M4A ": "m4a", b"M4B ": "m4a"}.get(brand, "mp4"), "mov")
    if head[4:8] in _ATOMS:
        return Container("mov", "mov")
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return Container("webm" if b"webm" in head[:64] else "mkv", "matroska")
    return None


def _chunked(head: bytes) -> Container | None:
    """RIFF, AIFF and PNG."""
    if head[:4] in (b"RIFF", b"RF64"):
        kind = head[8:12]
        if kind == b"WEBP":
            moving = head[12:16] == b"VP8X" and len(head) > 20 and bool(head[20] & 0x02)
            return Container("webp", "webp_anim") if moving else Container("webp", "webp_pipe", still=True)
        return {b"AVI ": Container("avi", "avi"), b"WAVE": Container("wav", "wav")}.get(kind)
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return Container("aiff", "aiff")
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        moving = b"acTL" in head.split(b"IDAT", 1)[0]
        return Container("apng", "apng") if moving else Container("png", "png_pipe", still=True)
    return None


def _stream(head: bytes) -> Container | None:
    """Formats that begin with a bare packet: transport streams, MP3 and AAC without a tag."""
    if len(head) > 376 and head[0] == head[188] == head[376] == 0x47:
        return Container("mpegts", "mpegts")
    if head[0] == 0xFF and len(head) > 2:
        layer = head[1] >> 1 & 3
        if head[1] & 0xF6 == 0xF0:
            return Container("aac", "aac")
        if head[1] & 0xE0 == 0xE0 and layer and head[2] >> 4 != 15:
            return Container("mp3", "mp3")
    return None
