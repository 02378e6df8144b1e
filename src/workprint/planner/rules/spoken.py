"""Edits by what is said: filler words, retakes, "every time I say X", "the part where I talk about X"."""

from __future__ import annotations

import re
from typing import Any

from ..bench import Bench
from ..clause import Clause
from .passes import PASSES, again, made, still_kept, unasked
from .rule import Rule

FILLERS = re.compile(
    r"\bfillers?\b(?! shot)|\bfiller[- ]?words?\b|\bu+m+s?\b|\bu+h+m*s?\b|\ber+m+s?\b|\ber+s\b|\ba+hs\b|\bh+m+s\b|\byou knows?\b(?= |$)(?! (?:what|how|when|where|that|if|the))|\bverbal tics?\b|\b(?:the )?likes\b(?! and)|"
    r"口头禅|语气词|语气助词|口癖|嗯+[啊呃、]|嗯嗯|⟦?“?嗯|呃|卡顿词|废话词|废话(?!少|多)|赘词|填充词|口水词|口水话|啊这种|(?:剪|删|去)(?:掉|除)?(?:所有|全部)?的?[嗯啊呃额唔](?=$|[、,，和与跟都这])"
)
_GENERIC = re.compile(
    r"fillers?|verbal tics?|口头禅|语气词|语气助词|口癖|卡顿词|废话|赘词|填充词|口水词|口水话"
)
_HUMS = ("um", "uh", "uhm", "er", "erm", "ah", "hm")
_HUMS_ZH = ("嗯", "呃", "啊", "唔", "额")
_NAMED = (
    (r"\bu+m+s?\b|\bu+h+m*s?\b|\ber+m*s?\b|\ba+hs\b|\bh+m+s?\b", _HUMS),
    (r"\blikes?\b(?! (?:a|the|it|this|that)\b)", ("like",)),
    (r"\byou knows?\b", ("you know",)),
    (r"嗯|呃|额(?!外|度)|唔|啊(?!这)", _HUMS_ZH),
    (r"那个(?=、|,|和|这|$|⟧|都|的|去|剪|删)", ("那个",)),
    (r"就是(?=、|,|和|这|$|⟧|都|去|剪|删)", ("就是", "就是说")),
    (r"然后(?=、|,|和|这|$|⟧|都|去|剪|删)", ("然后",)),
)
ACTS = re.compile(
    r"\b(?:cut|remove|delete|mute|silence|bleep|clean|strip|take|get rid|trim|lose|drop|edit|kill|zap|eliminate|scrub|without|no|fewer|less|fix|filter|tidy|skip|erase|clear|chop|snip|ditch|stop)\b|\btoo (?:many|much|often)\b|\ba lot\b|\ball the time\b|剪|删|去|静音|消音|清理|清除|不要|移除|消掉|拿掉|干掉|抹掉|过滤|处理|太多|剔除|哔"
)
LIST = re.compile(
    r"\b(?:list|show|see|find|which|where|tell me|display|point out|review|check|detect|mark|highlight)\b|\bfirst\b|\bbefore (?:you |doing |cutting|removing)|\blet me (?:see|pick|choose)|列(?:出|一下)|(?:先)?(?:看看|看一下|给我看)|找(?:出|一下|到)|哪些|有什么|检测|先确认|标出|在哪"
)
_FIRST = re.compile(r"\b(?:first|before)\b|\blet me (?:see|pick|choose|check)|先|再决定|再剪|确认")
_MUTE = re.compile(r"\bmut(?:e|ed|ing)\b|\bsilenc(?:e|ed|ing)\b|静音|消音")
_BLEEP = re.compile(r"\bbleep|\bbeep|哔")
SAID_THERE = re.compile(r"\b(?:say|says|said|mention|where|time|talk)\b|说|讲|提到|每次")
_MANY = re.compile(r"\bhow (?:many|often|much)\b|多少|几(?:次|个|处|遍)")


