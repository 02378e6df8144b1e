"""Companions: small files given along with footage, that say what is said or done in it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Literal

from pydantic import BaseModel, ConfigDict

from .media import MediaFile

CompanionKind = Literal["script", "captions", "events"]
"""What is said, in words alone; the same with times; what a recorder noted of the pointer and the keys."""

SUFFIXES = ("txt", "srt", "vtt", "ass", "ssa", "json", "csv", "bin")
_ASS = ("ass", "ssa")
KEYBOARD = b"CPKB01"
"""How a file of keys begins that is no text: Cap's `keyboard.bin`."""
COMPANIONS = "companions"
"""Where a media file's `metadata`, or the timeline's while there is no footage yet, has them."""

_CLOCK = r"(?:\d{1,6}:)?\d{1,2}:\d\d[.,]\d{1,3}"
# Spaces, but no ends of lines: those of a file of nothing else would be gone through again from each of them.
_CUE = re.compile(rf"^[^\S\n]*{_CLOCK}[^\S\n]*-->[^\S\n]*{_CLOCK}", re.M)
_SCRIPT = re.compile(r"^\[(?:script info|v4\+? styles|events)\]", re.M | re.I)
_STRANGE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


class Companion(BaseModel):
    """A file given along with footage: `uri` is where it lies, `hash` what is in it."""

    model_config = ConfigDict(frozen=True, extra="allow")

    kind: CompanionKind
    name: str
    hash: str
    uri: str = ""


def companions(media: MediaFile) -> tuple[Companion, ...]:
    """What was given along with a file, the oldest first."""
    return tuple(Companion.model_validate(each) for each in media.metadata.get(COMPANIONS, ()))


def with_companions(media: MediaFile, given: Sequence[Companion]) -> MediaFile:
    """The file with these given along with it, and no others."""
    rest = {key: value for key, value in media.metadata.items() if key != COMPANIONS}
    told = {COMPANIONS: [each.model_dump(mode="json") for each in given]} if given else {}
    return media.model_copy(update={"metadata": {**rest, **told}})


def added(given: Sequence[Companion], new: Companion) -> tuple[Companion, ...]:
    """The same with one more, which takes the place of one of its kind."""
    return (*(each for each in given if not replaces(each, new)), new)


def replaces(old: Companion, new: Companion) -> bool:
    """Whether the new one takes the place of the old. A recorder may write two files: the pointer's, and the keys'."""
    keys = old.kind == "events" and ("key" in old.name.casefold()) != ("key" in new.name.casefold())
    return old.kind == new.kind and not keys


def suffix_of(name: str) -> str:
    """The suffix of a name, as `SUFFIXES` has them."""
    return PurePath(name).suffix[1:].lower()


def decoded(data: bytes, whole: bool = True) -> str | None:
    """Text of UTF-8, or of UTF-16 that says so; None for anything else. What is not `whole` may end in the
    middle of a letter."""
    name = "utf-16" if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"
    try:
        text = codecs.getincrementaldecoder(name)().decode(data, final=whole)
    except UnicodeDecodeError:
        return None
    return None if _STRANGE.search(text) else text


def companion_kind(name: str, text: str) -> CompanionKind | None:
    """What a text of that name is, by its beginning; None where it is none of them. Cues make subtitles of
    a text whatever it is called; a name alone makes nothing of it."""
    suffix = suffix_of(name)
    if suffix not in SUFFIXES or not text.strip():
        return None
    if suffix in ("txt", "srt", "vtt") and (_CUE.search(text) or text.startswith("WEBVTT")):
        return "captions"
    if suffix in _ASS:
        return "captions" if _SCRIPT.search(text) else None
    if suffix == "txt":
        return "script" if any(letter.isalpha() for letter in text) else None
    if suffix == "json":
        return "events" if text.lstrip()[0] in "[{" else None
    if suffix == "csv":
        # A line above may say how large the screen was.
        lines = (line for line in text.splitlines() if line.strip() and not line.startswith("#"))
        return "events" if re.search(r"[,;\t]", next(lines, "")) else None
    return None
