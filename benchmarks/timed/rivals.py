"""The same cuts through other editors, where they can be had here.

MoviePy and auto-editor go into an environment of their own under the cache folder; melt is the system's.
What cannot be had is told in the table with its reason.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from workprint.ffmpeg import binary

from .edits import Edit, Source

MOVIEPY = """
import sys
from moviepy import VideoFileClip, concatenate_videoclips
source, out, rate, *cuts = sys.argv[1:]
with VideoFileClip(source) as whole:
    pieces = [whole.subclipped(*(int(at) / int(rate) for at in cut.split("-"))) for cut in cuts]
    film = concatenate_videoclips(pieces)
    film.write_videofile(out, fps=int(rate), codec="libx264", preset="veryfast", threads=2, logger=None,
                         ffmpeg_params=["-crf", "20"], audio_codec="aac", audio_bitrate="192k")
"""


@dataclass(frozen=True)
class Rival:
    """Another editor: its name with version, or why it is not here."""

    name: str
    kind: str
    missing: str = ""
    program: str = ""

    def command(self, edit: Edit, source: Source, out: Path) -> list[str]:
        """Cutting `edit`'s pieces out of the recording, with the same encoder settings."""
        if self.kind == "melt":
            return _melt(self.program, edit, source, out)
        if self.kind == "moviepy":
            cuts = [f"{cut.first}-{cut.last}" for cut in edit.cuts]
            return [self.program, "-c", MOVIEPY, str(source.path), str(out), str(edit.rate), *cuts]
        return _auto_editor(self.program, edit, source, out)


def rivals(folder: Path) -> list[Rival]:
    """All of them, installed where that is possible."""
    return [_melt_here(), _python(folder, "moviepy", "MoviePy"), _auto(folder)]


def _melt_here() -> Rival:
    program = shutil.which("melt") or shutil.which("melt-7")
    if not program:
        return Rival("melt", "melt", "not installed here (Debian: apt-get install melt)")
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    version = (said.stdout + said.stderr).split("\n")[0].replace("melt", "").strip()
    return Rival(f"melt {version}", "melt", program=program)


def _environment(folder: Path, package: str) -> str:
    """Why a package could not be installed into the rivals' own environment; "" where it was."""
    place = folder / "rivals"
    if not (place / "bin" / "python").exists():
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    pip = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", package]
    done = subprocess.run(pip, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else "pip could not install it"


def _version(folder: Path, package: str) -> str:
    code = f"from importlib.metadata import version; print(version({package!r}))"
    python = str(folder / "rivals" / "bin" / "python")
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def _python(folder: Path, package: str, name: str) -> Rival:
    missing = _environment(folder, package)
    if missing:
        return Rival(name, package, missing)
    return Rival(
        f"{name} {_version(folder, package)}", package, program=str(folder / "rivals" / "bin" / "python")
    )


def _auto(folder: Path) -> Rival:
    missing = _environment(folder, "auto-editor")
    if missing:
        return Rival("auto-editor", "auto-editor", missing)
    name = f"auto-editor {_version(folder, 'auto-editor')}"
    program = str(folder / "rivals" / "bin" / "auto-editor")
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    if said.returncode or "rror" in said.stdout + said.stderr:
        return Rival(
            name, "auto-editor", "its package fetches the program from GitHub, which was not reached"
        )
    return Rival(name, "auto-editor", program=program)


def _melt(program: str, edit: Edit, source: Source, out: Path) -> list[str]:
    pieces = [
        part
        for cut in edit.cuts
        for part in (str(source.path), f"in={cut.first}", f"out={cut.last - 1}")
    ]  # fmt: skip
    video = source.media.video
    assert video is not None
    profile = out.with_suffix(".profile")
    profile.write_text(
        f"description=bench\nframe_rate_num={edit.rate}\nframe_rate_den=1\nwidth={video.width}\n"
        f"height={video.height}\nprogressive=1\nsample_aspect_num=1\nsample_aspect_den=1\n"
        f"display_aspect_num={video.width}\ndisplay_aspect_den={video.height}\ncolorspace=709\n"
    )
    return [
        program, "-quiet", "-profile", str(profile), *pieces, "-consumer", f"avformat:{out}", "real_time=-2",
        "vcodec=libx264", "preset=veryfast", "crf=20", "acodec=aac", "ab=192k", "ar=48000", "channels=2",
    ]  # fmt: skip


def _auto_editor(program: str, edit: Edit, source: Source, out: Path) -> list[str]:
    """It is told what goes, in frames of the recording."""
    ends = [0, *(at for cut in edit.cuts for at in (cut.first, cut.last))]
    gone = [f"{a},{b}" for a, b in zip(ends[::2], [*ends[1::2], "end"], strict=True) if a != b]
    return [
        program, str(source.path), "--edit", "none", *(f"--cut-out={span}" for span in gone), "--no-open",
        "--ffmpeg-location", binary(), "-c:v", "libx264", "-crf", "20", "-c:a", "aac", "-b:a", "192k",
        "-o", str(out),
    ]  # fmt: skip
