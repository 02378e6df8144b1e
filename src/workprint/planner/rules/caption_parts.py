"""Captions of a part of the film, one of them, and what is wrong with them: taken away there, later or earlier,
off faces, other words; and what cannot be done with them."""

from __future__ import annotations

import re
from typing import Any, get_args

from workprint.ops import registry
from workprint.ops.text import PresetName

from ..bench import Bench, Placed, ask, decline
from ..clause import Clause
from ..span import inside, span
from ..targets import clips
from ..words import ORDINALS
from .missing import Lack
from .rule import Rule

CAPTIONS = re.compile(
    r"\b(?:captions?|captioned|captioning|subtitles?|subtitled|subtitling|subs|closed captions|cc)\b|字幕|台词"
)
_REMOVE = re.compile(
    r"\b(?:remove|delete|hide|no|without|turn off|get rid of|clear|drop|take (?:off|away|out)|don'?t (?:show|want|need))\b|\boff\b(?! (?:my|the|his|her|their|faces?))|不要|去掉|删|移除|关掉|隐藏|取消|清除|别加|不显示|没有"
)
_ONLY = re.compile(r"\bonly\b|\bjust\b|只|仅")
_ORDINAL = "|".join((*ORDINALS, r"last", r"final", r"\d+(?:st|nd|rd|th)"))
_NTH = re.compile(
    rf"\b({_ORDINAL}) (?:caption|subtitle|sub)s?\b|\b(?:caption|subtitle) (?:number |no\.? ?|#)?(\d+)\b|第\s*(\d+)\s*(?:条|句|个|段)字幕|(最后)(?:一|1)?(?:条|句|个)字幕"
)
_WRONG = re.compile(
    r"\btypos?\b|\bmisspel\w+|\bspell?ing (?:mistake|error)s?|\b(?:mistake|error)s?\b|\bwrong words?\b|错别字|错字|打错|写错|有错|拼错"
)
_SWALLOWED = re.compile(
    r"\b(?:hard|difficult|impossible|not easy) to (?:read|see)\b|\b(?:can'?t|cannot|can not|could(?:n'?t| not)) (?:\w+ )?(?:read|see)\b|\bunreadable\b|\billegible\b|\bmore (?:readable|legible|visible|contrast)\b|\b(?:readable|legible)\b|\bstand out\b|看不(?:清|见|到)|读不清|不清楚|清楚(?:一)?[点些]|不明显|太淡|认不出"
)
HIDES = re.compile(
    r"\b(?:cover|covers|covering|hide|hides|hiding|block|blocks|blocking|over|overlap\w*|on top of|in front of)\b.{0,16}\bfaces?\b|\b(?:off|away from|clear of|avoid\w*|not (?:on|over)|don'?t cover)\b.{0,14}\bfaces?\b|(?:挡|遮|盖)(?:住|到|着)?(?:了|我|他|她|人)*(?:的)?脸|(?:避开|不要挡|别挡|不挡|躲开|让开|离开)(?:住)?(?:人|我)?(?:的)?脸"
)
_PLACED = re.compile(
    r"\b(?:higher|up|lower|down|top|bottom|left|right|bigger|larger|box)\b|(?:往|向|放|移)(?:到)?[上下左右]|[上下][移面方边]|高一?点|大一?点|底框|黑底"
)
_LATER = re.compile(r"\b(?:later?|delay\w*|behind|after)\b|推迟|延后|延迟|晚|往后|后移")
_EARLIER = re.compile(r"\b(?:earl(?:y|ier)|sooner|ahead|before|forward)\b|提前|提早|早|往前|前移")
_APART = re.compile(
    r"\b(?:out of|not in|in|off) sync\b|\b(?:sync|resync|synchroni[sz]e)\b|\bdon'?t match (?:the |my |what )|\blag(?:s|ging)?\b|\btoo (?:early|late)\b|对不上|不同步|不对(?:齐|应)|对不齐|太早|太晚|慢了|快了"
)
_LACKS = (
    Lack("speakers", r"\bspeakers?\b|\bonly (?:what )?(?:the )?(?:man|woman|guy|girl|host|guest|interviewer|first person|second person|\w+)(?:'s)? (?:says?|words?|lines?|part)\b|\bonly (?:the )?(?:man|woman|guy|girl|host|guest|interviewer|\w+ person)$|(?:说话人|主持人|嘉宾|男的|女的|第\d+个人|某个人|他|她)(?:说)?的?(?:话|部分)",
         "Who is speaking is not told apart in this release, so captions of one speaker alone cannot be made. Say where they speak: “caption 0:10 to 0:25”.",
         "当前版本不区分说话人，不能只给某一个人的话配字幕。可以说出他说话的时间：“给0:10到0:25配字幕”。"),
    Lack("translate", r"\bbilingual\b|\b(?:two|2|both|dual) languages?\b|\bdual[- ]language\b|双语|(?:中英|中英文|两种语言|2种语言)",
         "Translation is not in this release, so captions come in the language that is spoken: “caption it”. For two languages give a subtitle file whose cues have both lines: talk.mp4 talk.srt “use talk.srt as captions”.",
         "当前版本没有翻译，只能按所说的语言配字幕（“加字幕”）。要双语字幕，请随素材提供每条含两行文字的字幕文件：talk.mp4 talk.srt “用 talk.srt 做字幕”。"),
    Lack("caption_words", r"\b(?:highlight|colou?r|mark|emphasi[sz]e|underline|make|turn|bold)\w*\b.{0,20}\b(?:the )?(?:words?|keywords?|key words?|names?)\b.{0,30}(?:⟦|\bin (?:red|yellow|green|blue|bold)|\bkey)(?!.{0,16}\b(?:to|with|into)\b)|\bkey ?words?\b|关键词|重点词|某些词|个别词",
         "Single words of captions cannot get a look of their own in this release. “highlight each word as it is spoken” marks them as they are said; “make the second caption red” changes one caption.",
         "当前版本不能给字幕里的个别词单独设样式。“逐字高亮”会随说话标出每个词，“第二条字幕改成红色”可以改一整条。",
         unless=r"as (?:it|they)|spoken|逐"),
    Lack("caption_letters", r"\b(?:punctuation|commas|full stops|periods)\b|标点|逗号|句号",
         "Punctuation of captions stays as it is said in this release. Change a caption by its words (“change the second caption to 'HELLO'”), or give a subtitle file that is written so.",
         "当前版本不能统一改变字幕的标点。可以逐条修改（“第二条字幕改成‘你好’”），或提供写好的字幕文件。"),
    Lack("caption_cuts", r"\b(?:split|merge|join|combine)\b|拆成|拆分|合并|合成(?:一|1)条|连成",
         "Captions cannot be parted or joined one by one in this release. “at most 5 words per caption” makes all of them shorter, “two lines” longer.",
         "当前版本不能单独拆分或合并某几条字幕。“每条字幕最多5个词”可以让所有字幕变短。"),
    Lack("caption_signs", r"\bemojis?\b|\bstickers?\b|\bicons?\b|\bsound(?:s)? (?:description|effect)s?\b|\bfor the (?:deaf|hearing impaired)\b|\bsdh\b|表情|贴纸|听障",
         "Captions show what is said, in words: emoji, stickers and descriptions of sounds are not put in by this release. Text of your own can be added: “add the caption '[applause]' from 0:02 to 0:04”.",
         "字幕只显示所说的话，当前版本不会自动加表情、贴纸或声音说明。可以自己加文字：“0:02到0:04加字幕‘[掌声]’”。"),
    Lack("caption_font", r"\b(?:arial|helvetica|montserrat|roboto|futura|bebas|comic sans|times new roman|georgia|proxima|poppins|calibri|verdana|courier|cursive|handwritten|handwriting|calligraphy)\b|微软雅黑|思源|楷体|仿宋|苹方|圆体|手写体",
         "That font is not here. There are sans, serif, mono and heavy: “captions in a serif font”.",
         "这里没有该字体。可用的有无衬线（黑体）、衬线（宋体）、等宽和超粗体：“字幕用宋体”。"),
)  # fmt: skip


