"""Why a stretch of a film is rendered, and what it shows, by the names that people gave things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workprint.base import Range, Text, clock
from workprint.compile import Shot, acts, shots, touches_picture
from workprint.model import Clip, Effect, FileRef, GeneratorRef, Timeline, TimelineRef, Track
from workprint.ops import language, registry


@dataclass(frozen=True)
class Cause:
    """A reason with a stable code, a sentence per language, and the id of the item it speaks of."""

    code: str
    text: Text
    item: str = ""


@dataclass(frozen=True)
class Shows:
    """Something seen in a stretch: a clip, title or transition, and the effects on it."""

    id: str
    kind: str
    name: Text
    track: str
    effects: tuple[str, ...] = ()


def title(op: str) -> Text:
    """An operation's name as people say it."""
    known = registry().get(op)
    return {lang: language(known.title, lang) if known else op for lang in ("en", "zh")}


def clip_name(timeline: Timeline, clip: Clip) -> str:
    """What a clip is called: its name, its words, its file's name."""
    if isinstance(clip.media, GeneratorRef):
        words = str(clip.media.params.get("text") or clip.media.params.get("mood") or "")
        return clip.name or words.replace("\n", " ") or clip.media.op
    if isinstance(clip.media, TimelineRef):
        return clip.name or clip.media.timeline.name or clip.id
    media = timeline.file(clip.media.media) if isinstance(clip.media, FileRef) else None
    return clip.name or (media.name if media else "") or clip.id


def shown(timeline: Timeline, span: Range) -> list[Shows]:
    """What of the timeline is seen in frames `span`, from the film upwards."""
    found: list[Shows] = []
    for track in _seen_tracks(timeline):
        if track.kind == "video":
            for shot in shots(track):
                if shot.span.meets(span):
                    found += _of_shot(timeline, track, shot, span)
            continue
        for at, clip in track.clips():
            if Range(start=at, duration=clip.duration).meets(span):
                found.append(_of_clip(timeline, track, clip, "title", span.shift(-at)))
    return list({(each.track, each.id): each for each in found}.values())


def _seen_tracks(timeline: Timeline) -> list[Track]:
    return [track for track in timeline.tracks if track.enabled and track.kind != "audio" and track.items]


def _of_shot(timeline: Timeline, track: Track, shot: Shot, span: Range) -> Iterator[Shows]:
    for clip, at in ((shot.clip, shot.at), (shot.following, shot.follows_at)):
        if clip is not None:
            yield _of_clip(timeline, track, clip, "clip", span.shift(-at))
    if shot.transition is not None:
        yield Shows(shot.transition.id, "transition", title(shot.transition.op), track.id)


def _of_clip(timeline: Timeline, track: Track, clip: Clip, kind: str, part: Range) -> Shows:
    name = dict.fromkeys(("en", "zh"), clip_name(timeline, clip))
    return Shows(clip.id, kind, name, track.id, tuple(each.op for each in _acting(clip, part)))


def _acting(clip: Clip, part: Range) -> list[Effect]:
    """The effects of a clip that are seen in frames `part` of it."""
    return [effect for effect in _visible(clip.effects) if acts(effect, part)]


def _visible(effects: Sequence[Effect]) -> list[Effect]:
    return [effect for effect in effects if effect.enabled and touches_picture(effect)]


def touched(timeline: Timeline, span: Range) -> list[Cause]:
    """What the edit does to the picture of frames `span`. Empty where they show a file as it is."""
    film = timeline.film
    found = [_on_all(each) for each in _visible(timeline.effects)]
    if film is None or not film.enabled:
        found.append(_made("", {"en": "there is no footage under it", "zh": "下方没有素材画面"}))
    else:
        found += [_on_all(each) for each in _visible(film.effects)]
        for shot in shots(film):
            if shot.span.meets(span):
                found += _by_shot(timeline, shot, span)
        if film.duration < span.end:
            found.append(_made("", {"en": "the footage has ended", "zh": "素材画面已结束"}))
    found += _over(timeline, film, span)
    return list({(each.code, each.item, each.text["en"]): each for each in found}.values())


def _made(item: str, text: Text) -> Cause:
    return Cause("made", text, item)


def _on_all(effect: Effect) -> Cause:
    name = title(effect.op)
    text = {"en": f"{name['en']} on the whole film", "zh": f"整部影片有{name['zh']}"}
    return Cause("changed", text, effect.id)


def _by_shot(timeline: Timeline, shot: Shot, span: Range) -> Iterator[Cause]:
    clip = shot.clip
    if shot.transition is not None:
        name, when = title(shot.transition.op), clock(shot.span.start, timeline.rate)
        text = {
            "en": f"{name['en']} at {when} blends two clips",
            "zh": f"{when} 处的{name['zh']}混合两个片段",
        }
        yield Cause("blended", text, shot.transition.id)
    if clip is None:
        if shot.transition is None:
            yield _made(
                "", {"en": "the film has a gap: its background shows", "zh": "影片此处为空隙，显示背景"}
            )
        return
    for each, at in ((clip, shot.at), (shot.following, shot.follows_at)):
        if each is not None:
            yield from _by_clip(timeline, each, span.shift(-at))


def _by_clip(timeline: Timeline, clip: Clip, part: Range) -> Iterator[Cause]:
    name = clip_name(timeline, clip)
    if not isinstance(clip.media, FileRef):
        yield _made(
            clip.id, {"en": f"“{name}” is made, not footage", "zh": f"“{name}”是生成的画面，不是素材"}
        )
    media = timeline.file(clip.media.media) if isinstance(clip.media, FileRef) else None
    if media is not None and media.kind == "image":
        yield _made(clip.id, {"en": f"“{name}” is a still picture", "zh": f"“{name}”是静态图片"})
    for text in _moves(clip):
        yield Cause("moved", {lang: text[lang].format(name) for lang in text}, clip.id)
    # One that acts elsewhere in the clip only is why it is rendered all the same.
    for effect in _acting(clip, part) or _visible(clip.effects)[:1]:
        op = title(effect.op)
        text = {"en": f"{op['en']} on “{name}”", "zh": f"“{name}”有{op['zh']}"}
        yield Cause("changed", text, effect.id)


def _moves(clip: Clip) -> Iterator[Text]:
    if clip.speed != 1:
        speed = f"{float(clip.speed):.4g}"
        yield {"en": "“{}” plays at " + speed + "x", "zh": "“{}”以 " + speed + " 倍速播放"}
    if clip.reverse:
        yield {"en": "“{}” plays backwards", "zh": "“{}”倒放"}
    if clip.freeze:
        yield {"en": "“{}” is frozen", "zh": "“{}”定格"}
    if clip.loop:
        yield {"en": "“{}” is looped", "zh": "“{}”循环播放"}


def _over(timeline: Timeline, film: Track | None, span: Range) -> Iterator[Cause]:
    for track in _seen_tracks(timeline):
        if track is film:
            continue
        for at, clip in track.clips():
            if Range(start=at, duration=clip.duration).meets(span):
                name = clip_name(timeline, clip)
                kind = ("the title ", "标题") if track.kind == "text" else ("", "")
                text = {"en": f"{kind[0]}“{name}” lies over it", "zh": f"{kind[1]}“{name}”叠加其上"}
                yield Cause("covered", text, clip.id)