_ELSE = re.compile(r"[,，、;；]\s*[^,，]*(?:音量|响度|人声|音乐|转场|画面|速度|亮度|颜色)")
"""Something else that is asked for in the same breath: not to be passed over."""


def fillers(c: Clause, bench: Bench) -> bool:
    """Cut, mute or list the filler words."""
    about = FILLERS.search(c.text) is not None or _quoted_fillers(c)
    if (
        not about
        or _MANY.search(c.text)
        or c.has(r"\b(?:title|caption|text|subtitle)s?\b.{0,12}(?:say|read)|标题|字幕")
    ):
        return False
    first = LIST.search(c.text) is not None and (_FIRST.search(c.text) is not None or not _acts(c))
    if _ELSE.search(c.text):
        return False
    if not (_acts(c) or first):
        return False
    params = filler_params(c)
    before = bench.steps[-1].edit if bench.steps else None
    if before is not None and before.op == "cut_fillers" and not _GENERIC.search(c.text):
        return _more(bench, params)
    return made(bench, "cut_fillers", params, ("fillers", "语气词"), first)


def _acts(c: Clause) -> bool:
    return ACTS.search(c.text) is not None


def _quoted_fillers(c: Clause) -> bool:
    """Whether all that is quoted are words that only fill: 去掉“嗯”“啊”."""
    known = {*_HUMS, *_HUMS_ZH, "like", "you know", "那个", "就是", "然后", "就是说"}
    said = [quote.casefold().strip(" .,…") for quote in c.quotes]
    return bool(said) and all(
        quote in known or re.fullmatch(r"(u+[hm]+|e+r+m*|h+m+|嗯+|呃+|啊+)s?", quote) for quote in said
    )


def filler_params(c: Clause) -> dict[str, Any]:
    """Which words are meant, and what happens to them."""
    params: dict[str, Any] = {}
    quotes = [quote.casefold() for quote in c.quotes]
    text = re.sub(r"⟦(\d+)⟧", lambda m: f" {c.all_quotes[int(m[1])].casefold()} ", c.text)
    named = [word for words, held in _NAMED if re.search(words, text) for word in held]
    other = [
        quote
        for quote in quotes
        if not re.fullmatch(r"(?:u+[hm]+|e+r+m*|a+h+|h+m+|嗯+|呃+|啊+|额|唔)s?", quote) and quote not in named
    ]
    if not _GENERIC.search(c.text):
        params["words"] = list(dict.fromkeys([*named, *other]))
        if re.search(r"\bonly\b|\bjust\b|只|仅", c.text) and (
            one := re.findall(r"\b(um|uh|er|ah|hm)+s?\b", text)
        ):
            params["words"] = list(dict.fromkeys([*one, *other]))
    elif other:
        params["also"] = other
    if _BLEEP.search(c.text):
        params["mode"] = "bleep"
    elif _MUTE.search(c.text) and not re.search(
        r"(?:not|don'?t|instead of|rather than) mut|不要静音|别静音", c.text
    ):
        params["mode"] = "mute"
    return {key: value for key, value in params.items() if value}


def _more(bench: Bench, params: dict[str, Any]) -> bool:
    """More words for the pass that this request has just asked for: "remove um, uh and like"."""
    before = bench.steps[-1].edit
    bench.timeline = bench.steps.pop().before
    old = dict(before.params)
    if old.get("words"):
        old["words"] = list(dict.fromkeys([*old["words"], *params.get("words", ())]))
    else:
        old["also"] = list(dict.fromkeys([*old.get("also", ()), *params.get("words", ())]))
    return made(
        bench,
        "cut_fillers",
        {**old, **{k: v for k, v in params.items() if k == "mode"}},
        ("fillers", "语气词"),
    )


