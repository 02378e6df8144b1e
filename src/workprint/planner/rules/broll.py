"""B-roll: laid where it fits, suggested, swapped, taken away; files tagged by what they show."""

from __future__ import annotations

import re
from typing import Any

from workprint.base import Fault
from workprint.model import MediaFile
from workprint.ops import (
    BrollWishes,
    Heard,
    OverWhat,
    all_places,
    broll_candidates,
    broll_chosen,
    broll_pieces,
    heard,
    media_described,
)

from ..bench import Bench, Placed, ask, decline
from ..clause import Clause
from ..plan import Need
from ..span import inside, span, written
from ..targets import files
from .broll_more import best_over, laid
from .rule import Rule

_BROLL = re.compile(
    r"\bb[- ]?rolls?\b|\bcut ?aways?\b|空镜(?:头)?|b ?卷|补充画面|(?:相关|配套|对应)(?:的)?(?:画面|素材|镜头)|配(?:上)?(?:一些|点)?画面"
)
_COVER = re.compile(
    r"\b(?:cover|hide|mask|patch|disguise|smooth over)\b.{0,24}\b(?:jump ?cuts?|jumps|cuts|joins|edits)\b|(?:盖住|遮住|遮掉|掩盖|盖掉|挡住)(?:所有|全部|这些|那些)?(?:的)?(?:跳切|跳剪|剪切(?:点|处)?|剪辑点|断点|接缝|接点)|(?:跳切|跳剪|剪切(?:点|处)|剪辑点|断点|接缝)(?:都|全)?用?.{0,6}(?:盖住|遮住|遮掉|掩盖|盖掉|挡住)"
)
_JOINS = re.compile(
    r"\b(?:over|at|on|across) (?:the |all |every |each )*(?:jump ?)?(?:cuts?|joins?|edits?)\b|(?:在|盖在)(?:每个|所有)?(?:剪切|跳切|接点|断点|剪辑点)"
)
_EVEN = re.compile(r"\b(?:evenly|spread|every so often|throughout|scatter\w*)\b|均匀|分散|穿插|每隔")
_WORDS = re.compile(
    r"\b(?:match\w*|fit\w*|according to|based on|relevant|over (?:the |matching )?words|where (?:i|he|she|they|we|it'?s?) (?:talks?|mentions?|says?|fits?|mentioned))\b|(?:按|根据|对应|配合|贴合).{0,4}(?:内容|说的|台词|话)|说到"
)
_ASKS = re.compile(
    r"\b(?:suggest\w*|recommend\w*|propose|which|what|ideas?|where (?:would|could|should))\b|推荐|建议|哪些|哪个|什么"
)
_HAVE = re.compile(r"\b(?:have|list|available|library|show me (?:the|my|all))\b|有(?:哪些|什么)|列出|素材库")
_SWAP = re.compile(
    r"\b(?:swap|replace|change|switch|another|different|other|instead|not that one|don'?t like)\b|^(?:no,? )?not (?:the|this)\b|换|别的|另一|不要这个|不喜欢"
)
_OFF = re.compile(
    r"\b(?:remove|delete|drop|lose|get rid of|take (?:out|off|away)|no|without)\b|去掉|删|移除|不要|取消|撤掉"
)
_ANOTHER = re.compile(
    r"^(?:no,? )?(?:(?:use|try|take|pick) )?(?:another|a different|some other)(?: (?:one|clip|shot|picture))?(?: (?:for|instead of) (?:the )?\w+(?: one)?)?(?: please)?$|^(?:no,? )?not (?:that|this) one\b|^(?:再|请)?换(?:1|一)?(?:个|段|张)(?:别的)?(?:吧)?$|^不要这(?:个|段)"
)
_ALL_OFF = re.compile(
    r"^(?:refuse|reject|remove|delete|drop|undo|none of|no to) (?:all|them|them all|it all|all of (?:them|it|those))$|^(?:都|全部?|全都)(?:不要|去掉|删掉?|拿掉|不行|不用)(?:了)?$|^(?:不要|去掉|删掉?)(?:全部|所有)(?:的)?$"
)
_BACK = re.compile(r"\bundo\b|\btake back\b|撤销|撤回")
_STOCK = re.compile(
    r"\bstock (?:footage|video|clips?|photos?|media)\b|\b(?:pexels|pixabay)\b|\b(?:find|search|download|fetch|get)\b.{0,24}\b(?:online|on the web|from the internet)\b|素材网|网上(?:找|搜|下载)|找(?:一?些|点)?网络素材"
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_NTH = re.compile(
    r"\b(first|second|third|fourth|fifth|sixth|last)\b|\b(\d+)(?:st|nd|rd|th)\b|\bb[- ]?roll (\d+)\b(?!\s*(?:s\b|sec))|第(\d+)(?:个|段|条|处)?|最后(?:1|一)?(?:个|段|条|处)?"
)
_EACH = re.compile(
    r"@([\d.]+)@ ?(?:each|long|apiece|per|of each)|\b(?:max(?:imum)?|at most|up to|no (?:longer|more) than)(?: of)? @([\d.]+)@|(?:各|每(?:个|段|条)?)\s*@([\d.]+)@|@([\d.]+)@ (?:b[- ]?roll|cutaway)"
)
_MOST = re.compile(
    r"\b(\d+) (?:pieces? of |clips? of |shots? of )?(?:b[- ]?rolls?|cutaways?)\b|(\d+)(?:个|段|条|处)(?:空镜|画面|b ?卷)|最多\D{0,3}(\d+)(?:个|段|条|处)"
)
_TAG = re.compile(
    r"\btag\b (?P<file>.+?) (?:as|with)\b:? *(?P<tags>.+)|(?:给|把)\s*(?P<datei>.+?)\s*(?:加(?:上)?|打(?:上)?|贴)(?:上)?标签[:：]?\s*(?P<woerter>.+)"
)
_PARTS = re.compile(r"\s*(?:,|，|、|;|；|\band\b|和)\s*")

SHORTEST, BROLL_LEAD = 2.0, 0.3
"""Seconds of a picture over a few words, at least, and by how much it comes before the first."""
KINDS = ("face", "motion", "colour", "lettering")
"""What is found out about pictures that are listed."""


def _told(bench: Bench, en: str, zh: str) -> bool:
    bench.tell(en, zh)
    return True


def asks_for_broll(request: str) -> bool:
    """Whether words ask for pictures over the film; to take them back is another thing."""
    text = request.lower()
    return bool(_BROLL.search(text) or _COVER.search(text)) and not _BACK.search(text)


def _wants(c: Clause) -> bool:
    return asks_for_broll(c.text)


def _broll(c: Clause, bench: Bench) -> bool:
    """ "Add b-roll", "cover the jump cuts with b-roll", "add 3 cutaways, 3 s each"."""
    if not _wants(c) or _STOCK.search(c.text):
        return False
    if _elsewhere(c, bench):
        return False
    named = [file for file in files(c, bench) if file.video is not None]
    if bench.film and not broll_candidates(bench.timeline, [file.id for file in named]):
        decline(
            "no_b_roll",
            "There is no picture in the library that the film does not use. Add b-roll files (name or tag them by what they show) and I'll place them.",
            "素材库里没有未使用的画面。请先添加空镜文件（按画面内容命名或加标签），我来配上。",
        )
    bench.ensure_film()
    return bench.do("add_broll", **_wishes(c, bench, named))


_OVER_WORDS = re.compile(
    r"\b(?:over|on|when|where|while|at)\b.{0,24}⟦(\d+)⟧|(?:在|盖在|说到|说|讲到|提到).{0,8}⟦(\d+)⟧"
)


_LAYS = re.compile(
    r"^(?:please )?(?:put|show|lay|place|use|play|cover|add|insert|overlay|display)\b|盖|放|叠|加|显示|配|用"
)


def _at_words(c: Clause, bench: Bench) -> bool:
    """ "Put city.mp4 over 'my fellow Americans'": where these words are said."""
    quoted = _OVER_WORDS.search(c.text)
    bare = Clause(re.sub(r"⟦\d+⟧", " ", c.text), (), c.lang)
    on_film = {p.media for p in bench.film}
    named = [file for file in files(bare, bench) if file.video is not None and file.id not in on_film]
    if (
        quoted is None
        or not _LAYS.search(c.text)
        or len(c.quotes) > 1
        or "@" in c.text
        or "%" in c.text
        or not (named or _wants(c))
        or c.any("title", "caption", "music")
        or c.has(r"\bvoice|\bnarrat|\b(?:that|which) says\b|\bsaying\b|配音|旁白|朗读")
    ):
        return False
    bench.ensure_film()
    phrase = c.all_quotes[int(next(filter(None, quoted.groups())))]
    if any(phrase.casefold() == (file.name or "").casefold() for file in bench.timeline.media):
        return False  # a file's name, not words
    said = _said(bench)
    if said is None:
        bench.need("word")
        bench.tell(
            "The words have to be recognised first; then it is laid over them.", "要先识别说的话，再盖上去。"
        )
        return True
    places = all_places(said.words, [phrase])
    if not places:
        draft = (
            bench.say(
                " The words are a draft transcript: give the time instead.",
                "文字是草稿级识别：也可以直接说时间。",
            )
            if said.draft
            else ""
        )
        decline(
            "not_said",
            f"“{phrase}” is not said in the film, so nothing was changed.{draft}",
            f"片中没有说“{phrase}”，所以没有改动。{draft}",
        )
    rate = float(bench.timeline.rate)
    start = max(0.0, places[0].start / rate - BROLL_LEAD)
    end = min(bench.duration, max(places[0].end / rate, start + SHORTEST))
    wanted = named or best_over(bench, start, end)
    ids = {"media": [wanted[0].id]} if wanted else {}
    length = max(0.5, round(end - start, 3))
    return bench.do("add_broll", **ids, over="range", start=start, end=end, length=length, most=1)


def _said(bench: Bench) -> Heard | None:
    """What is said; None where nobody has listened yet."""
    try:
        return heard(bench.timeline, bench.situation.facts)
    except Fault as fault:
        if fault.code != "missing_facts":
            raise
        return None


def _elsewhere(c: Clause, bench: Bench) -> bool:
    """Whether a clause says where a named file goes: that is an overlay."""
    corner = c.has(r"\bcorner\b|角|\boverlay\b|\binsert\b|\bappend\b|插入|叠加")
    named = files(c, bench)
    return bool(named and (corner or c.times.range is not None or c.times.point is not None))


def _wishes(c: Clause, bench: Bench, named: list[MediaFile]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if named:
        found["media"] = [file.id for file in named]
    over = _over(c)
    if over != "auto":
        found["over"] = over
    each = _EACH.search(c.text)
    if each:
        found["length"] = float(next(filter(None, each.groups())))
    most = _MOST.search(c.text)
    if most:
        found["most"] = int(next(filter(None, most.groups())))
    where = span(c, bench)
    if where.ranged and where.start is not None and where.end is not None:
        found["start"], found["end"] = inside(where.start, where.end, bench)
    return found


def _over(c: Clause) -> OverWhat:
    if _COVER.search(c.text) or _JOINS.search(c.text):
        return "joins"
    if _EVEN.search(c.text):
        return "spread"
    return "words" if _WORDS.search(c.text) else "auto"


def _suggest(c: Clause, bench: Bench) -> bool:
    """ "What b-roll would fit?", "which b-roll do I have?": told, nothing is changed."""
    if not _BROLL.search(c.text) or not (_ASKS.search(c.text) or c.has(r"\blist\b|列出")) or c.says("remove"):
        return False
    if c.has(r"^(?:please )?(?:add|put|place|insert|lay|use|cover|find|match)\b"):
        return False
    named = [file.id for file in files(c, bench) if file.video is not None]
    pool = broll_candidates(bench.timeline, named)
    if not pool:
        return _told(
            bench,
            "There is no picture in the library that the film does not use.",
            "素材库里没有未使用的画面。",
        )
    if _HAVE.search(c.text):
        return _listed(pool, bench)
    try:
        found = broll_chosen(
            bench.timeline,
            bench.situation.facts,
            BrollWishes(tuple(named)),
            tuple(broll_pieces(bench.timeline)),
        )
    except Fault as fault:
        if fault.code != "missing_facts":
            raise
        bench.need("word")
        return True
    if not found:
        return _told(bench, "There is no room for b-roll in the film.", "影片里没有可放空镜的地方。")
    rows = []
    for number, piece in enumerate(found, 1):
        file = bench.timeline.file(piece.media)
        at = f"{written(piece.start)}–{written(piece.end)}"
        name = file.name if file else piece.media
        rows.append(f"{number}. {at}: {name} ({piece.score:.2f}): {piece.why[bench.lang or 'en']}")
    lines = "\n".join(rows)
    return _told(
        bench,
        f"B-roll that would fit:\n{lines}\nSay “add b-roll” to place it.",
        f"可以这样配空镜：\n{lines}\n说“加空镜”即可放上。",
    )


def _listed(pool: list[MediaFile], bench: Bench) -> bool:
    wanted = [
        Need(media=file.id, kind=kind)
        for file in pool
        for kind in KINDS
        if (kind in ("colour", "lettering") or file.kind == "video")
        and not any(fact.kind in (kind, f"{kind}s") for fact in bench.situation.facts.get(file.id, ()))
    ]
    if wanted:
        bench.needs += wanted
        return True
    facts = bench.situation.facts
    en = "\n".join(
        f"{n}. {file.name}: {media_described(file, facts)['en']}" for n, file in enumerate(pool, 1)
    )
    zh = "\n".join(
        f"{n}. {file.name}：{media_described(file, facts)['zh']}" for n, file in enumerate(pool, 1)
    )
    return _told(bench, f"Not used by the film yet:\n{en}", f"影片尚未使用：\n{zh}")


def _but(c: Clause) -> bool:
    """Whether what is named is what shall stay: "all b-roll except the coffee"."""
    return c.has(r"\b(?:except|but|apart from|other than|besides)\b|除了|以外|之外") is not None


def _which(c: Clause, bench: Bench) -> list[Placed]:
    """The pieces of b-roll that a clause means: by number, by the file, the one last spoken of, or all."""
    over = laid(bench)
    nth = _NTH.search(c.text)
    if nth:
        word = next(filter(None, nth.groups()), "last")
        number = (
            len(over) if word == "last" else _ORDINALS.index(word) + 1 if word in _ORDINALS else int(word)
        )
        if not 1 <= number <= len(over):
            decline(
                "no_such_b_roll",
                f"The film has {len(over)} piece{'s' if len(over) != 1 else ''} of b-roll; there is no number {number}.",
                f"影片里有 {len(over)} 段空镜，没有第 {number} 段。",
            )
        return [p for n, p in enumerate(over, 1) if (n == number) != _but(c)]
    named = {file.id for file in files(c, bench)}
    mine = [p for p in over if p.media in named]
    if mine:
        return [p for p in over if p not in mine] if _but(c) else mine
    focused = [p for p in over if bench.focus is not None and p.id in bench.focus.ids]
    return focused if focused and len(focused) < len(over) else over


def _instead(c: Clause, bench: Bench) -> bool:
    """ "Not the first b-roll, use coffee.mp4": what the second half says of the swap just made."""
    if not bench.steps or bench.steps[-1].edit.op != "swap_broll" or c.quotes:
        return False
    named = [file for file in files(c, bench) if file.video is not None]
    if len(named) != 1 or not c.has(r"^(?:use|take|show|try|put|the|but|rather)\b|^(?:用|换成|改用|改成)"):
        return False
    step = bench.steps.pop()
    bench.timeline = step.before
    return bench.do("swap_broll", clip=step.edit.params["clip"], media=named[0].id)


def _change(c: Clause, bench: Bench) -> bool:
    """ "Remove the b-roll", "swap the second one for coffee.mp4"."""
    over = laid(bench)
    last = bench.last_edit()
    here = bool(over) and last is not None and last.op in ("add_broll", "swap_broll")
    if here and _ALL_OFF.search(c.text):
        return bench.do("remove", ids=[p.id for p in over])
    about = bool(_BROLL.search(c.text)) or (
        bench.focus is not None and any(p.id in bench.focus.ids for p in over)
    )
    about = about or (here and _ANOTHER.search(c.text) is not None)
    if not about or c.quotes:
        return False
    swap, off = _SWAP.search(c.text), _OFF.search(c.text)
    if not (swap or off) or c.has(r"^(?:add|加)\b"):
        return False
    if not over:
        if not _BROLL.search(c.text):
            return False
        decline("no_such_b_roll", "There is no b-roll in the film.", "影片里没有空镜。")
    found = _which(c, bench)
    if not swap or (off and not c.has(r"\b(?:another|different|instead|replace|swap)\b|换")):
        return bench.do("remove", ids=[p.id for p in found])
    spare = [f for f in files(c, bench) if f.video is not None and f.id not in {p.media for p in found}]
    if len(found) > 1 and len(spare) < 1 and not c.has(r"\ball\b|\bevery\b|都|全部|所有"):
        ask(
            "Which piece of b-roll should change: say its number, or “all”.",
            "要换哪一段空镜？请说第几段，或说“全部”。",
            *((f"{n}. {p.name}", f"{n}. {p.name}") for n, p in enumerate(found, 1)),
        )
    for p in found[: max(1, len(spare)) if spare else None]:
        bench.do("swap_broll", clip=p.id, **({"media": spare.pop(0).id} if spare else {}))
    return True


def _tag(c: Clause, bench: Bench) -> bool:
    """ "Tag beach.mp4 as sea, holiday"."""
    match = _TAG.search(c.text)
    if match is None:
        return False
    named = files(c, bench)
    if not named:
        ask(
            "Which file should have the tag?",
            "要给哪个文件加标签？",
            *((f.name, f.name) for f in bench.timeline.media[:6]),
        )
    said = match["tags"] or match["woerter"] or ""
    said = re.sub(r"⟦(\d+)⟧", lambda m: c.all_quotes[int(m[1])], said)
    tags = [part.strip(" .。\"“”'") for part in _PARTS.split(said)]
    return bench.do("tag_media", media=named[0].id, tags=[tag for tag in tags if tag])


def _stock(c: Clause, bench: Bench) -> bool:
    if not _STOCK.search(c.text):
        return False
    return decline(
        "stock_footage",
        'Footage from Pexels or Pixabay is not fetched from here: run `workprint stock "coffee" --session …` (it needs a key of yours, and keeps author and licence); then say “add b-roll”.',
        '这里不会自行从 Pexels 或 Pixabay 下载素材：请运行 `workprint stock "coffee" --session …`（需要你自己的密钥，会保留作者与许可），然后说“加空镜”。',
    )


RULES = (
    Rule(_tag),
    Rule(_stock),
    Rule(_suggest),
    Rule(_at_words, sparing=True),
    Rule(_instead),
    Rule(_change),
    Rule(_broll),
)
