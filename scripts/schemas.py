"""Write the JSON Schemas of what people write by hand into the docs: drafts, and contexts of the planner."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from workprint.adapters import draft
from workprint.planner import context_schema

DOCS = Path(__file__).parents[1] / "docs"
SCHEMAS: Mapping[str, Callable[[], dict[str, Any]]] = {"draft": draft.schema, "context": context_schema}


def path(name: str) -> Path:
    return DOCS / f"{name}.schema.json"


if __name__ == "__main__":
    for name, schema in SCHEMAS.items():
        path(name).write_text(json.dumps(schema(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(path(name))
