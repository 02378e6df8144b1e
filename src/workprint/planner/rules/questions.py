"""Questions about the film and about what can be done: answered, nothing changed."""

from __future__ import annotations

import re

from workprint.model import FileRef, of_kind

from ..bench import Bench
from ..clause import Clause
from ..span import written
from ..summary import summary
from ..targets import clips
from ..words import ACCEPTED
from .rule import Rule

_HOW_LONG = re.compile(
    r"how long\b|\bwhat(?:'s| is| was) (?:the |its |my )?(?:\w+ )?(?:total )?(?:length|duration|runtime|running time)|\b(?:current|total|final|new) (?:length|duration|runtime)\??$|^(?:length|duration)\??$|多长|多久|时长(?:是)?(?:多少|几)|(?<![那这前后头尾留停])几(?:分钟|秒)(?:了|长)?|总(?:时)?长(?:是)?(?:多少)?$|有几秒"
)
_HOW_MANY = re.compile(
    r"how many (clips?|shots?|scenes?|tracks?|titles?|captions?|subtitles?|texts?|photos?|files?|pauses?|silences?|transitions?)|(?<![这那前后])(?:几|多少)(?:个|段|条)?(片段|段|镜头|轨道|标题|字幕|文字|照片|文件|停顿|静音|转场|素材)|有(?:几|多少)(?:个|段)(?!秒)"
)
_WHICH = re.compile(
    r"(?:which|what) (?:clips?|files?|media|shots?|videos?) (?:are|do|is)|\blist (?:the |all |my |all the )*(?:clips?|files?|media|shots?)|what(?:'s| is) in (?:my|the) (?:library|project|session)|what files|show (?:me )?(?:the |all |my )*(?:clips|files|media)|(?:有|是)哪些(?:片段|素材|文件|镜头|视频)|列出(?:所有|全部)?(?:片段|素材|文件)|素材(?:库)?里有(?:什么|哪些)|哪些(?:片段|素材)"
)
_CAN = re.compile(
    r"what (?:can|could|do) (?:you|i|this|it|workprint) (?:do|help|edit|ask)|what (?:are you able|else can you)|what are your (?:features|capabilities)|^(?:help|features|commands|options)$|how does (?:this|it) work|what effects|which effects|(?:what|which) (?:transitions|filters|looks|music|moods|styles) (?:are|do|can)|你(?:能|会|可以)(?:做|干)?(?:什么|啥|哪些)|(?:能|会)(?:做|干)(?:什么|啥|哪些)|有(?:什么|哪些)(?:功能|效果|转场|滤镜|音乐|特效|风格)|怎么(?:用|使用)|支持(?:什么|哪些)(?!格式)|^帮助$"
)
_FORMATS = re.compile(
    r"(?:what|which) (?:file )?(?:formats?|types?|files) (?:can|do|are|does)|supported formats|accepted (?:formats|files)|支持(?:什么|哪些)(?:文件)?格式|什么格式"
)
_SIZE = re.compile(
    r"what(?:'s| is| are) (?:the |its )?(?:current )?(?:resolution|size|aspect(?: ratio)?|frame rate|fps|dimensions|canvas|ratio)|(?:分辨率|帧率|画幅|比例|尺寸)(?:是)?(?:多少|什么|几)|多少帧|几比几|is it (?:vertical|horizontal|landscape|portrait|1080p|4k)"
)
_LOUD = re.compile(
    r"how loud|what(?:'s| is) (?:the )?(?:music )?(?:volume|level|loudness|bgm|music)|(?:which|what) (?:music|song|bgm)|音量(?:是)?多少|多大声|(?:是)?什么(?:音乐|歌|曲子)|音乐(?:多大|是什么)"
)
_CHANGED = re.compile(
    r"what (?:did|have) you (?:do|done|change|changed|cut|remove|removed|edit)|what(?:'s| has| was)? (?:been )?(?:changed|done|removed|edited|cut)|what changed|what was (?:just )?(?:cut|removed|changed|done)|show (?:me )?(?:the )?(?:history|changes)|^history$|which (?:parts|bits) (?:did you|were) (?:cut|remove)|(?:你)?(?:改|做|剪|删)(?:掉|去|除|动)?了?(?:什么|哪些|啥)(?:$|内容|地方|部分|[?？])|(?:修改|操作|编辑)?(?:历史|记录)$|刚才(?:做|改|剪)了"
)
_WHO = re.compile(
    r"^(?:who|what) are you\??$|^what(?:'s| is) (?:this|workprint|your name)\??$|^(?:are you|is this) (?:a |an )?(?:human|bot|robot|ai|real|person|chat ?gpt)\b.{0,12}$|^你(?:是|叫)(?:谁|什么).{0,6}$|^你是(?:机器人|人|ai).{0,6}$"
)
_FREE = re.compile(
    r"\b(?:is|are) (?:it|this|workprint|that|you) (?:really |all )?free\b|\bhow much (?:does|do|is) (?:it|this|workprint|that)(?: cost)?\b|what does (?:it|this) cost|do i (?:have to|need to) (?:pay|sign up|log ?in|register)|(?:要|收)(?:不要)?(?:钱|费)吗|免费(?:吗|的吗)|多少钱|收费吗|要(?:付费|注册|登录)吗"
)
_HOW_ADD = re.compile(
    r"\bhow (?:do|can|should) i (?:add|upload|import|open|load|give you)\b.{0,24}\b(?:files?|videos?|clips?|footage|media|photos?|music|one|it|them)\b|(?:怎么|如何)(?:添加|上传|导入|加)(?:素材|视频|文件|片段|照片|音乐)"
)
_PRIVATE = re.compile(
    r"(?:does|is|will|are|do) (?:this|it|my|you|the|anything|any).{0,30}(?:upload(?:ed|ing)?|cloud|internet|leave|private|online|server|stored?)|会(?:不会)?(?:上传|联网)|隐私|上传到(?:云|服务器|网)"
)


