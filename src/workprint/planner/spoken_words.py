"""Words in a request that are said in the footage: put aside as if quoted, so that they are not read as part
of the request: "cut every time I say basically", 剪掉我讲价格的部分."""

from __future__ import annotations

import re

WHO = r"(?:i|we|he|she|they|you|someone|somebody|anyone|anybody|people|the (?:speaker|host|guest|presenter|interviewer|man|woman|narrator))"
_SAYS = r"(?:say|says|said|saying|mention|mentions|mentioned|use|uses|used)"
_VERBS = r"(?:add|put|export|make|remove|cut|trim|fade|render|save|mute|crop|set|delete|speed|slow|move|keep|tighten|normali[sz]e|caption|zoom|play|show|write|list|boost|close|tighten|then)"
_END = (
    rf"(?=$|[,;!?]|\.(?:\s|$)|\s+(?:and|then|but|with)\s+(?:also |then )?(?:the |all )?{_VERBS}\b|\s+(?:until|up to|to|till|and) (?:when|where|the (?:part|moment|point))\b"
    r"|\s+(?:in|from|of|at|on|between|during) (?:the (?:video|film|footage|clip|recording|interview|start|beginning|end|first|last|middle)|clip|this|\d)"
    r"|\s+(?:instead|please|too|as well|now|out|twice as|at (?:double|half|\d)|by \d|[\d.]+ ?x|with|everywhere|for good)\b(?=$|[,.;!? ]))"
)
_KIND_ZH = r"(?:的)?(?:那)?(?:1|一|几)?(?:个)?(?:部分|段落?|地方|内容|片段|时候|话题|句(?:话)?|那里|画面)"