def made(bench: Bench) -> list[Placed]:
    """The captions of the speech, in order of time."""
    return [p for p in bench.texts if p.track.role == "captions"]


def part_of(c: Clause, bench: Bench) -> tuple[float, float] | None:
    """The part of the film that a clause is about, in seconds; None where it names none."""
    where = span(c, bench)
    if where.start is not None and where.end is not None and not where.whole and c.times.ranges:
        return inside(where.start, where.end, bench)
    named = [p for i in clips(c, bench) if (p := bench.locate(i)) is not None]
    if named:
        return min(p.start for p in named), max(p.end for p in named)
    return None


def shown_in(c: Clause, bench: Bench) -> dict[str, float]:
    """The range of the captions that a clause names: of a part, or at a moment. Raises `Declined` where none
    is there."""
    part = part_of(c, bench)
    if (
        part is None
        and c.times.point is not None
        and "@" in c.text
        and (at := span(c, bench).point) is not None
    ):
        part = (at, at)
    if part is None:
        return {}
    if not any(p.start <= part[1] and part[0] < p.end for p in made(bench)):
        decline("nothing_to_do", "There are no captions there.", "那里没有字幕。")
    return {"start": part[0], "end": part[1]}


_STYLES = re.compile(
    r"\b(?:which|what|list|show)\b.{0,24}\b(?:caption|subtitle)s? (?:styles?|looks?|presets?)\b|\b(?:different|another|other|new|change the) (?:caption|subtitle)s?(?:'s)? (?:style|look)\b|(?:有|是)(?:哪些|什么)字幕(?:样式|风格)|字幕(?:有|都有)(?:哪些|什么)(?:样式|风格)|字幕(?:换|改)(?:一)?(?:个|种)(?:样式|风格)$"
)
_LONGER = re.compile(
    r"\b(?:longer|disappear|too (?:fast|quick|short)|stay|linger)\b|停留|消失|太快|久一?点|显示时间"
)
_SHORTER = re.compile(r"\b(?:shorter|fewer words|less text|too (?:long|much))\b|短一?[点些]|太长|字太多")
_OPENING = re.compile(r"\b(?:intro|opening|beginning|start|outro|ending|end)\b|片头|开头|片尾|结尾")


