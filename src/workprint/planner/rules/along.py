"""Files given along with footage that shall not be used: "ignore the cursor file", 不要用这个光标文件."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workprint.model import COMPANIONS, SUFFIXES, Companion, companions

from ..bench import Bench
from ..clause import Clause
from .rule import Rule

_FILE = r"(?:file|data|json|csv|log|record(?:ing|s)?|table|sidecar|info(?:rmation)?)s?"
_POINTER = r"(?:cursor|mouse|pointer|clicks?|events?|keys?|key ?strokes?|keyboard|recorder)(?:'s)?"
_KINDS = {
    "events": re.compile(
        rf"\b{_POINTER}(?: (?:and|or) (?:the )?{_POINTER})? {_FILE}\b|\b(?:cursor|mouse|pointer) track\b|\bside-?cars?\b|\bthe (?:json|csv)\b|"
        r"(?:光标|鼠标|指针|点击|按键|键盘|操作|录制(?:工具|软件)?)(?:的)?(?:记录|数据|文件|日志|轨迹|json|csv)|附带(?:的)?文件|旁边的文件|录制事件|(?:json|csv)(?:文件|数据)"
    ),
    "captions": re.compile(r"\b(?:subtitles?|captions?|srt|vtt|ass) file\b|\bthe (?:srt|vtt)\b|字幕文件|(?:srt|vtt)(?:文件|字幕)"),
    "script": re.compile(r"\b(?:script|transcript|text) file\b|\b(?:the|my|that|this) script\b|文字稿|文稿|脚本|稿子|稿件"),
}  # fmt: skip
_NAMED = re.compile(rf"[\w.-]+\.(?:{'|'.join(SUFFIXES)})\b", re.I)
_UNUSED = re.compile(
    r"(?:\b(?:drop|ignore|disregard|discard|forget(?: about)?|remove|delete|get rid of|throw (?:away|out)|leave out|detach|unlink|stop using|(?:do not|don'?t|dont|not|never|no longer) (?:to )?(?:use|read|trust|take|want)|not(?= (?:the|my|this|that) $)|take (?:off|away|out))|(?P<beside>[, ]*(?:\bbut )?\b(?:without|instead of|rather than)(?: using| reading)?))\b[^.,;]{0,30}$"
)
"""What stands before the file."""
_UNUSED_ZH = re.compile(r"不要|不用|别|不使用|不再|停用|忽略|去掉|去除|删|移除|丢|扔|弃|取消|不看|不管")
_BESIDE_ZH = re.compile(r"(?:不要|不用|别|不使用|不看).{0,6}$")
_NO_WISH = re.compile(r"[\s,，。.!！]*(?:了|吧|啊|啦|它|就好|就行|就是|即可)*[\s,，。.!！]*")
_SAID = re.compile(
    r"(?:so |please |just |and )*(?:drop|ignore|discard|forget|remove|delete|get rid of|(?:do not|don'?t|dont) use) (?:it|that|this|them)(?: file| at all| then| please)?|"
    r"(?:就|请)?(?:别|不要|不用|忽略|去掉|删掉|删除|丢掉|停用)(?:再)?(?:用|管|看)?(?:它|了|吧|这个|掉)*"
)
"""The same once more, of the file just named."""
_WRONG = re.compile(
    r"\b(?:is|are|was|looks?|seems?)\b.{0,12}\b(?:wrong|incorrect|mistaken|not right|bad|broken|outdated|(?:from|of|for) (?:another|a different|the wrong|some other))\b|\bbelongs? to (?:another|a different|the other|some other)\b|\b(?:does|do|did)(?: not|n'?t)(?: \w+)? (?:fit|match|belong|go with)\b|"
    r"不对|错了|是错的|对不上|不匹配|不符|不是(?:这|本|它)|不准|(?:属于|是)(?:别的|另外?[一1])"
)
_KEEPS = re.compile(
    r"\b(?:don'?t|do not|never) (?:drop|ignore|remove|delete|discard|forget|lose)\b|(?:不要|别|不用|不能)(?:去?掉|删|忽略|丢|扔|移除|弃)|\b(?:export|render|save|download)\b|导出|渲染|下载|\?|？"
)


def unused(c: Clause, bench: Bench) -> bool:
    """A file that was given along, or its kind, is to be left alone."""
    if (
        bench.steps
        and bench.steps[-1].edit.op == "drop_companion"
        and _SAID.fullmatch(c.own.strip(" ,.。！!"))
    ):
        return bench.chatted()
    given = [each for media in bench.timeline.media for each in companions(media)]
    given += [Companion.model_validate(each) for each in bench.timeline.metadata.get(COMPANIONS, ())]
    found = _file(c.text, [each.name for each in given])
    if found is None or c.quotes or _KEEPS.search(c.text):
        return False
    (start, end), kind, name = found
    before = _UNUSED.search(c.text[:start])
    wrong = kind == "events" and _WRONG.search(c.text)
    if not (before or _UNUSED_ZH.search(c.text) or wrong):
        return False
    if kind == "script" and all(each.kind != kind for each in given):
        return False  # what a voice-over reads
    beside = c.text[: before.start()] if before and before["beside"] else ""
    if _BESIDE_ZH.search(c.text[:start]):
        beside = c.text[end:]
    return _dropped(beside, c, bench, name, kind)


def _dropped(beside: str, c: Clause, bench: Bench, name: str | None, kind: str | None) -> bool:
    """The file is dropped, and what is asked for in the same breath is done without it."""
    from . import RULES as EVERY

    mark = bench.mark()
    bench.do("drop_companion", file=name, kind=kind)
    if _NO_WISH.fullmatch(beside):
        return True
    said = Clause(beside, c.all_quotes, c.lang, original=c.original)
    if any(rule.run(said, bench) for rule in EVERY if not rule.whole):
        return True
    bench.back(mark)
    return False


def _file(text: str, names: Sequence[str]) -> tuple[tuple[int, int], str | None, str | None] | None:
    """Where a file is meant, and which: of what kind, or by its name."""
    for name in names:
        if (at := text.lower().find(name.lower())) >= 0:
            return (at, at + len(name)), None, name
    if other := _NAMED.search(text):
        return other.span(), None, other[0]
    found = {kind: match for kind, words in _KINDS.items() if (match := words.search(text))}
    return next(((match.span(), kind, None) for kind, match in found.items()), None)


RULES = (Rule(unused),)
