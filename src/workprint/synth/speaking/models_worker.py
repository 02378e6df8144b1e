"""A program of its own that speaks with a model: kokoro-onnx, or a voice of piper. Both bring espeak-ng,
which is under the GPL, for the sounds of words, so they run apart like it.

In: one JSON object with `engine`, `package` (a folder to import from) and `texts` (each `text`,
`model`, `voices`, `voice`, `language`, `speed`). Out: as espeak_worker.py has it, without marks.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

Spoken = tuple[bytes, int]


def kokoro() -> Callable[[dict[str, Any]], Spoken]:
    import numpy
    from kokoro_onnx import Kokoro

    loaded: dict[str, Any] = {}

    def say(wanted: dict[str, Any]) -> Spoken:
        if wanted["model"] not in loaded:
            loaded[wanted["model"]] = Kokoro(wanted["model"], wanted["voices"])
        samples, rate = loaded[wanted["model"]].create(
            wanted["text"], voice=wanted["voice"], speed=wanted["speed"], lang=wanted["language"]
        )
        sound = numpy.clip(numpy.asarray(samples) * 32767, -32768, 32767)
        return sound.astype("<i2").tobytes(), int(rate)

    return say


def piper() -> Callable[[dict[str, Any]], Spoken]:
    from piper import PiperVoice, SynthesisConfig

    loaded: dict[str, Any] = {}

    def say(wanted: dict[str, Any]) -> Spoken:
        if wanted["model"] not in loaded:
            loaded[wanted["model"]] = PiperVoice.load(wanted["model"])
        voice = loaded[wanted["model"]]
        # A voice has a pace of its own, which the wish is a share of.
        config = SynthesisConfig(length_scale=voice.config.length_scale / wanted["speed"])
        chunks = list(voice.synthesize(wanted["text"], syn_config=config))
        rate = chunks[0].sample_rate if chunks else 22050
        return b"".join(chunk.audio_int16_bytes for chunk in chunks), rate

    return say


ENGINES = {"kokoro": kokoro, "piper": piper}


def main() -> None:
    task = json.load(sys.stdin)
    sys.path.insert(0, task["package"])
    out = sys.stdout.buffer
    # What a library prints would be taken for an answer.
    sys.stdout = sys.stderr
    say = ENGINES[task["engine"]]()
    for wanted in task["texts"]:
        sound, rate = say(wanted)
        told = {"rate": rate, "samples": len(sound) // 2, "marks": None}
        out.write(json.dumps(told).encode() + b"\n" + sound)
    out.flush()


main()
