"""What a file is, by its first bytes. The type that a client gives it counts for nothing, and neither does
its name; but a text is only taken if its name says which kind of text it is, and its content bears that out."""

from __future__ import annotations

from pathlib import Path

from workprint.model import companion_kind, decoded, suffix_of

HEAD = 4096

_BRANDS = {b"qt  ": "mov", b"M4A ": "m4a", b"M4B ": "m4a", b"M4P ": "m4a"}
_NOT_VIDEO = (b"avif", b"avis", b"heic", b"heix", b"mif1", b"msf1", b"jp2 ", b"crx ")


def kind_of(path: Path, name: str = "") -> str | None:
    """One of the accepted kinds, or None. That it can be opened is for a probe to say."""
    with open(path, "rb") as file:
        head = file.read(HEAD)
    return sniff(head) or _text(head, name)


def _text(head: bytes, name: str) -> str | None:
    """The kind of a text given along with footage."""
    text = decoded(head, whole=False)
    return suffix_of(name) if text and companion_kind(name, text) else None


def sniff(head: bytes) -> str | None:
    """The kind of a file that begins with these bytes."""
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return None if brand in _NOT_VIDEO else _BRANDS.get(brand, "mp4")
    if head[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip"):
        return "mov"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "webm" if b"webm" in head[:64] else "mkv"
    if head.startswith(b"RIFF"):
        return {b"AVI ": "avi", b"WAVE": "wav", b"WEBP": "webp"}.get(head[8:12])
    if head.startswith((b"RF64", b"BW64")) and head[8:12] == b"WAVE":
        return "wav"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    return _sound(head)


def _sound(head: bytes) -> str | None:
    if head.startswith(b"ID3"):
        size = sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=False))
        after = head[10 + size : 12 + size]
        return "aac" if len(after) == 2 and after[0] == 0xFF and after[1] & 0xF6 == 0xF0 else "mp3"
    if len(head) < 2 or head[0] != 0xFF:
        return None
    if head[1] & 0xF6 == 0xF0:
        return "aac"
    layer, version = head[1] >> 1 & 3, head[1] >> 3 & 3
    return "mp3" if head[1] & 0xE0 == 0xE0 and layer == 1 and version != 1 else None
