"""What was given along with a recording to say what is said in it: a script, or subtitles with times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from workprint.base import Text
from workprint.model import Companion, MediaFile, companions, decoded, read_cues

from .faults import ScriptNotRead
from .pronounce import familiar
from .text import Token, language_of, tokens

FAMILIAR = 0.7
"""Share of a text's words that an English dictionary has, from which it is English."""
_EMPTY: Text = {"en": "there are no words in it", "zh": "其中没有文字"}
_UNREAD: Text = {"en": "it is not UTF-8 text", "zh": "它不是 UTF-8 文本"}


@dataclass(frozen=True)
class Cue:
    """Words that belong together, from the first to before the last by their numbers, and when the
    subtitles show them."""

    start: float
    end: float
    first: int
    last: int


@dataclass(frozen=True)
class Script:
    """The words of a text, and its cues where it has times."""

    name: str
    language: str
    tokens: tuple[Token, ...]
    cues: tuple[Cue, ...] = ()


def given(media: MediaFile) -> Companion | None:
    """The script or the subtitles given along with a file, whichever came last."""
    told = [each for each in companions(media) if each.kind in ("script", "captions")]
    return told[-1] if told else None


def read_script(companion: Companion) -> Script:
    """The words of a script or of subtitles. Raises `ScriptNotRead`."""
    text = decoded(Path(companion.uri).read_bytes())
    if text is None:
        raise ScriptNotRead(name=companion.name, because=_UNREAD)
    found: list[Token] = []
    cues: list[Cue] = []
    shown = read_cues(text) if companion.kind == "captions" else []
    for each in sorted(shown, key=lambda cue: cue.start):
        words = tokens(each.text)
        if words:
            start, end = each.start / 1000, max(each.start, each.end) / 1000
            cues.append(Cue(start, end, len(found), len(found) + len(words)))
            found += words
    if companion.kind == "script":
        found = tokens(text)
    if not found:
        raise ScriptNotRead(name=companion.name, because=_EMPTY)
    return Script(companion.name, _language(found), tuple(found), tuple(cues))


def _language(words: Sequence[Token]) -> str:
    found = language_of(" ".join(each.text for each in words))
    if found == "en" and familiar([spoken for each in words for spoken in each.spoken]) < FAMILIAR:
        return ""
    return found
