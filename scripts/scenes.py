"""Pictures and sound to show operations on: drawn and computed here, so nobody's footage is needed."""

from __future__ import annotations

import wave
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from workprint.model import AudioStream, MediaFile, VideoStream

WIDTH, HEIGHT = 640, 360
RATE = 48_000
Sound = NDArray[np.float64]


def _sky(top: tuple[int, int, int], low: tuple[int, int, int]) -> Image.Image:
    rows = np.linspace(0, 1, HEIGHT)[:, None, None]
    sky = np.array(top) * (1 - rows) + np.array(low) * rows
    return Image.fromarray(np.broadcast_to(sky, (HEIGHT, WIDTH, 3)).astype(np.uint8).copy())


def _grainy(picture: Image.Image, amount: float, seed: int) -> Image.Image:
    grain = np.random.default_rng(seed).normal(0, amount, (HEIGHT, WIDTH, 1))
    return Image.fromarray(np.clip(np.asarray(picture) + grain, 0, 255).astype(np.uint8))


def _ridge(draw: ImageDraw.ImageDraw, base: float, height: float, seed: int, colour: str) -> None:
    rng = np.random.default_rng(seed)
    x = np.arange(0, WIDTH + 8, 8)
    y = np.sum([np.sin(x / WIDTH * n * 6.3 + rng.uniform(0, 6)) / n for n in (1, 2, 3, 5, 8)], axis=0)
    ridge = zip(x.tolist(), (base - height * y / 2).tolist(), strict=True)
    draw.polygon([*ridge, (WIDTH, HEIGHT), (0, HEIGHT)], fill=colour)


def morning() -> Image.Image:
    """Hills, a house and a person, in daylight."""
    picture = _sky((86, 146, 214), (226, 232, 226))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((500, 40, 560, 100), fill="#fff6d0")
    _ridge(draw, 190, 70, 3, "#8ea6b8")
    _ridge(draw, 235, 50, 5, "#6c9a6e")
    _ridge(draw, 290, 24, 9, "#4f7f3f")
    draw.polygon([(70, 230), (125, 185), (180, 230)], fill="#a8452f")
    draw.rectangle((82, 230, 168, 295), fill="#e9dcc3")
    for x in (95, 135):
        draw.rectangle((x, 243, x + 20, 263), fill="#3e5a78")
    draw.rectangle((116, 265, 134, 295), fill="#6b4a2f")
    _person(draw, 330, "#2f5fa8")
    return _grainy(picture.filter(ImageFilter.SMOOTH), 3, 1)


def _person(draw: ImageDraw.ImageDraw, x: int, coat: str) -> None:
    draw.rounded_rectangle((x - 42, 205, x + 42, 360), 30, fill=coat)
    draw.ellipse((x - 27, 140, x + 27, 206), fill="#e0ac8a")
    draw.pieslice((x - 30, 132, x + 30, 196), 180, 360, fill="#4a3020")
    for side in (-10, 10):
        draw.ellipse((x + side - 3, 168, x + side + 3, 174), fill="#222")
    draw.arc((x - 11, 176, x + 11, 192), 20, 160, fill="#9c4a40", width=3)


def evening() -> Image.Image:
    """A town by the water, at dusk."""
    picture = _sky((44, 30, 84), (245, 132, 74))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((120, 170, 200, 250), fill="#ffd27a")
    rng = np.random.default_rng(4)
    for x in range(240, WIDTH, 44):
        top = int(rng.integers(90, 190))
        draw.rectangle((x, top, x + 36, 250), fill="#241d3d")
        for wy in range(top + 8, 240, 16):
            for wx in range(x + 5, x + 30, 12):
                if rng.random() < 0.6:
                    draw.rectangle((wx, wy, wx + 5, wy + 7), fill="#ffd98a")
    draw.rectangle((0, 250, WIDTH, HEIGHT), fill="#3b2d5c")
    for y in range(256, HEIGHT, 7):
        for x in range(0, WIDTH, 90):
            start = x + int(rng.integers(0, 80))
            draw.line((start, y, start + int(rng.integers(10, 50)), y), fill="#c97b6b")
    return _grainy(picture.filter(ImageFilter.SMOOTH), 3, 2)


def green_screen() -> Image.Image:
    """A person before a green wall."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), "#18b348")
    _person(ImageDraw.Draw(picture), 320, "#b03a5b")
    return picture


def tall() -> Image.Image:
    """A portrait picture."""
    return morning().crop((230, 0, 432, HEIGHT))


def speech(seconds: float = 3, level: float = 0.5) -> Sound:
    """Syllables with pauses between words, and a little room noise."""
    rng = np.random.default_rng(7)
    time = np.arange(int(seconds * RATE)) / RATE
    voice = sum(np.sin(2 * np.pi * 140 * n * time) / n for n in range(1, 24))
    loud = np.zeros_like(time)
    for start, length in ((0.15, 0.9), (1.3, 0.5), (2.1, 0.7)):
        inside = (time >= start) & (time < start + length)
        loud += inside * (0.35 + 0.65 * np.abs(np.sin(2 * np.pi * 2.6 * (time - start))))
    return np.asarray(level * 0.45 * voice * loud + 0.012 * rng.standard_normal(time.size))


def crackling(sound: Sound) -> Sound:
    """With the clicks of a bad recording."""
    rng = np.random.default_rng(3)
    sound = sound.copy()
    sound[rng.integers(0, sound.size, 40)] += rng.choice([-0.9, 0.9], 40)
    return sound


def noisy(sound: Sound) -> Sound:
    """With a hissing fan."""
    return np.asarray(sound + 0.03 * np.random.default_rng(5).standard_normal(sound.size))


def chord(seconds: float = 3) -> Sound:
    """Steady music."""
    time = np.arange(int(seconds * RATE)) / RATE
    return np.asarray(sum(0.12 * np.sin(2 * np.pi * f * time) for f in (220, 277.2, 329.6, 440)))


def still(picture: Image.Image, folder: Path, name: str) -> MediaFile:
    """The media of a picture, written into a folder."""
    path = folder / f"{name}.png"
    picture.save(path)
    size = VideoStream(width=picture.width, height=picture.height)
    return MediaFile(id=name, name=name, uri=str(path), kind="image", video=size)


def recording(sound: Sound, folder: Path, name: str) -> MediaFile:
    """The media of a mono sound, written into a folder."""
    path = folder / f"{name}.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        pcm = (np.clip(sound, -1, 1) * 32767).astype("<i2")
        file.writeframes(np.repeat(pcm, 2).tobytes())
    length = Fraction(sound.size, RATE)
    stream = AudioStream(codec="pcm_s16le", sample_rate=RATE, channels=2, duration=length)
    return MediaFile(id=name, name=name, uri=str(path), kind="audio", duration=length, audio=stream)
