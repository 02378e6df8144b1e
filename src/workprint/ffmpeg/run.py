"""Running FFmpeg: one process group per call, whitelists, limits, progress, cancellation."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic, sleep
from typing import IO

from .binary import binary
from .confine import confined_ffmpeg, confining, ended
from .failing import Cancelled, FFmpegFailed, StoodStill, TimedOut, failure, stopped_by_others
from .standstill import Standstill

DEMUXERS = (
    "mov,matroska,avi,mp3,wav,w64,flac,ogg,aac,gif,webp_pipe,webp_anim,image2,png_pipe,jpeg_pipe,bmp_pipe,tiff_pipe,"
    "mpegts,mpeg,flv,asf,aiff,apng,ivf,m4v,h264,hevc,mpegvideo,rawvideo,f32le,lavfi"
)
"""Demuxers that may open a file. Playlists, concat scripts and network formats are not among them."""

DRIVER_VARIABLES = ("LIBVA_DRIVER_NAME", "LIBVA_DRIVERS_PATH", "CUDA_VISIBLE_DEVICES", "ONEVPL_SEARCH_PATH")
"""What of the environment chooses among graphics devices and their drivers."""
MAX_ALLOC = 1 << 30
MAX_FILE = 64 << 30
MAX_MEMORY = 8 << 30
MAX_CPU = 24 * 3600
"""Seconds of processor time of one FFmpeg."""
MAX_PIXELS = 1 << 26
ATTEMPTS = 4
"""How often an FFmpeg that stands still is started, at most."""
NICE = 10
"""How much lower the priority is of what is done beside a render."""


def input_args(path: str) -> list[str]:
    """Options that open one media file and nothing it may point to."""
    limits = ["-max_pixels", str(MAX_PIXELS)]
    return [*limits, "-protocol_whitelist", "file", "-format_whitelist", DEMUXERS, "-i", f"file:{path}"]


if sys.platform == "linux":
    _prctl: Callable[..., int] | None = ctypes.CDLL(None).prctl
else:  # pragma: no cover - other systems only lose the death signal
    _prctl = None


def guarded() -> None:
    """In a child: die with the parent, gain no rights, leave no picture of the memory."""
    if _prctl is not None:
        _prctl(1, signal.SIGKILL, 0, 0, 0)
        _prctl(38, 1, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _before_exec() -> None:
    """In the child: what every child is told, and no endless file, memory or time."""
    guarded()
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_FILE, MAX_FILE))
    resource.setrlimit(resource.RLIMIT_DATA, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_CPU, MAX_CPU))


@dataclass
class Spent:
    """CPU seconds of FFmpeg's processes."""

    seconds: float = 0.0


_spent: ContextVar[Spent | None] = ContextVar("spent", default=None)


@contextmanager
def measured() -> Iterator[Spent]:
    """Adds up the CPU time of every FFmpeg that this thread runs to its end inside the block."""
    before, spent = _spent.get(), Spent()
    token = _spent.set(spent)
    try:
        yield spent
    finally:
        _spent.reset(token)
        if before is not None:
            before.seconds += spent.seconds


_aside: ContextVar[bool] = ContextVar("aside", default=False)


@contextmanager
def aside() -> Iterator[None]:
    """Every FFmpeg that this thread starts inside the block comes after what is rendered meanwhile."""
    token = _aside.set(True)
    try:
        yield
    finally:
        _aside.reset(token)


def _before_exec_aside() -> None:
    comes_after(NICE)
    _before_exec()


def comes_after(nice: int) -> None:
    """In a child that has a session of its own: lower its priority, and that of its session where the system
    shares time among sessions first (Linux's autogroup): there the priorities inside count for nothing outside."""
    os.nice(nice)
    for _ in range(5):
        try:
            group = os.open("/proc/self/autogroup", os.O_WRONLY)
        except OSError:
            return
        try:
            os.write(group, str(nice).encode())
            return
        except BlockingIOError:
            # The system bears ten such changes a second.
            sleep(0.11)
        except OSError:
            return
        finally:
            os.close(group)


class _Rendering:
    """How many FFmpegs work that do not come after others."""

    count = 0
    lock = threading.Lock()


def rendering() -> bool:
    """Whether this process renders something just now."""
    return _Rendering.count > 0


