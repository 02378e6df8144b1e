"""The answer to the user: what changed, with figures read back from the timelines, then what was
not done, what is asked, and what happens next."""

from __future__ import annotations

import re

from .bench import Bench, Step
from .describe import describe_steps
from .summary import summary
from .trust import told_once


def reply(bench: Bench) -> str:
    """All that the user is told, in the request's language."""
    zh = bench.lang == "zh"
    parts: list[str] = []
    if bench.steps:
        parts += describe_steps([(s.edit, s.before, s.after, s.pending) for s in bench.steps], bench.lang)
    parts += bench.notes
    parts += _actions(bench, zh)
    parts += [_beside(refusal.message) if bench.steps else refusal.message for refusal in bench.refusals]
    silent = not any(re.search(r"[Nn]othing was|没有做?改动", refusal.message) for refusal in bench.refusals)
    if (
        silent
        and bench.refusals
        and not bench.steps
        and not any(a.action in ("export", "preview") for a in bench.actions)
    ):
        parts.append("时间线没有改动。" if zh else "Nothing was changed.")
    parts += [
        _question(text, options, zh) for text, options in ((q.text, q.options) for q in bench.questions)
    ]
    seen: dict[str, None] = {}
    for part in parts:
        seen.setdefault(part, None)
    joined = ("" if zh else " ").join(seen)
    joined = re.sub(r"[ \n]*\n *", "\n", joined)
    return told_once(joined, bench.lang) or ("没有需要改动的地方。" if zh else "There was nothing to change.")


_ALL_STAYS = re.compile(
    r",? so nothing was changed(?=[.;])|\s*Nothing was changed\.|，所以没有改动(?=[。；])|没有做改动。|未做任何更改。"
)


def _beside(refused: str) -> str:
    """A refusal where other parts of the request were done: something was changed."""
    return _ALL_STAYS.sub("", refused)


def _question(text: str, options: tuple[str, ...], zh: bool) -> str:
    if not options:
        return text
    return text + (f"（可选：{'、'.join(options)}）" if zh else f" ({' / '.join(options)})")


def _actions(bench: Bench, zh: bool) -> list[str]:
    return [said for action in bench.actions if (said := _action(bench, action.action, action.params, zh))]


def _action(bench: Bench, name: str, params: dict[str, object], zh: bool) -> str:
    if name == "export":
        what = _output(bench, params)
        length = _length(bench, params)
        pending = any(step.pending for step in bench.steps)
        if pending:
            return f"接着渲染 {what}。" if zh else f"Then it renders as {what}."
        return f"渲染 {what}，{length}。" if zh else f"Rendering {what}, {length}."
    if name == "preview":
        return (
            f"渲染 {params.get('height', 480)}p 预览，不计入导出。"
            if zh
            else f"Rendering a {params.get('height', 480)}p preview; the timeline stays as it is."
        )
    if name == "status":
        return summary(bench.timeline, bench.lang)
    if name == "credits":
        return _credits(bench, zh)
    if name == "undo" and "what" in params:
        return (
            f"撤销“{params['what']}”，与它无关的修改保留。"
            if zh
            else f"Taking back {params['what']}; what has nothing to do with it stays."
        )
    if name == "undo":
        every = params.get("steps") == "all"
        return (
            (
                "撤销全部改动。"
                if every
                else "撤销上一步。"
                if params.get("steps", 1) == 1
                else f"撤销上 {params['steps']} 步。"
            )
            if zh
            else (
                "Taking back everything."
                if every
                else "Taking back the last change."
                if params.get("steps", 1) == 1
                else f"Taking back the last {params['steps']} changes."
            )
        )
    if name == "redo":
        return f"重做 {params.get('steps', 1)} 步。" if zh else "Doing it again."
    if name == "renders":
        return _renders(bench, zh)
    if name == "cancel":
        return "正在取消渲染。" if zh else "Stopping the render."
    if name == "subtitles":
        return (
            f"按当前时间线写出 {str(params['format']).upper()} 字幕文件。"
            if zh
            else f"Writing the texts on screen as {str(params['format']).upper()}, with the times of the edited film."
        )
    if name == "upload":
        return "请选择要上传的文件。" if zh else "Choose the files to add."
    return ""


def _output(bench: Bench, params: dict[str, object]) -> str:
    """The kind of file and its picture's size, as the canvas is."""
    kind = str(params.get("format", "mp4")).upper()
    if kind in ("MP3", "WAV"):
        return kind
    canvas = bench.timeline.canvas
    height, width = params.get("height"), params.get("width")
    if isinstance(width, int):
        return f"{kind} {width}×{round(width * canvas.height / canvas.width / 2) * 2}"
    if not isinstance(height, int):
        return f"{kind} {canvas.width}×{canvas.height}"
    share = height / min(canvas.width, canvas.height)
    return f"{height}p {kind} {round(canvas.width * share / 2) * 2}×{round(canvas.height * share / 2) * 2}"


def _credits(bench: Bench, zh: bool) -> str:
    credits = bench.situation.credits
    if credits is None:
        return (
            "这里不计积分：在自己的机器上运行没有额度限制。"
            if zh
            else "Nothing is metered here: on your own machine there are no credits to spend."
        )
    a, f, t = (f"{n:g}" for n in (credits.available, credits.frozen, credits.total))
    return (
        f"可用积分 {a}，冻结 {f}，总计 {t}。" if zh else f"Credits: {a} available, {f} frozen, {t} in total."
    )


def _renders(bench: Bench, zh: bool) -> str:
    found = bench.situation.renders
    if not found:
        return (
            "这个会话还没有渲染过；说“导出”就会开始。"
            if zh
            else "This session has no renders yet; say “export” to make one."
        )
    rows = "; ".join(f"{r.name or r.id}: {r.status}{' ' + r.url if r.url else ''}" for r in found)
    return f"本会话的渲染：{rows}。" if zh else f"Renders of this session: {rows}."


def _length(bench: Bench, params: dict[str, object]) -> str:
    """How long what is exported is: the film, or the part of it that was named."""
    from .rules.questions import said

    start, end = params.get("start"), params.get("end")
    part = (
        float(end) - float(start)
        if isinstance(start, (int, float)) and isinstance(end, (int, float))
        else None
    )
    return said(bench.duration if part is None else part, bench.lang)


__all__ = ["Step", "reply"]
