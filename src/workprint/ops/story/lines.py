"""The line that says what a scene is, and what it was made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workprint.base import clock
from workprint.model import Clip, Facts, GeneratorRef, Timeline, of_kind
from workprint.ops.edits.faults import MissingFacts
from workprint.ops.words.said import Sentence
from workprint.ops.words.weights import inverse, vector

from .names import Named, named
from .phrase import phrase, telling
from .scenes import FilmScene, file_of
from .seen import Seen, seen
from .speech import speech
from .weights import terms, textrank


@dataclass(frozen=True)
class Line:
    """A scene's line. `made` names the kinds of facts it came from, in the order they appear in it:
    "word", "lettering", "face", "motion", "colour", "name", "date", "text", "number". `draft`: from words
    of an engine that often errs."""

    scene: FilmScene
    text: str
    made: tuple[str, ...]
    draft: bool = False


def lines(
    timeline: Timeline, facts: Facts, found: Sequence[FilmScene], zh: bool, short: bool = False
) -> tuple[Line, ...]:
    """A line for each scene, from what is said there; where nothing is, from what is seen and from the
    file's name. Raises `MissingFacts`."""
    said = speech(timeline, facts)
    parts = [[s for s in said.within(scene.span) if telling(s.text)] for scene in found]
    documents = [[term for s in part for term in terms(s.text)] for part in parts]
    idf = inverse([document for document in documents if document])
    made: list[Line] = []
    used: dict[str, int] = {}
    for scene, part, document in zip(found, parts, documents, strict=True):
        text = phrase(_ranked(part), vector(document, idf), short) if document else ""
        line = (
            Line(scene, text, ("word",), said.draft) if text else _looked(timeline, facts, scene, zh, short)
        )
        used[line.text] = again = used.get(line.text, 0) + 1
        made.append(line if again == 1 else _numbered(line, again, zh))
    return tuple(made)


def _ranked(part: Sequence[Sentence]) -> list[tuple[str, float]]:
    """Sentences with how central each is in its scene."""
    each = [terms(sentence.text) for sentence in part]
    ranks = textrank([vector(document, inverse(each)) for document in each])
    return [(sentence.text, rank) for sentence, rank in zip(part, ranks, strict=True)]


def _numbered(line: Line, again: int, zh: bool) -> Line:
    """A line that another scene has already, told apart."""
    text = f"{line.text}，第{again}段" if zh else f"{line.text}, part {again}"
    return replace(line, text=text, made=(*line.made, "number"))


def _looked(timeline: Timeline, facts: Facts, scene: FilmScene, zh: bool, short: bool) -> Line:
    """A line for a scene in which nothing is said."""
    if (written := _lettered(timeline, scene)) is not None:
        return Line(scene, written, ("text",))
    _look(timeline, facts, scene)
    about = seen(timeline, facts, scene, zh)
    if about and about[0].kind == "lettering":
        return Line(scene, about[0].words, ("lettering",))
    name = _named(timeline, scene)
    details = about[: 1 if short or (name.words and not zh) else 2]
    if name.words or name.day:
        return _with_name(scene, name, details, zh)
    if details:
        text = ("，" if zh else ", ").join(each.words for each in details)
        return Line(scene, text[:1].upper() + text[1:], tuple(each.kind for each in details))
    at = clock(scene.span.start, timeline.rate)
    return Line(scene, f"第{scene.index}个场景 {at}" if zh else f"Scene {scene.index} at {at}", ("number",))


def _look(timeline: Timeline, facts: Facts, scene: FilmScene) -> None:
    """Raise `MissingFacts` where the picture was not looked at yet."""
    file = file_of(timeline, scene)
    if file is None or file.video is None:
        return
    kinds = (("colour",), ("motion",), ("faces", "face")) if file.kind == "video" else (("colour",),)
    for names in kinds:
        if not any(of_kind(facts, file.id, name) for name in names):
            raise MissingFacts(kind=names[-1], media=file.name or file.id)


def _with_name(scene: FilmScene, name: Named, details: Sequence[Seen], zh: bool) -> Line:
    head, made = (name.words, "name") if name.words else (name.date(zh), "date")
    if not details:
        return Line(scene, head, (made,))
    detail = details[0]
    joined = (
        f"{head}，{detail.words}"
        if zh
        else f"{head} {detail.words}"
        if detail.kind == "colour"
        else f"{head}, {detail.words}"
    )
    return Line(scene, joined, (made, detail.kind))


def _lettered(timeline: Timeline, scene: FilmScene) -> str | None:
    """The words of a title card that the scene is."""
    found = timeline.find(scene.clips[0])
    if found is None or not isinstance(found[2], Clip) or not isinstance(found[2].media, GeneratorRef):
        return None
    return str(found[2].media.params.get("text", "")).strip().split("\n")[0] or None


def _named(timeline: Timeline, scene: FilmScene) -> Named:
    """The name of the scene's clip where it was given one, else of its file."""
    file = file_of(timeline, scene)
    found = timeline.find(scene.clips[0])
    own = found[2].name if found is not None and isinstance(found[2], Clip) else ""
    return named(own or (file.name if file is not None else ""))
