"""What a program shows: its colours, its pages with things to click on, and how they are painted."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from .sprites import Picture

Colour = tuple[int, int, int]
WORDS = [
    "report",
    "invoice",
    "summary",
    "customer",
    "window",
    "settings",
    "delete",
    "archive",
    "share",
    "project",
    "billing",
    "monthly",
    "value",
    "total",
    "network",
    "update",
    "version",
    "status",
    "owner",
    "created",
    "edited",
    "search",
    "filter",
    "export",
    "import",
    "team",
    "access",
    "note",
]


@dataclass(frozen=True)
class Theme:
    """Colours (blue, green, red) and shapes of a program."""

    ground: Colour
    panel: Colour
    line: Colour
    ink: Colour
    button: Colour
    accent: Colour
    round: int = 0
    row: int = 18


THEMES = {
    "light": Theme((250, 250, 250), (240, 240, 240), (210, 210, 210), (40, 40, 40), (228, 228, 228), (215, 120, 20)),
    "dark": Theme((38, 34, 32), (50, 45, 43), (70, 64, 62), (225, 225, 225), (78, 70, 66), (200, 130, 60), row=20),
    "blue": Theme((255, 250, 246), (120, 60, 20), (220, 210, 200), (60, 40, 30), (240, 225, 210), (60, 140, 20), 4),
    "night": Theme((24, 17, 13), (34, 27, 22), (60, 50, 40), (215, 205, 200), (54, 44, 38), (90, 190, 90), 4, 17),
    "paper": Theme((228, 241, 246), (214, 230, 238), (180, 200, 212), (50, 60, 70), (200, 222, 232), (60, 80, 190), 6, 22),
    "contrast": Theme((0, 0, 0), (0, 0, 0), (255, 255, 255), (255, 255, 255), (30, 30, 30), (0, 220, 255)),
    "mauve": Theme((246, 236, 240), (120, 80, 100), (220, 200, 210), (70, 40, 55), (232, 214, 222), (160, 60, 150), 8, 19),
}  # fmt: skip


@dataclass
class Thing:
    """Something to click on, in pixels of its page. `does` is what a click on it leads to."""

    kind: str
    x: int
    y: int
    w: int
    h: int
    label: str = ""
    does: str = "nothing"
    on: bool = False
    text: str = ""
    hover: float = 0.0
    press: float = 0.0

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.w / 2, self.y + self.h / 2

    def holds(self, x: float, y: float) -> bool:
        return self.x <= x < self.x + self.w and self.y <= y < self.y + self.h


@dataclass
class Page:
    """A page taller than the window: painted once, with what can be clicked on it."""

    picture: Picture
    things: list[Thing] = field(default_factory=list)


def write(picture: Picture, text: str, x: float, y: float, size: float, ink: Colour, thick: int = 1) -> int:
    """Letters `size` pixels high with their foot at `y`; how wide they are."""
    scale = size / 22
    cv2.putText(picture, text, (round(x), round(y)), cv2.FONT_HERSHEY_SIMPLEX, scale, ink, thick, cv2.LINE_AA)
    return int(cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, scale, thick)[0][0])


def box(picture: Picture, x: float, y: float, w: float, h: float, colour: Colour, round_: int = 0) -> None:
    """A filled box with round corners."""
    a, b, c, d, r = round(x), round(y), round(x + w) - 1, round(y + h) - 1, round_
    if r < 1:
        cv2.rectangle(picture, (a, b), (c, d), colour, -1)
        return
    cv2.rectangle(picture, (a + r, b), (c - r, d), colour, -1)
    cv2.rectangle(picture, (a, b + r), (c, d - r), colour, -1)
    for corner in ((a + r, b + r), (c - r, b + r), (a + r, d - r), (c - r, d - r)):
        cv2.circle(picture, corner, r, colour, -1, cv2.LINE_AA)


def mixed(a: Colour, b: Colour, share: float) -> Colour:
    red, green, blue = (round(p + (q - p) * share) for p, q in zip(a, b, strict=True))
    return red, green, blue


def on_panel(theme: Theme) -> Colour:
    """The colour of letters on a panel."""
    return (30, 30, 30) if sum(theme.panel) > 380 else (235, 235, 235)


def sentence(rng: np.random.Generator, least: int = 4, most: int = 12) -> str:
    return " ".join(rng.choice(WORDS, int(rng.integers(least, most))))


def page(rng: np.random.Generator, theme: Theme, width: int, height: int, unit: float) -> Page:
    """A page `height` tall: paragraphs, rows of buttons, boxes to tick, fields, cards."""
    made = Page(np.full((height, width, 3), theme.ground, np.uint8))
    y = round(30 * unit)
    write(made.picture, sentence(rng, 2, 5), 24 * unit, y, 20 * unit, theme.ink, max(1, round(unit * 2)))
    y += round(26 * unit)
    makers = [paragraph, buttons, ticks, fields, cards]
    order: list[int] = []
    while y < height - 170 * unit:
        order = order or list(rng.permutation(len(makers)))
        y = makers[order.pop()](made, rng, theme, y, width, unit) + round(16 * unit)
    return made


def paragraph(made: Page, rng: np.random.Generator, theme: Theme, y: int, width: int, unit: float) -> int:
    for _ in range(int(rng.integers(2, 6))):
        y += round(theme.row * unit)
        write(made.picture, sentence(rng, 5, 11), 24 * unit, y, 12 * unit, theme.ink)
    return y


def buttons(made: Page, rng: np.random.Generator, theme: Theme, y: int, width: int, unit: float) -> int:
    x = round(24 * unit)
    for _ in range(int(rng.integers(2, 5))):
        label = str(rng.choice(WORDS))
        w = round((30 + 9 * len(label)) * unit)
        does = str(
            rng.choice(
                ["menu", "dialog", "page", "nothing", "select", "toast"], p=[0.25, 0.2, 0.2, 0.1, 0.15, 0.1]
            )
        )
        if x + w < width - 20:
            made.things.append(Thing("button", x, y, w, round(30 * unit), label, does))
        x += w + round(14 * unit)
    return y + round(30 * unit)


def ticks(made: Page, rng: np.random.Generator, theme: Theme, y: int, width: int, unit: float) -> int:
    for _ in range(int(rng.integers(2, 4))):
        label = sentence(rng, 2, 4)
        made.things.append(
            Thing("tick", round(24 * unit), y, round(18 * unit), round(18 * unit), label, "toggle")
        )
        write(made.picture, label, 52 * unit, y + 14 * unit, 12 * unit, theme.ink)
        y += round(26 * unit)
    return y


def fields(made: Page, rng: np.random.Generator, theme: Theme, y: int, width: int, unit: float) -> int:
    y += round(14 * unit)
    write(made.picture, sentence(rng, 1, 3), 24 * unit, y, 11 * unit, theme.ink)
    w = round(min(width - 60 * unit, float(rng.integers(300, 460)) * unit))
    made.things.append(
        Thing("field", round(24 * unit), y + round(8 * unit), w, round(30 * unit), "", "focus")
    )
    return y + round(40 * unit)


def cards(made: Page, rng: np.random.Generator, theme: Theme, y: int, width: int, unit: float) -> int:
    w = round((width - 72 * unit) / 3)
    for column in range(3):
        x = round(24 * unit + column * (w + 12 * unit))
        box(made.picture, x, y, w, 96 * unit, theme.panel, theme.round)
        write(
            made.picture, str(rng.integers(100, 9999)), x + 12 * unit, y + 40 * unit, 22 * unit, theme.accent
        )
        made.things.append(Thing("card", x, y, w, round(96 * unit), sentence(rng, 2, 3), "page"))
    return y + round(96 * unit)


def paint(picture: Picture, thing: Thing, theme: Theme, unit: float, lift: float) -> None:
    """A thing as it is now: under the pointer, pressed, ticked, with text. `lift`: how far hovering shows."""
    face = mixed(theme.button, theme.ink, lift * thing.hover + 0.25 * thing.press)
    if thing.kind == "card":
        edge = mixed(theme.panel, theme.accent, max(thing.hover, thing.press))
        corners = (thing.x + 1, thing.y + 1), (thing.x + thing.w - 2, thing.y + thing.h - 2)
        cv2.rectangle(picture, *corners, edge, max(1, round(unit)))
        box(picture, thing.x + 12 * unit, thing.y + 58 * unit, thing.w - 24 * unit, 20 * unit, theme.panel)
        write(picture, thing.label, thing.x + 12 * unit, thing.y + 72 * unit, 11 * unit, on_panel(theme))
    elif thing.kind == "tick":
        box(
            picture,
            thing.x,
            thing.y,
            thing.w,
            thing.h,
            theme.accent if thing.on else face,
            min(theme.round, 3),
        )
        if thing.on:
            a, b, w = thing.x, thing.y, thing.w
            points = np.array(
                [[a + w * 0.2, b + w * 0.5], [a + w * 0.42, b + w * 0.75], [a + w * 0.8, b + w * 0.25]]
            )
            cv2.polylines(
                picture, [points.astype(np.int32)], False, theme.ground, max(1, round(2 * unit)), cv2.LINE_AA
            )
    elif thing.kind == "field":
        box(picture, thing.x, thing.y, thing.w, thing.h, theme.line, theme.round)
        edge = 2 if thing.on else 1
        box(
            picture,
            thing.x + edge,
            thing.y + edge,
            thing.w - 2 * edge,
            thing.h - 2 * edge,
            theme.ground,
            theme.round,
        )
        write(picture, thing.text, thing.x + 8 * unit, thing.y + 20 * unit, 13 * unit, theme.ink)
    else:
        box(picture, thing.x, thing.y, thing.w, thing.h, theme.accent if thing.on else face, theme.round)
        write(
            picture, thing.label, thing.x + 14 * unit, thing.y + thing.h / 2 + 5 * unit, 12 * unit, theme.ink
        )
