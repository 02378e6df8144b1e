"""Somebody at the screen: moves, clicks, types, scrolls, waits; and a record of what was done when."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from .desktop import Desktop, Overlay
from .page import WORDS, Thing

Ticks = Iterator[None]


@dataclass
class Done:
    """What was done: times in seconds, places in pixels. `busy`: when anything but the ever moving changed."""

    clicks: list[tuple[float, float, float]] = field(default_factory=list)
    typing: list[tuple[float, float, float, float, float, float]] = field(default_factory=list)
    scrolls: list[tuple[float, float, float, float]] = field(default_factory=list)
    keys: list[tuple[float, str]] = field(default_factory=list)
    path: list[tuple[float, float, float]] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)


class Actor:
    """Uses a desktop for a while. Each step of `play` is one frame."""

    def __init__(self, desktop: Desktop, rng: np.random.Generator, fps: float) -> None:
        self.desk, self.rng, self.fps = desktop, rng, fps
        self.x, self.y = (
            float(rng.uniform(0.3, 0.7) * desktop.width),
            float(rng.uniform(0.3, 0.7) * desktop.height),
        )
        self.done = Done()
        self.over: Thing | None = None
        self.rested = 0.0
        self.pressed: Thing | None = None
        self.later: list[tuple[float, object]] = []
        self.clicked_at = -9.0

    def play(self, seconds: float) -> Ticks:
        """Do things until the time is up."""
        yield from self.wait(0.6)
        acts = [self.click_something] * 10 + [self.type_something] * 3 + [self.scroll_a_bit] * 2
        acts += [self.wander, self.pause, self.drag]
        while self.desk.now < seconds:
            if any(each.kind in ("menu", "dialog") for each in self.desk.overlays):
                yield from self.answer()
            else:
                yield from acts[int(self.rng.integers(len(acts)))]()
            yield from self.wait(float(self.rng.uniform(0.2, 0.9)))

    # One frame after another -------------------------------------------------------------------

    def tick(self) -> Ticks:
        """One frame goes by: what was pressed shows, what is pointed at changes."""
        desk = self.desk
        for when, what in [each for each in self.later if each[0] <= desk.now]:
            self.later.remove((when, what))
            what()  # type: ignore[operator]
            self.busy(0.1)
        self._hover()
        self.done.path.append((desk.now, round(self.x), round(self.y)))
        yield
        for overlay in [each for each in desk.overlays if each.until < desk.now]:
            desk.overlays.remove(overlay)
            self.busy(0.1)

    def busy(self, seconds: float = 0.0) -> None:
        self.done.busy += [self.desk.now, self.desk.now + seconds]

    def wait(self, seconds: float) -> Ticks:
        until = self.desk.now + seconds
        while self.desk.now < until:
            self.rested += 1 / self.fps
            if (
                self.desk.manner.tooltips
                and self.over
                and self.over.kind == "button"
                and 0.7 < self.rested < 0.7 + 1.5 / self.fps
            ):
                self._tooltip()
            yield from self.tick()

    def move(self, x: float, y: float) -> Ticks:
        """The pointer goes to a place on a slightly bent way, slow at both ends."""
        x, y = min(max(x, 4), self.desk.width - 6), min(max(y, 4), self.desk.height - 6)
        a, b, begin = self.x, self.y, self.desk.now
        far = math.hypot(x - a, y - b)
        lasts = 0.12 + 0.13 * math.log2(1 + far / (30 * self.desk.manner.unit)) * float(
            self.rng.uniform(0.7, 1.5)
        )
        bend = float(self.rng.normal(0, 0.06)) * far
        self._forget("tooltip")
        self.rested = 0.0
        while self.desk.now < begin + lasts:
            s = min(1.0, (self.desk.now - begin + 1 / self.fps) / lasts)
            e = s**3 * (10 - 15 * s + 6 * s * s)
            side = bend * math.sin(math.pi * e)
            self.x = a + (x - a) * e - side * (y - b) / max(far, 1)
            self.y = b + (y - b) * e + side * (x - a) / max(far, 1)
            self.busy()
            yield from self.tick()
        self.x, self.y = x, y

    def _hover(self) -> None:
        thing, _ = self.desk.under(self.x, self.y)
        manner = self.desk.manner
        if thing is not self.over:
            self.rested = 0.0
        self.over = thing
        step = 1.0 if manner.hover_time <= 0 else 1 / (manner.hover_time * self.fps)
        overlaid = [t for overlay in self.desk.overlays for t in overlay.things]
        for each in [*self.desk.page.things, *self.desk.items, *overlaid]:
            goal = 1.0 if each is thing and manner.hover > 0 else 0.0
            down = 1.0 if each is self.pressed and manner.press else 0.0
            if each.hover != goal or each.press != down:
                each.hover += max(-step, min(step, goal - each.hover))
                each.press = down
                self.busy(0.05)
                self.desk.repaint(each)

    # What people do ----------------------------------------------------------------------------

    def click(self, does: object = None) -> Ticks:
        """Press and let go; what it leads to is seen a moment later."""
        desk = self.desk
        self.done.clicks.append((desk.now, round(self.x), round(self.y)))
        self.clicked_at = desk.now
        thing, overlay = desk.under(self.x, self.y)
        self._forget("tooltip")
        delay = desk.manner.delay
        self.later.append((desk.now + delay, lambda: self._press(thing)))
        held = float(self.rng.uniform(0.06, 0.14))
        effect = does or (lambda: self._effect(thing, overlay))
        self.later.append((desk.now + delay + held, lambda: self._release(effect)))
        yield from self.wait(held + delay + 2 / self.fps)

    def _press(self, thing: Thing | None) -> None:
        self.pressed = thing
        if self.desk.manner.ripple:
            self.desk.ripples = [(self.x, self.y, self.desk.now)]
            self.busy(0.45)

    def _release(self, effect: object) -> None:
        self.pressed = None
        effect()  # type: ignore[operator]

    def _effect(self, thing: Thing | None, overlay: Overlay | None) -> None:
        desk = self.desk
        if overlay is not None:
            desk.overlays.remove(overlay)
            return
        if desk.focus and (thing is None or thing.kind != "field"):
            desk.focus.on = False
            desk.repaint(desk.focus)
            desk.focus = None
        if thing is None:
            return
        if thing.does in ("toggle", "select"):
            thing.on = not thing.on
            desk.repaint(thing)
        elif thing.does == "focus":
            self._focus(thing)
        elif thing.does == "page":
            self._turn(thing)
        elif thing.does != "nothing":
            getattr(self, f"_{thing.does}")()

    def _focus(self, thing: Thing) -> None:
        desk = self.desk
        if desk.focus:
            desk.focus.on = False
            desk.repaint(desk.focus)
        thing.on, desk.focus, desk.typed = True, thing, desk.now
        desk.repaint(thing)

    def _turn(self, thing: Thing) -> None:
        desk = self.desk
        desk.at = (desk.at + 1) % len(desk.pages)
        desk.scroll = 0.0
        if thing.kind == "item":
            for each in desk.items:
                each.on = each is thing
        for each in desk.page.things:
            each.hover = each.press = 0.0
            desk.repaint(each)

    def _menu(self) -> None:
        desk, unit = self.desk, self.desk.manner.unit
        w, n = round(float(self.rng.uniform(110, 200)) * unit), int(self.rng.integers(3, 7))
        things = [
            Thing(
                "entry", 2, round((4 + 26 * i) * unit), w - 4, round(26 * unit), str(self.rng.choice(WORDS))
            )
            for i in range(n)
        ]
        x, y = min(self.x, desk.width - w - 4), min(self.y + 14 * unit, desk.height - (n * 26 + 10) * unit)
        desk.overlays.append(
            Overlay("menu", round(x), round(y), w, round((n * 26 + 8) * unit), desk.now, things)
        )

    def _dialog(self) -> None:
        desk, unit = self.desk, self.desk.manner.unit
        w, h = round(380 * unit), round(170 * unit)
        things = [
            Thing(
                "button",
                round((200 + 86 * i) * unit),
                round(120 * unit),
                round(76 * unit),
                round(30 * unit),
                name,
            )
            for i, name in enumerate(("Cancel", "OK"))
        ]
        x, y = (desk.width - w) // 2, (desk.height - h) // 2
        desk.overlays.append(Overlay("dialog", x, y, w, h, desk.now, things))

    def _toast(self) -> None:
        desk, unit = self.desk, self.desk.manner.unit
        w, h = round(220 * unit), round(44 * unit)
        desk.overlays.append(
            Overlay("toast", desk.width - w - 20, desk.top + 80, w, h, desk.now, until=desk.now + 2.5)
        )

    def _tooltip(self) -> None:
        unit = self.desk.manner.unit
        y = round(self.y + 22 * unit)
        self.desk.overlays.append(
            Overlay("tooltip", round(self.x), y, round(120 * unit), round(22 * unit), self.desk.now)
        )
        self.busy(0.1)

    def _forget(self, kind: str) -> None:
        gone = [each for each in self.desk.overlays if each.kind == kind]
        for each in gone:
            self.desk.overlays.remove(each)
            self.busy(0.1)

    def things_in_view(self, kind: str = "") -> list[tuple[Thing, float, float]]:
        desk, found = self.desk, []
        for thing in desk.page.things:
            x, y = thing.middle
            x, y = x + desk.side, y + desk.top - desk.scroll
            if desk.top + 20 < y < desk.height - 20 and (not kind or thing.kind == kind):
                found.append((thing, x, y))
        if not kind:
            found += [(item, *item.middle) for item in desk.items]
        return found

    def goto(self, thing: Thing, x: float, y: float) -> Ticks:
        jitter = self.rng.uniform(-0.3, 0.3, 2)
        yield from self.move(x + jitter[0] * thing.w, y + jitter[1] * thing.h)
        yield from self.wait(float(self.rng.uniform(0.08, 0.6)))

    def click_something(self) -> Ticks:
        choice = self.things_in_view()
        if self.rng.random() < 0.12:
            yield from self.move(*(self.rng.uniform(0.2, 0.9, 2) * (self.desk.width, self.desk.height)))
            yield from self.wait(float(self.rng.uniform(0.1, 0.5)))
        elif choice:
            yield from self.goto(*choice[int(self.rng.integers(len(choice)))])
        yield from self.click()

    def answer(self) -> Ticks:
        """A menu or dialog is open: one of its entries is clicked."""
        overlay = next(each for each in reversed(self.desk.overlays) if each.kind in ("menu", "dialog"))
        thing = overlay.things[int(self.rng.integers(len(overlay.things)))]
        x, y = thing.middle
        yield from self.goto(thing, x + overlay.x, y + overlay.y)
        yield from self.click()

    def type_something(self) -> Ticks:
        fields = self.things_in_view("field")
        if not fields:
            yield from self.scroll_a_bit()
            return
        thing, x, y = fields[int(self.rng.integers(len(fields)))]
        yield from self.goto(thing, x, y)
        yield from self.click()
        if self.rng.random() < 0.5:
            yield from self.move(
                self.x + float(self.rng.uniform(-60, 60)), self.y + 60 * self.desk.manner.unit
            )
        yield from self.wait(float(self.rng.uniform(0.3, 0.8)))
        yield from self.type(thing, " ".join(self.rng.choice(WORDS, int(self.rng.integers(2, 4)))))

    def type(self, thing: Thing, text: str) -> Ticks:
        desk = self.desk
        thing.text, begin = "", desk.now
        box = (desk.side + thing.x, desk.top + thing.y - desk.scroll, thing.w, thing.h)
        self.done.typing.append((begin, math.inf, *box))
        pace = float(self.rng.uniform(0.07, 0.2))
        for letter in text:
            thing.text += letter
            desk.typed = desk.now
            desk.repaint(thing)
            self.done.keys.append((desk.now, letter))
            self.busy(0.1)
            yield from self.wait(float(self.rng.uniform(0.6, 1.5)) * pace)
        self.done.typing[-1] = (begin, desk.now, *box)

    def scroll_a_bit(self) -> Ticks:
        """Some turns of the wheel, each smoothed by the program, in one direction."""
        desk = self.desk
        x = desk.side + self.rng.uniform(0.3, 0.8) * desk.view[0]
        yield from self.move(x, desk.top + self.rng.uniform(0.3, 0.8) * desk.view[1])
        yield from self.wait(float(self.rng.uniform(0.1, 0.5)))
        down = desk.scroll < desk.deepest / 2
        start, begin = desk.scroll, desk.now
        far = float(self.rng.uniform(150, 700)) * desk.manner.unit * (1 if down else -1)
        goal = min(max(start + far, 0.0), desk.deepest)
        self.done.scrolls.append((begin, math.inf, 0.0, start - goal))
        lasts = 0.4 + abs(goal - start) / float(self.rng.uniform(500, 1300)) / desk.manner.unit
        while desk.now < begin + lasts:
            s = min(1.0, (desk.now - begin + 1 / self.fps) / lasts)
            desk.scroll = start + (goal - start) * (1 - (1 - s) ** 2)
            self.busy()
            yield from self.wait(0.5 / self.fps)
        desk.scroll = goal
        self.done.scrolls.pop()
        if abs(goal - start) > 20:
            self.done.scrolls.append((begin, desk.now, 0.0, start - goal))

    def wander(self) -> Ticks:
        """Over buttons without a click."""
        for _ in range(int(self.rng.integers(2, 5))):
            choice = self.things_in_view()
            if choice:
                yield from self.goto(*choice[int(self.rng.integers(len(choice)))])

    def pause(self) -> Ticks:
        """Nothing is done; at times a notice comes by itself."""
        if self.rng.random() < 0.25:
            self._toast()
            self.busy(0.1)
        yield from self.wait(float(self.rng.uniform(2.5, 5)))

    def drag(self) -> Ticks:
        """A window comes, is moved by its bar, and goes again."""
        desk, unit = self.desk, self.desk.manner.unit
        w, h = 300 * unit, 170 * unit
        desk.window = [desk.side + 60 * unit, desk.top + 60 * unit, w, h]
        self.busy(0.1)
        yield from self.wait(0.8)
        yield from self.move(desk.window[0] + 120 * unit, desk.window[1] + 12 * unit)
        yield from self.wait(0.3)
        self.done.clicks.append((desk.now, round(self.x), round(self.y)))
        grip = (self.x - desk.window[0], self.y - desk.window[1])
        goal = self.rng.uniform(0.35, 0.65, 2) * (desk.width, desk.height)
        for _ in self.move(float(goal[0]), float(goal[1])):
            desk.window[0], desk.window[1] = self.x - grip[0], self.y - grip[1]
            yield
        yield from self.wait(0.5)
        desk.window = None
        self.busy(0.1)