def answered(c: Clause, bench: Bench) -> bool:
    """What the styles are; and what has to be asked before anything is done."""
    if not CAPTIONS.search(c.text) or c.quotes:
        return False
    if _STYLES.search(c.text):
        caption: Any = registry()["caption"]
        names = [str(caption.titled(name)[bench.lang]) for name in get_args(PresetName)]
        bench.tell(
            f"The caption styles: {', '.join(names)}. “make the captions karaoke style” takes one; `workprint inspect --captions` shows all of them on a frame of yours.",
            f"字幕样式有：{'、'.join(names)}。说“字幕改成卡拉OK样式”即可换用；`workprint inspect --captions` 会在你的画面上逐一展示。",
        )
        return True
    if not made(bench) or "@" in c.text:
        return False
    if c.has(r"\b(?:burn|hard-?code)\b|烧录|压制|嵌入"):
        bench.tell(
            "The captions are drawn into the film at every export; they lie beside it as files, too.",
            "导出时字幕都会画进影片里，旁边也会另存字幕文件。",
        )
        return True
    if _LONGER.search(c.text) and not c.any("clip", "music", "title"):
        decline(
            "missing_caption_length",
            "Captions stay while their words are said, at least 1 s and as long as they take to read where the speech leaves time. “at most 5 words per caption” gives shorter ones that are read sooner.",
            "字幕在所说的话期间显示，至少 1 秒，并在语速允许时留足阅读时间。“每条字幕最多5个词”可以让每条更短、更容易读完。",
        )
    if _SHORTER.search(c.text):
        ask(
            "At most how many words should a caption have? Say “at most 4 words per caption”, or “one line”.",
            "每条字幕最多几个词？可以说“每条字幕最多4个词”或“字幕单行显示”。",
        )
    if (
        _REMOVE.search(c.text)
        and _OPENING.search(c.text)
        and not c.times.ranges
        and part_of(c, bench) is None
    ):
        ask(
            "From when to when should there be no captions? Say “no captions in the first 5 seconds”.",
            "从几秒到几秒不要字幕？可以说“前5秒不要字幕”。",
        )
    return False


def lacking(c: Clause, bench: Bench) -> bool:
    """What cannot be done with captions, said plainly."""
    if not CAPTIONS.search(c.text):
        return False
    for lack in _LACKS:
        if re.search(lack.words, c.text) and not re.search(lack.unless, c.text):
            if (
                lack.name != "translate"
                and lack.name != "speakers"
                and c.quotes
                and not c.has(r"⟦\d+⟧ (?:in|red|yellow|green|blue|bold|bigger|larger)\b")
            ):
                return False
            decline(f"missing_{lack.name}", lack.en, lack.zh)
    return False


def away(c: Clause, bench: Bench) -> bool:
    """No captions in a part: "remove the captions from 0:10 to 0:20", 前两秒不要字幕."""
    if not made(bench) or not CAPTIONS.search(c.text) or c.quotes or _NTH.search(c.text):
        return False
    only, off = _ONLY.search(c.text), _REMOVE.search(c.text)
    part = part_of(c, bench) if only or off else None
    if part is None:
        return False
    if off:
        return bench.do("remove_captions", start=part[0], end=part[1])
    if not c.has(
        r"\b(?:show|display|have|keep|captions?|subtitles?) .{0,24}\bonly\b|\bonly (?:show|keep|have)\b|只(?:在|保留|要|显示|留)"
    ) or c.has(r"\bcaption (?:it|only|just)\b|[加配]字幕"):
        return False
    for start, end in ((0.0, part[0]), (part[1], bench.duration)):
        if any(p.start < end and start < p.end for p in made(bench)):
            bench.do("remove_captions", start=start, end=end)
    return True


