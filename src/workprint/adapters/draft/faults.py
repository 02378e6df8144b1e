"""What can be wrong with a draft. Each fault has `path`, a JSON pointer to the place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workprint.base import Fault, Faults, Lang


class DraftFaults(Faults):
    """Everything that is wrong with a draft, in the order of the draft."""

    code = "bad_draft"

    def say(self, lang: Lang = "en") -> str:
        return "\n".join(f"{fault.fields['path'] or '/'}: {fault.say(lang)}" for fault in self.faults)


class NotJson(Fault):
    code = "not_json"
    en = "This is not JSON that can be read ({reason})."
    zh = "这不是可读取的 JSON（{reason}）。"


class NewerDraft(Fault):
    code = "newer_draft"
    en = "This draft has version {found}; this Workprint reads up to {known}. Update Workprint."
    zh = "此草稿的版本为 {found}，当前 Workprint 最高支持 {known}。请更新 Workprint。"


class MissingKey(Fault):
    code = "missing_key"
    en = "“{key}” is missing."
    zh = "缺少“{key}”。"


class WrongType(Fault):
    code = "wrong_type"
    en = "A JSON {wanted} is needed here, not {found}."
    zh = "此处需要 JSON 类型 {wanted}，而不是 {found}。"


class OutOfBounds(Fault):
    code = "out_of_bounds"
    en = "{found} is not possible here: it must be {limit}."
    zh = "此处不能为 {found}：必须 {limit}。"


class NotMultiple(Fault):
    code = "not_multiple"
    en = "{found} is not possible here: it must be a multiple of {of}."
    zh = "此处不能为 {found}：必须是 {of} 的倍数。"


class NotOneOf(Fault):
    code = "not_one_of"
    en = "{found} is not possible here; choose one of {choices}."
    zh = "此处不能为 {found}，可选值：{choices}。"


class NotPossible(Fault):
    code = "not_possible"
    en = "{found} is not possible here."
    zh = "此处不能为 {found}。"


class KeyNotUsed(Fault):
    code = "key_not_used"
    en = "“{key}” has no meaning here: {part} cannot have it."
    zh = "“{key}”在此处没有意义：{part} 不能带有它。"


class NotOneSource(Fault):
    code = "not_one_source"
    en = "Exactly one of {choices} is needed; there are {count}."
    zh = "{choices} 中必须且只能有一个，现在有 {count} 个。"


class KnownKey(Fault):
    code = "known_key"
    en = "“{key}” is a key that this Workprint knows; it cannot stand among the unknown ones."
    zh = "“{key}”是当前 Workprint 已知的键，不能放在未知键之中。"


class DuplicateId(Fault):
    code = "duplicate_id"
    en = "The id “{id}” is already used at {first}."
    zh = "编号“{id}”已在 {first} 处使用。"


class UnknownMedia(Fault):
    code = "unknown_media"
    en = "There is no media “{media}” in this draft; it has {have}."
    zh = "草稿中没有素材“{media}”；现有：{have}。"


class Overlap(Fault):
    code = "overlap"
    en = "This segment starts at {start} ms, but the one before it ends at {end} ms."
    zh = "此片段从 {start} 毫秒开始，而前一个片段到 {end} 毫秒才结束。"


class InPointPastEnd(Fault):
    code = "in_point_past_end"
    en = "The in-point, {start} ms, lies beyond the end of “{media}”, which is {length} ms long."
    zh = "入点 {start} 毫秒超出了“{media}”的结尾（全长 {length} 毫秒）。"


class OutPointPastEnd(Fault):
    code = "out_point_past_end"
    en = "This segment uses “{media}” up to {end} ms, but it is only {length} ms long."
    zh = "此片段用到“{media}”的 {end} 毫秒处，但它全长只有 {length} 毫秒。"


class TransitionOffCut(Fault):
    code = "transition_off_cut"
    en = "This transition runs from {start} to {end} ms and does not touch its cut at {cut} ms."
    zh = "此转场从 {start} 到 {end} 毫秒，没有接触到 {cut} 毫秒处的剪切点。"


class DurationDiffers(Fault):
    code = "duration_differs"
    en = "“d” says {found} ms, but the segments end at {duration} ms. Correct it, or leave it out."
    zh = "“d”为 {found} 毫秒，但片段结束于 {duration} 毫秒。请改正，或去掉它。"


def pointer(parts: Sequence[str | int]) -> str:
    """A JSON pointer: /t/0/sg/2. Half characters, which cannot be printed, are spelt out."""
    path = "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)
    return path.encode("utf-8", "backslashreplace").decode()


_WANTED = {
    "int_type": "integer",
    "int_from_float": "integer",
    "float_type": "number",
    "finite_number": "number",
    "string_type": "string",
    "bool_type": "boolean",
    "list_type": "array",
    "tuple_type": "array",
    "dict_type": "object",
    "model_type": "object",
    "model_attributes_type": "object",
    "ratio": "number or [integer, integer]",
    "rate": "[integer, integer]",
}
_LIMITS = {
    "greater_than_equal": ("≥", "ge"),
    "greater_than": (">", "gt"),
    "less_than_equal": ("≤", "le"),
    "less_than": ("<", "lt"),
    "string_too_short": ("≥", "min_length"),
}


def shown(value: Any) -> str:
    """A value of the draft in few characters."""
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def told(error: Mapping[str, Any]) -> Fault:
    """The fault of one error in the form of a draft."""
    path, kind, found = pointer(error["loc"]), error["type"], shown(error.get("input"))
    context = error.get("ctx", {})
    if kind == "missing":
        return MissingKey(path=pointer(error["loc"][:-1]), key=str(error["loc"][-1]))
    if kind in _WANTED:
        return WrongType(path=path, wanted=_WANTED[kind], found=found)
    if kind in _LIMITS:
        sign, name = _LIMITS[kind]
        return OutOfBounds(path=path, found=found, limit=f"{sign} {float(context[name]):g}")
    if kind == "multiple_of":
        return NotMultiple(path=path, found=found, of=context["multiple_of"])
    if kind == "literal_error":
        return NotOneOf(path=path, found=found, choices=context["expected"])
    return NotPossible(path=path, found=found)
