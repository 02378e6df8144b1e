"""The words of a request that belong to no single operation, in both languages.

A concept is what several words mean alike; rules ask a clause whether it `says` a concept. The
first pattern is English (whole words), the second Chinese (anywhere).
"""

from __future__ import annotations

import re
from functools import cache

CONCEPTS: dict[str, tuple[str, str]] = {
    # what to do
    "remove": (
        r"no (?=music|sound|titles?|texts?|captions?|transitions?|effects?|logo|subtitles)|remov(?:e|ing)|delet(?:e|ing)|cut(?:ting)?(?: out| away| off)?|drop|leave out|leave (?:[\w@.']+ ){1,4}out|get rid of|take (?:[\w@.']+ ){0,8}(?:out|away|off)\b|"
        r"take out|erase|trim(?:ming)?|lose|kill|strip|ditch|clear|chop|snip|eliminate|discard|don'?t want|hide|turn off|(?:titles?|logo|watermark|lower thirds?) off|"
        r"scrap|skip|throw (?:out|away)|no more|axe|nuke|clean (?:up|out)|edit out|tak(?:e|ing) away|shave|excise|rid of|(?:can|must|should|has to|have to|needs? to) go(?= *$| *,)",
        r"删|(?<![上下进出回过])去(?!年)|去掉|剪|裁掉|移除|拿掉|清除|清掉|砍|除去|取消|不要|切掉|扔掉|关掉|隐藏|剔除|抹掉|消除|截掉|舍弃|去除|跳过|掐掉",
    ),
    "add": (
        r"add(?:ing)?|put|insert|place|include|overlay|give|attach|apply|use|throw (?:in|on)|drop (?:in|on)|slap|stick|"
        r"create|make|show|display|write|lay|set|want|need|play|bring|enable|turn on|with|have|append|superimpose|need|do|pop|score",
        r"加|添|放|插|配|来|弄|做|打|用|给|写|显示|叠|贴|铺|(?<![晚早马身脸面头床桌线网路楼手以])上(?![一1两2]?(?:步|次|个|段|面|边|方|下|午|半|角|句|周|集|期|头|传|述|升))|要|套|设|带|接|弹出|出现|应用",
    ),
    "change": (
        r"chang(?:e|ing)|switch|replace|swap|turn|convert|make|set|update|edit|adjust|modify|rename|instead|different|"
        r"another|should (?:be|say|read)|fix|correct|reword|retitle",
        r"换|改|替换|变|调|设|更换|修改|切换|转|修正|更正|应该是",
    ),
    "split": (
        r"split|divide|slice|razor|blade|make a cut|cut (?:the \w+(?: clip| shot)?|clip \d+) at @|cut (?:it |this |the (?:video|clip) )?(?:at|here|in (?:half|two))|"
        r"break (?:it |this |the \w+ )?(?:up|apart|into|at)|chop (?:it |this |the \w+ )?(?:into|up|at)|cut (?:\w+ ){0,4}(?:into|in) (?:\d+|half|halves|two)|halve",
        r"分割|切开|拆|断开|剪开|切成|分成|切一刀|剪一刀|一分为二|截断|切断|分段|裁开|切分",
    ),
    "move": (
        r"move|shift|bring|put|place|drag|relocate|send|push|go(?:es)?|come(?:s)?|start with|begin with|open with|end with|should be",
        r"移|挪|放|调|提|搬|换到|排|拖|拉到",
    ),
    "swap": (
        r"swap|exchange|switch (?:the )?(?:order|places|positions?)|trade places|switch .+ (?:and|with) ",
        r"互换|对调|交换|调换|换(?:个|一下|1下)(?:位置|顺序)|(?<=段)换(?:一|1)?下(?:$|,)",
    ),
    "keep": (
        r"keep|only (?:keep|want|use|leave)|keep only|just (?:keep|want|use|the)|leave only|crop (?:it )?to @|trim (?:it |this |the \w+ )?(?:down )?to @|retain|nothing but|cut everything (?:except|but)|(?:remove|delete|cut) everything (?:else )?(?:except|but|outside)",
        r"只(?:要|留|保留|用|剩)|保留|仅(?:要|留|保留)|留下|其(?:他|余|它)(?:的)?(?:都|全)?(?:删|去|剪|不要)|以外",
    ),
    "loop": (
        r"loop(?:ing|ed|s)?|copies of|repeat(?:ed|ing|s)?|duplicat(?:e|ed|ing)|play(?:s)? (?:\w+ ){0,4}(?:twice|again|\d+ times)|copy|clone|double up",
        r"循环|重复|复制|再来一遍|多放|再放(?!大|慢|快|到|在|个|上)|播放?\s*\d+\s*(?:遍|次)|放\s*\d+\s*(?:遍|次)|来回",
    ),
    "reverse": (
        r"revers(?:e|ed|ing)|backwards?|rewind|play (?:it )?in reverse|play it back to front",
        r"倒放|倒着|反向|倒播|逆向|倒序播放|反着放|倒带",
    ),
    "freeze": (
        r"freez(?:e|ing)|freeze[- ]?frame|still frame|hold (?:the |this |that )?(?:frame|picture|shot|image|it)|hold (?:on )?(?:the |its )?(?:last|first|final|opening) (?:frame|picture|image)|pause the (?:picture|frame|image)|pause\b.{0,16}\bframe",
        r"定格|冻结|静帧|停住|画面停",
    ),
    "mute": (
        r"mut(?:e|ed|ing)|silence (?:the|it|clip|my|from|between|@)|no (?:sound|audio|volume)|turn (?:the )?(?:sound|audio|volume)? ?off|turn off (?:the |its |their )?(?:sound|audio|volume)|(?:kill|cut|drop|lose|shut off) (?:the |its )?(?:sound|audio)(?! at)|(?:sound|audio) off|without (?:the )?(?:sound|audio)|soundless|make (?:\w+ ){1,3}silent",
        r"静音(?!的?(?:部分|片段|段|处))|消音|无声|没有?声音|关(?:掉|闭)?(?:原)?声|闭音|(?:去掉|去除|删掉|删除|移除|不要|关掉|消除|拿掉|关闭)(?:视频|片段|第\d+段)?(?:的)?(?:声音|原声|音轨|人声|音频)",
    ),
    "unmute": (
        r"un-?mut(?:e|ed)|turn (?:the )?(?:sound|audio) (?:back )?on|(?:bring|put|get|restore) (?:\w+ ){0,4}(?:sound|audio|voice)(?: back)?|sound back",
        r"取消静音|恢复(?:声音|原声)|打开(?:声音|原声)|开声音|解除静音|声音(?:加|放)回来",
    ),
    "fade": (r"fad(?:e|es|ed|ing)", r"淡入|淡出|渐入|渐出|渐显|渐隐|渐黑|淡化"),
    # things
    "silence": (
        r"silen(?:ce|ces|t)(?: (?:parts?|bits?|sections?|gaps?|spots?|moments?|stretch(?:es)?|segments?|portions?))?|paus(?:e|es)|dead (?:air|space|spots?|time)|"
        r"gaps?|quiet (?:parts?|bits?|sections?|moments?|spots?)|blank (?:parts?|spots?)|empty (?:parts?|spots?|air|space)|where (?:i'?m|i am|nobody(?:'s| is)?|no ?one(?:'s| is)?) (?:not )?(?:talk|speak|say)\w*|"
        r"breath(?:s|ing)?|breaks? (?:in|between)|hesitations?|lulls?|idle (?:parts?|time)|awkward (?:pauses?|bits?)|jump ?cuts?|boring pauses",
        r"停顿|静音(?:的)?(?:部分|片段|段落|段|处|的地方)?|空白|沉默|气口|空隙|冷场|无声(?:的)?(?:部分|片段|段落|段|处|地方)?|没(?:有)?(?:人)?(?:说话|声音|讲话)(?:的)?|不说话|间隙|安静的|卡壳|跳剪|换气|呼吸声|停下来",
    ),
    "music": (
        r"music|bgm|soundtrack|song|songs|tunes?|backing track|background (?:track|audio|sound)|score|beats?(?! sync)|lo-?fi|lofi|instrumental|jingle|melody|(?:calm|soft|gentle|sad|quiet|solo) (?:piano|guitar|strings)",
        r"音乐|配乐|bgm|背景乐|歌|曲子|曲|伴奏|旋律|乐曲|背景声",
    ),
    "title": (
        r"titles?|headline|heading|opening text|intro (?:text|card|title)|title card|text overlay|heading text",
        r"标题|片头字|大字|片名|题目|片头文字|片头",
    ),
    "subtitle": (r"subtitle line|sub-?heading|tag ?line|subtitles?", r"副标题|小标题"),
    "lower_third": (
        r"lower[- ]?thirds?|name ?(?:tag|plate|strap|bar|card)|name and (?:title|role)|nameplate|chyron|name super|strap ?line",
        r"人名条|名字条|名条|名片条|字幕条|下三分之一|姓名条|人物条|名牌|身份条|角标文字|下方条",
    ),
    "caption": (r"captions?|caption text", r"字幕|说明文字|文字说明|台词"),
    "end_card": (
        r"(?:end|ends|close|finish) (?:it |the (?:video|film|movie) |off )?(?:with|on) (?:the (?:words?|text|line|message) )?(?=⟦)|end ?(?:card|screen|title|credits?|slate)s?|(?:end|close|finish)\b.{0,20}\bwith an? (?:card|screen|slide)|card at the end|closing (?:card|title|text|credits?|slide)|outro (?:card|text|title)|final card|thank[- ]?you (?:card|screen|slide)",
        r"片尾字|片尾(?!\d)|结束语|结尾文字|结束页|结束卡|感谢(?:页|卡)|尾页|结尾卡|谢幕",
    ),
    "text": (
        r"texts?|words?|label|sentence|message|line of text|writing|note",
        r"文字|文本|字(?!幕|体|号|节)|一行字|文案|标语|标注|几个字|花字",
    ),
    "transition": (
        r"transitions?|cross ?fad(?:e|es|ing)|dissolv(?:e|es|ing)|cross ?dissolves?|wipes?|fade (?:between|from one)|blend (?:the )?(?:clips|cuts|shots)|smooth (?:out )?(?:the )?(?:cuts|joins|changes)|smoother (?:cuts|changes)|fad(?:e|es|ing) (?:between|from (?:clip|one))",
        r"转场|过渡|叠化|溶解|交叉淡化|过度效果|切换效果|衔接",
    ),
    "logo": (
        r"logos?|watermark|brand(?:ing)? ?mark|icon|badge|emblem|qr(?: ?code)?|sticker|bug",
        r"标志|水印|logo|图标|商标|台标|二维码|角标|徽标|贴纸",
    ),
    "pip": (
        r"picture[- ]in[- ]picture|pip|face ?cam|webcam|inset|overlay(?:ed|ing)?|superimpose|over the (?:top|corner)|on top of",
        r"画中画|叠加|小窗|悬浮|小画面|叠在|盖在",
    ),
    "clip": (
        r"clips?|shots?|scenes?|segments?|parts?|pieces?|sections?|takes?|footage",
        r"片段|段(?!落)|镜头|素材|画面|视频|部分|分镜|个片子",
    ),
    "effect": (r"effects?|filters?|looks?|grading|lut", r"特效|效果|滤镜|风格|调色"),
    "sound": (
        r"sounds?|audio|volume|noise level|natural sound|voice|vocals?|speech|dialogue|talking|loudness|mic|microphone|camera audio",
        r"声音|音频|音量|原声|人声|声|说话声|对白|同期声|响度|麦克风",
    ),
    "voice": (
        r"voices?|vocals?|speech|dialogue|speaker|talking|narration|speaking|(?:my|the) words",
        r"人声|说话|讲话|对白|嗓音|声音小|口播|我的声音",
    ),
    "original": (
        r"original|natural|camera|source|ambient|clip(?:s|'s)?|existing|video'?s?|background",
        r"原|视频|片段|现场|自带|同期|环境|背景",
    ),
    "canvas": (
        r"aspect(?: ratio)?|ratio|canvas|vertical(?:ly)?|portrait|horizontal|landscape|square|widescreen|frame size|format for|reframe|resiz(?:e|ing)|tik ?tok|reels?|shorts?|instagram|youtube|phone (?:screen|format)|mobile|stories|story format|letterbox(?:ed)?|black bars?|dimensions",
        r"画幅|比例|竖屏|横屏|竖版|横版|方形|正方形|画布|抖音|快手|小红书|视频号|竖着|横着|黑边|b站|手机屏|尺寸|方的",
    ),
    "marker": (r"markers?|chapters?|bookmark|flag|mark(?=(?: it| this| the \w+)? @)", r"标记|章节|书签|记号"),
    "photo": (r"photos?|pictures?|images?|stills?|slides?|pics", r"照片|图片|相片|图"),
    "volume": (
        r"volume|loud(?:er|ness|ly)?|quiet(?:er|ly)?|soft(?:er)?|turn (?:it |this |that |everything |the (?:\w+ ){1,2})?(?:up|down)|crank|gain|level|db|decibels?",
        r"音量|大声|小声|响|轻|声音(?:太|有点|再|调|大|小|不够)|分贝|调大|调小|调低|调高|减小|降低|压低|听不(?:清|见|到)",
    ),
    # directions
    "up": (
        r"up|louder|more|higher|increase|increased|raise|boost|stronger|crank|bump|brighter|bigger|larger|greater|amplify|too (?:quiet|soft|low|dark|small|weak|faint|short|subtle|little|dim|dull|flat)|not (?:loud|bright|big|strong) enough|can'?t hear|barely hear|hard to hear|can hardly",
        r"大|高|响|增|提|加(?:强|大|深)|更(?!小|低|暗|轻|慢|淡|少)|强|太(?:小|低|轻|暗|弱|淡|灰|短)|听不(?:清|见|到)|不够(?:大|响|亮|强)|多",
    ),
    "down": (
        r"down|quieter|not (?:so|that|as|too) (?:loud|bright|big|strong|much)|less|lower|decrease|reduce|reduced|softer|weaker|dial (?:it )?(?:back|down)|tone (?:it )?down|turn (?:it |the \w+ )?down|darker|smaller|too (?:loud|high|bright|big|strong|much|large|intense|long|heavy|noisy)|drown\w*|overpower\w*|gentler|subtler|subtle",
        r"小|低|轻|减|降|弱|少|太(?:大|高|响|亮|强|多|吵|重|浓|艳|长|过)|压|暗|淡(?!入|出|化)|柔和|收",
    ),
    "tight": (
        r"tight(?:er|en|ly)?|snapp(?:y|ier)|punchier|aggressive(?:ly)?|faster pac\w+|closer cuts?|quicker cuts?",
        r"紧凑|更紧|紧一点|紧点|利落|干脆|节奏(?:快|紧)|再紧|剪狠",
    ),
    "loose": (
        r"loos(?:e|er|en)|(?:less|not (?:so|as|that|quite as)) tight|breathing room|more (?:room|space|air|breath)|cut(?:s|ting)? (?:into|off) (?:the (?:ends?|starts?|beginnings?|tails?) of )?(?:my |the |some )?(?:words?|sentences?|speech|speaker|me)|clipp(?:ed|ing|s) (?:my |the |some )?(?:words?|sentences?|me)|too (?:tight|choppy|abrupt|aggressive|jumpy)|choppy|less aggressive|gentler cuts?|cut too (?:close|much|tight)|swallow\w*",
        r"松一点|松点|宽松|放松|留多一点|多留|切到(?:我的)?(?:话|字)|剪到(?:我的)?(?:话|字)|吞字|吃字|太紧|太碎|太急|话(?:都)?被(?:剪|切)|剪(?:得)?太(?:多|狠|紧|碎)|呼吸感",
    ),
    "whole": (
        r"whole|entire|everything|all(?: of (?:it|them))?|every (?:clip|shot|scene)|each (?:clip|shot|scene)|throughout|whole (?:time|thing|video)|full length|start to finish|all the way|(?:the )?(?:video|film|movie)",
        r"整个|全部|所有|全程|整(?:段|片|条)|每(?:个|一|段)|始终|一直|从头到尾|全片|都",
    ),
    "complaint": (
        r"(?:is|are|was|looks?|sounds?|seems?|feels?|it'?s|that'?s|they'?re|you)\b.{0,20}\b(?:too|so|super|crazy|insanely|really|very|kind of|a bit|a little|pretty|not .{1,12} enough|cut into|clipped|all over|uneven|inconsistent)|there(?:'s| is| are) (?:too|a lot|so|way)\b|(?:is|are|looks?|'s) (?:\w+ )?(?:tilted|crooked|shaky|noisy|blurry|muffled|grainy|dark|dull|flat|upside down|sideways)|it'?s (?:\w+ )?(?:noisy|dark|blurry|shaky|loud|quiet|boring|long|grainy|dim)|too (?:loud|quiet|dark|bright|long|short|slow|fast|big|small|tight|choppy|abrupt|jumpy|loose)",
        r"太.{1,4}(?:了)?|偏.(?:了)?$|有点.{1,3}(?:了)?$|不够.{1,2}$|听不(?:清|见)|盖(?:住|过)|(?:声音?|人声|音乐)(?:小|大|低)$|被.{0,4}(?:剪|切)",
    ),
    "question": (
        r"(?:how (?:long|many|much|big|loud)|what(?:'?s| is| are| was| were| did| can| do| does)?|which|where(?:'?s| is| are| does)?|when|why|who|is (?:it|there|the|my)|are (?:there|the)|did you|does|do (?:i|you|we)|how do(?:es)?|can i|tell me)\b",
        r"多(?:长|久|少|大)|几(?:个|段|条|秒|分)|什么|哪|吗$|呢$|怎么|是不是|有没有|为什么|如何",
    ),
}


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The compiled pattern of a concept."""
    en, zh = CONCEPTS[name]
    return re.compile(rf"(?<![a-z])(?:{en})(?![a-z])|{zh}")


MOODS: dict[str, str] = {
    "lo-fi": r"lo-?fi|lo fi|chill ?hop|chill(?:ed)?(?: out)?|laid[- ]?back|study|chilled|低保真|洛菲|慵懒",
    "upbeat": r"up-?beat|happ(?:y|ier)|energetic|fun|cheer(?:ful|y)|livel(?:y|ier)|bright|peppy|pop|joyful|exciting|dance|party|fast(?:er)?|playful|positive|motivational|uptempo|corporate|travel|欢快|动感|轻快|快乐|活泼|节奏感|有活力|激昂|热闹|开心|嗨|明快|燃|热血|炸裂|带感|上头|魔性|积极|带劲|劲爆|旅行",
    "calm": r"calm(?:er|ing)?|relax(?:ing|ed)?|soft(?:er)?|gentle|ambient|peaceful|quiet|soothing|slow(?:er)?|mellow|meditat\w+|piano|acoustic|sad(?:der|dest)?|tender|romantic|dreamy|安静|舒缓|轻柔|治愈|平静|放松|柔和|温柔|钢琴|安详|抒情|悠闲|慢一点的|伤感|浪漫|温馨",
    "cinematic": r"cinematic|epic|dramatic|orchestral|trailer|film score|suspense\w*|grand|emotional|inspir\w+|tense|heroic|大气|史诗|电影感|震撼|恢弘|紧张|悬疑|磅礴|戏剧",
}
GENRES = r"jazz|rock|metal|classical|country|hip[- ]?hop|rap|edm|techno|house|blues|reggae|funk|disco|k-?pop|folk|latin|punk|soul|r&b|爵士|摇滚|古典|乡村|嘻哈|说唱|电子|金属|民谣|国风|古风|戏曲|蓝调"
MOOD_NAMES = {
    "lo-fi": ("lo-fi", "Lo-fi"),
    "upbeat": ("upbeat", "欢快"),
    "calm": ("calm", "舒缓"),
    "cinematic": ("cinematic", "电影感"),
}

COLORS: dict[str, tuple[str, str]] = {
    "#ff3b30": (r"red", r"红"),
    "#ff9500": (r"orange", r"橙|橘"),
    "#ffd60a": (r"yellow", r"黄"),
    "#34c759": (r"green", r"绿"),
    "#0b2545": (r"(?:dark|navy|midnight|deep)[- ]blue|navy", r"深蓝|藏青|海军蓝"),
    "#0a84ff": (r"(?<!dark )(?<!dark-)(?<!navy )(?<!deep )(?<!midnight )blue", r"(?<!深)蓝"),
    "#af52de": (r"purple|violet", r"紫"),
    "#ff2d92": (r"pink|magenta", r"粉|品红"),
    "#00c7be": (r"cyan|teal|turquoise", r"青"),
    "#d4a017": (r"gold(?:en)?", r"金"),
    "#8e8e93": (r"gr[ae]y", r"灰"),
    "#000000": (r"black(?! and white)", r"黑(?!白)"),
    "#ffffff": (r"white", r"(?<!黑)白"),
    "#8b5a2b": (r"brown", r"棕|褐"),
}

CORNERS: dict[str, str] = {
    "top-left": r"(?:top|upper)[- ]left|left[- ]top|左上",
    "top-right": r"(?:top|upper)[- ]right|right[- ]top|右上",
    "bottom-left": r"(?:bottom|lower)[- ]left|left[- ]bottom|左下",
    "bottom-right": r"(?:bottom|lower)[- ]right|right[- ]bottom|右下",
    "full": r"full[- ]?(?:screen|frame)|cover the (?:whole )?(?:screen|frame)|全屏|铺满|满屏",
    "center": r"cent(?:er|re)|middle of the (?:screen|frame|picture)|正中|居中|(?:屏幕|画面)?中(?:间|央)",
}

ASPECTS: dict[str, str] = {
    "9:16": r"9\s*[:：x×/]\s*16|vertical(?:ly)?|portrait|tik ?tok|reels?|(?:youtube )?shorts|stories|story format|(?:insta(?:gram)?|ig|facebook) story|(?:i|smart)?phone (?:screen|format)|for (?:my |a )?(?:phone|mobile)|竖屏|竖版|竖着|竖的|抖音|快手|视频号|竖向|手机屏",
    "1:1": r"1\s*[:：x×/]\s*1(?!\d)|square|方形|正方形|方的|方屏",
    "4:5": r"4\s*[:：x×/]\s*5|instagram (?:post|feed)|ins帖|小红书",
    "4:3": r"4\s*[:：x×/]\s*3",
    "3:4": r"3\s*[:：x×/]\s*4",
    "21:9": r"21\s*[:：x×/]\s*9|ultra-?wide|cinemascope|宽银幕|超宽",
    "2.39:1": r"2\.(?:39|35)\s*[:：]\s*1",
    "16:9": r"16\s*[:：x×/]\s*9|horizontal|landscape|wide ?screen|youtube|横屏|横版|横着|横的|宽屏|b站",
}

FORMATS = ("mp4", "mov", "webm", "mkv", "gif", "mp3", "wav")
ACCEPTED = "mp4, mov, avi, webm, mkv, jpg, png, gif, webp, mp3, wav, m4a, aac"

ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5,
    "5th": 5, "sixth": 6, "6th": 6, "seventh": 7, "7th": 7, "eighth": 8, "8th": 8, "ninth": 9, "9th": 9,
    "tenth": 10, "10th": 10, "eleventh": 11, "11th": 11, "twelfth": 12, "12th": 12,
}  # fmt: skip


def mood(text: str) -> str | None:
    """The mood of music that a text names."""
    for name, words in MOODS.items():
        if re.search(rf"(?<![a-z])(?:{words})(?![a-z])", text):
            return name
    return None


def color(text: str) -> str | None:
    """The colour that a text names, as #rrggbb."""
    if found := re.search(r"#[0-9a-f]{6}\b", text):
        return found[0]
    for value, (en, zh) in COLORS.items():
        if re.search(rf"(?<![a-z])(?:{en})(?![a-z])|(?:{zh})色?", text):
            return value
    return None


def colors(text: str) -> list[str]:
    """All the colours that a text names, in its order."""
    found = [
        (match.start(), value)
        for value, (en, zh) in COLORS.items()
        for match in re.finditer(rf"(?<![a-z])(?:{en})(?![a-z])|(?:{zh})色?", text)
    ]
    return [value for _, value in sorted(found)]


def corner(text: str) -> str | None:
    """The corner (or full, or centre) that a text names."""
    return next((name for name, words in CORNERS.items() if re.search(words, text)), None)


def corners(text: str) -> list[str]:
    """All the corners that a text names, in its order."""
    found = [
        (match.start(), name)
        for name, words in CORNERS.items()
        for match in re.finditer(words, text)
        if "-" in name
    ]
    return [name for _, name in sorted(found)]


def aspect(text: str) -> str | None:
    """The aspect ratio that a text names or implies."""
    said = re.search(r"(?<![\d.])(\d{1,2}(?:\.\d+)?)\s*(?::|：|比|/| by | to )\s*(\d{1,2})(?![\d.])", text)
    if said and (name := f"{said[1]}:{said[2]}") in ASPECTS:
        return name
    return next(
        (name for name, words in ASPECTS.items() if re.search(rf"(?<![a-z\d])(?:{words})", text)), None
    )
