"""What is to be said of what was found with a file given along: how good the words are, what of a script is not
there, how little of a recording its recorder's file tells of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workprint.base import Text
from workprint.model import Fact, MediaFile


def about(media: MediaFile, facts: Sequence[Fact]) -> tuple[Text, ...]:
    """All that there is to be said of the words of a file."""
    values = _transcripts(facts)
    words = [fact for fact in facts if fact.kind == "word"]
    shared = sum(not fact.value["timed"] for fact in words)
    said: list[Text] = [_nobody(media)] if not words else []
    said += [_draft() for value in values if value["draft"] and words]
    said += [each for value in values for each in _script(media, value)]
    return (*said, *([_shared(shared, len(words))] if shared else []))


def of_scripts(media: MediaFile, facts: Sequence[Fact]) -> tuple[Text, ...]:
    """What is to be said of a script that does not fit what is said."""
    return tuple(each for value in _transcripts(facts) for each in _script(media, value))


EARLY, REST = 0.5, 5.0
"""Share of a recording in which all of its recorder's file happens, and seconds after it, from which that is said."""


def of_recorders(media: MediaFile, facts: Sequence[Fact]) -> tuple[Text, ...]:
    """What is to be said of a recorder's file that ends long before its recording does."""
    whole = next((fact for fact in facts if fact.kind == "screen" and isinstance(fact.value, Mapping)), None)
    told = [fact.end for fact in facts if fact.kind in ("cursor", "click", "key")]
    if whole is None or whole.value.get("by") != "sidecar" or not told:
        return ()
    last, length = max(told), float(media.duration)
    if last > length * EARLY or length - last < REST:
        return ()
    name = whole.value.get("file", "")
    return (
        {
            "en": f"“{name}” tells of the first {last:.1f} s of “{media.name}” only; in the {length - last:.1f} s after that it has no clicks, and none were sought in the picture. If it is of another recording, give the right one, or say “drop the cursor file”.",
            "zh": f"“{name}”只记录了“{media.name}”的前 {last:.1f} 秒；之后的 {length - last:.1f} 秒里没有点击记录，也没有在画面里找。如果它属于另一段录屏，请提供正确的文件，或说“不要用光标文件”。",
        },
    )


def _transcripts(facts: Sequence[Fact]) -> list[Mapping[str, Any]]:
    return [fact.value for fact in facts if fact.kind == "transcript" and isinstance(fact.value, Mapping)]


def _script(media: MediaFile, value: Mapping[str, Any]) -> Iterator[Text]:
    if name := value.get("refused"):
        yield {
            "en": f"“{name}” is not what is said in “{media.name}”, so it was not used.",
            "zh": f"“{name}”不是“{media.name}”中所说的内容，因此没有使用。",
        }
    missing, words = value.get("unspoken", 0), value.get("words", 0)
    if missing:
        quoted = " / ".join(f"“{text}”" for text in value.get("unspoken_text", ())[:3])
        yield {
            "en": f"{missing} of the {words} words of “{value.get('name')}” were not found in what is said: {quoted}. The others were used.",
            "zh": f"“{value.get('name')}”的 {words} 个词中有 {missing} 个未在语音中找到：{quoted}。其余已使用。",
        }


def _nobody(media: MediaFile) -> Text:
    return {
        "en": f"Nobody is heard to speak in “{media.name}”.",
        "zh": f"“{media.name}”中没有听到说话声。",
    }


def _draft() -> Text:
    return {
        "en": "This is a draft: the embedded engine hears English only, and without a script gets many words wrong (in ordinary recordings a third). A script or subtitles given along make it exact; for another engine see `workprint doctor`.",
        "zh": "这是草稿：内置引擎只懂英语，没有文字稿时会听错许多词（普通录音约三分之一）。随素材提供文字稿或字幕即可准确；更换引擎见 `workprint doctor`。",
    }


def _shared(shared: int, words: int) -> Text:
    return {
        "en": f"The times of {shared} of {words} words are not heard but shared out within their subtitles.",
        "zh": f"{words} 个词中有 {shared} 个的时间不是听出来的，而是在字幕时间内均分的。",
    }
