"""A program on a screen: its state at a time, and the picture of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import cv2
import numpy as np

from .page import THEMES, WORDS, Page, Theme, Thing, box, mixed, on_panel, page, paint, write
from .sprites import Picture, Sprite


@dataclass(frozen=True)
class Manner:
    """How a program answers: what is seen when something is pointed at, pressed or left alone."""

    theme: str = "light"
    unit: float = 1.0
    hover: float = 0.12
    """How much a thing under the pointer changes, 0 to 1."""
    hover_time: float = 0.0
    press: bool = True
    ripple: bool = False
    shapes: bool = True
    """Whether the pointer turns into a hand over buttons and a beam over fields."""
    tooltips: bool = False
    spinner: bool = False
    clock: bool = False
    film: bool = False
    """Whether a small film runs in a corner."""
    caret: float = 0.53
    delay: float = 0.03
    """Seconds from the press of the button to what is seen of it."""


@dataclass
class Overlay:
    """A menu, dialog, notice or tooltip, from when on, with its own things."""

    kind: str
    x: int
    y: int
    w: int
    h: int
    since: float
    things: list[Thing] = field(default_factory=list)
    until: float = math.inf


class Desktop:
    """The screen. `draw` gives its picture at `now`; the pointer goes on top."""

    def __init__(self, manner: Manner, size: tuple[int, int], rng: np.random.Generator) -> None:
        self.manner, self.theme, self.rng = manner, THEMES[manner.theme], rng
        self.width, self.height = size
        unit = manner.unit
        self.top, self.side = round(34 * unit), round(150 * unit)
        self.now = 0.0
        self.scroll = 0.0
        self.view = (self.width - self.side, self.height - self.top)
        self.pages: list[Page] = [
            page(rng, self.theme, self.view[0], round(self.view[1] * 2.6), unit) for _ in range(3)
        ]
        self.at = 0
        self.items = [
            Thing(
                "item",
                0,
                round((50 + 40 * n) * unit),
                self.side,
                round(34 * unit),
                str(rng.choice(WORDS)),
                "page",
            )
            for n in range(4)
        ]
        self.items[0].on = True
        self.overlays: list[Overlay] = []
        self.ripples: list[tuple[float, float, float]] = []
        self.focus: Thing | None = None
        self.typed = 0.0
        self.window: list[float] | None = None
        self.chrome = self._chrome()
        self.background = rng.integers(60, 200, (2, 6, 8, 3)).astype(np.float32)
        for each in self.pages:
            for thing in each.things:
                paint(each.picture, thing, self.theme, unit, 0)

    def _chrome(self) -> Picture:
        theme, unit = self.theme, self.manner.unit
        picture = np.full((self.height, self.width, 3), theme.ground, np.uint8)
        box(picture, 0, 0, self.width, self.top, theme.panel)
        box(picture, 0, self.top, self.side, self.height, theme.panel)
        cv2.line(picture, (0, self.top), (self.width, self.top), theme.line)
        x = 14 * unit
        for name in ("File", "Edit", "View", "Help"):
            x += write(picture, name, x, 22 * unit, 12 * unit, on_panel(self.theme)) + 18 * unit
        return picture

    @property
    def page(self) -> Page:
        return self.pages[self.at]

    @property
    def deepest(self) -> float:
        return float(self.page.picture.shape[0] - self.view[1])

    def under(self, x: float, y: float) -> tuple[Thing | None, Overlay | None]:
        """What is at a place of the screen."""
        for overlay in reversed(self.overlays):
            if overlay.kind in ("menu", "dialog"):
                inside = next((t for t in overlay.things if t.holds(x - overlay.x, y - overlay.y)), None)
                if inside or (
                    overlay.x <= x < overlay.x + overlay.w and overlay.y <= y < overlay.y + overlay.h
                ):
                    return inside, overlay
        item = next((t for t in self.items if t.holds(x, y)), None)
        if item or x < self.side or y < self.top:
            return item, None
        row = y - self.top + self.scroll
        return next((t for t in self.page.things if t.holds(x - self.side, row)), None), None

    def draw(self) -> Picture:
        picture = self.chrome.copy()
        unit, theme = self.manner.unit, self.theme
        for item in self.items:
            shown = mixed(theme.panel, theme.ink, 0.15 * item.press + self.manner.hover * item.hover)
            if item.on or item.hover or item.press:
                box(
                    picture,
                    item.x + 4,
                    item.y,
                    item.w - 8,
                    item.h,
                    theme.accent if item.on else shown,
                    theme.round,
                )
            write(picture, item.label, 20 * unit, item.y + 22 * unit, 12 * unit, on_panel(self.theme))
        start = round(self.scroll)
        picture[self.top + 1 :, self.side :] = self.page.picture[start : start + self.view[1] - 1]
        self._caret(picture)
        self._always(picture)
        if self.window is not None:
            self._window(picture)
        for overlay in self.overlays:
            if overlay.since <= self.now:
                self._overlay(picture, overlay)
        for x, y, since in self.ripples:
            self._ripple(picture, x, y, since)
        return picture

    def repaint(self, thing: Thing) -> None:
        """Paint a thing of the page anew where it has changed."""
        if thing in self.page.things:
            paint(self.page.picture, thing, self.theme, self.manner.unit, self.manner.hover)

    def _caret(self, picture: Picture) -> None:
        thing = self.focus
        if thing is None or thing not in self.page.things:
            return
        steady = self.now - self.typed < self.manner.caret
        if not steady and int((self.now - self.typed) / self.manner.caret) % 2:
            return
        unit = self.manner.unit
        wide = (
            cv2.getTextSize(thing.text, cv2.FONT_HERSHEY_SIMPLEX, 13 * unit / 22, 1)[0][0]
            if thing.text
            else 0
        )
        x = self.side + thing.x + 9 * unit + wide
        y = self.top + thing.y - self.scroll
        if y > self.top:
            box(picture, x, y + 7 * unit, max(1, round(unit)), 17 * unit, self.theme.ink)

    def _always(self, picture: Picture) -> None:
        """What moves by itself: spinner, clock, film."""
        unit = self.manner.unit
        if self.manner.spinner:
            centre = (round(self.width - 60 * unit), round(self.top + 50 * unit))
            turn = self.now * 300 % 360
            cv2.ellipse(
                picture,
                centre,
                (round(12 * unit),) * 2,
                turn,
                0,
                270,
                self.theme.accent,
                max(2, round(3 * unit)),
                cv2.LINE_AA,
            )
        if self.manner.clock:
            seconds = 34_200 + int(self.now)
            text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
            write(picture, text, self.width - 90 * unit, 22 * unit, 12 * unit, on_panel(self.theme))
        if self.manner.film:
            w, h = round(180 * unit), round(110 * unit)
            share = 0.5 + 0.5 * math.sin(self.now * 1.3)
            mix = self.background[0] * share + self.background[1] * (1 - share)
            mix = np.roll(mix, int(self.now * 2), axis=1)
            small = cv2.resize(mix, (w, h), interpolation=cv2.INTER_CUBIC)
            picture[self.height - h - 20 : self.height - 20, self.width - w - 20 : self.width - 20] = (
                small.clip(0, 255)
            )

    def _window(self, picture: Picture) -> None:
        assert self.window is not None
        unit, (x, y, w, h) = self.manner.unit, self.window
        box(picture, x - 1, y - 1, w + 2, h + 2, self.theme.line)
        box(picture, x, y, w, h, self.theme.ground)
        box(picture, x, y, w, 26 * unit, self.theme.accent)
        write(picture, "Notes", x + 10 * unit, y + 18 * unit, 12 * unit, (255, 255, 255))
        for n in range(5):
            write(
                picture,
                " ".join(WORDS[n * 3 : n * 3 + 3]),
                x + 12 * unit,
                y + (50 + 22 * n) * unit,
                12 * unit,
                self.theme.ink,
            )

    def _overlay(self, picture: Picture, overlay: Overlay) -> None:
        unit, theme = self.manner.unit, self.theme
        if overlay.kind == "dialog":
            picture[:] = picture // 2
        box(picture, overlay.x - 1, overlay.y - 1, overlay.w + 2, overlay.h + 2, theme.line, theme.round)
        box(
            picture,
            overlay.x,
            overlay.y,
            overlay.w,
            overlay.h,
            theme.panel if overlay.kind != "dialog" else theme.ground,
            theme.round,
        )
        if overlay.kind != "menu":
            ink = on_panel(self.theme) if overlay.kind != "dialog" else theme.ink
            size = (9 if overlay.kind == "tooltip" else 13) * unit
            write(
                picture,
                " ".join(WORDS[overlay.w % 9 :][:3]),
                overlay.x + 8 * unit,
                overlay.y + size * 1.6,
                size,
                ink,
            )
        for thing in overlay.things:
            here = Thing(**{**vars(thing), "x": overlay.x + thing.x, "y": overlay.y + thing.y})
            if thing.kind == "button":
                paint(picture, here, theme, unit, self.manner.hover)
                continue
            if thing.hover or thing.press:
                box(
                    picture,
                    here.x,
                    here.y,
                    here.w,
                    here.h,
                    mixed(theme.panel, theme.accent, 0.4 * thing.hover + 0.4 * thing.press),
                )
            write(
                picture, here.label, here.x + 12 * unit, here.y + 18 * unit, 12 * unit, on_panel(self.theme)
            )

    def _ripple(self, picture: Picture, x: float, y: float, since: float) -> None:
        age = (self.now - since) / 0.45
        if 0 <= age < 1:
            over = picture.copy()
            cv2.circle(
                over,
                (round(x), round(y)),
                round((6 + 30 * age) * self.manner.unit),
                self.theme.accent,
                -1,
                cv2.LINE_AA,
            )
            cv2.addWeighted(over, 0.45 * (1 - age), picture, 1 - 0.45 * (1 - age), 0, picture)


def pointer_for(thing: Thing | None, manner: Manner) -> str:
    """Which pointer is shown over a thing: "" the arrow, "hand" or "beam"."""
    if not manner.shapes or thing is None:
        return ""
    return {"field": "beam", "button": "hand", "card": "hand"}.get(thing.kind, "")


__all__ = ["Desktop", "Manner", "Overlay", "Sprite", "Theme", "pointer_for"]
