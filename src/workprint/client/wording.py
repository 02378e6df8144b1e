"""What a service says that takes its reader for somebody with a mouse, in words for who has none."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BUTTONS = re.compile(
    r"\b(?:click|clicking|tap|press|hit)\b|\bopen(?:ing)?\b|\bdrag(?:ging)?\b|\bdrop\s+(?:it|the|your)\b"
    r"|\bpreview\s+(?:\w+\s+)?in\s+(?:the\s+)?(?:timeline|player|editor)\b|\bexport(?:s|ed|ing)?\b"
    r"|\bcheck\s+(?:your\s+)?(?:account|dashboard)\b"
    r"|点击|单击|打开|拖拽|拖动|拖到|在时间线(?:上|中|里)?预览|预览时间线|导出",
    re.IGNORECASE,
)
_EXPORT = re.compile(r"\bexport|导出", re.IGNORECASE)
_ACCOUNT = re.compile(r"\baccount\b|\bdashboard\b|账户|账号|积分", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|「[^」]*」|『[^』]*』|《[^》]*》")
# A full stop inside a number or a file's name ends nothing.
_SENTENCES = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n+")


@dataclass(frozen=True)
class Worded:
    """What is left to be said, and what the sentences that are not forwarded were about."""

    text: str
    export: bool = False
    show: bool = False
    account: bool = False


def plain(text: str) -> Worded:
    """A service's text without the sentences that tell people to click, open, drag, preview or export.
    Quoted words do not count: a title may say “Open house”; a button's name in quotes has its verb
    beside it."""
    kept: list[str] = []
    export = show = account = False
    for sentence in filter(None, (each.strip() for each in _SENTENCES.split(text) if each)):
        if not _BUTTONS.search(_QUOTED.sub('""', sentence)):
            kept.append(sentence)
            continue
        export = export or bool(_EXPORT.search(sentence))
        account = account or bool(_ACCOUNT.search(sentence))
        show = True
    return Worded(_joined(kept), export, show, account)


def _joined(sentences: list[str]) -> str:
    joined = " ".join(sentences)
    return re.sub(r"(?<=[。！？])\s+", "", joined)
