"""H.264 encoders in graphics hardware: how each is asked, and whether this machine seems to have it.

All are asked for one kind of stream: every frame in the order of showing (no B-frames), closed groups that
begin with an IDR picture, 8-bit 4:2:0 of High profile, tagged BT.709. That is a few per cent
larger than it could be, but every generation of hardware can write it and pieces of it join.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from workprint.base import Text, digest

from .binary import capabilities
from .run import DRIVER_VARIABLES

ROOT = Path("/")
"""Where device nodes and what the kernel says of them are looked for."""
INTEL, AMD, NVIDIA = "0x8086", "0x1002", "0x10de"

_GROUPS = ("-g", "250", "-bf", "0", "-flags", "+cgop", "-profile:v", "high")
_TAGS = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv")


@dataclass(frozen=True)
class Hardware:
    """One family of encoders. `options` are by quality, `head` goes before the inputs (`{device}` is
    the node), `chain` are filters after the picture. `sessions` is how many may run at once."""

    name: str
    encoder: str
    title: str
    system: str
    options: Mapping[str, tuple[str, ...]]
    sessions: int
    head: tuple[str, ...] = ()
    chain: tuple[tuple[str, Mapping[str, str]], ...] = ()


@dataclass(frozen=True)
class Found:
    """What was seen of a family on this machine. `missing` says why it cannot be used, if so;
    `identity` changes when the device or its driver does."""

    hardware: Hardware
    device: str = ""
    identity: str = ""
    missing: Text | None = None

    @property
    def head(self) -> tuple[str, ...]:
        return tuple(part.format(device=self.device) for part in self.hardware.head)


def _options(encoder: str, *by_quality: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    names = ("draft", "standard", "high")
    return {
        name: ("-c:v", encoder, *given, *_GROUPS, *_TAGS)
        for name, given in zip(names, by_quality, strict=True)
    }


def _nvenc(preset: str, level: int) -> tuple[str, ...]:
    # Constant quality: a rate of 0 lifts NVENC's own limit of 2 Mbit/s.
    rate = ("-rc", "vbr", "-cq", str(level), "-b:v", "0")
    return ("-preset", preset, "-tune", "hq", *rate, "-spatial-aq", "1", "-forced-idr", "1")


def _vaapi(level: int) -> tuple[str, ...]:
    # The one rate control that Intel's and AMD's drivers both have.
    return ("-rc_mode", "CQP", "-qp", str(level), "-coder", "cabac", "-idr_interval", "0")


def _qsv(preset: str, level: int) -> tuple[str, ...]:
    return ("-preset", preset, "-global_quality", str(level), "-look_ahead", "0", "-idr_interval", "0")


def _amf(effort: str, level: int) -> tuple[str, ...]:
    steps = ("-rc", "cqp", "-qp_i", str(level - 2), "-qp_p", str(level))
    return ("-usage", "transcoding", "-quality", effort, *steps, "-max_b_frames", "0", "-forced_idr", "1")


def _videotoolbox(level: int) -> tuple[str, ...]:
    # A scale of its own, 1 to 100. Falling back to Apple's software coder is not wanted: x264 is better.
    return ("-q:v", str(level), "-coder", "cabac", "-realtime", "0", "-allow_sw", "0")


_NV12 = ("format", {"pix_fmts": "nv12"})

FAMILIES = (
    # Drivers from before 2023 allow three sessions on cards for consumers; one is left for others.
    Hardware("nvenc", "h264_nvenc", "NVENC (NVIDIA)", "linux",
             _options("h264_nvenc", _nvenc("p1", 28), _nvenc("p4", 20), _nvenc("p6", 17)), 2),
    Hardware("qsv", "h264_qsv", "Quick Sync (Intel)", "linux",
             _options("h264_qsv", _qsv("veryfast", 28), _qsv("medium", 20), _qsv("slow", 17)), 4,
             ("-qsv_device", "{device}"), (_NV12,)),
    Hardware("vaapi", "h264_vaapi", "VAAPI", "linux",
             _options("h264_vaapi", _vaapi(28), _vaapi(20), _vaapi(17)), 4,
             ("-vaapi_device", "{device}"), (_NV12, ("hwupload", {}))),
    Hardware("amf", "h264_amf", "AMF (AMD)", "linux",
             _options("h264_amf", _amf("speed", 28), _amf("balanced", 20), _amf("quality", 17)), 4,
             (), (_NV12,)),
    Hardware("videotoolbox", "h264_videotoolbox", "VideoToolbox (Apple)", "darwin",
             _options("h264_videotoolbox", _videotoolbox(45), _videotoolbox(65), _videotoolbox(75)), 4,
             (), (_NV12,)),
)  # fmt: skip
"""In the order in which they are tried where any will do."""
SYSTEMS = {"linux": "Linux", "darwin": "macOS"}


def hardware_named(name: str) -> Hardware:
    return next(each for each in FAMILIES if each.name == name)


def detected(
    hardware: Hardware, encoders: Collection[str] | None = None, system: str = sys.platform
) -> Found:
    """What can be seen of a family without running it: its encoder in FFmpeg, its device, the right
    to open that."""
    if system != hardware.system:
        there = SYSTEMS[hardware.system]
        return Found(hardware, missing={"en": f"only on {there}", "zh": f"仅限 {there}"})
    if hardware.encoder not in (capabilities().encoders if encoders is None else encoders):
        return Found(hardware, missing={
            "en": f"this FFmpeg has no encoder {hardware.encoder}", "zh": f"当前 FFmpeg 没有编码器 {hardware.encoder}",
        })  # fmt: skip
    found = _DEVICES[hardware.name](Found(hardware))
    driven = [found.identity, platform.release(), *(os.environ.get(name, "") for name in DRIVER_VARIABLES)]
    return replace(found, identity=digest([hardware.name, found.device, *driven]))


def _nvidia(found: Found) -> Found:
    # Windows' Linux has one node for all cards.
    nodes = [*sorted((ROOT / "dev").glob("nvidia[0-9]*")), *(ROOT / "dev").glob("dxg")]
    if not nodes:
        return replace(found, missing={
            "en": "no NVIDIA card with its driver (/dev/nvidia0)", "zh": "没有装好驱动的 NVIDIA 显卡（/dev/nvidia0）",
        })  # fmt: skip
    told = ROOT / "proc/driver/nvidia"
    said = [_read(path) for path in (told / "version", *sorted(told.glob("gpus/*/information")))]
    said += [_stamp(path) for path in (ROOT / "usr/lib/wsl/lib").glob("lib*.so*")]
    return _openable(replace(found, device=str(nodes[0]), identity=digest([*map(str, nodes), *said])))


def _rendered_by(*vendors: str) -> Callable[[Found], Found]:
    """Looks for the first render node of one of these makers."""

    def seen(found: Found) -> Found:
        for node in sorted((ROOT / "dev/dri").glob("renderD*")):
            about = ROOT / "sys/class/drm" / node.name / "device"
            if _read(about / "vendor").strip() not in vendors:
                continue
            said = [_read(about / name) for name in ("vendor", "device", "uevent")]
            said += sorted(_stamp(path) for path in _drivers())
            return _openable(replace(found, device=str(node), identity=digest(said)))
        makers = {INTEL: "Intel", AMD: "AMD"}
        names = [makers[vendor] for vendor in vendors]
        return replace(found, missing={
            "en": f"no {' or '.join(names)} graphics with its driver (/dev/dri/renderD…)",
            "zh": f"没有装好驱动的 {' 或 '.join(names)} 显卡（/dev/dri/renderD…）",
        })  # fmt: skip

    return seen


def _apple(found: Found) -> Found:
    return replace(found, device=platform.machine(), identity=platform.mac_ver()[0])


_DEVICES: Mapping[str, Callable[[Found], Found]] = {
    "nvenc": _nvidia,
    "qsv": _rendered_by(INTEL),
    "vaapi": _rendered_by(INTEL, AMD),
    "amf": _rendered_by(AMD),
    "videotoolbox": _apple,
}


def _openable(found: Found) -> Found:
    if os.access(found.device, os.R_OK | os.W_OK):
        return found
    return replace(found, missing={
        "en": f"{found.device} may not be opened; add yourself to the groups render and video",
        "zh": f"无权打开 {found.device}；请将当前用户加入 render 和 video 组",
    })  # fmt: skip


def _drivers() -> Iterator[Path]:
    """The halves of graphics drivers that do the encoding."""
    for folder in ("usr/lib", "usr/lib64", "usr/local/lib"):
        for pattern in ("dri/*_drv_video.so", "*/dri/*_drv_video.so", "libamfrt64.so*", "*/libamfrt64.so*",
                        "libmfx-gen.so*", "*/libmfx-gen.so*"):  # fmt: skip
            yield from (ROOT / folder).glob(pattern)


def _stamp(path: Path) -> str:
    stat = path.stat()
    return f"{path}:{stat.st_size}:{stat.st_mtime_ns}"


def _read(path: Path) -> str:
    """What the kernel says in a file, "" where it says nothing."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