def _length(c: Clause, bench: Bench) -> bool:
    if not _HOW_LONG.search(c.text) or c.has(
        r"how long (?:will|does) (?:it|the export|rendering|this) take|(?:改|设|调|变)成|make"
    ):
        return False
    named = clips(c, bench)
    for clip_id in named:
        p = bench.locate(clip_id)
        if p:
            bench.tell(
                f"“{p.name}” is {p.end - p.start:.1f} s long ({written(p.start)}–{written(p.end)}).",
                f"“{p.name}”长 {p.end - p.start:.1f} 秒（{written(p.start)}–{written(p.end)}）。",
            )
    if named:
        return True
    if c.says("music") and bench.music:
        p = bench.music[0]
        bench.tell(
            f"The music runs {written(p.start)}–{written(p.end)}.",
            f"音乐从 {written(p.start)} 到 {written(p.end)}。",
        )
        return True
    bench.tell(f"The film is {said(bench.duration)} long now.", f"影片现在长 {said(bench.duration, 'zh')}。")
    return True


def said(value: float, lang: str = "en") -> str:
    """A length as a sentence has it: 28.1 s, or 2:04 (124 s)."""
    unit = " 秒" if lang == "zh" else " s"
    if value < 60:
        return f"{round(value, 1):g}{unit}"
    left, right = ("（", "）") if lang == "zh" else (" (", ")")
    return f"{written(round(value, 1))}{left}{round(value, 1):g}{unit}{right}"


def _many(c: Clause, bench: Bench) -> bool:
    found = _HOW_MANY.search(c.text)
    if not found:
        return False
    thing = found[1] or found[2] or ""
    if re.search(r"pause|silence|停顿|静音", thing):
        return _pauses(bench)
    counts = {
        r"track|轨道": (len(bench.timeline.tracks), "tracks", "条轨道"),
        r"title|text|caption|subtitle|标题|字幕|文字": (len(bench.texts), "texts", "条文字"),
        r"file|素材|文件": (len(bench.timeline.media), "files", "个文件"),
        r"photo|照片": (sum(f.kind == "image" for f in bench.timeline.media), "photos", "张照片"),
        r"transition|转场": (
            sum(item.type == "transition" for t in bench.timeline.tracks for item in t.items),
            "transitions",
            "个转场",
        ),
    }
    for pattern, (count, en, zh) in counts.items():
        if re.search(pattern, thing):
            bench.tell(f"There are {count} {en}.", f"共有 {count} {zh}。")
            return True
    return _list(bench)


def _pauses(bench: Bench) -> bool:
    media = {p.media for p in bench.film if p.media}
    found = [f for m in media for f in of_kind(bench.situation.facts, m, "silence") if f.end - f.start >= 0.6]
    known = any(of_kind(bench.situation.facts, m, "silence") for m in media)
    if known:
        total = sum(f.end - f.start for f in found)
        bench.tell(
            f"There are {len(found)} pauses of 0.6 s or more, {total:.1f} s together.",
            f"0.6 秒以上的停顿有 {len(found)} 处，共 {total:.1f} 秒。",
        )
    else:
        bench.tell(
            "The pauses have not been looked for yet; “trim the silences” finds and cuts them.",
            "还没有分析停顿；说“去掉停顿”就会查找并剪掉。",
        )
    return True


