"""All caption styles on one's own frame, to choose from."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path

from workprint.analysis import analyse, probe, sheet
from workprint.base import Fault, Lang, Range, seconds
from workprint.jobs import Preview
from workprint.model import Clip, Fact, FileRef, GeneratorRef, MediaFile, Timeline, Track
from workprint.ops import EditOp, bind, settled
from workprint.ops.text import PRESETS

from .studio import Studio
from .writing import placeable, writing

SIZE = "480p"
COLUMNS = 3
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
        photo = probe(plain).model_copy(update={"id": "still", "uri": str(plain)})
        light = analyse(plain, photo, ["backdrop"], cancel=cancel)
        for name in PRESETS:
            captioned = _captioned(film, photo, name, text, light)
            shown = Preview(captioned, Path(folder), SIZE, cancel)
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


def _captioned(film: Timeline, photo: MediaFile, preset: str, text: str, light: Sequence[Fact]) -> Timeline:
    """Two seconds of a still with a caption over them, in the look that captions get before it."""
    span = Range(start=0, duration=2 * max(1, round(film.rate)))
    params = {"preset": preset, "text": text, "animation": "none"}
    picture = Clip(id="picture", media=FileRef(media=photo.id), source=span)
    bare = Timeline(
        rate=film.rate,
        canvas=film.canvas,
        tracks=(Track(id="video", kind="video", items=(picture,)),),
        media=(photo,),
    )
    caption = Clip(id="caption", media=GeneratorRef(op="caption", params=params), source=span)
    ((_, clip),), _ = settled(bare, {photo.id: light}, [(0, caption)])
    words = Track(id="text", kind="text", items=(clip,))
    return bare.model_copy(update={"tracks": (*bare.tracks, words)})
