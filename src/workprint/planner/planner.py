"""From a request to a plan."""

from __future__ import annotations

import re
from itertools import pairwise

from workprint.base import Fault, milliseconds

from .answers import Answer, parse
from .bench import Bench
from .catalogue import nearest
from .clause import Clause
from .clauses import Piece, split
from .counting import NUMBERED
from .figures import impossible
from .focus import Focus
from .heard import check_sound
from .normalise import Request, normalise
from .own_words import names_of, shown_in
from .plan import Asked, Declined, Edit, Plan, Question, Refusal, Situation
from .reply import reply
from .rules import EXPORT, RULES, SCENES, Rule
from .safeguard import check
from .said_zh import HALF, SIGH
from .scene_numbers import as_times, shots_as_scenes, uncounted
from .script_text import ASKS, draft_answer, open_replies
from .settled import settle
from .strangers import check_names
from .summary import summary
from .targets import called, captions_in_focus, clips, refers
from .unread import unread
from .words import pattern


def plan(request: str, situation: Situation) -> Plan:
    """What a request means for a session: the edits, and what is asked, refused and told.

    Each clause is tried on a working copy after those before it. A clause that cannot be done is
    refused with its reason and changes nothing; nothing is guessed. Words that mean nothing alone
    are taken as the answer where the last turn was a question.
    """
    if (answered := _answered(request, situation)) is not None:
        return answered
    asked = situation.history[-1] if situation.history else None
    for reply_before in open_replies(situation.history):
        if (meant := draft_answer(request, reply_before)) is not None:
            return _planned(meant, situation).model_copy(update={"request": request})
    found = _planned(request, situation)
    if asked is not None and ASKS.search(asked.reply) and not found.edits and found.refusals:
        spoken = _planned(f"{'加配音' if found.lang == 'zh' else 'add a voiceover'}「{request}」", situation)
        if spoken.edits:
            return spoken.model_copy(update={"request": request})
    if found.edits or found.actions or asked is None or asked.edits or not re.search(r"[?？]", asked.reply):
        return found
    if not any(refusal.code == "not_understood" for refusal in found.refusals) and not found.questions:
        return found
    for together in (f"{asked.request} “{request.strip()}”", f"{asked.request} {request.strip()}"):
        done = _planned(together, situation.model_copy(update={"history": situation.history[:-1]}))
        if done.edits and not done.refusals and not done.questions:
            return done.model_copy(update={"request": request})
    return found


def _answered(request: str, situation: Situation) -> Plan | None:
    """The last request again with the answer to the list that it got, where it got one."""
    answer = parse(request) if situation.history and not situation.history[-1].edits else None
    if answer is None:
        return None
    asked = situation.history[-1].request
    bench = _worked(asked, situation.model_copy(update={"history": situation.history[:-1]}), answer)
    return _plan(request, bench.lang, bench) if bench.answered else None


def _planned(request: str, situation: Situation) -> Plan:
    bench = _worked(request, situation)
    return _plan(request, bench.lang, bench)


def _worked(request: str, situation: Situation, answer: Answer | None = None) -> Bench:
    """The bench after all clauses of a request; `answer` is what was said to the list it asks with."""
    rate = float(situation.timeline.rate)
    regular = normalise(request, names_of(situation), situation.lang, rate, shown_in(situation))
    lang = situation.lang or regular.lang
    bench = Bench(situation, lang, answer)
    clauses = [_clause(piece, regular, n) for n, piece in enumerate(split(regular.text, called(bench)))]
    if not clauses:
        clauses = [Clause(regular.text, regular.quotes, regular.lang, original=regular.original)]
    clauses[0].alone = len(clauses) == 1
    for clause in clauses:
        clause.others = tuple(other.own for other in clauses if other is not clause)
    for clause, after in pairwise(clauses):
        clause.remedied = refers(after)
    whole = Clause(
        regular.text, regular.quotes, regular.lang, asks=clauses[-1].asks, original=regular.original
    )
    if not _attempt(whole, bench, tuple(rule for rule in RULES if rule.whole)):
        for clause in clauses:
            _take(clause, bench)
    settle(bench)
    if bench.chatter and not (
        bench.steps or bench.actions or bench.refusals or bench.questions or bench.notes
    ):
        bench.tell(
            "Nothing to change, then. Tell me what to edit next.",
            "好的，没有改动。接下来想怎么剪，直接告诉我。",
        )
    return bench


