"""What was drawn on a screen recording, told with times read from the timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from workprint.base import seconds
from workprint.model import Timeline
from workprint.ops import Mark, mark_groups, marks, nested, taken_away, unsure_clicks

from ..change import Change
from ..figures import s, value_of
from ..span import written

MANY = 14
"""Moments that are listed one by one; more are told by their number."""


def _all(timeline: Timeline, op: str) -> list[tuple[float, Mark]]:
    """Marks of one kind with the seconds at which they begin; those of nested films on their own clocks."""
    return [
        (float(seconds(mark.span.start, inner.rate)), mark)
        for inner in nested(timeline)
        for mark in marks(inner, op)
    ]


def listed(times: Iterable[float], zh: bool) -> str:
    """Moments as clocks show them, cut short where they are many."""
    every = [written(round(at, 2)) for at in times]
    said = ("、" if zh else ", ").join(every[:MANY])
    return said + (" …" if len(every) > MANY else "")


def clicks(c: Change, zh: bool) -> str:
    """Which clicks have rings, and which were found without certainty."""
    if c.params.get("off"):
        return _gone(c, "click_ring", zh)
    now = _all(c.after, "click_ring")
    old = {(at, mark.effect.id) for at, mark in _all(c.before, "click_ring")}
    if c.params.get("restyle"):
        return _restyled(now, zh)
    if c.params.get("moments"):
        new = [at for at, mark in now if (at, mark.effect.id) not in old]
        return (
            f"{listed(new, True)} 的点击加了圈。"
            if zh
            else f"A ring now marks the click at {listed(new, False)}."
        )
    said = _rings(now, c.after, zh) if now else ""
    return said + _unsure(c.after, zh, bool(said)) + _remembered(c.after, "click_ring", zh)


def _rings(now: list[tuple[float, Mark]], timeline: Timeline, zh: bool) -> str:
    """How many rings there are, when, and in which colours."""
    length, at = _length(now[0][1], timeline), listed((at for at, _ in now), zh)
    kinds = list(dict.fromkeys(_colour(mark, zh) for _, mark in now))
    many = len(now) > 1
    if zh:
        why = "，颜色按背景选择" if len(kinds) > 1 else ""
        return f"{len(now)} 处点击加了{'或'.join(kinds)}圈（{at}），每个 {s(length, True)}{why}。"
    why = ", by what is behind" if len(kinds) > 1 else ""
    return f"{len(now)} click{'s have' if many else ' has'} a {' or '.join(kinds)} ring of {s(length)}{why}: {at}."


def _remembered(timeline: Timeline, op: str, zh: bool) -> str:
    """Which of those taken away stay away, and how they come back."""
    gone = [
        float(seconds(marker.range.start, inner.rate))
        for inner in nested(timeline)
        for marker in taken_away(inner, op)
    ]
    if not gone:
        return ""
    ring = op == "click_ring"
    if zh:
        name = "圈" if ring else "放大"
        return f"之前去掉的{name}（{listed(gone, True)}）没有再加；说“恢复去掉的{name}”就会回来。"
    name = "ring" if ring else "zoom"
    many = len(gone) > 1
    return (
        f" The {name}{'s' if many else ''} taken away before ({listed(gone, False)}) {'stay' if many else 'stays'} away;"
        f" say “bring back the removed {name}s”."
    )


def _gone(c: Change, op: str, zh: bool) -> str:
    """Which rings or zooms are no longer there."""
    left = {mark.effect.id for _, mark in _all(c.after, op)}
    gone = [at for at, mark in _all(c.before, op) if mark.effect.id not in left]
    many = len(gone) > 1
    en = ("zooms" if many else "zoom") if op == "zoom_to" else ("rings" if many else "ring")
    name = "放大" if op == "zoom_to" else "点击圈"
    if not left:
        return f"去掉了全部{name}。" if zh else f"All {en} are gone." if many else f"The {en} is gone."
    return (
        f"去掉了 {listed(gone, True)} 的{name}。"
        if zh
        else f"The {en} at {listed(gone, False)} {'are' if many else 'is'} gone."
    )


def _colour(mark: Mark, zh: bool) -> str:
    return value_of("click_ring", "color", mark.effect.params.get("color", "#ffd60a"), zh)


def _length(mark: Mark, timeline: Timeline) -> float:
    moments = [key.at for key in mark.effect.keyframes["progress"]]
    return float(seconds(max(moments) - min(moments), timeline.rate))


def _restyled(now: list[tuple[float, Mark]], zh: bool) -> str:
    mark = now[0][1]
    size = float(mark.effect.params.get("size", 0.045))
    return (
        f"{len(now)} 个点击圈：{_colour(mark, True)}，半径为画面高度的 {size:.1%}。"
        if zh
        else f"{len(now)} ring{'s' if len(now) > 1 else ''}: {_colour(mark, False)}, {size:.1%} of the height in radius."
    )


def _unsure(timeline: Timeline, zh: bool, more: bool) -> str:
    found = [(inner, m) for inner in nested(timeline) for m in unsure_clicks(inner)]
    if not found:
        return ""
    each = [
        f"{written(round(float(seconds(m.range.start, inner.rate)), 2))}{'（' if zh else ' ('}{float(m.metadata.get('confidence', 0)):.0%}{'）' if zh else ')'}"
        for inner, m in found[:MANY]
    ]
    first = each[0].split("（" if zh else " (")[0]
    rest = " …" if len(found) > MANY else ""
    if zh:
        return (
            f"还有 {len(found)} 处不太确定，没有画：{'、'.join(each)}{rest}。说“{first} 那个也加上”就会画上。"
        )
    gap = " " if more else ""
    return f"{gap}{len(found)} {'are' if len(found) > 1 else 'is'} uncertain and not drawn: {', '.join(each)}{rest}. Say “draw the one at {first} too”."


def zooms(c: Change, zh: bool) -> str:
    """How many zooms there are, when and how strong."""
    if c.params.get("off"):
        return _gone(c, "zoom_to", zh)
    found = _all(c.after, "zoom_to")
    numbers: dict[object, tuple[float, Mark]] = {}
    for at, mark in found:
        numbers.setdefault(mark.effect.metadata.get("zoom", mark.effect.id), (at, mark))
    amount = float(found[0][1].effect.params.get("amount", 1.8))
    said = listed((at for at, _ in numbers.values()), zh)
    count = len(numbers)
    told = (
        f"{count} 处放大到 {amount:g} 倍（{said}），平滑推近再回到全画面。"
        if zh
        else f"{count} zoom{'s' if count > 1 else ''} to {amount:g}x, eased in and out: {said}."
    )
    return told + ("" if c.params.get("restyle") else _remembered(c.after, "zoom_to", zh))


def cursor(c: Change, zh: bool) -> str:
    """For how much of the film the cursor is followed."""
    if c.params.get("off"):
        return "去掉了光标光圈。" if zh else "The halo is gone."
    found = [(inner.rate, mark) for inner in nested(c.after) for mark in marks(inner, "cursor_halo")]
    length = sum(float(seconds(mark.span.duration, rate)) for rate, mark in found)
    spot = c.params.get("mode") == "spotlight"
    return (
        f"{'聚光灯' if spot else '光圈'}跟着光标走，共 {s(length, True)}。"
        if zh
        else f"A {'spotlight' if spot else 'halo'} follows the cursor for {s(length)}."
    )


def pressed(c: Change, zh: bool) -> str:
    """Which keys are shown when."""
    if c.params.get("off"):
        return "不再显示按键。" if zh else "The keys are no longer shown."
    new = sorted(c.new_clips(), key=lambda each: each[0])
    said = ("、" if zh else ", ").join(f"{clip.name} {written(round(at, 2))}" for at, _, clip in new[:MANY])
    rest = " …" if len(new) > MANY else ""
    letters = c.params.get("which") != "all"
    if zh:
        return f"显示了 {len(new)} 次按键：{said}{rest}。" + (
            "只输入的文字没有显示，可能含密码。" if letters else ""
        )
    typed = " Letters that are only typed are left out: they could be a password." if letters else ""
    return f"{len(new)} key press{'es are' if len(new) != 1 else ' is'} shown: {said}{rest}.{typed}"


def idle(c: Change, zh: bool) -> str:
    """How much idle time went, or plays fast."""
    if c.params.get("mode") == "speed":
        factor = float(c.params.get("factor", 8))
        slow = c.shorter / (1 - 1 / factor)
        return (
            f"没有操作的 {s(slow, True)} 以 {factor:g} 倍速播放。"
            if zh
            else f"{s(slow)} in which nothing happens now play at {factor:g}x."
        )
    return (
        f"剪掉了没有操作的部分，共 {s(c.shorter, True)}。"
        if zh
        else f"{s(c.shorter)} in which nothing happens are cut."
    )


def crop(c: Change, zh: bool) -> str:
    """The canvas, and how much of what happens is kept."""
    canvas = c.after.canvas
    size = f"{canvas.width}×{canvas.height}"
    film = c.after.film
    crops = [e for _, clip in film.clips() for e in clip.effects if e.metadata.get("action")] if film else []
    kept, events = (sum(int(e.metadata.get(key, 0)) for e in crops) for key in ("kept", "events"))
    if not crops:
        return f"画布 {size}。" if zh else f"Canvas {size}."
    follows = any(e.keyframes for e in crops)
    how = (
        ("画面跟随操作", "the frame follows the action")
        if follows
        else ("画面固定", "the frame stands still")
    )
    if not events:
        return (
            f"裁成 {size}，没有找到操作，保留中间。"
            if zh
            else f"Cropped to {size}; nothing that happens was found, so the middle is kept."
        )
    return (
        f"裁成 {size}，{how[0]}，{events} 处操作有 {kept} 处在画面里。"
        if zh
        else f"Cropped to {size}; {how[1]} and keeps {kept} of {events} clicks and typed lines."
    )


def changed(c: Change, zh: bool) -> str:
    """Which single marks were moved, made larger or taken away, and where they are now."""
    kind = str(c.params.get("kind", "ring"))
    op = {"ring": "click_ring", "zoom": "zoom_to", "cover": "cover", "halo": "cursor_halo"}[kind]
    one, name = {
        "ring": ("ring", "圈"), "zoom": ("zoom", "缩放"), "cover": ("cover", "打码"), "halo": ("halo", "光圈"),
    }[kind]  # fmt: skip
    before, after = ({g.key: g for g in mark_groups(t, op)} for t in (c.before, c.after))
    gone = [g for key, g in before.items() if key not in after]
    if gone:
        at = listed((float(seconds(g.span.start, c.before.rate)) for g in gone), zh)
        left = len(after)
        return (
            f"去掉了 {at} 的{name}，还剩 {left} 个。"
            if zh
            else f"The {one}{'s' if len(gone) > 1 else ''} at {at} {'are' if len(gone) > 1 else 'is'} gone; {left} {'is' if left == 1 else 'are'} left."
        )
    said = []
    for key, new in after.items():
        old = before.get(key)
        if old is None or [m.effect for m in old.marks] == [m.effect for m in new.marks]:
            continue
        was, now = (written(round(float(seconds(g.span.start, c.after.rate)), 2)) for g in (old, new))
        moved = f"{was} → {now}" if was != now else now
        said.append(f"{moved}{_figures(new.marks[0], zh)}")
    return f"{name}：{'；'.join(said)}。" if zh else f"{one.capitalize()} {'; '.join(said)}."


def _figures(mark: Mark, zh: bool) -> str:
    """Where one is in the picture and how large."""
    params = mark.effect.params
    if mark.effect.op == "zoom_to":
        return f"（{params['amount']:g} 倍）" if zh else f" ({params['amount']:g}x)"
    if mark.effect.op == "cover":
        wide, high = params["width"], params["height"]
        return f"（{wide:.0%}×{high:.0%}）" if zh else f" ({wide:.0%} by {high:.0%} of the picture)"
    size = float(params.get("size", 0.045))
    return f"（半径为画面高度的 {size:.1%}）" if zh else f" ({size:.1%} of the height in radius)"


Teller = Callable[[Change, bool], str]


def _once_known(en: str, zh: str, teller: Teller) -> Teller:
    """A teller that says what is looked for as long as it is not known."""
    return lambda c, chinese: (zh if chinese else en) if c.pending else teller(c, chinese)


SCREEN: dict[str, Teller] = {
    "show_keys": _once_known("The keys are read first, then shown.", "先读取按键记录，再显示。", pressed),
    "cut_idle": _once_known(
        "The stretches where nothing happens are looked for first.", "先找没有操作的部分，再处理。", idle
    ),
    "crop_to_action": _once_known(
        "Where things happen is looked for first; then it is cropped.", "先找操作的位置，再裁剪。", crop
    ),
    "highlight_cursor": _once_known(
        "The cursor is looked for first, then followed.", "先在画面里找光标，再跟着它走。", cursor
    ),
    "highlight_clicks": _once_known(
        "The clicks are looked for first; then each gets a ring.", "先在画面里找点击，再给它们加圈。", clicks
    ),
    "zoom_to_clicks": _once_known(
        "The clicks are looked for first; then the picture goes closer at each.",
        "先在画面里找点击，再放大这些地方。",
        zooms,
    ),
    "change_marks": changed,
}
"""The tellers of edits of screen recordings."""
