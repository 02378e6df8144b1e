"""The words of a request that are meant as words: in quotation marks, or behind what announces them (a
title, what a voice should say). They are put aside before the rest is read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .spoken_words import payloads

_PAIRS = (
    r"“([^”“]*)”",
    r"„([^”“]*)[”“]",
    r"「([^」]*)」",
    r"『([^』]*)』",
    r"《([^》]*)》",
    r"«([^»]*)»",
    r'"([^"]*)"',
    r"‘([^’‘]*(?:’(?=\w)[^’‘]*)*)’",
    r"(?<![\w'])'((?:[^']|(?<=\w)'(?=\w))+)'(?!\w)",
    r"(?<!\w)`([^`]*)`",
    r"(?<![\w'])'(?!(?:til|cause|em|bout)\b)([^\W\d]+(?: \w+)?)'s(?!\w)",
)

_END_EN = (
    r"(?=$|[,;]\s*(?:and|then|also|plus|with|but|at|for|in|on)?\s*|[.!?](?:\s|$)|\s+(?:at|in|on|from|over|during|across)\s+(?:the|a|my|top|bottom|\d|@|big|large|small|white|yellow|red|black|blue|green|bold)\b|\s+for\s+(?:the|\d|an?\s|one|two|three|four|five|six|seven|eight|nine|ten|half)|"
    r"\s+(?:and|then|with)\s+(?:then\s+)?(?:add|put|export|make|remove|cut|trim|the|fade|render|save|lo-?fi|music|mute|crop|also|set|a|delete|speed|move)\b|\s+as\s+(?:a|the)\b|\s*⟦)"
)
_NOUN_EN = r"(?:titles?|texts?|captions?|subtitles?|heading|headline|lower[- ]third|name ?tag|end ?(?:card|screen)|words?|label|credits?|banner|line|card|message|it)"
_DOES_EN = r"(?:export|render|save (?:it|the)|add (?:an? |the |some )?(?:title|music|caption|fade|logo|transition|lo-?fi|bgm)|cut the|trim the|crop|make it|(?:duck|mute|lower|turn down) (?:the |all |every)|caption it|let the picture)"
_DOES_ZH = r"(?:导出|渲染|输出|加(?:点|个|一|上|入)?.{0,4}(?:音乐|字幕|标题|转场|片头)|剪掉|裁|删掉|(?:把)?(?:原声|其他声音)|给配音)"
_END_SPOKEN = rf"(?=$|\s*[,;]\s*(?:and (?:then )?|then |plus )?{_DOES_EN}\b|\s+and (?:then )?{_DOES_EN}\b|[.!?]\s+(?:and )?(?:then |finally |now )?(?:export|render)(?: it| the \w+)?[.! ]*$|[,，;；]\s*(?:然后|接着|最后|再|并)*{_DOES_ZH}|(?<=[。！!])\s*(?:然后|接着|最后|再|并)*{_DOES_ZH})"
_SPEAK = r"(?:voice[- ]?over|narrat\w+|voice|speech|tts|配音|旁白|朗读|解说|念|画外音)"

_CLOSING = r"谢谢(?:大家)?(?:的)?(?:观看|收看|支持)?|感谢(?:大家)?(?:的)?(?:观看|收看|支持)?|未完待续|全剧终|剧终|下期(?:再)?见|晚安"
_WRITTEN = r"(.+?)(?=$|[,，。;；]|\s*(?:持续|停留|停|显示)?\s*(?:\d+|[一二两三四五六七八九十]+)\s*秒|然后|并且|再(?:加|把|给|放|导)|慢慢|渐渐|放在|显示|持续|停留|在(?:开头|结尾|底|顶|左|右|中|第))"

_SPOKEN = re.compile(_SPEAK, re.I)

_PAYLOADS = (
    # a name with what it is: "lower third: Maria Lopez, Head Chef"
    (re.compile(r"(\b(?:lower[- ]?third|name ?(?:tag|card|bar|strap|plate))\s*:\s*)(?!⟦)([^,:;]+?,\s*(?!from\b|at\b|for\b|in\b|on\b|starting|start\b|and\b|then\b|add\b|remove\b|with\b|\d)[^,;:]+?)(?=$|\s*[,.;]|\s+(?:from|at|for)\s)", re.I), 2),
    (re.compile(r"((?:人名条|名条|字幕条)[^:：,，⟦]{0,8}[:：]\s*)(?!⟦)([^,，:：]+?[，,]\s*(?!从|在|第|显示|持续|停留|然后|再|加|放|\d|[一二三四五六七八九十两]+秒)[^,，。;；]{1,12})(?=$|[,，。;；])"), 2),
    # spoken text runs to the end of the request
    (re.compile(rf"({_SPEAK}(?:[^:：,，。⟦]|(?<=\d)[:：](?=\d)|[,，]\s*(?=语速|用|声音|女声|男声|慢|快|内容|in an?\b|with an?\b|using\b)){{0,40}}[:：](?!\d)\s*)(?!⟦)(.+?){_END_SPOKEN}", re.I | re.S), 2),
    (re.compile(rf"(\b(?:voice[- ]?over|narrat\w+|tts)\b[^:.,;⟦]{{0,30}}?\b(?:that says|which says|saying|that reads|reading|says|say|to say|with the (?:text|words))\s*:?\s+)(?!⟦)(.+?){_END_SPOKEN}", re.I | re.S), 2),
    (re.compile(rf"((?:配(?:个|一下|段|上)?音|旁白|解说|画外音)(?:[^:：,，。⟦]|[,，](?=内容|文字|文案)){{0,10}}?(?:说|念|内容(?:是|为)|文字(?:是|为)|文案(?:是|为)|改成|改为|换成)\s*)(?!⟦)(?!女|男|另|别|其他|我的|录音|默认|英|[\w-]+\.(?:wav|mp3|m4a)|[快慢]|(?:了|的)?(?:是)?(?:些)?(?:什么|啥)|童声|低沉|浑厚|深沉|粤|[^，,。]{{1,5}}(?:语|文|话|口音|音色|嗓音|声音|女声|男声)(?:的|吧|了|念|读|说|。)*$)(.+?){_END_SPOKEN}", re.I | re.S), 2),
    (re.compile(r"(\b(?:that says|that reads|which says|sayin[g']?|that say|reading|says|reads|to say|to read|should (?:say|read))\s*:?\s+)(?!⟦)(?!to\b|it\b)(.+?)" + _END_EN, re.I), 2),
    (re.compile(rf"(\b{_NOUN_EN}\s*:\s*)(?!⟦|(?:captions|subtitles)?(?:yellow|white|red|blue|green|black|pink|big|small|bold|larg|karaoke|at the|top|bottom)\w*\b(?=\s*(?:$|,|and\b)))(.+?){_END_EN}", re.I), 2),
    (re.compile(rf"(\b{_NOUN_EN}\s+(?:called|named|titled|with (?:the )?(?:text|words|name|title))\s+)(?!⟦)(.+?){_END_EN}", re.I), 2),
    (re.compile(rf"(\b(?:change|rename|set|update|switch|edit|correct|fix)\s+(?:the |my |that )?(?:\w+ )?{_NOUN_EN}(?:'s text)?\s+to\s+(?:say\s+|read\s+)?)(?!⟦|yellow|white|red|blue|green|black|pink|the (?:top|bottom|left|right|middle|cent|start|begin|end|upper|lower|first|last)|top|bottom|left|right|cent|\d|@|be\b|bold|last)(.+?){_END_EN}", re.I), 2),
    (re.compile(r"(\brename\s+(?:the\s+|my\s+)?(?:\w+\s+){1,3}?(?:to|as)\s+)(?!⟦)(.+?)(?=$|[,.;])", re.I), 2),
    (re.compile(rf"(\b(?:title|call|name|label)\s+(?:it|this|the (?:video|film))\s+)(?!⟦)(.+?){_END_EN}", re.I), 2),
    (re.compile(r"(\b(?:add|put|write|insert|show|place|with)\s+(?:an?|the|my)?\s*(?:big |large |opening |intro |main |short |small )?(?:title|heading|headline|lower third|end card|caption)\s+)(?!⟦|\d+(?:\.\d+)?\s*(?:s|secs?|seconds?|mins?|minutes?|%|px|x)\b)((?:[A-Z0-9][\w'’&!?-]*)(?:\s+(?:of|the|in|and|to|a|with|at|for|on)(?=\s+[A-Z])|\s+[A-Z0-9][\w'’&!?-]*)*)(?=\s|$|[,.;!])"), 2),
    (re.compile(r"(\b(?:put|show|add|display)\s+(?:my|his|her|the speaker'?s?|their) name\b[^:⟦]{0,40}:\s*)(?!⟦)(.+?)(?=$|[.;])", re.I), 2),
    # "write Hello in the top left"; a name with a role: "a lower third with my name Jane Doe, Head Chef at 0:10"
    (re.compile(r"((?:^|[,;]\s*|\band )(?:please )?write\s+)(?!⟦)(?!it\b|that\b|this\b|an?\b|the\b|my\b|me\b|some\b|one\b|down\b|out\b|up\b|srt\b|vtt\b|captions?\b|subtitles?\b|chapters?\b|summar\w+)((?:(?!,)[^⟦]){1,60}?)(?=\s+(?:at|in|on|over|across)\s+(?:the|top|bottom|clip|\d))", re.I), 2),
    (re.compile(r"((?:lower[- ]?third|name ?(?:tag|card|bar|strap|plate))\b[^:⟦]{0,16}?\b(?:with|for)\s+(?:(?:my|the|his|her) name,?\s+)?)(?!⟦)((?-i:[A-Z])[\w'’.-]*(?:\s(?-i:[A-Z])[\w'’.-]*)*(?:,\s*(?-i:[A-Z])[^,;:⟦]*?)?)(?=$|[,.;]|\s+(?:from|at|for|in the)\s)", re.I), 2),
    (re.compile(r"(\b(?:clip|shot|scene|chapter) \d+(?:'s)?(?:(?: caption| line| text)?\s*[:：]| (?:caption|line|text) (?:to|should (?:say|read|be)))\s*)(?!⟦)(.+?)(?=$|[,;]\s*|\.\s|\.$)", re.I), 2),
    (re.compile(r"((?:第[一二三四五六七八九十\d]+(?:个|段)(?:场景|镜头|片段|章节?)?|场景\s*[一二三四五六七八九十\d]+)的?(?:字幕|标题|文字)?\s*[:：]\s*)(?!⟦)(.+?)(?=$|[,，。;；])"), 2),
    (re.compile(rf"(\b(?:markers?|chapters?|bookmarks?)\b[^,⟦]{{0,24}}?\s(?:called|named|label+ed|saying)\s+)(?!⟦)(.+?){_END_EN}", re.I), 2),
    (re.compile(r"((?:标记|书签|章节)(?:，|,)?\s*(?:名字)?(?:叫做?|名为|命名为|叫)\s*)(?!⟦)(.+?)(?=$|[,，。;；])"), 2),
    (re.compile(r"((?:标题|字幕|文字|片名|片头|片尾|大字|人名条|结束语|文案|花字|内容)[^,，。:：⟦]{0,8}?[:：]\s*)(?!⟦)(.+?)(?=$|[,，。;；])"), 2),
    (re.compile(rf"((?:写上|写着|写成|内容(?:是|为)|文字(?:是|为)|标题(?:是|为|叫|写)|叫做|名叫|取名(?:叫|为)?|显示文字|标题改(?:成|为)|文字改(?:成|为)|字幕改(?:成|为)|片名改(?:成|为)|标题换成|文字换成|改名(?:叫|为|成)|命名为|片名叫|重命名为)\s*)(?!⟦)(?![红黄白蓝绿黑粉紫橙金灰青大小]|[一二三两单双\d]行|卡拉|霓虹|逐[字词]|极简|[顶底上下左右][部面边]|中间|居中|[^,，。]{{0,6}}(?:字体|颜色|色|样式|风格|动画|大小|位置|字号)){_WRITTEN}"), 2),
    (re.compile(rf"((?:(?:加|写|打|放|来|显示|配)(?:上|个|一个|一行|一句|一段|几个字|标题|文字|字|着)*|标题|文字)\s*)(?!⟦)(the end|to be continued|{_CLOSING})", re.I), 2),
    (re.compile(rf"((?:标题|文字|字幕|大字|几个字|一行字|字|片头|片尾|结尾|结束卡|片尾卡|开头|最后|前面|后面|上面|下面|中间|角|开始|底部|顶部)(?:加|打)?(?:上|个)?写(?:上|个|着|一?句|一?行)?[:：]?\s*)(?!⟦|什么|啥|好|一|1|字|得|成|明|出|了|入|的|下来){_WRITTEN}"), 2),
    (re.compile(rf"(加(?:一?个)?标题\s+)(?!⟦){_WRITTEN}"), 2),
    (re.compile(rf"((?:加|配|来|做|上|写)(?:上|一?个|个|一?行|一?句)?(?:[白黑红黄蓝绿粉紫橙金]色?的?)?(?:大)?(?:标题|大字|小字|字|花字|文字|片头字)\s+)(?!⟦){_WRITTEN[:-1]}|\s+(?:打字机|逐字|[白黑红黄蓝绿粉紫金橙]色?|大字|小字|加粗|居中|字体|字号|放|底部|顶部|中间|左|右|然后|配))"), 2),
    (re.compile(r"(^标题\s+)(?!⟦|[大小颜字位移居放改换去删调用停])(.+?)(?=$|[,，。;；]|\s+(?:放|居中|[白黑红黄蓝绿粉紫橙金]|大字|一直|持续|显示|\d))"), 2),
    (re.compile(r"(^(?:加|来)?(?:一?个|一?段)?(?:配音|旁白)[ ]+)(?!⟦|太|慢|快|换|删|去|[大小](?:声|一?点|些)|放|移|提|推|要|用|改|和|从|第|全|都|加|男声|女声|英文|中文|声音)([^⟦]{4,})$"), 2),
)  # fmt: skip


_WORDED = r"(?:the |那个|这个)?\s*(?:把)?(?:去掉|删掉|删了|删除|不要|拿掉|改成|改为|换成|换掉|移|挪|放到|放在|放大|缩小|变[大小成]|调[大小成到]|加粗|居中|停留|显示|再?[大小]一?点|字[体号再]|这(?:几|两|三|四)?个字|那(?:几|两|三|四)?个字)"
"""What is said of words that are shown: that they go, or are others."""


def _unmarked(text: str, shown: Sequence[str]) -> str:
    """The text with quotation marks about the words of a text on screen, where it is taken away or changed."""
    for words in sorted(set(shown), key=len, reverse=True):
        said = re.escape(words.strip())
        if len(words.strip()) > 2 and not re.search(r'[“”"⟦]', text):
            text = re.sub(
                rf"(?<![\w.“])({said})(?=\s*{_WORDED})|(?<=去掉|删掉|删除|不要)\s*({said})(?=$|[,，。了吧])",
                lambda m: f"“{m[1] or m[2]}”",
                text,
                flags=re.I | re.A,
            )
    return (
        re.sub(
            r"(“[^”]+”\s*(?:改成|改为|换成)\s*)(?![“⟦红黄白蓝绿黑粉紫橙金灰青大小])([^,，。;；]{1,20}?)(?=$|[,，。;；]|吧)",
            r"\1“\2”",
            text,
        )
        if shown
        else text
    )


def put_aside(text: str, shown: Sequence[str] = ()) -> tuple[str, list[str]]:
    """The text with ⟦0⟧, ⟦1⟧, … for what is meant as words, and those words; `shown` are texts on screen."""
    quotes: list[str] = []
    text = _quoted(_unmarked(text, shown), quotes)
    for pattern, group in (*_PAYLOADS, *payloads(text)):
        text = pattern.sub(lambda m, g=group: _set_aside(m, g, quotes), text)  # type: ignore[misc]
    return text, quotes


def _set_aside(match: re.Match[str], group: int, quotes: list[str]) -> str:
    # Where a sentence ends is heard when it is read aloud.
    spoken = _SPOKEN.search(match[1])
    said = match[group].strip(" ,;；" if spoken else " ,。.;；")
    if not said or "⟦" in said:
        return match[0]
    quotes.append(said)
    # A colon behind a time would make it another time.
    head = match[1].rstrip(" :：") if spoken else match[1]
    return f"{head} ⟦{len(quotes) - 1}⟧ "


def _quoted(text: str, quotes: list[str]) -> str:
    """The text with what stands in quotation marks put aside, the outermost marks first."""
    said, at = "", 0
    while True:
        found = [m for pair in _PAIRS for m in re.compile(pair).finditer(text, at) if m[1].strip()]
        if not found:
            return said + text[at:]
        first = min(found, key=lambda m: (m.start(), -m.end()))
        quotes.append(first[1].strip())
        said += f"{text[at : first.start()]} ⟦{len(quotes) - 1}⟧ "
        at = first.end()
