"""A machine with graphics hardware, pretended: device folders, and an FFmpeg whose NVENC is x264."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from workprint.ffmpeg import binary as ffmpeg_binary
from workprint.ffmpeg import capabilities, encoders

_PRETENDER = """#!{python} -IS
import os, pathlib, subprocess, sys

args, folder = sys.argv[1:], pathlib.Path({folder!r})
if "h264_nvenc" in args and "-i" in args:
    with open(folder / "runs", "a") as told:
        told.write(" ".join(args) + chr(10))
    count = len((folder / "runs").read_text().splitlines())
    gone = ("-tune", "-rc", "-cq", "-spatial-aq", "-forced-idr", "-b:v")
    args = [each for at, each in enumerate(args) if each not in gone and (not at or args[at - 1] not in gone)]
    swap = {{"h264_nvenc": "libx264", "p1": "veryfast", "p4": "veryfast", "p6": "medium"}}
    change = (folder / "change").read_text().split() if (folder / "change").exists() else ["0"]
    if count > int(change[0]) and change[1:] == ["dies"]:
        at = args.index("h264_nvenc") + 1
        args[at:at] = ["-frames:v", "5"]
        subprocess.run([{real!r}, *(swap.get(each, each) for each in args)])
        print("[h264_nvenc @ 0x1] EncodePicture failed!: generic error (20)", file=sys.stderr)
        sys.exit(1)
    if count > int(change[0]):
        at = args.index("-fps_mode")
        args[at:at] = change[1:]
    args = [swap.get(each, each) for each in args]
os.execv({real!r}, [{real!r}, *args])
"""


class Machine:
    """The pretended machine: `runs` are the command lines its encoder got."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def runs(self) -> list[str]:
        told = self.folder / "runs"
        return told.read_text().splitlines() if told.exists() else []

    def after(self, runs: int, *change: str) -> None:
        """From then on it "dies" after five frames, or does something else than it was asked for."""
        (self.folder / "change").write_text(" ".join([str(len(self.runs) + runs), *change]))

    def driver(self, version: str) -> None:
        told = self.folder / "proc/driver/nvidia"
        told.mkdir(parents=True, exist_ok=True)
        (told / "version").write_text(version)


def nodes(root: Path, *names: str, vendor: str = "") -> None:
    """Device nodes; render nodes with the maker that the kernel says."""
    for name in names:
        node = root / "dev" / name
        node.parent.mkdir(parents=True, exist_ok=True)
        node.touch()
        if vendor:
            about = root / "sys/class/drm" / node.name / "device"
            about.mkdir(parents=True)
            (about / "vendor").write_text(vendor + "\n")
            (about / "uevent").write_text("DRIVER=some\n")


def pretend(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine with one NVIDIA card that works. Undone by `monkeypatch` and `forget_program`."""
    real = ffmpeg_binary()
    script = folder / "ffmpeg"
    script.write_text(_PRETENDER.format(python=sys.executable, folder=str(folder), real=real))
    script.chmod(0o755)
    machine = Machine(folder)
    machine.driver("NVRM version: 575.1")
    nodes(folder, "nvidia0")
    monkeypatch.setattr(encoders, "ROOT", folder)
    monkeypatch.setenv("WORKPRINT_HOME", str(folder / "home"))
    monkeypatch.setenv("WORKPRINT_FFMPEG", str(script))
    forget_program()
    return machine


def forget_program() -> None:
    """Have FFmpeg looked for anew."""
    ffmpeg_binary.cache_clear()
    capabilities.cache_clear()
