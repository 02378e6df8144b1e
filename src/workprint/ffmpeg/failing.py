"""How a run of FFmpeg can fail, and what is said of it."""

from __future__ import annotations

import re
import signal
from collections.abc import Mapping

from workprint.base import Fault


class FFmpegFailed(Fault):
    code = "ffmpeg_failed"
    en = "FFmpeg failed{where}: {reason}"
    zh = "FFmpeg 出错{where}：{reason}"


class StoodStill(FFmpegFailed):
    """Its threads waited for each other, each time that it was started."""

    def __init__(self) -> None:
        reason = "it stood still, all its threads waiting for each other"
        super().__init__(reason=reason, origin="", where="", exit=0)


class Cancelled(Fault):
    code = "cancelled"
    en = "Cancelled; nothing was written."
    zh = "已取消，没有写入任何文件。"


class TimedOut(Fault):
    code = "timed_out"
    en = "FFmpeg was stopped after {seconds} s, the time limit."
    zh = "FFmpeg 运行超过时限 {seconds} 秒，已停止。"


def failure(text: str, code: int, origins: Mapping[str, str] | None) -> FFmpegFailed:
    """The fault for a failed run: the line that tells most, and the document id of its filter."""
    lines = [line for line in text.splitlines() if line.strip()]
    origin = next(
        (
            origins[name]
            for line in lines
            for name in re.findall(r"\[(\w+@\w+|in#\d+)\b", line)
            if origins and origins.get(name)
        ),
        "",
    )
    said = [line for line in lines if not line.startswith((" ", "Input #", "Output #", "Stream mapping"))]
    telling = [
        line
        for line in said
        if re.search(r"error|invalid|no such|fail|not |no space|unable|unknown|received signal", line, re.I)
    ]
    reason = " | ".join(re.sub(r" @ 0x[0-9a-f]+", "", line) for line in telling[:3]) or f"exit {code}"
    if code < 0:
        reason = signal.Signals(-code).name
    where = f" ({origin})" if origin else ""
    return FFmpegFailed(reason=reason[:600], origin=origin, where=where, exit=code)


def stopped_by_others(error: Fault) -> bool:
    """Whether something else than FFmpeg ended it: a system short of memory, a person. What it was
    doing may well succeed."""
    ended = error.fields.get("exit")
    if ended in (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGHUP):
        return True
    return ended == 255 and "received signal" in str(error.fields.get("reason"))