def _clause(piece: Piece, regular: Request, number: int) -> Clause:
    return Clause(
        piece.text,
        regular.quotes,
        regular.lang,
        scope=piece.scope,
        asks=piece.asks,
        number=number,
        strong=piece.strong,
        original=regular.original,
    )


def _take(clause: Clause, bench: Bench) -> None:
    """Try a clause; where nothing knows it, say so."""
    if clause.lang == "zh" and CHATTER.match(clause.own.strip(" ,.!。！")):
        bench.chatter += 1
        return
    if clause.strong or not clause.number:
        bench.counted = bench.film
    clause = shots_as_scenes(clause, bench)
    if _attempt(clause, bench, SCENES):
        return
    clause = as_times(clause, bench)
    if bench.lost and clause.number and (HALF.match(clause.own) or _hangs(clause, bench)):
        return
    if bench.refusals and not bench.steps and clause.number and _HOW.fullmatch(clause.own.strip(" ,.")):
        return
    own = clause.own.strip(" ,.!。！")
    if (_REASON.match(own) and _explains(clause, bench)) or (_CURED.match(own) and _cured(bench)):
        return
    if (
        not bench.film
        and bench.timeline.media
        and NUMBERED.search(clause.text)
        and not re.search(r"each|every|每|slide|split screen|分屏", clause.text)
    ):
        bench.ensure_film()
    if _attempt(clause, bench, RULES):
        return
    if (said := _with_subject(clause, bench)) is not None and _attempt(said, bench, RULES):
        return
    sighs = clause.number and bench.steps and not bench.lost and SIGH.fullmatch(clause.own.strip(" ,.!。！"))
    if sighs or CHATTER.match(clause.own.strip(" ,.!。！")) or not re.sub(r"[\W_]+", "", clause.own):
        bench.chatter += 1
        if bench.film and (spoken := _spoken_of(clause, bench)):
            bench.focus = Focus("clip", spoken)
        return
    bench.lost = True
    bench.refusals.append(
        Refusal(
            code="not_understood",
            request=clause.readable(),
            message=_unknown(clause, bench),
        )
    )


def _unknown(clause: Clause, bench: Bench) -> str:
    near = nearest(clause.own, clause.lang)
    message = bench.say(
        f"I did not understand “{clause.readable()}”, so nothing was done for it.",
        f"没看懂“{clause.readable()}”，这部分没有改动。",
    )
    return message + (bench.say(f" Did you mean “{near}”?", f"是不是想说“{near}”？") if near else "")


AS_WANTED = re.compile(
    r"\balready\b|^There is no pause|^There are no transitions|^No clip is longer|^Nothing there plays"
)
"""An edit that finds what is wanted done is no refusal."""

