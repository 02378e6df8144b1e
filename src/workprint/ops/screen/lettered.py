"""Texts that were read in a picture, as something to be covered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workprint.base import Fault
from workprint.model import Fact

from .covering import Box, larger

KINDS = {
    "email": r"[\w.+-]+\s?[@＠]\s?[\w-]+(?:\.[\w-]+)+",
    "phone": r"(?:\+?\d[\s().-]?){7,15}",
    "card": r"(?:\d[ -]?){13,19}",
    "key": r"\b(?:sk|pk|ghp|api|key|token)[-_][\w-]{8,}|\b(?=\w*\d)(?=\w*[a-zA-Z])[\w-]{20,}",
    "password": r"pass\s?(?:word|code|phrase)|密\s?码|口令|[•●*]{4,}",
}
"""What can be hidden by what it looks like."""
FIELD = 3.0
"""Heights of its own below a label that its field may reach, and twice as many widths to its right."""


class CannotRead(Fault):
    """Nothing here reads text in pictures."""

    code = "cannot_read"
    en = "I cannot read where that stands on the screen: nothing here reads text in pictures (`pip install rapidocr_onnxruntime` would). Say the place and the time instead: “blur the top right from 0:12 to 0:20 and follow it”, or “blur what I type”."
    zh = "我读不出它在画面的哪个位置：这里没有识别画面文字的组件（安装 `pip install rapidocr_onnxruntime` 就可以）。请改为说出位置和时间，例如“0:12到0:20右上角打码并跟着移动”，或者“把我输入的内容打码”。"


def texts(fact: Fact, wanted: str) -> Iterator[Box]:
    """The boxes of a text in a picture: of words as they are written, or of a kind."""
    pattern = KINDS.get(wanted) or re.escape(wanted)
    for text, x, y, w, h in fact.value.get("boxes", ()):
        for match in re.finditer(pattern, str(text), re.IGNORECASE):
            a, b = (end / max(1, len(str(text))) for end in match.span())
            # Letters are not equally wide: a letter more on each side.
            letter = 1.5 / max(1, len(str(text)))
            left, right = x + w * max(0.0, a - letter), x + w * min(1.0, b + letter)
            box = (left, y, right, y + h)
            yield _field(box, h) if wanted == "password" else larger(box, 0.15)


def _field(label: Box, height: float) -> Box:
    """What belongs to a label: it, the field to its right, and the one below it."""
    wide = max(0.3, 2 * FIELD * (label[2] - label[0]))
    return label[0], label[1] - 0.5 * height, min(1.0, label[0] + wide), label[3] + FIELD * height
