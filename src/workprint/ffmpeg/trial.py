"""Proof that an encoder in hardware writes what the film needs: a few frames, encoded, joined, compared."""

from __future__ import annotations

import json
import os
import re
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from pathlib import Path
from time import time

from workprint.base import Text, digest

from .binary import capabilities
from .emit import escape
from .encoders import Found
from .failing import FFmpegFailed, TimedOut
from .join import PiecesDiffer
from .packets import PacketsUnread, index_packets
from .proof import STRICT
from .run import input_args, run
from .sequence import BT709
from .splice import splice

FLOOR = 35.0
"""PSNR in dB that every frame must reach. The frame before or after the right one reaches 26."""
RATE = Fraction(30)
LENGTH = 12
"""Frames of each of the two test pieces."""
SOURCE = "testsrc2=size=640x360:rate=30"
PATIENCE = 60.0
"""Seconds after which an encoder that does not answer counts as broken."""
FAILED_FOR = 3600.0
"""Seconds for which a failure is believed; what was busy or being installed gets another chance."""


@dataclass(frozen=True)
class Trial:
    """Whether an encoder works as it should; if not, `reason` says why. `at` is when it was tried."""

    works: bool
    reason: Text
    at: float


def unfit(path: Path, frames: int) -> Text | None:
    """Why a rendered piece cannot be part of a film, from its packets alone; None where it can.

    It must have that many frames at even times, be H.264 High 4:2:0 tagged BT.709 with its parameter sets
    ahead, begin with a picture that forgets what was before, and have every frame in the order of showing.
    """
    try:
        made = index_packets(path)
    except PacketsUnread as error:
        return {lang: error.say(lang) for lang in ("en", "zh")}
    wrong = [
        (made.frames != frames, f"{made.frames} frames instead of {frames}", f"{made.frames} 帧，应为 {frames} 帧"),
        (made.codec != "h264", f"{made.codec} instead of h264", f"编码为 {made.codec}，应为 h264"),
        (not made.sets.sequences, "no parameter sets", "没有参数集"),
        (made.profile != "High", f"profile {made.profile}", f"profile 为 {made.profile}"),
        (made.pixel_format != "yuv420p", f"pixels {made.pixel_format}", f"像素格式为 {made.pixel_format}"),
        (made.colour != BT709, "not tagged BT.709", "未标记为 BT.709"),
        (made.interlaced, "interlaced", "隔行扫描"),
        (bool(made.faults), ", ".join(sorted(made.faults)), "、".join(sorted(made.faults))),
        (not made.frames or not made.fresh[0], "does not begin with an IDR picture", "不以 IDR 帧开头"),
        (made.reorder > 0, "frames out of the order of showing", "帧未按显示顺序编码"),
    ]  # fmt: skip
    return next(({"en": en, "zh": zh} for bad, en, zh in wrong if bad), None)


def tried(found: Found, quality: str, folder: Path, cancel: threading.Event | None = None, *,
          again: bool = False) -> Trial:  # fmt: skip
    """Whether what was found works, from `folder` if it is known there, else by trying.

    Known is what this FFmpeg, with these options, did on this device with this driver. With `again`, a
    known failure is not believed. Raises `Cancelled`.
    """
    place = _place(found, quality, folder)
    known = _read(place)
    if known is not None and (known.works or not (again or time() - known.at > FAILED_FOR)):
        return known
    reason = _failure(found, quality, cancel)
    trial = Trial(reason is None, reason or {"en": "", "zh": ""}, time())
    _write(place, trial)
    return trial


def forget(found: Found, quality: str, folder: Path) -> None:
    """Have it tried anew next time: it failed while it was used."""
    _place(found, quality, folder).unlink(missing_ok=True)


def _place(found: Found, quality: str, folder: Path) -> Path:
    able = capabilities()
    made_by = [able.version, able.path, found.identity, *found.head, *found.hardware.options[quality]]
    return folder / f"{found.hardware.name}-{digest(made_by)[:24]}.json"


def _read(place: Path) -> Trial | None:
    try:
        return Trial(**json.loads(place.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _write(place: Path, trial: Trial) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=".part-", dir=place.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(asdict(trial), file, ensure_ascii=False)
    os.replace(temporary, place)


def _failure(found: Found, quality: str, cancel: threading.Event | None) -> Text | None:
    """Encode two pieces, join them, compare every frame; what went wrong, if anything did."""
    try:
        with tempfile.TemporaryDirectory(prefix="trial-") as name:
            pieces = []
            for number in range(2):
                piece = Path(name) / f"{number}.mkv"
                run(_encoding(found, quality, number, piece), cancel=cancel, timeout=PATIENCE)
                if reason := unfit(piece, LENGTH):
                    return reason
                pieces.append((piece, LENGTH))
            film = Path(name) / "film.mp4"
            splice(pieces, None, film, RATE, "mp4", cancel)
            return _differs(film, Path(name) / "psnr", cancel)
    except FFmpegFailed as error:
        # What comes first is what the driver said; the rest is FFmpeg giving up.
        return dict.fromkeys(("en", "zh"), str(error.fields["reason"]).split(" | ")[0])
    except (TimedOut, PiecesDiffer) as error:
        return {lang: error.say(lang) for lang in ("en", "zh")}


def _encoding(found: Found, quality: str, number: int, out: Path) -> list[str]:
    first = number * LENGTH
    chain = [
        "format=yuv420p",
        f"trim=start_frame={first}:end_frame={first + LENGTH}",
        "setpts=N/(30*TB)",
        "setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709",
        *(_filter(*step) for step in found.hardware.chain),
    ]
    options = found.hardware.options[quality]
    return [*found.head, "-f", "lavfi", "-i", SOURCE, "-vf", ",".join(chain), *options,
            "-fps_mode", "passthrough", "-an", str(out)]  # fmt: skip


def _filter(name: str, args: Mapping[str, str]) -> str:
    return f"{name}=" + ":".join(f"{key}={value}" for key, value in args.items()) if args else name


def _differs(film: Path, report: Path, cancel: threading.Event | None) -> Text | None:
    """Decode strictly, with FFmpeg's software decoder, and hold every frame against what went in."""
    even = "setpts=N/TB,setparams=range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
    graph = (
        f"[0:v]{even}[ours];[1:v]format=yuv420p,trim=end_frame={2 * LENGTH},{even}[theirs];"
        f"[ours][theirs]psnr=stats_file={escape(str(report))}"
    )
    said = run(
        [*STRICT, *input_args(str(film)), "-f", "lavfi", "-i", SOURCE, "-lavfi", graph,
         "-fps_mode", "passthrough", "-f", "null", "-"],
        cancel=cancel, timeout=PATIENCE,
    ).strip()  # fmt: skip
    if said:
        return {"en": said[:300], "zh": said[:300]}
    values = [float(each) for each in re.findall(r"psnr_avg:(\S+)", report.read_text(encoding="ascii"))]
    if len(values) != 2 * LENGTH:
        return {"en": f"{len(values)} frames decode instead of {2 * LENGTH}",
                "zh": f"仅能解码 {len(values)} 帧，应为 {2 * LENGTH} 帧"}  # fmt: skip
    if min(values) < FLOOR:
        return {"en": f"a frame reaches only {min(values):.1f} dB against what went in",
                "zh": f"有一帧与输入相比仅 {min(values):.1f} dB"}  # fmt: skip
    return None
