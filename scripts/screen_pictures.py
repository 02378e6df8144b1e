"""Make a recording of a screen, edit it, and keep four frames of the film for docs/screen-recordings.md."""

from __future__ import annotations

import dataclasses
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.screens.record import look, make  # noqa: E402

from workprint.studio import Studio  # noqa: E402

OUT = ROOT / "docs" / "pictures" / "screen.jpg"
SIZE = (640, 360)
SEED, SECONDS, PICTURE = 11, 9, (1280, 800)
REQUESTS = (
    "crop the screen recording to 16:9, highlight the clicks",
    "zoom in on the clicks 1.6x",
    "remove the zooms, spotlight the cursor",
    "remove the cursor spotlight, put it on a gradient background",
)


def recorded(folder: Path) -> tuple[Path, Path, float]:
    """A made recording, its event file, and the moment of its first click."""
    seen = dataclasses.replace(look(3, held_out=False), size=PICTURE, fps=30)
    seen = dataclasses.replace(seen, manner=dataclasses.replace(seen.manner, unit=1.0, film=False))
    truth = make(folder / "tour.mp4", SEED, SECONDS, seen)
    rows = [(at, x, y, "move") for at, x, y in truth.path] + [(*click, "click") for click in truth.clicks]
    table = ["t,x,y,event", *(f"{at:.3f},{x:.0f},{y:.0f},{event}" for at, x, y, event in sorted(rows))]
    (folder / "tour.csv").write_text("\n".join(table), encoding="utf-8")
    return folder / "tour.mp4", folder / "tour.csv", truth.clicks[0][0]


def main() -> None:
    sheet = Image.new("RGB", (2 * SIZE[0], 2 * SIZE[1]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        film, events, click = recorded(folder)
        studio = Studio(folder / "home")
        for index, request in enumerate(REQUESTS):
            said = studio.edit(request, [film, events] if index == 0 else [], session="tour")
            print(said.reply)
            shown = studio.frame(click + 0.35, folder / f"{index}.png", session="tour")
            part = Image.open(shown).convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)
            sheet.paste(part, (index % 2 * SIZE[0], index // 2 * SIZE[1]))
    sheet.save(OUT, quality=85)
    print(OUT)


if __name__ == "__main__":
    main()
