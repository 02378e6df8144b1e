"""How right words are: those heard without a script, and the times of those of a script.

python benchmarks/speech.py [RECORDING TEXT …] [--minutes 2 10]

The draft voice reads a text in several ways, and says itself when it speaks each word: that is what the times
of a script are compared with. For a recording of your own and the text of what is said in it (.txt), the words
wrong without the text and the words timed with it are told. The last table is what a long recording takes, as
the command line is started by anybody: memory is what is resident at a time, all processes together.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
from timed.cases import PROGRAM
from timed.measure import run

from workprint.analysis import analyse, probe
from workprint.base import file_digest
from workprint.ffmpeg import binary
from workprint.model import Companion, Fact, MediaFile, with_companions
from workprint.synth import Said, Wanted, speaker_of, voice_settings

NEAR = 0.1
"""Seconds within which a time counts as right."""
TEXT = """The harbour wakes before the town does. At half past five the first boats come in, and by 6 the whole quay
smells of salt and diesel. Anna Lindqvist has sold coffee here for 23 years. She knows who takes sugar, who is in debt,
and who will not speak until the second cup. "People think fishing is about fish," she says. "It is about waiting."
Last winter the ferry stopped running for nine days. Nobody complained much; they simply walked across the ice,
pulling their shopping on sledges, as their grandparents had done. In spring the ice went out overnight with a noise
like a train, and the boats were painted, and everything began again."""
WAYS = (("male", 1.0), ("male", 1.25), ("female", 1.0), ("deep", 0.85))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("files", nargs="*", type=Path)
    asked.add_argument("--minutes", nargs="*", type=float, default=())
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(
            "| read by the draft voice | words | timed | within 100 ms | median error | largest |\n|---|--:|--:|--:|--:|--:|"
        )
        for voice, rate in WAYS:
            print(aligned(folder, voice, rate), flush=True)
        if given.files:
            print("\n| recording | words wrong without its text | timed with it |\n|---|--:|--:|")
        for media, text in zip(given.files[::2], given.files[1::2], strict=True):
            print(recording(media, text, folder), flush=True)
        if given.minutes:
            print("\n| minutes | with a script | s | CPU s | MB |\n|--:|---|--:|--:|--:|")
        for minutes in given.minutes:
            for script in (True, False):
                print(cost(folder, minutes, script), flush=True)


def aligned(folder: Path, voice: str, rate: float) -> str:
    """How the times of a text compare with those its reader tells."""
    path, said = spoken(folder, voice, rate)
    words = [fact for fact in facts(path, TEXT, folder) if fact.kind == "word" and fact.value["timed"]]
    pairs = matched([fact.value["text"] for fact in words], [word.text for word in said.words])
    errors = np.abs([words[a].start - said.words[b].start for a, b in pairs])
    right, middle, most = (errors <= NEAR).mean(), np.median(errors), errors.max()
    many = len(said.words)
    return f"| {voice}, pace {rate:g} | {many} | {len(pairs) / many:.1%} | {right:.1%} | {1000 * middle:.0f} ms | {1000 * most:.0f} ms |"


def recording(path: Path, text: Path, folder: Path) -> str:
    """The word error rate without the text, and the share of the words timed with it."""
    written = plain(text.read_text(encoding="utf-8"))
    heard = plain(" ".join(str(fact.value["text"]) for fact in facts(path) if fact.kind == "word"))
    about = next(
        fact.value
        for fact in facts(path, text.read_text(encoding="utf-8"), folder)
        if fact.kind == "transcript"
    )
    timed = 1 - about.get("unspoken", about.get("words", 0)) / max(1, about.get("words", 1))
    return f"| {path.name} | {wrong(heard, written):.0%} of {len(written)} | {timed:.0%} |"


def cost(folder: Path, minutes: float, script: bool) -> str:
    path, said = spoken(folder, "male", 1.0)
    times = max(1, round(minutes * 60 / said.seconds))
    long, text = folder / "long.wav", folder / "long.txt"
    run([binary(), "-v", "error", "-y", "-stream_loop", str(times - 1), "-i", str(path), str(long)])
    text.write_text("\n".join([TEXT] * times), encoding="utf-8")
    home = {"WORKPRINT_HOME": str(folder / f"home-{minutes}-{script}")}
    more = ["--script", str(text)] if script else []
    took = run(
        [*PROGRAM, "transcribe", str(long), "-o", str(folder / "long.srt"), *more], home, timeout=36_000
    )
    return f"| {times * said.seconds / 60:.1f} | {'yes' if script else 'no'} | {took.wall:.0f} | {took.cpu:.0f} | {took.memory / 1e6:.0f} |"


def spoken(folder: Path, voice: str, rate: float) -> tuple[Path, Said]:
    path = folder / f"{voice}-{rate}.wav"
    return path, speaker_of(voice_settings(folder)).speak(Wanted(TEXT, "en", voice, rate), path)


def facts(path: Path, text: str = "", folder: Path | None = None) -> Sequence[Fact]:
    media: MediaFile = probe(path)
    if text and folder:
        script = folder / "script.txt"
        script.write_text(text, encoding="utf-8")
        media = with_companions(
            media, [Companion(kind="script", name="script.txt", hash=file_digest(script), uri=str(script))]
        )
    return analyse(path, media, ["word", "transcript"])


def plain(text: str) -> list[str]:
    kept = "".join(
        letter.lower() if letter.isalnum() or letter in "' " else " " for letter in text.replace("’", "'")
    )
    return kept.split()


def matched(heard: Sequence[str], written: Sequence[str]) -> list[tuple[int, int]]:
    blocks = SequenceMatcher(
        None, [" ".join(plain(each)) for each in heard], [" ".join(plain(each)) for each in written], False
    )
    return [(block.a + n, block.b + n) for block in blocks.get_matching_blocks() for n in range(block.size)]


def wrong(heard: Sequence[str], written: Sequence[str]) -> float:
    """The word error rate: words to change, add and take away, of those written (Levenshtein, 1966)."""
    row = list(range(len(written) + 1))
    for number, word in enumerate(heard, 1):
        last, row[0] = row[0], number
        for at, other in enumerate(written, 1):
            last, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, last + (word != other))
    return row[-1] / max(1, len(written))


if __name__ == "__main__":
    main()
