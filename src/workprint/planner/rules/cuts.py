"""Taking away: ranges, clips, heads and tails; and keeping only what is named."""

from __future__ import annotations

import re

from ..bench import Bench, Placed, ask, decline
from ..clause import Clause
from ..span import at, inside, span, written
from ..targets import clips, clips_or_it, refers
from ..the_rest import others
from ..times import Moment
from .rule import Rule

_KEEP = re.compile(
    r"\b(?:keep|leave|use|want|need|retain|show)\b.{0,12}\b(?:only|just)\b|\b(?:only|just) (?:keep|leave|use|want|need|retain|show|the)\b|^(?:from|of) (?:the )?[\w ]{2,20} i (?:only |just )?(?:need|want) (?=.*@)|^keep\b|\bkeep only\b|\bnothing but\b|\btrim (?:it |this |the \w+ |my \w+ )?(?:down )?(?:from|to|so)\b|\bcut (?:it |this |the \w+ |my \w+ )?to\b|\bcrop (?:it |the \w+ )?to @|\b(?:remove|delete|cut|drop|trim|get rid of) (?:everything|all|anything)(?: else)? (?:except|but|besides|outside|other than)\b|\bextract\b|\bisolate\b|\bclip out\b|"
    r"只(?:要|留|保留|用|剩|需要|截取|取|看)|(?:^|[,，])\s*留\s*(?:前|后|最后|中间)?\s*@|保留|仅(?:要|留|保留)|截取|留下|剪(?:成|到只)|裁(?:成|到)\s*@|截(?:出|下)|提取|其(?:他|余|它)(?:的|部分)?(?:都|全|全部)?(?:删|去|剪|不要)|除了.{1,20}(?:都|全).{0,3}(?:删|去|剪|不要)"
)
_TRIM_HEAD = re.compile(r"\b(?:start|beginning|front|head|top|opening)\b|\bfirst\b|开头|前|头|片头")
_TRIM_TAIL = re.compile(r"\b(?:end|ending|tail|back)\b|\blast\b|结尾|后|尾|末")
_LIFT = re.compile(
    r"\bleave (?:a |the )?(?:gap|hole|space|blank)|without (?:closing|rippl\w+)|\blift\b|\bblank out\b|don'?t close the gap|black instead|留(?:空|黑)|不补|挖空|不要(?:合上|补上)"
)
SHORTER = re.compile(
    r"\b(?:make|get|bring|fit|squeeze|condense|reduce|shorten|compress|cut)\b.{0,24}\b(?:to|under|into|below|within|at most|down to|no longer than|less than)\s*(?:about |around |exactly |under |below |less than |a )*@([\d.]+)@|\b(?:make|keep|should be|needs? to be|has to be|must be)\b.{0,28}@([\d.]+)@(?: long| total| in total)?$|(?:缩(?:短)?|压缩?|控制|剪|减|变|改|弄|搞|精简)(?:到|成|为|在|至)\s*@([\d.]+)@(?:以内|之内|左右)?|(?:make|create|do|give me|want|need|cut)\b.{0,14}@([\d.]+)@ (?:long )?(?:version|cut|edit|teaser|video|clip|short|reel|demo|promo|trailer|summary|recap|montage|film|movie)\b|(?:做|剪|出|来|要)(?:成)?(?:一)?(?:个|条|1个)\s*@([\d.]+)@\s*(?:的)?(?:版本|短片|视频|预告|片子|短视频|混剪|演示|宣传片|集锦|片段)|(?:时长|长度|总长)(?:度)?.{0,4}(?:改|控制|变|设|缩|压缩?|剪)?(?:成|为|到|在)\s*@([\d.]+)@"
)
NOT_CUT = re.compile(
    r"\b(?:effect|filter|transition|music|title|caption|text|logo|noise|background|bars|subtitle|watermark|fade|zoom|animation|colou?r)s?\b|特效|滤镜|转场|音乐|标题|字幕|文字|噪|背景|黑边|水印"
)


def ranges_of(c: Clause, bench: Bench, one: Placed | None = None) -> list[tuple[float, float]]:
    """Every range the clause names, checked against the film."""
    low, high = (one.start, one.end) if one else (0.0, bench.duration)
    found: list[tuple[float, float]] = []
    for moment in c.times.ranges:
        relative = one is not None and (
            moment.kind in ("head", "tail", "middle", "part") or _own_clock(moment, one)
        )
        base, length = (low, high - low) if relative else (0.0, bench.duration)
        settled = moment.range(length)
        if settled is not None:
            found.append(
                _inside_then(base + settled[0], base + settled[1], bench)
                if not relative
                else _within(base + settled[0], base + settled[1], one, bench)
            )
    return found


