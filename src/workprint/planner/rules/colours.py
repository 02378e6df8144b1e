"""The colours as they were shot."""

from __future__ import annotations

import re

from ..bench import Bench
from ..clause import Clause
from ..targets import clips_or_it

_COLOURS = frozenset(
    [
        "balance",
        "black_and_white",
        "brightness",
        "cinematic",
        "contrast",
        "cool",
        "exposure",
        "highlights",
        "hue",
        "invert",
        "lut",
        "saturation",
        "sepia",
        "shadows",
        "temperature",
        "tint",
        "vintage",
        "vivid",
        "warm",
    ]
)
_RESET_COLOURS = re.compile(
    r"\b(?:reset|clear|restore|remove|undo|revert)\b.{0,20}\b(?:colou?rs?(?! cast)|colou?r (?:grad\w+|correct\w+)|grad(?:e|ing))\b(?! (?:to|of the (?:title|text|caption)))|\b(?:original|natural) colou?rs?\b(?: back)?$|(?:恢复|还原|重置)(?:成)?(?:原(?:来|始)?的?)?(?:颜色|色彩|调色)|(?:去掉|取消|删掉)(?:所有|全部)?(?:的)?调色"
)


def reset_colours(c: Clause, bench: Bench) -> bool:
    """All that changes the colours comes off."""
    if not _RESET_COLOURS.search(c.text) or c.any("title", "text", "caption"):
        return False
    ids = clips_or_it(c, bench)
    found = [(owner, e.op) for owner, e in bench.effects() if e.op in _COLOURS and (not ids or owner in ids)]
    if not found:
        bench.tell("The colours are as they were shot: nothing changes them.", "颜色就是原来的，没有调过色。")
        return True
    for op in dict.fromkeys(op for _, op in found):
        bench.do("remove_effect", targets=[owner for owner, name in found if name == op], effect=op)
    return True
