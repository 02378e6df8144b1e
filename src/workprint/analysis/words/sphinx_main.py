"""The process in which the embedded engine works: see `sphinx`.

The engine holds Python's lock while it works, and the memory it has once taken; in a process of its own
it stops neither a server nor a cancel, runs after everything else, and is gone when it is done.

The first line that comes is JSON with the options of the decoder. Each one after it asks for the words of
the sound that follows, `bytes` of 16-bit samples: those heard, or where `text` is given, when each of its
words is spoken. Each answer is a line of JSON: [word, first frame, last frame, probability, fit], or null
where the text does not fit; a frame is 10 ms, the fit the logarithm of its likelihood in the mean.
"""

from __future__ import annotations

import json
import math
import sys
from typing import Any

import pocketsphinx

ALIGNING = {"lm": None, "bestpath": False, "beam": 1e-100, "pbeam": 1e-100, "wbeam": 1e-80}
"""How an alignment is made: beams are wide, for where the words are known little else is to be looked at; and the
way through the words is taken as it was found. The best path through their lattice (`bestpath`) may end anywhere,
and with an odd voice lets silence swallow the last words."""
SCALED = 1024
"""What likelihoods are divided by where no best path is sought."""


def main() -> None:
    read, said = sys.stdin.buffer, sys.stdout
    options = json.loads(read.readline())
    # With a script a second search through what the first one found takes as long again, and finds little else.
    decoder = pocketsphinx.Decoder(loglevel="FATAL", **options, fwdflat="lm" not in options)
    aligner = None
    for line in read:
        asked = json.loads(line)
        sound = read.read(asked["bytes"])
        if len(sound) < asked["bytes"]:
            return
        if asked["text"] and aligner is None:
            aligner = pocketsphinx.Decoder(loglevel="FATAL", **{**options, **ALIGNING})
        used = aligner if asked["text"] else decoder
        said.write(json.dumps(_words(used, sound, asked["text"])) + "\n")
        said.flush()


def _words(decoder: Any, sound: bytes, text: str) -> list[tuple[str, int, int, float, float]] | None:
    if text:
        decoder.set_align_text(text)
    decoder.start_utt()
    decoder.process_raw(sound, full_utt=True)
    decoder.end_utt()
    if decoder.hyp() is None:
        return None if text else []
    scale = 1 if decoder.config["bestpath"] else SCALED
    return [
        (each.word, each.start_frame, each.end_frame, each.prob, scale * _fit(each)) for each in decoder.seg()
    ]


def _fit(each: Any) -> float:
    frames: int = each.end_frame - each.start_frame + 1
    return math.log(max(each.ascore, 1e-300)) / frames


if __name__ == "__main__":
    main()
