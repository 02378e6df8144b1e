"""The sentence for each kind of edit, in both languages, with figures read from the timelines."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from workprint.base import frames, seconds
from workprint.model import Clip, GeneratorRef
from workprint.ops import registry

from .change import Change, called
from .figures import s, spaced, title_of, value_of, words
from .span import written
from .told.beats import beat_cut
from .told.broll import added, swapped, tagged
from .told.captions import captioned, imported, removed, settled, shifted, styled
from .told.framing import framing, punched
from .told.in_step import lined_up
from .told.joins import fades, pieces, silences, transitions
from .told.music import music, set_music

Teller = Callable[[Change, bool], str]


def _on_frames(value: float, c: Change) -> float:
    """A moment where it really lies: on a frame."""
    return float(seconds(frames(value, c.before.rate), c.before.rate))


def _lasting(c: Change) -> float:
    """How long the clip of an edit is now, in seconds."""
    found = c.after.find(str(c.params["clip"]))
    return float(seconds(found[2].duration, c.after.rate)) if found else float(c.params["duration"])


def _removed(c: Change, zh: bool) -> str:
    start = _on_frames(float(c.params["start"]), c)
    end = start + c.shorter
    return (
        f"删掉了 {written(start)}–{written(end)}（{s(c.shorter, True)}）。"
        if zh
        else f"Cut {written(start)}–{written(end)} ({s(c.shorter)})."
    )


def _kept(c: Change, zh: bool) -> str:
    ranges = c.params.get("ranges") or [[c.params["start"], c.params["end"]]]
    said = ", ".join(
        f"{written(_on_frames(float(a), c))}–{written(_on_frames(float(b), c))}" for a, b in ranges
    )
    if abs(c.shorter) < 0.05:
        return (
            f"现在的顺序（原来的时间）：{said}。" if zh else f"The order is now, in times of before: {said}."
        )
    return f"只保留了 {said}。" if zh else f"Kept only {said}."


def _text(c: Change, zh: bool) -> str:
    style = title_of(str(c.params.get("style", "title")), zh)
    new = c.new_clips()
    start = float(c.params.get("start", 0))
    end = float(c.params.get("end") or start + float(c.params.get("duration", 3)))
    if new:
        start, end = new[0][0], new[0][1]
    return (
        f"加了{style}“{c.params['text']}”，{written(start)}–{written(end)}。"
        if zh
        else f"Added the {style.lower()} “{c.params['text']}”, {written(start)}–{written(end)}."
    )


def _set_text(c: Change, zh: bool) -> str:
    item = str(c.params["id"])
    old, new = c.before.find(item), c.after.find(item)
    name = called(old[2], c.before) if old and isinstance(old[2], Clip) else item
    parts = []
    if c.params.get("text"):
        parts.append(f"改为“{c.params['text']}”" if zh else f"now reads “{c.params['text']}”")
    if new and (c.params.get("duration") or c.params.get("start") is not None):
        a, b = (float(seconds(f, c.after.rate)) for f in (new[1], new[1] + new[2].duration))
        parts.append(f"现在 {written(a)}–{written(b)}" if zh else f"shows {written(a)}–{written(b)}")
    if c.params.get("params"):
        media = old[2].media if old and isinstance(old[2], Clip) else None
        style = media.op if isinstance(media, GeneratorRef) else "title"
        parts.append(
            ("、" if zh else ", ").join(
                words(style, c.params["params"], zh, before=_looks(old[2] if old else None))
            )
        )
    return f"{name}：{'，'.join(parts)}。" if zh else f"{name}: {'; '.join(parts)}."


def _looks(clip: object) -> Mapping[str, Any]:
    return clip.media.params if isinstance(clip, Clip) and isinstance(clip.media, GeneratorRef) else {}


def _remove(c: Change, zh: bool) -> str:
    names = list(dict.fromkeys(c.name(i, zh) for i in c.params["ids"]))
    said = ("、" if zh else ", ").join(names[:6])
    spans = [c.before.find(i) for i in c.params["ids"]]
    film = c.before.film
    on_film = [f for f in spans if f and film is not None and f[0].id == film.id]
    if on_film and c.shorter > 0.01:
        first = min(f[1] for f in on_film)
        where = f"{written(float(seconds(first, c.before.rate)))}–{written(float(seconds(max(f[1] + f[2].duration for f in on_film), c.before.rate)))}"
        return (
            f"删除了{spaced(said).rstrip()}（{where}，{s(c.shorter, True)}），后面的片段已前移。"
            if zh
            else f"Removed {said} ({where}, {s(c.shorter)}); what follows closed up."
        )
    return f"删除了{spaced(said).rstrip()}。" if zh else f"Removed {said}."


def _order(c: Change, zh: bool) -> str:
    film = c.after.film
    names = [called(clip, c.after) for _, clip in film.clips()] if film else []
    said = " → ".join(names[:10]) + (" …" if len(names) > 10 else "")
    return f"现在的顺序：{said}。" if zh else f"The order is now {said}."


def _effect(c: Change, zh: bool) -> str:
    effect = str(c.params["effect"])
    name, op = title_of(effect, zh), registry().get(effect)
    given = dict(c.params.get("params") or {})
    value = ""
    if op is not None and op.main:
        shown = given.get(op.main, op.model_fields[op.main].default)
        if isinstance(shown, (int, float)) and not isinstance(shown, bool):
            value = f" {value_of(effect, op.main, float(shown), zh)}"
    rest = words(effect, given, zh, skip=op.main if op is not None else None)
    extra = f"（{'、'.join(rest)}）" if rest and zh else f" ({', '.join(rest)})" if rest else ""
    where = c.names("targets", zh)
    when = ""
    if c.params.get("start") is not None and c.params.get("end") is not None:
        when = f"{written(float(c.params['start']))}–{written(float(c.params['end']))}"
        return (
            f"{when} 加了{name}{value}{extra}。"
            if zh
            else f"{name}{value}{extra} from {when.replace('–', ' to ')}."
        )
    return f"{where}：{name}{value}{extra}。" if zh else f"{name}{value}{extra} on {where}."


def _speed(c: Change, zh: bool) -> str:
    factor = float(c.params["factor"])
    where = (
        f"{written(float(c.params['start']))}–{written(float(c.params['end']))}"
        if c.params.get("start") is not None
        else c.names("clips", zh)
    )
    pitch = c.params.get("keep_pitch", True)
    return (
        f"{where}：{factor:g} 倍速{'，音调不变' if pitch else ''}。"
        if zh
        else f"{_sentence(where)} {_plays(c)} at {factor:g}x{', pitch kept' if pitch else ''}."
    )


def _sentence(where: str) -> str:
    """A subject as a sentence begins: "The whole film", but a clip's name as it is."""
    return where[:1].upper() + where[1:] if where.startswith("the ") else where


