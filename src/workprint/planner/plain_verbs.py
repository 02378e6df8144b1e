"""Plain verbs and things, and the operations that stand for them."""

from __future__ import annotations

DOES: tuple[tuple[str, str, str], ...] = (
    # what is asked for in plain words, and a word of the operations that do it
    (
        "reverse",
        r"\brevers(?:e|ed|ing)\b(?! (?:the )?(?:order|clips))|\bbackwards?\b|倒放|倒播|反着放",
        r"reverse|reorder|flip",
    ),
    (
        "mute",
        r"\bmut(?:e|ed|ing)\b|(?<!取消)(?<!解除)静音(?!的?(?:部分|片段|段|处))",
        r"mute|volume|silence|detach|sound|cut_silences|export|voice_over",
    ),
    (
        "move",
        r"[放移挪摆](?:到|在)?最[前后](?:面|边)?(?=$|[,，。])",
        r"move|reorder|insert|append|swap|overlay|text|music|voice|take_each|slideshow|remove|broll|keep_ranges",
    ),
    (
        "logo",
        r"[放加贴叠](?:上|个|1个)?\s*logo(?!\.)",
        r"overlay|insert|append|text|remove|set_|move|loop|broll",
    ),
    ("unlike", r"不同的?转场|随机(?:的)?转场|\b(?:different|random) transitions\b", r"(?!)"),
    (
        "copy",
        r"复制|\bduplicat(?:e|ed|ing)\b",
        r"loop|insert|append|overlay|text|effect|broll|music|voice|remove|marker",
    ),
    ("freeze", r"\bfreez(?:e|es|ing)\b|定格", r"freeze"),
    (
        "delete",
        r"\bdelet(?:e|ed|ing)\b|删(?:掉|除|去|了)?",
        r"remove|delete|drop|cut|keep|trim|lift|detach|mute|set_text|clear|take|volume|\boff\b|\bagain\b",
    ),
    (
        "export",
        r"\bexport(?:ed|ing)?\b|\brender\b|导出|渲染|输出",
        r"export|render|preview|download|status|set_canvas|chapters|subtitles",
    ),
    ("split", r"\bsplit\b(?![- ]?screen)|分割|切开", r"split|set_speed|detach|trim|delete|chapters"),
    ("swap", r"\bswap\b|对调|互换", r"swap|replace|reorder|move|insert|append|music"),
    (
        "title",
        r"(?<!after the )(?<!once the )(?<!when the )(?<!until the )(?<!before the )(?<!under the )\btitle\b|(?<!子)(?<!主)标题",
        r"text|title|remove|move|set_(?!speed|canvas|loudness|rate)|export|rename|marker|undo",
    ),
    (
        "music",
        r"\b(?:music|bgm|soundtrack)\b|音乐|配乐",
        r"music|sound|volume|duck|loud|remove|set_effect|export|mute|undo|trim|set_duration|move|delete|punch|beat",
    ),
    (
        "captions",
        r"\b(?:captions?|subtitles?)\b|字幕",
        r"caption|text|subtitle|remove|move|set_(?!speed|loudness|rate)|export|undo|volume|scene|marker|chapter|correct|title|keys|mosaic|blur|crop|overlay|silence|add_effect|place|mute",
    ),
    (
        "fillers",
        r"\b(?:ums?|uhs?|filler(?: words?)?)\b|语气词|口头禅",
        r"filler|words|text|caption|undo|marker|retake",
    ),
    (
        "webcam",
        r"\b(?:web ?cam|face ?cam)\b|摄像头",
        r"overlay|split_screen|place|remove|set_|add_effect|insert|append|move|mute|crop|zoom|undo",
    ),
    (
        "transition",
        r"\btransitions?\b|\bcross ?fades?\b|\bdissolves?\b|转场|叠化",
        r"transition|slideshow|take_each|fade|add_effect|undo|broll",
    ),
    (
        "upright",
        r"\bvertical(?:ly)?\b|\bportrait\b|竖屏|横屏|方形|\bsquare\b",
        r"set_canvas|reframe|export|place|split_screen|flip|rotate|overlay|crop|wipe|slide|push",
    ),
    ("louder", r"\b(?:louder|quieter)\b", r"volume|gain|music|loud|sound|duck|voice"),
    (
        "fade",
        r"\bfad(?:e|es|ing)\b(?! (?:to|through|from) (?:black|white))|淡入|淡出",
        r"fade|transition|dissolve|set_|remove|silence|ducking",
    ),
    ("black and white", r"\bblack and white\b|黑白(?!边)", r"black_and_white|set_text|add_text"),
    (
        "speed",
        r"\bspeed (?:\w+ ){0,3}up\b|\bslow (?:\w+ ){0,2}down\b|\bfaster\b|加速|减速|慢放(?!大)|快放|\b(?:twice|half|\d+ times) as (?:fast|slow)\b|\b(?:double|half) speed\b|倍速|半速",
        r"speed|voice_over|cut_silences|ken_burns|zoom|transition|music|tempo|scroll|preview",
    ),
    (
        "move",
        r"\b(?:put|move) (?:it|that|them) (?:first|last)\b|\b(?:put|move|place|bring) (?:it|that|them|the (?:copy|\w+ (?:clip|one)|\w+)) (?:at|to) the (?:very )?(?:start|beginning|front|end|back)\b",
        r"move|append|insert|overlay|add_|reorder|swap|set_(?!speed)|place|import|loop|style|broll|slideshow|export",
    ),
    (
        "retakes",
        r"\b(?:retakes|repeated (?:takes|sentences|lines)|false starts|bloopers|flubs)\b",
        r"retake|words|undo|marker|text|caption|story|highlight",
    ),
    ("pops", r"\b(?:breaths?|pauses?|silences?) and (?:the )?(?:mouth )?(?:clicks?|pops?)\b", r"click"),
    (
        "pauses",
        r"\b(?:silences|pauses|dead air)\b|停顿",
        r"silence|filler|retake|words|delete|trim|undo|marker|idle|story|highlight|freeze|zoom|punch|caption|text|volume|mute|duck|broll|voice",
    ),
)
"""What is asked for in plain words: the name, the words, and what is in the names of the operations that do it."""
