"""Make a sample recording: someone talks to the camera, with pauses whose places are known.

    python scripts/sample.py talk.mp4                     36 s, 1280x720, 30 fps, H.264 and AAC
    python scripts/sample.py phone.mp4 --kind portrait    upright by its rotation tag
    python scripts/sample.py second.mp4 --kind second     a shorter clip of another look, 24 fps, mono
    python scripts/sample.py uneven.mp4 --kind vfr        frames that do not come evenly

Beside the recording a .json file tells when each sentence is spoken and where the pauses are. The
voice is espeak-ng (the extra named `voice`), in a process of its own.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib
import json
import subprocess
import sys
import tempfile
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import workprint
from workprint.ffmpeg import escape, run

Samples = NDArray[np.float64]

RATE = 48_000
FONT = Path(workprint.__file__).parent / "fonts" / "noto" / "NotoSans-Regular.ttf"
ROOM_DB = -66
"""Level of the noise under everything, as in a quiet room."""
PEAK = 0.6
X264 = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "21", "-pix_fmt", "yuv420p"]
AAC = ["-c:a", "aac", "-b:a", "128k"]

Script = Sequence[tuple[str, float]]
"""Sentences, each with the seconds of pause after it."""

TALK: Script = (
    ("Hello, and welcome to my short talk about editing.", 1.4),
    ("A recording is never finished when the camera stops.", 0.3),
    ("There are pauses, and there are second thoughts.", 2.2),
    ("Most of the work is taking things away.", 0.9),
    ("If nobody misses it, it was not needed.", 1.8),
    ("So the first step is always to remove the silence between the sentences.", 0.45),
    ("Then we add a title, some quiet music, and a gentle fade.", 1.2),
    ("That is all there is to it. Thank you for watching.", 1.3),
)
SECOND: Script = (
    ("Here is the same idea from another place.", 1.1),
    ("Two clips, one film, and a transition between them.", 0.8),
)
HEAD = 0.9
"""Seconds before the first sentence."""


@dataclass(frozen=True)
class Look:
    """What a recording looks like."""

    width: int
    height: int
    rate: str
    back: tuple[str, str]
    coat: str
    channels: int = 2


LOOKS = {
    "talk": Look(1280, 720, "30", ("0x1d3557", "0x4f86ab"), "0xe76f51"),
    "portrait": Look(720, 1280, "30", ("0x2b3a30", "0x7fa88a"), "0xe9c46a"),
    "second": Look(1280, 720, "24", ("0x46285a", "0xb07aa8"), "0x2a9d8f", channels=1),
    "vfr": Look(1280, 720, "30", ("0x1d3557", "0x4f86ab"), "0x8ab17d"),
}


def speak(sentences: Sequence[str]) -> tuple[int, list[bytes]]:
    """Each sentence as 16-bit sound, and the sample rate. Keeps state in the whole process."""
    espeak = importlib.import_module("espeakng_loader")
    library = ctypes.CDLL(espeak.get_library_path())
    rate = library.espeak_Initialize(1, 0, str(espeak.get_data_path()).encode(), 0x8000)
    if rate <= 0:
        raise SystemExit("espeak-ng does not start")
    parts: list[bytes] = []

    def take(sound: Any, count: int, events: object) -> int:
        if sound and count > 0:
            parts.append(ctypes.string_at(sound, count * 2))
        return 0

    callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)(
        take
    )
    library.espeak_SetSynthCallback(callback)
    library.espeak_SetVoiceByName(b"en-us")
    library.espeak_SetParameter(1, 155, 0)  # words a minute
    spoken = []
    for sentence in sentences:
        parts.clear()
        text = sentence.encode()
        library.espeak_Synth(text, len(text) + 1, 0, 1, 0, 1, None, None)
        library.espeak_Synchronize()
        spoken.append(b"".join(parts))
    return rate, spoken


def worker() -> None:
    """In the voice's own process: sentences as JSON come in, sounds as lines of hexadecimal go out."""
    rate, spoken = speak(json.load(sys.stdin))
    sys.stdout.write("\n".join([str(rate), *(sound.hex() for sound in spoken)]))