def _list(bench: Bench) -> bool:
    film = bench.film
    rows = ", ".join(
        f"{n}. {p.name} ({written(p.start)}–{written(p.end)})" for n, p in enumerate(film[:20], 1)
    )
    unused = ", ".join(f.name or f.id for f in bench.library)
    bench.tell(
        f"The film has {len(film)} clip{'s' if len(film) != 1 else ''}{': ' + rows if rows else ''}."
        + (f" In the library, not used: {unused}." if unused else ""),
        f"影片有 {len(film)} 个片段{'：' + rows if rows else ''}。"
        + (f"素材库里还没用的：{unused}。" if unused else ""),
    )
    return True


def _which(c: Clause, bench: Bench) -> bool:
    return bool(_WHICH.search(c.text)) and _list(bench)


def _can(c: Clause, bench: Bench) -> bool:
    if _FORMATS.search(c.text):
        bench.tell(
            f"Files in: {ACCEPTED}. Out: mp4, mov, webm, mkv, gif, mp3, wav.",
            f"可上传：{ACCEPTED}；可导出：mp4、mov、webm、mkv、gif、mp3、wav。",
        )
        return True
    if not _CAN.search(c.text):
        return False
    bench.tell(
        "I can cut pauses, filler words, retakes and what is said about something, cut ranges, reorder, split and speed up clips; caption what is said, add titles, chapters, a voice-over and b-roll; mark clicks and zoom in on them in screen recordings; add transitions, music (lo-fi, upbeat, calm, cinematic) and cut to its beat; correct colour, apply looks, mix and normalise the sound, change the shape (16:9, 9:16, 1:1) and keep a face in frame; and export. For example: “trim the silences”, “caption it, big yellow words”, “highlight the clicks”, “lo-fi music at 35%”, “export 1080p”.",
        "我可以剪停顿、语气词、重复的句子和关于某个话题的内容，剪时间段，调整顺序、分割、变速；给说的话配字幕，加标题、章节、配音和空镜；在录屏里标出点击并放大；加转场、配乐（lo-fi、欢快、舒缓、电影感）并卡点；校色、加滤镜、混音和统一响度，改画幅（16:9、9:16、1:1）并让人始终在画面里；然后导出。例如：“去掉停顿”“加字幕，黄色大字”“高亮点击”“加 lo-fi 音乐 35%”“导出 1080p”。",
    )
    return True


_SAVE = re.compile(
    r"^(?:save|save (?:it|this|my (?:work|edit|project)|the (?:project|edit|session))|保存|存一下|保存(?:一下|项目|工程))$"
)


def _about(c: Clause, bench: Bench) -> bool:
    """What Workprint is, what it costs, how files come in."""
    own = c.own.strip(" ?？!！.。")
    if _WHO.search(own):
        bench.tell(
            "I am Workprint, a video editor you talk to. I run on this machine and change only the edit, never your files; “what can you do?” lists what I do.",
            "我是 Workprint，一个可以用对话来剪辑的视频编辑器。我在这台机器上运行，只改动剪辑，不会改动你的文件；问“你能做什么”可以看到功能。",
        )
    elif _FREE.search(own):
        bench.tell(
            "It is free: it runs on this machine, with no account and no credits to pay for.",
            "免费：在这台机器上运行，不需要账号，也不用购买积分。",
        )
    elif _SAVE.search(own):
        bench.tell(
            "Every change is saved as it is made, and can be undone; say “export” for a film as a file.",
            "每一步改动都会自动保存，也都可以撤销；要得到视频文件，请说“导出”。",
        )
    elif _HOW_ADD.search(own):
        bench.tell(
            f'Give the files along with the request (`workprint edit clip.mp4 "trim the silences"`), or drop them into the session. What is taken: {ACCEPTED}.',
            f'把文件和要求一起给我（`workprint edit clip.mp4 "去掉停顿"`），或拖进会话。支持的格式：{ACCEPTED}。',
        )
    else:
        return False
    return True


