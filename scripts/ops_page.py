"""Write docs/ops.md, the page of all operations, from the registry."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

from workprint.ops import Operation, registry

PAGE = Path(__file__).parents[1] / "docs" / "ops.md"

HEAD = """# The operations

Every operation that Workprint knows, as its one file in `src/workprint/ops/` describes it. This page
is made from those files by `make docs`; the pictures by `make pictures`. Times are seconds,
positions fractions of the picture, unless a unit says otherwise. What *animates* takes keyframes.

`workprint ops` prints the same list.
"""

FAMILIES = {
    "edit": ("Edits", "剪辑", "change the document: what plays when."),
    "video_effect": ("Picture effects", "画面效果", "change the picture of a clip, a track or the film."),
    "transition": ("Transitions", "转场", "blend two neighbouring clips; the sound crossfades with them."),
    "text": ("Text", "文字", "is words over the picture."),
    "video_generator": ("Made pictures", "生成画面", "need no file."),
    "audio_effect": ("Sound effects", "声音效果", "change the sound of a clip, a track or the film."),
    "audio_generator": ("Made sound", "生成声音", "needs no file."),
}


def families() -> dict[str, list[type[Operation]]]:
    """The operations of each family, by group and name."""
    ops = sorted(registry().values(), key=lambda op: (op.group, op.name))
    return {family: [op for op in ops if _family(op) == family] for family in FAMILIES}


def _family(op: type[Operation]) -> str:
    return str(getattr(op, "family", ""))


def page() -> str:
    """The whole page."""
    lines = [HEAD]
    for family, ops in families().items():
        if ops:
            en, zh, says = FAMILIES[family]
            links = ", ".join(f"[{op.title['en'].lower()}](#{op.name})" for op in ops)
            lines.append(f"- **{en}** {says} {links}")
    for family, ops in families().items():
        if ops:
            en, zh, _ = FAMILIES[family]
            lines.append(f"\n## {en} · {zh}")
            lines += [_section(op) for op in ops]
    return "\n".join(lines).rstrip() + "\n"


def _section(op: type[Operation]) -> str:
    lines = [f'\n<a id="{op.name}"></a>', f"### {op.title['en']} · {op.title['zh']} · `{op.name}`\n"]
    if _family(op) != "edit":
        lines.append(f"![{op.title['en']}](ops/{op.name}.jpg)\n")
    lines.append(_doc(op) + "\n")
    for lang, quotes in (("en", "“”"), ("zh", "“”")):
        phrases = ", ".join(f"{quotes[0]}{phrase}{quotes[1]}" for phrase in op.say[lang])
        lines.append(f"- {lang}: {phrases}. For example: *{op.examples[lang]}*")
    if rows := [_row(op, name) for name in op.model_fields]:
        lines += ["\n| parameter | | values | default |", "|---|---|---|---|", *rows]
    return "\n".join(lines)


def _doc(op: type[Operation]) -> str:
    """The docstring; its drawings, which are indented, as Markdown wants them."""
    text = inspect.cleandoc(op.__doc__ or "")
    return re.sub(r"(?m)^(?=\S.*<)(.*)$", lambda match: match[1].replace("<", "\\<"), text)


def _row(op: type[Operation], name: str) -> str:
    field = op.model_fields[name]
    extra: Any = field.json_schema_extra
    schema = op.model_json_schema()["properties"][name]
    label = f"{extra['en']} · {extra['zh']}" + (" · *animates*" if extra["animates"] else "")
    main = " (main)" if name == op.main else ""
    default = "needed" if field.is_required() else _value(field.get_default(call_default_factory=True))
    values = " ".join(filter(None, (_values(schema), extra["unit"])))
    return f"| `{name}`{main} | {label} | {values} | {default} |"


def _value(value: Any) -> str:
    if value is None or value in ("", (), [], {}):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, (int, float)) else f"`{value}`"


def _values(schema: dict[str, Any]) -> str:
    """What a parameter takes: a range, a choice or a type."""
    kinds = [kind for kind in schema.get("anyOf", [schema]) if kind.get("type") != "null"]
    return " or ".join(dict.fromkeys(_kind({**schema, **kind}) for kind in kinds))


def _kind(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return ", ".join(f"`{choice}`" for choice in schema["enum"])
    if "const" in schema:
        return f"`{schema['const']}`"
    low, high = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    if (low if low is not None else above) is not None and (high if high is not None else below) is not None:
        first = f"{low:g}" if low is not None else f"above {above:g}"
        return f"{first} to {high:g}" if high is not None else f"{first} to below {below:g}"
    if low is not None:
        return f"{low:g} or more"
    if above is not None:
        return f"above {above:g}"
    if high is not None:
        return f"up to {high:g}"
    names = {"boolean": "yes or no", "string": "text", "object": "parameters", "array": "list"}
    kind = str(schema.get("type", "any"))
    return names.get(kind, kind)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE)