def voices(sentences: Sequence[str]) -> list[Samples]:
    """The sentences spoken, at `RATE`, without silence before and after."""
    done = subprocess.run(
        [sys.executable, __file__, "--worker"], input=json.dumps(sentences), capture_output=True, text=True
    )
    if done.returncode:
        hint = "The sample's voice is missing: pip install 'workprint[voice]'"
        raise SystemExit(hint if "espeakng_loader" in done.stderr else done.stderr)
    rate, *spoken = done.stdout.split("\n")
    return [_trimmed(_at_rate(np.frombuffer(bytes.fromhex(raw), "<i2") / 32768, int(rate))) for raw in spoken]


def _at_rate(sound: Samples, rate: int) -> Samples:
    at = np.arange(int(len(sound) * RATE / rate)) * rate / RATE
    return np.interp(at, np.arange(len(sound)), sound)


def _trimmed(sound: Samples) -> Samples:
    """From the first to the last audible sample, at one loudness, with 5 ms ramps at the ends."""
    sound = sound / max(float(np.abs(sound).max()), 1e-6)
    loud = np.flatnonzero(np.abs(sound) > 0.02)
    sound = sound[loud[0] : loud[-1] + 1] * PEAK
    ramp = np.minimum(1, np.minimum(np.arange(len(sound)), np.arange(len(sound))[::-1]) / (0.005 * RATE))
    return np.asarray(sound * ramp)


def laid_out(script: Script, spoken: Sequence[Samples], rate: float) -> tuple[Samples, dict[str, Any]]:
    """The whole sound, a whole number of frames long, and what is where in seconds."""
    at, sentences, pauses = HEAD, [], [(0.0, HEAD)]
    for (text, pause), sound in zip(script, spoken, strict=True):
        end = at + len(sound) / RATE
        sentences.append({"text": text, "start": round(at, 4), "end": round(end, 4)})
        pauses.append((end, end + pause))
        at = end + pause
    frames = int(at * rate)
    length = frames / rate
    pauses[-1] = (pauses[-1][0], length)
    noise = np.random.default_rng(7).normal(0, 10 ** (ROOM_DB / 20), round(length * RATE))
    for sentence, sound in zip(sentences, spoken, strict=True):
        first = round(float(str(sentence["start"])) * RATE)
        noise[first : first + len(sound)] += sound
    told = [{"start": round(a, 4), "end": round(b, 4), "duration": round(b - a, 4)} for a, b in pauses]
    return noise, {"duration": length, "frames": frames, "rate": rate, "sentences": sentences, "pauses": told}


def picture(look: Look, facts: dict[str, Any]) -> str:
    """The filtergraph of the picture: a person who moves, a ball that rolls, a running time code."""
    w, h, unit = look.width, look.height, min(look.width, look.height)
    head, body = unit // 3 // 2 * 2, unit // 10 * 8
    talking = "+".join(f"between(t,{s['start']:.3f},{s['end']:.3f})" for s in facts["sentences"])
    nod = f"{unit // 100}*sin(2*PI*t/2.6)"
    top = h // 2 - head
    blob = "format=yuva444p,geq=lum='lum(X,Y)':cb='cb(X,Y)':cr='cr(X,Y)':a='255*lt(hypot(2*X/W-1,2*Y/H-1),1)'"

    def shape(color: str, width: int, height: int) -> str:
        return f"color={color}:s={width}x{height}:r={look.rate}:d=0.05,{blob},trim=end_frame=1,loop=-1:1,setpts=N/({look.rate}*TB)"

    code = f"timecode='00\\:00\\:00\\:00':r={look.rate}:fontsize={unit // 14}:fontcolor=white:box=1:boxcolor=black@0.5:boxborderw=8"
    letters = f"drawtext=fontfile={escape(str(FONT))}:{code}:x=w-tw-24:y=h-th-24"
    colors = f"c0={look.back[0]}:c1={look.back[1]}:nb_colors=2:x0=0:y0=0:x1={w}:y1={h}"
    return ";".join(
        [
            f"gradients=s={w}x{h}:r={look.rate}:{colors}:speed=0.00001:seed=1[back]",
            f"{shape(look.coat, body, body)}[body]",
            f"{shape('0xf0c8a0', head, head * 6 // 5)}[head]",
            f"{shape('0x303030', head // 9, head // 9)},split[eye1][eye2]",
            f"{shape('0x902f3a', head // 3, head // 6)}[open]",
            f"{shape('0x902f3a', head // 3, max(4, head // 30))}[shut]",
            f"{shape('0xf4d35e', unit // 12, unit // 12)}[ball]",
            f"[back][body]overlay=x=(W-w)/2:y={top + head}+({nod})/2:shortest=1[p1]",
            f"[p1][head]overlay=x=(W-w)/2:y={top}+{nod}[p2]",
            f"[p2][eye1]overlay=x=W/2-{head // 5}-w/2:y={top + head // 2}+{nod}[p3]",
            f"[p3][eye2]overlay=x=W/2+{head // 5}-w/2:y={top + head // 2}+{nod}[p4]",
            f"[p4][shut]overlay=x=(W-w)/2:y={top + head * 7 // 8}+{nod}[p5]",
            f"[p5][open]overlay=x=(W-w)/2:y={top + head * 4 // 5}+{nod}:enable='({talking})*gt(sin(2*PI*4.3*t),-0.2)'[p6]",
            f"[p6][ball]overlay=x='mod(t*{w // 8},{w}+w)-w':y=H*0.9-h,format=yuv420p,{letters}[picture]",
        ]
    )


