"""The film of a session in words: the track summary, and what has changed between two looks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

Draft = Mapping[str, Any]
Segment = Mapping[str, Any]

VIDEO, AUDIO, TEXT = 0, 1, 7
_GAP = {"s", "d"}
_STYLES = {
    "title": ("Title", "标题"),
    "subtitle": ("Subtitle", "副标题"),
    "lower_third": ("Lower third", "人名条"),
    "caption": ("Caption", "字幕"),
    "end_card": ("End card", "片尾卡"),
}
_SAYS = {
    "length": (
        "The film is now {after}s long (before: {before}s).",
        "影片现在长 {after} 秒（之前 {before} 秒）。",
    ),
    "added": ("Added: {row}.", "新增：{row}。"),
    "removed": ("Removed: {row}.", "移除：{row}。"),
    "changed": ("Changed: {before} is now {after}.", "更改：{before} 现为 {after}。"),
    "texts": ("Texts now: {texts}.", "现有文字：{texts}。"),
    "effects": ("Effects added: {names}.", "新增效果：{names}。"),
    "effects_gone": ("Effects removed: {names}.", "移除效果：{names}。"),
    "picture": ("The picture is now {after} (before: {before}).", "画面现为 {after}（之前 {before}）。"),
    "inside": ("The film was changed inside its tracks.", "影片的轨道内部有更改。"),
    "same": ("Nothing on the timeline has changed.", "时间线没有变化。"),
}


def summary(draft: Draft, lang: str = "en") -> str:
    """`Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) …`"""
    rows = track_rows(draft, lang)
    if not rows:
        return "时间线是空的。" if lang == "zh" else "Timeline (0 tracks): empty"
    many = f"{len(rows)} track{'' if len(rows) == 1 else 's'}"
    head = f"时间线（{len(rows)} 条轨道）：" if lang == "zh" else f"Timeline ({many}):"
    return " ".join([head, *(f"{n}. {row}" for n, row in enumerate(rows, 1))])


def ready(draft: Draft) -> bool:
    """Whether there is something to export: a track with a segment."""
    return any(track.get("sg") for track in _tracks(draft))


def duration(draft: Draft) -> float:
    """The length of the film in seconds: the draft's own, else the end of its last segment."""
    told = draft.get("d")
    if isinstance(told, (int, float)) and told > 0:
        return float(told) / 1000
    return (
        max((start + long for track in _tracks(draft) for start, long, _ in _clips(track)), default=0) / 1000
    )


def difference(before: Draft, after: Draft, lang: str = "en") -> str:
    """What is different in the second draft: length, tracks, texts, effects, the size of the picture."""
    if _same(before, after):
        return _say("same", lang)
    said = [*_length(before, after, lang), *_rows(before, after, lang), *_texts(before, after, lang)]
    said += [*_effects_changed(before, after, lang), *_picture(before, after, lang)]
    return " ".join(said) or _say("inside", lang)


def changed(before: Draft, after: Draft) -> bool:
    """Whether two drafts are two films."""
    return not _same(before, after)


def track_rows(draft: Draft, lang: str = "en") -> list[str]:
    """One row per track that holds something."""
    rows: list[str] = []
    films = 0
    for track in _tracks(draft):
        clips = _clips(track)
        if not clips:
            continue
        kind = track.get("tt", VIDEO)
        rows.append(_row(track, clips, kind, films > 0, draft, lang))
        films += kind == VIDEO
    return rows


def _row(
    track: Mapping[str, Any],
    clips: Sequence[tuple[float, float, Segment]],
    kind: Any,
    over: bool,
    draft: Draft,
    lang: str,
) -> str:
    zh = lang == "zh"
    if kind == TEXT:
        parts = [f'"{_text(each)}" ({_span(start, long)})' for start, long, each in clips[:4]]
        style = str((_inside(clips[0][2], "tx")).get("style") or "title")
        label = _STYLES.get(style, ("Text", "文字"))[zh]
        return f"{label}: {', '.join(parts)}{_more(len(clips), zh)}"
    if kind == AUDIO:
        parts = [
            f"{_name(each, draft)} ({_span(start, long)}, {_gain(track, each):.0%})"
            for start, long, each in clips[:4]
        ]
        return f"{_sound(track, clips, 'v' in draft, zh)}: {', '.join(parts)}{_more(len(clips), zh)}"
    label = ("叠加" if zh else "Overlay") if over else ("视频" if zh else "Video")
    runs = _runs(clips, draft)
    pieces = "，{} 段" if zh else ", {} pieces"
    parts = [
        f"{name} ({_span(start, end - start)}{pieces.format(count) if count > 1 else ''})"
        for name, start, end, count in runs[:8]
    ]
    return f"{label}: {', '.join(parts)}" + (f" … +{len(runs) - 8}" if len(runs) > 8 else "")


def _runs(clips: Sequence[tuple[float, float, Segment]], draft: Draft) -> list[tuple[str, float, float, int]]:
    """Neighbouring pieces of the same name told as one."""
    found: list[tuple[str, float, float, int]] = []
    for start, long, each in clips:
        name = _name(each, draft)
        if found and found[-1][0] == name and abs(found[-1][2] - start) < 2:
            found[-1] = (name, found[-1][1], start + long, found[-1][3] + 1)
        else:
            found.append((name, start, start + long, 1))
    return found


