"""The track summary, in the one form that clients know."""

from __future__ import annotations

from workprint.base import Lang, seconds
from workprint.model import Clip, FileRef, GeneratorRef, Timeline, Track

from .words import MOOD_NAMES

_STYLES = {
    "title": ("Title", "标题"),
    "subtitle": ("Subtitle", "副标题"),
    "lower_third": ("Lower third", "人名条"),
    "caption": ("Caption", "字幕"),
    "end_card": ("End card", "片尾卡"),
}


def summary(timeline: Timeline, lang: Lang = "en") -> str:
    """`Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) …`"""
    rows = [row for track in timeline.tracks if track.items for row in [_row(track, timeline, lang)] if row]
    if lang == "zh":
        head = f"时间线（{len(rows)} 条轨道）："
    else:
        head = f"Timeline ({len(rows)} track{'' if len(rows) == 1 else 's'}):"
    return " ".join([head, *(f"{n}. {row}" for n, row in enumerate(rows, 1))]) if rows else _nothing(lang)


def _nothing(lang: Lang) -> str:
    return "时间线是空的。" if lang == "zh" else "Timeline (0 tracks): empty"


def _row(track: Track, timeline: Timeline, lang: Lang) -> str:
    clips = list(track.clips())
    if not clips:
        return ""
    zh = lang == "zh"
    film = timeline.film
    if track.kind == "text":
        parts = [f"{_text(clip)} ({_span(at, clip, timeline)})" for at, clip in _few(clips)]
        first = clips[0][1].media
        label = _STYLES.get(first.op if isinstance(first, GeneratorRef) else "", ("Text", "文字"))[zh]
        return f"{label}: {', '.join(parts)}{_more(clips, zh)}"
    if track.kind == "audio":
        label = (
            "BGM"
            if _is_music(track)
            else (("配音" if zh else "Voice") if track.role == "voice" else ("声音" if zh else "Sound"))
        )
        parts = [
            f"{_name(clip, timeline, lang)} ({_span(at, clip, timeline)}, {_gain(track, clip):.0%})"
            for at, clip in _few(clips)
        ]
        return f"{label}: {', '.join(parts)}{_more(clips, zh)}"
    label = (
        ("视频" if zh else "Video")
        if film is not None and track.id == film.id
        else ("叠加" if zh else "Overlay")
    )
    runs = _runs(clips, timeline, lang)
    parts = [
        f"{name} ({start}-{end}s{f', {count} pieces' if count > 1 and not zh else f'，{count} 段' if count > 1 else ''})"
        for name, start, end, count in runs[:8]
    ]
    return f"{label}: {', '.join(parts)}" + (f" … +{len(runs) - 8}" if len(runs) > 8 else "")


def _runs(clips: list[tuple[int, Clip]], timeline: Timeline, lang: Lang) -> list[tuple[str, str, str, int]]:
    """Neighbouring pieces of the same media told as one."""
    found: list[tuple[str, int, int, int]] = []
    for at, clip in clips:
        name = _name(clip, timeline, lang)
        if found and found[-1][0] == name and found[-1][2] == at:
            found[-1] = (name, found[-1][1], at + clip.duration, found[-1][3] + 1)
        else:
            found.append((name, at, at + clip.duration, 1))
    return [
        (name, _seconds(start, timeline), _seconds(end, timeline), count) for name, start, end, count in found
    ]


def _few(clips: list[tuple[int, Clip]]) -> list[tuple[int, Clip]]:
    return clips[:4]


def _more(clips: list[tuple[int, Clip]], zh: bool) -> str:
    if len(clips) <= 4:
        return ""
    return f" 等 {len(clips)} 条" if zh else f" and {len(clips) - 4} more"


def _seconds(frame: int, timeline: Timeline) -> str:
    return f"{round(float(seconds(frame, timeline.rate)), 1):g}"


def _span(at: int, clip: Clip, timeline: Timeline) -> str:
    return f"{_seconds(at, timeline)}-{_seconds(at + clip.duration, timeline)}s"


def _name(clip: Clip, timeline: Timeline, lang: Lang) -> str:
    if isinstance(clip.media, GeneratorRef) and clip.media.op == "music":
        mood = str(clip.media.params.get("mood", ""))
        names = MOOD_NAMES.get(mood, (mood, mood))
        return names[1] if lang == "zh" else names[0].capitalize()
    if clip.name:
        return clip.name
    if isinstance(clip.media, FileRef):
        file = timeline.file(clip.media.media)
        return (file.name if file else "") or clip.media.media
    return clip.media.op if isinstance(clip.media, GeneratorRef) else clip.id


def _text(clip: Clip) -> str:
    words = str(clip.media.params.get("text", "")) if isinstance(clip.media, GeneratorRef) else clip.name
    return f'"{words}"'


def _is_music(track: Track) -> bool:
    return track.role == "music" or any(
        isinstance(clip.media, GeneratorRef) and clip.media.op == "music" for _, clip in track.clips()
    )


def _gain(track: Track, clip: Clip) -> float:
    for effect in (*clip.effects, *track.effects):
        if effect.op == "volume" and effect.enabled:
            return float(effect.params.get("gain", 1.0))
    return 0.0 if clip.muted or track.muted else 1.0
