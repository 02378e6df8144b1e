"""The process in which faster-whisper works: see `whisper`, and `process` for what is asked and answered.

Each answer is {"language", "words": [[word, start, end, probability]]} in seconds of the stretch.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np


def main() -> None:
    read, said = sys.stdin.buffer, sys.stdout
    options = json.loads(read.readline())
    from faster_whisper import WhisperModel

    model = WhisperModel(options["folder"], device="auto", compute_type="default", local_files_only=True)
    language = options["language"] or None
    for line in read:
        asked = json.loads(line)
        raw = read.read(asked["bytes"])
        if len(raw) < asked["bytes"]:
            return
        samples = np.frombuffer(raw, "<i2").astype(np.float32) / 32768
        answer = _answer(model, samples, language)
        # What the first stretch is spoken in, the others are.
        language = language or answer["language"]
        said.write(json.dumps(answer) + "\n")
        said.flush()


def _answer(model: Any, samples: Any, language: str | None) -> dict[str, Any]:
    segments, info = model.transcribe(
        samples, language=language, beam_size=5, word_timestamps=True, condition_on_previous_text=False
    )
    words = [
        (word.word.strip(), float(word.start), float(word.end), float(word.probability))
        for segment in segments
        for word in segment.words or ()
    ]
    return {"language": info.language, "words": [word for word in words if word[0]]}


if __name__ == "__main__":
    main()
