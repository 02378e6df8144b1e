"""The machine, for the table's head."""

from __future__ import annotations

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

from workprint.ffmpeg import capabilities


def machine() -> str:
    """Processor, cores, memory, system, FFmpeg, Python and the date, in a sentence."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    today = datetime.now(UTC).date().isoformat()
    return (
        f"{_processor()}, {cores} cores, {_memory()}, {platform.system()}; FFmpeg {capabilities().version}, "
        f"Python {platform.python_version()}; {today}"
    )


def _processor() -> str:
    try:
        found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    return found.group(1).strip() if found else platform.processor() or platform.machine()


def _memory() -> str:
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (OSError, ValueError, AttributeError):
        return "memory unknown"
    return f"{size / (1 << 30):.0f} GiB"
