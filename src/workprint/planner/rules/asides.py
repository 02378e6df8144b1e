"""Ways of saying that stand beside the plain ones: music by what is on screen, the lengths of pauses, both
clips, what a cut would leave, clips by their shape, and what does not leave this machine."""

from __future__ import annotations

import re

from ..bench import Bench, decline
from ..clause import Clause
from ..span import written
from ..targets import style_of
from . import music, screens, silences
from .levels import direction_of, has_gain, level
from .rule import Rule

_MUSIC = re.compile(r"\b(?:music|bgm|soundtrack|song)\b|音乐|配乐")
_ABRUPT = re.compile(
    r"\b(?P<in>(?:starts?|begins?|comes? in|kicks? in)|(?:ends?|stops?|finish(?:es)?|cuts? (?:off|out)))\b.{0,12}\b(?:abrupt|sudden|hard|harsh|too fast|jarring)\w*|(?P<zh>开始|进来|出现|结束|停)(?:得)?(?:太|有点)?(?:突然|生硬|突兀)"
)
_BEFORE_END = re.compile(
    r"\b(?:stop|end|finish|cut)s?\b.{0,24}@([\d.]+)@ (?:before|from) the (?:very )?end|(?:结束|结尾)前\s*@([\d.]+)@.{0,4}(?:停|结束)"
)
_IN_AND_OUT = re.compile(
    r"\bfade\b.{0,20}\bin (?:over|for|in) @([\d.]+)@,? and (?:fade )?(?:it )?out (?:over|for|in) (?:the last )?@?([\d.]+)@?$"
)
_WHILE = re.compile(
    r"\b(?:while|when|during|under|whenever)\b.{0,12}\b(?P<what>captions?|titles?|texts?|subtitles?)\b|(?P<zh>字幕|标题|文字)(?:出现|显示)?(?:的)?(?:时候|时|期间)"
)
_STEP = 1.75


def of_music(c: Clause, bench: Bench) -> bool:
    """Where the music starts or ends hard, stops early, or is quieter while there is text."""
    if not _MUSIC.search(c.text) or c.quotes:
        return False
    if not bench.music:
        return _none(bench) if _ABRUPT.search(c.text) or _BEFORE_END.search(c.text) else False
    ids = [p.id for p in bench.music]
    if (both_ways := _IN_AND_OUT.search(c.own)) is not None:
        for effect, seconds in zip(("sound_fade_in", "sound_fade_out"), both_ways.groups(), strict=True):
            bench.do("add_effect", targets=ids, effect=effect, params={"duration": float(seconds)})
        return True
    if (hard := _ABRUPT.search(c.text)) is not None:
        said = hard["in"] or hard["zh"]
        into = re.match(r"start|begin|come|kick|开始|进来|出现", said) is not None
        effect = "sound_fade_in" if into else "sound_fade_out"
        return bench.do("add_effect", targets=ids, effect=effect, params={"duration": 2.0})
    if (early := _BEFORE_END.search(c.text)) is not None:
        now = bench.music[0]
        end = bench.duration - float(early[1] or early[2])
        return end > now.start and music.again(bench, now.start, end)
    return _under_text(c, bench)


def _none(bench: Bench) -> bool:
    return decline(
        "no_music",
        "There is no music in the film to change. Say “add lo-fi music at 35%” to add some.",
        "影片里没有音乐可以调整。可以说“加 lo-fi 音乐 35%”。",
    )


def _under_text(c: Clause, bench: Bench) -> bool:
    found, direction, gain = _WHILE.search(c.text), direction_of(c), has_gain(c)
    if found is None or not (direction or gain is not None):
        return False
    titles = (found["what"] or "").startswith("title") or found["zh"] == "标题"
    style = "title" if titles else "caption"
    shown = [
        p
        for p in bench.texts
        if (style_of(p) == style or (found["what"] or found["zh"]) in ("text", "texts", "文字"))
    ]
    if not shown:
        decline(
            "no_such_text",
            f"There are no {style}s in the film, so the music was left as it is.",
            f"影片里没有{'标题' if titles else '字幕'}，音乐没有改动。",
        )
    old = level(bench)
    wanted = gain if gain is not None else round(old * _STEP if direction > 0 else old / _STEP, 3)
    for start, end in _merged([(p.start, p.end) for p in shown]):
        bench.do("set_music", gain=wanted, start=start, end=end)
    return True