def _facts(c: Clause, bench: Bench) -> bool:
    canvas = bench.timeline.canvas
    if _SIZE.search(c.text):
        rate = float(bench.timeline.rate)
        bench.tell(
            f"The canvas is {canvas.width}×{canvas.height} at {rate:g} fps.",
            f"画布 {canvas.width}×{canvas.height}，{rate:g} 帧/秒。",
        )
        return True
    if c.has(
        r"^(?:is|are) there (?:any |a |an )?(?:music|sound|title|text|caption|transition|logo|overlay|clip)|^(?:do i|does it|do we) have (?:any |a )?|有没有(?:音乐|标题|字幕|转场|声音)|^有(?:音乐|标题|字幕|转场|声音).{0,2}吗"
    ):
        bench.tell(summary(bench.timeline, bench.lang), summary(bench.timeline, bench.lang))
        return True
    if _PRIVATE.search(c.text) and c.asks:
        bench.tell(
            "Everything runs on this machine: your footage is not uploaded anywhere.",
            "全部在本机处理：素材不会上传到任何地方。",
        )
        return True
    if c.has(r"how (?:big|large) (?:will|is|would)|file size|文件(?:会|有)?多大"):
        bench.tell(
            "The size is known after the render, which tells it; “export under 25 MB” sets a limit.",
            "文件大小在渲染后会报告；可以说“导出，25MB 以内”来限制。",
        )
        return True
    if _LOUD.search(c.text) and not c.has(r"\b(?:change|make|set|add)\b"):
        bench.tell(summary(bench.timeline, bench.lang), summary(bench.timeline, bench.lang))
        return True
    return False


_BARS = r"\b(?:why|how come|what)\b.{0,24}\b(?:black )?(?:bars|borders|edges)\b|(?:为什么|怎么|为啥)(?:会)?(?:有|出现)?.{0,8}黑边"


def _bars(c: Clause, bench: Bench) -> bool:
    """ "Why are there black bars?": the shapes of the footage and of the canvas."""
    if not c.has(_BARS):
        return False
    canvas = bench.timeline.canvas
    files = [f for i in media_of(bench) if (f := bench.timeline.file(i)) is not None and f.video is not None]
    other = [
        f"{f.name} {f.video.width}×{f.video.height}"
        for f in files
        if f.video is not None
        and abs(f.video.width / f.video.height * canvas.height / canvas.width - 1) > 0.01
    ]
    size = f"{canvas.width}×{canvas.height}"
    if not other:
        bench.tell(
            f"All of the footage has the shape of the canvas ({size}): bars that are seen were recorded with it. “crop 12% off the top and bottom” takes them away.",
            f"素材和画布比例一致（{size}）：看到的黑边是录在画面里的。可以说“上下各裁掉12%”。",
        )
        return True
    listed = ", ".join(other[:6])
    bench.tell(
        f"The canvas is {size}, and this has another shape: {listed}. “fill the bars with blur” or “crop to fill” takes the bars away.",
        f"画布是 {size}，而这些素材比例不同：{listed}。可以说“黑边用模糊填充”或“裁剪铺满”。",
    )
    return True


def _changed(c: Clause, bench: Bench) -> bool:
    if not _CHANGED.search(c.text):
        return False
    turns = [t for t in bench.situation.history if t.edits]
    done = [
        f"{n}. “{t.request}” — {t.reply}" if t.reply else f"{n}. “{t.request}”"
        for n, t in enumerate(turns, 1)
    ]
    if not done:
        bench.tell("Nothing has been changed yet.", "还没有做过任何改动。")
    else:
        bench.tell("So far: " + " ".join(done), "到目前为止：" + " ".join(done))
    return True


def _where(c: Clause, bench: Bench) -> bool:
    if not c.has(r"\b(?:where|when) (?:does|is|do|did)\b|在哪|什么时候|从第?几秒|第几秒"):
        return False
    ids = clips(c, bench) or tuple(
        p.id for p in bench.texts if p.name.lower() in c.text or p.name in c.quotes
    )
    if not ids and c.says("music"):
        ids = tuple(p.id for p in bench.music)
    if not ids and c.says("title"):
        ids = tuple(p.id for p in bench.texts)
    for item in ids:
        p = bench.locate(item)
        if p:
            bench.tell(
                f"“{p.name}” is at {written(p.start)}–{written(p.end)}.",
                f"“{p.name}”在 {written(p.start)}–{written(p.end)}。",
            )
    return bool(ids)


def media_of(bench: Bench) -> tuple[str, ...]:
    """The files the film uses."""
    return tuple(dict.fromkeys(p.clip.media.media for p in bench.film if isinstance(p.clip.media, FileRef)))


RULES = tuple(map(Rule, (_bars, _about, _length, _many, _which, _can, _facts, _changed, _where)))
