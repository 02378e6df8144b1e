"""What is no edit: export, preview, status, credits, upload."""

from __future__ import annotations

import re
from typing import Any

from ..bench import Bench, decline
from ..clause import Clause
from ..span import inside, span
from ..targets import clips, files_out
from ..words import FORMATS, aspect
from . import undoing
from .rule import Rule

EXPORT = re.compile(
    r"\b(?:export(?:ing|ed)?|render(?:ing|ed)?(?: it| this| the)?|download(?: (?:it|the (?:video|film|result|final)|my video|this))?|output (?:it|the|as|an?|to)|finali[sz]e|publish|"
    r"send (?:me |us )?(?:it|the (?:\w+ )?(?:video|file|film|result|cut|movie|mp4|clip)|clip \d+|my video)(?: to me| over)?|(?:give|get) me (?:the |a |an |my )?(?:final |finished )?(?:\w+ )?(?:video|file|result|mp4|mp3|gif|link)|"
    r"save (?:it|this|the (?:video|file|film|result)|as|to|an? (?:copy|version))\b(?!.{0,20}\b(?:preset|look|style|template)\b)|(?:make|produce|create|generate|convert|turn)\b.{0,30}\b(?:mp4|mov|webm|mkv|gif|mp3|wav)\b|"
    r"(?:i'?m |we'?re |all )?done,? (?:export|render)|(?:get|have|want|need) (?:the |my )(?:finished|final|rendered) (?:file|video|film|movie)|compress (?:it|the|to|this)|burn (?:it|the video)|extract (?:the |its )?(?:audio|sound)\b.{0,12}\b(?:mp3|wav|file)|(?<!add )(?<!use )\b(?:as|into|to) an? (?:mp4|mov|webm|mkv|gif|mp3|wav)\b|^(?:an? )?(?:gif|mp4|mp3|webm) (?:of|from|version)|(?:the |only |just )*(?:audio|sound)(?: only)? (?:as|in) (?:an? )?(?:mp3|wav)|^(?:only |just )?(?:an? |the )?(?:mp3|wav|audio file)(?: only| please)?$|^no video, (?:only |just )?(?:an? |the )?(?:mp3|wav|audio)|(?:file|it|video) (?:has to|must|should|needs to|can)(?:'t| not)? be (?:smaller|less|under|below|at most|no (?:bigger|larger)|over|bigger|larger|more)\b.{0,10}\d+ ?(?:mb|gb)|(?:smaller|less) than \d+ ?(?:mb|gb)|(?:keep|make|get|squeeze|fit|shrink)(?: it| this| the (?:file|video|film|size))?(?: down)?(?: to| in| into)? (?:under|below|less than|within|at most|max(?:imum)?|no more than) \d+ ?(?:mb|gb|megs?)|(?:get|have|want|need)\b.{0,12}\b(?:4k|1080p?|720p|hd|gif|mp4|mp3|webm|mov)\b(?: (?:version|copy|file))?)(?![a-z])|导出|渲染|下载|输出|成片|发(?:给)?我|^出\s*(?:一?个|一份)?\s*(?:\d{3,4}p|4k|mp4|gif|mp3)|^只?要(?:一?个)?\s*(?:mp3|wav|mp4|gif|音频)|(?:文件|视频|大小|体积).{0,4}(?:不能|不要|别|不)?(?:超过|大于|小于|控制在|压到)\s*\d+\s*(?:mb|m|兆|gb)|生成(?:视频|成品|最终|gif|mp4|mp3)|出片|保存(?:成|为|视频|到)|存(?:成|为)|(?:转|做|变|弄)(?:成|为|换成)\s*(?:一个|个)?\s*(?:mp4|mov|webm|mkv|gif|mp3|wav)|压缩(?!(?:到|成|至|在|为)?\s*@)"
)
_BARE_FORMAT = re.compile(
    r"^(?:an? |as |to |in )*(?:1080p?|720p?|4k|2160p|480p|hd|full hd)?\s*(?:mp4|mov|webm|mkv|gif)(?: please)?$"
)
_PREVIEW = re.compile(
    r"\bpreviews?\b|\blow[- ]?res(?:olution)?\b|\bdraft (?:render|version|quality)|\bquick (?:render|look)\b|\bproxy\b|\brough (?:render|version)\b|预览|低清|低分辨率|小样|看(?:一下|看)(?:效果|成果|结果)|草稿版|先看看"
)
_STATUS = re.compile(
    r"^(?:show |what'?s |what is |check |see |get |view |list |display )?(?:me )?(?:the |my |current |is the )*(?:status|state|tracks?|timeline|project|current state|summary|layers|progress)(?: please| now| summary| overview| list| of the (?:edit|project|timeline))?$|\bshow (?:me )?(?:the |all |all the |my )*(?:tracks?|timeline|layers)\b|\b(?:list (?:the |all |all the |my )*tracks|(?:list|show) (?:me )?everything)\b|what(?:'s| is) (?:on|in) (?:the|my) timeline|what do (?:we|i) have so far|where are we\b|"
    r"^(?:查看|看(?:看|一下)?|显示|列出|当前|现在)?(?:的)?(?:状态|时间线|轨道|时间轴|轨道列表|工程|进度)(?:信息|情况|列表|概览|怎么样)?(?:是什么|如何|怎样)?$|显示(?:所有|全部)?(?:轨道|时间[线轴])|有哪些轨道|时间[线轴]上有(?:什么|哪些)|列(?:出|一下)(?:所有|全部)?(?:的)?轨道|(?:目前|现在)(?:的)?(?:是)?(?:什么|啥)?(?:状态|情况)"
)
_CREDITS = re.compile(
    r"\bcredits?\b(?! (?:roll|card|scene|at the end|text|title|screen|to )|.{0,12}⟦)(?<!end credits)(?<!closing credits)|\bbalance\b(?! (?:the )?(?:colou?r|white|audio|sound|levels?))(?<!white balance)(?<!colour balance)(?<!color balance)|\bhow much (?:do i have|have i got|is) left\b|余额|积分|点数|额度|剩多少(?:钱|点|分)"
)
_RENDERS = re.compile(
    r"where (?:can|do) i (?:download|find|get|see)\b|where(?:'s| is| are| did) (?:my|the) (?:video|file|export|render|result|movie|download|renders)|\bclosed the (?:tab|window|browser)|\blist (?:my |the |all )?(?:renders|exports|finished)|\b(?:is|has) (?:it|the (?:render|export|video)|my (?:video|render|export)) (?:done|ready|finished|rendered|exported)|\bfind my (?:video|render|export)|\brender status|\bexport status|\bhow (?:long|much longer) (?:until|till|before) .{0,24}\b(?:export|render|done|ready|finished)\w*|\bmy (?:last|previous) (?:render|export)|\bdownload link|\bsend (?:me )?the link|"
    r"(?:我的)?(?:视频|成片|文件|导出的)(?:在哪|去哪|呢$|好了(?:吗|没)|渲染好了)|导出(?:好|完)了(?:吗|没)|渲染(?:好|完)了?(?:吗|没)|关(?:了|掉)(?:页面|网页|标签|浏览器)|(?:渲染|导出)(?:记录|列表|历史|进度)|下载链接|做好了(?:吗|没)"
)
_CANCEL = re.compile(
    r"\b(?:cancel|stop|abort|kill)\b.{0,12}\b(?:render|export|job|rendering|exporting)|(?:取消|停止|终止|中止).{0,4}(?:渲染|导出|任务)"
)
_UPLOAD = re.compile(
    r"^(?:i (?:want|need|would like) to )?upload\b(?!ing)|\bhow (?:do|can) i upload|\bimport (?:a |my |some )?(?:files?|videos?|clips?|footage|media)$|^上传|怎么上传|导入(?:文件|视频|素材)?$"
)
_SRT = re.compile(r"\.?\b(?:srt|vtt)\b|字幕文件|subtitle file|caption file")
_NOT_YET = re.compile(
    r"(?:don'?t|do not|without|before|no need to|not) (?:you )?(?:export|render)|(?:先)?(?:不要|别|不用|先不|暂不)(?:导出|渲染)|导出(?:前(?!面?的?\s*[\d@])|之前)"
)
_LOCAL = re.compile(
    r"without uploading|\boffline\b|\blocal(?:ly)?\b|on my (?:own )?(?:machine|computer|laptop)|no cloud|not? .{0,10}cloud|不上传|本地|离线|不联网|云端"
)


