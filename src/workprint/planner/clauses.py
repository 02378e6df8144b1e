"""A request cut into clauses: one thing asked for in each.

Commas and conjunctions divide only where what follows can stand alone or takes over the verb before
it; ranges, lists, reasons and conditions stay with the clause they belong to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .normalise import CJK
from .reference import NEVER, both_ends, hold_lists, let_go, lies, not_but, pointing, points, turns
from .spoken_words import said_first, said_too
from .things import new_thing, placed_thing, same_subject
from .words import pattern

_VERBS_EN = (
    r"add|remove|delete|cut|trim|put|insert|place|make|create|change|switch|replace|swap|split|divide|move|reorder|bring|set|turn|mute|"
    r"unmute|spotlight|fade|speed|slow|reverse|freeze|loop|repeat|duplicate|copy|crop|rotate|flip|mirror|zoom|blur|sharpen|brighten|darken|lighten|"
    r"boost|increase|decrease|reduce|raise|lower|bump|tone|dial|export|render|save|send|download|preview|show|hide|display|write|highlight|"
    r"lose|ditch|caption|subtitle|title|normali[sz]e|level|even|balance|stabili[sz]e|denoise|clean|tighten|loosen|shorten|extend|lengthen|keep|leave|"
    r"join|merge|combine|connect|overlay|apply|use|give|get rid|take|drop|throw|undo|redo|revert|correct|fix|grade|color|colour|adjust|"
    r"convert|resize|scale|enlarge|shrink|enhance|improve|polish|generate|compress|start|end|finish|open|close|play|let|tell|translate|transcribe|"
    r"transition|detach|separate|extract|pan|pitch|shift|drag|tag|mark|rename|call|name|punch|stick|slap|lay|do|don'?t|have|go|ignore|print|reveal|"
    r"upload|import|sync|align|stretch|fill|pad|round|reframe|center|position|append|attach|animate|pixelate|censor|bleep|dim|mix|edit|redo|"
    r"match|find|detect|select|choose|pick|animate|warm|cool|darken|saturate|desaturate|duck|limit|cross[- ]?(?:dissolve|fade)|wipe|clear|erase|strip|skip|polish|finali[sz]e|"
    r"ring (?:the|every|each|all)|circle (?:the|every|each|all)|follow|hard cut|straight cut|(?:white|black) flash|(?:double|triple|halve|quadruple) (?:its|the|their|it|that|this)|shave|snip|scrap|toss|squeeze|halve|shuffle|dissolve|crossfade|push|slide|letterbox|split-screen|i want|i need|it should|they should|there should|no more|no |also|finally|lastly|next|how|what|which|where|why|who"
)
_CARRIED = r"add|remove|delete|cut|trim|put|insert|place|make|create|change|set|increase|decrease|boost|reduce|raise|lower|apply|use|give|get rid of|take|drop|show|hide|write|caption|lose|strip|clear|erase|no|overlay|include|brighten|darken|mute|normali[sz]e|speed|slow|crop"
_STARTS_EN = re.compile(
    rf"(?:also |then |finally |lastly |next |first(?:ly)?,? |and |always |again |after that,? |(?:i )?(?:want|need) )*(?:{_VERBS_EN})\b"
)
_STARTS_ZH = re.compile(
    r"(?:也|都|还|先|最后|另外|之后|接下来|随后|再|然后|接着|就|并|全部|统一|自动)*(?:每个?(?:场景|镜头)都?[加配写]|把|将|给|让|使|加|添|删|去|剪|裁|移|换|改|调|提|降|放大|放慢|放在?|缩|变|做|弄|配|插|导出|输出|渲染|生成|保存|下载|发|预览|静音|取消|恢复|撤销|重做|"
    r"倒放|定格|循环|重复|复制|加速|减速|快进|慢放|旋转|翻转|镜像|模糊|锐化|降噪|稳定|防抖|美化|美颜|保留|只|留|拆|切|分|合并|拼接|拼|叠加|旁边|设|标|打|写|显示|隐藏|用|来|统一|压|增强|增加|减少|减小|"
    r"高亮|突出|圈出|框出|跟踪|检测|打码|遮住|朗读|校色|调色|出(?=\s*(?:\d{3,4}p|4k|片|mp4|gif|mp3))|调整|替换|重新|转|翻译|识别|提取|分离|对调|互换|交换|移动|挪|开头|结尾|片头|片尾|首尾|背景|音乐|标题|字幕|声音|画面|节奏|收紧|停顿|静音|响度|整体|空闲|没有?操作|没动静|[讲说提聊]到|鼠标(?=.{0,12}(?:圈|高亮|突出|放大))|跳(?=过)|人脸(?=.{0,6}(?:打|模糊|遮|码))|录屏(?=.{0,8}背景)|导|要|不要|别|多少|几|有几|有多少|现在|(?:音量|人声)(?:大小)?(?:都|全)?(?:统一|拉平|拉齐|调平|调匀|均衡|标准化|一致))"
)  # fmt: skip
_ALWAYS = re.compile(
    r"(?:but )?leav(?:e|ing) (?:a |the )?(?:gap|hole|space|blank)\b|留空|留黑|不补|不要合上|keep(?:ing)? (?:about |around )?@[\d.]+@ (?:on|around|each|of|before)|leav(?:e|ing) (?:about |around )?@|(?:with )?@[\d.]+@ (?:of )?padding|(?:两侧|两边|前后|每边|各)(?:各)?(?:保)?留|(?:显示|出现|停留|持续)(?:时间|时长)?(?:为|约)?\s*@|"
    r"it (?:should|needs to|has to|must) (?:say|read|be)\b|crop(?: it| to fill)?$|裁剪$|裁一下$|fill the (?:frame|screen)$|(?:make|keep) (?:the )?(?:file|size|quality)\b|(?:with )?(?:the |a )?blur(?:red|ry)? (?:background|sides|bars|fill|edges)|(?:背景|两边|四周|上下|左右|黑边)(?:用)?模糊|模糊(?:背景|填充)|不要裁|no (?:movement|motion|animation|zooming)$|不要动$|别动$|不动$|不要剪掉?$|别剪掉?$|不剪掉?$|"
    r"(?:also )?(?:from )?(?:the )?(?:@[\d.]+@|\d[\d.]*)\s*(?:to|-|through|until|到|至|~|–)\s*第?@[\d.]+@(?: too| as well|也)?$"
)
_KEPT = re.compile(
    r"\s*,?\s*\bbut (?:please )?(?:keep|leave|not|don'?t touch) (?:the |my )?(?:background )?(?:music|bgm|voice|titles?|captions?|picture|speech|text|pitch|rest|others?)\b.*$|\s*,?\s*\bbut not (?:quite )?as \w+ as .+$|[,，]?\s*(?:但是?|不过)?(?:保留|不要动|别动)(?:背景)?(?:音乐|标题|字幕|画面|音调|其他)$"
)
_RANGE_KEPT = re.compile(
    r"(?:please |only |just )*(?:keep|leave|use|take) (?:only |just )*(?:the )?(?:(?:first|last|opening|final) @[\d.]+@|(?:part |bit )?(?:from )?@[\d.]+@ (?:to|-) @[\d.]+@)$|(?:请|只|仅)*(?:保留|留下?|取)\s*(?:(?:最?前|最?后|开头|结尾)\s*@[\d.]+@|@[\d.]+@\s*(?:到|至|-)\s*@[\d.]+@)$"
)
_HOW = re.compile(
    r"(?:and )?(?:in|at|with) (?!(?:the|its|their|there|place|full|order|it|them|all)\b|@)[^@]+$|(?:at|in|over|on) the (?:\w+ )?(?:end|start|beginning|top|bottom|middle|corner),? (?:add|put|show|insert|write)\b.+$|(?:做成|变成|调成|改成|弄成)?[\u3400-\u9fff\w]{0,6}(?:黑白|色调?|风格|滤镜|效果|慢动作|倍速|慢放)$"
)
"""How a part is to look or play that is kept: it may be said of all that is left."""
_CLIP = re.compile(r"\b(?:clip|shot|scene|photo)\b|第\s*\d|最后1?段")
_NEXT = re.compile(
    r"(?:the )?(?:clip|shot|scene|photo) \d+\s*[:：]|⟦\d+⟧ (?:on|at|over|in|from|for|when|during|after|before)\b|(?:给|把|在|让)?(?:第\s*\d+|最后1?|前\d+)(?:个|段)(?!\s*(?:和|、|$|的)).{2,}"
)
_MODIFIER = re.compile(
    r"(?:so(?: that)?\b|keep(?:ing)? (?:about |around )?@[\d.]+@ (?:on|around|each|of|before)|leav(?:e|ing) (?:about |around )?@|(?:with )?@[\d.]+@ (?:of )?padding|because|since|as (?!well)|but (?:not|keep|leave|without|only|with|make sure|don'?t|the|still)|except|excluding|besides|without|instead|rather than|for\b|with\b|using|at\b|in\b|on\b|from\b|until|till|to\b|"
    r"if|unless|while|when|which|that\b|like\b|not\b|centered|centred|over\b|during|before\b|after\b(?! that)|between|starting|ending|lasting|only\b|about|around|otherwise|though|or\b|each|both|especially|"
    r"long|wide|big|small|large|please|thanks|top|bottom|left|right|(?:white|black)(?! (?:flash|fade|dip|frame))|red|yellow|blue|bold|\d(?![\d.]*x speed\b)|@|⟦|louder|quieter|slower|faster)|"
    r"(?:因为|(?:两侧|两边|前后|每边|各)(?:各)?(?:保)?留|所以|以免|不然|否则|除了|但|不过|而不是|而非|每(?:段|个|张)|持续|时长|大概|大约|位置|颜色|字体|字号|音量|速度|(?:显示|出现|停留)\s*@|显示@|居中|放大(?!第|点击|鼠标|光标|我点)|放在(?!第)|@|\d(?![\d.]*x speed\b)|⟦|用.{1,6}色|红色|白色|黄色|黑色|蓝色|从\s*第?@|到\s*第?@|在(?:右|左|上|下|屏|底|顶|中)|右|左|底部|顶部|不用|不要(?:太|剪|删|切|加速|动)|别(?:太|剪|删|切|动)|大一?点|小一?点|要(?:大|小|短|长|慢|快)|慢慢|紧一?点|松一?点|保持|保留原|同时保留)"
)
_PROTECTED = tuple(
    re.compile(p)
    for p in (
        r"black and white", r"name and title|(?:in|start|beginning|intro|head|top|left|front|opening|first|both) and (?:the |an? )?(?:fade )?(?:out|end|ending|outro|tail|tails|bottom|right|back|closing|last|title)",
        r"between (?!(?:all |each |every |the |of |my )*(?:clips|cuts|shots|scenes|them|joins|videos|photos|pieces)\b)[^,]{1,40}? and ", r"(?:swap|switch|exchange|flip|join|merge|combine|connect|blend|stitch|sync|align)\b[^,]{1,60}? and (?!(?:then )?(?:add|put|insert|make|cut|trim|delete|remove|mute|fade|speed|slow|reverse|give|crop|export|use|turn|set|drop|keep|title|caption) (?:(?:it|them|both|all|that|the|a|an|some|every|each|in|out|up|down|off|on)\b|⟦|@))",
        r"(?:green ?screen|\bkey(?:ed)?\b|chroma)\b[^,]{0,40}? and (?:lay|put|place|overlay) (?:it|him|her|them|that|this) (?:over|on)\b", r"@ and (?:for )?@", r"\d and (?:the )?\d", r"(?:first|second|third|fourth|fifth|last|\dth|\dnd|\drd|\dst)(?: clip| one| shot| scene)? and (?:the )?(?:first|second|third|fourth|fifth|sixth|last|\d)",
        r"(?:clips?|shots?|scenes?|tracks?|photos?) \w+ and (?:the )?(?:(?:clip|shot|scene|track|photo) )?\d+\b(?!\.\d|%)", r"⟧ and ⟦", r"back and forth", r"nice and \w+", r"(?:video|picture|sound|audio|image) and (?:the )?(?:sound|audio|video|picture)(?! quality)", r"bigger and bolder", r"bold and \w+", r"sit back and",
        r"(?:title|text|caption|subtitle)s? and (?:the )?(?:subtitle|title|text|caption)s?$", r"more and more", r"cut and paste", r"in and out", r"top and tail", r"\.(?:mp4|mov|png|jpg|mp3|webm|wav|m4a|mkv) and (?!(?:then )?(?:add|put|insert|make|cut|trim|delete|remove|mute|fade|speed|slow|reverse|give|crop|export|use|turn|set|drop|keep|title|caption) (?:(?:it|them|both|all|that|the|a|an|some|every|each|in|out|up|down|off|on)\b|⟦|@))", r"everything (?:before|after) [^,]{1,20} and (?:everything )?(?:before|after)",
        r"(?:trim|edit|chop) and (?:join|merge|combine)", r"pros and cons", r"(?:larger|bigger|smaller|brighter|darker|louder|quieter|faster|slower|warmer|cooler|sharper|longer|shorter|yellow|white|red|bold) and (?:larger|bigger|smaller|brighter|darker|louder|quieter|faster|slower|warmer|cooler|sharper|longer|shorter|yellow|white|red|bold|more)",
        r"(?:brightness|contrast|saturation|exposure|temperature|tint|grain|vignette|sharpness)(?:,)? and (?:the )?(?:brightness|contrast|saturation|exposure|temperature|tint|grain|vignette|sharpness)", r"filler(?: words)? and (?:like|you know|um)|(?:ums?|uhs?) and (?:uhs?|ums?|ahs?|likes?)", r"intro and outro", r"(?:um|uh|er|ah)s?(?:,)? and (?:um|uh|er|ah)s?",
    )
)  # fmt: skip
_SENTENCE = re.compile(r"(?<!\d)[.](?=\s|$)|(?<=\d)[.](?=\s+[a-z]|\s*$)|[!;。;！\n]+|\?+(?=\s*\S)")
_JOIN = re.compile(
    r"\s*,?\s*(?<![a-z])(?P<strong>and then|then(?: after that)?|(?:(?<=, )|(?<=^)|(?<=and ))(?:after that|afterwards)(?=,| [a-z])|and finally|finally|lastly|and also|plus|as well as)(?![a-z])\s*,?\s*|"
    r"\s*,?\s*(?P<strong_zh>然后再?|接着再?|之后再|随后|(?<=[,，。 ])最后再?(?!的|@|一|\d|面|那|个|\s*@|几|$|,)|并且|同时(?!期|保留)|另外(?!\s*(?:\d|[两一那几的]))|还有(?!多|点|些|回|噪|杂|电流|风声|底噪|声音)|而且|顺便|以及|(?<!从头)(?<!重头)再(?!来一遍|缩|出来|出现|进来|响起|开始|说|放|显示|停留|久|鲜|艳|清|柔|暖|冷|淡|浓|响|轻|快|慢|大|小|长|短|亮|暗|次|紧|松|高|低|多|少|深|浅|强|弱|见)|(?<=[\u3400-\u9fff])并(?!排|列|且|行)|此外)\s*,?\s*|"
    r"\s*(?P<comma>,|、|(?<![a-z])/(?![a-z\d]))\s*(?P<and1>(?:and|but)(?=\s))?\s*|\s+(?P<and2>and|&)\s+|(?P<with>(?<! do)\s+with\s+(?=(?:some |a |an |the )?(?:[\w-]+ ){0,2}(?:music|bgm|soundtrack|transitions?|title ⟦|captions?|end card)\b))|(?P<he>(?:(?<![饱温柔缓平总])和(?![度谐平声弦气蔼好睦])|跟(?![随踪拍着住])|(?<!参)与(?!其))(?!(?:第\s*\d+\s*个?)?场景\s*\d*\s*(?:对调|互换|交换|调换|换)))"
)
_VERB_ANY = re.compile(rf"\b(?:{_VERBS_EN})\b")
_SCOPE = re.compile(
    r"(?:in|on|for|during|over|to|at|from|between|with|after|before|starting|regarding|about)\b[^,]*$|(?:对|在|从|针对|关于|给)?(?:第?\s*\d|第?\s*@|最后|整个|所有|每|@|前@|开头|结尾|中间)[^,]*(?:段|个|处|里|中|时|@|部分|片段|头|尾|视频|间)?$"
)  # fmt: skip


_SAYS_MORE = re.compile(
    r"对|在|从|针对|关于|给|到|至|的|第?\s*\d+(?![\d.%])|@[\d.]+@|个|段|处|里面?|中间?|内|时候?|部分|片段|开头|结尾|最后|[前后之]|整个|所有|每|视频|期间|[-~,和头尾这那]|以[前后内]|开始|画面|地方|位置|左右|全部|影片|片子|都|一|第"
)
_ENUMERATED = re.compile(r"(?:^|(?<=[\s,;。]))([1-9])\s*[.、)](?!\d)\s*(?=\S)")
_TAKEN_BACK = re.compile(
    r"(?:(?:oh |sorry,? )?no,? (?:no|wait|sorry)|wait(?:,? no)?|scratch that|strike that|(?:sorry|actually|oh),? no|i (?:mean|meant)|correction|or rather|make that|(?:oh )?no(?=$)|sorry(?=$)|(?:哦|噢|啊|呃)不?(?:是|对)?(?=$)|不对|不是|错了|说错了?|搞错了?|我是说|应该是)(?![a-z])\s*,?\s*(?P<rest>.*)$"
)
_STAYS = re.compile(
    r"(?:除外|不要动|别动|不变|保持(?:原样|不变|彩色|原色)|保留(?:彩色|原色|原样))$|^(?:but )?(?:leave|not|except) (?:the )?[\w ]{1,20}(?: alone| as it is| in colou?r| untouched)$"
)
_ITS = re.compile(r"(?:静音|倒放|加速|减速|慢放|变成黑白|调亮|调暗|提亮|压暗|消音)")
"""What is done to the clip just spoken of, where the sentence goes on without naming it: …并静音."""
_KIND = re.compile(r"\b(?:sub)?titles?\b|\bcaptions?\b|\blower third\b|字幕|标题|人名条")
_FIGURE = r"@[\d.]+@|\d+(?:\.\d+)?\s?%"
_TO_TIME = re.compile(r"(?P<start>@[\d.]+@\s*(?:to|-|until|till|到|至)\s*)@[\d.]+@")
_DONE = re.compile(
    r"\b(?:faster|slower|louder|quieter|brighter|darker|warmer|cooler|colder|sharper|softer|bigger|smaller|deleted|removed|gone|muted|silent|reversed|backwards|black and white|\d+(?:\.\d+)?x|(?:half|double) speed)\b"
)
_PAUSE_ZH = re.compile(r"(?:所有的?|长)?(?:停顿|静音|空白|气口)(?:部分)?")
"""What is cut along with what was named before: 剪掉语气词和停顿."""
_HOW_MUCH = re.compile(r"%|\d\s*(?:x\b|倍)|@")


_GOES_WITH = tuple(
    (re.compile(first), re.compile(then))
    for first, then in (
        (r"淡入|渐入", r"(?:结尾|片尾|最后|末尾)(?:处|再)?\s*(?:@[\d.]+@\s*)?(?:淡出|渐出|渐黑)"),
        (
            r"split[- ]?screen|side[- ]by[- ]side|分屏|并排",
            r"(?:and )?(?:use|with|keep|take) the (?:sound|audio) (?:of|from)\b|(?:用|要).{1,12}的(?:声音|音频)",
        ),
        (r"\b(?:crop|zoom|reframe)|\d:\d|\b(?:vertical|portrait|square)\b", r"follow"),
    )
)
"""What belongs to the clause before it, where that is of this kind."""


@dataclass(frozen=True)
class Piece:
    """One clause's text; `scope` is what an earlier part of the sentence said it is about; `asks`
    that it ended with a question mark."""

    text: str
    scope: str = ""
    asks: bool = False
    strong: bool = False


def split(text: str, names: tuple[str, ...] = ()) -> tuple[Piece, ...]:
    """The clauses of a regular request; `names` are what clips are called."""
    found: list[Piece] = []
    numbers = [int(match[1]) for match in _ENUMERATED.finditer(text)]
    if len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)):
        text = _ENUMERATED.sub(";", text)
    asks = text.rstrip().endswith(("?", "？"))
    sentences = [s.strip(" ,?？") for s in _SENTENCE.split(text)]
    for sentence in sentences:
        if sentence:
            found += _clauses(sentence, names)
    if asks and found:
        found[-1] = replace(found[-1], asks=True)
    return tuple(replace(piece, text=_KEPT.sub("", piece.text).strip() or piece.text) for piece in found)


def _clauses(sentence: str, names: tuple[str, ...]) -> list[Piece]:
    clip = pointing(names)
    sentence = re.sub(rf"(?<!but )(?:\bnot |不是){clip}\s*,?\s*(?:but (?!not)|而?是)(?={clip})", "", sentence)
    sentence = hold_lists(both_ends(said_first(not_but(sentence))), names)
    for protected in _PROTECTED:
        sentence = protected.sub(lambda m: re.sub(r"\band\b", "＆", m[0]), sentence)
    pieces: list[Piece] = []
    scope = ""
    for strong, text in _pieces(sentence):
        text = let_go(text.replace("＆", "and")).strip()
        if not text:
            continue
        if not pieces and not strong and _only_scope(text, names):
            scope = f"{scope} {text}".strip()
            continue
        before = pieces[-1] if pieces else None
        if before is None:
            pieces.append(Piece(text, scope))
            continue
        if len(pieces) > 1 and (alone := _TAKEN_BACK.match(before.text)) is not None and not alone["rest"]:
            pieces.append(Piece(text.lstrip("\x00\x01和").strip(), strong=strong))
            continue
        turned = turns(before.text, text.lstrip("\x00\x01和"), names)
        bare = text.lstrip("\x00\x01和")
        turned = turned or (NEVER.match(bare) is not None and points(bare, names))
        if not turned and (joined := _joined(before, text, strong)) is not None:
            pieces[-1] = replace(before, text=joined)
            continue
        stands = (
            turned
            and text[0] == "\x01"
            and (
                CJK.search(text) is not None
                or (bool(_HOW_MUCH.search(text)) > bool(_HOW_MUCH.search(before.text)))
            )
        )
        stands = stands or _TAKEN_BACK.match(text.lstrip("\x00\x01")) is not None
        said = (
            text.lstrip("\x00\x01")
            if stands or (turned and _DONE.search(text))
            else _with_verb(before.text, text, _VERBS_EN if turned else _CARRIED)
        )
        if (
            strong
            and _ITS.match(said)
            and points(before.text, names)
            and not re.search(r"删|去掉|剪掉", before.text)
        ):
            said = f"它{said}"
        if (
            "⟦" in said
            and not _KIND.search(said)
            and (kind := _KIND.search(before.text))
            and ("@" in said or said.startswith("⟦"))
        ):
            said = said.replace("⟦", f"{kind[0]} ⟦", 1)
        pieces.append(
            Piece(
                said,
                "" if points(text, names) or "everywhere" in text else scope or before.scope,
                strong=strong,
            )
        )
    if not pieces and scope:
        return [Piece(scope)]
    return _corrected(pieces, names)


def _corrected(pieces: list[Piece], names: tuple[str, ...]) -> list[Piece]:
    """The clauses without those that the speaker takes back: "delete the beach, no wait, the street"."""
    kept: list[Piece] = []
    taken: Piece | None = None
    for piece in pieces:
        back = _TAKEN_BACK.match(piece.text)
        text = piece.text
        if back is not None and kept:
            taken, text = kept.pop(), back["rest"].strip()
        if not text:
            continue
        said = re.sub(r"^(?:是|to |it'?s )+", "", text)
        if taken is not None and re.fullmatch(pointing(names), said) and points(taken.text, names):
            start, end = next((m.start(), m.end()) for m in re.finditer(pointing(names), taken.text))
            text = f"{taken.text[:start]}{said}{taken.text[end:]}"
        elif taken is not None and re.fullmatch(_FIGURE, said) and len(re.findall(_FIGURE, taken.text)) == 1:
            text = re.sub(_FIGURE, said, taken.text)
        elif taken is not None and re.fullmatch(r"@[\d.]+@", said) and _TO_TIME.search(taken.text):
            text = _TO_TIME.sub(lambda m, end=said: m["start"] + end, taken.text)  # type: ignore[misc]
        kept.append(replace(piece, text=text))
        taken = None
    return kept


def _pieces(sentence: str) -> list[tuple[bool, str]]:
    """The sentence at each possible join, each piece with whether the join was a strong one."""
    pieces: list[tuple[bool, str]] = []
    at, strong, weak = 0, False, ""
    for match in _JOIN.finditer(sentence):
        text = sentence[at : match.start()]
        pieces.append((strong, weak + text))
        strong = bool(match["strong"] or match["strong_zh"])
        weak = (
            "和"
            if match["he"]
            else "but "
            if match["and1"] == "but"
            else ""
            if strong
            else "\x00"
            if match["and2"]
            else "\x01"
        )
        at = match.end()
    pieces.append((strong, weak + sentence[at:]))
    return pieces


def _only_scope(text: str, names: tuple[str, ...]) -> bool:
    """Whether a piece only says where: "in clip 2", 从第12秒到第20秒."""
    bare = text.strip("\x00\x01 ")
    if re.fullmatch(r"\d{1,2}\s*:\s*\d{1,2}", bare):
        return False  # a shape
    if CJK.search(bare) and _SAYS_MORE.sub("", re.sub(pointing(names), "", bare)).strip():
        return False
    if (
        _VERB_ANY.match(bare)
        or not _SCOPE.match(bare)
        or (not bare[0].isalpha() and re.search(r"[a-z]{3}", bare))
    ):
        return False
    if re.match(r"[a-z]", bare):
        return not re.search(rf"\b(?:{_VERBS_EN})\b", re.sub(r"^\w+", "", bare)) or bool(
            re.match(r"(?:after|before) the (?:intro|end)", bare)
        )
    return not re.search(
        r"[删去剪加换改调提降静转放做弄配插移保留循倒定切分暗亮吵长短模快慢大小写显示]",
        re.sub(r"时|中间|分钟", "", bare),
    )


def _joined(before: Piece, marked: str, strong: bool) -> str | None:
    """The text of both where the second cannot stand alone, else None."""
    mark, text = (marked[0], marked[1:]) if marked[0] in "\x00\x01和" else ("", marked)
    glue = {"\x00": " and ", "\x01": ", ", "和": "和"}.get(mark, " ")
    text = text.strip()
    if re.match(
        r"with (?:an? |the |some )?(?:[\w-]+ ){0,2}(?:music|bgm|transitions?|title|captions?|soundtrack)\b",
        text,
    ):
        return None
    if re.match(
        r"(?:it )?(?:start|begin|end|stop)(?:s|ing)? (?:at|from|on) (?:the )?@[\d.]+@$", text
    ) and re.search(r"music|bgm|song|title|logo|caption|\.(?:mp3|wav)", before.text):
        return f"{before.text}{glue}{text}"
    if re.match(r"[左右][上下]角?.{0,8}(?:放|加|贴|显示|叠)", text):
        return None
    if _ALWAYS.match(text) and (not strong or "@" in text):
        return f"{before.text}{glue}{text}"
    if pattern("music").search(before.text) and re.match(
        r"(?:with (?:a )?)?fad(?:e|es|ing)[ -]?(?:in|out)(?: (?:of|over|for|in))?(?: (?:about )?@[\d.]+@)?$",
        text,
    ):
        return f"{before.text}{glue}{text}"
    if any(first.search(before.text) and then.match(text) for first, then in _GOES_WITH):
        return f"{before.text}{glue}{text}"
    if lies(before.text, text) or re.match(r"(?:多|再|少)\s*@[\d.]+@$", text):
        return f"{before.text}{glue}{text}"
    if re.match(r"速度|倍速", text) and re.match(r"音量", before.text):
        return None
    back = _TAKEN_BACK.match(text) or _STAYS.search(text) or _STAYS.search(before.text)
    if back or said_too(before.text, text):
        return None
    if (
        "⟦" in before.text
        and "⟦" in text
        and ("@" in text or "@" in before.text)
        and not re.search(r"instead|rather|\bto ⟦|改成|换成|改为", text)
    ):
        return None
    if all(re.search(r"\bbetween\b(?!.*@)|之间", part) for part in (before.text, text)):
        return None
    if mark != "和" and _NEXT.match(text) and (_CLIP.search(before.text) or "⟦" in before.text):
        return None
    complaint = pattern("complaint").search(before.text) is not None and not _STARTS_EN.match(before.text)
    starts = _STARTS_EN.match(text) or _STARTS_ZH.match(text)
    if (
        complaint
        and not strong
        and (starts or pattern("complaint").search(text))
        and same_subject(before.text, text)
    ):
        return f"{before.text} , {text}"
    if mark == "\x01" and _RANGE_KEPT.match(before.text) and _HOW.match(text):
        return None
    if mark == "和":
        return None if new_thing(before.text, text) else f"{before.text}{glue}{text}"
    if re.match(r"(?:but|和)\b", text) or (_MODIFIER.match(text) and not strong):
        stands = (
            starts
            and not re.match(r"\d|@|⟦|左|右|放|同时|别太|不要太", text)
            and not re.match(r"(?:in|on|at|to|with|for|from|so|but|not)\b", text)
        )
        if not stands and not placed_thing(before.text, text):
            return f"{before.text}{glue}{text}"
    if strong or starts:
        return None
    if new_thing(before.text, text) or pattern("complaint").search(text):
        return None
    return f"{before.text}{glue}{text}"


def _with_verb(before: str, marked: str, carried: str) -> str:
    """A clause that lacks a verb takes over that of the clause before it."""
    text = marked.lstrip("\x00\x01和").strip()
    text = re.sub(
        r"^with (?=(?:an? |the |some )?(?:[\w-]+ ){0,2}(?:music|bgm|transitions?|title|captions?|soundtrack)\b)",
        "add ",
        text,
    )
    bare = _PAUSE_ZH.fullmatch(text) is not None
    if not bare and (_STARTS_EN.match(text) or _STARTS_ZH.match(text) or pattern("complaint").search(text)):
        return re.sub(r"^(?:also|finally|lastly|next|and)\s+", "", text)
    verb = re.match(rf"(?:also |then |finally )?({carried})\b(?: out| off)?", before)
    if verb and not (verb[1] == "mute" and "%" in text):
        return f"{verb[0]} {text}"
    verb = re.match(r"(?:请|先)?(加上?|去掉|删掉|删除|剪掉|添加|移除|不要)", before)
    return f"{verb[1]}{text}" if verb and not re.search(r"[加添放配插换改调]", text) else text
