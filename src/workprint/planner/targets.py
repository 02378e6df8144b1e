"""What a clause is about: clips by number, name or place, texts, overlays, files of the library."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from workprint.model import GeneratorRef, MediaFile

from .bench import Bench, Placed, decline
from .clause import Clause
from .counting import ORD, by_number
from .the_rest import others
from .vocabulary import COMMON, KNOWN
from .words import ORDINALS

_REFERS = re.compile(
    r"\b(?:it|its|this|that|them|these|those|this one|that one|the same(?: one| clip)?|this clip|that clip|the clip)\b|它们?|这(?:个|段|条|些|一段)?(?!里|儿|么|样|时)|那(?:个|段|条|些|一段)(?!里|儿|么|样)|该片段|上面那"
)
ZH_NAMES: dict[str, tuple[str, ...]] = {
    "beach": ("海滩", "沙滩", "海边"), "street": ("街道", "街景", "街头", "街上"), "sunset": ("日落", "夕阳", "落日"), "sunrise": ("日出",),
    "intro": ("片头", "开场"), "outro": ("片尾", "尾声"), "demo": ("演示",), "interview": ("采访", "访谈"), "city": ("城市",), "coffee": ("咖啡",),
    "laptop": ("电脑", "笔记本"), "talk": ("演讲", "讲话视频"), "mountain": ("雪山", "山景", "大山"), "ocean": ("大海", "海洋"), "sea": ("大海",),
    "forest": ("森林",), "food": ("美食", "食物"), "car": ("汽车",), "dog": ("小狗",), "cat": ("小猫",), "night": ("夜景", "夜晚"), "office": ("办公室",),
    "kitchen": ("厨房",), "wedding": ("婚礼",), "party": ("派对", "聚会"), "park": ("公园",), "lake": ("湖边", "湖"), "snow": ("雪景",), "bridge": ("大桥",),
    "airport": ("机场",), "train": ("火车",), "market": ("市场", "集市"), "temple": ("寺庙",), "river": ("河边", "河流"), "product": ("产品",), "opening": ("开场",),
}  # fmt: skip
"""What clips are often called, said in Chinese."""
GENERIC = frozenset(
    [
        "video",
        "audio",
        "music",
        "clip",
        "movie",
        "title",
        "voice",
        "sound",
        "song",
        "track",
        "film",
        "sample",
        "test",
        "edit",
        "cut",
        "raw",
        "file",
        "image",
        "photo",
        "picture",
        "logo",
        "bgm",
        "intro-text",
        "final",
        "output",
        "export",
    ]
)


def refers(c: Clause) -> bool:
    """Whether the clause says "it", "that one", 它, 那个."""
    return bool(_REFERS.search(c.own))


def clips(c: Clause, bench: Bench, text: str | None = None) -> tuple[str, ...]:
    """The clips of the film that the clause names; empty where it names none. Raises `Declined` for
    a number that there is not."""
    # "Give each clip 2 beats" names no clip 2.
    text = re.sub(
        r"\b(each|every) (clip|shot|photo|picture|one) \d+ (?=beats?\b|bars?\b)",
        r"\1 \2 ",
        c.text if text is None else text,
    )
    film = bench.film
    if bench.spared and re.search(r"\b(?:others?|rest)\b|其[他余它]|剩下", text):
        return tuple(p.id for p in film if p.id not in bench.spared)
    found = _all_but(text, film) or _by_count(text, bench) or by_name(text, film, bench)
    # A name that no clip of the film has may be that of a picture over it.
    found = found or by_name(text, bench.overlays, bench)
    if not found and (left := others(text, bench)):
        return left
    if found:
        bench.topic = tuple(p.id for p in _unique(found))
        return bench.topic
    _unknown(text, film, bench)
    if bench.situation.selection and re.search(r"\bselect(?:ed|ion)\b|\bthis\b|选中|所选|这(?:个|段)", text):
        return tuple(i for i in bench.situation.selection if bench.locate(i))
    if (
        re.search(r"\b(?:this|current) (?:clip|shot|scene|part)\b|当前片段|这(?:个|一)?(?:片段|段)", text)
        and bench.situation.playhead is not None
    ):
        return tuple(p.id for p in film if p.start <= bench.situation.playhead < p.end)
    return ()


def _by_count(text: str, bench: Bench) -> list[Placed]:
    """Clips by number. Clips are counted as they were before the sentence took any of them away, as
    "delete clip 1, mute clip 2" means it."""
    film = bench.film
    if len(bench.counted) < len(film) or re.search(r"\bnew\b|\bremaining\b|\bleft\b|新的|剩", text):
        return by_number(text, film)
    found: list[Placed] = []
    for old in by_number(text, bench.counted):
        now = bench.locate(old.id)
        if now is None:
            decline(
                "no_such_clip",
                f"“{old.name}” is no longer in the film at that point.",
                f"到这一步“{old.name}”已经不在影片里了。",
            )
        found.append(now)
    return found


_NAMED_EN = re.compile(r"\bthe ([a-z]{4,}) (?:clip|shot|scene)\b(?!s)")
_NAMED_ZH = re.compile(r"((?:(?![把给将在对让])[\u3400-\u9fff]){2,4})(?:那|这)(?:一|1)?(?:段|个片段|个镜头)")
_ADJECTIVES = """
    first last second third whole entire other next previous current same this that selected video
    audio main raw original new only final middle longest shortest following entire opening closing
    uploaded silent every each split boring long short dark bright old