def _own_clock(moment: Moment, one: Placed) -> bool:
    """Whether a range named along with a clip can only be counted from its start: "seconds 3 to 6 of the street"."""
    start, end = moment.a or 0.0, moment.b or 0.0
    elsewhere = end <= one.start or start >= one.end
    return moment.kind == "range" and elsewhere and 0 <= start < end <= one.end - one.start


def _inside_then(start: float, end: float, bench: Bench) -> tuple[float, float]:
    """Bounds are those of the film before this request's own cuts, where it only cuts."""
    gone = sum(high - low for low, high in _own_cuts(bench))
    if gone and start < end <= bench.duration + gone + 0.05:
        return start, end
    return inside(start, end, bench)


def _within(start: float, end: float, one: Placed | None, bench: Bench) -> tuple[float, float]:
    if one is not None and (start < one.start - 0.02 or end > one.end + 0.02):
        length = one.end - one.start
        decline(
            "out_of_range",
            f"“{one.name}” is only {length:.1f} s long, so there are not {end - start:g} s to take from it.",
            f"“{one.name}”只有 {length:.1f} 秒，没有 {end - start:g} 秒可取。",
        )
    return inside(start, end, bench)


def keep(c: Clause, bench: Bench) -> bool:
    """Keep only ranges or clips."""
    if c.has(
        r"(?:声音?|原声|音频|音乐|字幕|标题)(?:要|都|还|也)?保留|保留(?:原)?(?:声|音|字幕|标题)|盖[住上]|覆盖"
    ):
        return False  # what stays is beside the point
    if c.has(r"每(?:个|段)|each|every") and c.times.length is not None:
        return False
    if c.has(r"\b(?:sentences?|words?|phrases?)\b|句") and not c.times.ranges:
        return False  # what is said is no clip
    if not _KEEP.search(c.text) or c.quotes or NOT_CUT.search(c.text):
        return False
    just_placed = (
        bool(bench.steps)
        and bench.steps[-1].edit.op in ("insert", "append", "overwrite")
        and bench.focus is not None
    )
    bench.ensure_film()
    ids = clips(c, bench)
    if (
        not ids
        and just_placed
        and bench.focus is not None
        and c.times.range is not None
        and c.times.range.kind in ("head", "tail")
    ):
        ids = bench.focus.ids[:1]
    if ids and not c.times.ranges and c.times.length is not None:
        return _keep_length(c, ids, bench)
    one = bench.locate(ids[0]) if len(ids) == 1 else None
    if re.search(r"except|but|besides|除了", c.text) and ids and not c.times.ranges:
        plain = clips(
            c, bench, re.sub(r"\b(?:all|every(?:thing)?|each)\b|其他|其余|都|全部?|除了?", " ", c.text)
        )
        ids = plain or ids
    ranges = ranges_of(c, bench, one)
    if not ranges and c.times.length is not None and c.times.point is not None:
        where = span(c, bench)
        start = where.point or 0.0
        ranges = [inside(start, start + (where.length or 0), bench)]
    if (
        not ranges
        and c.times.length is not None
        and not ids
        and c.has(r"\b(?:trim|cut|crop|shorten|keep)\b|剪|裁|截|保留|留")
    ):
        ranges = [inside(0.0, c.times.length, bench)]
        bench.tell(
            f"That keeps the first {c.times.length:g} s; say another range if you meant other parts.",
            f"保留的是开头 {c.times.length:g} 秒；想留别的部分请说时间段。",
        )
    if len(ranges) == 1:
        if one is not None and len(bench.film) > 1:
            return _keep_in_clip(one, ranges[0], bench)
        return bench.do("keep_range", start=ranges[0][0], end=ranges[0][1])
    if ranges:
        return bench.do("keep_ranges", ranges=[list(r) for r in sorted(ranges)])
    if ids:
        others = [p.id for p in bench.film if p.id not in ids]
        if not others:
            bench.tell("That is all there is already.", "影片本来就只有这些。")
            return True
        return bench.do("remove", ids=others)
    return False


def _keep_length(c: Clause, ids: tuple[str, ...], bench: Bench) -> bool:
    """ "Only keep 3 seconds of the street": its first ones."""
    one, length = bench.locate(ids[0]), c.times.length
    kept = c.has(r"(?:只|就|保)留|留下?\s*@|\bkeep (?:only |just |about )*@|\bonly keep @")
    if len(ids) != 1 or one is None or length is None or not kept or length >= one.end - one.start:
        return False
    bench.do("set_duration", clip=one.id, duration=length)
    bench.tell(
        f"That keeps the first {length:g} s of “{one.name}”; say another part if you meant that.",
        f"保留的是“{one.name}”开头 {length:g} 秒；想留别的部分请说出来。",
    )
    return True


