"""Things a graph needs made before it can run, by kind."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from workprint.base import Fault
from workprint.ffmpeg import MadeValues, command, run, stream
from workprint.graph import File, Graph, Made, Value
from workprint.synth import music

Maker = Callable[[Made, Path, MadeValues, threading.Event | None], Mapping[str, Value]]
"""From what is wanted and a folder to write in, its fields ("" for a single result)."""


class NoMaker(Fault):
    code = "no_maker"
    en = "This Workprint cannot make “{kind}”."
    zh = "当前 Workprint 无法生成“{kind}”。"


class NotMeasured(Fault):
    code = "not_measured"
    en = "The loudness could not be measured: {reason}."
    zh = "无法测量响度：{reason}。"


class StepTooShort(Fault):
    code = "step_too_short"
    en = "A stretch of sound has {found} samples, not {wanted}."
    zh = "有一段声音为 {found} 个采样，应为 {wanted} 个。"


LOSSLESS = (
    "-c:v",
    "libx264",
    "-preset",
    "ultrafast",
    "-qp",
    "0",
    "-threads",
    "1",
    "-fps_mode",
    "passthrough",
)
SAMPLE_BYTES = 2 * 4
"""Stereo, 32-bit float."""


def make(
    graph: Graph, work: Path, cancel: threading.Event | None, known: dict[str, Mapping[str, Value]]
) -> None:
    """Make all that `graph` needs, and what that needs in turn, into `known`."""
    for wanted in graph.made():
        if wanted.key in known:
            continue
        if wanted.pads:
            make(Graph(wanted.pads), work, cancel, known)
        maker = MAKERS.get(wanted.kind)
        if maker is None:
            raise NoMaker(kind=wanted.kind)
        known[wanted.key] = maker(wanted, work, known, cancel)


def _pass(made: Made, filter_name: str, args: Mapping[str, Value], work: Path, known: MadeValues,
          cancel: threading.Event | None) -> str:  # fmt: skip
    """Run what `made` is made from through one more filter, for what that filter reports."""
    pad: Any = made.pads[0]
    graph = Graph((pad.filter(filter_name, **dict(args)),))
    line = command(graph, [("-f", "null", "-")], work, known)
    return run(line.args, cancel=cancel, origins=line.origins)


def _music(made: Made, work: Path, known: MadeValues, cancel: threading.Event | None) -> Mapping[str, Value]:
    params = dict(made.params)
    path = work / f"music-{made.key[:16]}.wav"
    music(params["mood"], int(params["seed"]), float(params["seconds"]), path, cancel=cancel)
    return {"": File(str(path), made.key)}


def _motion(made: Made, work: Path, known: MadeValues, cancel: threading.Event | None) -> Mapping[str, Value]:
    path = work / f"motion-{made.key[:16]}.trf"
    _pass(made, "vidstabdetect", {**dict(made.params), "result": str(path)}, work, known, cancel)
    return {"": File(str(path), made.key)}


def _loudness(
    made: Made, work: Path, known: MadeValues, cancel: threading.Event | None
) -> Mapping[str, Value]:
    """The loudness of the whole, in LUFS. A meter alone: `loudnorm` would measure at four times the rate."""
    pad: Any = made.pads[0]
    metered = pad.filter("ebur128", framelog="quiet", metadata=True)
    metered = metered.filter("ametadata", mode="print", key="lavfi.r128.I")
    line = command(Graph((metered,)), [("-f", "null", "-")], work, known)
    text = run(line.args, cancel=cancel, origins=line.origins)
    found = re.findall(r"lavfi\.r128\.I=(-?[\d.]+|nan|-inf)", text)
    if not found:
        raise NotMeasured(reason=text[-200:] or "no report")
    # Below the gate there is no loudness: silence.
    loud = float(found[-1])
    silent = not loud > GATE
    return {"input_i": GATE if silent else loud, "input_thresh": GATE if silent else loud - 10}


GATE = -70.0
"""LUFS: what is softer does not count."""


def _palette(
    made: Made, work: Path, known: MadeValues, cancel: threading.Event | None
) -> Mapping[str, Value]:
    path = work / f"palette-{made.key[:16]}.png"
    pad: Any = made.pads[0]
    line = command(
        Graph((pad.filter("palettegen", stats_mode="diff"),)), [("-frames:v", "1", str(path))], work, known
    )
    run(line.args, cancel=cancel, origins=line.origins)
    return {"": File(str(path), made.key)}


def _picture_step(
    made: Made, work: Path, known: MadeValues, cancel: threading.Event | None
) -> Mapping[str, Value]:
    path = work / f"step-{made.key[:16]}.mkv"
    line = command(Graph(made.pads), [(*LOSSLESS, str(path))], work, known)
    run(line.args, cancel=cancel, origins=line.origins)
    return {"": File(str(path), made.key)}


def _sound_step(
    made: Made, work: Path, known: MadeValues, cancel: threading.Event | None
) -> Mapping[str, Value]:
    path = work / f"step-{made.key[:16]}.f32"
    with path.open("wb") as file:
        for pad, samples in zip(made.pads, dict(made.params)["samples"], strict=True):
            graph = Graph((pad,))
            line = command(graph, [("-f", "f32le", "pipe:1")], work, known)
            before = file.tell()
            for data in stream(line.args, 1 << 20, cancel=cancel, origins=line.origins):
                file.write(data)
            if file.tell() - before != samples * SAMPLE_BYTES:
                raise StepTooShort(wanted=samples, found=(file.tell() - before) // SAMPLE_BYTES)
    return {"": File(str(path), made.key)}


MAKERS: Mapping[str, Maker] = {
    "loudness": _loudness,
    "motion": _motion,
    "music": _music,
    "palette": _palette,
    "picture": _picture_step,
    "sound": _sound_step,
}
