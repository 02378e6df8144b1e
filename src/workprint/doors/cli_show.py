"""What the command line shows people: tables and lines, in both languages."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from .cli_terms import UNWRITTEN, said

if TYPE_CHECKING:
    from workprint.studio import Demonstration, Fact, Inspected, Part, Planned, Report, Revision, SessionInfo

_HEADS = {
    "en": {
        "operation": "Operation", "family": "Family", "title": "Name", "says": "Say", "param": "Parameter",
        "type": "Type", "default": "Default", "limits": "Limits", "unit": "Unit", "what": "What", "from": "From",
        "to": "To", "value": "Value", "confidence": "Confidence", "get": "Get it with", "session": "Session", "revision": "Revision", "when": "When",
        "request": "Request", "length": "Length", "wrote": "Wrote", "encoder": "Encoder", "check": "Check", "animates": "animates",
        "required": "required", "example": "Example", "draft": "Draft", "sheet": "Contact sheet", "clicks": "Clicks", "waveform": "Waveform",
        "picture": "Picture", "sound": "Sound", "file": "File",
        "taken": "(footage)", "variable": "variable rate", "timeline": "Timeline", "note": "Note",
        "copied": "Copied from the source as it is",
    },
    "zh": {
        "operation": "操作", "family": "类别", "title": "名称", "says": "说法", "param": "参数",
        "type": "类型", "default": "默认", "limits": "范围", "unit": "单位", "what": "内容", "from": "从",
        "to": "到", "value": "值", "confidence": "可信度", "get": "获取方式", "session": "会话", "revision": "修订版", "when": "时间",
        "request": "请求", "length": "时长", "wrote": "已写入", "encoder": "编码器", "check": "检查", "animates": "可动画",
        "required": "必填", "example": "示例", "draft": "草稿", "sheet": "缩略图总览", "clicks": "点击", "waveform": "波形图",
        "picture": "画面", "sound": "声音", "file": "文件",
        "taken": "（素材）", "variable": "可变帧率", "timeline": "时间线", "note": "提示",
        "copied": "原样复制自素材",
    },
}  # fmt: skip

UNWATCHED = 1000
"""Columns where nobody watches: nothing is cut off in a file or a pipe."""

LIKELY = 0.5
"""Confidence from which on a click is more likely one than not."""


class Show:
    """Prints to standard output in one language."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.heads = _HEADS[lang]
        self.console = Console(
            soft_wrap=True, highlight=False, width=None if sys.stdout.isatty() else UNWATCHED
        )

    def line(self, text: str, style: str = "") -> None:
        self.console.print(text, style=style or None, markup=False)

    def named(self, head: str, value: object, style: str = "") -> None:
        self.line(f"{self.heads[head]}{'：' if self.lang == 'zh' else ': '}{value}", style)

    def term(self, word: str) -> str:
        """A word of the data, as people of this language say it."""
        return said(word, self.lang)

    def plan(self, planned: Planned) -> None:
        """What a request would do: the edits numbered, then the reply."""
        for index, edit in enumerate(planned.plan.edits, start=1):
            params = ", ".join(f"{name}={value}" for name, value in edit.params.items())
            self.line(f"{index}. {edit.op}({params})")
        self.line(planned.plan.reply)
        for note in planned.notes:
            self.line(note[self.lang])
        self.line(planned.plan.summary, "dim")

    def written(self, report: Report) -> None:
        """The file, its measures, and what the check of it found."""
        size = [f"{report.width}x{report.height}"] if report.width else []
        mega = [f"{report.size / 1e6:.1f} MB"] if report.size else []
        told = [_length(report.duration), *size, *mega]
        about = f" ({', '.join(told)})" if self.lang == "en" else f"（{'，'.join(told)}）"
        self.line(f"{self.heads['wrote']} {report.path}{about}", "bold")
        if report.copied:
            seconds = report.duration * report.copied / report.frames
            self.named("copied", f"{seconds:.1f} s" if self.lang == "en" else f"{seconds:.1f} 秒")
        if report.encoder != "software":
            self.named("encoder", report.encoder)
        for finding in report.findings:
            head, style = ("note", "") if finding.note else ("check", "yellow")
            self.named(head, finding.text[self.lang], style)

    def also(self, texts: Sequence[Path]) -> None:
        """Files written beside the film."""
        if texts:
            names = ", ".join([str(texts[0]), *(path.name for path in texts[1:])])
            self.line(f"{self.heads['wrote']} {names}", "bold")

    def too_large(self, size: int, limit: int) -> None:
        """The file is larger than the request allowed."""
        texts = {
            "en": f"It is {size / 1e6:.1f} MB, more than the {limit / 1e6:.0f} MB asked for; a smaller --size makes it smaller.",
            "zh": f"文件为 {size / 1e6:.1f} MB，超过要求的 {limit / 1e6:.0f} MB；用更小的 --size 可以减小体积。",
        }
        self.line(texts[self.lang], "yellow")

    def demo(self, made: Demonstration) -> None:
        """Where everything the demonstration made lies."""
        self.line(f"“{made.request}”", "bold")
        self.line(made.reply)
        self.written(made.report)
        self.named("sheet", made.sheet)
        self.named("timeline", made.picture)
        self.named("draft", made.draft)

    def inspected(self, found: Inspected) -> None:
        """A file's streams, and a table of its facts."""
        media = found.media
        length = [_length(float(media.duration))] if media.duration else []
        about = ", ".join([self.term(media.kind), media.container, *length])
        self.named("file", f"{media.name} ({about})")
        if video := media.video:
            extra = [f"{float(video.rate):.5g} fps"] if media.kind == "video" else []
            extra += [self.heads["variable"]] if video.variable else []
            extra += [f"{video.rotation}°"] if video.rotation else []
            extra += [f"PAR {video.pixel_aspect}"] if video.pixel_aspect != 1 else []
            extra += [video.hdr.upper()] if video.hdr else []
            self.named("picture", ", ".join([video.codec, f"{video.width}x{video.height}", *extra]))
        if audio := media.audio:
            layout = self.term(audio.layout) or f"{audio.channels} {self.term('channels')}"
            self.named("sound", f"{audio.codec}, {audio.sample_rate} Hz, {layout}")
        if found.facts:
            table = self._table("what", "from", "to", "value", "confidence")
            for fact in _gathered(found.facts):
                value = "" if fact.value is None else self._value(fact.value)
                table.add_row(
                    self.term(fact.kind),
                    f"{fact.start:.2f}",
                    f"{fact.end:.2f}",
                    value,
                    f"{fact.confidence:.0%}",
                )
            self.console.print(table)
        if found.sheet:
            self.named("sheet", found.sheet)
        if found.waveform:
            self.named("waveform", found.waveform)
        if found.clicks:
            self.named("clicks", found.clicks)
        if found.unwritten:
            self.named("note", found.unwritten.say(self.lang))
            self.line(UNWRITTEN[self.lang])

    def operations(self, entries: Sequence[dict[str, Any]]) -> None:
        table = self._table("operation", "family", "title", "says")
        for entry in entries:
            says = ", ".join(entry["say"].get(self.lang, ())[:3])
            table.add_row(entry["name"], self.term(entry["family"]), entry["title"].get(self.lang, ""), says)
        self.console.print(table)

    def operation(self, entry: dict[str, Any]) -> None:
        """One operation, whole."""
        family = self.term(entry["family"])
        self.line(f"{entry['name']} · {entry['title'].get(self.lang, '')} · {family}", "bold")
        self.line(entry["doc"])
        for example in entry["examples"].values():
            self.named("example", example)
        table = self._table("param", "title", "type", "default", "limits", "unit")
        for param in entry["params"]:
            limits = [
                f"{self.term(key)} {param[key]}" for key in ("min", "above", "max", "below") if key in param
            ]
            limits += ["|".join(map(str, param.get("choices", ())))] if param.get("choices") else []
            limits += [self.heads["animates"]] if param["animates"] else []
            default = self.heads["required"] if param["required"] else self.term(_plain(param.get("default")))
            table.add_row(
                param["name"],
                param["title"][self.lang],
                " / ".join(self.term(each) for each in param["type"].split(" or ")),
                default,
                ", ".join(limits),
                self.term(param["unit"]),
            )
        if entry["params"]:
            self.console.print(table)

    def parts(self, parts: Sequence[Part]) -> None:
        """A line per part: a tick, or a cross (a circle where it is only useful) and how to get it."""
        for part in parts:
            mark, style = ("✓", "") if part.present else ("✗", "red") if part.needed else ("○", "yellow")
            detail = f" {part.told(self.lang)}" if part.detail else ""
            self.line(f"{mark} {self.term(part.name)}{detail} · {part.purpose[self.lang]}", style)
            if not part.present and part.get:
                self.line(f"  {self.heads['get']}: {part.get}")

    def revisions(self, revisions: Sequence[Revision], head: int) -> None:
        table = self._table("revision", "when", "length", "request")
        for each in revisions:
            mark = "→ " if each.number == head else "  "
            length = _length(float(each.timeline.duration / each.timeline.rate))
            table.add_row(
                f"{mark}{each.number}", _when(each.created), length, each.request or self.heads["taken"]
            )
        self.console.print(table)

    def revision(self, revision: Revision) -> None:
        """Where a session is now."""
        length = _length(float(revision.timeline.duration / revision.timeline.rate))
        said = revision.request or self.heads["taken"]
        self.line(f"{revision.session}: {self.heads['revision']} {revision.number} ({length}) {said}")

    def at(self, revision: Revision) -> None:
        """Where a session is now, without the request: that may have been taken back in part."""
        length = _length(float(revision.timeline.duration / revision.timeline.rate))
        self.line(f"{revision.session}: {self.heads['revision']} {revision.number} ({length})")

    def session_list(self, sessions: Sequence[SessionInfo]) -> None:
        table = self._table("session", "revision", "when")
        for each in sessions:
            table.add_row(each.name, f"{each.head} / {each.revisions}", _when(each.updated))
        self.console.print(table)

    def _value(self, value: Any) -> str:
        if isinstance(value, dict):
            return ", ".join(
                f"{self.term(key)} {self._value(each)}" for key, each in value.items() if each != ""
            )
        return self.term(_plain(value))

    def _table(self, *heads: str) -> Table:
        return Table(*(self.heads[head] for head in heads), box=None, header_style="bold", pad_edge=False)