CHATTER = re.compile(
    r"(?:oops|whoops|sorry|my bad|thanks?|thank you|cheers|ok(?:ay)?|cool|great|nice|perfect|awesome|yes|yeah|yep|no|nope|nah|hi|hello|hey|wow|hmm+|well|good(?: job| work| morning)?|looks? (?:good|great|nice|fine)|that'?s (?:it|all|great|good|fine|perfect|better)|all good|no worries|never ?mind|i (?:like|love|hate|think|guess|mean|pause|talk|speak|feel|made|want to|am|was|don'?t know)\b.{0,60}|it'?s (?:\w+ ){0,3}(?:boring|long|short|ugly|distracting|annoying|great|fine|good|bad|noisy|messy|slow)|(?:this|that|it) is (?:for|my|a|the|so|too|very|boring|about)\b.{0,60}|(?:something|there)(?:'s| is) (?:something )?(?:wrong|off|weird|strange) with\b.{0,40}|we (?:are|have|made)\b.{0,40}|i'?m\b.{0,60}|i(?:'ve)? changed my mind|because\b.{0,60}|you know|for (?:my|our) .{0,30})$|"
    r"(?:谢谢|谢了|感谢|好的?|可以了?|行|嗯+|哈+|你好|您好|对了?|不错|挺好(?:的)?|很好|完美|辛苦|没事|说错了?|搞错了?|等等|算了|这样就好|就这样|没问题|明白|收到|ok|我(?:觉得|认为|想|喜欢|不喜欢|不知道).{0,24}|太好了|厉害)$"
)
_HOW = re.compile(
    r"(?:then |and )*(?:slow|fast|quick|smooth|gentle|soft)(?:er|ly)?(?: (?:then |and )*(?:slow|fast|quick|smooth)(?:er|ly)?)*"
)
"""How what was just refused should have been: "speed ramp it, slow then fast"."""
_REASON = re.compile(
    r"(?:the |my |all (?:the )?)?(?:it|that|this|they|\w+)(?: \w+)?(?:'s| is| are|'re| was| were| looks?| sounds?| feels?) (?:way |far |much |a bit |a little )?too \w+(?: now)?$|(?:please )?(?:bring|turn|take|dial|tone|push) (?:it|that|this|them) (?:back |down|up)+(?: a (?:bit|little|notch))?$|(?:剪|切|弄|调|放|声音|音乐)?得?太.{1,3}了?$"
)
_CURED = re.compile(
    r"(?:please )?(?:get rid of|remove|fix|clean up|take out|clean|sort) (?:it|that|them|this)(?: (?:out|up|please))*$"
)
_CURES = frozenset({"sound_denoise", "de_click", "stabilise", "denoise"})
"""What a complaint about noise or shaking is answered with."""
"""A clause that may only say why, or once more what: "undo that, it is too tight"."""


def _explains(clause: Clause, bench: Bench) -> bool:
    """Whether a clause adds nothing to the one before it: the reason of an undo, or the remedy that a
    complaint about the picture has had already ("it is overexposed, bring it down")."""
    if not clause.number:
        return False
    if bench.actions and bench.actions[-1].action == "undo":
        return True
    just = bench.steps[-1].edit if bench.steps else None
    return just is not None and just.op == "add_effect" and re.search(r"\btoo\b|太", clause.own) is None


def _cured(bench: Bench) -> bool:
    """Whether what "it" is has just been put right: "there's a hum, get rid of it"."""
    just = bench.steps[-1].edit if bench.steps else None
    return just is not None and just.op == "add_effect" and just.params.get("effect") in _CURES


_SUBJECTS = {"text": ("the title", "标题"), "caption": ("the captions", "字幕"), "music": ("the music", "音乐"), "overlay": ("the logo", "logo"), "transition": ("the transitions", "转场"), "clip": ("it", "它")}  # fmt: skip


def _with_subject(clause: Clause, bench: Bench) -> Clause | None:
    """A clause that names nothing, with what the clause before was about put before it."""
    if bench.focus is None or bench.lost or (not clause.number and bench.focus.kind == "clip"):
        return None
    if re.search(
        r"^(?:不要|别|不用|无需)(?!了?$)|^(?:do not|don'?t|without|no need)\b|上传|upload|cloud|云端",
        clause.own,
    ):
        return None
    subject = _SUBJECTS.get("caption" if captions_in_focus(bench) else bench.focus.kind)
    if subject is None:
        return None
    zh = clause.lang == "zh"
    text = f"{subject[1]}{clause.own}" if zh else f"{clause.own} {subject[0]}"
    return Clause(
        text,
        clause.all_quotes,
        clause.lang,
        clause.scope,
        clause.asks,
        clause.number,
        clause.strong,
        clause.original,
    )


def _hangs(clause: Clause, bench: Bench) -> bool:
    """Whether a clause is only about what was just refused ("and make it louder"): left out with it."""
    if (
        EXPORT.search(clause.text)
        or re.search(r"\bundo|redo|status|preview|撤销|重做|状态|预览", clause.text)
        or clause.quotes
        or clause.times.ranges
        or _names_clips(clause, bench)
    ):
        return False
    named = any(
        pattern(name).search(clause.text)
        for name in ("silence", "music", "title", "caption", "transition", "sound", "logo")
    )
    bare = (
        clause.lang == "zh"
        and len(clause.text) <= 8
        and (clause.strong or clause.text[:1] in "再也并还")
        and not re.search(r"[加配插导]", clause.text)
    )
    closer = (
        bench.refusals
        and bench.refusals[-1].code == "no_events"
        and re.search(r"\bzoom|放大", clause.text) is not None
    )
    return bool(closer) or (not named and (refers(clause) or bare))


