"""That words are a draft: one sentence wherever such words are used, and once in a reply."""

from __future__ import annotations

import re

from workprint.base import Lang, Text

DRAFT: Text = {
    "en": "The words are a draft: the recogniser takes all speech for English, and many of its words may be wrong. A script or subtitles (.txt, .srt) given along make them exact; so does a better recogniser (“workprint doctor” lists them).",
    "zh": "文字只是草稿：识别引擎把语音都当作英语来听，可能有不少错字。随素材提供文字稿或字幕（.txt、.srt）就会准确，也可以换更好的识别引擎（“workprint doctor”会列出）。",
}


def a_draft(lang: Lang) -> str:
    """The sentence, to be put behind another one."""
    return DRAFT["zh"] if lang == "zh" else f" {DRAFT['en']}"


def told_once(text: str, lang: Lang) -> str:
    """A reply that says it once, where it is said last."""
    before, sentence, after = text.rpartition(DRAFT[lang])
    return re.sub(f" ?{re.escape(DRAFT[lang])}", "", before).lstrip() + sentence + after if sentence else text