def output(text: str) -> dict[str, Any]:
    """The settings of an export that a text names: format, height, quality, rate, size limit."""
    params: dict[str, Any] = {}
    if found := re.search(rf"(?<![a-z\d])({'|'.join(FORMATS)})(?![a-z\d])", text):
        params["format"] = found[1]
    elif re.search(
        r"\baudio only\b|\b(?:just|only) the (?:audio|sound)\b|\b(?:export|render|download|save) (?:the |its |my )?(?:audio|sound)(?: track)?$|只(?:要|导出)(?:音频|声音)|仅音频|导出(?:音频|声音)",
        text,
    ):
        params["format"] = "mp3"
    sizes = (
        (r"\b(?:8k|4320p)\b", 4320),
        (r"(?<![a-z\d])(?:4k|2160p?|uhd|ultra ?hd|超高清)", 2160),
        (r"(?<![a-z\d])(?:2k|1440p?|qhd)", 1440),
        (r"1080p?|full ?hd|\bfhd\b|全高清", 1080),
        (r"720p?|(?<![a-z])hd(?![a-z])", 720),
        (r"480p?|\bsd\b", 480),
        (r"360p?", 360),
        (r"540p", 540),
    )
    for pattern, height in sizes:
        if re.search(rf"(?<!\d)(?:{pattern})(?!\d|\s*(?:px|x|:))", text):
            params["height"] = height
            break
    if re.search(
        r"\b(?:high(?:est)?|best|max(?:imum)?(?! ?(?:size )?(?:of )?\d)|top|great|lossless|full) ?-?(?:quality|bitrate)?(?= |$|,)|高(?:质量|画质|清|码率)|最(?:好|高)(?:的)?(?:画质|质量)|无损",
        text,
    ) and not re.search(r"full ?hd", text):
        params["quality"] = "high"
    elif re.search(
        r"\b(?:small(?:er|est)?(?! than)|low(?:er|est)?|compress\w*|tiny|light(?:weight)?|reduced?|quick|fast)\b(?: (?:file|size|quality))?|压缩|小(?:一点|文件|体积)|低(?:画质|质量|码率)|体积",
        text,
    ):
        params["quality"] = "small"
    if found := re.search(
        r"(?:under|below|less than|at most|max(?:imum)?|up to|within|不超过|小于|低于|控制在|以内)?\s*(\d+(?:\.\d+)?)\s*(mb|gb|m(?=以内|以下|字节|$)|兆)(?:以内|以下|之内)?",
        text,
    ):
        params["max_megabytes"] = float(found[1]) * (1024 if found[2] == "gb" else 1)
    if wide := re.search(
        r"(\d{2,4})\s*(?:px |pixels? |像素)?(?:wide|in width)\b|\bwidth (?:of )?(\d{2,4})|宽度?(?:为|是)?\s*(\d{2,4})",
        text,
    ):
        params.pop("height", None)
        params["width"] = int(next(g for g in wide.groups() if g))
    if found := re.search(r"(\d+(?:\.\d+)?)\s*(?:fps|frames (?:a|per) second|帧)", text):
        params["fps"] = float(found[1])
    return params


