"""A picture of what a render would do: the film in time, coloured by how each segment is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from workprint.base import Text, clock
from workprint.jobs import Explained, Explanation

from .picture import FONT, LEFT, RIGHT, WIDTH, rows_height, ruler, scale_of, short, track_rows
from .writing import write_text

WAYS = {"cached": "#51617a", "copied": "#12a594", "rendered": "#ef7d3c"}
_KINDS = {"decode": "#4c6fff", "filters": "#b58cf0", "encode": "#ef7d3c", "check": "#7d838d"}
_NAMES: dict[str, Text] = {
    "cached": {"en": "cached", "zh": "已有缓存"},
    "copied": {"en": "copied", "zh": "复制"},
    "rendered": {"en": "rendered", "zh": "渲染"},
    "decode": {"en": "decode", "zh": "解码"},
    "filters": {"en": "filters", "zh": "滤镜"},
    "encode": {"en": "encode", "zh": "编码"},
    "check": {"en": "check", "zh": "检查"},
    "title": {"en": "What the render does", "zh": "渲染将做什么"},
    "strip": {"en": "Film", "zh": "影片"},
    "sound": {"en": "Sound", "zh": "声音"},
    "cost": {"en": "CPU a frame", "zh": "每帧 CPU"},
    "left": {
        "en": "to do: {left} of {full} s CPU ({share})",
        "zh": "要做：{left} / {full} 秒 CPU（{share}）",
    },
    "measured": {"en": "measured", "zh": "实测"},
    "unknown": {"en": "not in the table: {names}", "zh": "成本表中没有：{names}"},
    "sums": {"en": "All of it, from the sources", "zh": "全部从素材渲染的成本"},
}
_TOP, _STRIP, _BAR, _COST, _SUMS = 116, 44, 24, 150, 6


def explain_picture(found: Explanation, out: Path, lang: str = "en") -> Path:
    """Draw an explanation to an SVG file. Raises `NotWritable` or `NoFolder`."""
    write_text(out, explain_svg(found, lang))
    return out


def explain_svg(found: Explanation, lang: str = "en") -> str:
    """The explanation as SVG: the film as a strip of segments, the tracks' clips under it, and what
    each segment costs: as high as its CPU time per frame, so the area is its cost. What need not be
    done is drawn faint; a white line is what a kept piece really took."""
    drawing = _Drawing(found, lang)
    body = [*drawing.head(), *drawing.strip(), *drawing.tracks(), *drawing.costs(), *drawing.sums()]
    frame = f"viewBox='0 0 {WIDTH} {drawing.height}' width='{WIDTH}' height='{drawing.height}'"
    back = f"<rect width='{WIDTH}' height='{drawing.height}' rx='14' fill='#15171c'/>"
    return "\n".join([f"<svg xmlns='http://www.w3.org/2000/svg' {frame} {FONT}>", back, *body, "</svg>", ""])


class _Drawing:
    """Where things lie, from top to bottom, and how they are drawn."""

    def __init__(self, found: Explanation, lang: str) -> None:
        self.found, self.lang = found, lang
        self.scale = scale_of(found.timeline)
        self.sound_top = _TOP + _STRIP + 8
        self.rows_top = self.sound_top + (_BAR + 16 if found.sound else 8)
        self.cost_top = self.rows_top + rows_height(found.timeline) + 26
        self.sums_top = self.cost_top + _COST + 54
        self.height = self.sums_top + 22 * len(found.operations[:_SUMS]) + 20

    def said(self, name: str, **fields: object) -> str:
        return escape(_NAMES[name][self.lang].format(**fields))

    def text(
        self, x: float, y: float, text: str, size: int = 12, fill: str = "#c3c7ce", more: str = ""
    ) -> str:
        return f"<text x='{x:.1f}' y='{y:.1f}' font-size='{size}' fill='{fill}' {more}>{text}</text>"

    def head(self) -> Iterator[str]:
        film, found = self.found.timeline, self.found
        yield self.text(24, 32, f"{self.said('title')} · {escape(film.name or found.format.name)}", 17, "#f2f3f5",
                        "font-weight='600'")  # fmt: skip
        about = f"{clock(film.duration, film.rate)} · {film.canvas.width}x{film.canvas.height} · "
        about += f"{float(film.rate):.5g} fps · {found.format.name} ({escape(found.encoder)})"
        yield self.text(WIDTH - RIGHT, 32, about, 13, "#9aa0aa", "text-anchor='end'")
        share, (left, full) = (
            f"{found.share:.1%}",
            (f"{ms / 1000:.1f}" for ms in (found.left_ms, found.full_ms)),
        )
        yield self.text(24, 60, self.said("left", left=left, full=full, share=share), 14, "#ffb27d",
                        "font-weight='600'")  # fmt: skip
        x = WIDTH - RIGHT - 390
        for way in ("rendered", "copied", "cached"):
            count = found.frames(way)
            yield f"<rect x='{x}' y='50' width='12' height='12' rx='3' fill='{WAYS[way]}'/>"
            yield self.text(x + 18, 60, f"{self.said(way)} {count}", 13)
            x += 134
        if found.unknown:
            names = ", ".join(found.unknown)
            yield self.text(24, 80, self.said("unknown", names=short(names, 700, 12)), 12, "#e5c07b")

    def strip(self) -> Iterator[str]:
        yield from ruler(self.found.timeline, _TOP, self.cost_top + _COST)
        yield self.text(24, _TOP + _STRIP / 2 + 4, self.said("strip"))
        for part in self.found.parts:
            yield from self._segment(part, _TOP, _STRIP)
        sound = self.found.sound
        if sound is not None:
            yield self.text(24, self.sound_top + _BAR / 2 + 4, self.said("sound"))
            yield from self._segment(sound, self.sound_top, _BAR)

    def _segment(self, part: Explained, y: int, high: int) -> Iterator[str]:
        span = part.segment.span
        x, width = LEFT + span.start * self.scale, max(1.0, span.duration * self.scale - 1.5)
        why = "; ".join(cause.text[self.lang] for cause in part.causes)
        times = "–".join(clock(at, self.found.timeline.rate) for at in (span.start, span.end))
        full = escape(f"{times} · {_NAMES[part.way][self.lang]} · {why}")
        yield (
            f"<rect class='segment {part.way}' x='{x:.1f}' y='{y}' width='{width:.1f}' height='{high}' rx='5' "
            f"fill='{WAYS[part.way]}'><title>{full}</title></rect>"
        )
        if part.way == "copied" and part.copied < part.frames:
            # The ends that are encoded, as a band at the foot.
            rest = width * (1 - part.copied / part.frames)
            yield f"<rect x='{x:.1f}' y='{y + high - 6}' width='{rest:.1f}' height='6' rx='3' fill='{WAYS['rendered']}'/>"
        name = short(_NAMES[part.way][self.lang], width - 14, 12)
        yield self.text(x + 8, y + 17, escape(name), 12, "#fff", "font-weight='600'") if name else ""
        line = short(part.causes[0].text[self.lang] if part.causes else "", width - 14, 11)
        yield self.text(x + 8, y + 34, escape(line), 11, "#ffffff", "opacity='0.82'") if high > 30 else ""

    def tracks(self) -> Iterable[str]:
        return track_rows(self.found.timeline, self.rows_top)

    def costs(self) -> Iterator[str]:
        top, foot = self.cost_top, self.cost_top + _COST
        most = max([part.per_frame for part in self.found.parts], default=0.0) or 1.0
        measured = [(part.measured or 0.0) / max(1, part.frames) for part in self.found.parts]
        most = max(most, *measured, 0.0) * 1.08
        yield self.text(24, top - 4, self.said("cost"))
        for share in (0, 0.5, 1):
            y = foot - share * (_COST - 16)
            yield f"<line x1='{LEFT}' x2='{WIDTH - RIGHT}' y1='{y:.1f}' y2='{y:.1f}' stroke='#2a2e36'/>"
            yield self.text(LEFT - 8, y + 4, f"{share * most:.3g} ms", 10, "#7d838d", "text-anchor='end'")
        for part, took in zip(self.found.parts, measured, strict=True):
            yield from self._bar(part, foot, (_COST - 16) / most, took)
        x = LEFT
        for kind, colour in _KINDS.items():
            yield f"<rect x='{x}' y='{foot + 14}' width='10' height='10' rx='2' fill='{colour}'/>"
            yield self.text(x + 16, foot + 23, self.said(kind), 11, "#9aa0aa")
            x += 80
        yield f"<line x1='{x}' x2='{x + 16}' y1='{foot + 19}' y2='{foot + 19}' stroke='#fff' stroke-width='2'/>"
        yield self.text(x + 22, foot + 23, self.said("measured"), 11, "#9aa0aa")

    def _bar(self, part: Explained, foot: float, high: float, took: float) -> Iterator[str]:
        span = part.segment.span
        x, width = LEFT + span.start * self.scale, max(1.0, span.duration * self.scale - 1.5)
        for faint, nodes in ((" opacity='0.22'", part.nodes), ("", part.done)):
            y = foot
            for kind, colour in _KINDS.items():
                ms = sum(node.ms for node in nodes if _kind(node.name) == kind)
                tall = ms / max(1, part.frames) * high
                y -= tall
                if tall > 0.2:
                    yield f"<rect x='{x:.1f}' y='{y:.1f}' width='{width:.1f}' height='{tall:.1f}' fill='{colour}'{faint}/>"
        if took:
            y = foot - took * high
            yield f"<line x1='{x:.1f}' x2='{x + width:.1f}' y1='{y:.1f}' y2='{y:.1f}' stroke='#fff' stroke-width='2'/>"

    def sums(self) -> Iterator[str]:
        rows = self.found.operations[:_SUMS]
        yield self.text(24, self.sums_top - 10, self.said("sums"), 12, "#9aa0aa")
        for index, (name, ms) in enumerate(rows):
            y = self.sums_top + index * 22
            width = (WIDTH - LEFT - RIGHT - 250) * ms / rows[0][1]
            share = ms / self.found.full_ms if self.found.full_ms else 0.0
            yield self.text(24, y + 13, escape(name), 12)
            yield f"<rect x='{LEFT + 60}' y='{y + 2}' width='{max(1.0, width):.1f}' height='14' rx='4' fill='{_KINDS[_kind(name)]}'/>"
            yield self.text(LEFT + 70 + width, y + 14, f"{ms / 1000:.2f} s · {share:.0%}", 11, "#9aa0aa")


def _kind(name: str) -> str:
    return name if name in ("decode", "encode", "check") else "filters"