def _plays(c: Change) -> str:
    many = len(c.params.get("clips") or ()) > 1 and c.names("clips", False) != "the whole film"
    return "play" if many else "plays"


def _way(c: Change) -> str:
    """Which way a clip plays that was turned round."""
    named = c.params.get("clips") or ()
    found = [c.after.find(item) for item in named]
    turned = [clip.reverse for place in found if place and isinstance(clip := place[2], Clip)]
    return "forwards again" if turned and not any(turned) else "backwards"


def _canvas(c: Change, zh: bool) -> str:
    canvas = c.after.canvas
    fills = {
        "crop": ("edges cropped", "裁掉边缘"),
        "blur": ("over a blurred copy", "四周模糊填充"),
        "bars": ("whole picture with bars where needed", "完整画面，必要处留边"),
    }
    fill = fills[canvas.fill][zh]
    return (
        f"画布 {canvas.width}×{canvas.height}，{fill}。"
        if zh
        else f"Canvas {canvas.width}×{canvas.height}, {fill}."
    )


def _append(c: Change, zh: bool) -> str:
    name = c.name(str(c.params["media"]))
    if registry().get(name) is not None:
        said = words(
            name, {k: v for k, v in (c.params.get("params") or {}).items() if isinstance(v, str)}, zh
        )
        name = (
            f"{title_of(name, zh)}（{'、'.join(said)}）"
            if zh and said
            else f"{title_of(name, zh).lower()} ({', '.join(said)})"
            if said
            else title_of(name, zh)
        )
    new = c.new_clips()
    if len(new) > 2:
        where = f"{written(min(each[0] for each in new))}–{written(max(each[1] for each in new))}"
        if zh:
            return f"依次放入了 {len(new)} 段，从{spaced(name).rstrip()}开始（{where}）。"
        return f"Placed {len(new)} clips one after another, {name} first, at {where}."
    where = f"{written(new[0][0])}–{written(new[0][1])}" if new else ""
    return f"放入了{spaced(name).rstrip()}（{where}）。" if zh else f"Placed {name} at {where}."


