"""All caption styles on one's own frame, to choose from."""

from __future__ import annotations

import shutil
import tempfile
import threading
from pathlib import Path

from workprint.analysis import sheet
from workprint.base import Fault, Lang, Range, file_digest, seconds
from workprint.jobs import Preview
from workprint.model import Clip, FileRef, GeneratorRef, MediaFile, Timeline, Track, TrackKind, VideoStream
from workprint.ops import EditOp, bind
from workprint.ops.text import PRESETS

from .studio import Studio
from .writing import placeable, writing

SIZE = "480p"
COLUMNS = 3
_KINDS: tuple[TrackKind, ...] = ("video", "text")
SAMPLE = {"en": "Every style there is,\non your own picture", "zh": "所有字幕样式，\n都在你的画面上"}


class NoFrame(Fault):
    code = "no_frame"
    en = "“{name}” has no picture to draw captions on."
    zh = "“{name}”没有画面，无法预览字幕样式。"


def on_film(timeline: Timeline, media: MediaFile) -> Timeline:
    """A timeline whose film is at least the file. Raises `NoFrame`."""
    if media.video is None:
        raise NoFrame(name=media.name)
    if timeline.film is not None and timeline.film.items:
        return timeline
    return bind(EditOp, "append", {"media": media.id}).apply(timeline, {})


def caption_styles(
    studio: Studio,
    out: Path,
    *,
    path: Path | None = None,
    session: str | None = None,
    lang: Lang = "en",
    cancel: threading.Event | None = None,
) -> Path:
    """Write a picture of all caption styles on a frame of a file, or of a session. Raises `NoFrame`."""
    if path is not None:
        film = on_film(studio.intake.take(Timeline(), [path]).timeline, studio.intake.probed(path, "m1"))
    else:
        film = studio.head(session).timeline
    return caption_sheet(studio.intake.located(film), out, studio.folder / "previews", lang, cancel)


def caption_sheet(
    film: Timeline, out: Path, shelf: Path, lang: Lang = "en", cancel: threading.Event | None = None
) -> Path:
    """Write a picture of one frame of a film in every caption style, each with its name: where it has
    captions, with the words and in the moment of the one in its middle. Raises `NoFrame`."""
    if film.film is None or not film.film.duration:
        raise NoFrame(name=film.name)
    placeable(out)
    at, text = _moment(film, lang)
    bare = film.model_copy(update={"tracks": tuple(t for t in film.tracks if t.kind != "text")})
    with writing(out), tempfile.TemporaryDirectory(prefix="workprint-captions-") as folder:
        plain = Path(folder) / "plain.png"
        shutil.copyfile(Preview(bare, shelf, SIZE, cancel).frame(float(seconds(at, film.rate)), "png"), plain)
        frames = []
        for name in PRESETS:
            shown = Preview(_captioned(film, plain, name, text), Path(folder), SIZE, cancel)
            frames.append(shown.frame(1.0, "png"))
        wide = film.canvas.width >= film.canvas.height
        made = Path(folder) / f"sheet{out.suffix or '.png'}"
        columns, width = (COLUMNS, 640) if wide else (2 * COLUMNS, 300)
        sheet(frames, list(PRESETS), made, columns=columns, width=width, above=True, cancel=cancel)
        out.parent.mkdir(exist_ok=True)
        shutil.copyfile(made, out)
    return out


def _moment(film: Timeline, lang: Lang) -> tuple[int, str]:
    """The frame to show and the words on it."""
    spoken = [
        (at + clip.duration // 2, str(clip.media.params.get("text", "")))
        for track in film.tracks
        if track.kind == "text"
        for at, clip in track.clips()
        if isinstance(clip.media, GeneratorRef) and clip.media.op == "caption"
    ]
    if spoken:
        return spoken[len(spoken) // 2]
    assert film.film is not None
    return film.film.duration * 2 // 5, SAMPLE["zh" if lang == "zh" else "en"]


def _captioned(film: Timeline, still: Path, preset: str, text: str) -> Timeline:
    """Two seconds of a still with a caption over them."""
    canvas = film.canvas
    photo = MediaFile(
        id="still",
        uri=str(still),
        hash=file_digest(still),
        kind="image",
        video=VideoStream(width=canvas.width, height=canvas.height),
    )
    span = Range(start=0, duration=2 * max(1, round(film.rate)))
    params = {"preset": preset, "text": text, "animation": "none"}
    clips = (
        Clip(id="picture", media=FileRef(media="still"), source=span),
        Clip(id="caption", media=GeneratorRef(op="caption", params=params), source=span),
    )
    tracks = tuple(Track(id=kind, kind=kind, items=(clip,)) for kind, clip in zip(_KINDS, clips, strict=True))
    return Timeline(rate=film.rate, canvas=canvas, tracks=tracks, media=(photo,))