def _gathered(facts: Sequence[Fact]) -> list[Fact]:
    """The facts with all beats, clicks and ways of the pointer as one each: there are many."""
    others = [fact for fact in facts if fact.kind not in ("beat", "click", "cursor")]
    beats, clicks, ways = ([f for f in facts if f.kind == kind] for kind in ("beat", "click", "cursor"))
    if beats:
        value = dict(beats[0].value or {}) if isinstance(beats[0].value, dict) else {}
        others.append(_one(beats, {key: each for key, each in value.items() if key != "index"}))
    if clicks:
        others.append(_one(clicks, {"likely": sum(fact.confidence >= LIKELY for fact in clicks)}))
    return [*others, _one(ways, {})] if ways else others


def _one(facts: Sequence[Fact], value: dict[str, Any]) -> Fact:
    """Facts of a kind as one, with their number and mean confidence."""
    sure = sum(fact.confidence for fact in facts) / len(facts)
    changed = {"end": facts[-1].end, "value": {"count": len(facts), **value}, "confidence": sure}
    return facts[0].model_copy(update=changed)


def _length(seconds: float) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{int(hours)}:{int(minutes):02}:{secs:05.2f}" if hours else f"{int(minutes)}:{secs:05.2f}"


def _when(stamp: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(stamp))


def _plain(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    return "–" if value is None else str(value)