def _overlay(c: Change, zh: bool) -> str:
    corners = {
        "top-right": "右上角",
        "top-left": "左上角",
        "bottom-right": "右下角",
        "bottom-left": "左下角",
        "center": "正中",
        "full": "全屏",
    }
    corner = str(c.params.get("corner", "top-right"))
    new = c.new_clips()
    start, end = (
        (new[0][0], new[0][1]) if new else (float(c.params.get("start", 0)), float(c.params.get("end") or 0))
    )
    width = float(c.params.get("width", 0.2))
    size = "" if corner == "full" else f"，宽 {width:.0%}" if zh else f", {width:.0%} wide"
    name = c.name(str(c.params["media"]))
    return (
        f"{spaced(name).lstrip()}叠加在{corners[corner]}{size}，{written(start)}–{written(end)}。{lined_up(c, zh)}"
        if zh
        else f"{name} lies {'over the whole picture' if corner == 'full' else corner.replace('-', ' ')}{size}, {written(start)}–{written(end)}.{lined_up(c, zh)}"
    )


def _mute(c: Change, zh: bool) -> str:
    on = c.params.get("mode") == "unmute"
    where = c.name(str(c.params["track"]), zh) if c.params.get("track") else c.names("clips", zh)
    if c.params.get("start") is not None:
        where = f"{written(float(c.params['start']))}–{written(float(c.params['end']))}"
    return (
        (f"{where}：恢复了声音。" if on else f"{where}：已静音，画面不变。")
        if zh
        else (f"Sound is back on for {where}." if on else f"Muted {where}; the picture stays.")
    )


def _auto_color(c: Change, zh: bool) -> str:
    if c.pending:
        return (
            "将对画面做中性的自动校色（测量后给出数值）。"
            if zh
            else "Colours will be balanced neutrally, with the numbers told once measured."
        )
    told = []
    for track in c.after.tracks:
        for _, clip in track.clips():
            for effect in clip.effects:
                if effect.op == "balance":
                    p = effect.params
                    told.append(
                        f"{called(clip, c.after)}: R×{p.get('red_gain', 1):.2f} G×{p.get('green_gain', 1):.2f} B×{p.get('blue_gain', 1):.2f}, gamma {p.get('gamma', 1):.2f}"
                    )
    rows = "; ".join(dict.fromkeys(told[:6]))
    return f"做了中性校色（{rows}）。" if zh else f"Balanced the colours neutrally ({rows})."


def _volume(c: Change, zh: bool) -> str:
    where = c.names("targets", zh)
    if c.params.get("gain") is not None:
        return (
            f"{where}：音量 {float(c.params['gain']):.0%}。"
            if zh
            else f"Volume of {where}: {float(c.params['gain']):.0%}."
        )
    return (
        f"{where}：音量 ×{float(c.params['by']):g}。"
        if zh
        else f"Volume of {where} × {float(c.params['by']):g}."
    )


def _split(c: Change, zh: bool) -> str:
    at = written(_on_frames(float(c.params["at"]), c))
    return f"在 {at} 切开。" if zh else f"Split at {at}."


def _trim(c: Change, zh: bool) -> str:
    name = c.name(str(c.params["clip"]))
    head, tail = (round(_on_frames(float(c.params.get(key) or 0), c), 2) for key in ("head", "tail"))
    parts = [
        part
        for part in (
            f"开头剪去 {head:g} 秒" if zh and head else f"{head:g} s off the start" if head else "",
            f"结尾剪去 {tail:g} 秒" if zh and tail else f"{tail:g} s off the end" if tail else "",
        )
        if part
    ]
    return f"{name}：{'，'.join(parts)}。" if zh else f"{name}: {', '.join(parts)}."


def _loop(c: Change, zh: bool) -> str:
    return (
        f"{spaced(c.name(str(c.params['clip']))).lstrip()}共播放 {c.params['times']} 遍。"
        if zh
        else f"{c.name(str(c.params['clip']))} now plays {c.params['times']} times."
    )


def _each(c: Change, zh: bool) -> str:
    count = pieces(c.after)
    film = c.after.film
    short = (
        sum(
            1
            for _, clip in film.clips()
            if float(seconds(clip.duration, c.after.rate)) < float(c.params["seconds"]) - 0.05
        )
        if film
        else 0
    )
    if zh:
        return f"{count} 个片段各取前 {c.params['seconds']:g} 秒，依次排在 V1 上{f'（{short} 段较短，整段使用）' if short else ''}。"
    return f"{count} clip{'s' if count != 1 else ''}, the first {c.params['seconds']:g} s of each, back to back on V1{f' ({short} shorter ones whole)' if short else ''}."