"""
_PLAIN_WORDS = frozenset(_ADJECTIVES.split())


def _unknown(text: str, film: list[Placed], bench: Bench) -> None:
    """A clip called by a name that none has is not guessed at."""
    match = _NAMED_EN.search(text)
    name = match[1] if match and match[1] not in _PLAIN_WORDS and match[1] not in ORDINALS else ""
    zh = _NAMED_ZH.search(text)
    if zh and not re.search(
        r"[把给将在删去剪对让的把后前中间最开结没有不说停讲话秒钟第]|说话|停顿|静音|安静|空白", zh[1]
    ):
        name = zh[1]
    if name and film and not _by_part(text, bench, None):
        have = ", ".join(dict.fromkeys(p.name for p in film[:12]))
        decline(
            "no_such_clip",
            f"There is no clip called “{name}”; the film has {have}.",
            f"没有叫“{name}”的片段；影片里有 {have}。",
        )


def named_clips(c: Clause, bench: Bench, name: str = "clips") -> dict[str, Any]:
    """The parameter that says which clips are meant; none where it is all of the film."""
    ids = clips(c, bench)
    return {name: list(ids)} if ids and len(ids) < len(bench.film) else {}


def clips_or_it(c: Clause, bench: Bench) -> tuple[str, ...]:
    """The clips named, or those that "it" stands for."""
    found = clips(c, bench)
    if found:
        return found
    if (
        bench.focus
        and bench.focus.kind == "clip"
        and refers(c)
        and not re.search(r"\b(?:it|this|that) (?:whole|all)\b", c.own)
    ):
        return tuple(i for i in bench.focus.ids if bench.locate(i))
    if bench.topic and c.number and c.lang == "zh" and not c.says("whole"):
        return tuple(i for i in bench.topic if bench.locate(i))
    return ()


def _unique(found: Iterable[Placed]) -> list[Placed]:
    return list({p.id: p for p in found}.values())


def called(bench: Bench) -> tuple[str, ...]:
    """What the film's clips are called, the longest first."""
    forms = {form for p in bench.film for form in _forms(p.name)} - GENERIC
    return tuple(
        sorted((form for form in forms if re.search(r"[^\W\d]", form)), key=lambda form: (-len(form), form))
    )


def names_out(text: str, bench: Bench) -> str:
    """A text without the names of the session's clips and files."""
    names = [p.name for t in bench.timeline.tracks for p in bench.placed(t)] + [
        f.name or "" for f in bench.timeline.media
    ]
    for form in sorted({form for name in names for form in _forms(name)}, key=len, reverse=True):
        if re.search(r"\d", form):
            text = text.replace(form, " ")
    return text


def files_out(text: str, bench: Bench) -> str:
    """A text without the names of the session's files, whose endings are no formats asked for."""
    for name in sorted({(f.name or "").lower() for f in bench.timeline.media} - {""}, key=len, reverse=True):
        text = text.replace(name, " ")
    return text


