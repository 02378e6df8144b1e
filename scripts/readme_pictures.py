"""Run the demo and keep pictures of it for the docs: its timeline, frames of its film, what a second render would do."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from PIL import Image

from workprint.studio import RenderOptions, Studio, demonstrate, explain_picture

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
WIDTH = 1200

if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        studio = Studio(Path(folder) / "home")
        made = demonstrate(studio, Path(folder) / "demo", "en")
        shutil.copy(made.picture, FOLDER / "timeline.svg")
        sheet = Image.open(made.sheet).convert("RGB")
        sheet.thumbnail((WIDTH, WIDTH * 2), Image.Resampling.LANCZOS)
        sheet.save(FOLDER / "cut.jpg", quality=82)
        studio.edit("change the title to 'What I learned', and add a vignette to clip 3")
        explain_picture(studio.explain(options=RenderOptions()), FOLDER / "explain.svg")
    print(made.reply)
    print(FOLDER)
