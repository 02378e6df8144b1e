"""How many filler words and retakes are found, and how many of those found are some.

python benchmarks/fillers.py [--half tuned|held-out]

The draft voice reads texts in which both are marked, and says itself when it speaks each word: what
is cut is compared with that. The rules were fitted to the first half; the second, of other texts read by other
voices, was only measured. Each is tried with the text as it is spoken, with the text as its writer has it
(without fillers), and with none. A cut is right where
it takes half of what is marked.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from workprint.analysis import analyse, probe
from workprint.base import file_digest
from workprint.model import Companion, Facts, Timeline, with_companions
from workprint.ops import CutFillers, CutRetakes
from workprint.ops.edits.faults import NothingToDo
from workprint.studio import Studio
from workprint.synth import Said, Wanted, speaker_of, voice_settings

TUNED = (
    "So {um} the garden was very dry this summer. We had to carry water {uh} every single evening. "
    "[The tomatoes grew better than the.] The tomatoes grew better than the beans this year. {Er} nobody knows why. "
    "You know the old man next door, he likes roses. [My neighbour gave me some seeds of.] [Sorry, again.] "
    "My neighbour gave me some seeds of his own. {Um} they came up after a week.",
    "{Uh} good morning and welcome to the workshop. Today we build a small wooden box. {Um} first we cut the long sides. "
    "[Then we sand all the edges with.] Then we sand all the edges with fine paper. It looks like a drawer at first. "
    "{Er} take your time with the glue. [The lid goes on at the very.] [Let me start over.] The lid goes on at the very end.",
)
HELD_OUT = (
    "The train to the coast leaves {um} at seven every morning. {Uh} most people take the later one. "
    "[There is a small station near the.] There is a small station near the lighthouse. I like the view from there. "
    "{Er} bring a warm coat in any season. [The ticket office closes before noon on.] [One more time.] "
    "The ticket office closes before noon on Sundays. {Um} that is about all.",
    "{Um} our team wrote this program in one winter. It reads large tables and {uh} finds the broken rows. "
    "[Every row is checked against the.] Every row is checked against the old list. People know what they want from it. "
    "[We measured it on a very slow.] [Wait, sorry.] We measured it on a very slow machine. {Er} the results were good {uh} in the end.",
)
HALVES = {
    "tuned": ((TUNED[0], "female", 1.0), (TUNED[1], "male", 1.0)),
    "held-out": ((HELD_OUT[0], "female", 1.2), (HELD_OUT[1], "male", 0.9)),
}
Span = tuple[float, float]
CLIPPED = 0.04
"""Seconds of a word that stays from which on it counts as clipped: more than a frame."""
WAYS = ("as spoken", "as written", "none")
_FILLER = re.compile(r"\{(\w+)\}")


@dataclass
class Score:
    """What was found, right and wrong, and what there was."""

    found: int = 0
    right: int = 0
    marked: int = 0
    met: int = 0

    def add(self, found: Sequence[Span], marked: Sequence[Span]) -> None:
        self.found += len(found)
        self.marked += len(marked)
        self.right += sum(any(_on(each, mark) for mark in marked) for each in found)
        self.met += sum(any(_on(each, mark) for each in found) for mark in marked)

    def told(self) -> str:
        precision = f"{self.right / self.found:.0%}" if self.found else "–"
        return f"{precision} of {self.found} | {self.met / self.marked:.0%} of {self.marked}"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--half", choices=tuple(HALVES), action="append")
    print(
        "| half | script | fillers: right | cut | all listed: right | cut | retakes: right | cut | words clipped |"
    )
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|")
    for half in asked.parse_args().half or HALVES:
        for way in WAYS:
            with tempfile.TemporaryDirectory() as name:
                print(row(half, way, Path(name)), flush=True)


def row(half: str, way: str, folder: Path) -> str:
    """A line of the table."""
    sure, every, retakes = Score(), Score(), Score()
    hurt: list[float] = []
    for number, (text, voice, rate) in enumerate(HALVES[half]):
        place = folder / str(number)
        place.mkdir()
        path = place / "said.wav"
        said = speaker_of(voice_settings(folder)).speak(Wanted(spoken(text), "en", voice, rate), path)
        timeline, facts = understood(path, script(text, way))
        fillers, again = (list(spans(text, said, fillers=kind)) for kind in (True, False))
        cut = removed(CutFillers(), timeline, facts)
        sure.add(cut, fillers)
        every.add(removed(CutFillers(suggested=True), timeline, facts), fillers)
        dropped = removed(CutRetakes(), timeline, facts)
        retakes.add(dropped, again)
        hurt += lost(said, [*cut, *dropped], [*fillers, *again])
    share = f"{sum(each > CLIPPED for each in hurt)} of {len(hurt)}"
    return f"| {half} | {way} | {sure.told()} | {every.told()} | {retakes.told()} | {share} |"


def removed(edit: CutFillers | CutRetakes, timeline: Timeline, facts: Facts) -> list[Span]:
    """The seconds of the recording that an edit cuts."""
    try:
        film = edit.apply(timeline, facts).film or edit.apply(timeline, facts).tracks[0]
    except NothingToDo:
        return []
    rate, cuts, at = float(timeline.rate), [], 0.0
    for _, clip in film.clips():
        if clip.source.start / rate > at:
            cuts.append((at, clip.source.start / rate))
        at = clip.source.end / rate
    end = timeline.duration / rate
    return [*cuts, (at, end)] if end - at > 0.5 / rate else cuts


def lost(said: Said, cuts: Sequence[Span], marked: Sequence[Span]) -> list[float]:
    """The seconds that each word that should stay loses."""
    stay = [
        word
        for word in said.words
        if not any(_shared((word.start, word.end), mark) > 0.01 for mark in marked)
    ]
    return [sum(max(0.0, _shared((word.start, word.end), cut)) for cut in cuts) for word in stay]


def understood(path: Path, text: str) -> tuple[Timeline, Facts]:
    """A film of the recording, and what is said in it."""
    media = probe(path)
    if text:
        file = path.with_suffix(".txt")
        file.write_text(text, encoding="utf-8")
        along = Companion(kind="script", name=file.name, hash=file_digest(file), uri=str(file))
        media = with_companions(media, [along])
    timeline = Studio(path.parent / "home").ingest([path]).timeline
    kinds = ["word", "transcript", "filler", "silence", "speech"]
    return timeline, {timeline.media[0].id: list(analyse(path, media, kinds))}


def spoken(text: str) -> str:
    """The text as it is read: a filler stands between pauses."""
    return _FILLER.sub(r"\1,", text).replace("[", "").replace("]", "")


def script(text: str, way: str) -> str:
    """The text that is given along."""
    if way == "none":
        return ""
    return spoken(text) if way == "as spoken" else spoken(re.sub(r"\{\w+\}\s*", "", text))


def spans(text: str, said: Said, *, fillers: bool) -> Iterator[Span]:
    """When the marked words were spoken, by the voice itself."""
    # The voice tells some pairs ("in the") as one.
    words = [word for word in said.words for _ in word.text.split()]
    marks = re.findall(r"[\[\]]|[\w{}']+", text)
    at, begun = 0, -1
    for mark in marks:
        if mark == "[":
            begun = at
        elif mark == "]":
            if not fillers:
                yield words[begun].start, words[at - 1].end
        else:
            if fillers and mark.startswith("{"):
                yield words[at].start, words[at].end
            at += 1
    assert at == len(words), (at, len(words))


def _shared(one: Span, two: Span) -> float:
    return min(one[1], two[1]) - max(one[0], two[0])


def _on(one: Span, two: Span) -> bool:
    """Whether half of the shorter lies on the longer."""
    return _shared(one, two) >= 0.5 * min(one[1] - one[0], two[1] - two[0])


if __name__ == "__main__":
    main()
