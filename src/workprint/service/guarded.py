"""The studio's parts where strangers send the files and the words: looked at apart, and confined."""

from __future__ import annotations

import logging
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from workprint.analysis import Apart, Recogniser
from workprint.base import Fault
from workprint.ffmpeg import Mode, sandbox
from workprint.model import Clip, Effect, GeneratorRef, Timeline, TimelineRef, Transition
from workprint.planner import Plan, Situation
from workprint.studio import Wired

log = logging.getLogger(__name__)

_OPEN = Path("/proc/self/fd")

FILES = {"lut": "file"}
"""Operations with a parameter that names a file of the machine they run on."""


class NamesFile(Fault):
    code = "names_file"
    en = "“{op}” reads a file of the computer that it runs on, and this is a server: it is not done here."
    zh = "“{op}”需要读取运行所在计算机上的文件，而这里是服务器，因此不能使用。"


class Guarded(Wired):
    """The real parts, for strangers."""

    def __init__(self, mode: Mode, engine: Recogniser | None = None) -> None:
        """`mode`: as the setting `sandbox` has it; `engine` listens to speech. Raises `NoSandbox`."""
        if hindered := sandbox(mode):
            log.warning("FFmpeg runs with limits only, and sees the files of this machine: %s", hindered)
        self.reader = Apart()
        super().__init__(self.reader, engine)

    def close(self) -> None:
        """End the process that looks at files."""
        self.reader.close()

    def plan(self, request: str, situation: Situation) -> Plan:
        """Raises `NamesFile` where the plan would read files of the server."""
        plan = super().plan(request, situation)
        refuse_files(plan.timeline)
        return plan


def refuse_files(film: Timeline) -> None:
    """Raises `NamesFile` where a film would read files of the server."""
    for fault in files_named(film):
        raise fault


def files_named(film: Timeline, nest: tuple[str, ...] = ()) -> Iterator[Fault]:
    """A fault for each operation of a film, and of films in it, that names a file of the server."""
    for track in film.tracks:
        yield from _effects(track.effects, nest)
        for item in track.items:
            if isinstance(item, Transition) and item.op in FILES:
                yield NamesFile(op=item.op, at=(*nest, item.id), key=("op",))
            if isinstance(item, Clip):
                yield from _clip(item, nest)
    yield from _effects(film.effects, nest)


def _clip(clip: Clip, nest: tuple[str, ...]) -> Iterator[Fault]:
    yield from _effects(clip.effects, nest)
    if isinstance(clip.media, GeneratorRef) and clip.media.op in FILES:
        yield NamesFile(op=clip.media.op, at=(*nest, clip.id), key=("media", "op"))
    if isinstance(clip.media, TimelineRef):
        yield from files_named(clip.media.timeline, (*nest, clip.id))


def _effects(effects: tuple[Effect, ...], nest: tuple[str, ...]) -> Iterator[Fault]:
    for effect in effects:
        if effect.op in FILES:
            yield NamesFile(op=effect.op, at=(*nest, effect.id), key=("op",))


def hushed(text: str, data: Path | None) -> str:
    """A text for strangers, in which nothing says where on this machine things lie."""
    return _folders(data).sub("", text)


def hidden(value: Any, data: Path | None) -> Any:
    """The same of all texts in a value for JSON; a draft in it is its user's own, and stays as it is."""
    if isinstance(value, dict):
        return {key: each if key == "draft" else hidden(each, data) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [hidden(each, data) for each in value]
    if isinstance(value, Path):
        value = str(value)
    return hushed(value, data) if isinstance(value, str) else value


@cache
def _folders(data: Path | None) -> re.Pattern[str]:
    """The folders of this machine that a fault may name, the inner ones first."""
    own = (data.absolute(), data.resolve()) if data else ()
    package, home = Path(__file__).parents[2], os.path.expanduser("~")
    known = {*own, Path(tempfile.gettempdir()), package, Path(sys.prefix), _OPEN, Path(home)}
    names = sorted({str(each) for each in known if each.is_absolute() and each != Path("/")}, key=len)
    # Neither in the middle of an address nor at the beginning of a longer name.
    return re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, reversed(names)))})(?![\w-])/?")