def _keep_in_clip(one: Placed, kept: tuple[float, float], bench: Bench) -> bool:
    head, tail = kept[0] - one.start, one.end - kept[1]
    return bench.do(
        "trim",
        clip=one.id,
        **({"head": head} if head > 0.01 else {}),
        **({"tail": tail} if tail > 0.01 else {}),
    )


def _trim_clip(c: Clause, bench: Bench) -> bool:
    """Seconds off the start or end of one clip."""
    if not (c.says("remove") or c.has(r"\bshorten|\bshorter|\btrim|\bcut|缩短|剪短|裁|短")):
        return False
    ids = clips_or_it(c, bench)
    if (
        not ids
        and len(bench.film) > 1
        and c.times.range is not None
        and c.has(r"\b(?:from|off|of) (?:\w+ ){0,5}(?:each|every)\b|每(?:1)?(?:个|段|条)")
    ):
        ids = tuple(p.id for p in bench.film)
    if not ids or NOT_CUT.search(c.text):
        return False
    times = c.times
    seconds = (
        times.range.a if times.range is not None and times.range.kind in ("head", "tail") else times.length
    )
    if seconds is None or (times.range is not None and times.range.kind not in ("head", "tail")):
        return False
    kind = times.range.kind if times.range is not None else ""
    to = re.search(
        r"\bshorter\b(?!.*\bby\b)[^@]*@|\b(?:to|be|down to)\s*(?:about |just |only )*@|(?:到|成|为)\s*@",
        c.text,
    )
    for item in ids:
        one = bench.locate(item)
        if one is None:
            continue
        if to and not kind:
            bench.do("set_duration", clip=item, duration=seconds)
            continue
        bare = re.sub(
            r"\b(?:first|last)\s+(?:clip|shot|scene|one|video|part|segment|piece)|(?:最后|前|后)(?:一|1|\d)?(?:个|段)",
            " ",
            c.text,
        )
        at_tail = kind == "tail" or (
            kind != "head" and (_TRIM_TAIL.search(bare) is not None or not _TRIM_HEAD.search(bare))
        )
        both = c.has(
            r"both ends|(?:each|either) (?:end|side)|start and (?:the )?end|首尾|两头|两端|前后各|头尾"
        )
        if seconds * (2 if both else 1) >= one.end - one.start - 0.01:
            decline(
                "out_of_range",
                f"“{one.name}” is only {one.end - one.start:.1f} s long, so {seconds:g} s cannot come off it.",
                f"“{one.name}”只有 {one.end - one.start:.1f} 秒，剪不掉 {seconds:g} 秒。",
            )
        bench.do(
            "trim",
            clip=item,
            **({"head": seconds} if both or not at_tail else {}),
            **({"tail": seconds} if both or at_tail else {}),
        )
    return True


def remove_range(c: Clause, bench: Bench) -> bool:
    """Take ranges out of the film and close up."""
    lift = _LIFT.search(c.text)
    if not (c.says("remove") or lift) or c.quotes or NOT_CUT.search(c.text):
        return False
    if SHORTER.search(c.text) and not c.times.ranges:
        return False
    ids = clips(c, bench)
    one = bench.locate(ids[0]) if len(ids) == 1 else None
    if bench.film or bench.timeline.media:
        bench.ensure_film()
    ranges = ranges_of(c, bench, one) if ids else [_since(r, bench) for r in ranges_of(c, bench)]
    if not ranges and c.times.point is not None and not ids:
        ranges = _pointed(c, bench)
    if not ranges and c.times.length is not None and not ids:
        both = c.has(r"both ends|each end|start and (?:the )?end|首尾|两头|前后各|头尾")
        if both:
            length = c.times.length
            inside(0, length * 2, bench)
            bench.do("delete_range", start=bench.duration - length, end=bench.duration)
            return bench.do("delete_range", start=0, end=length)
        ask(
            "From where should that be cut: the start, the end, or which time?",
            "从哪里剪掉：开头、结尾，还是某个时间？",
            ("the start", "开头"),
            ("the end", "结尾"),
        )
    if not ranges:
        where = span(c, bench)
        if where.ranged and where.start is not None and where.end is not None and not ids:
            ranges = [inside(where.start, where.end, bench)]
    if not ranges:
        return False
    if lift:
        for start, end in ranges:
            bench.do("lift_range", start=start, end=end)
        return True
    for start, end in sorted(ranges, reverse=True):
        bench.do("delete_range", start=start, end=end)
    return True