class _Process:
    """A running FFmpeg whose standard error is kept and whose end is watched."""

    def __init__(self, args: Sequence[str], cancel: threading.Event | None, timeout: float | None) -> None:
        full = [binary(), "-nostdin", "-hide_banner", "-y", "-max_alloc", str(MAX_ALLOC), *args]
        self.aside = _aside.get()
        self.confined = confining()
        if self.confined:
            full = confined_ffmpeg(full)
        self.child = subprocess.Popen(
            full,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=_before_exec_aside if self.aside else _before_exec,
            env=_environment(),
        )
        self._counted(1)
        self.cancel = cancel
        self.timeout = timeout
        self.cancelled = self.late = self.still = False
        self.errors: list[str] = []
        self.started = monotonic()
        self._ended = threading.Event()
        self._reader = threading.Thread(target=self._read_errors, daemon=True)
        self._watch = threading.Thread(target=self._watch_end, daemon=True)
        self._reader.start()
        self._watch.start()

    def _read_errors(self) -> None:
        assert self.child.stderr
        for line in self.child.stderr:
            self.errors.append(line.decode("utf-8", "replace").rstrip())
            if len(self.errors) > 4000:
                del self.errors[:2000]

    def _watch_end(self) -> None:
        # Looked at before it is waited for: a limit that is over already lets nothing through.
        standstill = Standstill(self.child.pid)
        while True:
            if self.cancel is not None and self.cancel.is_set():
                self.cancelled = True
            elif self.timeout is not None and monotonic() - self.started > self.timeout:
                self.late = True
            elif standstill.lasts():
                self.still = True
            else:
                if self._ended.wait(0.05):
                    return
                continue
            self.kill()
            return

    def kill(self) -> None:
        try:
            os.killpg(self.child.pid, signal.SIGKILL)
        except ProcessLookupError:
            return

    def finish(self, origins: Mapping[str, str] | None = None) -> str:
        """Wait for the end. The standard error text; raises what went wrong."""
        code = self._reaped()
        self._ended.set()
        self._reader.join()
        text = "\n".join(self.errors)
        if self.cancelled:
            raise Cancelled()
        if self.late:
            raise TimedOut(seconds=self.timeout)
        if self.still:
            raise StoodStill()
        if code:
            raise failure(text, code, origins)
        return text

    def _reaped(self) -> int:
        """The exit code of the child, once it has ended; its CPU time is added to what is measured."""
        if self.child.returncode is None:
            _, status, usage = os.wait4(self.child.pid, 0)
            code = os.waitstatus_to_exitcode(status)
            self.child.returncode = ended(code) if self.confined else code
            spent = _spent.get()
            if spent is not None:
                spent.seconds += usage.ru_utime + usage.ru_stime
        return self.child.returncode

    def _counted(self, more: int) -> None:
        if not self.aside:
            with _Rendering.lock:
                _Rendering.count += more

    def close(self) -> None:
        """Make sure that it is gone, whatever happened."""
        self._counted(-1)
        if self.child.poll() is None:
            self.kill()
            self.child.wait()
        self._ended.set()
        for pipe in (self.child.stdout, self.child.stderr):
            if pipe:
                self._reader.join(1) if pipe is self.child.stderr else None
                pipe.close()


def _environment() -> dict[str, str]:
    names = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", *DRIVER_VARIABLES)
    kept = {key: os.environ[key] for key in names if key in os.environ}
    return {**kept, "LC_ALL": "C.UTF-8", "AV_LOG_FORCE_NOCOLOR": "1"}


@contextmanager
def _process(
    args: Sequence[str], cancel: threading.Event | None, timeout: float | None
) -> Iterator[_Process]:
    process = _Process(args, cancel, timeout)
    try:
        yield process
    finally:
        process.close()


def run(
    args: Sequence[str],
    *,
    frames: int = 0,
    seconds: float = 0,
    on_progress: Callable[[float], None] | None = None,
    cancel: threading.Event | None = None,
    timeout: float | None = None,
    origins: Mapping[str, str] | None = None,
) -> str:
    """Run FFmpeg to its end and give what it wrote on standard error.

    `frames`, or `seconds` where it makes sound alone, is the length against which progress (0 to 1) is told. Raises `FFmpegFailed` (naming
    the document id of the filter that failed, through `origins`), `Cancelled` or `TimedOut`; the
    process and all it started are then gone. An FFmpeg that was killed from outside is started once more,
    one that stood still a few times (`StoodStill` is raised where that is of no use).
    """
    length = ("frame", float(frames)) if frames else ("out_time_us", seconds * 1e6)
    for given in _attempts(args):
        try:
            return _run_once(given, length, on_progress, cancel, timeout, origins)
        except StoodStill:
            continue
        except FFmpegFailed as error:
            if not stopped_by_others(error):
                raise
            return _run_once(given, length, on_progress, cancel, timeout, origins)
    raise StoodStill()


def _attempts(args: Sequence[str]) -> Iterator[Sequence[str]]:
    """The arguments for each time that an FFmpeg which stood still is started. With one thread to a decoder
    the order of things hardly varies, and it hardly ever happens; the frames are the same."""
    yield args
    slower = [part for arg in args for part in (("-threads", "1", arg) if arg == "-i" else (arg,))]
    yield from (slower for _ in range(ATTEMPTS - 1))


def _run_once(
    args: Sequence[str],
    length: tuple[str, float],
    on_progress: Callable[[float], None] | None,
    cancel: threading.Event | None,
    timeout: float | None,
    origins: Mapping[str, str] | None,
) -> str:
    with _process([*args, "-progress", "pipe:1", "-nostats"], cancel, timeout) as process:
        assert process.child.stdout
        _follow(process.child.stdout, length, on_progress)
        return process.finish(origins)


def _follow(lines: IO[bytes], length: tuple[str, float], on_progress: Callable[[float], None] | None) -> None:
    name, whole = length
    for raw in lines:
        key, _, value = raw.decode("ascii", "replace").strip().partition("=")
        if key == name and whole and on_progress and value.strip().isdigit():
            on_progress(min(1.0, int(value) / whole))


def stream(
    args: Sequence[str],
    chunk: int,
    *,
    cancel: threading.Event | None = None,
    timeout: float | None = None,
    origins: Mapping[str, str] | None = None,
) -> Iterator[bytes]:
    """FFmpeg's standard output in pieces of exactly `chunk` bytes (the last may be shorter).

    Give an output of `pipe:1`. Closing the iterator early ends the process. One that stood still before
    it gave anything is started again.
    """
    for given in _attempts(args):
        begun = False
        with _process(given, cancel, timeout) as process:
            assert process.child.stdout
            while piece := process.child.stdout.read(chunk):
                begun = True
                yield piece
            try:
                process.finish(origins)
                return
            except StoodStill:
                if begun:
                    raise
    raise StoodStill()
