"""Draw all caption styles on a frame of the sample recording, for the docs."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image

from workprint.studio import Studio, caption_styles
from workprint.studio.sample import make_sample

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
WIDTH = 1200

if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        talk = Path(folder) / "talk.mp4"
        make_sample(talk, None)
        made = caption_styles(Studio(Path(folder) / "home"), Path(folder) / "captions.png", path=talk)
        sheet = Image.open(made).convert("RGB")
        sheet.thumbnail((WIDTH, WIDTH * 2), Image.Resampling.LANCZOS)
        sheet.save(FOLDER / "captions.jpg", quality=82)
    print(FOLDER / "captions.jpg")
