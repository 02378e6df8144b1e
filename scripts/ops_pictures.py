"""Render a picture of every operation for docs/ops/: one frame, or, for sound, its wave and spectrum.

Pictures that exist are kept; `--all` renders them again, names render only those.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import scenes
from PIL import Image, ImageDraw

from workprint.base import Range
from workprint.ffmpeg import binary
from workprint.jobs import RenderOptions, render
from workprint.model import (
    Canvas,
    Clip,
    Effect,
    FileRef,
    GeneratorRef,
    MediaFile,
    Timeline,
    Track,
    Transition,
)
from workprint.ops import EditOp, Operation, registry

FOLDER = Path(__file__).parents[1] / "docs" / "ops"
SIZE = (320, 180)
FRAMES, SHOWN = 60, 30
CANVAS = Canvas(width=scenes.WIDTH, height=scenes.HEIGHT)

# Defaults that would show little on a still picture.
PARAMS: dict[str, dict[str, Any]] = {
    "balance": {"red_gain": 1.25, "blue_gain": 0.8},
    "brightness": {"amount": 0.2},
    "contrast": {"amount": 0.4},
    "exposure": {"stops": 0.8},
    "saturation": {"amount": 1.8},
    "temperature": {"amount": 0.6},
    "tint": {"amount": 0.5},
    "hue": {"degrees": 90},
    "shadows": {"amount": 0.6},
    "highlights": {"amount": -0.6},
    "crop": {"left": 0.2, "right": 0.2},
    "zoom": {"amount": 1.5},
    "rotate": {"angle": 12},
    "opacity": {"amount": 0.4},
    "blur": {"strength": 0.7},
    "sharpen": {"strength": 1},
    "grain": {"strength": 0.9},
    "flip": {"direction": "vertical"},
    "bass": {"gain": 12},
    "treble": {"gain": 12},
    "place": {"corner": "top-right", "width": 0.35},
    "mosaic": {"x": 0.42, "y": 0.36, "width": 0.2, "height": 0.24},
    "fade_in": {"duration": 2.2},
    "fade_out": {"duration": 2.2},
    "sound_denoise": {"amount": 1, "noise": -28},
    "pan": {"position": -0.8},
    "volume": {"gain": 0.4},
    "pitch": {"semitones": 7},
    "sound_fade_in": {"duration": 1.5},
    "sound_fade_out": {"duration": 1.5},
    "title": {"text": "My talk"},
    "subtitle": {"text": "and what it is about"},
    "lower_third": {"text": "Ada Lovelace\nMathematician"},
    "caption": {"text": "The picture follows the words."},
    "end_card": {"text": "Thank you"},
    "keystroke": {"text": "Ctrl + S"},
    "color": {"color": "#2f6f8f"},
    "image": {"image": "evening", "size": 0.7, "background": "#14161a"},
    "title_card": {"text": "Chapter one"},
}
# Effects that are seen where something lies beneath.
OVER_EVENING = {"opacity", "place", "chroma_key"}


def params(op: type[Operation], folder: Path) -> dict[str, Any]:
    known = PARAMS.get(op.name, {})
    lut = folder / "teal.cube"
    steps = (0, 1)
    rows = [f"{r * 0.9 + 0.1 * g} {g} {b * 0.7 + 0.2}" for b in steps for g in steps for r in steps]
    lut.write_text("LUT_3D_SIZE 2\n" + "\n".join(rows) + "\n")
    needed = {"file": str(lut), "path": str(folder / "evening.png"), "color": "#2f6f8f", "text": "Workprint"}
    missing = [name for name, field in op.model_fields.items() if field.is_required() and name not in known]
    return {**{name: needed[name] for name in missing}, **known}


def clip(media: MediaFile, name: str, frames: int = FRAMES, *effects: Effect) -> Clip:
    return Clip(
        id=name, media=FileRef(media=media.id), source=Range(start=0, duration=frames), effects=effects
    )


def film(*tracks: Track, media: tuple[MediaFile, ...]) -> Timeline:
    return Timeline(canvas=CANVAS, tracks=tracks, media=media)


def timeline(op: type[Operation], folder: Path) -> Timeline:
    """A film that shows the operation at its frame `SHOWN`."""
    day = scenes.still(scenes.morning(), folder, "morning")
    night = scenes.still(scenes.evening(), folder, "evening")
    green = scenes.still(scenes.green_screen(), folder, "green")
    tall = scenes.still(scenes.tall(), folder, "tall")
    media = (day, night, green, tall)
    family, chosen = getattr(op, "family", ""), params(op, folder)
    effect = Effect(id="e1", op=op.name, params=chosen)
    made = Clip(
        id="c9",
        media=GeneratorRef(op=op.name, params=chosen),
        source=Range(start=0, duration=FRAMES),
        tie="start",
    )
    base = Track(id="t1", kind="video", items=(clip(night, "c1"),))
    match family:
        case "transition":
            join = Transition(id="x1", op=op.name, params=chosen, in_offset=12, out_offset=12)
            items = (clip(day, "c1", 28), join, clip(night, "c2", 32))
            return film(Track(id="t1", kind="video", items=items), media=media)
        case "text":
            base = Track(id="t1", kind="video", items=(clip(day, "c1"),))
            return film(base, Track(id="t2", kind="text", items=(made,)), media=media)
        case "video_generator":
            return film(Track(id="t1", kind="video", items=(made,)), media=media)
    if op.name in OVER_EVENING:
        above = clip(green if op.name == "chroma_key" else day, "c2", FRAMES, effect)
        return film(base, Track(id="t2", kind="video", items=(above,)), media=media)
    shown = tall if op.name == "background_blur" else day
    return film(Track(id="t1", kind="video", items=(clip(shown, "c1", FRAMES, effect),)), media=media)


def ffmpeg(*args: str) -> bytes:
    return subprocess.run([binary(), "-v", "error", *args], capture_output=True, check=True).stdout


def seen(op: type[Operation], folder: Path) -> Image.Image:
    out = folder / f"{op.name}.mp4"
    render(timeline(op, folder), out, RenderOptions(check=False))
    frame = ("-vf", f"select=eq(n\\,{SHOWN})", "-frames:v", "1", "-f", "image2pipe", "-c:v", "png", "-")
    return Image.open(io.BytesIO(ffmpeg("-i", str(out), *frame))).convert("RGB")


def sound_timeline(op: type[Operation], folder: Path, changed: bool) -> Timeline:
    """Speech, or what the operation mends or makes, with or without it."""
    family, chosen = getattr(op, "family", ""), params(op, folder)
    media: tuple[MediaFile, ...] = ()
    if family == "audio_generator":
        made = GeneratorRef(op=op.name, params=chosen)
        items = (Clip(id="c1", media=made, source=Range(start=0, duration=90)),)
        return film(Track(id="t1", kind="audio", items=items if changed else ()), media=())
    effects = (Effect(id="e1", op=op.name, params=chosen),) if changed else ()
    words = scenes.speech()
    sound = {
        "de_click": scenes.crackling(words),
        "sound_denoise": scenes.noisy(words),
        "voice_clarity": scenes.noisy(words),
        "loudness": words * 0.2,
        "duck": scenes.chord(),
    }.get(op.name, words)
    shown = scenes.recording(sound, folder, "shown")
    media = (shown,)
    items = (clip(shown, "c1", 90),)
    tracks = [Track(id="t1", kind="audio", role="music", items=items, effects=effects)]
    if op.name == "duck":
        voice = scenes.recording(words * 0.4, folder, "voice")
        media = (shown, voice)
        tracks.append(Track(id="t2", kind="audio", role="voice", items=(clip(voice, "c2", 90),)))
    return film(*tracks, media=media)


def heard(made: Timeline, folder: Path) -> np.ndarray[Any, np.dtype[np.float32]]:
    if not any(track.items for track in made.tracks):
        return np.zeros((1, 2), np.float32)
    out = folder / "sound.wav"
    render(made, out, RenderOptions(check=False))
    raw = ffmpeg("-i", str(out), "-f", "f32le", "-ac", "2", "-ar", "48000", "-")
    return np.frombuffer(raw, np.float32).reshape(-1, 2)


INK = {"before": "#b7bcc6", "after": "#2f6fdf"}


def sounding(op: type[Operation], folder: Path) -> Image.Image:
    """Left and right wave, and the spectrum below; grey without the operation, blue with it."""
    picture = Image.new("RGB", (SIZE[0] * 2, SIZE[1] * 2), "white")
    draw = ImageDraw.Draw(picture)
    for name in ("before", "after"):
        sound = heard(sound_timeline(op, folder, name == "after"), folder)
        if sound.size > 2:
            for channel in (0, 1):
                _wave(draw, sound[:, channel], 60 + 120 * channel, INK[name])
            _spectrum(draw, sound.mean(axis=1), INK[name])
    draw.text((8, 4), "left", fill="#555")
    draw.text((8, 124), "right", fill="#555")
    draw.text((8, 244), "50 Hz to 12 kHz", fill="#555")
    return picture


def _wave(draw: ImageDraw.ImageDraw, sound: Any, middle: int, ink: str) -> None:
    for x, part in enumerate(np.array_split(sound, SIZE[0] * 2)):
        low, high = (float(np.clip(v, -1, 1)) * 56 for v in (part.min(), part.max()))
        draw.line((x, middle - high, x, middle - low), fill=ink)


def _spectrum(draw: ImageDraw.ImageDraw, sound: Any, ink: str) -> None:
    power = np.abs(np.fft.rfft(sound * np.hanning(sound.size))) ** 2
    hertz = np.fft.rfftfreq(sound.size, 1 / scenes.RATE)
    edges = np.geomspace(50, 12_000, 107)
    points = []
    for index, (low, high) in enumerate(pairwise(edges)):
        band = power[(hertz >= low) & (hertz < high)]
        level = 10 * np.log10(float(band.mean() if band.size else 0) / sound.size + 1e-9)
        points.append((index * 6, 355 - np.clip((level + 70) / 90, 0, 1) * 105))
    draw.line(points, fill=ink, width=3)


def main(names: list[str]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    ops = {name: op for name, op in registry().items() if not issubclass(op, EditOp)}
    for path in FOLDER.glob("*.jpg"):
        if path.stem not in ops:
            path.unlink()
    wanted = [name for name in names if not name.startswith("-")] or list(ops)
    for name in wanted:
        path = FOLDER / f"{name}.jpg"
        if path.exists() and not names:
            continue
        with tempfile.TemporaryDirectory() as folder:
            is_sound = getattr(ops[name], "family", "").startswith("audio")
            picture = (sounding if is_sound else seen)(ops[name], Path(folder))
        picture.resize(SIZE, Image.Resampling.LANCZOS).save(path, quality=82)
        print(path)


if __name__ == "__main__":
    main(sys.argv[1:])