def _all_but(text: str, film: list[Placed]) -> list[Placed]:
    match = re.search(
        r"\b(?:all|every(?:thing|\s+clips?)?|each)\b.{0,20}?\b(?:except|but|besides)\b(.+)|\b(?:except(?: for)?|apart from|other than|excluding)\b(?! *between)(.+)|(?<![删去清移剔消解])(?:除了?)(.+?)(?:以外|之外|外|,|都|其他|其余|$)",
        text,
    )
    if not match:
        return []
    but = next(group for group in match.groups() if group)
    left_out = {p.id for p in by_number(but, film)} or {
        p.id for p in film if _stem(p.name) and _stem(p.name) in but
    }
    return [p for p in film if p.id not in left_out] if left_out else []


def _stem(name: str) -> str:
    return re.sub(r"\.\w{2,4}$", "", name.lower())


def _forms(name: str, translated: bool = True) -> set[str]:
    stem = _stem(name)
    spoken = re.sub(r"[_-]+", " ", stem)
    also = tuple(zh for word in spoken.split() for zh in ZH_NAMES.get(word, ())) if translated else ()
    if re.fullmatch(r"[a-z]", stem):
        also += tuple(f"{word} {stem}" for word in ("clip", "shot", "video", "file"))
    if camera := re.match(r"cam(?:era)?[ _-]?([a-z\d])$", stem):
        also += tuple(
            f.format(camera[1])
            for f in ("cam {}", "camera {}", "cam{}", "{} 机位", "{}机位", "机位{}", "机位 {}")
        )
    return {form for form in (name.lower(), stem, spoken, *also) if len(form) > 1 or form[:1] >= "\u4e00"}


def by_name(text: str, placed: Iterable[Placed], bench: Bench) -> list[Placed]:
    """Clips whose name the text holds; typing errors are forgiven."""
    text = text.lower()
    every = list(placed)
    by_form: dict[str, list[Placed]] = {}
    for p in every:
        forms = _forms(p.name)
        file = bench.timeline.file(p.media) if p.media else None
        if file is not None and file.name:
            forms |= _forms(file.name)
        for form in forms:
            by_form.setdefault(form, []).append(p)
    found: list[Placed] = []
    left = text
    for form in sorted(by_form, key=len, reverse=True):
        if form in GENERIC:
            continue
        pattern = (
            rf"(?<![\w.]){re.escape(form)}(?:'s|s)?(?![^\W\u3400-\u9fff]|\.\w)"
            if re.match(r"[\x00-\x7f]+$", form)
            else re.escape(form)
        )
        if re.search(pattern, left):
            left = re.sub(pattern, " ", left)
            found += by_form[form]
    if found:
        return sorted(
            found,
            key=lambda p: text.find(
                next((f for f in sorted(_forms(p.name), key=len, reverse=True) if f in text), p.name.lower())
            ),
        )
    return _nearly(text, {form: ps for form, ps in by_form.items() if form not in GENERIC})


def _nearly(text: str, by_form: dict[str, list[Placed]]) -> list[Placed]:
    for word in re.findall(r"[a-z]{4,}", text):
        if word in KNOWN or word in COMMON:
            continue
        for form, ps in by_form.items():
            if len(form) >= 4 and OSA.distance(word, form) <= (1 if len(form) < 8 else 2):
                return ps
    for match in re.finditer(
        r"(?:the|my) ([a-z ]{4,30}?) (?:clip|shot|scene|part|video|bit|segment|footage)\b", text
    ):
        for form, ps in by_form.items():
            if fuzz.token_set_ratio(match[1], form) >= 85:
                return ps
    return []


def files(c: Clause, bench: Bench, pool: Iterable[MediaFile] | None = None) -> list[MediaFile]:
    """Files of the library that the clause names, in the order named."""
    text = c.text + " " + " ".join(q.lower() for q in c.quotes)
    found: list[tuple[int, MediaFile]] = []
    for file in pool if pool is not None else bench.timeline.media:
        places = [
            match.start()
            for form in _forms(file.name or file.id, translated=False)
            if (form not in GENERIC or form == (file.name or "").lower() or form == "logo")
            and (
                match := re.search(
                    rf"(?<![a-z\d_]){re.escape(form)}(?![a-z\d_]|\.[a-z\d])"
                    if form.isascii()
                    else re.escape(form),
                    text,
                )
            )
        ]
        if places:
            found.append((min(places), file))
    return [file for _, file in sorted(found, key=lambda pair: pair[0])] or _by_part(text, bench, pool)