def shift(c: Clause, bench: Bench) -> bool:
    """All of them earlier or later: "delay the captions by 0.3 seconds", 字幕提前半秒."""
    if not made(bench) or not CAPTIONS.search(c.text) or c.quotes or _NTH.search(c.text):
        return False
    later, earlier = _LATER.search(c.text), _EARLIER.search(c.text)
    found = re.search(r"@([\d.]+)@", c.text)
    if found and bool(later) != bool(earlier) and not any(m.kind == "range" for m in c.times.ranges):
        seconds = float(found[1])
        late = re.search(
            r"\b(?:are|is|were|come|appear|show(?: up)?)\b.{0,20}\b(?:late|early)\b|太[晚早]|[慢快]了",
            c.text,
        )
        return bench.do("shift_captions", by=(seconds if later else -seconds) * (-1 if late else 1))
    if not found and (
        _APART.search(c.text)
        or (
            (later or earlier)
            and c.has(
                r"\bcaptions? (?:a (?:bit|little) )?(?:later|earlier)|(?:提前|推迟|延后|晚|早)(?:一?[点些])?$"
            )
        )
    ):
        ask(
            "By how much should the captions be shifted? Say “captions 0.3 seconds earlier” or “captions 0.3 seconds later”.",
            "字幕要移动多少？可以说“字幕提前0.3秒”或“字幕推迟0.3秒”。",
        )
    return False


def readable(c: Clause, bench: Bench) -> bool:
    """Off faces, and in looks that can be read: "the captions cover my face", 字幕看不清."""
    if _PLACED.search(c.text):
        return False  # where they shall go is said
    named = CAPTIONS.search(c.text) or (bench.focus is not None and bench.focus.kind == "captions")
    if not made(bench) or not named or c.quotes or not (HIDES.search(c.text) or _SWALLOWED.search(c.text)):
        return False
    last = bench.steps[-1].edit if bench.steps else None
    if last is not None and last.op == "style_captions":
        return bench.chatted()  # why that was asked
    return bench.do("settle_captions")


def _nth(c: Clause, bench: Bench) -> Placed | None:
    """The caption that is named by its number."""
    found, all_of = _NTH.search(c.text), made(bench)
    if found is None or not all_of:
        return None
    said = next(part for part in found.groups() if part)
    number = (
        len(all_of)
        if said in ("last", "final", "最后")
        else ORDINALS.get(said) or int(re.sub(r"\D", "", said))
    )
    if not 1 <= number <= len(all_of):
        decline(
            "no_such_item",
            f"There {'is 1 caption' if len(all_of) == 1 else f'are {len(all_of)} captions'}, so no caption {number}.",
            f"一共有 {len(all_of)} 条字幕，没有第 {number} 条。",
        )
    return all_of[number - 1]


def reworded(c: Clause, bench: Bench) -> bool:
    """Other words in one of them: “in the second caption replace 'fox' with 'wolf'”, 第2条字幕里的“a”改成“b”."""
    one = _nth(c, bench)
    if one is None:
        return False
    text = str(one.clip.media.params.get("text", ""))  # type: ignore[union-attr]
    if len(c.quotes) == 2 and c.has(r"\breplace|\bchange|\bwith\b|\binstead\b|改|换|替"):
        old, new = c.quotes
        if old not in text:
            decline(
                "no_such_text",
                f"That caption does not say “{old}”; it reads “{' '.join(text.split())}”.",
                f"这条字幕里没有“{old}”，它写的是“{' '.join(text.split())}”。",
            )
        return bench.do("set_text", id=one.id, text=text.replace(old, new))
    if len(c.quotes) == 1 and (
        _WRONG.search(c.text) or c.has(r"\b(?:change|make|set|rewrite|correct|fix|should|to)\b|改|换|应")
    ):
        return bench.do("set_text", id=one.id, text=c.quotes[0])
    return False


def wrong(c: Clause, bench: Bench) -> bool:
    """A typo that is not told: asked for."""
    if not made(bench) or not CAPTIONS.search(c.text) or c.quotes or not _WRONG.search(c.text):
        return False
    one = _nth(c, bench)
    if one is None:
        ask(
            "Which word is wrong, and how is it written? Say “it's Workprint, not work print”.",
            "哪个词错了，应该怎么写？可以说“不是张三，是章三”。",
        )
    return ask(
        f"What should it say? It reads “{one.name}”.",
        f"应该写什么？现在是“{one.name}”。",
    )


FIRST = (
    Rule(reworded, whole=True),
    Rule(wrong),
    Rule(lacking),
    Rule(answered),
    Rule(readable),
    Rule(shift),
    Rule(away),
)