def _merged(spans: list[tuple[float, float]], gap: float = 1.0) -> list[tuple[float, float]]:
    """Spans in order, those that nearly meet as one."""
    found: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if found and start - found[-1][1] < gap:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


_TO_LENGTH = re.compile(
    r"^(?:and |but |just |only )*(?:shorten|cut|trim|reduce|bring|make|squeeze) (?:them|those|these|it)(?: all)?(?: down)?(?: to)? (?:about |around |at most )?@([\d.]+)@(?: (?:long|each|instead))*$|^(?:只|就)?(?:把它们)?(?:都)?(?:缩短|压缩|剪)(?:到|成|为)\s*@([\d.]+)@$"
)
_PAUSES = re.compile(r"\b(?:pauses?|silences?|gaps?|dead air)\b|停顿|静音|空白", re.IGNORECASE)


def pauses_to(c: Clause, bench: Bench) -> bool:
    """ "Don't cut the pauses, just shorten them to half a second"."""
    found = _TO_LENGTH.match(c.own.strip(" ,.。"))
    if not found or bench.steps or not _PAUSES.search(c.original):
        return False
    length = float(found[1] or found[2])
    bench.ensure_film()
    return bench.do("cut_silences", min_silence=length, pad=round(length / 2, 3))


_WOULD = re.compile(
    r"\b(?:how (?:long|short)|what(?: length)?)\b.{0,16}\b(?:will|would|'ll)\b.{0,24}\b(?:after|if|once|when|without|with)\b|(?:去掉|剪掉|删掉).{0,8}(?:停顿|静音|空白).{0,6}(?:之后|以后|后)?(?:会)?(?:还)?(?:剩|有)?多长"
)


def would_be(c: Clause, bench: Bench) -> bool:
    """ "How long will it be without the pauses?": made, measured and taken back."""
    if not _WOULD.search(c.text) or not c.says("silence"):
        return False
    mark, before = bench.mark(), bench.duration
    said = Clause("remove the silences", (), "en")
    done = silences.cut_silences(said, bench)
    pending = done and bench.steps[-1].pending
    after, needs = bench.duration, bench.needs[mark.needs :]
    bench.back(mark)
    if pending:
        bench.needs += needs
        bench.tell("The pauses have to be found first.", "要先找出停顿。")
        return True
    bench.tell(
        f"Without its pauses the film would be {written(after)} long (now {written(before)}). Nothing was changed; say “remove the pauses” to do it.",
        f"去掉停顿后大约 {written(after)}（现在 {written(before)}）。没有改动；要剪就说“去掉停顿”。",
    )
    return True


_BOTH = re.compile(
    r"^(?:no,? )?(?:(?:on|to|for|do) )?(?:it )?(?:on |to |for )?(?:both|all(?: of them)?|every(?: clip| one)|all (?:the )?clips)(?: of them| clips)?(?: too)?(?: please)?$|^(?:两个|两段|全部|所有的?|每段)(?:片段)?都?(?:要|加|用)(?:上)?$"
)


def both(c: Clause, bench: Bench) -> bool:
    """ "On both please": the last edit, on every clip of the film."""
    last = bench.last_edit()
    if not _BOTH.match(c.own.strip(" ,.。")) or last is None or bench.steps:
        return False
    key = next((k for k in ("targets", "clips") if last.params.get(k)), "")
    film = [p.id for p in bench.film]
    now = list(last.params.get(key) or ())
    rest = [i for i in film if i not in now]
    if not key or not now or not set(now) <= set(film) or not rest:
        return False
    return bench.do(last.op, **{**last.params, key: rest})


_SHAPE = re.compile(
    r"\b(?P<how>only|just|keep|remove|delete|drop|use|take|lose)\b.{0,12}\b(?:the )?(?P<en>horizontal|landscape|widescreen|vertical|portrait|upright) (?:ones|clips|shots|videos|footage|files|photos|pictures)$|(?P<zh_how>只|去掉|删掉|删除|保留).{0,4}(?P<zh>横屏|横的|横拍|竖屏|竖的|竖拍)的?(?:视频|素材|片段|照片)?$"
)


