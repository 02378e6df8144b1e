"""How a timeline is written, and what must be so before it can be."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from workprint.base import Fault, Range, cores, file_digest
from workprint.model import Timeline
from workprint.store import Blobs

from .encoding import Encoder
from .footage import Footage, files_of
from .formats import Format, Quality, format_named, sized
from .shelf import DEFAULT_LIMIT
from .untouched import Copying

GIF_WIDTH = 640


class NothingToRender(Fault):
    code = "nothing_to_render"
    en = "The timeline is empty: there is nothing to render. Add a clip first."
    zh = "时间线为空，没有可渲染的内容。请先添加片段。"


PATIENCE = 120.0
"""Seconds that a piece may take besides what its frames may, for starting and for seeking."""


@dataclass(frozen=True)
class RenderOptions:
    """How a timeline is written. `format` None: by the file's suffix. `size`: "720p" or "1280x720".

    `copying`: picture that no edit touches is taken over from its source (H.264 of the film's size and
    rate) where that pays (`auto`), wherever it can be done (`exact`), or `never`. With a `cache` folder, pieces that were rendered before are not rendered again;
    with a `shared` store, not those either that other machines have rendered.
    What lies at the playhead `first` (a frame, or a range of them) is rendered first. An FFmpeg that takes longer than
    `patience` seconds, and a while for each frame, counts as hung.
    `encoder`: software (x264), or hardware for H.264 where it is proved; a film never has pieces of two.
    """

    format: str | None = None
    size: str | None = None
    quality: Quality = "standard"
    workers: int = field(default_factory=lambda: min(8, cores()))
    check: bool = True
    copying: Copying = "auto"
    encoder: Encoder = "software"
    cache: Path | None = None
    cache_limit: int = DEFAULT_LIMIT
    shared: Blobs | None = None
    first: Range | int | None = None
    patience: float = PATIENCE


def prepared(timeline: Timeline, chosen: Format, options: RenderOptions) -> Timeline:
    """The timeline as it is rendered: at the size asked for, every file known by its content.

    Raises `NothingToRender`, `MediaGone`, `MediaChanged`, `UnknownSize`.
    """
    if timeline.duration < 1:
        raise NothingToRender()
    Footage(files_of(timeline))
    return _shaped(_hashed(timeline), chosen, options)


def output_size(timeline: Timeline, options: RenderOptions) -> tuple[int, int]:
    """Width and height of the picture that comes of it. Raises `UnknownSize`."""
    canvas = _shaped(timeline, format_named(options.format or "mp4"), options).canvas
    return canvas.width, canvas.height


def _shaped(timeline: Timeline, chosen: Format, options: RenderOptions) -> Timeline:
    """The timeline at the size asked for. A GIF is small unless a size is given."""
    size = options.size
    if chosen.name == "gif" and not size and timeline.canvas.width > GIF_WIDTH:
        height = 2 * round(timeline.canvas.height * GIF_WIDTH / timeline.canvas.width / 2)
        size = f"{GIF_WIDTH}x{height}"
    return timeline.model_copy(update={"canvas": sized(timeline.canvas, size)})


def _hashed(timeline: Timeline) -> Timeline:
    """The timeline with the content hash of every file: pieces are kept by what is in the media."""
    media = tuple(
        file if file.hash else file.model_copy(update={"hash": file_digest(Path(file.uri))})
        for file in timeline.media
        if file.hash or Path(file.uri).is_file()
    )
    return timeline.model_copy(update={"media": media})
