"""What a request says must stay as it is: "keep the music", "leave clip 3", 街道保持彩色. It is no edit;
where the edit before it reached that far, the edit is made again without it."""

from __future__ import annotations

import re

from ..bench import Bench
from ..clause import Clause
from ..reference import NEVER, points
from ..targets import called, clips
from .rule import Rule

_THING = r"(?:background )?(?:pauses?|silences?|gaps?|breaths?|ums?(?: and (?:u|a)hs?)?|fillers?|filler words|music|bgm|soundtrack|songs?|sound|audio|voices?|narration|speech|titles?|captions?|subtitles?|texts?|logo|watermark|transitions?|effects?|colou?rs?|picture|length|order|speed|rest|others?|everything else)"
_THING_ZH = r"(?:背景)?(?:音乐|配乐|歌|声音|原声|人声|旁白|标题|字幕|文字|logo|水印|转场|效果|滤镜|颜色|色彩|画面|长度|时长|顺序|速度|其[他余它](?:的|部分|片段)?|别的|剩下的)"
_KEPT = re.compile(
    rf"^(?:but |and |also |please )*(?:keep(?:ing)?|leave|leaving|preserve|don'?t (?:touch|change|remove|delete|cut|lose)|not) (?:the |my |all |original |its )*{_THING}(?: and (?:the |my )?{_THING})*(?: as (?:it is|they are|is)| alone| untouched| unchanged| there| where it is| the same| intact| playing)?$|"
    rf"^(?:但|不过|并|都|请)*(?:保留|保持|留着|不要动|别动|不动|不要改|别改)(?:原(?:来|有)的?|所有|全部|我的|好)*{_THING_ZH}(?:不变|不动)?$|^(?:但|不过)*(?:原(?:来|有)的?|所有|全部|我的)*{_THING_ZH}(?:要|都|也|就)?(?:保留|保持(?:不变|原样)?|不变|留着|不要动|别动|不动|不要改|别改|照旧|原样)$"
)
_SPARED = re.compile(
    r"^(?:but |and |just |please )*(?:leave(?! (?:only|just|out)\b| .{1,30} out$)|spare|don'?t (?:touch|change)|not|except|keep(?=.* (?:as|in colou?r|untouched|unchanged|the same|normal|whole|intact|complete|in full|full length|alone)))\b|^(?:但|不过|只有|唯独|除了)?.{1,14}?(?:除外|不要动|别动|不动|不变|不用(?:动|改|变)?|保持(?:原样|不变|原来|彩色|原色|正常)|保留(?:彩色|原色|原样)|还是(?:彩色|原样))$"
)
_REST = re.compile(
    r"(?:delete|remove|cut|drop|get rid of) (?:all )?(?:the )?(?:rest|others?|everything else)$|(?:其[他余它]|剩下|别)的?(?:都|全|全部)*(?:删掉|删除|去掉|剪掉|删|不要)了?$"
)


_JUST_KEEP = re.compile(
    r"^(?:please |so |and )*(?:keep|leave)(?: in)? (?!only\b|just\b).{2,30}$|^(?:保留|留下?)(?!的).{1,12}$"
)


def stays(c: Clause, bench: Bench) -> bool:
    """ "Keep the beach" in a row of what becomes of each clip takes nothing away: "keep the beach, lose the
    street, speed the sunset up"."""
    if c.quotes or c.times.ranges or c.times.lengths or not _JUST_KEEP.match(c.own.strip(" ,.。")):
        return False
    ids = set(clips(c, bench))
    return bool(ids) and any(_named(text, c, bench) - ids for text in c.others) and bench.chatted()


def _named(text: str, c: Clause, bench: Bench) -> set[str]:
    """The clips that another clause points at."""
    return set(clips(c, bench, text)) if points(text, called(bench)) else set()


def _bare_numbers(c: Clause) -> str:
    """ "leave 2 in colour" after "black and white on 1 and 3" means clip 2."""
    return re.sub(r"\b(leave|not|except|keep) (\d+)\b(?! *(?:%|@|x\b))", r"\1 clip \2", c.text)


def spare(c: Clause, bench: Bench) -> bool:
    """Nothing is done to what is to stay."""
    if c.quotes or c.times.ranges or c.amount.percent is not None:
        return False
    if _KEPT.match(c.own.strip(" ,.。")):
        return bench.chatted()
    if (
        _REST.match(c.own.strip(" ,.。"))
        and bench.steps
        and bench.steps[-1].edit.op in ("remove", "keep_range", "keep_ranges", "trim")
    ):
        return bench.chatted()
    own = c.own.strip(" ,.。")
    never = NEVER.match(own) and not re.search(r"\b(?:too|so|more than|instead)\b|太|那么|这么|过", own)
    if not never and not _SPARED.match(c.own.strip(" ,.。")):
        return False
    ids = clips(c, bench, _bare_numbers(c))
    if never and not ids:
        return bench.chatted()
    if ids and not bench.steps:
        bench.spared = ids
        return bench.chatted()
    return bool(ids) and bench.spare(ids)


RULES = (Rule(stays, sparing=True), Rule(spare, sparing=True))