def _since(span: tuple[float, float], bench: Bench) -> tuple[float, float]:
    """A range told by the clock of the film as it was before this request's own cuts."""
    start, end = span
    for low, high in _own_cuts(bench):
        if start >= high:
            start, end = start - (high - low), end - (high - low)
    return start, end


def _own_cuts(bench: Bench) -> list[tuple[float, float]]:
    """The ranges this request has cut, if it has done nothing else."""
    steps = [s for s in bench.steps if s.edit.op != "append"]
    if any(s.edit.op != "delete_range" for s in steps):
        return []
    return [(float(s.edit.params["start"]), float(s.edit.params["end"])) for s in steps]


def _pointed(c: Clause, bench: Bench) -> list[tuple[float, float]]:
    """ "Cut 3 seconds at 0:12", "cut 5 s at the start"; a moment alone needs to be asked about."""
    where = span(c, bench)
    point, length = where.point, where.length
    if point is None:
        return []
    if length is not None:
        if point >= bench.duration - 0.01:
            return [inside(bench.duration - length, bench.duration, bench)]
        return [inside(point, point + length, bench)]
    moment = at(point, bench)
    if c.times.point is not None and c.times.point.kind == "point":
        said = written(moment)
        ask(
            f"Cut what at {said}: split there, remove everything before it, or everything after it?",
            f"在 {said} 怎么剪：在那里切开、删掉之前的，还是删掉之后的？",
            (f"split at {said}", f"在 {said} 切开"),
            (f"remove everything before {said}", f"删掉 {said} 之前"),
            (f"remove everything after {said}", f"删掉 {said} 之后"),
        )
    return []


def remove_clips(c: Clause, bench: Bench) -> bool:
    """Delete whole clips, tracks, markers, or what was just made."""
    if not c.says("remove") or c.quotes or c.has(r"\bshort(?:er|en)\b|in half\b|[剪缩减]短|减半|一半"):
        return False
    track = re.search(r"\b([vat])(\d)\b", c.text)
    if track:
        return bench.do("remove", ids=[_track(track[1], int(track[2]), bench)])
    if c.has(r"markers?|chapters?|标记|章节") and bench.timeline.markers:
        return bench.do("remove", ids=[m.id for m in bench.timeline.markers])
    if _PART_OF.search(c.text):
        return False
    ids = clips_or_it(c, bench)
    if (
        not ids
        and refers(c)
        and bench.focus is not None
        and bench.focus.ids
        and bench.focus.kind in ("text", "overlay")
    ):
        ids = tuple(i for i in bench.focus.ids if bench.locate(i))
    if not ids and refers(c) and bench.focus is not None and bench.focus.kind == "music" and bench.music:
        ids = tuple(p.id for p in bench.music)
    if not ids:
        return False
    if (
        ids != others(c.text, bench)
        and c.has(r"\bothers?\b|\brest\b|其他|其余|别的")
        and not c.has(r"\b(?:the )?(?:others?|rest)\b.{0,8}(?:stay|keep)")
    ):
        ids = tuple(p.id for p in bench.film if p.id not in ids)
    if c.has(r"^hide\b|\bfor now\b|暂时|先隐藏|^(?:把)?.{0,8}隐藏"):
        bench.tell(
            "Clips are not hidden but taken out; “undo” brings it back.",
            "片段不能隐藏，只能取出；说“撤销”就会放回来。",
        )
    return bench.do("remove", ids=list(ids))


_PART_OF = re.compile(
    r"\b(?!clips?\b|shots?\b|scenes?\b|ones?\b|parts?\b|it\b|that\b|this\b|them\b|everything\b|out\b|off\b|away\b|rid\b|the\b|video\b)[a-z]+ (?:from|off|of|in|on) (?:the )?(?:first|second|third|last|\w+th|clip|shot|scene)|(?:第\d+|最后1?|前\d+)(?:个|段)(?:片段|视频)?(?:里|上|中)?的(?!片段|视频|部分|内容|画面$)"
)


def _track(kind: str, number: int, bench: Bench) -> str:
    kinds = {"v": "video", "a": "audio", "t": "text"}
    tracks = [t for t in bench.timeline.tracks if t.kind == kinds[kind]]
    if not 1 <= number <= len(tracks):
        decline(
            "no_such_track",
            f"There is no track {kind.upper()}{number}.",
            f"没有 {kind.upper()}{number} 轨道。",
        )
    return tracks[number - 1].id


RULES = tuple(map(Rule, (keep, _trim_clip, remove_range, remove_clips)))