def shape(c: Clause, bench: Bench) -> bool:
    """ "Use only the horizontal ones": clips by the shape of their picture."""
    found = _SHAPE.search(c.own.strip(" ,.。"))
    if not found or c.quotes:
        return False
    wide = (found["en"] or found["zh"])[:1] in "hlw横"
    away = (found["how"] or found["zh_how"]) in ("remove", "delete", "drop", "lose", "去掉", "删掉", "删除")
    pictures = {f.id: f.video.width > f.video.height for f in bench.timeline.media if f.video is not None}
    if not pictures:
        return False
    if not bench.film:
        ids = [i for i, is_wide in pictures.items() if (is_wide == wide) != away]
        for media in ids:
            bench.do("append", media=media)
        return bool(ids) or _no_shape(wide)
    gone = [p.id for p in bench.film if p.media in pictures and (pictures[p.media] == wide) == away]
    if len(gone) == len(bench.film):
        return _no_shape(wide)
    return bench.do("remove", ids=gone) if gone else bench.chatted()


def _no_shape(wide: bool) -> bool:
    return decline(
        "no_such_clip",
        f"No clip is {'wider than it is high' if wide else 'higher than it is wide'}, so nothing was changed.",
        f"没有{'横' if wide else '竖'}的片段，所以没有改动。",
    )


_SENDS = re.compile(
    r"\b(?:e-?mail|text|whatsapp|airdrop|message|dm)\b (?:it|this|that|me|him|her|them|the \w+|my \w+)\b|\b(?:send|share|forward)\b.{0,24}\b(?:to|by|via|over) (?:\w+ ){0,2}(?:e-?mail|whatsapp|phone|boss|client|team|inbox|telegram|wechat)\b|\b(?:notify|ping|alert) me\b|(?:发|传)(?:给|到)(?:我的?)?(?:邮箱|邮件|手机|微信|老板|客户)"
)


_SHOWS = re.compile(
    r"^(?:please )?(?:add|put|show|write|display|title|caption|overlay)\b|\bon[ -]?screen\b|^(?:加|显示|写|标)|屏幕"
)


def sends(c: Clause, bench: Bench) -> bool:
    """Raises `Declined`: nothing is sent from here."""
    if not _SENDS.search(c.text) or c.quotes or _SHOWS.search(c.text):
        return False
    decline(
        "missing_sending",
        "Nothing is sent from here: no mail, no messages. Say “export”; the reply has the link to the finished file, and “where is my video?” finds it again.",
        "这里不会发邮件或消息。说“导出”，回复里有成片的链接；之后说“我的视频在哪”也能找到。",
    )
    return True


_SPOT = re.compile(r"\bspot ?light\b|聚光灯?")


def spotlight(c: Clause, bench: Bench) -> bool:
    """Raises `Declined`: where something is on the screen is not known by its name."""
    if not _SPOT.search(c.text) or c.has(
        r"\b(?:cursor|mouse|pointer|clicks?|faces?|off|remove|delete)\b|光标|鼠标|点击|脸"
    ):
        return False
    when = c.times.range
    at = ""
    if when is not None and when.kind == "range" and (span := when.range(bench.duration)) is not None:
        at = f" from {written(span[0])} to {written(span[1])}"
    decline(
        "missing_spotlight",
        f"I cannot tell where that is on the screen by its name, and a light is laid on the cursor only (“spotlight the cursor”). Name the place and I get closer: “zoom in on the top left{at}”.",
        "仅凭名字不知道它在画面的哪里，聚光灯也只能跟着光标（“光标聚光灯”）。告诉我位置就能放大，比如“放大左上角”。",
    )
    return True


_PHOTOS_EACH = re.compile(
    r"^(?:show |put |play |use |make )?(?:the |my |all )*(?:photos|pictures|images|pics)\b.{0,12}@[\d.]+@ (?:each|apiece|per)\b|^(?:照片|图片)每张\s*@"
)


def photos_each(c: Clause, bench: Bench) -> bool:
    """ "Photos two seconds each with crossfades": a slideshow, where nothing is on the film yet."""
    if bench.film or not _PHOTOS_EACH.search(c.own) or c.quotes:
        return False
    return screens.slideshow(Clause(f"slideshow {c.own}", (), c.lang), bench)


RULES = (
    *map(Rule, (sends, spotlight, of_music, pauses_to, would_be, both, photos_each)),
    Rule(shape, sparing=True),
)
