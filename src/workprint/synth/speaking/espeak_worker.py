"""A program of its own that speaks with espeak-ng, which is under the GPL: it shares nothing with whoever
starts it but what goes in and comes out.

In: one JSON object with `package` (the folder that holds espeakng_loader) and `texts` (each `text`, `voice`,
`pace` in words a minute). Out: for each text one line of JSON (`rate`, `samples`, `marks`), then so many samples
of 16 bits.
"""

import ctypes
import json
import sys
from array import array
from typing import Any


class Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique", ctypes.c_uint),
        ("position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("milliseconds", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    ]


WORD = 1
SYNCHRONOUS, NO_EXIT, UTF8, BY_CHARACTER = 2, 0x8000, 1, 1
PACE = 1
CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(Event))


def main() -> None:
    task = json.load(sys.stdin)
    sys.path.insert(0, task["package"])
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    data = str(espeakng_loader.get_data_path()).encode()
    rate = library.espeak_Initialize(SYNCHRONOUS, 0, data, NO_EXIT)
    if rate <= 0:
        sys.exit("espeak-ng does not start")
    sound = array("h")
    marks: list[tuple[int, int]] = []

    def heard(samples: Any, count: int, events: Any) -> int:
        if samples and count > 0:
            sound.extend(samples[:count])
        index = 0
        while events[index].type:
            if events[index].type == WORD:
                marks.append((events[index].position - 1, events[index].sample))
            index += 1
        return 0

    callback = CALLBACK(heard)
    library.espeak_SetSynthCallback(callback)
    for wanted in task["texts"]:
        del sound[:], marks[:]
        if library.espeak_SetVoiceByName(wanted["voice"].encode()) != 0:
            sys.exit(f"no voice {wanted['voice']}")
        library.espeak_SetParameter(PACE, int(wanted["pace"]), 0)
        text = wanted["text"].encode()
        library.espeak_Synth(text, len(text) + 1, 0, BY_CHARACTER, 0, UTF8, None, None)
        library.espeak_Synchronize()
        told = {"rate": rate, "samples": len(sound), "marks": marks}
        sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + sound.tobytes())
    sys.stdout.buffer.flush()


main()