def _export(c: Clause, bench: Bench) -> bool:
    if c.has(_NOT_YET.pattern):
        bench.tell("Nothing is exported until you say so.", "在你说导出之前不会导出。")
        return True
    pressed = c.has(
        r"(?:click|press|hit|push|tap) .{0,12}(?:export|render|download|save)|点(?:击|一下)?.{0,4}(?:导出|下载)"
    )
    said = files_out(c.text, bench)
    if not (
        pressed
        or EXPORT.search(said)
        or _BARE_FORMAT.search(said)
        or c.has(
            r"^(?:ok(?:ay)? )?(?:that'?s it|looks good|ship it|i'?m done|we'?re done|done)$|^(?:好了|就这样|完成|搞定)$"
        )
    ):
        return False
    if _SRT.search(c.text) or (
        c.has(r"captions?|subtitles?|transcript|字幕|文字稿") and not c.has(r"video|mp4|film|with|视频|带")
    ):
        return False
    if c.says("silence", "remove") or c.has(r"export (?:the )?(?:settings|preset)"):
        return False
    if c.has(r"\b(?:prores|dnxhd|avi|flv|wmv|dvd|blu-?ray|hevc|h\.?265|av1)\b"):
        word = c.has(r"\b(?:prores|dnxhd|avi|flv|wmv|dvd|blu-?ray|hevc|h\.?265|av1)\b")
        name = word[0] if word else ""
        decline(
            "format",
            f"Exporting as {name} is not in this release; mp4 (H.264/AAC), mov, webm, mkv, gif, mp3 and wav are.",
            f"当前版本不能导出 {name}；可导出 mp4（H.264/AAC）、mov、webm、mkv、gif、mp3、wav。",
        )
    _check_left_out(c)
    _film_to_export(bench)
    params = output(said)
    shape = (
        aspect(c.text)
        if c.has(
            r"(?<!\d)\d{1,2}\s*[::比]\s*\d{1,2}(?!\d)|\bfor (?:my |an? |the )?(?:insta(?:gram)? )?(?:tik ?tok|reels?|stories|(?:youtube )?shorts)\b|\bvertical(?:ly)?\b|\bportrait\b|\bsquare\b|竖屏|竖版|方形|正方形"
        )
        else None
    )
    if shape and not c.times.ranges:
        bench.attempt("set_canvas", aspect=shape, fill="crop" if c.has(r"crop|裁") else "blur")
    where = span(c, bench)
    if (
        where.ranged
        and where.start is not None
        and where.end is not None
        and not re.search(r"\bfor @", c.text)
    ):
        params["start"], params["end"] = inside(where.start, where.end, bench)
    elif ids := clips(c, bench, re.sub(r"(?<!\.)\bmp4|\bvideo", " ", c.text)):
        parts = [p for p in bench.film if p.id in ids]
        params["start"], params["end"] = min(p.start for p in parts), max(p.end for p in parts)
    if c.quotes:
        params["name"] = c.quotes[0]
    pictures = any(track.kind != "audio" for track in bench.timeline.tracks)
    bench.act("export", **{"format": "mp4" if pictures else "mp3", **params})
    if c.has(_LOCAL.pattern):
        bench.tell("It renders on this machine; nothing leaves it.", "在本机渲染，没有任何内容离开这台机器。")
    return True