_WORDS = r"basically|actually|literally|honestly|obviously|you know|i mean|kind of|sort of|kinda|sorta|essentially|okay so|so yeah|you see|anyway"
_PAYLOADS = tuple(
    (re.compile(pattern, re.I), 2)
    for pattern in (
        rf"(\b(?:times?|when|whenever|wherever|where|after|before|until|once|everywhere|sentences?|lines?|parts?|bits?|that|which|everything|all)\s+(?:that\s+|in which\s+|where\s+|when\s+)?{WHO}\s+(?:first\s+|last\s+|finally\s+|do\s+)?{_SAYS}(?:\s+the (?:words?|phrase|name|sentence|line))?\s*:?\s+)(?!⟦|something|anything|nothing|about|stuff|that\b|this\b|it\b|so\b|at\b|@|\d|between|from\b|in\b)(.+?){_END}",
        rf"(\b(?:talk|talks|talking|talked|speak|speaks|speaking|spoke|chat|chats|conversation|discussion|say|says|said|hear|(?:something|anything|stuff|things) about|everything|parts?|bits?|sections?|segments?|passages?|sentences?|moments?|places?|lines?|bring up|rambl\w*)\s+about\s+)(?!⟦|@|\d)(.+?){_END}",
        rf"(\b(?:sentences?|lines?|phrases?) (?:with|containing|that (?:has|have|mentions?|contains?)) (?:the (?:word |name |phrase )?)?)(?!⟦|@|\d)(.+?){_END}",
        rf"(\b(?:did|do|does|have|has) {WHO} (?:ever |even )?(?:say|mention|mentioned|said)\s+)(?!⟦|something|anything|it\b|that\b)(.+?)(?=$|[?!.,])",
        rf"(\b(?:section|segment|passage)s? on\s+)(?!⟦|@|\d|the (?:left|right|top|bottom|screen|timeline|track|end|start)|track|screen|clip|top|it\b)(.+?){_END}",
        rf"(\b(?:say|says|said) (?:something|anything|stuff|things) about\s+)(?!⟦|@|\d)(.+?){_END}",
        rf"(\b{WHO}\s+(?:start(?:s|ed)? |begin to |go on to )?(?:discuss|discusses|discussed|discussing|explain|explains|explained|explaining|describe|describes|described|introduce|introduces|introduced|introducing|bring up|brings up|cover|covers|covered|talking about|talk of)\s+)(?!⟦|@|\d|it\b|that\b|this\b|(?:my|the|his|her|their|your|our) (?:faces?|hands?|heads?|mouths?|eyes?|chins?|logos?|products?|screens?|slides?|buttons?|menus?|cursor|picture|names?)\b)(.+?){_END}",
        rf"(\bhow (?:many times|often) (?:do|did|does|have|has) {WHO} {_SAYS}(?: the (?:words?|phrase))?\s+)(?!⟦)(.+?)(?=$|[?!.,])",
        rf"(\b(?:every|each|all(?: of)?(?: the| my)?)\s+)({_WORDS})(?:s|'s)?(?=$|[,.;!]|\s+(?:and|out|please|too)\b)",
        r"(\b(?:bleep|beep|censor|mute)(?: out)? (?:the )?name\s+)(?!⟦|of\b)([\w' -]{1,40}?)(?=$|[,.;!?]|\s+(?:everywhere|whenever|wherever|and|please)\b)",
        r"(\b(?:the|a|my) (?:swear |curse |bad )?(?:word|phrase|expression|catchphrase)\s+)(?!⟦|that\b|which\b|is\b|in\b|on\b|at\b|from\b|count|by\b|for\b|of\b|to\b)([\w' -]{1,40}?)(?=$|[,.;!?]|\s+(?:everywhere|from|in|on|whenever|wherever|too|as well|and|out|instead|each|every|is|should|to|with|into)\b)",
        r"(每(?:1|一)?(?:次|当|回|处)?(?:我|他|她|我们|你|他们)?(?:说|讲|提)(?:到|了|起|的)?\s*)(?!⟦|话)([^,，。;；⟦]{1,12}?)(?=的|都|就|时|$|[,，。;；])",
        rf"((?:谈论|讨论|介绍|解释|讲|说|谈|聊|提(?=[到起及了]))(?:到|及|起|了|的是)?(?:关于|有关|跟|和)?\s*)(?!⟦|话|的|得|错|[到了起完]|明|过|重|两遍|2遍|不好|没|第|前|后|最|开头|结尾|这|那)([^,，。;；⟦@\d]{{1,16}}?)(?={_KIND_ZH})",
        rf"((?:关于|有关|涉及)\s*)(?!⟦)([^,，。;；⟦@]{{1,16}}?)(?={_KIND_ZH}|(?:我|他|她|我们|都|他们)?(?:都)?(?:说|讲|聊|谈)了?)",
        r"((?:说|讲|聊|谈)(?:了)?(?:些)?(?:什么|啥)(?:是)?关于\s*)(?!⟦)([^,，。;；⟦?？]{1,16}?)(?=的|$|[,，。?？])",
        r"((?:哪里|哪儿|什么时候|何时|有没有|在哪)(?:我|他|她|我们)?(?:讲|说|谈|聊|提)(?:到|起|过|了)?(?:过|了)?\s*)(?!⟦|话)([^,，。;；⟦?？]{1,16}?)(?=的|吗|$|[,，。?？])",
        r"((?:^|剪掉?|删掉?|去掉?|删除|把|说|讲)(?:了)?(?:我|他|她)?(?:说|讲)?(?:到|完|了)?\s*)(?!⟦|第|@|这|那|前|后|剪|删|去|把|我|他|她|说|讲|只|\d|[一二两三四五六七八九十]+(?:秒|分|段))([^,，。;；⟦]{1,10}?)(?=\s*(?:这句|那句|这个词|那里|这里)?(?:话)?(?:之前|以前|之后|以后|前面|后面)的?(?:所有|全部)?的?(?:语气词|口头禅|[嗯啊呃额]))",
        r"((?:把|剪掉|删掉|删除|去掉|静音)(?:所有|全部|每个)?(?:的)?)(?!⟦|这|那)([^,，。;；⟦]{1,8}?)(?=这(?:个|两个|几个|句)?(?:词|字|口头禅|话))",
    )
)
"""Each with the group of what is put aside."""

