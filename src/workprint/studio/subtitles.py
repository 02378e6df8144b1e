"""The captions of a film as subtitle files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workprint.base import milliseconds
from workprint.model import Clip, Cue, CueForm, GeneratorRef, Timeline, companions, write_cues
from workprint.ops.text import Timed, ass_file

from .writing import free_name, write_text

FORMS: tuple[CueForm, ...] = ("srt", "vtt", "ass")
_CAPTIONS = ("caption", "subtitle")
_LINES = {"top": ("top", "{\\an8}"), "center": ("center", "{\\an5}")}
_SETTINGS = {"top": "line:5%", "center": "line:50%"}


@dataclass(frozen=True)
class _Shown:
    at: int
    clip: Clip
    params: Mapping[str, Any]

    @property
    def text(self) -> str:
        """What is read; a blank line would end a cue."""
        return "\n".join(
            line.strip() for line in str(self.params.get("text", "")).splitlines() if line.strip()
        )


def subtitles(timeline: Timeline, form: CueForm = "srt") -> str:
    """The captions of a timeline with their times, as SRT, WebVTT or ASS; every text where none is a
    caption, "" where there is no text."""
    shown = list(_shown(timeline))
    if form == "ass":
        return ass_file([_timed(each, timeline) for each in shown], timeline.canvas, timeline.name)
    heads = (str(track.metadata.get("head", "")) for track in timeline.tracks if track.kind == "text")
    return write_cues([_cue(each, timeline, form) for each in shown], form, next(filter(None, heads), ""))


def has_captions(timeline: Timeline) -> bool:
    """Whether there is something to put into subtitle files beside an export."""
    return any(_op(each.clip) in _CAPTIONS for each in _shown(timeline))


def beside(film: Path, timeline: Timeline) -> tuple[Path, ...]:
    """Write the captions beside an export, as SRT, WebVTT and ASS under its name; nothing where there are
    none. A file that was given along with the footage is never written over."""
    if not has_captions(timeline):
        return ()
    given = {Path(each.uri).resolve() for media in timeline.media for each in companions(media) if each.uri}
    written: list[Path] = []
    for form in FORMS:
        path = film.with_suffix(f".{form}")
        if path.resolve() in given or path.name in {e.name for m in timeline.media for e in companions(m)}:
            path = free_name(film.parent, f"{film.stem}-captions", form)
        write_text(path, subtitles(timeline, form))
        written.append(path)
    return tuple(written)


def _shown(timeline: Timeline) -> Iterator[_Shown]:
    """The captions, or all texts where there are no captions, in order of time."""
    found = [
        _Shown(at, clip, clip.media.params)
        for track in timeline.tracks
        if track.kind == "text" and track.enabled
        for at, clip in track.clips()
        if isinstance(clip.media, GeneratorRef)
    ]
    found = [each for each in found if each.text]
    spoken = [each for each in found if _op(each.clip) in _CAPTIONS]
    return iter(sorted(spoken or found, key=lambda each: (each.at, each.clip.duration)))


def _op(clip: Clip) -> str:
    return clip.media.op if isinstance(clip.media, GeneratorRef) else ""


def _ends(each: _Shown, timeline: Timeline) -> tuple[int, int]:
    start, end = (milliseconds(f, timeline.rate) for f in (each.at, each.at + each.clip.duration))
    return start, end


def _cue(each: _Shown, timeline: Timeline, form: CueForm) -> Cue:
    """A caption as a cue: as its file had it where it still says the same, else with tags for its looks."""
    kept = each.clip.metadata.get("cue")
    kept = kept if isinstance(kept, dict) and kept.get("text") == each.params.get("text") else {}
    start, end = _ends(each, timeline)
    place = _place(each.params)
    markup = str(kept.get("markup", ""))
    if not markup and each.params.get("italic"):
        markup = f"<i>{each.text}</i>"
    if form == "srt" and place in _LINES and "{\\an" not in markup:
        markup = _LINES[place][1] + (markup or each.text)
    settings = str(kept.get("settings", "")) or _SETTINGS.get(place, "")
    return Cue(start, end, each.text, markup, settings, str(kept.get("name", "")))


def _place(params: Mapping[str, Any]) -> str:
    """Where a caption lies that is not at the bottom."""
    position = params.get("position", "bottom")
    if isinstance(position, str):
        return "top" if "top" in position else "" if "bottom" in position else "center"
    share = float(position[1])
    return "top" if share < 0.35 else "center" if share < 0.65 else ""


def _timed(each: _Shown, timeline: Timeline) -> Timed:
    start, end = _ends(each, timeline)
    known = each.params if _op(each.clip) == "caption" else _as_caption(each)
    times = [
        (word, since - offset, until - offset)
        for offset in (float(each.clip.source.start / timeline.rate),)
        for word, since, until in _times(known)
    ]
    return Timed(start, end, {**known, "times": times})


def _times(params: Mapping[str, Any]) -> Sequence[tuple[str, float, float]]:
    return [(str(word), float(since), float(until)) for word, since, until in params.get("times", ())]


def _as_caption(each: _Shown) -> Mapping[str, Any]:
    """A text of another style, for a file that knows captions only."""
    names = ("text", "position", "color", "italic", "bold", "size")
    return {name: each.params[name] for name in names if name in each.params}
