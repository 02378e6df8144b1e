"""Facts that need no finding: the words of what was spoken here, the lines of a script given along."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from workprint.model import Companion, Fact, MediaFile, companions, decoded, read_cues

SPOKEN = ("word", "transcript")
HESITATIONS = "filler"
"""By sound: a made voice has none, so nobody has to listen to it for any."""
SCRIPT = "script"


def told_facts(media: MediaFile, kinds: Collection[str]) -> tuple[list[Fact], list[str]]:
    """What is known of a file without a look into it, and the kinds that have to be found. What was given
    along with it lies where it says."""
    facts: list[Fact] = []
    rest = list(kinds)
    if "voice" in media.metadata and set(rest) & {*SPOKEN, HESITATIONS}:
        facts += [fact for fact in _spoken(media) if fact.kind in rest]
        rest = [kind for kind in rest if kind not in (*SPOKEN, HESITATIONS)]
    if SCRIPT in rest:
        facts += [fact for each in companions(media) for fact in _script(each)]
        rest.remove(SCRIPT)
    return facts, rest


def _spoken(media: MediaFile) -> Iterator[Fact]:
    """The words of a sound that was made here, to the sample."""
    voice = media.metadata["voice"]
    source = str(voice["engine"])
    value = {"language": voice["language"], "engine": source, "draft": False, "script": True}
    yield Fact(kind="transcript", start=0, end=float(media.duration), value=value, source=source)
    for text, start, end, timed in voice["words"]:
        told = {"text": text} if timed else {"text": text, "timed": False}
        yield Fact(kind="word", start=start, end=end, value=told, source=source)


def _script(given: Companion) -> Iterator[Fact]:
    """The lines of a script: its paragraphs, or its cues at their times."""
    if given.kind not in ("script", "captions"):
        return
    text = decoded(Path(given.uri).read_bytes()) or ""
    if given.kind == "script":
        for line in text.splitlines():
            if said := line.strip():
                value = {"text": said, "timed": False, "name": given.name}
                yield Fact(kind=SCRIPT, start=0, end=0, value=value, source=given.name)
        return
    for cue in read_cues(text):
        if said := " ".join(cue.text.split()):
            value = {"text": said, "timed": True, "name": given.name}
            start, end = cue.start / 1000, max(cue.start, cue.end) / 1000
            yield Fact(kind=SCRIPT, start=start, end=end, value=value, source=given.name)
