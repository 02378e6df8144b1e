"""Run the demo and keep two pictures of it for the README: its timeline, and frames of its film."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from PIL import Image

from workprint.studio import Studio, demonstrate

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
WIDTH = 1200

if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        made = demonstrate(Studio(Path(folder) / "home"), Path(folder) / "demo", "en")
        shutil.copy(made.picture, FOLDER / "timeline.svg")
        sheet = Image.open(made.sheet).convert("RGB")
        sheet.thumbnail((WIDTH, WIDTH * 2), Image.Resampling.LANCZOS)
        sheet.save(FOLDER / "cut.jpg", quality=82)
    print(made.reply)
    print(FOLDER)