def _loudness(c: Change, zh: bool) -> str:
    target = float(c.params.get("target", -14))
    return (
        f"整体响度设为 {target:g} LUFS，峰值不超过 -1 dBTP。"
        if zh
        else f"Loudness set to {target:g} LUFS, peaks below -1 dBTP."
    )


TELLERS: dict[str, Teller] = {
    "caption_speech": captioned, "style_captions": styled, "import_captions": imported, "remove_captions": removed,
    "shift_captions": shifted, "settle_captions": settled,
    "delete_range": _removed, "lift_range": lambda c, zh: (f"{written(float(c.params['start']))}–{written(float(c.params['end']))} 已挖空，其余位置不动。" if zh else f"{written(float(c.params['start']))}–{written(float(c.params['end']))} is empty now; nothing moved."),
    "keep_range": _kept, "keep_ranges": _kept, "cut_silences": silences, "add_transitions": transitions, "fade_ends": fades, "add_music": music, "set_music": set_music,
    "add_text": _text, "set_text": _set_text, "remove": _remove, "move_clip": _order, "swap_clips": _order, "reorder": _order, "add_effect": _effect, "set_effect": _effect,
    "set_speed": _speed, "set_canvas": _canvas, "reframe": framing, "cut_to_beat": beat_cut, "append": _append, "insert": _append, "overwrite": _append, "overlay": _overlay, "mute": _mute, "auto_color": _auto_color,
    "set_volume": _volume, "split": _split, "trim": _trim, "loop_clip": _loop, "take_each": _each, "set_loudness": _loudness,
    "duck_music": lambda c, zh: f"说话时音乐自动压低 {c.params.get('depth', 10):g} dB。" if zh else f"The music steps back by {c.params.get('depth', 10):g} dB under speech.",
    "punch_in": punched,
    "remove_effect": lambda c, zh: f"{c.names('targets', True)}：去掉了{title_of(str(c.params['effect']), True)}。" if zh else f"Took {title_of(str(c.params['effect']), False).lower()} off {c.names('targets', False)}.",
    "remove_transitions": lambda c, zh: "去掉了转场，改为硬切。" if zh else "The transitions are gone; the joins are hard cuts.",
    "add_broll": added,
    "swap_broll": swapped,
    "tag_media": tagged,
    "freeze_frame": lambda c, zh: f"在 {written(float(c.params['at']))} 定格 {s(-c.shorter, True)}。" if zh else f"The picture holds at {written(float(c.params['at']))} for {s(-c.shorter)}.",
    "reverse": lambda c, zh: f"{c.names('clips', True)}：{'恢复正放' if _way(c) == 'forwards again' else '倒放'}。" if zh else f"{_sentence(c.names('clips', False))} {_plays(c)} {_way(c)}.",
    "set_duration": lambda c, zh: f"{spaced(c.name(str(c.params['clip']))).lstrip()}现在长 {s(_lasting(c), True)}。" if zh else f"{c.name(str(c.params['clip']))} now lasts {s(_lasting(c))}.",
    "set_rate": lambda c, zh: f"帧率 {float(c.after.rate):g} 帧/秒。" if zh else f"The film runs at {float(c.after.rate):g} fps.",
    "detach_sound": lambda c, zh: "声音已分离到单独的轨道。" if zh else "The sound is on a track of its own now.",
    "replace_sound": lambda c, zh: f"原声静音，换成 {c.name(str(c.params['media']))}。{lined_up(c, zh)}" if zh else f"The film's own sound is muted and {c.name(str(c.params['media']))} plays instead.{lined_up(c, zh)}",
    "slideshow": lambda c, zh: f"{len(c.params.get('media', ()))} 张照片，每张 {c.params.get('seconds', 4):g} 秒，缓慢移动。" if zh else f"{len(c.params.get('media', ()))} photos, {c.params.get('seconds', 4):g} s each, with a slow move.",
    "split_screen": lambda c, zh: f"{len(c.params.get('media', ()))} 个画面同屏（{ {'side_by_side': '左右', 'stacked': '上下', 'grid': '宫格'}[c.params.get('layout', 'side_by_side')] }）。{lined_up(c, zh)}" if zh else f"{len(c.params.get('media', ()))} pictures at once, {str(c.params.get('layout', 'side_by_side')).replace('_', ' ')}.{lined_up(c, zh)}",
    "add_marker": lambda c, zh: f"在 {written(float(c.params['start']))} 加了标记“{c.params['label']}”。" if zh else f"Marked {written(float(c.params['start']))} as “{c.params['label']}”.",
    "rename": lambda c, zh: f"已命名为“{c.params['label']}”。" if zh else f"It is called “{c.params['label']}” now.",
}  # fmt: skip