def own_words(c: Clause, bench: Bench) -> bool:
    """ "Also cut 'basically'" after a pass over the fillers."""
    if not c.quotes or not _acts(c) or c.any("title", "caption", "text", "logo") or SAID_THERE.search(c.text):
        return False
    if not bench.steps and any(p.name.casefold() == q.casefold() for p in bench.texts for q in c.quotes):
        return False
    step = bench.steps[-1].edit if bench.steps else None
    turn = bench.situation.history[-1] if bench.situation.history and not bench.steps else None
    edit = step or next((e for e in reversed(turn.edits if turn else ()) if e.op == "cut_fillers"), None)
    if edit is None or edit.op != "cut_fillers":
        return False
    if step is not None:
        bench.timeline = bench.steps.pop().before
    own = [*edit.params.get("also", ()), *(quote.casefold() for quote in c.quotes)]
    params = {k: v for k, v in edit.params.items() if k not in ("keep", "only")}
    params["also"] = list(dict.fromkeys(own))
    return made(
        bench, "cut_fillers", {**params, **still_kept(bench, "cut_fillers", params)}, ("fillers", "语气词")
    )


RETAKES = re.compile(
    r"\bre-?takes?\b|\brepeats\b|\bstumbles?\b|\bbad takes?\b|\bbloopers?\b|\bfalse starts?\b|\brepeated (?:sentences?|takes?|lines?|parts|phrases)|\brepetitions?\b|\bflubs?\b|\bmess(?:ed)?[- ]?ups?\b|\bwhere i (?:mess|screw|stumble|repeat|restart|start over|flub)\w*|\b(?:best|last|final|good|clean) takes?\b|\bduplicate (?:takes|sentences|lines)|\bsaid twice\b|\bsay twice\b|\brestarts?\b|"
    r"重复(?:的|说的)?(?:句子|话|部分|内容|说|那)|说错|讲错|口误|(?<![a-z])ng(?![a-z])|废片|重拍|重录|重来的|说了两遍|说了2遍|讲了两遍|说了好几遍|卡壳重来|说重复|重复(?:说|讲)?(?:了)?的(?=,?(?:都|就)?(?:只|删|去|剪|留|保留))|(?:只|仅)[留要]下?最(?:后|好)(?:的)?(?:1|一)(?:遍|次|条)"
)


def retakes(c: Clause, bench: Bench) -> bool:
    """Of sentences said several times keep the last whole one."""
    if not RETAKES.search(c.text) or c.has(r"\bundo|撤销|撤回|\bloop|循环"):
        return False
    first = LIST.search(c.text) is not None and (_FIRST.search(c.text) is not None or not _acts(c))
    if not (first or _acts(c) or c.says("keep") or c.says("remove")):
        return False
    if bench.steps and bench.steps[-1].edit.op == "cut_retakes":
        return bench.chatted()
    return made(bench, "cut_retakes", {}, ("retakes", "重复的句子"), first)


_BARE = re.compile(
    r"^(?:and |then |so |please )*(?:fix|remove|cut|delete|drop|clean|edit|take|get rid of) (?:it|that|them|those|these)(?: (?:out|up|all|please))*$|^(?:都|全部?|把?它们?|帮我)*(?:剪|删|去|修)(?:掉|一下|了)*$"
)
_OWNED = re.compile(
    r"^i (?:keep |often |always |sometimes )?(?:repeat|stumbl|restart|mess)\w*(?: myself| up| over)*(?: (?:a lot|often|sometimes|twice|there))?$"
)


def remark(c: Clause, bench: Bench) -> bool:
    """ "I repeated myself, …", and "… fix it" after a pass: what is to be done is said in the clause beside."""
    own = c.own.strip(" ,.。")
    if _OWNED.match(own) and not c.alone:
        return bench.chatted()
    last = bench.steps[-1].edit.op if bench.steps else ""
    return bool(_BARE.match(own)) and last in PASSES and bench.chatted()


AGAIN = (Rule(again, whole=True), Rule(unasked, whole=True))
RULES = (Rule(remark), Rule(own_words), Rule(fillers), Rule(retakes))
