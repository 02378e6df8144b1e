"""The vocabulary as data: what the command line, the documentation and the palette show of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rapidfuzz import fuzz, process

from workprint.base import Fault, Text
from workprint.ops import Operation, registry

_LIMITS = {"minimum": "min", "maximum": "max", "exclusiveMinimum": "above", "exclusiveMaximum": "below"}
CLOSE = 70
"""How alike, of 100, a name must be to be what was meant."""
_LIST: Text = {"en": " “workprint ops” lists them all.", "zh": "“workprint ops”会列出全部操作。"}


class NoSuchOperation(Fault):
    code = "no_such_operation"
    en = "There is no operation “{op}”.{near[en]}"
    zh = "没有名为“{op}”的操作。{near[zh]}"


def catalogue(name: str | None = None) -> list[dict[str, Any]]:
    """Every operation, or the one of that name (or title), each with its words, examples and
    parameters in both languages. Raises `NoSuchOperation`."""
    if name is None:
        return [entry(op) for op in registry().values()]
    wanted = name.strip().lower()
    for op in registry().values():
        if wanted in (op.name, *(title.lower() for title in op.title.values())):
            return [entry(op)]
    titles = {title: op.name for op in registry().values() for title in (op.name, *op.title.values())}
    found = process.extract(
        wanted, list(titles), scorer=fuzz.ratio, processor=str.lower, limit=4, score_cutoff=CLOSE
    )
    near = ", ".join(dict.fromkeys(titles[title] for title, _, _ in found))
    en, zh = (f" Did you mean {near}?", f"您是否要找：{near}？") if near else (_LIST["en"], _LIST["zh"])
    raise NoSuchOperation(op=name, near={"en": en, "zh": zh})


def entry(op: type[Operation]) -> dict[str, Any]:
    """One operation as plain JSON."""
    schema = op.model_json_schema()
    required = set(schema.get("required", ()))
    return {
        "name": op.name,
        "family": getattr(op, "family", ""),
        "group": op.group,
        "title": dict(op.title),
        "doc": " ".join((op.__doc__ or "").split("\n\n")[0].split()),
        "say": {lang: list(phrases) for lang, phrases in op.say.items()},
        "examples": dict(op.examples),
        "main": op.main,
        "params": [
            _param(name, field, name in required) for name, field in schema.get("properties", {}).items()
        ],
    }


def _param(name: str, field: Mapping[str, Any], required: bool) -> dict[str, Any]:
    shapes = [field, *field.get("anyOf", ())]
    limits = {ours: shape[key] for shape in shapes for key, ours in _LIMITS.items() if key in shape}
    choices = next((list(shape["enum"]) for shape in shapes if "enum" in shape), None)
    types = [shape["type"] for shape in shapes if "type" in shape and shape["type"] != "null"]
    found: dict[str, Any] = {
        "name": name,
        "title": {lang: field.get(lang, name) for lang in ("en", "zh")},
        "type": " or ".join(dict.fromkeys(types)),
        "required": required,
        "unit": field.get("unit", ""),
        "animates": bool(field.get("animates")),
        **limits,
    }
    if not required:
        found["default"] = field.get("default")
    if choices:
        found["choices"] = choices
    return found