_FILLERISH = re.compile(
    r"\bfillers?\b|\bu+m+s?\b|\bu+h+s?\b|\bverbal tics?\b|^\W*(?:and )?(?:also|plus) (?:cut|remove|delete|mute|drop)\b|口头禅|语气词|嗯|呃",
    re.I,
)
"""Requests in which words of one's own may be named among the filler words."""

_OWN = re.compile(
    r"((?:,|\band|\bor|\balso|\bplus|\bcut|\bremove|\bmute|\bdelete|\bdrop|\bsay|\bwords?|\blike|\bincluding|:)\s+(?:the |every |all |my |all the )?)"
    rf"({_WORDS}|right\?|just)(?:s|'s)?(?=$|\s*[,.;!]|\s+(?:and|or|too|as well|then|also)\b)",
    re.I,
)
"""Words that people use to fill, where a request about fillers names them."""


def payloads(text: str) -> tuple[tuple[re.Pattern[str], int], ...]:
    """What may be put aside in a request, each with the group of it."""
    return ((_OWN, 2), *_PAYLOADS) if _FILLERISH.search(text) else _PAYLOADS


_WHEN_SAID = re.compile(
    r"^(?P<when>(?:every ?time|each time|any ?time|when(?:ever)?|wherever|everywhere)(?: that)? (?:i|we|he|she|they|you|some(?:one|body)|any(?:one|body)) (?:say|says|said|mention|mentions|use|uses)\b[^,]*?⟦\d+⟧)\s*,?\s*(?:just |please |then |you (?:can|should) |i want you to )*(?P<do>cut|remove|delete|mute|bleep|beep|silence|censor|take|keep only|only keep|keep)(?: (?:it|that|them|this|the word|those|over it))?(?P<out>(?: out| over)?)\b(?: it| that| them)?"
)
_WHEN_SAID_ZH = re.compile(
    r"((?:每(?:1|一)?(?:次|当|回|处)|凡是|只要|所有|(?:我|他|她)(?:老是|总是|经常|一直|老|总)说)[^,，]*⟦\d+⟧(?:的?时候?|的地方)?)\s*[,，]\s*(?=(?:就|都|请|全|全部|统统|把(?:它|这个词|那个词))*(?:剪|删|静音|消音|哔|去掉))"
)


def said_first(sentence: str) -> str:
    """A sentence that begins with where something is said, with what is to be done there put first:
    "every time I say X, mute it" is "mute every time I say X"."""
    turned = _WHEN_SAID.sub(r"\g<do>\g<out> \g<when>", sentence)
    return _WHEN_SAID_ZH.sub(r"\1", turned)


_HEARD = re.compile(
    r"\b(?:fillers?|filler words|u+[hm]+s?|ers|pauses?|silences?|dead air|re-?takes?|repeats|stumbles)\b|语气词|口头禅|嗯|停顿|空白|气口|重复"
)
_SAID_TOO = re.compile(
    r"(?:every|each|all(?: of)?(?: the| my)?|any|the (?:\w+ )?(?:parts?|bits?|sections?|passages?|sentences?|lines?|words?|phrases?|places?))\b[^⟦]{0,40}⟦|"
    r"(?:我|他|她|我们)?(?:每(?:1|一)?(?:次|个|处|句)|所有|说|讲|聊|谈|提)[^⟦]{0,8}⟦|关于\s*⟦"
)


def said_too(before: str, text: str) -> bool:
    """Whether what is said is named along with what is only heard, under one verb: "cut the pauses and the part
    about ⟦0⟧"."""
    return "⟦" not in before and _HEARD.search(before) is not None and _SAID_TOO.match(text) is not None
