"""Programs that read strangers' files see those files and nothing else: bubblewrap, where it works.

A confined program has no network, no rights, no other processes to look at, and of the machine's files
only the system's libraries and fonts, what it is given to read, and the folders it is to write to.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from workprint.base import Fault

VARIABLE = "WORKPRINT_SANDBOX"

Mode = Literal["auto", "on", "off"]

SYSTEM = (
    "/usr",
    "/lib",
    "/lib64",
    "/lib32",
    "/bin",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/var/cache/fontconfig",
)
"""What programs need of a system: libraries and fonts."""
DEVICES = ("/dev/dri", "/dev/nvidia0", "/dev/nvidiactl", "/dev/nvidia-uvm", "/sys/dev", "/sys/devices")
HARDWARE = ("vaapi", "nvenc", "cuda", "qsv")
READ = frozenset({"f", "filename", "fontsdir", "fontfile", "textfile", "file", "input"})
WRITTEN = frozenset({"result", "stats_file"})
"""Options of filters that name files."""
_ENDED_BY = (signal.SIGILL, signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGKILL, signal.SIGSEGV,
             signal.SIGTERM, signal.SIGXCPU, signal.SIGXFSZ, signal.SIGSYS)  # fmt: skip


class NoSandbox(Fault):
    code = "no_sandbox"
    en = "Files of strangers cannot be confined here: {reason}. Install bubblewrap and allow user namespaces."
    zh = "此处无法隔离陌生文件：{reason}。请安装 bubblewrap 并允许用户命名空间。"


class _Chosen:
    mode: Mode = "off"


_chosen = _Chosen()


def sandbox(mode: Mode) -> str:
    """How this process runs FFmpeg from now on: `auto` confined where that works, `on` confined or not at
    all, `off` with limits only. Why it is not confined, if it is not. Raises `NoSandbox`."""
    hindered = unavailable()
    if mode == "on" and hindered:
        raise NoSandbox(reason=hindered)
    _chosen.mode = mode
    return hindered if mode != "off" else "sandbox = off"


def confining() -> bool:
    """Whether programs are confined: as was chosen, else as the environment says."""
    mode = os.environ.get(VARIABLE) if _chosen.mode == "off" else _chosen.mode
    return mode in ("auto", "on") and not unavailable()


@cache
def unavailable() -> str:
    """Why nothing can be confined here; nothing where it can."""
    program = shutil.which("bwrap")
    if program is None:
        return "there is no bubblewrap (bwrap)"
    tried = [
        program,
        "--unshare-all",
        "--die-with-parent",
        "--cap-drop",
        "ALL",
        "--ro-bind",
        "/",
        "/",
        "true",
    ]
    try:
        done = subprocess.run(tried, capture_output=True, text=True, timeout=10, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    return "" if done.returncode == 0 else done.stderr.strip()[:200] or f"bwrap: {done.returncode}"


def confined(
    argv: Sequence[str],
    read: Iterable[Path] = (),
    written: Iterable[Path] = (),
    dies_with_parent: bool = True,
) -> list[str]:
    """The command line that runs `argv` with these files and folders to be read, and these folders to be
    written to. It dies with the thread that started it, where it `dies_with_parent`."""
    program = shutil.which("bwrap")
    assert program is not None
    line = [program, "--unshare-all", "--cap-drop", "ALL", "--as-pid-1"]
    line += ["--die-with-parent"] if dies_with_parent else []
    for each in (*SYSTEM, *os.environ.get("LD_LIBRARY_PATH", "").split(":")):
        line += ["--ro-bind-try", each, each] if each.startswith("/") else []
    line += ["--proc", "/proc", "--dev", "/dev"]
    if any(word in part for part in argv for word in HARDWARE):
        for each in DEVICES:
            line += ["--dev-bind-try", each, each]
    folders = {_absolute(each) for each in written}
    for folder in sorted(folders):
        line += ["--bind", str(folder), str(folder)]
    readable = {_absolute(each) for each in (*read, Path(argv[0]))} - folders
    for path in sorted(each for each in readable if readable.isdisjoint(each.parents)):
        line += ["--ro-bind", os.path.realpath(path), str(path)]
    return [*line, "--dir", str(Path.cwd()), "--remount-ro", "/", "--chdir", str(Path.cwd()), "--", *argv]


def confined_ffmpeg(argv: Sequence[str]) -> list[str]:
    """An FFmpeg command line, confined to the files that it names."""
    read, written = set[Path](), set[Path]()
    for kind, path in _named(argv[1:]):
        (written if kind == "written" else read).add(path.parent if kind == "written" else path)
    for each in (*SYSTEM, "/dev"):
        written.discard(Path(each))
    return confined(
        argv, {path for path in read if path.exists()}, {folder for folder in written if folder.is_dir()}
    )


def ended(code: int) -> int:
    """How a confined program ended, as it would say itself: bubblewrap tells a signal as 128 and more."""
    return -(code - 128) if code - 128 in _ENDED_BY else code


def _named(args: Sequence[str]) -> Iterator[tuple[Literal["read", "written"], Path]]:
    """The files that FFmpeg's arguments name, each with whether it is read or written."""
    for before, arg in zip(("", *args), args, strict=False):
        if before == "-i":
            path = Path(arg.removeprefix("file:"))
            if path.is_absolute() or path.exists():
                yield "read", path
        elif before.startswith("-/"):
            yield "read", Path(arg)
            yield from _filters(Path(arg).read_text(encoding="utf-8"))
        elif before in ("-filter_complex", "-lavfi", "-vf", "-af"):
            yield from _filters(arg)
        elif not arg.startswith("-") and _is_path(arg):
            yield "written", Path(arg.removeprefix("file:"))


def _is_path(arg: str) -> bool:
    """Whether an argument can only be the name of a file to be written."""
    if arg.startswith(("/", "file:")):
        return True
    return "/" in arg and Path(arg).parent.is_dir()


def _filters(graph: str) -> Iterator[tuple[Literal["read", "written"], Path]]:
    """The files that a filtergraph names."""
    for chain in _parted(graph, ",;[]\n"):
        options = chain.partition("=")[2]
        for option in _parted(_plain(options), ":"):
            key, _, value = option.partition("=")
            if key in READ or key in WRITTEN:
                yield "written" if key in WRITTEN else "read", Path(_plain(value))


def _parted(text: str, at: str) -> Iterator[str]:
    """The parts of a text between the letters `at`, but for those behind a backslash."""
    part, letters = "", iter(text)
    for letter in letters:
        if letter == "\\":
            part += letter + next(letters, "")
        elif letter in at:
            yield part
            part = ""
        else:
            part += letter
    yield part


def _plain(text: str) -> str:
    """A text without its backslashes, one level of them."""
    letters = iter(text)
    return "".join(next(letters, "") if letter == "\\" else letter for letter in letters)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))
