"""One detector and one recording, in a process of its own that can be measured."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from timed.measure import Cost, run

from workprint.analysis import DETECTORS, FactCache, analyse, probe
from workprint.base import file_digest
from workprint.model import Companion, with_companions

from .recordings import Recordings

RECORDINGS: Mapping[str, str] = {
    "speech": "talk",
    "loudness": "talk",
    "beat": "talk",
    "word": "talk",
    "script": "talk",
    "scene": "talk",
    "motion": "talk",
    "colour": "talk",
    "face": "talk",
    "lettering": "talk",
    "screen": "screen",
}
"""What is found, and in which recording. "script" is words put in step with a text."""
SCRIPTED = "script"


@dataclass(frozen=True)
class Found:
    """What finding cost, how many facts there were, and bytes of the file that keeps them."""

    cost: Cost
    facts: int
    kept: int


def measured(recordings: Recordings, kind: str, minutes: float) -> Found:
    """A kind of facts found in a recording of some minutes, by a process that knows nothing yet."""
    path = getattr(recordings, RECORDINGS[kind])(minutes)
    home = recordings.folder / f"home-{kind}-{minutes:g}"
    shutil.rmtree(home, ignore_errors=True)
    try:
        program = Path(__file__).parents[1] / "facts.py"
        cost = run([sys.executable, str(program), "--find", kind, str(path), str(home)], timeout=86_400)
        told = json.loads((home / "told.json").read_text("utf-8"))
        kept = sum(each.stat().st_size for each in (home / "facts").rglob("*.json"))
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return Found(cost, told["facts"], kept)


def asked(kind: str, path: Path, home: Path) -> None:
    """What such a process does: find, keep, and say how many facts there are."""
    media, text = probe(path), path.with_name(f"{path.name[:-4]}.txt")
    if kind == SCRIPTED:
        script = Companion(kind="script", name=text.name, hash=file_digest(text), uri=str(text))
        media, kind = with_companions(media, [script]), "word"
    detector = next(each for each in DETECTORS if kind in each.kinds)
    facts = analyse(path, media, detector.kinds, FactCache(home / "facts"))
    (home / "told.json").write_text(json.dumps({"facts": len(facts)}), encoding="utf-8")
