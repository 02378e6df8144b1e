"""Which FFmpeg is used, and what it can do."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workprint.base import Fault

VARIABLE = "WORKPRINT_FFMPEG"

NEEDED_FILTERS = frozenset(
    [
        "acrossfade",
        "afade",
        "aformat",
        "amix",
        "aresample",
        "asplit",
        "ass",
        "atempo",
        "atrim",
        "concat",
        "crop",
        "curves",
        "ebur128",
        "eq",
        "fade",
        "fps",
        "gblur",
        "loudnorm",
        "overlay",
        "scale",
        "setpts",
        "setsar",
        "sidechaincompress",
        "split",
        "tonemap",
        "tpad",
        "trim",
        "vidstabdetect",
        "xfade",
        "zscale",
    ]
)
NEEDED_ENCODERS = frozenset({"libx264", "aac"})


class NoFFmpeg(Fault):
    code = "no_ffmpeg"
    en = "No working FFmpeg at {path}: {reason}. Set WORKPRINT_FFMPEG to one, or run: pip install imageio-ffmpeg"
    zh = "{path} 处没有可用的 FFmpeg：{reason}。请设置 WORKPRINT_FFMPEG，或运行：pip install imageio-ffmpeg"


class FFmpegLacks(Fault):
    code = "ffmpeg_lacks"
    en = "The FFmpeg at {path} ({version}) lacks: {parts}. Unset WORKPRINT_FFMPEG to use the one that comes along."
    zh = "{path} 处的 FFmpeg（{version}）缺少：{parts}。取消 WORKPRINT_FFMPEG 即可使用自带版本。"


@dataclass(frozen=True)
class Capabilities:
    """What one FFmpeg program has."""

    path: str
    version: str
    filters: frozenset[str]
    encoders: frozenset[str]

    @property
    def missing(self) -> tuple[str, ...]:
        """What Workprint needs and this program does not have."""
        return tuple(sorted((NEEDED_FILTERS - self.filters) | (NEEDED_ENCODERS - self.encoders)))


@cache
def binary() -> str:
    """The FFmpeg program: that of `WORKPRINT_FFMPEG`, else the one that came with the package."""
    override = os.environ.get(VARIABLE)
    if override:
        found = shutil.which(override)
        if not found:
            raise NoFFmpeg(path=override, reason="no such program")
        return found
    import imageio_ffmpeg

    try:
        path = imageio_ffmpeg.get_ffmpeg_exe()
    except RuntimeError as error:
        raise NoFFmpeg(path="imageio_ffmpeg", reason=str(error)) from error
    return str(Path(path))


def _listing(path: str, option: str) -> str:
    try:
        done = subprocess.run(
            [path, "-hide_banner", option],
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise NoFFmpeg(path=path, reason=str(error)) from error
    return done.stdout


@cache
def capabilities() -> Capabilities:
    """The version, filters and encoders of the FFmpeg in use. Raises `NoFFmpeg`."""
    path = binary()
    first = _listing(path, "-version").splitlines()[0]
    version = re.sub(r"^ffmpeg version (\S+).*", r"\1", first)
    filters = frozenset(re.findall(r"^ [T.][S.] +(\w+) +\S+->\S+", _listing(path, "-filters"), re.MULTILINE))
    return Capabilities(path, version, filters, encoders_listed(_listing(path, "-encoders")))


def encoders_listed(text: str) -> frozenset[str]:
    """The names in what `ffmpeg -encoders` prints."""
    return frozenset(re.findall(r"^ [VAS][F.][S.][X.][B.][D.] +([^\s=]\S*)", text, re.MULTILINE))


def require() -> Capabilities:
    """The FFmpeg in use, known to have what is needed. Raises `NoFFmpeg` or `FFmpegLacks`."""
    found = capabilities()
    if found.missing:
        raise FFmpegLacks(path=found.path, version=found.version, parts=", ".join(found.missing))
    return found
