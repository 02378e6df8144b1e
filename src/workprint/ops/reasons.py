"""Why a parameter is not possible, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workprint.base import Fault, Text

_LIMITS = {
    "greater_than_equal": ("ge", "at least {}", "不能小于 {}"),
    "greater_than": ("gt", "more than {}", "必须大于 {}"),
    "less_than_equal": ("le", "at most {}", "不能大于 {}"),
    "less_than": ("lt", "less than {}", "必须小于 {}"),
    "multiple_of": ("multiple_of", "a multiple of {}", "必须是 {} 的倍数"),
    "string_too_short": ("min_length", "at least {} characters", "至少 {} 个字符"),
    "string_too_long": ("max_length", "at most {} characters", "最多 {} 个字符"),
    "too_short": ("min_length", "at least {} entries", "至少 {} 项"),
    "too_long": ("max_length", "at most {} entries", "最多 {} 项"),
    "literal_error": ("expected", "one of {}", "可选：{}"),
}
_KINDS = {
    "int": ("a whole number is needed", "需要整数"),
    "float": ("a number is needed", "需要数字"),
    "string": ("text is needed", "需要文字"),
    "bool": ("yes or no is needed", "需要是或否"),
    "list": ("a list is needed", "需要列表"),
    "tuple": ("a list is needed", "需要列表"),
    "dict": ("parameters by name are needed", "需要按名称给出的参数"),
    "missing": ("it is needed", "必须给出"),
    "extra": ("there is no such parameter", "没有这个参数"),
    "finite": ("a finite number is needed", "需要有限的数字"),
}


def reason(error: Mapping[str, Any]) -> Text:
    """The sentence for one of pydantic's errors."""
    kind, context = str(error["type"]), error.get("ctx", {})
    if kind in _LIMITS:
        name, en, zh = _LIMITS[kind]
        limit = context[name]
        told = f"{limit:g}" if isinstance(limit, float) else limit
        return {"en": en.format(told), "zh": zh.format(told)}
    cause = context.get("error")
    if isinstance(cause, Fault):
        return {"en": cause.say("en"), "zh": cause.say("zh")}
    en, zh = _KINDS.get(
        kind.split("_")[0], (str(cause or error["msg"]), f"不合要求：{cause or error['msg']}")
    )
    return {"en": en, "zh": zh}