def record(out: Path, kind: str) -> dict[str, Any]:
    """Make the recording `out` and tell what is in it."""
    look, script = LOOKS[kind], SECOND if kind in ("second", "portrait") else TALK
    sound, facts = laid_out(script, voices([text for text, _ in script]), float(look.rate))
    facts = {"kind": kind, "width": look.width, "height": look.height, **facts}
    with tempfile.TemporaryDirectory(prefix="workprint-sample-") as folder:
        heard = Path(folder) / "voice.wav"
        with wave.open(str(heard), "wb") as file:
            file.setparams((1, 2, RATE, 0, "NONE", ""))
            file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
        graph = Path(folder) / "graph.txt"
        graph.write_text(picture(look, facts) + _ending(kind), "utf-8")
        made = out if kind != "portrait" else Path(folder) / f"flat{out.suffix}"
        inputs = ["-i", str(heard), "-/filter_complex", str(graph), "-map", "[out]", "-map", "0:a"]
        vfr = ["-fps_mode", "vfr"] if kind == "vfr" else []
        groups = ["-g", look.rate]
        end = ["-ac", str(look.channels), "-t", str(facts["duration"]), "-movflags", "+faststart", str(made)]
        run([*inputs, *vfr, *X264, *groups, *AAC, *end])
        if made != out:
            turned = ["-display_rotation", "-90", "-i", str(made), "-c", "copy", "-movflags", "+faststart"]
            run([*turned, str(out)])
    out.with_suffix(".json").write_text(json.dumps(facts, indent=2) + "\n", "utf-8")
    return facts


def _ending(kind: str) -> str:
    """What is done to the finished picture before it is encoded."""
    bt709 = "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,setparams=color_primaries=bt709:color_trc=bt709"
    # A phone keeps an upright picture lying on its side, with a tag that says how to turn it.
    turn = {"portrait": ",transpose=2", "vfr": ",select='not(eq(mod(n,7),3)+eq(mod(n,11),5))'"}
    return f";[picture]{bt709}{turn.get(kind, '')}[out]"


def main() -> None:
    if sys.argv[1:] == ["--worker"]:
        worker()
        return
    parser = argparse.ArgumentParser(description="Make a sample recording with known pauses.")
    parser.add_argument("out", type=Path, help="the recording to write; a .json file is written beside it")
    parser.add_argument("--kind", choices=sorted(LOOKS), default="talk")
    chosen = parser.parse_args()
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    facts = record(chosen.out, chosen.kind)
    print(f"{chosen.out}: {facts['duration']:.2f} s, {len(facts['pauses'])} pauses")


if __name__ == "__main__":
    main()