def _spoken_of(clause: Clause, bench: Bench) -> tuple[str, ...]:
    """The clips that a clause names without asking anything of them; what follows may say "it"."""
    try:
        return clips(clause, bench)
    except Declined:
        return ()


def _names_clips(clause: Clause, bench: Bench) -> bool:
    """Whether clips are named, also such as there are not."""
    try:
        return bool(clips(clause, bench))
    except Declined:
        return True


_DRASTIC = frozenset(
    {
        "take_each",
        "remove",
        "delete_range",
        "keep_range",
        "keep_ranges",
        "reorder",
        "slideshow",
        "split_screen",
    }
)
"""Edits that no second guess may make."""


def _attempt(clause: Clause, bench: Bench, rules: tuple[Rule, ...]) -> bool:
    """The first rule that takes the clause and reads all of it; its faults become refusals and
    questions. Where the rules that take it each leave something unread, it is refused."""
    unsaid: tuple[str, ...] = ()
    for rule in rules:
        mark = bench.mark()
        try:
            if rule.run(clause, bench):
                if unsaid and (
                    not bench.since(mark) or any(step.edit.op in _DRASTIC for step in bench.since(mark))
                ):
                    break
                check(clause, bench.since(mark))
                check_sound(bench.since(mark))
                check_names(clause, bench.then(mark), bench.since(mark))
                said = uncounted(clause) if rule.counts else clause
                if not rule.sparing and (
                    left := unread(said, bench.then(mark), bench.since(mark), bench.actions[mark.actions :])
                ):
                    bench.back(mark)
                    unsaid = unsaid or (() if rule.whole else left)
                    continue
                bench.lost = False
                if bench.spared and bench.since(mark):
                    bench.spare(bench.spared)
                return True
        except Asked as asked:
            needs = bench.needs[mark.needs :] if asked.waits else []
            bench.back(mark)
            bench.needs += needs
            if unsaid:
                break
            options = tuple(zh if bench.lang == "zh" else en for en, zh in asked.options)
            bench.questions.append(Question(text=asked.say(bench.lang), options=options))
            # What only hangs on it waits for the answer too.
            bench.lost = True
            return True
        except Fault as fault:
            bench.back(mark)
            if unsaid:
                break
            if fault.code == "nothing_to_do" and AS_WANTED.search(str(fault.fields["en"])):
                bench.notes.append(fault.say(bench.lang))
                return True
            code = fault.reason if isinstance(fault, Declined) else fault.code
            bench.refusals.append(
                Refusal(
                    code=code,
                    request=clause.readable(),
                    message=impossible(fault, bench.lang) or fault.say(bench.lang),
                )
            )
            bench.lost = True
            return True
        bench.back(mark)
    if unsaid:
        bench.back(mark)
        _partly(clause, unsaid, bench)
    return bool(unsaid)


def _partly(clause: Clause, left: tuple[str, ...], bench: Bench) -> None:
    """Refuse a clause of which something was not read, naming it."""
    words = ", ".join(left[:4])
    message = bench.say(
        f"I am not sure what {words} means in “{clause.readable()}”, so nothing was done for it. Say it as a sentence of its own.",
        f"“{clause.readable()}”里的 {words} 我没有把握，所以这部分没有改动；请单独说一遍。",
    )
    bench.refusals.append(Refusal(code="not_all_understood", request=clause.readable(), message=message))
    bench.lost = True


def _plan(request: str, lang: str, bench: Bench) -> Plan:
    timeline = bench.timeline
    return Plan(
        request=request,
        lang=lang,
        edits=tuple(Edit(op=step.edit.op, params=step.edit.params) for step in bench.steps),
        actions=tuple(bench.actions),
        questions=tuple(bench.questions),
        refusals=tuple(bench.refusals),
        needs=tuple(dict.fromkeys(bench.needs)) if bench.needs else (),
        reply=reply(bench),
        summary=summary(timeline, lang),
        duration_ms=milliseconds(timeline.duration, timeline.rate),
        timeline=timeline,
    )