_LEFT_OUT = re.compile(
    r"\b(?:without|minus|with no|but no) (?:the |any |my )?(?:background )?(music|bgm|captions?|subtitles?|titles?|text|logo|sound|audio|voice-?over|b-?roll)\b|(?:不带|不要|去掉|没有)(音乐|字幕|标题|文字|声音|配音|空镜)"
)


def _check_left_out(c: Clause) -> None:
    """Raises `Declined` where an export is wanted without something that the film has."""
    if found := _LEFT_OUT.search(c.text):
        decline(
            "as_it_is",
            f"What is exported is the film as it is. Say “remove the {found[1] or found[2]}, then export”, and “undo” afterwards brings it back.",
            f"导出的就是影片现在的样子。可以说“去掉{found[2] or found[1]}，然后导出”，之后说“撤销”即可恢复。",
        )


def _film_to_export(bench: Bench) -> None:
    if not bench.film and not bench.timeline.duration:
        bench.ensure_film()


def _preview(c: Clause, bench: Bench) -> bool:
    if not _PREVIEW.search(c.text):
        return False
    _film_to_export(bench)
    params = output(c.text)
    return bench.act("preview", height=params.get("height", 480))


def _status(c: Clause, bench: Bench) -> bool:
    return bool(_STATUS.search(c.text)) and bench.act("status")


def _credits(c: Clause, bench: Bench) -> bool:
    if not _CREDITS.search(c.text) or c.quotes:
        return False
    return bench.act("credits")


def _renders(c: Clause, bench: Bench) -> bool:
    if _CANCEL.search(c.text):
        return bench.act("cancel")
    return bool(_RENDERS.search(c.text)) and bench.act("renders")


def _upload(c: Clause, bench: Bench) -> bool:
    return bool(_UPLOAD.search(c.text)) and bench.act("upload")


RENDERS = (Rule(_renders),)
RULES = (Rule(_status), Rule(_credits), *undoing.RULES, Rule(_upload), Rule(_preview), Rule(_export))
