"""Broken files and broken drafts, for as long as one likes: nothing crashes, hangs or tells of the machine.

    python benchmarks/fuzz.py --minutes 10 [--seed 1]

Files are made of tiny good ones (bytes flipped, cut out, repeated, sizes made huge, ends cut off) and
looked at as a server does; drafts of a good one with values put in that do not belong there. What was
found is written to a folder, with the seed that makes it again; the exit code is 1 if there is any.
"""

from __future__ import annotations

import argparse
import copy
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

from workprint.adapters import draft
from workprint.analysis import Apart
from workprint.base import Fault
from workprint.ffmpeg import binary, sandbox
from workprint.ops import check
from workprint.service.guarded import files_named

SECONDS = 30.0
KINDS = {
    "a.mp4": ["-c:v", "libx264", "-c:a", "aac"],
    "a.mov": ["-c:v", "mpeg4", "-c:a", "pcm_s16le"],
    "a.webm": ["-c:v", "libvpx", "-c:a", "libopus"],
    "a.mkv": ["-c:v", "libx264", "-c:a", "flac"],
    "a.avi": ["-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-c:a", "pcm_s16le"],
    "a.gif": ["-an"],
    "a.png": ["-an", "-frames:v", "1"],
    "a.jpg": ["-an", "-frames:v", "1"],
    "a.wav": ["-vn"],
    "a.mp3": ["-vn", "-c:a", "libmp3lame"],
}
ODD: tuple[Any, ...] = (
    None, True, -1, 0, 1e308, 10**30, "", "x" * 10_000, "\ud800", "../../etc/passwd", "http://127.0.0.1/a.mp4",
    "file:///etc/passwd", [], {}, [[[]]], {"a": {"b": {}}}, "1/0", "nan", -0.5, 2**63,
)  # fmt: skip


def files(folder: Path) -> list[Path]:
    """A tiny good file of each kind."""
    made = []
    for name, how in KINDS.items():
        sources = ["-f", "lavfi", "-i", "testsrc=s=64x48:d=0.5", "-f", "lavfi", "-i", "sine=d=0.5"]
        line = [binary(), "-v", "error", "-y", *sources, *how, str(folder / name)]
        subprocess.run(line, check=True, stdin=subprocess.DEVNULL)
        made.append(folder / name)
    return made


def broken(data: bytes, dice: random.Random) -> bytes:
    """A good file made bad, in one to four ways."""
    found = bytearray(data)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(max(1, len(found)))
        match dice.randrange(6):
            case 0:
                del found[at:]
            case 1:
                for _ in range(dice.randint(1, 30)):
                    found[dice.randrange(max(1, len(found)))] ^= 1 << dice.randrange(8)
            case 2:
                found[at : at + 4] = dice.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff"))
            case 3:
                found[at:at] = found[at : at + dice.randint(1, 400)] * dice.randint(1, 20)
            case 4:
                del found[at : at + dice.randint(1, 200)]
            case _:
                found[at : at + 8] = dice.randbytes(8)
        if not found:
            found += b"\0"
    return bytes(found)


def places(form: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a JSON value."""
    for key in list(form) if isinstance(form, dict) else range(len(form)) if isinstance(form, list) else ():
        yield form, key
        yield from places(form[key])


def odd(form: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    """A good draft with things in it that do not belong there."""
    found = copy.deepcopy(form)
    for _ in range(dice.randint(1, 3)):
        spots = list(places(found))
        if spots:
            inside, key = dice.choice(spots)
            inside[key] = copy.deepcopy(dice.choice((*ODD, form, form["t"])))
    return found


def good() -> dict[str, Any]:
    effect = {"id": "e1", "op": "sepia", "p": {"strength": 0.5}}
    clip = {"id": "c1", "s": 0, "d": 1000, "src": {"file": "m1", "in": 0, "sp": 1}, "fx": [effect]}
    words = {"id": "c2", "s": 0, "d": 500, "tx": {"style": "title", "text": "hello"}}
    tracks = [{"id": "v1", "tt": 0, "sg": [clip]}, {"id": "x1", "tt": 7, "sg": [words]}]
    media = [{"id": "m1", "name": "a.mp4", "kind": "video", "duration": "2", "uri": "a.mp4"}]
    return {"v": 1, "id": "t", "fps": [25, 1], "canvas": {"w": 64, "h": 48}, "t": tracks, "media": media}


def try_file(apart: Apart, path: Path, folder: Path) -> str:
    """What is wrong with how a file is taken; nothing where it is told or refused as it should be."""
    begun = monotonic()
    try:
        media = apart.probe(path, "m1")
        said = media.name + repr(media.metadata)
    except Fault as fault:
        said = fault.say() + fault.say("zh") + repr(fault.fields)
        if fault.code == "damaged_media" and "crashes" in fault.say():
            return f"the reader crashed or took too much: {fault.say()}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    if monotonic() - begun > SECONDS:
        return f"took {monotonic() - begun:.0f} s"
    return f"tells {folder}" if str(folder) in said else ""


def try_draft(form: dict[str, Any]) -> str:
    begun = monotonic()
    try:
        draft.write(draft.read(form, lambda film: [*check(film), *files_named(film)]))
    except Fault as fault:
        try:
            fault.say(), fault.say("zh"), fault.to_json()
        except Exception as error:
            return f"its fault cannot be said: {type(error).__name__}: {error}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return f"took {monotonic() - begun:.0f} s" if monotonic() - begun > SECONDS else ""


def fuzz(seconds: float, seed: int, out: Path) -> tuple[int, list[str]]:
    """How many were tried, and what was found."""
    found: list[str] = []
    tried, until = 0, monotonic() + seconds
    apart = Apart(seconds=2 * SECONDS)
    with tempfile.TemporaryDirectory(prefix="workprint-fuzz-") as name:
        folder = Path(name)
        originals = [(path, path.read_bytes()) for path in files(folder)]
        while monotonic() < until:
            dice = random.Random(seed + tried)
            path, data = dice.choice(originals)
            path.write_bytes(broken(data, dice))
            wrong = try_file(apart, path, folder)
            if wrong:
                out.mkdir(parents=True, exist_ok=True)
                (out / f"{seed + tried}-{path.name}").write_bytes(path.read_bytes())
                found.append(f"{seed + tried} {path.name}: {wrong}")
            for _ in range(5):
                if wrong := try_draft(odd(good(), dice)):
                    found.append(f"{seed + tried} draft: {wrong}")
            tried += 1
    apart.close()
    return tried, found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("fuzz-found"))
    told = parser.parse_args()
    hindered = sandbox("auto")
    tried, found = fuzz(told.minutes * 60, told.seed, told.out)
    print(
        f"{tried} files, {5 * tried} drafts, seed {told.seed}"
        + (f", not confined: {hindered}" if hindered else "")
    )
    print("\n".join(found) or "nothing found")
    sys.exit(bool(found))