_SHOWING = re.compile(
    r"\b(?:the|my|with|use|some|that) ([a-z]{3,}) (?:clip|footage|video|shot|picture|photo|image|file|one|b-?roll)s?\b"
)


def _by_part(text: str, bench: Bench, pool: Iterable[MediaFile] | None) -> list[MediaFile]:
    """The one file whose name has the word of "the city footage" in it: city_street.mp4."""
    words = {match[1] for match in _SHOWING.finditer(text)} - GENERIC - _PLAIN_WORDS
    every = list(pool if pool is not None else bench.timeline.media)
    parts = {file.id: set(re.split(r"[^a-z]+", _stem(file.name or ""))) for file in every}
    found = [file for file in every if words & parts[file.id]]
    return found if len(found) == 1 else []


def missing_file(c: Clause, bench: Bench) -> str | None:
    """A file name that the clause says and the session does not have."""
    for match in re.finditer(
        r"[\w-]+(?:\.[\w-]+)*\.(?:mp4|mov|avi|webm|mkv|jpe?g|png|gif|webp|mp3|wav|m4a|aac)\b", c.text
    ):
        if not any((file.name or "").lower() == match[0] for file in bench.timeline.media):
            return match[0]
    return None


def style_of(placed: Placed) -> str:
    """The text style of a text clip."""
    return placed.clip.media.op if isinstance(placed.clip.media, GeneratorRef) else ""


def captions_in_focus(bench: Bench) -> bool:
    """Whether the text last spoken of is a caption, not a title."""
    focus = bench.focus
    if focus is None or focus.kind != "text":
        return False
    return any(p.id in focus.ids and style_of(p) == "caption" for p in bench.texts)


def texts(c: Clause, bench: Bench) -> list[Placed]:
    """The texts the clause is about: by their words, their kind, their number, or "it"."""
    every = bench.texts
    for quote in c.quotes:
        exact = [p for p in every if p.name.strip().lower() == quote.lower()]
        near = exact or [p for p in every if fuzz.ratio(p.name.lower(), quote.lower()) >= 85]
        if near:
            return near
    kinds = [k for k in ("lower_third", "end_card", "title", "subtitle", "caption") if c.says(k)]
    pool = [p for p in every if style_of(p) in kinds] if kinds else every
    if not pool and kinds == ["subtitle"]:
        pool = [p for p in every if style_of(p) == "caption"]
    if not pool and set(kinds) <= {"caption", "subtitle", "title"}:
        pool = [p for p in every if "end" not in style_of(p)] if len(every) == 1 else []
    numbered = re.search(
        rf"\b({ORD}|last|other) (?:title|text|caption|subtitle|line)|第(\d+)(?:个|条|句|行)(?:标题|字幕|文字)|(最后)(?:一|1)?(?:个|条)(?:标题|字幕|文字)|\b(?:title|text|caption|subtitle) (?:number |#)?(\d+)\b",
        c.text,
    )
    if numbered and pool:
        if numbered[1] in ("last", "other") or numbered[3]:
            return [pool[-1]]
        n = ORDINALS[numbered[1]] if numbered[1] else int(numbered[2] or numbered[4])
        if n > len(pool):
            decline(
                "no_such_text",
                f"There are only {len(pool)} of those texts.",
                f"这样的文字只有 {len(pool)} 条。",
            )
        return [pool[n - 1]]
    if bench.focus and bench.focus.kind == "text" and (not kinds or len(pool) > 1):
        return _just_changed(every if not kinds else pool, bench) or pool
    return pool


def _just_changed(pool: list[Placed], bench: Bench) -> list[Placed]:
    """The texts spoken of last, with those of their kind that the same request has just changed."""
    now = [p for p in pool if bench.focus is not None and p.id in bench.focus.ids]
    changed = {str(s.edit.params.get("id")) for s in bench.steps if s.edit.op == "set_text"}
    styles = {style_of(p) for p in now}
    return [p for p in pool if p in now or (p.id in changed and style_of(p) in styles)]
