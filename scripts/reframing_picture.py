"""Keep a picture of a reframing for the docs: a made film with the crop drawn in it, and what comes of it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw

from workprint.base import Curve
from workprint.model import Clip
from workprint.studio import RenderOptions, Studio

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from drawn_faces import Person, drawn  # noqa: E402
from footage import ffmpeg  # noqa: E402

PICTURE = ROOT / "docs" / "pictures" / "reframing.jpg"
RATE, HEIGHT = 30, 120
SHOWN = (24, 72, 120, 168, 225, 285)
"""The frames that are shown."""


def cast(number: int) -> list[Person]:
    """Somebody walks through the first shot; in the second two sit apart; in the third there is nobody."""
    if number < 180:
        return [(0.2 + 0.6 * min(1, max(0, (number - 30) / 120)), 0.42, 0.3)]
    return [(0.2, 0.4, 0.28), (0.8, 0.42, 0.33)] if number < 255 else []


def frames(film: Path, folder: Path) -> list[Image.Image]:
    """The frames shown of a film, small."""
    chosen = "+".join(f"eq(n,{n})" for n in SHOWN)
    ffmpeg("-i", str(film), "-vf", f"select='{chosen}',scale=-2:{HEIGHT}", "-fps_mode", "passthrough", str(folder / f"{film.stem}%d.png"))  # fmt: skip
    return [Image.open(folder / f"{film.stem}{n}.png").convert("RGB") for n in range(1, len(SHOWN) + 1)]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        film = drawn(
            folder / "film.mp4", cast, 330, (640, 360), RATE, lambda n: 0 if n < 180 else 1 if n < 255 else 2
        )
        studio = Studio(folder / "home")
        edited = studio.edit("make it vertical and keep me in frame", [film], session="s")
        studio.render(folder / "upright.mp4", session="s", options=RenderOptions(size="270x480"))
        clip = next(iter(edited.revision.timeline.tracks[0].clips()))[1]
        assert isinstance(clip, Clip)
        keys = clip.effects[-1].keyframes["x"]
        curve = Curve(tuple((k.at, k.value, k.ease) for k in keys), edited.revision.timeline.rate)
        above, below = frames(film, folder), frames(folder / "upright.mp4", folder)
        width = above[0].width
        sheet = Image.new("RGB", (width * len(SHOWN), 2 * HEIGHT + 6), "white")
        for n, (frame, upright) in enumerate(zip(above, below, strict=True)):
            part = 9 / 16 * 9 / 16
            middle = min(max(curve.at(SHOWN[n]), part / 2), 1 - part / 2)
            edges = [(middle - part / 2) * width, 1, (middle + part / 2) * width, HEIGHT - 2]
            ImageDraw.Draw(frame).rectangle(edges, outline=(255, 210, 0), width=3)
            sheet.paste(frame, (n * width, 0))
            sheet.paste(upright, (n * width + (width - upright.width) // 2, HEIGHT + 6))
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        sheet.save(PICTURE, quality=85)
        print(edited.reply)
    print(PICTURE)