def _clips(track: Mapping[str, Any]) -> list[tuple[float, float, Segment]]:
    """Start and length in milliseconds of what a track shows or plays; no gaps, no transitions."""
    found = []
    at = 0.0
    for each in track.get("sg") or ():
        if not isinstance(each, Mapping) or "tr" in each:
            continue
        start, long = _number(each.get("s"), at), _number(each.get("d"), 0.0)
        at = start + long
        if not set(each) <= _GAP:
            found.append((start, long, each))
    return found


def _tracks(draft: Draft) -> list[Mapping[str, Any]]:
    return [each for each in draft.get("t") or () if isinstance(each, Mapping)]


def _name(segment: Segment, draft: Draft) -> str:
    source = _inside(segment, "src")
    if source.get("gen") == "music":
        return str(_inside(source, "p").get("mood") or "music").capitalize()
    meta = _inside(segment, "m")
    told = segment.get("n") or meta.get("name") or meta.get("title") or meta.get("filename")
    if told:
        return str(told)
    for media in draft.get("media") or ():
        if isinstance(media, Mapping) and media.get("id") == source.get("file"):
            return str(media.get("name") or media.get("id"))
    return str(source.get("gen") or source.get("file") or segment.get("id") or "clip")


def _text(segment: Segment) -> str:
    words, meta = _inside(segment, "tx"), _inside(segment, "m")
    return str(words.get("text") or meta.get("text") or segment.get("n") or "")


def _sound(
    track: Mapping[str, Any], clips: Sequence[tuple[float, float, Segment]], ours: bool, zh: bool
) -> str:
    role = track.get("role") or _inside(track, "m").get("role")
    if role in ("music", "bgm") or any(_inside(each, "src").get("gen") == "music" for _, _, each in clips):
        return "BGM"
    if role == "voice":
        return "配音" if zh else "Voice"
    # A draft that says nothing of roles has music on its sound tracks.
    return ("声音" if zh else "Sound") if ours or role else "BGM"


def _gain(track: Mapping[str, Any], segment: Segment) -> float:
    for each in segment.get("fx") or ():
        if isinstance(each, Mapping) and each.get("op") == "volume" and not each.get("off"):
            return _number(_inside(each, "p").get("gain"), 1.0)
    for value in (_inside(segment, "m").get("volume"), track.get("gain"), _inside(track, "m").get("volume")):
        if isinstance(value, (int, float)):
            return float(value)
    return 0.0 if segment.get("mute") or track.get("mute") else 1.0


def _span(start: float, long: float) -> str:
    return f"{_seconds(start)}-{_seconds(start + long)}s"


def _seconds(ms: float) -> str:
    return f"{round(ms / 1000, 1):g}"


def _more(many: int, zh: bool) -> str:
    if many <= 4:
        return ""
    return f" 等 {many} 条" if zh else f" and {many - 4} more"


def _inside(value: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = value.get(name)
    return found if isinstance(found, Mapping) else {}


def _number(value: Any, otherwise: float) -> float:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else otherwise


def _same(before: Draft, after: Draft) -> bool:
    return json.dumps(before, sort_keys=True, default=str) == json.dumps(after, sort_keys=True, default=str)


def _say(what: str, lang: str, **fields: Any) -> str:
    return _SAYS[what][lang == "zh"].format(**fields)


def _length(before: Draft, after: Draft, lang: str) -> list[str]:
    was, now = _seconds(duration(before) * 1000), _seconds(duration(after) * 1000)
    return [_say("length", lang, before=was, after=now)] if was != now else []


def _rows(before: Draft, after: Draft, lang: str) -> list[str]:
    """Tracks that came, went, or are told in another way; one that changed is told as one."""
    was, now = track_rows(before, lang), track_rows(after, lang)
    gone = [row for row in was if row not in now]
    come = [row for row in now if row not in was]
    said = []
    for row in come:
        pair = next((old for old in gone if old.partition(":")[0] == row.partition(":")[0]), None)
        if pair is None:
            said.append(_say("added", lang, row=row))
        else:
            gone.remove(pair)
            said.append(_say("changed", lang, before=pair, after=row))
    return said + [_say("removed", lang, row=row) for row in gone]


def _texts(before: Draft, after: Draft, lang: str) -> list[str]:
    was, now = _words(before), _words(after)
    if was == now or not now:
        return []
    return [_say("texts", lang, texts=", ".join(f'"{each}"' for each in now))]


def _words(draft: Draft) -> list[str]:
    return [
        _text(each) for track in _tracks(draft) if track.get("tt") == TEXT for _, _, each in _clips(track)
    ]


def _effects_changed(before: Draft, after: Draft, lang: str) -> list[str]:
    was, now = _effects(before), _effects(after)
    come = sorted({op for op in now if now.count(op) > was.count(op)})
    gone = sorted({op for op in was if was.count(op) > now.count(op)})
    said = [_say("effects", lang, names=", ".join(come))] if come else []
    return said + ([_say("effects_gone", lang, names=", ".join(gone))] if gone else [])


def _effects(draft: Draft) -> list[str]:
    places: list[Mapping[str, Any]] = [draft]
    for track in _tracks(draft):
        places += [track, *(each for each in track.get("sg") or () if isinstance(each, Mapping))]
    found = [each for place in places for each in place.get("fx") or () if isinstance(each, Mapping)]
    return [str(each["op"]).replace("_", " ") for each in found if each.get("op")]


def _picture(before: Draft, after: Draft, lang: str) -> list[str]:
    was, now = _shape(before), _shape(after)
    return [_say("picture", lang, before=was, after=now)] if was and now and was != now else []


def _shape(draft: Draft) -> str:
    canvas = _inside(draft, "canvas")
    return f"{canvas['w']}x{canvas['h']}" if canvas.get("w") and canvas.get("h") else ""
