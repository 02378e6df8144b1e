"""Requests that never reach the editor: exports, credits, the status, uploads; in English and Chinese."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["edit", "export", "credits", "status", "upload"]

_FILM = r"(?:(?:the|my|this|a|an)\s+)?(?:(?:final|finished|edited)\s+)?(?:video|film|movie|clip|cut|result|file|project|it|this)"
_HOW = r"(?:\s+(?:now|again|please|as\s+\S+|in\s+\S+|to\s+\S+|at\s+\S+|\d{3,4}p|4k|mp4|mov|mkv|webm|gif|for\s+me))*"
_EXPORT_EN = (
    rf"(?:export|render|download|save|give\s+me|send\s+me|send|get\s+me|deliver)(?:\s+{_FILM})?{_HOW}"
    rf"|(?:the\s+)?{_FILM}\s+please"
)
_FILM_ZH = r"(?:这个|这段|我的|最终|成品|最终的)*(?:视频|影片|成片|片子|文件|作品)?"
_EXPORT_ZH = rf"(?:请|帮我|把|将|给我)*{_FILM_ZH}(?:导出|下载|发给我|发送给我|渲染)(?:一下)?(?:来|出来)?{_FILM_ZH}(?:给我|吧|了)*(?:为|成|到)?(?:[\s,，]*(?:mp4|mov|mkv|webm|gif|\d{{3,4}}p|4k|格式))*"
_POLITE = r"(?:please\s+|can\s+you\s+|could\s+you\s+|now\s+|then\s+|ok(?:ay)?[,\s]+)*"
_CREDITS = (
    r"(?:(?:show|check|tell)\s+(?:me\s+)?)?(?:my\s+|the\s+)?(?:remaining\s+)?(?:credits?|balance)(?:\s+(?:balance|left|please))*"
    r"|(?:how\s+many|what)\s+credits?\b.*|what(?:'s| is)\s+my\s+(?:credit\s+)?balance"
    r"|(?:查询|查看|查一下|我的|还有多少|还剩多少|剩余|多少)*(?:积分|余额)(?:余额|还有多少|还剩多少|多少|查询|是多少)*"
)
_STATUS = (
    r"(?:show\s+(?:me\s+)?|what(?:'s| is)\s+)?(?:the\s+)?(?:project\s+|session\s+|current\s+)?status"
    r"|(?:show|list)\s+(?:me\s+)?(?:the\s+|my\s+|all\s+)?(?:tracks?|timeline)"
    r"|what(?:'s| is)\s+(?:on|in)\s+(?:the|my)\s+timeline|show\s+me\s+what\s+we\s+have"
    r"|(?:查看|显示|看看|看一下|当前|现在的|项目)*(?:状态|轨道|时间线)"
)
_UPLOAD = r"(?:upload|send|add\s+file)(?:\s+(?:(?:the|this|a|my|another)\s+)*(?:file|video|clip|footage)?)?|上传(?:一下|一个)?(?:文件|视频|素材)?"
_END = r"[\s.!?。！？~]*"

_PURE: tuple[tuple[Kind, str], ...] = (
    ("credits", _CREDITS),
    ("status", _STATUS),
    ("export", _EXPORT_EN),
    ("export", _EXPORT_ZH),
)
_PURE_RE = tuple(
    (kind, re.compile(rf"{_POLITE}(?:{pattern}){_END}", re.IGNORECASE)) for kind, pattern in _PURE
)
_UPLOAD_RE = re.compile(rf"{_POLITE}(?:{_UPLOAD}){_END}", re.IGNORECASE)
_UPLOAD_OF = re.compile(
    r"(?:please\s+)?(?:upload|上传)\s*[:：]?\s*(?:the\s+|this\s+)?(?:file\s+|video\s+|文件|视频)?[\"“'‘]?(\S.*?)[\"”'’]?",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"(?P<head>.*\S)\s*(?:[,;，；。.]\s*(?:and\s+|then\s+|and\s+then\s+)?|\s+and\s+then\s+|\s+and\s+|\s+then\s+|然后再?|并且?|再|最后)\s*"
    rf"(?:(?:please\s+|finally\s+)*(?:export|render|download|send\s+me)(?:\s+{_FILM})?{_HOW}"
    rf"|(?:请|帮我)*(?:导出|下载|发给我){_FILM_ZH}(?:给我|吧)*(?:为|成)?(?:[\s,，]*(?:mp4|mov|mkv|webm|gif|\d{{3,4}}p|4k|格式))*){_END}",
    re.IGNORECASE | re.DOTALL,
)
_FORMAT = re.compile(
    r"\b(mp4|mov|mkv|webm|gif|mp3|wav|m4a)\b|(?<=[为成])(mp4|mov|mkv|webm|gif|mp3|wav|m4a)", re.IGNORECASE
)
_SIZE = re.compile(r"(?<![\w])(\d{3,4}p|4k)(?![A-Za-z0-9])", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|「[^」]*」|『[^』]*』|《[^》]*》|(?<!\w)'[^']*'(?!\w)")


@dataclass(frozen=True)
class Route:
    """What a request is: an edit (`text`, and whether an export follows it) or one of those that the
    client does itself. `target` is what to upload."""

    kind: Kind
    text: str = ""
    target: str = ""
    then_export: bool = False
    format: str | None = None
    size: str | None = None


def route(request: str) -> Route:
    """Which way a request goes. Words in quotes are titles and names and decide nothing."""
    text = request.strip()
    for kind, pattern in _PURE_RE:
        if pattern.fullmatch(text):
            return Route(kind, format=_format(text), size=_size(text)) if kind == "export" else Route(kind)
    if _UPLOAD_RE.fullmatch(text):
        return Route("upload")
    if found := _UPLOAD_OF.fullmatch(text):
        return Route("upload", target=found[1].strip())
    # Quotes are blanked out at the same length, so that what is found stands at the same place.
    tail = _TAIL.fullmatch(_QUOTED.sub(lambda quoted: "_" * len(quoted[0]), text))
    if tail:
        cut = tail.end("head")
        return Route(
            "edit",
            text[:cut].rstrip(" ,;，；"),
            then_export=True,
            format=_format(text[cut:]),
            size=_size(text[cut:]),
        )
    return Route("edit", text)


def _format(text: str) -> str | None:
    """The format that an export is asked for in."""
    found = _FORMAT.search(text)
    return next(filter(None, found.groups())).lower() if found else None


def _size(text: str) -> str | None:
    """The size that an export is asked for in."""
    found = _SIZE.search(text)
    return found[1].lower() if found else None
