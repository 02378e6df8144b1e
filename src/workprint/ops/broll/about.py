"""What a picture of the library is about: by its name, what its owner says of it, the text on it, and what
was found in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from workprint.base import Text
from workprint.model import Facts, MediaFile, of_kind
from workprint.ops.words.related import RELATED, stem
from workprint.ops.words.topics import terms

TAGS = "tags"
"""Where what its owner says of a file is kept, in its metadata."""
MOVES = 0.35
"""From so much motion on (0 to 1) a picture counts as one in which much moves."""

DARK, BRIGHT = 0.2, 0.65
"""Mean brightness (0 to 1) of a picture that is called so."""

_NOTHING = frozenset(
    stem(word)
    for word in [
        "broll",
        "roll",
        "clip",
        "video",
        "movie",
        "footage",
        "shot",
        "scene",
        "take",
        "img",
        "image",
        "photo",
        "picture",
        "dsc",
        "dscn",
        "pxl",
        "mov",
        "mvi",
        "vid",
        "gopr",
        "file",
        "final",
        "edit",
        "copy",
        "version",
        "untitled",
        "export",
        "render",
        "screen",
        "recording",
        "new",
        "old",
        "raw",
        "hd",
        "uhd",
        "fps",
        "stock",
        "pexels",
        "pixabay",
    ]
)
_PEOPLE = ("people", "person", "face", "人")

WHYS: dict[str, Text] = {
    "tag": {"en": "it is tagged “{said}”", "zh": "标签是“{said}”"},
    "name": {"en": "it is called “{said}”", "zh": "文件名含“{said}”"},
    "lettering": {"en": "“{said}” stands in the picture", "zh": "画面里有文字“{said}”"},
    "face": {"en": "somebody is in the picture", "zh": "画面里有人"},
}
WEIGHTS = {"tag": 1.0, "name": 0.9, "lettering": 0.7, "face": 0.4}


@dataclass(frozen=True)
class Hint:
    """A word that a picture is about: its stem (a Chinese word as it is), as it was said, and by what."""

    term: str
    said: str
    by: str

    @property
    def weight(self) -> float:
        return WEIGHTS[self.by]


def about(media: MediaFile, facts: Facts) -> tuple[Hint, ...]:
    """The words that a picture is about, the surest first; each once."""
    found: dict[str, Hint] = {}
    for hint in _hints(media, facts):
        found.setdefault(hint.term, hint)
    return tuple(found.values())


def _hints(media: MediaFile, facts: Facts) -> Iterator[Hint]:
    for tag in media.metadata.get(TAGS, ()):
        yield from (Hint(term, str(tag), "tag") for term in _terms(str(tag)))
    name = PurePath(media.name).stem
    plain = re.sub(r"(?<=[a-z])(?=[A-Z])|[_\-.\d]+", " ", name)
    for said in re.findall(r"[\u3400-\u9fff]+|[^\s\u3400-\u9fff]+", plain):
        yield from (Hint(term, said, "name") for term in _terms(said))
    for fact in of_kind(facts, media.id, "lettering"):
        text = str(fact.value.get("text", "")) if isinstance(fact.value, dict) else ""
        for said in re.findall(r"[\u3400-\u9fff]+|[^\W\d_]{3,}", text):
            yield from (Hint(term, said, "lettering") for term in _terms(said))
    if of_kind(facts, media.id, "face"):
        yield from (Hint(stem(word) if word.isascii() else word, word, "face") for word in _PEOPLE)


def _terms(said: str) -> Iterator[str]:
    """What of a name says something. Chinese is held against the words that have a subject, and by pairs."""
    if said.isascii():
        yield from (term for term in terms(said) if term not in _NOTHING)
        return
    yield from (word for word in RELATED if not word.isascii() and word in said)
    yield from terms(said)


def described(media: MediaFile, facts: Facts) -> Text:
    """A picture in a few words: how long, what it is about, faces, motion, brightness."""
    en, zh = [], []
    if media.kind == "image":
        en.append("a photo")
        zh.append("照片")
    else:
        en.append(f"{float(media.duration):.1f} s")
        zh.append(f"{float(media.duration):.1f} 秒")
    words = list(dict.fromkeys(hint.said for hint in about(media, facts) if hint.by != "face"))
    if words:
        en.append("about " + ", ".join(words[:6]))
        zh.append("关于" + "、".join(words[:6]))
    for said in (_faces(media, facts), _motion(media, facts), _light(media, facts)):
        if said:
            en.append(said["en"])
            zh.append(said["zh"])
    return {"en": "; ".join(en), "zh": "；".join(zh)}


def _faces(media: MediaFile, facts: Facts) -> Text | None:
    faces = of_kind(facts, media.id, "face")
    many = {fact.value.get("id") for fact in faces if isinstance(fact.value, dict)}
    if not faces:
        return None
    return {"en": f"faces: {len(many)}", "zh": f"人脸：{len(many)}"}


def moving(media: MediaFile, facts: Facts) -> float | None:
    """How much moves in a picture, 0 to 1; None where nobody has looked."""
    found = [fact for fact in of_kind(facts, media.id, "motion") if isinstance(fact.value, dict)]
    whole = sum(fact.end - fact.start for fact in found)
    if not whole:
        return None
    return float(sum(fact.value["amount"] * (fact.end - fact.start) for fact in found) / whole)


def _motion(media: MediaFile, facts: Facts) -> Text | None:
    amount = moving(media, facts)
    if amount is None:
        return None
    if amount >= MOVES:
        return {"en": "much moves", "zh": "动感强"}
    return {"en": "calm", "zh": "画面平稳"}


def _light(media: MediaFile, facts: Facts) -> Text | None:
    found = [fact.value["luma"] for fact in of_kind(facts, media.id, "colour")]
    if not found:
        return None
    mean = sum(found) / len(found)
    if mean < DARK:
        return {"en": "dark", "zh": "偏暗"}
    return {"en": "bright", "zh": "明亮"} if mean > BRIGHT else None
