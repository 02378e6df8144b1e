"""Write the JSON Schema of the draft into the docs."""

from __future__ import annotations

import json
from pathlib import Path

from workprint.adapters import draft

PAGE = Path(__file__).parents[1] / "docs" / "draft.schema.json"

if __name__ == "__main__":
    PAGE.write_text(json.dumps(draft.schema(), indent=1, ensure_ascii=False) + "\n")
    print(PAGE)
